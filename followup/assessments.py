"""Assessments as steps: written by an owner's staff, marked ready by its manager, approved by the committee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base import asking
from burlov_styrning.base.models import Decision, Organ, Person
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.workflow import Act, acting
from followup import figures, forecasts, grounds
from followup.models import Assessment, FollowUpRound, Opening
from followup.moves import ASSESSMENTS
from followup.reading import as_approved
from followup.rules.suggestion import Suggestion, Verdict
from followup.rules.suggestion import departs as departs_from
from goals.models import Goal, GoalArea

WHOLE = ("balance", "balance_text", "group_text")
"""What only god ekonomisk hushållning as a whole says besides (DOMAIN §7, §9)."""
FIELDS = ("status", "analysis", "motivation", *WHOLE)
S = Assessment.State
type Grounds = Sequence[grounds.Written]


# Writing


def start(
    round_: FollowUpRound, organ: Organ, *, by: Any, goal: Goal | None = None, area: GoalArea | None = None,
    whole: bool = False, weighed: bool = False, written: Grounds = (), predicted: forecasts.Typed | None = None,
    **fields: Any,
) -> Assessment:  # fmt: skip
    """Begin the judgement of a goal by an owner; or, by the executive board, of an area, a shared goal or the whole.

    `written` are its grounds, `predicted` its forecasts. Refused with both texts where somebody began in between.
    """
    row = Assessment(round=round_, organ=organ, goal=goal, area=area, whole=whole, weighed=weighed)
    with acting(ASSESSMENTS, "start", row, by=by) as act:
        lock_round(row)
        act.rule(not_theirs(row))
        if begun := same(row):
            raise Conflict(_("Någon annan började skriva samtidigt."), mine=fields, theirs=begun)
        row.written_by_id = act.actor.person
        _check(act, fields, written, predicted or {})
        row.full_clean(exclude=["analysis", "motivation"])
        row.save()
        _write(act, fields, written, predicted or {})
    return row


def edit(
    row: Assessment, *, by: Any, revision: int, written: Grounds = (), predicted: forecasts.Typed | None = None,
    **fields: Any,
) -> Assessment:  # fmt: skip
    """Change a draft; refused with both texts where somebody saved after `revision`."""
    with acting(ASSESSMENTS, "edit", row, by=by) as act:
        lock_round(act.row)
        if act.row.revision != revision:
            raise Conflict(_("Någon annan sparade bedömningen medan du skrev."), mine=fields, theirs=act.row)
        _check(act, fields, written, predicted or {})
        act.row.revision += 1
        _write(act, fields, written, predicted or {})
    return row


def same(row: Assessment) -> Assessment | None:
    """The judgement of the same thing that has been begun already."""
    rows = Assessment.objects.filter(round=row.round_id, goal=row.goal_id, area=row.area_id, whole=row.whole)
    if row.goal_id and not row.weighed:
        rows = rows.filter(organ=row.organ_id)
    found: Assessment | None = rows.filter(weighed=row.weighed).first()
    return found


def _check(act: Act, fields: dict[str, Any], written: Grounds, predicted: forecasts.Typed) -> None:
    row, status = act.row, fields.get("status", "")
    found = [] if status in ("", *allowed(row)) else [("status", _("Välj ett av omdömena."))]
    act.rule([*found, *grounds.refused(row, written), *forecasts.problems(predicted)])


def _write(act: Act, fields: dict[str, Any], written: Grounds, predicted: forecasts.Typed) -> None:
    row = act.row
    changed = any(getattr(row, name) != fields[name] for name in FIELDS if name in fields)
    row.changed_after_decision = row.decision_id is not None and (row.changed_after_decision or changed)
    for name in FIELDS:
        setattr(row, name, fields.get(name, getattr(row, name)))
    grounds.write(row, written)
    forecasts.write(row, predicted, act.actor.person)


def allowed(row: Assessment) -> list[str]:
    """The judgements to choose from: god ekonomisk hushållning as a whole has three (LKBR 11:8)."""
    return [v.value for v in Verdict if not (row.whole and v is Verdict.NOT_ASSESSABLE)]


# Ready and decided


def mark_ready(row: Assessment, *, by: Any) -> Assessment:
    """The manager says the committee can decide: judgement and analysis are there, a departure is motivated."""
    with acting(ASSESSMENTS, "mark_ready", row, by=by) as act:
        lock_round(act.row)
        act.rule(missing(act.row))
        _bring(act, S.READY)
    return row


def back_to_draft(row: Assessment, *, by: Any, comment: str) -> Assessment:
    """Back to work, with a comment."""
    with acting(ASSESSMENTS, "back_to_draft", row, by=by, comment=comment) as act:
        lock_round(act.row)
        _bring(act, S.DRAFT)
    return row


def approve(row: Assessment, decision: Decision, *, by: Any) -> Act:
    """The committee's decision; from then on the text is locked."""
    with acting(ASSESSMENTS, "approve", row, by=by, decision=decision) as act:
        _of_its_organ(act.row, decision)
        if not act.row.status:
            raise Refusal(Reason.RULE, fields=[("matters", _("%(what)s har inget omdöme.") % {"what": title(act.row)})])
        act.rule((field, f"{title(act.row)}: {sentence}") for field, sentence in missing(act.row))
        same_decision = act.row.decision_id == decision.pk
        act.row.changed_after_decision = act.row.changed_after_decision and same_decision
        act.row.decision, act.row.approved = decision, {}
        _bring(act, S.APPROVED)
    return act


@transaction.atomic
def approve_many(rows: Iterable[Assessment], decision: Decision, *, by: Any) -> list[str]:
    """One decision over many assessments, all or none; the remarks on the way, each once."""
    acts = [approve(row, decision, by=by) for row in rows]
    return list(dict.fromkeys(str(remark) for act in acts for remark in act.remarks))


def reopen(row: Assessment, *, by: Any, comment: str) -> Assessment:
    """The controller opens an approved one again while the round is open: the committee is asked again.

    Those outside the organ go on reading what was approved.
    """
    with acting(ASSESSMENTS, "reopen", row, by=by, comment=comment) as act:
        lock_round(act.row)
        act.row.approved = as_approved(act.row)
    return row


def _of_its_organ(row: Assessment, decision: Decision) -> None:
    if decision.organ_id != row.organ_id:
        sentence = _("Beslutet är ett annat organs. Om bedömningen beslutar %(organ)s.") % {"organ": row.organ}
        raise Refusal(Reason.RULE, fields=[("decision", sentence)])


def _bring(act: Act, state: str) -> None:
    forecasts.follow(act.row, ASSESSMENTS.exposure[state])


# Opening a draft


def invite(row: Assessment, *, by: Any, person: Person) -> Assessment:
    """Let a controller read the draft; it has then become a public record, and the log says since when."""
    asking.invite(ASSESSMENTS, row, by=by, person=person)
    return row


def ask_access(row: Assessment, *, by: Any, comment: str) -> Assessment:
    """An auditor opens a draft on own request, with the reason logged (KL 12:9)."""
    asking.ask_access(ASSESSMENTS, row, by=by, comment=comment)
    return row


# Rules


def missing(
    row: Assessment, written: Grounds | None = None, suggestion: Suggestion | None = None
) -> list[tuple[str, str]]:
    """What must be there before a judgement is ready: its word, the analysis, a motivation where it departs.

    Of what is stored, or of what was typed where grounds (and the suggestion with typed forecasts) are given.
    """
    found = unwritten(row)
    if row.status and not row.motivation.strip() and departs(row, suggestion):
        found.append(("motivation", _("Omdömet avviker från förslaget. Skriv varför.")))
    return [*found, *grounds.missing(grounds.written_of(row) if written is None else written)]


def unwritten(row: Assessment) -> list[tuple[str, str]]:
    """What the row itself lacks: its word, the analysis, the words about a negative balance."""
    found = []
    if not row.status:
        found.append(("status", _("Välj ett omdöme.")))
    if not row.analysis.strip():
        found.append(("analysis", _("Skriv analysen: varför blev det så?")))
    if row.balance is not None and row.balance < 0 and not row.balance_text.strip():
        sentence = _("Balanskravsresultatet är negativt. Skriv hur och när det återställs, eller varför inte.")
        found.append(("balance_text", sentence))
    return found


def departs(row: Assessment, suggestion: Suggestion | None = None) -> bool:
    """Whether the judgement is another than the one its indicators suggest (areas and the whole have no suggestion)."""
    if row.goal is None or not row.status:
        return False
    found = suggestion or figures.suggestion_for(row.goal, None if row.weighed else row.organ, row.round)
    return departs_from(Verdict(row.status), found.verdict)


def title(row: Assessment) -> str:
    """What is judged, in words."""
    if row.whole:
        return _("God ekonomisk hushållning")
    return str(row.goal or row.area)


def lock_round(row: Assessment | Opening) -> None:
    """Who writes and who closes the round wait for each other."""
    row.round = FollowUpRound.objects.select_for_update().select_related("term").get(pk=row.round_id)
    if row.round.state != FollowUpRound.State.OPEN:
        raise Refusal(Reason.PHASE, str(row.round.as_phase().sentence))


def not_theirs(row: Assessment) -> list[str]:
    """Why this organ does not judge this."""
    is_board = row.organ is not None and row.organ.kind == Organ.Kind.EXECUTIVE_BOARD
    if (row.weighed or row.whole or row.area_id) and not is_board:
        return [_("Målområden, gemensamma mål och helheten bedöms av styrelsen.")]
    if row.whole and row.round.kind == FollowUpRound.Kind.TERTIAL:
        return [_("God ekonomisk hushållning bedöms i delårsrapporten och årsredovisningen.")]
    if row.goal is None:
        return []
    owners = row.goal.organ_ids()
    if row.weighed:
        return [] if len(owners) > 1 else [_("Målet har en ansvarig. Dess bedömning är målets.")]
    mine = row.organ_id in owners or (not owners and is_board)
    return [] if mine else [_("Bara den som är ansvarig för målet bedömer det.")]
