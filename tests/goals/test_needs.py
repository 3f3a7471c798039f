"""Needs: who writes them, when, and that nobody's text is lost."""

from __future__ import annotations

import pytest

from burlov_styrning.base.models import Event
from burlov_styrning.refusals import Conflict, Reason, Refusal
from goals import needs
from goals.models import Need
from goals.moves import NEEDS
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_unit_writes_a_need_and_the_event_says_who(world: World) -> None:
    term = world.phase("needs")
    need = needs.write(term, world.preschool, by=world.unit_staff, text="Kön växer", indicators=[world.indicator])
    assert need.key == "b1"
    assert need.exposure == "working"
    assert list(need.indicators.all()) == [world.indicator]
    event = Event.of(need).get()
    assert (event.person, event.move, event.after) == (world.unit_staff.person, "write", "open")


@pytest.mark.parametrize("who", ["employee", "member", "secretary", "other_staff", "controller", "administrator"])
def test_others_may_not_write_for_the_unit(world: World, who: str) -> None:
    term = world.phase("needs")
    with pytest.raises(Refusal) as refused:
        needs.write(term, world.preschool, by=world.users[who], text="Kön växer")
    assert refused.value.reason is Reason.RIGHT
    assert not Need.objects.exists()


def test_outside_its_phase_the_sentence_names_the_phase(world: World) -> None:
    term = world.phase("selection")
    with pytest.raises(Refusal, match="Behov, som stängdes 2026-12-31"):
        needs.write(term, world.preschool, by=world.unit_staff, text="Kön växer")


def test_an_empty_text_is_refused_beside_its_field(world: World) -> None:
    term = world.phase("needs")
    with pytest.raises(Refusal) as refused:
        needs.write(term, world.preschool, by=world.unit_staff, text="  ")
    assert refused.value.fields[0][0] == "text"


def test_two_who_save_the_same_need_lose_nothing(world: World) -> None:
    term = world.phase("needs")
    need = needs.write(term, world.preschool, by=world.unit_staff, text="Kön växer")
    needs.edit(need, by=world.staff, revision=1, text="Kön växer i Åkarp")
    with pytest.raises(Conflict) as conflict:
        needs.edit(need, by=world.unit_staff, revision=1, text="Kön växer i Arlöv")
    assert conflict.value.mine == {"text": "Kön växer i Arlöv"}
    assert Need.objects.get().text == "Kön växer i Åkarp"


def test_what_is_offered_is_what_is_let_through(world: World) -> None:
    term = world.phase("needs")
    need = needs.write(term, world.preschool, by=world.unit_staff, text="Kön växer")
    of_committee = ["edit", "carry", "set_aside", "group", "place"]
    assert [m.name for m in NEEDS.offered(need, world.staff)] == of_committee
    assert [m.name for m in NEEDS.offered(need, world.unit_staff)] == ["edit"]
    assert NEEDS.offered(need, world.member) == []
    needs.set_aside(need, by=world.staff, comment="Löst i årets budget.")
    assert need.state == "set_aside"
    assert "take_up" in [m.name for m in NEEDS.offered(need, world.manager)]
    assert NEEDS.offered(need, world.unit_staff) == []


def test_a_unit_does_not_set_its_own_need_aside(world: World) -> None:
    need = needs.write(world.phase("needs"), world.preschool, by=world.unit_staff, text="Kön växer")
    for step in (needs.carry, needs.set_aside):
        with pytest.raises(Refusal) as refused:
            step(need, by=world.unit_staff, comment="Vi löser det")
        assert refused.value.reason is Reason.RIGHT


def test_a_need_is_seen_by_its_own_until_it_is_ready(world: World) -> None:
    term = world.phase("needs")
    needs.write(term, world.preschool, by=world.unit_staff, text="Kön växer")
    seeing = {name for name, user in world.users.items() if Need.objects.visible_to(user).exists()}
    assert seeing == {"unit_staff", "staff", "manager"}


def test_no_door_around_the_steps(world: World) -> None:
    term = world.phase("needs")
    need = needs.write(term, world.preschool, by=world.unit_staff, text="Kön växer")
    need.state = "carried"
    with pytest.raises(RuntimeError, match="written by steps only"):
        need.save()
    with pytest.raises(RuntimeError, match="written by steps only"):
        Need.objects.update(state="carried")
