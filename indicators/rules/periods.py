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
