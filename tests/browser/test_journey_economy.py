"""A finance officer's day in the example municipality: accounts pasted, a key figure, frames against the room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from burlov_styrning.swedish import parse_number
from tests.browser.conftest import windows
from tests.browser.example import serving, working
from tests.browser.people import fill, press, says

pytestmark = pytest.mark.browser

TABLE = "Post\t2025\nVerksamhetens nettokostnader\t1 350,0\nSkatter och bidrag\t1 400,0\nÅrets resultat\t{result}\n"
REPORT = "Årsredovisning 2025"
COMMITTEE = "Socialnämnden"


@pytest.fixture
def officer(example: Path, tmp_path: Path, browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """The controller's page, at a server with a background worker and a database of their own."""
    with (
        serving(example, tmp_path) as address,
        working(tmp_path),
        windows(browser, address, complaints) as new_context,
    ):
        page = new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(20_000)
        page.goto("/demo/")
        page.locator("button[value=mira]").click()
        yield page


def test_from_pasted_accounts_to_frames_that_fit_the_room(officer: Page) -> None:
    officer.goto("/ekonomi/nyckeltal/")
    expect(share(officer)).not_to_contain_text("96,4")
    a_wrong_row_is_refused_and_mended(officer)
    the_key_figure_has_changed(officer)
    frames = frames_take_the_computed_need(officer)
    they_add_up_and_are_held_against_the_room(officer)
    with officer.expect_download() as waited:
        officer.get_by_role("link", name="PDF").click()
    assert Path(waited.value.path()).read_bytes().startswith(b"%PDF-") and frames in officer.url
    the_premises_are_issued(officer)


def share(page: Page) -> Locator:
    """The line of the net cost share."""
    return page.get_by_role("row", name="Nettokostnadsandel")


def a_wrong_row_is_refused_and_mended(page: Page) -> None:
    """The preview says what is wrong; on the way back all that was typed is still there."""
    page.goto("/ekonomi/belopp/las-in/")
    fill(page, block=TABLE.format(result="1.234"), report=REPORT, unit="mnkr", version="utfall")
    press(page, "Visa vad tabellen skulle ändra")
    refused = page.get_by_role("row", name="Årets resultat")
    expect(refused).to_contain_text("1.234 kan")
    expect(page.get_by_role("row", name="Skatter och bidrag")).to_contain_text("1 400,0")
    page.go_back()
    assert "1.234" in page.locator("[name=block]").input_value()
    assert page.locator("[name=report]").input_value() == REPORT
    fill(page, block=TABLE.format(result="42,0"))
    press(page, "Visa vad tabellen skulle ändra")
    press(page, "Spara det jag skrev som ett till")  # the first preview is kept until it is thrown away
    expect(page.get_by_role("row", name="Årets resultat")).to_contain_text("42,0")
    press(page, "Läs in")
    says(page, "Lades till", "42,0")


def the_key_figure_has_changed(page: Page) -> None:
    """1 350,0 / 1 400,0, with its formula and the report."""
    page.goto("/ekonomi/nyckeltal/")
    expect(share(page)).to_contain_text("96,4 %")
    page.get_by_role("link", name="Nettokostnadsandel").click()
    says(page, "Verksamhetens nettokostnader / skatteintäkter och generella statsbidrag", REPORT, "96,4")


def frames_take_the_computed_need(page: Page) -> str:
    """A year without frames begins from the year before; the need is filled in by a button, what is typed stays."""
    page.goto("/ekonomi/utrymme/")
    page.locator("main .sheet h2 a").first.click()
    page.locator("main").get_by_role("link", name="2027").click()
    frames = page.url
    press(page, "Ändra ramarna")
    committee = page.get_by_role("group", name=COMMITTEE)
    committee.get_by_label("Uppräkning").fill("2,5")
    press(page, "Ta över det beräknade behovet")
    says(page, "Inget är sparat än")
    expect(committee.get_by_label("Uppräkning")).to_have_value("2,5")
    expect(committee.get_by_label("Demografiskt behov")).to_have_value("3182,95")
    press(page, "Spara ramarna")
    says(page, "Ramarna är sparade")
    expect(page.get_by_role("row", name=COMMITTEE)).to_contain_text("beräknat")
    return frames


def they_add_up_and_are_held_against_the_room(page: Page) -> None:
    """The committees' frames are the sum that is printed, to the last digit, and what is left is said."""
    rows = page.locator("main table tbody tr").all()
    new = [amount(row.locator("td").last.inner_text()) for row in rows]
    assert len(new) > 2 and sum(new[:-1], Decimal(0)) == new[-1]
    said = re.search(r"Ramarna är ([\d\s,]+) tkr\. .*? är ([\d\s,]+) tkr; ([\d\s,]+) tkr är kvar",
                     page.locator("main").inner_text())  # fmt: skip
    assert said and amount(said[1]) == new[-1] and amount(said[2]) - new[-1] == amount(said[3])


def the_premises_are_issued(page: Page) -> None:
    """The frames that stand now are frozen in the premises of the budget year."""
    page.goto("/rapporter/")
    press(page, "Ge ut budgetförutsättningar")
    fill(page, year="2027")
    press(page, "Ge ut budgetförutsättningarna")
    says(page, "Innehållet är fryst")
    expect(page.get_by_role("heading", name="Utgåvan")).to_be_visible(timeout=120_000)


def amount(text: str) -> Decimal:
    return parse_number("".join(text.split()))
