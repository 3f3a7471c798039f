"""Priority lists: one each, in order, changed until they close, seen by nobody else until then."""

from __future__ import annotations

from datetime import date

import pytest
from auditlog.models import LogEntry

from burlov_styrning import clock
from burlov_styrning.base.models import Assignment, Event
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import writing
from goals import ballots, terms
from goals.models import Ballot, GoalProposal, Note, Phase, Priority, Reading, Term
from tests.goals.making import made
from tests.world import World, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def handed_in(world: World, count: int = 4) -> list[GoalProposal]:
    """Proposals in selection."""
    rows = [made(world, "submitted", title=f"Förslag {n}") for n in range(1, count + 1)]
    world.phase("selection")
    return list(GoalProposal.objects.filter(pk__in=[row.pk for row in rows]).select_related("term"))


def titles(world: World, who: str = "councillor") -> list[str]:
    ballot = ballots.mine(world.term, world.users[who])
    return [p.proposal.title for p in ballot.priorities.all()] if ballot else []


def close_by_clock(day: str = "2026-12-31") -> None:
    Phase.objects.filter(phase="selection").update(closes=day)


def fresh(world: World) -> Term:
    world.term = Term.objects.get(pk=world.term.pk)
    return world.term


# One list each, in its order


def test_a_list_is_built_ordered_and_cut(world: World) -> None:
    one, two, three, _four = handed_in(world)
    for proposal in (one, two, three):
        ballots.add(proposal, by=world.councillor)
    ballots.move(three, -1, by=world.councillor)
    assert titles(world) == ["Förslag 1", "Förslag 3", "Förslag 2"]
    ballots.move(one, 1, by=world.councillor)
    assert titles(world) == ["Förslag 3", "Förslag 1", "Förslag 2"]
    ballots.remove(one, by=world.councillor)
    assert titles(world) == ["Förslag 3", "Förslag 2"]
    assert [p.place for p in Priority.objects.all()] == [1, 2]


def test_the_ends_of_a_list_and_a_double_click_change_nothing(world: World) -> None:
    one, two, *_rest = handed_in(world)
    for proposal in (one, two, two):
        ballots.add(proposal, by=world.councillor)
    ballots.move(one, -1, by=world.councillor)
    ballots.move(two, 1, by=world.councillor)
    ballots.move(_rest[0], -1, by=world.councillor)
    assert titles(world) == ["Förslag 1", "Förslag 2"]
    assert Ballot.objects.count() == 1


def test_a_list_holds_at_most_n_and_keeps_what_stood(world: World) -> None:
    rows = handed_in(world)
    ballots.rank(world.term, rows[:3], by=world.councillor)
    with pytest.raises(Refusal, match="rymmer 3 förslag och du har valt 4"):
        ballots.add(rows[3], by=world.councillor)
    assert titles(world) == ["Förslag 1", "Förslag 2", "Förslag 3"]


def test_only_what_is_handed_in_can_be_chosen(world: World) -> None:
    draft = made(world, "ready")
    handed_in(world, 1)
    draft = GoalProposal.objects.get(pk=draft.pk)
    with pytest.raises(Refusal, match="går inte längre att prioritera"):
        ballots.add(draft, by=world.councillor)


def test_what_was_withdrawn_since_hinders_no_other_change(world: World) -> None:
    one, two, three, _four = handed_in(world)
    ballots.rank(world.term, [one, two], by=world.councillor)
    with writing():
        GoalProposal.objects.filter(pk=one.pk).update(state="withdrawn")
    ballots.add(three, by=world.councillor)
    assert titles(world) == ["Förslag 1", "Förslag 2", "Förslag 3"]
    ballots.remove(one, by=world.councillor)
    with pytest.raises(Refusal):
        ballots.add(one, by=world.councillor)


@pytest.mark.parametrize("who", ["member", "secretary", "council_secretary", "board_staff", "controller", "auditor"])
def test_only_councillors_have_lists(world: World, who: str) -> None:
    one, *_rest = handed_in(world)
    with pytest.raises(Refusal) as refused:
        ballots.add(one, by=world.users[who])
    assert refused.value.reason is Reason.RIGHT
    assert not ballots.are_open(world.term, world.users[who])


def test_a_party_group_shares_one_list(world: World) -> None:
    one, two, *_rest = handed_in(world)
    Term.objects.update(ballots_by="party")
    fresh(world)
    rows = list(GoalProposal.objects.select_related("term").filter(pk__in=[one.pk, two.pk]))
    mate = make_person("mate", "councillor", world.council, party="Parti A")
    ballots.add(rows[0], by=world.councillor)
    ballots.add(rows[1], by=mate)
    assert titles(world) == ["Förslag 1", "Förslag 2"]
    assert titles(world, "councillor_b") == []
    assert [b.party for b in Ballot.objects.visible_to(mate)] == ["Parti A"]
    assert not Ballot.objects.visible_to(world.councillor_b).exists()


def test_without_a_party_there_is_no_party_list(world: World) -> None:
    one, *_rest = handed_in(world)
    Term.objects.update(ballots_by="party")
    Assignment.objects.filter(person__user=world.councillor).update(party="")
    with pytest.raises(Refusal, match="säger inget parti"):
        ballots.add(GoalProposal.objects.select_related("term").get(pk=one.pk), by=world.councillor)


# Until the lists close


def test_outside_the_phase_the_list_stands(world: World) -> None:
    one, *_rest = handed_in(world)
    world.phase("breakdown")
    with pytest.raises(Refusal, match="Prioritering, som stängdes") as refused:
        ballots.add(GoalProposal.objects.get(pk=one.pk), by=world.councillor)
    assert refused.value.reason is Reason.PHASE


@pytest.mark.parametrize(
    ("closes", "day", "is_open"),
    [
        ("2026-12-31", date(2026, 12, 31), True),
        ("2026-12-31", date(2027, 1, 1), False),
        ("2026-12", date(2026, 12, 31), True),
        ("2026-12", date(2027, 1, 1), False),
        ("2026", date(2026, 12, 1), True),
        ("2026", date(2027, 1, 1), False),
        (None, date(2030, 1, 1), True),
    ],
)
def test_lists_close_by_the_clock_after_their_last_day(
    world: World, closes: str | None, day: date, is_open: bool
) -> None:
    one, *_rest = handed_in(world)
    with clock.at(date(2026, 11, 1)):
        ballots.add(one, by=world.councillor)
    Phase.objects.filter(phase="selection").update(closes=closes, opens=None)
    with clock.at(day):
        assert terms.lists_are_closed(fresh(world)) is not is_open
        assert ballots.are_open(world.term, world.councillor) is is_open
        assert Ballot.objects.visible_to(world.controller).exists() is not is_open
        proposal = GoalProposal.objects.get(pk=one.pk)
        if not is_open:
            with pytest.raises(Refusal, match="Listorna stängdes") as refused:
                ballots.remove(proposal, by=world.councillor)
            assert refused.value.reason is Reason.PHASE
        else:
            ballots.remove(proposal, by=world.councillor)


# Nobody else


def test_until_then_nobody_sees_a_list_and_afterwards_it_is_a_public_record(world: World) -> None:
    one, *_rest = handed_in(world)
    ballots.add(one, by=world.councillor)

    def seeing() -> set[str]:
        return {who for who, user in world.users.items() if Ballot.objects.visible_to(user).exists()}

    assert seeing() == {"councillor"}
    close_by_clock("2026-10-31")
    with clock.at(date(2026, 11, 1)):
        readers = {"councillor", "councillor_b", "council_secretary", "controller", "auditor"}
        assert seeing() == readers | {"board_staff", "board_manager", "board_member", "board_secretary"}


def test_a_note_is_its_owners_for_ever(world: World) -> None:
    one, *_rest = handed_in(world)
    ballots.note(one, "MARKERORD", by=world.councillor)
    close_by_clock("2026-10-31")
    assert {who for who, user in world.users.items() if Note.objects.visible_to(user).exists()} == {"councillor"}
    with pytest.raises(Refusal):
        ballots.note(one, "Nej", by=world.secretary)


def test_reading_is_noted_once_and_keeps_the_note(world: World) -> None:
    one, *_rest = handed_in(world)
    ballots.read(one, by=world.councillor)
    ballots.note(one, "  Fråga om lokalerna ", by=world.councillor)
    ballots.read(one, by=world.councillor)
    assert Note.objects.get().text == "Fråga om lokalerna"
    assert [(row.person, row.proposal) for row in Reading.objects.all()] == [(world.councillor.person, one)]
    with pytest.raises(Refusal):
        ballots.read(one, by=world.secretary)


def test_the_log_tells_that_they_changed_never_what(world: World) -> None:
    one, two, *_rest = handed_in(world)
    LogEntry.objects.all()._raw_delete("default")  # the product has no way to
    Event.objects.all().delete()
    ballots.add(one, by=world.councillor)
    ballots.add(two, by=world.councillor)
    ballots.move(two, -1, by=world.councillor)
    ballots.note(one, "MARKERORD", by=world.councillor)
    ballots.note(one, "MARKERORD igen", by=world.councillor)
    entries = LogEntry.objects.filter(content_type__model__in=["ballot", "priority", "note"])
    assert {entry.content_type.model for entry in entries} == {"ballot", "priority", "note"}
    for entry in entries:
        assert "MARKERORD" not in f"{entry.changes}{entry.object_repr}{entry.additional_data}{entry.serialized_data}"
        for name in ("proposal", "place", "text"):
            told = (entry.changes or {}).get(name, [])
            assert all(value in ("***", "None", None) for value in told), (entry.content_type.model, name, told)
        assert str(one.title) not in entry.object_repr
    told = [(event.comment, event.remarks) for event in Event.objects.all()]
    assert told and all(words == ("", []) for words in told)
