"""Who gets the auditors' pages."""

from __future__ import annotations

from typing import Any

from tests.followup.making import made_goal
from tests.house.rows import Row
from tests.world import World


def goal(world: World) -> dict[str, Any]:
    return {"pk": made_goal(world).pk}


EXAMINERS = frozenset({"auditor", "controller"})
ROWS = [
    Row("followup:audit", EXAMINERS),
    Row("followup:audit-log", EXAMINERS),
    Row("followup:audit-goal", EXAMINERS, goal),
    Row("followup:audit-goal-paper", EXAMINERS, lambda world: goal(world) | {"kind": "docx"}),
]
