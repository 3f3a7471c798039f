"""One goal as a report prints it: judgement first, then figures, then words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.swedish import listed, number, partial_date, sentence
from followup.content import among
from followup.content.audit.behind import Behind, behind
from followup.content.charts import Drawn, Key
from followup.content.lines import Shown, Table, cited, table
from followup.content.snapshot import Plain
from followup.models import Activity, Ground
from followup.rules.suggestion import Suggestion, Verdict
from followup.words import assessment_word, measured_word

LONGEST_HEADING = 150


@dataclass(frozen=True)
class GroundView:
    """What a judgement rests on, in words; `attachment` is what the page of the edition finds the file by."""

    text: str
    attachment: int | None


@dataclass(frozen=True)
class Words:
    """A judgement with its reasons."""

    by: str
    judged: Shown
    suggested: Shown | None
    measured: str
    analysis: str
    """As it was written: `rich` draws it."""
    motivation: str
    grounds: Sequence[GroundView]
    decision: str
    changed_after_decision: bool
    source: str
    example: bool


@dataclass(frozen=True)
class ActivityView:
    """What a unit did."""

    text: str
    effect: str
    responsible: str
    due: str
    state: str
    example: bool


@dataclass(frozen=True)
class GoalView:
    """A goal."""

    key: str
    id: str
    number: int
    area: str | None
    title: str
    heading: str
    wording: str
    owners: str
    owner_keys: Sequence[str]
    decision: str
    judged: Shown
    assessment: str | None
    whose: str
    suggested: Shown
    measured: str
    departs: bool
    tables: Sequence[Table]
    among: among.Table | None
    words: Sequence[Words]
    activities: Sequence[ActivityView]
    notes: Sequence[str]
    financial: bool
    stewardship: bool
    example: bool
    behind: Behind | None = None
    """What stands behind it, told to auditors."""


def goal_id(key: str) -> str:
    """Its place in the document."""
    return f"mal-{key}"


def goal(snapshot: Plain, row: Plain, drawn: Mapping[Key, Drawn]) -> GoalView:
    """The view of one goal."""
    organs = snapshot["names"]["organs"]
    tables = _tables(snapshot, row, drawn)
    long = len(row["wording"]) > LONGEST_HEADING and row["title"]
    return GoalView(
        key=row["goal"],
        id=goal_id(row["goal"]),
        number=row["number"],
        area=row["area"],
        title=row["title"],
        heading=row["title"] if long else row["wording"],
        wording=row["wording"] if long else "",
        owners=listed(organs[key] for key in row["owners"]) or _("ansvarig inte angiven"),
        owner_keys=row["owners"],
        decision=cited(row["decision"], organs),
        judged=_judged(snapshot, row["assessment"]),
        assessment=row["assessment"],
        whose=_whose(row, organs),
        suggested=_judged(snapshot, row["suggestion"]),
        measured=_measured(row),
        departs=row["departs"],
        tables=tables,
        among=among.table(snapshot, row["goal"]),
        words=list(_words(snapshot, row)),
        activities=[_activity(snapshot, one) for one in snapshot["activities"] if one["goal"] == row["goal"]],
        notes=list(_notes(row)),
        financial=row["kind"] == "financial",
        stewardship=row["stewardship"],
        example=row["example"],
        behind=behind(snapshot, row["goal"]),
    )


def _tables(snapshot: Plain, row: Plain, drawn: Mapping[Key, Drawn]) -> list[Table]:
    """One table for each owner, its charts under it; a picture that an owner shares with another stands once."""
    found: list[Table] = []
    seen: set[str] = set()
    for owner in row["by_owner"]:
        one = table(snapshot, row["goal"], owner["owner"])
        mine = [drawn.get((row["goal"], owner["owner"], line.key)) for line in one.lines]
        new = [chart for chart in mine if chart and chart.picture not in seen]
        seen |= {chart.picture for chart in new}
        if one.lines:
            found.append(replace(one, charts=new))
    return found


def _judged(snapshot: Plain, code: str | None) -> Shown:
    return Shown(code or "unknown", assessment_word(code, last_annual=snapshot["head"]["last_annual"]))


def _whose(row: Plain, organs: Plain) -> str:
    """Whose judgement the goal's is."""
    if row["assessment"] is None:
        return _("Ingen bedömning är godkänd i uppföljningen.")
    if row["weighed"] and len(row["owners"]) > 1:
        return _("Kommunstyrelsens sammanvägda bedömning.")
    if len(row["owners"]) == 1:
        return _("Bedömning av %(organ)s.") % {"organ": organs[row["owners"][0]].lower()}
    return _("Bedömningen i uppföljningen.")


def _measured(row: Plain) -> str:
    measured, of = row["measured"]
    return measured_word(Suggestion(Verdict(row["suggestion"]), measured, of, row["by_forecast"])) if of else ""


# Words


def _words(snapshot: Plain, row: Plain) -> Iterable[Words]:
    """The board's weighing first, then each owner's judgement."""
    organs = snapshot["names"]["organs"]
    if row["weighed"]:
        yield _said(snapshot, row["weighed"], _("Kommunstyrelsens sammanvägning"), None)
    for owner in row["by_owner"]:
        if owner["assessment"]:
            yield _said(snapshot, owner, organs.get(owner["owner"] or owner["by"], ""), owner)
        elif len(row["by_owner"]) > 1:
            yield _silent(snapshot, owner, organs.get(owner["owner"], ""))


def _said(snapshot: Plain, said: Plain, by: str, owner: Plain | None) -> Words:
    return Words(
        by=by,
        judged=_judged(snapshot, said["assessment"]),
        suggested=_judged(snapshot, owner["suggestion"]) if owner else None,
        measured=_measured(owner) if owner else "",
        analysis=said["analysis"],
        motivation=said["motivation"],
        grounds=grounds(said),
        decision=cited(said["decision"], snapshot["names"]["organs"]),
        changed_after_decision=said["changed_after_decision"],
        source=snapshot["sources"].get(said["source"] or "", {}).get("title", ""),
        example=said["example"],
    )


def _silent(snapshot: Plain, owner: Plain, by: str) -> Words:
    """An owner that did not judge: printed as such."""
    suggested = _judged(snapshot, owner["suggestion"])
    return Words(by, _judged(snapshot, None), suggested, _measured(owner), "", "", (), "", False, "", False)


def grounds(said: Plain) -> list[GroundView]:
    """What a judgement rests on."""
    return [GroundView(_ground(one), one["attachment"]) for one in said.get("grounds", ())]


def _ground(one: Plain) -> str:
    """`Egen mätning: samma fråga, 93 %, enkät, 214 svarande, november 2022`."""
    value = number(Decimal(one["value"]), None, one["unit"]) if one["value"] is not None else ""
    count = _("%(n)s svarande eller fall") % {"n": number(one["number"])} if one["number"] else ""
    parts = [one["text"], value, one["method"], count, partial_date(one["date"]) if one["date"] else "", one["file"]]
    return f"{sentence(str(Ground.Kind(one['kind']).label))}: {', '.join(part for part in parts if part)}"


def _activity(snapshot: Plain, one: Plain) -> ActivityView:
    unit = snapshot["names"]["units"].get(one["unit"] or "", "")
    return ActivityView(
        text=one["text"],
        effect=one["effect"],
        responsible=", ".join(part for part in (unit, one["function"]) if part) or _("–"),
        due=partial_date(one["due"]) if one["due"] else _("–"),
        state=sentence(str(Activity.State(one["state"]).label)),
        example=one["example"],
    )


def _notes(row: Plain) -> Iterable[str]:
    if row["private_providers"]:
        yield _("Målet gäller även privata utförare.")
    if row["stewardship"]:
        yield _("Målet är av vikt för god ekonomisk hushållning.")
    for comment in row["forecast_comments"]:
        yield _("Om prognosen: %(comment)s") % {"comment": comment}
