"""The chapters that only the auditors' report has: what to examine, and what has been issued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.swedish import sentence
from followup.content.goals import GoalView
from followup.content.lines import cited
from followup.content.snapshot import Plain
from followup.models import Report


@dataclass(frozen=True)
class Departure:
    """A goal whose judgement is another than its indicators': the reasons that are given for it."""

    goal: GoalView
    brighter: bool
    motivation: str


@dataclass(frozen=True)
class Issued:
    """An edition that can be held against this."""

    title: str
    number: str
    issued: str
    standing: str
    sha256: str


@dataclass(frozen=True)
class AuditView:
    """What to examine: sentences with counts, goals where judgement and figures part; and the editions."""

    points: Sequence[str]
    departures: Sequence[Departure]
    editions: Sequence[Issued]


def chapter(snapshot: Plain, views: Sequence[GoalView]) -> AuditView | None:
    """None in every other report."""
    if "audit" not in snapshot:
        return None
    rows = {row["goal"]: row for row in snapshot["goals"]}
    departures = [_departure(view, rows[view.key]) for view in views if view.departs]
    departures.sort(key=lambda one: (not one.brighter, one.goal.number))
    editions = [_issued(snapshot, row) for row in snapshot["audit"]["editions"]]
    return AuditView([*_points(snapshot, departures)], departures, editions)


def _departure(view: GoalView, row: Plain) -> Departure:
    reasons = list(dict.fromkeys(said.motivation for said in view.words if said.motivation.strip()))
    return Departure(view, bool(row["brighter"]), " ".join(reasons))


def _points(snapshot: Plain, departures: Sequence[Departure]) -> Iterator[str]:
    """What an examiner begins with, each only where there is something of it."""
    goals, brighter = snapshot["goals"], sum(one.brighter for one in departures)
    yield ngettext("Underlaget har %(n)s beslutat mål.", "Underlaget har %(n)s beslutade mål.", len(goals)) % {
        "n": len(goals)
    }
    if brighter:
        text = ngettext(
            "%(n)s mål är bedömt bättre än vad indikatorerna ensamma säger.",
            "%(n)s mål är bedömda bättre än vad indikatorerna ensamma säger.",
            brighter,
        )
        yield text % {"n": brighter}
    if silent := [one for one in departures if not one.motivation]:
        yield ngettext("%(n)s avvikande bedömning saknar skäl.", "%(n)s avvikande bedömningar saknar skäl.",
                       len(silent)) % {"n": len(silent)}  # fmt: skip
    if count := sum(goal["assessment"] is None for goal in goals):
        yield ngettext("%(n)s mål har ingen godkänd bedömning.", "%(n)s mål har ingen godkänd bedömning.", count) % {
            "n": count
        }
    said = [one for goal in goals for one in (*goal["by_owner"], goal["weighed"] or {})]
    if count := sum(bool(one.get("changed_after_decision")) for one in said):
        yield ngettext("%(n)s bedömning är ändrad efter beslutet.", "%(n)s bedömningar är ändrade efter beslutet.",
                       count) % {"n": count}  # fmt: skip
    now = [row for row in snapshot["figures"] if row["period"] == str(snapshot["head"]["year"]) and row["sex"] == "T"]
    if count := sum(row["status"] == "unknown" for row in now):
        yield ngettext("%(n)s indikator saknar användbart utfall för året.",
                       "%(n)s indikatorer saknar användbart utfall för året.", count) % {"n": count}  # fmt: skip
    if count := sum(row["outcome"] is not None and not row["source"] for row in now):
        yield ngettext("%(n)s utfall för året är inlagt utan källa.", "%(n)s utfall för året är inlagda utan källa.",
                       count) % {"n": count}  # fmt: skip


def _issued(snapshot: Plain, row: Plain) -> Issued:
    title = sentence(str(Report.Kind(row["kind"]).label)) + (f", {row['organ']}" if row["organ"] else "")
    approved = cited(row["decision"], snapshot["names"]["organs"])
    standing = _("godkänd: %(decision)s") % {"decision": approved} if approved else _("inte godkänd av fullmäktige")
    public = _("publicerad") if row["published"] else _("inte publicerad")
    return Issued(title, str(row["number"]), row["issued"], f"{sentence(standing)}, {public}", row["sha256"])
