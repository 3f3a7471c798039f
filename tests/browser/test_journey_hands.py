"""The key steps in other hands: without JavaScript, with the keyboard alone, clicked twice, from a tab gone stale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from goals import ballots, needs
from goals.models import Ballot, GoalProposal, Need, Priority
from tests.browser.conftest import Contexts
from tests.browser.people import People, SignIn, decide, fill, press, says
from tests.goals.making import made, made_need
from tests.world import World, make_indicator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], list[str]]


@pytest.fixture
def people(world: World, new_context: Contexts, sign_in: SignIn) -> People:
    return People(world, new_context, sign_in)


@pytest.fixture
def plain(world: World, new_context: Contexts, sign_in: SignIn) -> People:
    """People whose browsers run no scripts."""
    return People(world, new_context, sign_in, java_script_enabled=False)


def ranked(world: World) -> list[str]:
    """The councillor's list, by title."""
    rows = Priority.objects.filter(ballot__person=world.councillor.person)
    return [row.proposal.title for row in rows.order_by("place").select_related("proposal")]


# Without JavaScript


def test_a_need_a_proposal_and_its_handing_in_without_scripts(plain: People) -> None:
    plain.world.phase("needs", "proposals")
    page = plain.at("unit_staff", "/2027-2030/behov/nytt/")
    fill(page, text="Kön växer.")
    press(page, "Spara behovet")
    says(page, "Behovet är sparat")
    page = plain.at("staff", "/2027-2030/forslag/nytt/")
    fill(page, title="Fler platser")
    press(page, "Lägg till en indikator")  # one more row, nothing saved, nothing lost
    assert page.locator("[name=title]").input_value() == "Fler platser"
    assert page.locator("[name='indikator-1-indicator']").count() == 1
    make_indicator("fler", name="Indikator platser per barn")
    fill(page, **{"indikator-1-indicator": "indikator plat"})
    page.get_by_role("button", name="Sök").nth(1).click()
    page.get_by_role("button", name="Välj Indikator platser per barn").click()
    assert page.locator("[name='indikator-1-indicator']").input_value() == "Indikator platser per barn"
    press(page, "Spara förslaget")
    says(page, "Förslaget är sparat")


def test_a_decision_is_recorded_without_scripts(plain: People) -> None:
    made(plain.world, "ready")
    page = plain.at("secretary", "/2027-2030/forslag/")
    page.goto(f"/2027-2030/forslag/beslut/{plain.world.school.pk}/lamna-in/")
    page.locator("[name=matters]").check()
    decide(page, "")
    press(page, "Anteckna beslutet")
    says(page, "Ange paragrafen i protokollet")
    assert page.locator("[name=registry]").input_value() == "2026/17"
    decide(page, "112")
    press(page, "Anteckna beslutet")
    says(page, "1 förslag är inlämnat")


def test_ranking_without_scripts(plain: People) -> None:
    first, second = made(plain.world, "submitted", title="Ett"), made(plain.world, "submitted", title="Två")
    plain.world.phase("selection")
    for proposal in (first, second):
        page = plain.at("councillor", f"/2027-2030/urval/{proposal.pk}/")
        press(page, "Lägg till det här förslaget")
    page.get_by_role("button", name="Flytta upp Två").click()
    assert ranked(plain.world) == ["Två", "Ett"]
    page.get_by_role("button", name="Ta bort Ett från listan").click()
    assert ranked(plain.world) == ["Två"]


# With the keyboard alone


def tab_to(page: Page, wanted: str, most: int = 90) -> None:
    """Press Tab until what is focused matches; every stop on the way can be seen to have the focus."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard does not reach {wanted} on {page.url}")


def test_a_need_is_written_with_the_keyboard_alone(people: People) -> None:
    people.world.phase("needs")
    page = people.at("unit_staff", "/2027-2030/behov/nytt/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "[name=text]")
    page.keyboard.type("Kön växer.")
    tab_to(page, "[name=evidence]")
    page.keyboard.type("61 barn i oktober.")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    says(page, "Behovet är sparat")
    assert (Need.objects.get().text, Need.objects.get().evidence) == ("Kön växer.", "61 barn i oktober.")


def test_faults_are_reached_with_the_keyboard(people: People) -> None:
    people.world.phase("needs")
    page = people.at("unit_staff", "/2027-2030/behov/nytt/")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=text]")).to_be_focused()


def test_ranking_with_the_keyboard_alone(people: People) -> None:
    for title in ("Ett", "Två"):
        proposal = made(people.world, "submitted", title=title)
        people.world.phase("selection")
        ballots.add(proposal, by=people.world.councillor)
    made(people.world, "submitted", title="Tre")
    people.world.phase("selection")
    page = people.at("councillor", f"/2027-2030/urval/{GoalProposal.objects.get(title='Tre').pk}/")
    tab_to(page, "#lista form:not(.updown) button")
    page.keyboard.press("Enter")
    expect(page.locator("ol.rank li")).to_have_count(3)
    tab_to(page, "[aria-label='Flytta upp Tre']")
    page.keyboard.press("Enter")
    expect(page.locator("ol.rank li").nth(1)).to_contain_text("Tre")
    assert ranked(people.world) == ["Ett", "Tre", "Två"]


# Clicked twice


def test_a_double_click_saves_one_need(people: People) -> None:
    people.world.phase("needs")
    page = people.at("unit_staff", "/2027-2030/behov/nytt/")
    fill(page, text="Kön växer.")
    page.get_by_role("button", name="Spara behovet").dblclick()
    says(page, "Behovet är sparat")
    assert Need.objects.count() == 1


def test_a_double_click_ranks_once(people: People) -> None:
    proposal = made(people.world, "submitted")
    people.world.phase("selection")
    page = people.at("councillor", f"/2027-2030/urval/{proposal.pk}/")
    page.get_by_role("button", name="Lägg till det här förslaget").dblclick()
    expect(page.locator("ol.rank li")).to_have_count(1)
    assert (Ballot.objects.count(), Priority.objects.count()) == (1, 1)


# A tab gone stale


def test_two_who_save_the_same_need_see_both_texts(people: People) -> None:
    need = made_need(people.world, "Kön växer.")
    address = f"/2027-2030/behov/{need.pk}/andra/"
    mine, theirs = people.at("unit_staff", address), people.at("staff", address)
    fill(theirs, text="Kön växer snabbt.")
    press(theirs, "Spara")
    says(theirs, "Behovet är sparat")
    fill(mine, text="Kön växer, mest i norr.")
    press(mine, "Spara")
    says(mine, "sparade medan du skrev", "Kön växer, mest i norr.", "snabbt")
    assert mine.locator("[name=text]").input_value() == "Kön växer, mest i norr."
    press(mine, "Spara")
    says(mine, "Behovet är sparat")
    need.refresh_from_db()
    assert need.text == "Kön växer, mest i norr."


def test_two_who_save_the_same_proposal_see_both_texts(people: People) -> None:
    proposal = made(people.world, "draft")
    address = f"/2027-2030/forslag/{proposal.pk}/andra/"
    mine, theirs = people.at("staff", address), people.at("manager", address)
    fill(theirs, title="Plats i tid åt fler")
    press(theirs, "Spara förslaget")
    says(theirs, "Förslaget är sparat")
    fill(mine, title="Plats i tid åt alla")
    press(mine, "Spara förslaget")
    says(mine, "Plats i tid åt alla", "Sparat nu")
    assert mine.locator("[name=title]").input_value() == "Plats i tid åt alla"
    assert "fler" in mine.locator(".clash").inner_text()


def test_a_tab_from_before_a_new_sign_in_keeps_what_was_typed(people: People) -> None:
    people.world.phase("needs")
    page = people.at("unit_staff", "/2027-2030/behov/nytt/")
    fill(page, text="Kön växer i hela kommunen.")
    page.context.clear_cookies(name="csrftoken")
    press(page, "Spara behovet")
    says(page, "Fliken var för gammal", "Kön växer i hela kommunen.")
    assert not Need.objects.exists()


def test_a_move_that_somebody_made_already_is_refused_in_words(people: People) -> None:
    need = made_need(people.world)
    page = people.at("staff", f"/2027-2030/behov/{need.pk}/lagg-at-sidan/")
    needs.set_aside(need, by=people.world.manager, comment="Löst i sommar")
    fill(page, comment="Löst")
    page.locator("main form button[type=submit]").click()
    says(page, "går inte nu", "Ladda om sidan")


def test_somebody_signed_out_is_asked_to_sign_in_and_comes_back(people: People) -> None:
    need = made_need(people.world)
    page = people.at("unit_staff", f"/2027-2030/behov/{need.pk}/")
    page.context.clear_cookies()
    page.goto(f"/2027-2030/behov/{need.pk}/andra/")
    assert "/konto/login/" in page.url
    page.fill("#id_login", people.world.unit_staff.email)
    page.fill("#id_password", "losenord-for-prov")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/2027-2030/behov/{need.pk}/andra/")
    assert Client().get(f"/2027-2030/behov/{need.pk}/andra/").status_code == 302
