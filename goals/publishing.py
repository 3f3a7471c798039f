"""Publishing what a decision decided: goals with their needs and handed-in proposals, paths (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from burlov_styrning.base.models import Decision
from burlov_styrning.exposure import Exposure
from goals.models import Goal, GoalProposal, Need, Path
from goals.paths import drop_replaced


def publish_decided(decision: Decision) -> None:
    """Show everybody what the decision made; called inside the step that publishes the decision.

    A proposal shows the version that was handed in. One that was declined is shown with the public reason, its
    needs are not.
    """
    goals = Goal.objects.filter(Q(decision=decision) | Q(earlier__decision=decision) | Q(end_decision=decision))
    adopted = GoalProposal.objects.filter(goals__in=goals.values("pk"))
    decided = GoalProposal.objects.filter(council_decision=decision)
    _publish(goals.distinct())
    _publish((adopted | decided).distinct())
    _publish(Need.objects.filter(proposals__in=adopted.values("pk")).distinct())
    paths = list(Path.objects.filter(decision=decision, state=Path.State.DECIDED, replaced=False))
    _publish(paths)
    for path in paths:
        drop_replaced(path)


def _publish(rows: Iterable[Any]) -> None:
    """Only what is a public record: a proposal that is being worked on again waits."""
    for row in rows:
        if row.exposure == Exposure.RECORD:
            row.exposure = Exposure.PUBLISHED
            row.save()
