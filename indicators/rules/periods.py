"""Periods of outcomes: `2022`, `2022-T1`, `2022-Q3`, `2022-08`."""

from __future__ import annotations

import calendar
import re
from datetime import date

PATTERN = re.compile(r"([0-9]{4})(?:-(?:T([1-3])|Q([1-4])|(0[1-9]|1[0-2])))?")


def is_period(text: str) -> bool:
    """Whether the text names a year, tertial, quarter or month."""
    return PATTERN.fullmatch(text) is not None


def year_of(period: str) -> int:
    """The year that the period lies in."""
    return int(period[:4])


def end_of(period: str) -> date:
    """The period's last day."""
    match = PATTERN.fullmatch(period)
    if match is None:
        raise ValueError(period)
    year, tertial, quarter, month = match.groups()
    last = int(month) if month else 3 * int(quarter) if quarter else 4 * int(tertial) if tertial else 12
    return date(int(year), last, calendar.monthrange(int(year), last)[1])


def start_of(period: str) -> date:
    """The period's first day."""
    match = PATTERN.fullmatch(period)
    if match is None:
        raise ValueError(period)
    year, tertial, quarter, month = match.groups()
    first = int(month) if month else 3 * int(quarter) - 2 if quarter else 4 * int(tertial) - 3 if tertial else 1
    return date(int(year), first, 1)


def length_of(period: str) -> str:
    """What kind of period it is: `year`, `tertial`, `quarter` or `month`."""
    return {"T": "tertial", "Q": "quarter"}.get(period[5:6], "month" if len(period) > 4 else "year")


def fits(period: str, frequency: str) -> bool:
    """Whether a measure of that frequency has values for the period: its own kind, or a whole year."""
    return length_of(period) in (frequency, "year")


def periods_of(year: int, frequency: str) -> list[str]:
    """The periods of a year in which a measure of that frequency is taken; every second year counts as the year."""
    names = {
        "tertial": [f"T{n}" for n in range(1, 4)],
        "quarter": [f"Q{n}" for n in range(1, 5)],
        "month": [f"{n:02}" for n in range(1, 13)],
    }.get(frequency, [])
    return [f"{year}-{name}" for name in names] or [str(year)]
