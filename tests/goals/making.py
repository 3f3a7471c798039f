"""Proposals as tests need them: complete, and brought to any state by the steps themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from burlov_styrning.workflow import writing
from goals import needs, proposals
from goals.models import Goal, GoalArea, GoalOwner, GoalProposal, Need, Target, Term
from goals.written import Asked, Line, Written
from tests.world import World, make_indicator

D = Decimal


def made_need(world: World, text: str = "Kön till förskolan växer") -> Need:
    """A need of the preschool, written in its phase."""
    return needs.write(world.phase("needs"), world.preschool, by=world.unit_staff, text=text)


def complete_text(world: World, need: Need | None = None, **columns: Any) -> Written:
    """All that a proposal must say before it is marked ready."""
    said = {
        "title": "Fler barn får plats i tid",
        "wording": "Senast 2030 får minst 83 procent plats på önskat datum.",
        "area": world.area,
        "target_group": "Barn 1–5 år",
        "function": "Förskolechef",
        "union": "not_needed",
    }
    line = Line(world.indicator, 2025, D("67"), D("83"), values={2027: D("70"), 2030: D("83")})
    return Written(
        said | columns, [need] if need else [], [line], [Asked(world.preschool, "2026-10-05")],
        {2027: (D("400"), D("0"))},
    )  # fmt: skip


def made_draft(world: World, need: Need | None = None, **columns: Any) -> GoalProposal:
    """A complete draft of the school committee."""
    return proposals.draft(
        world.phase("proposals"), world.school, complete_text(world, need, **columns), by=world.staff
    )


def made(world: World, state: str, need: Need | None = None, **columns: Any) -> GoalProposal:
    """A proposal of the school committee in any state, in the phase of proposals."""
    proposal = made_draft(world, need, **columns)
    if state == "draft":
        return proposal
    proposals.mark_ready(proposal, by=world.manager)
    if state == "ready":
        return proposal
    proposals.submit(proposal, by=world.secretary, decision=world.decision(world.school, "submit"))
    if state == "supplement":
        proposals.ask_supplement(proposal, by=world.controller, comment="Hur räknades kön?")
    elif state == "withdrawn":
        proposals.withdraw(proposal, by=world.secretary, decision=world.decision(world.school, "withdraw"))
    elif state != "submitted":
        _decided(world, proposal, state)
    return proposal


def _decided(world: World, proposal: GoalProposal, state: str) -> None:
    """As the council's decision leaves it; its own steps stand in their own tests."""
    with writing():
        proposal.state = state
        proposal.council_decision = world.decision(world.council, "select")
        proposal.save()


def made_earlier_goal(world: World) -> Goal:
    """A goal of the school committee in the term before, with two indicators; everybody may read it."""
    term = Term.objects.create(first_year=2023, last_year=2026)
    area = GoalArea.objects.create(term=term, key="a", name="Område")
    goal: Goal = Goal.objects.create(
        term=term, key="m1", area=area, title="Plats i tid", wording="Senast 2026 får 70 procent plats.",
        exposure="published",
    )  # fmt: skip
    GoalOwner.objects.create(goal=goal, organ=world.school)
    for indicator, value in ((world.indicator, 70), (make_indicator("nojda", name="Nöjda"), 85)):
        Target.objects.create(goal=goal, indicator=indicator, version=indicator.current, value=value)
    return goal
