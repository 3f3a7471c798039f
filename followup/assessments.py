"""Assessments as steps: written by an owner's staff, marked ready by its manager, approved by the committee."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.workflow import Act, acting
from followup import figures
from followup.models import Assessment, FollowUpRound
from followup.moves import ASSESSMENTS
from followup.rules.suggestion import Verdict
from followup.rules.suggestion import departs as departs_from
from goals.models import Goal, GoalArea

FIELDS = ("status", "analysis", "motivation")


def start(
    round_: FollowUpRound, organ: Organ, *, by: Any, goal: Goal | None = None, area: GoalArea | None = None,
    whole: bool = False, weighed: bool = False, **fields: str,
) -> Assessment:  # fmt: skip
    """Begin the judgement of a goal by an owner; or, by the executive board, of an area, a shared goal or the whole."""
    row = Assessment(round=round_, organ=organ, goal=goal, area=area, whole=whole, weighed=weighed)
    with acting(ASSESSMENTS, "start", row, by=by) as act:
        _guard_round(row)
        act.rule(_not_theirs(row))
        _fill(row, fields)
        row.written_by_id = act.actor.person
        row.full_clean()
    return row


def edit(row: Assessment, *, by: Any, revision: int, **fields: str) -> Assessment:
    """Change a draft; refused with both texts where somebody saved after `revision`."""
    with acting(ASSESSMENTS, "edit", row, by=by) as act:
        _guard_round(act.row)
        if act.row.revision != revision:
            raise Conflict(_("Någon annan sparade bedömningen medan du skrev."), mine=fields, theirs=act.row)
        _fill(act.row, fields)
        act.row.revision += 1
        act.row.changed_after_decision = act.row.decision_id is not None
    return row


def mark_ready(row: Assessment, *, by: Any) -> Assessment:
    """The manager says the committee can decide: judgement and analysis are there, a departure is motivated."""
    with acting(ASSESSMENTS, "mark_ready", row, by=by) as act:
        _guard_round(act.row)
        act.rule(missing(act.row))
    return row


def back_to_draft(row: Assessment, *, by: Any, comment: str) -> Assessment:
    """Back to work, with a comment."""
    with acting(ASSESSMENTS, "back_to_draft", row, by=by, comment=comment):
        pass
    return row


def approve(row: Assessment, decision: Decision, *, by: Any) -> Act:
    """The committee's decision; from then on the text is locked."""
    with acting(ASSESSMENTS, "approve", row, by=by, decision=decision) as act:
        act.rule(missing(act.row))
        act.row.decision, act.row.changed_after_decision = decision, False
    return act


@transaction.atomic
def approve_many(rows: Iterable[Assessment], decision: Decision, *, by: Any) -> list[str]:
    """One decision over many assessments; the remarks on the way."""
    remarks: list[str] = []
    for row in rows:
        remarks += approve(row, decision, by=by).remarks
    return remarks


def reopen(row: Assessment, *, by: Any, comment: str) -> Assessment:
    """The controller opens an approved one again while the round is open: the committee is asked again."""
    with acting(ASSESSMENTS, "reopen", row, by=by, comment=comment) as act:
        _guard_round(act.row)
    return row


def missing(row: Assessment) -> list[tuple[str, str]]:
    """What must be there before a judgement is ready: its word, the analysis, a motivation where it departs."""
    found = []
    if not row.status:
        found.append(("status", _("Välj ett omdöme.")))
    if not row.analysis.strip():
        found.append(("analysis", _("Skriv analysen: varför blev det så?")))
    if row.status and not row.motivation.strip() and departs(row):
        found.append(("motivation", _("Omdömet avviker från förslaget. Skriv varför.")))
    return found


def departs(row: Assessment) -> bool:
    """Whether the judgement is another than the one its indicators suggest (areas and the whole have no suggestion)."""
    if row.goal is None or not row.status:
        return False
    suggestion = figures.suggestion_for(row.goal, None if row.weighed else row.organ, row.round)
    return departs_from(Verdict(row.status), suggestion.verdict)


def _guard_round(row: Assessment) -> None:
    if row.round.state != FollowUpRound.State.OPEN:
        raise Refusal(
            Reason.STATE,
            _("%(round)s är %(state)s. Bedömningar skrivs medan den är öppen.")
            % {"round": row.round, "state": row.round.get_state_display()},
        )


def _not_theirs(row: Assessment) -> list[str]:
    of_the_board = row.weighed or row.whole or row.area_id is not None
    if of_the_board and row.organ and row.organ.kind != Organ.Kind.EXECUTIVE_BOARD:
        return [_("Målområden, gemensamma mål och helheten bedöms av styrelsen.")]
    if row.goal and not of_the_board and row.organ_id not in row.goal.organ_ids():
        return [_("Bara den som är ansvarig för målet bedömer det.")]
    return []


def _fill(row: Assessment, fields: dict[str, str]) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(row, name, fields[name])
