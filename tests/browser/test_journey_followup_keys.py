"""The follow-up with the keyboard alone, in the example municipality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.cast import PATIENCE, Cast, casting, write_on
from tests.browser.people import says
from tests.browser.test_journey_hands import tab_to

pytestmark = pytest.mark.browser

PEOPLE = {"officer": "elin", "controller": "mira"}


@pytest.fixture
def cast(example: Path, tmp_path: Path, browser: Browser, complaints: list[str]) -> Iterator[Cast]:
    with casting(PEOPLE, example, tmp_path, browser, complaints) as cast:
        yield cast


def test_a_judgement_is_written_with_the_keyboard_alone(cast: Cast) -> None:
    page = cast.at("officer", "/uppfoljning/")
    page.get_by_role("link", name="Årsredovisning 2026").click()
    says(page, "bedömningar är godkända")
    link = write_on(page, "Trygghet i skolan").get_attribute("href")
    tab_to(page, f"a[href='{link}']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trygghet i skolan")
    tab_to(page, "[name=status]")
    for _press in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Bedöms inte bli uppfyllt")).to_be_checked()
    tab_to(page, "[name=analysis]")
    page.keyboard.type("Fler vuxna har inte räckt.")
    tab_to(page, "[name=activities]")
    page.keyboard.press("Space")
    tab_to(page, "details summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=siffra-0-text]")
    page.keyboard.type("Anmälningar om kränkning")
    page.keyboard.press("Tab")
    page.keyboard.type("14")
    tab_to(page, "button[name=gor][value=spara]")
    page.keyboard.press("Space")
    says(page, "Bedömningen är sparad", "Fler vuxna har inte räckt.", "Anmälningar om kränkning")


def test_a_report_is_issued_with_the_keyboard_alone(cast: Cast) -> None:
    page = cast.at("controller", "/rapporter/")
    tab_to(page, "main a.btn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ge-ut/")
    tab_to(page, "[name=round]")
    page.keyboard.type("delår")
    tab_to(page, "[name=kind]")
    page.keyboard.type("delår")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/forbered/*/")
    tab_to(page, "[name=preface]")
    page.keyboard.type("Halvåret i korthet.")
    tab_to(page, "button[value=ge-ut]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ge-ut/")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/rapporter/\d+/$"))
    expect(page.get_by_role("heading", name="Utgåvan")).to_be_visible(timeout=PATIENCE)
    tab_to(page, ".files a")
    assert "pdf" in (page.evaluate("document.activeElement.href"))
