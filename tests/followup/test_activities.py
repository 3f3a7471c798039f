"""Activities: planned by a unit, decided by its manager, read by its employees from then on."""

from __future__ import annotations

from typing import Any

import pytest

from burlov_styrning.refusals import Conflict, Reason, Refusal
from followup import activities
from followup.models import Activity
from tests.followup.making import made_activity, made_goal
from tests.world import CAST, World

pytestmark = pytest.mark.django_db


def plan(world: World, who: str, unit: Any = None) -> Activity:
    goal = made_goal(world)
    world.phase("breakdown")
    return activities.plan(goal, world.school, by=world.users[who], unit=unit, text="Öppna en avdelning")


@pytest.mark.parametrize("who", sorted(CAST))
def test_a_units_own_people_plan(world: World, who: str) -> None:
    if who in {"unit_staff", "staff", "manager"}:
        assert plan(world, who, world.preschool).exposure == "working"
        return
    with pytest.raises(Refusal) as refused:
        plan(world, who, world.preschool)
    assert refused.value.reason is Reason.RIGHT


def test_unit_staff_do_not_plan_for_another_unit(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        plan(world, "unit_staff", world.library)
    assert refused.value.reason is Reason.RIGHT


@pytest.mark.parametrize("phase", ["needs", "proposals", "selection", "closed"])
def test_activities_belong_to_breakdown_and_follow_up(world: World, phase: str) -> None:
    goal = made_goal(world)
    world.phase(phase)
    with pytest.raises(Refusal) as refused:
        activities.plan(goal, world.school, by=world.staff, unit=world.preschool, text="Gör")
    assert refused.value.reason is Reason.PHASE


def test_a_unit_belongs_to_its_organ_and_a_goal_must_apply(world: World) -> None:
    goal = made_goal(world, ended="2027-06-30")
    world.phase("follow_up")
    with pytest.raises(Refusal) as refused:
        activities.plan(goal, world.school, by=world.staff, unit=world.homecare, text="Gör")
    assert refused.value.reason is Reason.RULE
    assert [name for name, _sentence in refused.value.fields] == ["unit", ""]


def test_an_empty_text_is_refused_beside_its_field(world: World) -> None:
    goal = made_goal(world)
    world.phase("follow_up")
    with pytest.raises(Refusal) as refused:
        activities.plan(goal, world.school, by=world.staff, unit=world.preschool, text="  ")
    assert refused.value.fields[0][0] == "text"


def test_its_manager_decides_it_once(world: World) -> None:
    row = made_activity(world)
    assert not Activity.objects.visible_to(world.employee).exists()
    with pytest.raises(Refusal) as refused:
        activities.decide(row, by=world.staff)
    assert refused.value.reason is Reason.RIGHT
    activities.decide(row, by=world.manager)
    assert Activity.objects.visible_to(world.employee).get() == row
    with pytest.raises(Refusal, match="redan beslutad"):
        activities.decide(row, by=world.manager)


def test_its_state_and_effect_are_changed_also_when_decided(world: World) -> None:
    row = made_activity(world, decided=True)
    activities.edit(row, by=world.unit_staff, seen=activities.stamp(row), state="done", effect="Tolv platser")
    assert (row.state, row.effect, row.exposure) == ("done", "Tolv platser", "record")


def test_two_who_save_the_same_activity_lose_nothing(world: World) -> None:
    row = made_activity(world)
    seen = activities.stamp(row)
    activities.edit(row, by=world.staff, seen=seen, text="Den andras")
    with pytest.raises(Conflict) as conflict:
        activities.edit(row, by=world.unit_staff, seen=seen, text="Min")
    assert conflict.value.mine == {"text": "Min"}
    assert Activity.objects.get().text == "Den andras"
