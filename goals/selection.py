"""Selection as steps: the executive board's proposal, and the council's one decision over many proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Decision
from burlov_styrning.swedish import listed
from burlov_styrning.workflow import Act, acting
from goals import goals
from goals.models import Goal, GoalProposal, Recommendation, Tabling, Term
from goals.moves import PROPOSALS

# The executive board


def recommend(proposal: GoalProposal, outcome: str, decision: Decision, *, by: Any, text: str = "") -> Act:
    """What the executive board proposes the council to do with a proposal, with its §."""
    with acting(PROPOSALS, "recommend", proposal, by=by, decision=decision) as act:
        Recommendation.objects.update_or_create(
            decision=decision, proposal=proposal, defaults={"outcome": outcome, "text": text}
        )
    return act


@transaction.atomic
def recommend_many(said: Sequence[tuple[GoalProposal, str, str]], decision: Decision, *, by: Any) -> list[str]:
    """One decision of the board over many proposals (proposal, outcome, text); the remarks on the way."""
    acts = [recommend(proposal, outcome, decision, by=by, text=text) for proposal, outcome, text in said]
    return [remark for act in acts for remark in act.remarks]


# The council


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
    """What a decision did with one proposal: `adopt` with the goal's final words, `merge` into another that is
    adopted, `decline`, `refer_back` or `table`."""

    proposal: GoalProposal
    outcome: str
    reason: str = ""
    words: goals.GoalWords | None = None
    into: GoalProposal | None = None


@dataclass
class Decided:
    """What one decision made: the new goals, and the remarks on the way."""

    goals: list[Goal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@transaction.atomic
def decide(
    term: Term, decision: Decision, choices: Sequence[Choice], *, by: Any, added: Sequence[goals.GoalWords] = ()
) -> Decided:
    """Record what one decision did with many proposals, and the goals it `added` from none: all of it or nothing."""
    done = Decided(remarks=_unprepared(choices))
    for choice in choices:
        if choice.outcome == "adopt":
            recorded = goals.adopt(term, _words(choice, choices), decision, by=by)
            done.goals.append(recorded.goal)
            done.remarks += recorded.remarks
        elif choice.outcome != "merge":
            done.remarks += _decide_one(decision, choice, by).remarks
    for words in added:
        recorded = goals.adopt(term, words, decision, by=by)
        done.goals.append(recorded.goal)
        done.remarks += recorded.remarks
    return done


def _words(choice: Choice, choices: Sequence[Choice]) -> goals.GoalWords:
    """The goal's words with the proposals that it was made of."""
    assert choice.words
    merged = [other.proposal for other in choices if other.outcome == "merge" and other.into == choice.proposal]
    return replace(choice.words, proposals=[choice.proposal, *merged])


def _decide_one(decision: Decision, choice: Choice, by: Any) -> Act:
    match choice.outcome:
        case "decline":
            return decline(choice.proposal, decision, by=by, reason=choice.reason)
        case "refer_back":
            return refer_back(choice.proposal, decision, by=by, reason=choice.reason)
        case "table":
            return table(choice.proposal, decision, by=by)
    raise ValueError(choice.outcome)


def _unprepared(choices: Sequence[Choice]) -> list[str]:
    """The executive board speaks before the council decides (KL 5:26–28); only remarked on."""
    proposals = [choice.proposal for choice in choices if choice.outcome not in ("table", "refer_back")]
    prepared = set(Recommendation.objects.filter(proposal__in=proposals).values_list("proposal", flat=True))
    titles = [f"”{proposal.title}”" for proposal in proposals if proposal.pk not in prepared]
    if not titles:
        return []
    return [_("Kommunstyrelsens förslag till beslut är inte antecknat för %(titles)s.") % {"titles": listed(titles)}]


# Nobody


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
