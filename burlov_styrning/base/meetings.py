"""Meetings as steps of an organ's secretary."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Meeting, Organ
from burlov_styrning.base.moves import MEETINGS
from burlov_styrning.clock import today
from burlov_styrning.workflow import acting

breaks_what: list[Callable[[Meeting], list[str]]] = []
"""What else a meeting's days would break, in words: the roof puts the rounds of follow-up here."""


def breaks(meeting: Meeting) -> list[str]:
    """What the days of a meeting, typed and not saved, would break that holds today."""
    return [sentence for asked in breaks_what for sentence in asked(meeting)]


def plan(organ: Organ, day: date, *, by: Any, papers: date | None = None, title: str = "") -> Meeting:
    """Enter a meeting, with the deadline for its papers."""
    meeting = Meeting(organ=organ, date=day, papers=papers, title=title.strip())
    with acting(MEETINGS, "plan", meeting, by=by):
        meeting.full_clean()
    return meeting


def edit(meeting: Meeting, *, by: Any, day: date, papers: date | None = None, title: str = "") -> Meeting:
    """Move a meeting or its deadline. One that has decisions keeps its day."""
    with acting(MEETINGS, "edit", meeting, by=by) as act:
        act.rule(_day_is_fixed(act.row, day))
        act.row.date, act.row.papers, act.row.title = day, papers, title.strip()
        act.row.full_clean()
    return meeting


def _day_is_fixed(meeting: Meeting, day: date) -> list[tuple[str, str]]:
    if day == meeting.date or not meeting.decisions.exists():
        return []
    return [("date", _("Beslut är redan antecknade för det här sammanträdet. Dagen kan därför inte ändras."))]


def coming(organs: Collection[int] | None = None) -> QuerySet[Meeting]:
    """Meetings from today on, the next first; of some organs, or of all."""
    rows: QuerySet[Meeting] = Meeting.objects.filter(date__gte=today()).order_by("date", "id")
    return rows if organs is None else rows.filter(organ__in=organs)
