"""Figures brought to the rules: the list's brief ones say the same as the goal page's full ones."""

from __future__ import annotations

from typing import Any

import pytest

from burlov_styrning.workflow import writing
from followup import figures
from followup.figures import Occasion
from goals.models import Goal, GoalOwner, Path, PathValue, Target
from indicators.models import Outcome
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


def goal(world: World, **target: Any) -> Goal:
    indicator = make_indicator("i", world.school)
    made = Goal.objects.create(term=world.term, key="g", area=world.area, wording="Mål", exposure="record")
    Target.objects.create(
        goal=made, indicator=indicator, version=indicator.current, baseline_year=2026, baseline_value="80",
        value="92", **target,
    )  # fmt: skip
    return made


def own(world: World, made: Goal, organ: Any, values: dict[int, str | None]) -> Path:
    GoalOwner.objects.create(goal=made, organ=organ)
    with writing():
        path: Path = Path.objects.create(target=made.targets.get(), organ=organ, state="decided")
    for year, value in values.items():
        PathValue.objects.create(path=path, year=year, value=value)
    return path


def outcome(world: World, made: Goal, year: int, value: str, organ: Any = None, sex: str = "T") -> None:
    target = made.targets.get()
    Outcome.objects.create(
        indicator=target.indicator, version=target.version, municipality=world.municipality, organ=organ,
        period=str(year), year=year, sex=sex, value=value, exposure="record",
    )  # fmt: skip


def test_status_is_read_on_the_owners_path_and_its_own_outcomes(world: World) -> None:
    made = goal(world)
    own(world, made, world.school, {2027: "82", 2028: "85"})
    own(world, made, world.social, {2027: "90", 2028: "91"})
    outcome(world, made, 2027, "84")
    outcome(world, made, 2027, "81", world.social)
    found = figures.load([made], Occasion(2027))[made.pk]
    school, social = found.owners
    assert (school.lines[0].figure.outcome, school.lines[0].figure.status) == (84, "met")
    assert (social.lines[0].figure.outcome, social.lines[0].figure.status) == (81, "not_met")
    assert found.suggestion.verdict == "not_met"  # the worst known of several owners


def test_a_financial_goal_is_read_on_the_councils_path(world: World) -> None:
    made = goal(world)
    Goal.objects.filter(pk=made.pk).update(kind="financial")
    GoalOwner.objects.create(goal=made, organ=world.board)
    with writing():
        path = Path.objects.create(target=made.targets.get(), organ=world.council, state="decided")
    PathValue.objects.create(path=path, year=2027, value="81")
    outcome(world, made, 2027, "81")
    found = figures.load([Goal.objects.get(pk=made.pk)], Occasion(2027))[made.pk]
    assert found.owners[0].lines[0].figure.status == "met"


@pytest.mark.parametrize("lag", [0, 1, 2])
@pytest.mark.parametrize("year", [2027, 2028, 2029, 2030])
def test_brief_and_full_say_the_same(world: World, lag: int, year: int) -> None:
    made = goal(world, lag=lag)
    own(world, made, world.school, {2027: "82", 2028: "85", 2029: None, 2030: "92"})
    for at, value in [(2026, "80"), (2027, "83"), (2028, "84"), (2030, "91")]:
        outcome(world, made, at, value)
    outcome(world, made, 2024, "70", world.school)  # its own organ has outcomes, though old ones: those are read
    full, brief = (figures.load([made], Occasion(year), brief=b)[made.pk] for b in (False, True))
    assert brief.suggestion == full.suggestion
    assert [line.figure.statuses for line in brief.lines] == [line.figure.statuses for line in full.lines]


@pytest.mark.alike
def test_figures_take_as_many_queries_for_many_goals(world: World, django_assert_num_queries: Any) -> None:
    made = goal(world)
    own(world, made, world.school, {2027: "82"})
    outcome(world, made, 2027, "84")
    goals = list(Goal.objects.select_related("term"))
    with django_assert_num_queries(4):
        figures.load(goals, Occasion(2027))


def test_a_user_reads_only_what_the_user_may_see(world: World) -> None:
    made = goal(world)
    own(world, made, world.school, {2027: "82"})
    outcome(world, made, 2027, "84")
    line = figures.load([made], Occasion(2027), user=world.employee)[made.pk].lines[0]
    assert line.figure.outcome is None
    assert figures.load([made], Occasion(2027), user=world.staff)[made.pk].lines[0].figure.outcome == 84
