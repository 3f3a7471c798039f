"""An officer writes a proposal from a need until it is ready, and fetches the paper for the meeting as PDF.

An earlier goal is continued, an indicator is picked with the keyboard alone, committee and controller comment beside
the sections, and what changed between the versions is read.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from goals.models import GoalProposal
from tests.browser.conftest import Contexts
from tests.browser.people import People, SignIn, fill, press, says
from tests.goals.making import made_earlier_goal, made_need
from tests.goals.test_pages_of_proposals import outcomes
from tests.world import World, make_indicator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], list[str]]
NEED = "Kön till förskolan växer"
WORDING = "Senast 2030 får minst 83 procent plats på önskat datum."
PICKED = "Kötid till förskolan"


@pytest.fixture
def people(world: World, new_context: Contexts, sign_in: SignIn) -> People:
    outcomes(world, y2024=60, y2025=65)
    made_need(world)
    made_earlier_goal(world)
    make_indicator("kotid", name=PICKED, unit="dagar", direction="lower", definition="Från ansökan till plats.")
    world.phase("needs", "proposals")
    return People(world, new_context, sign_in)


def test_from_need_to_the_paper_for_the_meeting(people: People, axe: Axe) -> None:
    page = an_earlier_goal_is_continued(people)
    an_indicator_is_picked_by_keyboard(page)
    the_rest_is_written(page)
    address = f"/2027-2030/forslag/{GoalProposal.objects.get().pk}/"
    the_bar_tells_what_is_missing_on_a_phone(page, axe)
    committee_and_controller_comment(people, address)
    the_officer_deals_with_it(people, address, axe)
    it_is_ready(people, address)
    the_paper_is_fetched(people, address)


def an_earlier_goal_is_continued(people: People) -> Page:
    """How it went is told where it is chosen; one press takes it over, and nothing is saved yet."""
    page = people.at("staff", "/2027-2030/forslag/")
    press(page, "Nytt förslag")
    page.get_by_label(NEED).check()
    fill(page, continues="Plats i tid (2023–2026)")
    expect(page.locator("#fortsatter")).to_contain_text("Senast 2026 får 70 procent plats.")
    expect(page.locator("#fortsatter")).to_contain_text("65")
    press(page, "Ta över lydelse och indikatorer")
    expect(page.locator("[name=title]")).to_have_value("Plats i tid")
    expect(page.locator("[name=indikator-0-baseline]")).to_have_value("65")
    assert page.get_by_label(NEED).is_checked() and not GoalProposal.objects.exists()
    press(page, "Spara och fortsätt skriva")
    says(page, "Förslaget är sparat")
    return page


def an_indicator_is_picked_by_keyboard(page: Page) -> None:
    """Words are typed, Enter goes to the first that was found, Enter takes it and goes on to its target."""
    box = page.locator("[name=indikator-2-indicator]")
    box.focus()
    page.keyboard.type("ansökan förskolan")
    expect(page.locator("#hittade-2")).to_contain_text(PICKED)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Välj {PICKED}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=indikator-2-target]")).to_be_focused()
    expect(box).to_have_value(PICKED)
    says(page, "Målvärde (högst)", "Inget utfall ännu")
    page.keyboard.type("60")


def the_rest_is_written(page: Page) -> None:
    fill(page, title="Fler barn får plats i tid", wording=WORDING, target_group="Barn 1–5 år", function="Förskolechef")
    fill(page, area="Trygga Provköping", union="behövs inte")
    fill(page, **{"indikator-0-target": "83", "indikator-0-value_2027": "70", "hord-0-unit": "Förskolan",
                  "hord-0-date": "2026-10-05"})  # fmt: skip
    press(page, "Spara och fortsätt skriva")
    says(page, "Förslaget är sparat")


def the_bar_tells_what_is_missing_on_a_phone(page: Page, axe: Axe) -> None:
    """Six criteria in one line that opens the list; it follows what is typed."""
    page.set_viewport_size({"width": 360, "height": 740})
    bar = page.locator(".criteria > summary")
    expect(bar).to_have_text("5 av 6 kriterier klara")
    expect(page.locator("#kontroll")).to_be_hidden()
    fill(page, target_group="")
    expect(bar).to_have_text("4 av 6 kriterier klara")
    bar.click()
    expect(page.locator("#kontroll")).to_contain_text("Ange målgrupp.")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("link", name="Specifikt", exact=True).click()
    expect(page.locator("#kontroll")).to_be_hidden()
    fill(page, target_group="Barn 1–5 år")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("#kontroll")).to_be_visible()
    press(page, "Spara förslaget")
    says(page, "Fortsätter målet", "Plats i tid (2023–2026)", "högst 60", "minst 83")
    expect(page.locator("#fortsatter")).to_contain_text("Senast 2026 får 70 procent plats.")


def committee_and_controller_comment(people: People, address: str) -> None:
    """The manager beside a section; the controller only after being invited."""
    page = people.at("manager", address)
    fill(page, section="Mätbart och realistiskt", text="Varför inte 85?")
    press(page, "Kommentera")
    says(page, "1 öppen kommentar", "Varför inte 85?")
    assert people.at("controller", address).locator("h1").inner_text() != "Fler barn får plats i tid"
    page = people.at("staff", address)
    press(page, "Låt controllern läsa utkastet")
    page.locator("main select[name=person]").select_option(label=people.world.controller.person.name)
    press(page, "Låt controllern läsa utkastet")
    page = people.at("controller", address)
    fill(page, section="Specifikt", text="Skriv vilka barn det gäller.")
    press(page, "Kommentera")
    says(page, "2 öppna kommentarer")


def the_officer_deals_with_it(people: People, address: str, axe: Axe) -> None:
    """Marked as dealt with beside the section, while what is typed stays in the form; then the change is read."""
    page = people.at("staff", f"{address}andra/")
    says(page, "2 öppna kommentarer:", "Varför inte 85?")
    fill(page, **{"indikator-0-target": "85"})
    page.locator("#sagt-measure").get_by_role("button", name="Markera som avklarad").click()
    expect(page.locator("#sagt-measure")).to_contain_text("1 avklarad")
    expect(page.locator("[name=indikator-0-target]")).to_have_value("85")
    assert axe(page) == []
    press(page, "Spara förslaget")
    says(page, "1 öppen kommentar")
    page.goto(f"{address}versioner/jamfor/")
    says(page, "83 → 85")


def it_is_ready(people: People, address: str) -> None:
    page = people.at("manager", address)
    press(page, "Klarmarkera")
    press(page, "Klarmarkera för nämnden")
    says(page, "Förslaget är klart för nämnden")


def the_paper_is_fetched(people: People, address: str) -> None:
    """The tjänsteskrivelse with its draft decision, as PDF."""
    page = people.at("staff", address)
    link = page.get_by_role("link", name="Hämta som PDF").get_attribute("href")
    answer = page.request.get(link or "")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
