"""Activities as steps: planned by a unit for a goal, decided by its manager."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
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

UNFINISHED = (Activity.State.PLANNED, Activity.State.ONGOING)
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


def carry(row: Activity, goal: Goal, *, by: Any) -> Activity:
    """An open activity of an earlier term goes on for a goal of this one; the old one stays and says where it went."""
    old = Activity.objects.select_for_update().select_related("goal__term").get(pk=row.pk)
    new = Activity(goal=goal, organ=old.organ, unit=old.unit, continues=old, example=old.example)
    with acting(ACTIVITIES, "carry", new, by=by) as act:
        act.rule([*_misplaced(goal, None, None), *_not_to_carry(old, goal)])
        new.exposure = Exposure.RECORD if is_decided(old) else Exposure.WORKING
        _fill(act, {name: getattr(old, name) for name in FIELDS})
    return new


def _not_to_carry(old: Activity, goal: Goal) -> list[tuple[str, str]]:
    found = []
    if old.state not in UNFINISHED:
        found.append(("", _("”%(activity)s” är inte öppen längre.") % {"activity": old}))
    if old.continued_by.exists():
        found.append(("", _("”%(activity)s” är redan överförd.") % {"activity": old}))
    if not old.onwards.exists():
        found.append(("", _("Det är inte bestämt att ”%(activity)s” går vidare.") % {"activity": old}))
    if goal.term.first_year <= old.goal.term.first_year:
        found.append(("", _("Välj ett mål i en senare målperiod.")))
    return found


def to_carry(rows: QuerySet[Activity], term: Any) -> QuerySet[Activity]:
    """Of these the ones that were to go on from earlier terms and have not come to this one or another."""
    return rows.filter(
        goal__term__last_year__lt=term.first_year, state__in=UNFINISHED, continued_by=None, onwards__isnull=False
    )


def overdue(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those that are not finished although their last day (of the year or month alone: its last) has been."""
    day = today().isoformat()
    not_over = (day[:4], day[:7])  # this year and this month come before the day as texts
    return rows.filter(state__in=UNFINISHED, continued_by=None, due__lt=day).exclude(due__in=not_over)


def is_overdue(row: Activity) -> bool:
    """The same of one row."""
    return row.state in UNFINISHED and row.due is not None and last_day(row.due) < today()


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


def _misplaced(goal: Goal, organ: Organ | None, unit: Unit | None) -> list[tuple[str, str]]:
    found = []
    if unit and organ and unit.organ_id != organ.pk:
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
