"""Who gets the auditors' pages."""

from __future__ import annotations

from typing import Any

from followup.models import Report
from tests.followup import reported
from tests.followup.making import made_goal
from tests.house import rows_of_flows as rows
from tests.house.rows import Row
from tests.world import World


def goal(world: World) -> dict[str, Any]:
    return {"pk": made_goal(world).pk}


def taken_out(world: World, state: str = "proposed") -> dict[str, Any]:
    """An edition of what the auditors examine by: theirs, whatever its exposure says."""
    pk = (reported.unfinished(world) if state == "making" else reported.quick(world)).pk
    Report.objects.filter(editions=pk).update(kind="audit")
    return {"pk": pk}


AUDITOR = frozenset({"auditor"})
EXAMINERS = frozenset({"auditor", "controller"})
ROWS = [
    Row("followup:audit", EXAMINERS),
    Row("followup:audit-log", EXAMINERS),
    Row("followup:audit-goal", EXAMINERS, goal),
    Row("followup:audit-goal-paper", EXAMINERS, lambda world: goal(world) | {"kind": "docx"}),
    Row("followup:audit-goal-ask", AUDITOR, goal),
    Row("followup:audit-report", AUDITOR),
    Row("followup:edition", AUDITOR, taken_out, public=True, case="the auditors'"),
    Row("followup:edition-file", AUDITOR, lambda w: taken_out(w) | {"form": "json"}, public=True, case="the auditors'"),
    Row("followup:edition-cancel", AUDITOR, lambda w: taken_out(w, "making"), post_only=True, case="the auditors'"),
    Row("followup:audit-searches", AUDITOR),
    Row("followup:audit-searches-forget", AUDITOR, post_only=True),
    Row("followup:audit-search-forget", AUDITOR, lambda world: {"pk": rows.search(world).pk}, post_only=True),
    Row("followup:audit-samples", AUDITOR),
    Row("followup:audit-sample-draw", AUDITOR),
    Row("followup:audit-sample", AUDITOR, lambda world: {"pk": rows.sample(world).pk}),
    Row("followup:audit-sample-evidence", AUDITOR, lambda world: {"pk": rows.sample(world).pk}, post_only=True),
]
