"""Rounds, goals and assessments as tests need them, brought to any state by the steps themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.workflow import writing
from followup import activities, assessments, openings, rounds
from followup.models import Activity, Assessment, FollowUpRound, Opening
from goals.models import Goal, GoalOwner, Path, PathValue, Target
from indicators.models import Outcome
from tests.world import World

GOOD: dict[str, Any] = {"status": "not_met", "analysis": "Personalen räckte inte."}
"""What the figures of `made_goal` suggest: 81 against a level of 85, from 80."""


def made_goal(world: World, *owners: Organ, key: str = "m1", outcome: str | None = "81", **columns: Any) -> Goal:
    """A goal with one indicator: baseline 80 (2026), level 85 in 2027, target 92; the outcome of 2027."""
    values = {"area": world.area, "wording": "Senast 2030 får fler plats", "exposure": "record"} | columns
    goal: Goal = Goal.objects.create(term=world.term, key=key, **values)
    target = Target.objects.create(
        goal=goal, indicator=world.indicator, version=world.indicator.current, baseline_year=2026,
        baseline_value=Decimal(80), value=Decimal(92),
    )  # fmt: skip
    for organ in owners or (world.school,):
        GoalOwner.objects.create(goal=goal, organ=organ)
        with writing():
            path = Path.objects.create(target=target, organ=organ, state="decided", exposure="record")
        PathValue.objects.create(path=path, year=2027, value=Decimal(85))
    if outcome:
        _outcome(world, outcome)
    return goal


def _outcome(world: World, value: str) -> None:
    Outcome.objects.get_or_create(
        indicator=world.indicator, municipality=world.municipality, period="2027", year=2027,
        defaults={"version": world.indicator.current, "value": Decimal(value), "exposure": "record"},
    )  # fmt: skip


def made_round(world: World, state: str = "open", kind: str = "annual", year: int = 2027) -> FollowUpRound:
    """A round of the term in any state."""
    term = world.phase("follow_up")
    end = date(year, 8, 31) if kind == "interim" else date(year, 12, 31)
    row = rounds.plan(term, year, kind, end, by=world.controller)
    if state != "planned":
        rounds.open_round(row, by=world.controller)
    if state in ("closed", "adopted"):
        rounds.close(row, by=world.controller)
    if state == "adopted":
        rounds.adopt(row, world.decision(world.council, "round"), by=world.council_secretary)
    return row


def approval(world: World, organ: Organ | None = None, paragraph: str = "12") -> Decision:
    """The school committee's decision on assessments."""
    return world.decision(organ or world.school, "approve", paragraph)


def made_assessment(world: World, state: str = "draft", round_: FollowUpRound | None = None,
                    goal: Goal | None = None, **fields: Any) -> Assessment:  # fmt: skip
    """The school committee's judgement of a goal."""
    goal = goal or made_goal(world)
    row = assessments.start(round_ or made_round(world), world.school, by=world.staff, goal=goal, **(GOOD | fields))
    if state != "draft":
        assessments.mark_ready(row, by=world.manager)
    if state in ("approved", "reopened"):
        assessments.approve(row, approval(world), by=world.secretary)
    if state == "reopened":
        assessments.reopen(row, by=world.controller, comment="Siffran är rättad.")
    return row


def made_opening(world: World, state: str = "draft", round_: FollowUpRound | None = None) -> Opening:
    """What the school committee writes to open its chapter."""
    if not Goal.objects.exists():
        made_goal(world)
    row = openings.start(
        round_ or made_round(world), world.school, by=world.staff, text="## Året\n**Vi** har räckt till."
    )
    if state != "draft":
        openings.mark_ready(row, by=world.manager)
    if state in ("approved", "reopened"):
        openings.approve(row, approval(world, paragraph="14"), by=world.secretary)
    if state == "reopened":
        openings.reopen(row, by=world.controller, comment="Siffran är rättad.")
    return row


def made_activity(world: World, decided: bool = False, goal: Goal | None = None) -> Activity:
    """What the preschool does for a goal."""
    world.phase("follow_up")
    row = activities.plan(
        goal or made_goal(world), world.school, by=world.unit_staff, unit=world.preschool, text="Öppna en avdelning"
    )
    return activities.decide(row, by=world.manager) if decided else row
