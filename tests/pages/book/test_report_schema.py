"""The report as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from burlov_styrning.pages.book.report_schema import Report

FIGURE: dict[str, Any] = {
    "goal": "a5", "owner": "ks", "indicator": "hme", "period": "2022", "read": "2022", "sex": "T", "baseline": "77",
    "outcome": "78", "missing": None, "progression": "79", "status": "on_course", "forecast": None,
    "forecast_status": None, "target": "79", "target_status": "on_course", "trend": "same", "example": False,
    "source": "budget2022", "fetched": "2023-02-01",
}  # fmt: skip
REPORT: dict[str, Any] = {
    "format": "report/1", "kind": "annual", "term": "2019-2022", "round": "ar2022", "edition": 1,
    "issued": "2023-04-03", "sha256": "a" * 64, "figures": [FIGURE],
    "goals": [{"goal": "a5", "suggestion": "on_course", "measured": [1, 1], "assessment": None, "by_owner": [
        {"owner": "ks", "suggestion": "on_course", "measured": [1, 1], "assessment": None, "analysis": "…",
         "motivation": ""}]}],
    "areas": [{"area": "attraktiva", "assessment": "met", "analysis": "…"}],
    "whole": {"assessment": "on_course", "analysis": "…"},
    "activities": [{"goal": "a5", "unit": "forskola", "text": "…", "due": "2022-10", "state": "done"}],
    "counts": {"met": 0, "on_course": 0, "not_met": 0, "not_assessable": 0, "not_judged": 1},
}  # fmt: skip


def test_the_report_of_the_format_comes_out_the_same() -> None:
    assert Report.model_validate(REPORT).model_dump(mode="json") == REPORT


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"figures": [FIGURE | {"sex": "K"}]},
        {"figures": [FIGURE | {"outcome": 78.0}]},
        {"counts": REPORT["counts"] | {"met": 1}},
        {"sha256": "abc"},
        {"goals": [REPORT["goals"][0] | {"suggestion": "unknown"}]},
    ],
)
def test_what_the_format_does_not_allow(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Report.model_validate(REPORT | change)
