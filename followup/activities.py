"""Activities as steps: planned by a unit for a goal, decided by its manager."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ, Unit
from burlov_styrning.exposure import Exposure
from burlov_styrning.workflow import Act, acting
from followup.models import Activity
from followup.moves import ACTIVITIES
from goals.models import Goal

FIELDS = ("text", "function", "due", "state", "effect")


def plan(goal: Goal, organ: Organ, *, by: Any, unit: Unit | None = None, **fields: Any) -> Activity:
    """What a unit is going to do for a goal."""
    row = Activity(goal=goal, organ=organ, unit=unit)
    with acting(ACTIVITIES, "plan", row, by=by) as act:
        _fill(act, fields)
    return row


def edit(row: Activity, *, by: Any, **fields: Any) -> Activity:
    """Change what, when, state or effect."""
    with acting(ACTIVITIES, "edit", row, by=by) as act:
        _fill(act, fields)
    return row


def decide(row: Activity, *, by: Any) -> Activity:
    """The manager decides it: from then on it is a record that the unit's employees read."""
    with acting(ACTIVITIES, "decide", row, by=by) as act:
        act.row.exposure = Exposure(act.row.exposure).at_least(Exposure.RECORD)
    return row


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
