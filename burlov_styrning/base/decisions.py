"""Decisions as steps: recorded by the organ's secretary, completed, published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Correction, Decision, Organ
from burlov_styrning.base.moves import DECISIONS
from burlov_styrning.workflow import acting

type Publishing = Callable[[Decision], None]

on_publish: list[Publishing] = []
"""What upper floors do when a decision is published: each shows what it holds of what was decided, in the same
transaction. They put their function here when their app is ready: `decisions.on_publish.append(publish_goals)`."""

CORRECTABLE = ("date", "paragraph", "registry", "text")
"""What is the decision itself; the rest of the minutes is completed."""
MINUTES = ("adjusted", "reservations", "notes", "motions", "votes", "absent_for_bias", "registry", "text")


def record(organ: Organ, kind: str, *, by: Any, **minutes: Any) -> Decision:
    """Enter a decision that the organ has made: meeting or date, §, registry number, text, reservations.

    The matters it decides are moved by their own steps in the same transaction.
    """
    decision = Decision(organ=organ, kind=kind, **minutes)
    with acting(DECISIONS, "record", decision, by=by) as act:
        decision.key = next_key(Decision.objects.all(), f"{organ.key}-b")
        if decision.meeting and not decision.date:
            decision.date = decision.meeting.date.isoformat()
        decision.recorded_by_id = act.actor.person
    return decision


def complete(decision: Decision, *, by: Any, **minutes: Any) -> Decision:
    """Fill in what the minutes say besides the decision itself (adjusted, reservations, notes, jäv)."""
    with acting(DECISIONS, "complete", decision, by=by) as act:
        for name in MINUTES:
            if name in minutes:
                setattr(act.row, name, minutes[name])
    return decision


def correct(decision: Decision, *, by: Any, reason: str, **said: Any) -> Decision:
    """Put a clerical error right; what stood there is kept beside, also where the decision is published."""
    with acting(DECISIONS, "correct", decision, by=by, comment=reason) as act:
        before = {name: getattr(act.row, name) for name in CORRECTABLE if name in said}
        after = {name: said[name] for name in before if said[name] != before[name]}
        act.rule([] if after else [_("Inget är ändrat. Skriv hur det ska stå.")])
        for name, value in after.items():
            setattr(act.row, name, value)
        kept = {name: before[name] for name in after}
        Correction.objects.create(
            decision=act.row, person_id=act.actor.person, reason=act.comment, before=kept, after=after
        )
    return decision


def publish(decision: Decision, *, by: Any) -> Decision:
    """Show the decision to everybody. What it decided is published by the floors that hold it (`on_publish`)."""
    with acting(DECISIONS, "publish", decision, by=by) as act:
        act.row.published_at = act.row.published_at or timezone.now()
        for show in on_publish:
            show(act.row)
    return decision
