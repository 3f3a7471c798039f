"""A councillor's evening with a tablet: reads, notes, ranks ten by drag and by keyboard alone, and has a receipt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from burlov_styrning.workflow import writing
from goals import ballots
from goals.models import GoalProposal, Note, Term
from tests.browser.conftest import Contexts
from tests.browser.people import People, SignIn, fill, press, says
from tests.browser.test_journey_hands import ranked, tab_to
from tests.goals.making import made
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLES = [f"Förslag {letter}" for letter in "ABCDEFGHIJKL"]
TABLET = {"width": 768, "height": 1024}
LIST = "/2027-2030/urval/min-lista/"


@pytest.fixture
def people(world: World, new_context: Contexts, sign_in: SignIn) -> People:
    """Twelve proposals are handed in, ten can be ranked."""
    for title in TITLES:
        made(world, "submitted", title=title)
    Term.objects.update(places=10)
    world.phase("selection")
    return People(world, new_context, sign_in, viewport=TABLET, has_touch=True)


def chosen(world: World, count: int) -> list[GoalProposal]:
    """The first so many stand on the councillor's list."""
    rows = list(GoalProposal.objects.select_related("term").order_by("pk")[:count])
    ballots.rank(world.term, rows, by=world.councillor)
    return rows


def drag(page: Page, row: str, onto: str) -> None:
    """Take the row's handle and let it go at the far edge of another row."""
    hold = page.locator("ol.rank li", has_text=row).locator(".grip")
    start = hold.bounding_box()
    end = page.locator("ol.rank li", has_text=onto).bounding_box()
    assert start and end
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    to = end["y"] + (3 if end["y"] < y else end["height"] - 3)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, to, steps=40)
    page.mouse.move(x, to)
    page.mouse.up()


def test_an_evening_with_the_tablet(people: People, axe: Callable[[Page], list[str]]) -> None:
    page = people.at("councillor", "/2027-2030/urval/")
    says(page, "Förslag 1 av 12 · 1 av 12 lästa")
    for number in range(1, 11):
        page.locator(".turn-bar").get_by_role("button", name="Lägg till på listan").click()
        expect(page.locator("#listknapp")).to_contain_text(f"Plats {number} av {number}")
        expect(page.locator("#lista-sagt")).to_contain_text(f"Plats {number} av {number}")
        if number == 3:
            fill(page, text="Fråga om lokalerna.")
            press(page, "Spara anteckningen")
            says(page, "Bara du ser den")
        page.locator(".turn-bar").get_by_role("link", name="Nästa").click()
        says(page, f"Förslag {number + 1} av 12 · {number + 1} av 12 lästa")
    assert ranked(people.world) == TITLES[:10]
    assert Note.objects.exclude(text="").get().text == "Fråga om lokalerna."
    expect(page.locator("#listknapp")).to_contain_text("Listan, 10 av 10")
    says(page, "Listan är full")
    assert axe(page) == []
    page.goto(LIST)
    drag(page, "Förslag H", "Förslag B")
    expect(page.locator("#lista-sagt")).to_contain_text("Plats 2 av 10: Förslag H. Sparad.")
    expect(page.locator("#flytta-" + str(GoalProposal.objects.get(title="Förslag H").pk))).to_be_focused()
    drag(page, "Förslag A", "Förslag E")
    expect(page.locator("#lista-sagt")).to_contain_text("Plats 6 av 10: Förslag A. Sparad.")
    wanted = [title[-1] for title in ranked(people.world)]
    assert wanted == list("HBCDEAFGIJ")
    page.reload()
    says(page, "10 av 10 platser är fyllda", "Sparad i dag", "rådgivande")
    assert [row.strip()[8:9] for row in page.locator("ol.rank li span").all_inner_texts()] == wanted
    assert axe(page) == []


def test_ten_are_ordered_with_the_keyboard_alone(people: People) -> None:
    rows = chosen(people.world, 10)
    page = people.at("councillor", LIST)
    tab_to(page, f"#flytta-{rows[9].pk}")
    page.keyboard.press("Home")
    expect(page.locator("#lista-sagt")).to_contain_text("Plats 1 av 10: Förslag J. Sparad.")
    expect(page.locator(f"#flytta-{rows[9].pk}")).to_be_focused()
    for _press in range(3):  # faster than the answers come: none is lost
        page.keyboard.press("ArrowDown")
    expect(page.locator("#lista-sagt")).to_contain_text("Plats 4 av 10: Förslag J. Sparad.")
    expect(page.locator(f"#flytta-{rows[9].pk}")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#lista-sagt")).to_contain_text("Plats 3 av 10")
    expect(page.locator(f"#flytta-{rows[9].pk}")).to_have_attribute("aria-label", "Flytta Förslag J, plats 3 av 10")
    page.keyboard.press("Tab")  # on to the buttons of the same row
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#lista-sagt")).to_contain_text("Plats 1 av 10")
    expect(page.locator(f"#flytta-{rows[9].pk}")).to_be_focused()  # up cannot be pressed any more
    assert [title[-1] for title in ranked(people.world)] == list("JABCDEFGHI")
    assert "hade ändrats" not in page.locator("#lista").inner_text()


def test_of_two_windows_neither_undoes_the_other_and_it_is_said(people: People) -> None:
    rows = chosen(people.world, 3)
    page = people.at("councillor", LIST)
    other = page.context.new_page()
    other.goto(LIST)
    other.get_by_role("button", name="Ta bort Förslag A från listan").click()
    expect(other.locator("#lista-sagt")).to_contain_text("står inte på listan")
    page.get_by_role("button", name="Flytta upp Förslag C").click()
    expect(page.locator("#lista-sagt")).to_contain_text("hade ändrats i ett annat fönster")
    expect(page.locator("ol.rank li")).to_have_count(2)
    assert ranked(people.world) == ["Förslag C", "Förslag B"]
    other.locator(f"#flytta-{rows[1].pk}").focus()
    other.keyboard.press("ArrowUp")
    expect(other.locator("#lista-sagt")).to_contain_text("hade ändrats i ett annat fönster")
    assert sorted(ranked(people.world)) == ["Förslag B", "Förslag C"]


def test_what_could_not_be_saved_is_said_and_the_page_stays(people: People) -> None:
    chosen(people.world, 3)
    page = people.at("councillor", LIST)
    page.context.clear_cookies()
    page.get_by_role("button", name="Flytta upp Förslag C").click()
    expect(page.locator("#lista-sagt")).to_contain_text("Ändringen är inte sparad")
    assert ranked(people.world) == TITLES[:3]


def test_lists_that_closed_meanwhile_say_so(people: People) -> None:
    chosen(people.world, 3)
    page = people.at("councillor", LIST)
    with writing():
        people.world.term.phases.filter(phase="selection").update(closes="2026-10-01")
    page.get_by_role("button", name="Flytta upp Förslag C").click()
    expect(page.locator("#lista-sagt")).to_contain_text("Listorna stängdes")
    expect(page.locator(".grip")).to_have_count(0)
    assert ranked(people.world) == TITLES[:3]


def test_two_proposals_stand_beside_each_other_and_under_on_a_phone(
    people: People, axe: Callable[[Page], list[str]]
) -> None:
    rows = list(GoalProposal.objects.order_by("pk"))
    page = people.at("councillor", f"/2027-2030/urval/{rows[0].pk}/")
    page.get_by_role("link", name="Ställ bredvid: Förslag D").click()
    left, right = page.locator(".two article").all()
    expect(left).to_contain_text("Förslag A")
    expect(right).to_contain_text("Förslag D")
    one, two = left.bounding_box(), right.bounding_box()
    assert one and two and one["y"] == two["y"] and two["x"] > one["x"]
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    one, two = left.bounding_box(), right.bounding_box()
    assert one and two and two["y"] > one["y"] and one["x"] == two["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
