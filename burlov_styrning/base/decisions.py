"""Decisions as steps: recorded by the organ's secretary, completed, published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.base.moves import DECISIONS
from burlov_styrning.workflow import acting

type Publishing = Callable[[Decision], None]

on_publish: list[Publishing] = []
"""What upper floors do when a decision is published: each shows what it holds of what was decided, in the same
transaction. They put their function here when their app is ready: `decisions.on_publish.append(publish_goals)`."""

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


def publish(decision: Decision, *, by: Any) -> Decision:
    """Show the decision to everybody. What it decided is published by the floors that hold it (`on_publish`)."""
    with acting(DECISIONS, "publish", decision, by=by) as act:
        act.row.published_at = act.row.published_at or timezone.now()
        for show in on_publish:
            show(act.row)
    return decision
