"""The way back: each unit sees what became of what it wrote, as far as each reader may read."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning.workflow import writing
from followup.models import Activity
from goals import needs
from goals.models import GoalProposal, Need
from tests.goals.breaking import made_path
from tests.goals.making import made, made_need
from tests.world import World

pytestmark = pytest.mark.django_db


def client_of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def page(world: World, who: str, unit: Any = None) -> str:
    query = f"?enhet={unit.pk}" if unit else ""
    return client_of(world, who).get(reverse("pages:way-back", args=[world.term]) + query).content.decode()


def chain(world: World) -> Need:
    """A need all the way to an activity of its unit."""
    need = made_need(world)
    proposal = made(world, "adopted", need)
    path = made_path(world, "decided")
    path.target.goal.proposals.add(proposal)
    with writing():
        Activity.objects.create(
            goal=path.target.goal, organ=world.school, unit=world.preschool, text="Öppnar en avdelning",
            due="2027-08", exposure="record",
        )  # fmt: skip
    return need


def test_the_whole_chain_in_its_order(world: World) -> None:
    chain(world)
    html = page(world, "unit_staff")
    stages = [
        "Kön till förskolan växer", "Nämnden svarar med förslag", "Förslag från", "Fler barn får plats i tid",
        "Fullmäktige antog förslaget", "Mål antaget", "Målet 1", "Progression fastställd", "Så går det",
        "Inte bedömt ännu", "Enhetens egna aktiviteter", "Öppnar en avdelning (planerad, ska vara klar augusti 2027).",
    ]  # fmt: skip
    places = [html.find(stage) for stage in stages]
    assert -1 not in places, stages[places.index(-1)]
    assert places == sorted(places)


def test_what_the_committee_answered_without_a_proposal(world: World) -> None:
    aside, carried = made_need(world, "Taket läcker"), made_need(world, "Böcker saknas")
    made_need(world, "Kön växer")
    needs.set_aside(aside, by=world.staff, comment="Taket byts i år.")
    needs.carry(carried, by=world.staff, comment="Biblioteket köper in.")
    html = page(world, "unit_staff")
    for words in ("lagt det åt sidan. Skäl: Taket byts i år.", "Skäl: Biblioteket köper in.", "har inte svarat ännu"):
        assert words in html


def test_a_declined_proposal_says_the_councils_reason(world: World) -> None:
    proposal = made(world, "declined", made_need(world))
    with writing():
        proposal.reason = "Det ryms inte."
        proposal.save()
    html = page(world, "unit_staff")
    assert "Fullmäktige antog inte förslaget" in html
    assert "Skäl: Det ryms inte." in html


def test_the_readers_own_unit_comes_first_and_staff_choose(world: World) -> None:
    made_need(world)
    needs.write(world.term, world.library, by=world.staff, text="Öppet på söndagar")
    assert "Kön till förskolan växer" in page(world, "unit_staff")
    assert "Öppet på söndagar" not in page(world, "unit_staff", world.library)
    chosen = page(world, "staff", world.library)
    assert "Öppet på söndagar" in chosen
    assert "Kön till förskolan växer" not in chosen


def test_each_part_is_for_those_who_may_read_it(world: World) -> None:
    need = made_need(world)
    made(world, "draft", need)
    assert "Kön till förskolan växer" not in page(world, "councillor", world.preschool)
    Need.objects.filter(pk=need.pk).update(exposure="record")
    html = page(world, "councillor", world.preschool)
    assert "Kön till förskolan växer" in html
    assert "Fler barn får plats i tid" not in html
    assert "Fler barn får plats i tid" in page(world, "staff", world.preschool)


def test_goals_not_yet_published_are_not_for_other_employees(world: World) -> None:
    need = chain(world)
    Need.objects.filter(pk=need.pk).update(exposure="published")
    GoalProposal.objects.update(exposure="published")
    html = page(world, "employee", world.preschool)
    assert "Fler barn får plats i tid" in html
    assert "Mål antaget" not in html


@pytest.mark.alike
def test_few_queries_for_a_unit_with_a_whole_chain(world: World) -> None:
    for _n in range(3):
        chain(world)
    client, address = client_of(world, "unit_staff"), reverse("pages:way-back", args=[world.term])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 15, "\n".join(query["sql"] for query in queries)


def test_it_is_linked_from_the_work_of_those_in_a_unit(world: World) -> None:
    world.phase("needs")
    address = reverse("pages:way-back", args=[world.term])
    assert address in client_of(world, "unit_staff").get(reverse("pages:work")).content.decode()
    assert address not in client_of(world, "controller").get(reverse("pages:work")).content.decode()
    assert address in client_of(world, "staff").get(reverse("goals:needs", args=[world.term])).content.decode()
