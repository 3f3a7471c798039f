"""The board's proposal, the council's decision over many proposals, and what lapses."""

from __future__ import annotations

from typing import Any

import pytest

from burlov_styrning.base import decisions
from burlov_styrning.base.models import Event
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import RESIDENT
from goals import proposals, selection, terms
from goals.models import Goal, GoalProposal, Need, Path, Recommendation
from goals.selection import Choice
from tests.goals.making import made, made_need
from tests.goals.test_goals import adopted, with_path, words
from tests.world import World

pytestmark = pytest.mark.django_db


def decide(world: World, *choices: Choice, by: Any = None) -> selection.Decided:
    decision = world.decision(world.council, "select")
    return selection.decide(world.term, decision, choices, by=by or world.council_secretary)


def recommended(world: World, *rows: GoalProposal) -> None:
    decision = world.decision(world.board, "propose")
    selection.recommend_many([(row, "adopt", "") for row in rows], decision, by=world.board_secretary)


def states() -> dict[str, str]:
    return {p.title: p.state for p in GoalProposal.objects.all()}


# The board


def test_one_decision_of_the_board_over_many(world: World) -> None:
    rows = [made(world, "submitted", title=str(n)) for n in range(2)]
    decision = world.decision(world.board, "propose", "91")
    said = [(rows[0], "adopt", ""), (rows[1], "decline", "Ryms inte i ramen.")]
    assert selection.recommend_many(said, decision, by=world.board_secretary) == []
    found = {r.proposal.title: (r.outcome, r.text) for r in Recommendation.objects.all()}
    assert found == {"0": ("adopt", ""), "1": ("decline", "Ryms inte i ramen.")}
    assert set(states().values()) == {"submitted"}


def test_the_same_decision_recorded_again_corrects_it(world: World) -> None:
    row, decision = made(world, "submitted"), world.decision(world.board, "propose")
    selection.recommend(row, "adopt", decision, by=world.board_secretary)
    selection.recommend(row, "refer_back", decision, by=world.board_secretary, text="Oklart.")
    assert [(r.outcome, r.text) for r in Recommendation.objects.all()] == [("refer_back", "Oklart.")]


@pytest.mark.parametrize("who", ["board_staff", "board_member", "council_secretary", "controller"])
def test_only_the_boards_secretary_records_it(world: World, who: str) -> None:
    row = made(world, "submitted")
    with pytest.raises(Refusal) as refused:
        selection.recommend(row, "adopt", world.decision(world.board, "propose"), by=world.users[who])
    assert refused.value.reason is Reason.RIGHT


# The council


def test_one_decision_over_many_proposals(world: World) -> None:
    rows = {n: made(world, "submitted", title=n) for n in ("anta", "samman", "avslag", "åter", "bordlagt")}
    recommended(world, *rows.values())
    done = decide(
        world,
        Choice(rows["anta"], "adopt", words=words(world)),
        Choice(rows["samman"], "merge", into=rows["anta"]),
        Choice(rows["avslag"], "decline", "Kommunen gör det redan."),
        Choice(rows["åter"], "refer_back", "Utred kostnaden."),
        Choice(rows["bordlagt"], "table"),
    )
    assert states() == {
        "anta": "adopted", "samman": "adopted", "avslag": "declined", "åter": "referred_back", "bordlagt": "submitted",
    }  # fmt: skip
    assert done.remarks == []
    assert [set(goal.proposals.all()) for goal in done.goals] == [{rows["anta"], rows["samman"]}]
    assert GoalProposal.objects.get(title="avslag").reason == "Kommunen gör det redan."
    moves = {e.row.title: e.move for e in Event.objects.filter(decision__kind="select") if e.flow == "proposals"}
    assert moves == {
        "anta": "adopt", "samman": "adopt", "avslag": "decline", "åter": "refer_back", "bordlagt": "table",
    }  # fmt: skip


def test_what_the_board_has_not_prepared_is_remarked_on(world: World) -> None:
    rows = [made(world, "submitted", title=n) for n in "AB"]
    recommended(world, rows[0])
    done = decide(world, *(Choice(row, "decline", "Nej.") for row in rows))
    assert done.remarks == ["Kommunstyrelsens förslag till beslut är inte antecknat för ”B”."]


def test_declining_needs_a_reason_and_then_nothing_is_recorded(world: World) -> None:
    rows = [made(world, "submitted", title=n) for n in "AB"]
    with pytest.raises(Refusal) as refused:
        decide(world, Choice(rows[0], "adopt", words=words(world)), Choice(rows[1], "decline"))
    assert [name for name, _s in refused.value.fields] == ["comment"]
    assert set(states().values()) == {"submitted"}
    assert not Goal.objects.exists()


@pytest.mark.parametrize("state", ["draft", "ready", "supplement", "declined", "withdrawn"])
def test_only_what_is_handed_in_is_decided(world: World, state: str) -> None:
    row = made(world, state)
    with pytest.raises(Refusal) as refused:
        decide(world, Choice(row, "decline", "Nej."))
    assert refused.value.reason is Reason.STATE


def test_a_referred_back_one_comes_again_by_the_committees_decision(world: World) -> None:
    row = made(world, "submitted")
    decide(world, Choice(row, "refer_back", "Utred."))
    row = GoalProposal.objects.get()
    proposals.submit(row, by=world.secretary, decision=world.decision(world.school, "submit"))
    assert GoalProposal.objects.get().state == "submitted"


# Lapsing


def test_when_the_selection_closes_the_undecided_lapse_never_the_tabled(world: World) -> None:
    rows = {n: made(world, "submitted", title=n) for n in ("glömt", "bordlagt", "antaget")}
    made(world, "supplement", title="komplettering")
    made(world, "draft", title="utkast")
    decide(world, Choice(rows["bordlagt"], "table"), Choice(rows["antaget"], "adopt", words=words(world)))
    world.phase("selection")
    terms.close_phase(world.term.phases.get(phase="selection"), by=world.controller)
    assert states() == {
        "glömt": "lapsed", "bordlagt": "submitted", "antaget": "adopted", "komplettering": "lapsed", "utkast": "draft",
    }  # fmt: skip
    tabled = GoalProposal.objects.get(title="bordlagt")
    assert decide(world, Choice(tabled, "decline", "Nej.")).remarks, "it is decided also after the phase"


def test_nobody_makes_a_proposal_lapse(world: World) -> None:
    row = made(world, "submitted")
    for user in world.users.values():
        from goals.moves import PROPOSALS

        assert not PROPOSALS.offers("lapse", row, user)


# Publishing


def public(model: Any) -> set[str]:
    return {str(row) for row in model.objects.visible_to(RESIDENT)}


def test_publishing_an_adoption_publishes_goal_needs_and_handed_in_proposals(world: World) -> None:
    need = made_need(world, "Kön växer")
    row = made(world, "submitted", need, title="Antaget")
    declined = made(world, "submitted", made_need(world, "Annat"), title="Avslaget")
    made(world, "submitted", title="Orört")
    done = decide(world, Choice(row, "adopt", words=words(world, title="Målet")), Choice(declined, "decline", "Nej."))
    assert public(Goal) == public(GoalProposal) == public(Need) == set()
    decision = done.goals[0].decision
    assert decision
    decisions.publish(decision, by=world.council_secretary)
    assert public(Goal) == {"Målet"}
    assert public(GoalProposal) == {"Antaget", "Avslaget"}
    assert public(Need) == {need.text}


def test_a_path_is_published_by_its_own_decision(world: World) -> None:
    goal = adopted(world)
    path = with_path(world, goal)
    path.decision = world.decision(world.school, "path")
    path.save()
    assert goal.decision
    decisions.publish(goal.decision, by=world.council_secretary)
    assert not Path.objects.visible_to(RESIDENT).exists()
    decisions.publish(path.decision, by=world.secretary)
    assert Path.objects.visible_to(RESIDENT).get() == path


def test_what_is_worked_on_again_is_not_published(world: World) -> None:
    row = made(world, "submitted", title="Åter")
    decide(world, Choice(row, "refer_back", "Utred."))
    decision = Event.objects.get(move="refer_back").decision
    assert decision
    decisions.publish(decision, by=world.council_secretary)
    assert public(GoalProposal) == set()
