"""Dates as history gives them: `2018`, `2018-05` or `2018-05-21`, kept as text."""

from __future__ import annotations

import calendar
import re
from datetime import date

PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def is_partial_date(text: str) -> bool:
    """Whether the text is a year, a month or a day that exists."""
    match = PATTERN.fullmatch(text)
    if not match:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def first_day(text: str) -> date:
    """The earliest day that the partial date may mean."""
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)


def last_day(text: str) -> date:
    """The latest day that the partial date may mean."""
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(text)
