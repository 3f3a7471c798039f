"""By when a piece of work is to be done: the nearest of what the calendar says. Pure: plain dates in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from burlov_styrning.partial_dates import first_day, last_day
from burlov_styrning.workflow import PhaseInfo

SOON = 14
"""Days ahead that a phase or round announces that it is to be opened or closed."""


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of the days that are known."""
    return min((day for day in days if day), default=None)


def phase_end(infos: Sequence[PhaseInfo], *names: str) -> date | None:
    """When the open one of the phases is planned to close."""
    return earliest(last_day(i.closes) for i in infos if i.name in names and i.state == "open" and i.closes)


def next_papers(meetings: Iterable[tuple[date | None, date]], day: date) -> date | None:
    """The next deadline for papers, given each meeting's (papers, date); a meeting without one is its own."""
    return earliest(papers or held for papers, held in meetings if (papers or held) >= day)


def is_due_to_open(info: PhaseInfo, before: PhaseInfo | None, day: date) -> bool:
    """A planned phase is announced when its day comes near, or when the phase before it has closed."""
    if info.state != "planned":
        return False
    if info.opens:
        return (first_day(info.opens) - day).days <= SOON
    return before is not None and before.state == "closed"


def is_due_to_close(info: PhaseInfo, day: date) -> bool:
    """An open phase is announced when its planned end comes near."""
    return info.state == "open" and bool(info.closes) and (last_day(info.closes) - day).days <= SOON
