"""Activities as steps: planned by a unit for a goal, decided by its manager."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ, Unit
from burlov_styrning.clock import today
from burlov_styrning.exposure import Exposure
from burlov_styrning.partial_dates import last_day
from burlov_styrning.refusals import Conflict
from burlov_styrning.workflow import Act, acting
from followup.models import Activity
from followup.moves import ACTIVITIES
from goals.models import Goal

FIELDS = ("text", "function", "due", "state", "effect")


def plan(goal: Goal, organ: Organ, *, by: Any, unit: Unit | None = None, **fields: Any) -> Activity:
    """What a unit is going to do for a goal."""
    row = Activity(goal=goal, organ=organ, unit=unit)
    with acting(ACTIVITIES, "plan", row, by=by) as act:
        act.rule(_misplaced(goal, organ, unit))
        _fill(act, fields)
    return row


def edit(row: Activity, *, by: Any, seen: str = "", **fields: Any) -> Activity:
    """Change what, when, state or effect; refused with both texts where somebody saved after what was `seen`."""
    with acting(ACTIVITIES, "edit", row, by=by) as act:
        if seen and seen != stamp(act.row):
            raise Conflict(_("Någon annan sparade aktiviteten medan du skrev."), mine=fields, theirs=act.row)
        _fill(act, fields)
    return row


def overdue(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those that are not finished although their last day (of the year or month alone: its last) has been."""
    day = today().isoformat()
    late = [Q(written=length, due__lt=day[:length]) for length in (4, 7, 10)]
    unfinished = (Activity.State.PLANNED, Activity.State.ONGOING)
    return rows.filter(state__in=unfinished).annotate(written=Length("due")).filter(late[0] | late[1] | late[2])


def is_overdue(row: Activity) -> bool:
    """The same of one row."""
    unfinished = row.state in (Activity.State.PLANNED, Activity.State.ONGOING)
    return unfinished and row.due is not None and last_day(row.due) < today()


def stamp(row: Activity) -> str:
    """Which saved version of an activity one has before one."""
    return row.changed_at.isoformat()


def decide(row: Activity, *, by: Any) -> Activity:
    """The manager decides it: from then on it is a record that the unit's employees read."""
    with acting(ACTIVITIES, "decide", row, by=by) as act:
        act.rule([_("Aktiviteten är redan beslutad.")] if is_decided(act.row) else [])
        act.row.exposure = Exposure(act.row.exposure).at_least(Exposure.RECORD)
    return row


def is_decided(row: Activity) -> bool:
    """Whether its manager has decided it."""
    return row.exposure in (Exposure.RECORD, Exposure.PUBLISHED)


def _misplaced(goal: Goal, organ: Organ, unit: Unit | None) -> list[tuple[str, str]]:
    found = []
    if unit and unit.organ_id != organ.pk:
        found.append(("unit", _("Enheten hör inte till %(organ)s.") % {"organ": organ}))
    if goal.ended:
        found.append(("", _("Målet upphörde %(day)s. Planera för ett mål som gäller.") % {"day": goal.ended}))
    return found


def _fill(act: Act, fields: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(act.row, name, fields[name])
    if not act.row.text.strip():
        act.rule([("text", _("Skriv vad som ska göras."))])


def follow(goal: Goal, old: Organ, new: Organ) -> None:
    """The goal has a new owner: what was planned for it follows; called inside the step that records the decision."""
    for row in Activity.objects.filter(goal=goal, organ=old):
        row.organ = new
        row.save()
