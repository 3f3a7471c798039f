"""Terms: laid up, opened and closed by the controller; prolonged and given a vision by the council."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning import clock
from burlov_styrning.base.models import Event
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import writing
from goals import closing, terms
from goals.models import CoreValue, GoalArea, GoalProposal, Phase, Tabling, Term
from tests.goals.breaking import made_path, made_target
from tests.goals.making import made, made_draft, made_need
from tests.world import CAST, PHASES, World

pytestmark = pytest.mark.django_db
NOW = date(2026, 11, 23)


def phase(world: World, name: str) -> Phase:
    found: Phase = Phase.objects.get(term=world.term, phase=name)
    return found


# Laying up


def test_a_new_term_has_six_planned_phases_and_the_vision_that_applies(world: World) -> None:
    terms.set_vision(
        world.term, "Nära till allt", ["Mod", "Omtanke"], world.decision(world.council, "vision"),
        by=world.council_secretary,
    )  # fmt: skip
    term = terms.create(2031, 2034, by=world.controller, places=5)
    assert [p.phase for p in term.phases.all()] == PHASES
    assert {p.state for p in term.phases.all()} == {"planned"}
    assert term.vision is not None and term.vision.text == "Nära till allt"
    assert [v.word for v in term.core_values.all()] == ["Mod", "Omtanke"]
    assert Event.of(term).get().person == world.controller.person


@pytest.mark.parametrize("who", sorted(set(CAST) - {"controller"}))
def test_only_the_controller_lays_up_a_term(world: World, who: str) -> None:
    with pytest.raises(Refusal) as refused:
        terms.create(2031, 2034, by=world.users[who])
    assert refused.value.reason is Reason.RIGHT
    assert Term.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        (2034, 2031, "last_year", "före det första"),
        (203, 2034, "first_year", "mellan 1990 och 2100"),
        (2031, 2099, "last_year", "högst 20 år"),
        (2027, 2030, "", "finns redan"),
    ],
)
def test_odd_years_are_refused_beside_their_field(world: World, first: int, last: int, field: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        terms.create(first, last, by=world.controller)
    assert any(name == field and words in text for name, text in refused.value.fields), refused.value.fields
    assert Term.objects.count() == 1


def test_places_can_be_raised_but_not_lowered_when_lists_can_have_been_laid(world: World) -> None:
    assert terms.edit(world.phase("proposals"), by=world.controller, places=2).places == 2
    term = world.phase("selection")
    assert terms.edit(term, by=world.controller, places=4).places == 4
    with pytest.raises(Refusal, match="höjas men inte sänkas"):
        terms.edit(term, by=world.controller, places=3)
    with pytest.raises(Refusal, match="innan den öppnar"):
        terms.edit(term, by=world.controller, ballots_by="party")
    assert Term.objects.get().places == 4


def test_a_list_has_at_least_one_place(world: World) -> None:
    with pytest.raises(Refusal, match="minst en plats"):
        terms.edit(world.phase("proposals"), by=world.controller, places=0)


# Areas


def test_areas_are_added_renamed_and_put_in_order(world: World) -> None:
    for name in ("Hållbara", "Attraktiva"):
        terms.save_area(world.term, GoalArea(name=name), by=world.controller)
    assert [a.name for a in world.term.areas.all()] == ["Trygga Provköping", "Hållbara", "Attraktiva"]
    last = GoalArea.objects.get(name="Attraktiva")
    terms.move_area(last, True, by=world.controller)
    terms.move_area(last, True, by=world.controller)
    terms.move_area(last, True, by=world.controller)
    assert [a.name for a in world.term.areas.all()] == ["Attraktiva", "Trygga Provköping", "Hållbara"]
    terms.move_area(last, False, by=world.controller)
    assert [a.name for a in world.term.areas.all()] == ["Trygga Provköping", "Attraktiva", "Hållbara"]
    assert len({a.key for a in world.term.areas.all()}) == 3


def test_two_areas_have_not_the_same_name(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        terms.save_area(world.term, GoalArea(name=" trygga provköping"), by=world.controller)
    assert refused.value.fields[0][0] == "name"
    assert terms.save_area(world.term, world.area, by=world.controller).name == "Trygga Provköping"


# Phases


def test_a_phase_opens_today_also_when_it_was_planned_for_later(world: World) -> None:
    row = phase(world, "needs")
    terms.plan_phase(row, "2026-12-01", "2026-12-31", by=world.controller)
    with clock.at(NOW):
        act = terms.open_phase(row, by=world.controller)
    assert (row.state, row.opens, row.closes) == ("open", "2026-11-23", "2026-12-31")
    assert act.remarks == []


def test_opening_while_an_earlier_is_open_is_allowed_but_remarked(world: World) -> None:
    world.phase("needs")
    with clock.at(NOW):
        act = terms.open_phase(phase(world, "proposals"), by=world.controller)
    assert act.remarks == ["Fasen Behov är fortfarande öppen. Båda gäller tills du stänger den."]
    assert Event.of(phase(world, "proposals")).get().remarks == act.remarks


def test_passing_over_a_phase_is_allowed_but_remarked(world: World) -> None:
    world.phase("breakdown")
    with writing():
        world.term.phases.filter(phase="selection").update(state="planned")
    with clock.at(NOW):
        act = terms.open_phase(phase(world, "follow_up"), by=world.controller)
    assert act.remarks[-1] == "Fasen Nedbrytning är fortfarande öppen. Båda gäller tills du stänger den."
    assert "Fasen Prioritering har inte varit öppen. Det som hör dit är inte gjort." in act.remarks


def test_a_planned_last_day_that_has_been_is_taken_away(world: World) -> None:
    row = phase(world, "selection")
    terms.plan_phase(row, None, "2026-10-01", by=world.controller)
    with clock.at(NOW):
        act = terms.open_phase(row, by=world.controller)
    assert (row.opens, row.closes) == ("2026-11-23", None)
    assert "1 oktober 2026, har varit" in act.remarks[-1]


def test_a_phase_cannot_close_before_it_opens(world: World) -> None:
    with pytest.raises(Refusal, match="innan den öppnar"):
        terms.plan_phase(phase(world, "needs"), "2026-12-01", "2026-11-01", by=world.controller)


@pytest.mark.parametrize("who", sorted(set(CAST) - {"controller"}))
def test_only_the_controller_opens_and_closes(world: World, who: str) -> None:
    world.phase("needs")
    for step, name in ((terms.close_phase, "needs"), (terms.open_phase, "proposals")):
        with pytest.raises(Refusal) as refused:
            step(phase(world, name), by=world.users[who])
        assert refused.value.reason is Reason.RIGHT


@pytest.mark.parametrize(("state", "refused_ones"), [("planned", "close reopen"), ("open", "open reopen"),
                                                     ("closed", "open close")])  # fmt: skip
def test_a_phase_goes_on_in_one_order(world: World, state: str, refused_ones: str) -> None:
    world.phase({"planned": "needs", "open": "proposals", "closed": "selection"}[state])
    steps = {
        "open": lambda row: terms.open_phase(row, by=world.controller),
        "close": lambda row: terms.close_phase(row, by=world.controller),
        "reopen": lambda row: terms.reopen_phase(row, by=world.controller, comment="För tidigt"),
    }
    for name in refused_ones.split():
        with pytest.raises(Refusal) as refused:
            steps[name](phase(world, "proposals"))
        assert refused.value.reason is Reason.STATE


def test_reopening_says_why(world: World) -> None:
    world.phase("proposals")
    with pytest.raises(Refusal, match="Skriv varför"):
        terms.reopen_phase(phase(world, "needs"), by=world.controller, comment=" ")
    with clock.at(date(2027, 1, 5)):
        row = terms.reopen_phase(phase(world, "needs"), by=world.controller, comment="Två enheter hann inte")
    assert (row.state, row.closes) == ("open", None)


def test_reopening_takes_a_new_last_day_that_lies_ahead(world: World, client: Client) -> None:
    world.phase("proposals")
    client.force_login(world.controller)
    url = reverse("goals:term-phase-reopen", args=[world.term, "needs"])
    with clock.at(date(2027, 1, 5)):
        assert "Fasen stängde 31 december 2026." in client.get(url).content.decode()
        typed = {"comment": "Två enheter hann inte", "closes": "2027-01-04"}
        assert "Den dagen har varit" in client.post(url, typed).content.decode()
        assert client.post(url, typed | {"closes": "2027-01-15"}).status_code == 302
    row = phase(world, "needs")
    assert (row.state, row.closes) == ("open", "2027-01-15")


def test_closing_the_selection_lapses_what_is_undecided_but_never_what_was_tabled(world: World) -> None:
    states = ["submitted", "supplement", "referred_back", "draft", "ready", "withdrawn", "declined", "adopted"]
    rows = {state: made(world, state) for state in states}
    tabled = made(world, "submitted")
    Tabling.objects.create(decision=world.decision(world.council, "select"), proposal=tabled)
    world.phase("selection")
    assert {p.pk for p in closing.lapsing(world.term)} == {rows[s].pk for s in states[:3]}
    act = terms.close_phase(phase(world, "selection"), by=world.controller)
    assert act.remarks == ["3 förslag förföll."]
    after = {state: GoalProposal.objects.get(pk=row.pk).state for state, row in rows.items()}
    assert after == {state: "lapsed" if state in states[:3] else state for state in states}
    assert GoalProposal.objects.get(pk=tabled.pk).state == "submitted"


def test_nothing_lapses_when_another_phase_closes(world: World) -> None:
    row = made(world, "submitted")
    terms.close_phase(phase(world, "proposals"), by=world.controller)
    assert GoalProposal.objects.get(pk=row.pk).state == "submitted"


def test_who_has_drafts_still_is_told_in_numbers(world: World) -> None:
    made_need(world)
    made_draft(world)
    made_draft(world)
    made(world, "ready")
    assert closing.left_behind(phase(world, "needs"), world.controller) == [
        ("Utbildningsnämnden", "1 obesvarat behov och 2 utkast till förslag")
    ]
    assert closing.left_behind(phase(world, "proposals"), world.controller) == [
        ("Utbildningsnämnden", "2 utkast till förslag och 1 förslag som väntar på nämndens beslut")
    ]


def test_missing_paths_are_counted_when_the_breakdown_closes(world: World) -> None:
    made_path(world, "decided")
    made_path(world, "draft")
    made_target(world, world.social)
    assert closing.left_behind(phase(world, "breakdown"), world.controller) == [
        ("Socialnämnden", "1 progression är inte fastställd"),
        ("Utbildningsnämnden", "1 progression är inte fastställd"),
    ]


# The council


def test_the_council_prolongs_by_decision(world: World) -> None:
    decision = world.decision(world.council, "prolong")
    terms.prolong(world.term, 2031, decision, by=world.council_secretary)
    term = Term.objects.get()
    assert (term.prolonged_to, term.decision, list(term.years)[-1]) == (2031, decision, 2031)


@pytest.mark.parametrize("who", ["controller", "secretary", "board_secretary", "councillor"])
def test_only_the_councils_secretary_records_what_it_decided(world: World, who: str) -> None:
    decision = world.decision(world.council, "prolong")
    for step in (
        lambda: terms.prolong(world.term, 2031, decision, by=world.users[who]),
        lambda: terms.set_vision(world.term, "Ny", ["Mod"], decision, by=world.users[who]),
    ):
        with pytest.raises(Refusal) as refused:
            step()
        assert refused.value.reason is Reason.RIGHT


def test_a_prolongation_goes_beyond_the_last_year(world: World) -> None:
    with pytest.raises(Refusal, match="efter det sista"):
        terms.prolong(world.term, 2030, world.decision(world.council, "prolong"), by=world.council_secretary)


def test_a_new_vision_leaves_the_old_with_the_terms_that_had_it(world: World) -> None:
    secretary = world.council_secretary
    terms.set_vision(world.term, "Den gamla", ["Mod", "Driv"], world.decision(world.council, "vision"), by=secretary)
    later = terms.create(2031, 2034, by=world.controller)
    terms.set_vision(later, "Den nya", ["Driv", "Mod"], world.decision(world.council, "vision", "2"), by=secretary)
    assert Term.objects.get(first_year=2027).vision.text == "Den gamla"
    assert Term.objects.get(first_year=2031).vision.text == "Den nya"
    assert [v.word for v in CoreValue.objects.filter(term=later)] == ["Driv", "Mod"]
    assert [v.word for v in CoreValue.objects.filter(term=world.term)] == ["Mod", "Driv"]
