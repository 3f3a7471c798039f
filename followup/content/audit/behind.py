"""What stands behind a goal, in words: the needs and proposals that it came from, who decided what and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from burlov_styrning.swedish import partial_date
from burlov_styrning.workflow import WORKFLOWS
from followup.content.lines import cited
from followup.content.snapshot import Plain

DASH = "–"


@dataclass(frozen=True)
class Act:
    """Something that was decided or done: the day, what, by which decision, who put it down and when."""

    day: str
    what: str
    decision: str
    who: str


@dataclass(frozen=True)
class Behind:
    """The aim's origin, and the acts by day."""

    needs: Sequence[tuple[str, str]]
    proposals: Sequence[str]
    acts: Sequence[Act]


def behind(snapshot: Plain, goal: str) -> Behind | None:
    """Of one goal; None in a report that is not for auditors."""
    told = next((one for one in snapshot.get("audit", {}).get("goals", ()) if one["goal"] == goal), None)
    if told is None:
        return None
    return Behind(
        [(need["unit"], need["text"]) for need in told["needs"]],
        [_proposal(snapshot, one) for one in told["proposals"]],
        [act(snapshot, one) for one in told["acts"]],
    )


def _proposal(snapshot: Plain, said: Plain) -> str:
    decision = cited(said["decision"], snapshot["names"]["organs"]) or said["organ"]
    return _("”%(title)s”, inlämnat av %(decision)s") % {"title": said["title"], "decision": decision}


def act(snapshot: Plain, said: Plain) -> Act:
    """One of them in words."""
    who = said["who"] or (_("läst in ur en målbok") if said["recorded"] else "")
    if said["recorded"]:
        who = _("%(who)s, antecknat %(day)s") % {"who": who, "day": partial_date(said["recorded"])}
    day = partial_date(said["day"]) if said["day"] else _("dagen är inte känd")
    decision = cited(said["decision"], snapshot["names"]["organs"])
    return Act(day, _what(said), decision or DASH, who or DASH)


def _what(said: Plain) -> str:
    words = {
        "adopted": _("Målet antogs"), "changed": _("Målet ändrades"), "proposed": _("Målförslaget lämnades in"),
        "target": _("Målvärdet beslutades"), "path": _("Progressionen fastställdes"),
        "approved": _("Bedömningen godkändes"),
    }  # fmt: skip
    if said["act"] in words:
        return words[said["act"]] + (f": {said['about']}" if said["about"] else "")
    flow, _dot, move = said["act"].partition(".")
    kinds = {"goals": _("Målet"), "paths": _("Progressionen"), "assessments": _("Bedömningen")}
    return f"{kinds.get(flow, flow)}: {WORKFLOWS[flow].telling(move)}"
