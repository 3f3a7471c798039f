"""The example's dates, told from the day it is loaded: values in, values out, no Django.

A date in an example book may be written as a token:

    "@-30"  "@+18"           days from the loading day
    "@+9:workday"            the same, moved to the Monday after where it falls on a weekend
    "@-30:month"  ":year"    the same, as a month or a year
    "@round:START:END"       a round's state: planned before START, open until END, closed after it
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

OFFSET = re.compile(r"@([+-]\d{1,4})(?::(workday|month|year))?")
ROUND = re.compile(r"@round:(\d{4}-\d{2}-\d{2}):(\d{4}-\d{2}-\d{2})")
SATURDAY = 5


def resolve(book: dict[str, Any], today: date) -> dict[str, Any]:
    """A copy of a book in which every token is a date (or a round's state), seen from `today`."""
    return {name: _resolved(value, today) for name, value in book.items()}


def resolve_token(token: str, today: date) -> str:
    """One token as the text it stands for. An unknown one raises `ValueError`: it must not reach a book."""
    if found := ROUND.fullmatch(token):
        return _round_state(date.fromisoformat(found[1]), date.fromisoformat(found[2]), today)
    if found := OFFSET.fullmatch(token):
        return SHAPES[found[2]](today + timedelta(days=int(found[1])))
    raise ValueError(f"unknown date token: {token}")


def is_token(value: str) -> bool:
    """Whether a text is meant as a token. Nothing else in a book begins with @."""
    return value.startswith("@")


def _resolved(value: Any, today: date) -> Any:
    if isinstance(value, dict):
        return {name: _resolved(item, today) for name, item in value.items()}
    if isinstance(value, list):
        return [_resolved(item, today) for item in value]
    return resolve_token(value, today) if isinstance(value, str) and is_token(value) else value


def _round_state(start: date, end: date, today: date) -> str:
    if today < start:
        return "planned"
    return "open" if today <= end else "closed"


def _workday(day: date) -> str:
    weekend = max(0, day.weekday() - SATURDAY + 1)
    return (day + timedelta(days=3 - weekend if weekend else 0)).isoformat()


SHAPES: dict[str | None, Callable[[date], str]] = {
    None: date.isoformat,
    "workday": _workday,
    "month": lambda day: day.isoformat()[:7],
    "year": lambda day: day.isoformat()[:4],
}
