"""Who gets the auditors' pages."""

from __future__ import annotations

from tests.house.rows import Row

EXAMINERS = frozenset({"auditor", "controller"})
ROWS = [
    Row("followup:audit", EXAMINERS),
    Row("followup:audit-log", EXAMINERS),
]
