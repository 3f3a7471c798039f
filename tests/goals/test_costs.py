"""What proposals cost beside the economic room: one on its page, the own list and a committee's in a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.swedish import genitive
from goals import ballots, costs
from goals.costs import Bill, Priced, Room, bill
from goals.rules.content import Cost
from goals.views.costs import bill_shown
from tests.goals.making import made, made_draft
from tests.indicators.test_scenarios import written
from tests.world import World

ROOM = Room({2027: Decimal(20_000), 2028: Decimal(18_000)}, 1, "Budget 2027, 1")


def priced(*operating: int | None, framed: bool | None = None) -> Priced:
    return Priced([Cost(2027 + n, None if one is None else Decimal(one)) for n, one in enumerate(operating)], framed)


def said(found: Bill, room: Room = ROOM) -> list[str]:
    shown = bill_shown(found, room)
    return [] if shown is None else [shown.sentence, *shown.remarks]


def test_ten_that_fit_are_told_of_the_year_in_which_least_is_left() -> None:
    ten = [priced(1_000, 1_420) for _n in range(9)] + [priced(1_000, 1_420, framed=True)]
    assert said(bill(ten, ROOM)) == [
        "Dessa tio förslag kostar 14,2 av 18,0 mnkr 2028.",
        "Det är det år då minst blir kvar.",
        "Av det ryms 1,4 mnkr i nämndernas ramar, enligt dem själva.",
    ]


def test_more_than_the_room_no_room_and_no_cost_are_said() -> None:
    assert "2,0 mnkr mer än utrymmet" in said(bill([priced(0, 20_000)], ROOM))[0]
    empty = Room({}, 0, "")
    assert said(bill([priced(0, 20_000), priced()], empty), empty) == [
        "Dessa två förslag kostar 20,0 mnkr 2028. Det ekonomiska utrymmet är inte angivet.",
        "Ett förslag anger ingen kostnad.",
    ]
    saving = Room({2027: Decimal(-3_000)}, 1, "")
    assert said(bill([priced(500)], saving))[0].endswith("och utrymmet är −3,0 mnkr.")
    assert said(bill([], ROOM)) == [] and said(bill([priced()], ROOM)) == []


@pytest.mark.django_db
def test_the_lists_and_the_committees_sum_stand_on_the_pages(world: World, client: Client) -> None:
    written(world)
    first, second = made(world, "submitted"), made(world, "submitted")
    world.phase("selection")
    ballots.add(first, by=world.councillor)
    ballots.add(second, by=world.councillor)
    client.force_login(world.councillor)
    text = client.get(reverse("goals:selection-read", args=[world.term, first.pk])).content.decode()
    assert "Dessa två förslag kostar 0,8 av 10,5 mnkr 2027." in text
    assert f"{genitive(world.school.name)} två förslag kostar 0,8 av 10,5 mnkr 2027." in text
    client.force_login(world.staff)
    shown = client.get(reverse("goals:proposal-show", args=[world.term, second.pk])).content.decode()
    assert "10\u00a0528" in shown and "två förslag kostar 0,8 av 10,5" in shown


@pytest.mark.django_db
def test_the_committees_sum_reads_each_proposal_as_the_reader_may(world: World) -> None:
    made_draft(world)
    handed_in = made(world, "submitted")
    assert len(costs.of_committee(handed_in, world.staff).by_proposal) == 2
    assert len(costs.of_committee(handed_in, world.councillor).by_proposal) == 1
