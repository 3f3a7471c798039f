"""Openings as steps: what a committee writes before its chapter, marked ready by its manager, decided with its
judgements (docs/decisions/0048).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base import asking
from burlov_styrning.base.models import Decision, Organ, Person
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.workflow import Act, acting
from followup import progress
from followup.assessments import lock_round
from followup.models import FollowUpRound, Opening
from followup.moves import OPENINGS
from followup.planning import owners_in
from followup.reading import reads_row


def start(round_: FollowUpRound, organ: Organ, *, by: Any, text: str) -> Opening:
    """Begin a committee's opening; refused with both texts where somebody began in between."""
    row = Opening(round=round_, organ=organ)
    with acting(OPENINGS, "start", row, by=by) as act:
        lock_round(row)
        act.rule(not_theirs(row))
        if begun := Opening.objects.filter(round=round_, organ=organ).first():
            raise Conflict(_("Någon annan började skriva samtidigt."), mine=text, theirs=begun)
        row.text, row.written_by_id = text.strip(), act.actor.person
        row.full_clean()
    return row


def edit(row: Opening, *, by: Any, revision: int, text: str) -> Opening:
    """Change a draft; refused with both texts where somebody saved after `revision`."""
    with acting(OPENINGS, "edit", row, by=by) as act:
        lock_round(act.row)
        if act.row.revision != revision:
            raise Conflict(_("Någon annan sparade inledningen medan du skrev."), mine=text, theirs=act.row)
        changed = act.row.text != text.strip()
        act.row.changed_after_decision = act.row.decision_id is not None and (act.row.changed_after_decision or changed)
        act.row.text, act.row.revision = text.strip(), act.row.revision + 1
    return row


def mark_ready(row: Opening, *, by: Any) -> Opening:
    """The manager says the committee can decide."""
    with acting(OPENINGS, "mark_ready", row, by=by) as act:
        lock_round(act.row)
        act.rule(missing(act.row))
    return row


def back_to_draft(row: Opening, *, by: Any, comment: str) -> Opening:
    """Back to work, with a comment."""
    with acting(OPENINGS, "back_to_draft", row, by=by, comment=comment) as act:
        lock_round(act.row)
    return row


def approve(row: Opening, decision: Decision, *, by: Any) -> Act:
    """The committee's decision, the same as over its judgements or another; from then on the text is locked."""
    with acting(OPENINGS, "approve", row, by=by, decision=decision) as act:
        if decision.organ_id != act.row.organ_id:
            sentence = _("Beslutet är ett annat organs. Om inledningen beslutar %(organ)s.") % {"organ": act.row.organ}
            raise Refusal(Reason.RULE, fields=[("decision", sentence)])
        if gaps := missing(act.row):
            raise Refusal(Reason.RULE, fields=gaps)
        same_decision = act.row.decision_id == decision.pk
        act.row.changed_after_decision = act.row.changed_after_decision and same_decision
        act.row.decision, act.row.approved = decision, ""
    return act


def reopen(row: Opening, *, by: Any, comment: str) -> Opening:
    """The controller opens an approved one again while the round is open: the committee is asked again."""
    with acting(OPENINGS, "reopen", row, by=by, comment=comment) as act:
        lock_round(act.row)
        act.row.approved = act.row.text
    return row


# Opening a draft


def invite(row: Opening, *, by: Any, person: Person) -> Opening:
    """Let a controller read the draft; it has then become a public record, and the log says since when."""
    asking.invite(OPENINGS, row, by=by, person=person)
    return row


def ask_access(row: Opening, *, by: Any, comment: str) -> Opening:
    """An auditor opens a draft on own request, with the reason logged (KL 12:9)."""
    asking.ask_access(OPENINGS, row, by=by, comment=comment)
    return row


# Rules


def missing(row: Opening) -> list[tuple[str, str]]:
    """What must be there before the committee can decide."""
    return [] if row.text.strip() else [("text", _("Skriv inledningen."))]


def not_theirs(row: Opening) -> list[str]:
    """Why this organ has no chapter in the round."""
    mine = any(organ.pk == row.organ_id for organ in owners_in(row.round.term))
    return [] if mine else [_("Bara den som är ansvarig för mål i perioden har ett kapitel.")]


def may_start(row: Opening, user: Any) -> bool:
    """Whether this person can begin it: it is not begun, and the organ has a chapter."""
    begun = Opening.objects.filter(round=row.round_id, organ=row.organ_id).exists()
    return not begun and OPENINGS.may_create("start", row, user) and not not_theirs(row)


def undecided(round_: FollowUpRound) -> list[Opening]:
    """What was begun but not decided, or opened again since: a report leaves it out (`content.openings`)."""
    rows = Opening.objects.filter(round=round_).exclude(state=Opening.State.APPROVED)
    return list(rows.select_related("organ").defer("text").order_by("organ__name"))


def state_word(row: Opening) -> str:
    """Where it stands, as the round's pages say it."""
    again = row.approved and row.state != Opening.State.APPROVED
    return str(progress.STATES[progress.REOPENED] if again else row.get_state_display())


def text_for(row: Opening, user: Any) -> str:
    """The text that this person reads."""
    return str(row.text if reads_row(row, user) else row.approved)
