"""The form that other programs read, `report/1`: flat lists with the book's keys, the same numbers as page and PDF."""

from __future__ import annotations

from followup.content import handed_on
from followup.content.naming import Since
from followup.content.snapshot import Plain

COLUMNS = (
    "goal", "owner", "indicator", "period", "read", "sex", "baseline", "outcome", "missing", "progression", "status",
    "forecast", "forecast_status", "target", "target_status", "trend", "example", "source", "fetched",
)  # fmt: skip
"""The columns of a figure row in `report/1`."""


def report_json(snapshot: Plain, *, edition: int | None, issued: str, sha256: str) -> Plain:
    """`report/1`: flat lists with the book's keys, the same numbers as page and PDF."""
    return {
        "format": "report/1",
        "kind": snapshot["kind"],
        "term": snapshot["term"],
        "round": snapshot["round"],
        "edition": edition,
        "issued": issued,
        "sha256": sha256,
        "figures": [{name: row[name] for name in COLUMNS} for row in snapshot["figures"]],
        "goals": [_goal_json(goal) for goal in snapshot["goals"]],
        "areas": [_pick(area, "area", "assessment", "analysis") for area in snapshot["areas"]],
        "whole": _whole_json(snapshot["whole"]) if snapshot["whole"] else None,
        "activities": [_pick(row, "goal", "unit", "text", "due", "state") for row in snapshot["activities"]],
        "counts": snapshot["counts"],
        **handed_on.as_json(snapshot),
        **_laid_out(snapshot),
        **_compared(snapshot),
        **({"openings": snapshot["openings"]} if "openings" in snapshot else {}),
    }


def _compared(snapshot: Plain) -> Plain:
    """Where the municipality stands among others, where the report tells it."""
    return {"compared": snapshot["compared"]} if "compared" in snapshot else {}


def _laid_out(snapshot: Plain) -> Plain:
    """What was chosen and written, where something was: the report's own texts and its chapters in their order."""
    return {"layout": snapshot["layout"]} if "layout" in snapshot else {}


def changes_json(since: Since | None) -> Plain:
    """What changed since the edition before, where there is one."""
    if since is None:
        return {}
    rows = [{"kind": row.kind, "about": row.about, "what": row.what, "before": row.before, "after": row.after}
            for row in since.rows]  # fmt: skip
    return {"changes": {"since": since.number, "rows": rows}}


def _whole_json(whole: Plain) -> Plain:
    """Balance result and group stand there where they were entered, its steps where the accounts give it."""
    more = [name for name in ("balance", "balance_text", "group_text") if whole.get(name)]
    steps = whole.get("balance_steps", {})
    told = (
        {"balance_steps": _pick(steps, "verdict", "version", "steps", "debts", "sources")} if "steps" in steps else {}
    )
    return _pick(whole, "assessment", "analysis", *more) | told


def _goal_json(goal: Plain) -> Plain:
    owners = [
        _pick(owner, "owner", "suggestion", "measured", "assessment", "analysis", "motivation")
        for owner in goal["by_owner"]
    ]
    return {**_pick(goal, "goal", "suggestion", "measured", "assessment"), "by_owner": owners}


def _pick(row: Plain, *names: str) -> Plain:
    return {name: row[name] for name in names}
