"""The tally from rows: who counts at closing, party groups weighed by seats, what is offered."""

from __future__ import annotations

from datetime import date

import pytest

from burlov_styrning import clock
from burlov_styrning.base.models import Assignment, Person
from burlov_styrning.workflow import writing
from goals import ballots, tally
from goals.models import GoalProposal, Phase, Term
from tests.goals.test_ballots import handed_in
from tests.world import World, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CLOSED = date(2027, 1, 15)


def result(world: World, who: str = "controller", day: date = CLOSED) -> tally.Result:
    """The tally as somebody sees it after the lists closed at the turn of the year."""
    term = Term.objects.get(pk=world.term.pk)
    with clock.at(day):
        rows = term.proposals.filter(state__in=tally.COUNTED)
        return tally.tally(term, rows, world.users[who])


def points(found: tally.Result) -> dict[str, int]:
    return {line.proposal.title: line.row.points for line in found.lines}


def test_places_give_points_and_ties_are_shown_as_ties(world: World) -> None:
    one, two, three, _four = handed_in(world)
    ballots.rank(world.term, [one, two], by=world.councillor)
    ballots.rank(world.term, [two, one, three], by=world.councillor_b)
    found = result(world)
    assert points(found) == {"Förslag 1": 5, "Förslag 2": 5, "Förslag 3": 1, "Förslag 4": 0}
    assert [(line.row.rank, line.row.shared) for line in found.lines] == [(1, True), (1, True), (3, False), (4, False)]
    assert (found.counted, found.left_out) == (2, 0)


def test_before_closing_the_controller_counts_nothing(world: World) -> None:
    one, *_rest = handed_in(world)
    ballots.rank(world.term, [one], by=world.councillor)
    assert result(world, day=date(2026, 12, 31)).counted == 0


def test_a_list_counts_when_its_owners_assignment_is_in_force_at_closing(world: World) -> None:
    one, two, *_rest = handed_in(world)
    ballots.rank(world.term, [one], by=world.councillor)
    ballots.rank(world.term, [two], by=world.councillor_b)
    Assignment.objects.filter(person__user=world.councillor_b).update(ends="2026-12-30")
    found = result(world)
    assert (found.counted, found.left_out) == (1, 1)
    assert points(found)["Förslag 2"] == 0
    Assignment.objects.filter(person__user=world.councillor_b).update(ends="2026-12")
    assert result(world).counted == 2, "somebody who leaves after the lists closed counts"


def test_closing_by_an_act_counts_on_that_day(world: World) -> None:
    handed_in(world)
    with writing():
        Phase.objects.filter(phase="selection").update(state="closed", closes="2026-11-20")
    assert tally.closing_day(Term.objects.get(pk=world.term.pk)) == date(2026, 11, 20)


def test_withdrawn_ones_are_gone_and_decided_ones_stay(world: World) -> None:
    one, two, three, four = handed_in(world)
    ballots.rank(world.term, [one, two, three], by=world.councillor)
    with writing():
        GoalProposal.objects.update(reason="Skäl")
        for proposal, state in ((one, "withdrawn"), (two, "adopted"), (three, "lapsed"), (four, "declined")):
            GoalProposal.objects.filter(pk=proposal.pk).update(state=state)
    assert points(result(world)) == {"Förslag 2": 2, "Förslag 3": 1, "Förslag 4": 0}


def test_a_party_groups_list_weighs_its_seats(world: World) -> None:
    rows = handed_in(world)
    Term.objects.update(ballots_by="party")
    for number in (2, 3):
        make_person(f"a{number}", "councillor", world.council, party="Parti A")
    make_person("substitute", "deputy", world.council, party="Parti A")
    for who, chosen in (("councillor", rows[0]), ("councillor_b", rows[1])):
        ballots.add(GoalProposal.objects.select_related("term").get(pk=chosen.pk), by=world.users[who])
    found = result(world)
    assert points(found) == {"Förslag 1": 9, "Förslag 2": 3, "Förslag 3": 0, "Förslag 4": 0}
    Assignment.objects.filter(party="Parti B").update(ends="2026-01-01")
    found = result(world)
    assert (found.counted, found.left_out, points(found)["Förslag 2"]) == (1, 1, 0)


def test_the_spread_is_shown_for_groups_of_three_lists_or_more(world: World) -> None:
    one, two, *_rest = handed_in(world)
    ballots.rank(world.term, [two], by=world.councillor_b)
    for who in (world.councillor, *(make_person(f"a{n}", "councillor", world.council, party="Parti A") for n in "23")):
        ballots.rank(world.term, [one], by=who)
    first = result(world).lines[0].row
    assert [(s.party, s.naming, s.lists, s.points) for s in first.spread] == [("Parti A", 3, 3, 9)]
    assert Person.objects.filter(name="A2").exists()
