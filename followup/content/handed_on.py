"""What goes on into the next term, as a snapshot freezes it and other programs read it: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from burlov_styrning.exposure import Exposure
from followup.models import Onward

type Plain = dict[str, Any]

ACTIVITY = (Exposure.RECORD, Exposure.PUBLISHED)
"""An activity that its manager has not decided is not printed."""


def collect(goals: Sequence[int]) -> list[Plain]:
    """What was decided of the goals, as plain values."""
    rows = Onward.objects.filter(goal__in=goals).select_related("goal")
    return [
        {
            "goal": row.goal.key,
            "course": row.course,
            "reason": row.reason,
            "indicators": [{"indicator": target.indicator.key, "name": target.version.name}
                           for target in sorted(row.targets.all(), key=lambda one: one.pk)],
            "activities": [one.text for one in sorted(row.activities.all(), key=lambda one: one.pk)
                           if one.exposure in ACTIVITY],
            "example": row.is_example(),
        }
        for row in rows.prefetch_related("targets__indicator", "targets__version", "activities")
    ]  # fmt: skip


def as_json(snapshot: Plain) -> Plain:
    """The same in `report/1`, with each goal's final judgement; of the term's last annual report only."""
    if "onward" not in snapshot:
        return {}
    final = {goal["goal"]: goal["assessment"] for goal in snapshot["goals"]}
    return {
        "onward": [
            {name: row[name] for name in ("goal", "course", "reason", "activities")}
            | {"assessment": final[row["goal"]], "indicators": [one["indicator"] for one in row["indicators"]]}
            for row in snapshot["onward"]
        ]
    }
