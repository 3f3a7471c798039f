"""Selection as steps: the executive board's proposal, and the council's one decision over many proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from burlov_styrning.base.models import Decision
from burlov_styrning.workflow import Act, acting
from goals.models import GoalProposal, Recommendation, Tabling, Term
from goals.moves import PROPOSALS


def recommend(proposal: GoalProposal, outcome: str, decision: Decision, *, by: Any, text: str = "") -> Act:
    """What the executive board proposes the council to do with a proposal, with its §."""
    with acting(PROPOSALS, "recommend", proposal, by=by, decision=decision) as act:
        Recommendation.objects.update_or_create(
            decision=decision, proposal=proposal, defaults={"outcome": outcome, "text": text}
        )
    return act


def decline(proposal: GoalProposal, decision: Decision, *, by: Any, reason: str) -> Act:
    """The council did not adopt the proposal; the reason is public."""
    with acting(PROPOSALS, "decline", proposal, by=by, decision=decision, comment=reason) as act:
        act.row.council_decision, act.row.reason = decision, act.comment
    return act


def refer_back(proposal: GoalProposal, decision: Decision, *, by: Any, reason: str = "") -> Act:
    """The council sends the proposal back to its committee."""
    with acting(PROPOSALS, "refer_back", proposal, by=by, decision=decision, comment=reason) as act:
        act.row.reason = act.comment
    return act


def table(proposal: GoalProposal, decision: Decision, *, by: Any) -> Act:
    """The council puts the matter off; the proposal does not lapse."""
    with acting(PROPOSALS, "table", proposal, by=by, decision=decision) as act:
        Tabling.objects.get_or_create(decision=decision, proposal=proposal)
    return act


@dataclass(frozen=True)
class Choice:
    """What a decision did with one proposal that was not adopted: `decline`, `refer_back` or `table`."""

    proposal: GoalProposal
    outcome: str
    reason: str = ""


@transaction.atomic
def decide(decision: Decision, choices: Sequence[Choice], *, by: Any) -> list[str]:
    """Record what one decision did with many proposals; the remarks on the way are returned."""
    remarks: list[str] = []
    for choice in choices:
        remarks += _decide_one(decision, choice, by).remarks
    return remarks


def _decide_one(decision: Decision, choice: Choice, by: Any) -> Act:
    match choice.outcome:
        case "decline":
            return decline(choice.proposal, decision, by=by, reason=choice.reason)
        case "refer_back":
            return refer_back(choice.proposal, decision, by=by, reason=choice.reason)
        case "table":
            return table(choice.proposal, decision, by=by)
    raise ValueError(choice.outcome)


@transaction.atomic
def lapse_undecided(term: Term, *, by: Any) -> list[GoalProposal]:
    """What the selection closed over without a decision lapses; never what the council tabled."""
    move = PROPOSALS.move("lapse")
    rows = term.proposals.filter(state__in=move.sources, tablings__isnull=True)
    lapsed = list(rows)
    for proposal in lapsed:
        with acting(PROPOSALS, "lapse", proposal, by=by):
            pass
    return lapsed
