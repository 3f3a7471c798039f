"""What something was on a day: decisions made later are undone, lines of the log written later are undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Undone:
    """What applied until a decision: the decision's day (None: not known), its place among others, what it changed."""

    until: date | None
    place: int
    fields: Mapping[str, Any]


def stood(now: Mapping[str, Any], earlier: Iterable[Undone], day: date) -> dict[str, Any]:
    """What applied at the end of a day: what later decisions changed, as it stood before the first of them.

    A decision counts on its own day. One whose day is not known counts as made before every day.
    """
    later = [one for one in earlier if one.until is not None and one.until > day]
    said = dict(now)
    for one in sorted(later, key=lambda one: (one.until or day, one.place), reverse=True):
        said |= one.fields
    return said


@dataclass(frozen=True)
class Written:
    """A line of the log: when, and field by field what it was and became. `created`: the row began with it."""

    at: datetime
    changes: Mapping[str, Sequence[Any]]
    created: bool = False


def rewound(now: Mapping[str, Any], lines: Iterable[Written], moment: datetime) -> dict[str, Any]:
    """A row's fields as they were at a moment; a row that began later is given as it began. Lines oldest first."""
    said = dict(now)
    for line in reversed(list(lines)):
        if line.at > moment and not line.created:
            said |= {name: pair[0] for name, pair in line.changes.items() if name in said}
    return said
