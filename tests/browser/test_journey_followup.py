"""The second half of the chain in the example municipality, each person at a browser of their own.

An outcome, a judgement, decisions, a closed round, a report made in the background, its publication, a later revision.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Contexts, windows
from tests.browser.example import serving, working
from tests.browser.people import decide, fill, press, says
from tests.browser.test_journey_hands import tab_to

pytestmark = pytest.mark.browser

CAST = {
    "officer": "elin",
    "manager": "gunnar",
    "member": "hanna",
    "chair": "karin",
    "secretary": "rut",
    "board staff": "petra",
    "board manager": "helena",
    "board secretary": "stina",
    "controller": "mira",
    "council secretary": "disa",
    "auditor": "sven",
    "resident": "",
}
GOAL = "Plats i förskolan på önskat datum"
INDICATOR = "Plats på förskola på önskat placeringsdatum"
AREA = "Tillgängliga Burlöv"
ROUND = "Årsredovisning 2026"
ANALYSIS = "Två nya avdelningar öppnade i augusti och kön halverades."
MOTIVATION = "Målet nås, men kön väntas växa när Åkarp byggs ut, och det vägs in."
PATIENCE = 120_000
"""Milliseconds: a whole report is drawn meanwhile, beside other tests."""


class Cast:
    """`cast.at("manager", "/mitt-arbete/")`: the manager's page, at that address; each signs in once, by a button."""

    def __init__(self, new_context: Contexts) -> None:
        self.new_context = new_context
        self.pages: dict[str, Page] = {}

    def at(self, who: str, address: str) -> Page:
        """Their page at the address."""
        if who not in self.pages:
            self.pages[who] = self.new_context(viewport={"width": 1280, "height": 900}).new_page()
            self.pages[who].set_default_timeout(20_000)
            if CAST[who]:
                self.pages[who].goto("/demo/")
                self.pages[who].locator(f"button[value={CAST[who]}]").click()
        page = self.pages[who]
        page.goto(address)
        return page


@pytest.fixture
def cast(example: Path, tmp_path: Path, browser: Browser, complaints: list[str]) -> Iterator[Cast]:
    """The cast at a server with a background worker and a database of their own."""
    with (
        serving(example, tmp_path) as address,
        working(tmp_path),
        windows(browser, address, complaints) as new_context,
    ):
        yield Cast(new_context)


def test_from_outcome_to_published_report(cast: Cast) -> None:
    the_controller_plans_a_year(cast)
    round_ = the_round(cast)
    an_outcome_is_entered(cast)
    written = the_officer_judges(cast, round_)
    the_manager_marks_it_ready(cast, written)
    members_read_and_comment(cast, written)
    the_committee_approves(cast, round_, written)
    the_board_judges(cast, round_)
    the_controller_closes(cast, round_)
    edition = the_report_is_issued(cast)
    digest = its_pdf_is_the_stored_one(cast, edition)
    residents_do_not_see_it(cast, edition)
    the_council_approves(cast, edition)
    it_is_published(cast, edition, digest)
    the_auditor_examines(cast)
    a_revision_changes_the_goal_and_not_the_edition(cast, edition, digest)


def path_of(page: Page) -> str:
    """The address without the host."""
    return re.sub(r"^https?://[^/]+", "", page.url)


def write_on(page: Page, what: str) -> Locator:
    """The round's link to a judgement that can be written; what it is of is said to those who hear the page."""
    return page.get_by_role("link", name=re.compile(f"^Skriv ?: {what}"))


def the_controller_plans_a_year(cast: Cast) -> None:
    """The year to come, its days counted from law and meetings; everybody finds it in the calendar."""
    page = cast.at("controller", "/2023-2026/uppfoljning/")
    press(page, "Planera ett år")
    says(page, "till och med 2027-08-31", "till och med 2027-12-31")
    press(page, "Planera uppföljningarna")
    says(page, "2 uppföljningar är planerade", "Delårsrapport 2027", "Årsredovisning 2027")
    says(cast.at("officer", "/kalender/?q=delårsrapport"), "Perioden slutar, delårsrapport 2027")


def the_round(cast: Cast) -> str:
    """The open round, found from the list as people find it."""
    page = cast.at("officer", "/uppfoljning/")
    page.get_by_role("link", name=ROUND).click()
    says(page, "bedömningar är godkända")
    return path_of(page)


def an_outcome_is_entered(cast: Cast) -> None:
    """One outcome is known, another is missing, and it is said why."""
    page = indicator(cast, INDICATOR)
    press(page, "Lämna utfall")
    fill(page, period="2026")
    page.get_by_label("slutligt").check()
    press(page, "Spara utfallet")
    says(page, "Skriv ett värde, eller välj varför det saknas")
    fill(page, value="71,0", source="Verksamhetssystemet, oktober 2026")
    press(page, "Spara utfallet")
    says(page, "Utfallet är sparat", "71")
    page = indicator(cast, "Elever i årskurs 9 som är behöriga till gymnasieskolans yrkesprogram")
    press(page, "Lämna utfall")
    fill(page, period="2026", missing="ej publicerat")
    page.get_by_label("preliminärt").check()
    press(page, "Spara utfallet")
    says(page, "Utfallet är sparat", "ej publicerat")


def indicator(cast: Cast, name: str) -> Page:
    """The officer's page of an indicator, found by searching."""
    page = cast.at("officer", "/indikatorer/")
    page.locator("main input[name=q]").fill(name)
    page.locator("main input[name=q]").press("Enter")
    page.get_by_role("link", name=name).first.click()
    return page


def the_officer_judges(cast: Cast, round_: str) -> str:
    """Another word than the indicators suggest needs a motivation: told beside the field, nothing lost."""
    page = cast.at("officer", round_)
    write_on(page, GOAL).click()
    says(page, "Indikatorernas förslag:", "1 av 1 mätta", "71")
    page.get_by_label("På väg att uppfyllas").check()
    fill(page, analysis=ANALYSIS)
    page.get_by_label("Ny förskola i Arlöv med 80 platser").check()
    page.get_by_text("Egen mätning", exact=True).click()
    fill(page, **{"matning-0-text": "Väntande i december", "matning-0-value": "23", "matning-0-unit": "barn",
                  "matning-0-method": "Räkning i kösystemet", "matning-0-number": "23",
                  "matning-0-date": "2026-11-20"})  # fmt: skip
    page.get_by_label("Prognos, %").fill("69")
    expect(page.locator("#kontroll")).to_contain_text("Omdömet avviker från förslaget. Skriv varför.")
    press(page, "Kontrollera")
    expect(page.locator(".errors")).to_contain_text("Omdömet avviker från förslaget. Skriv varför.")
    beside = page.locator("#id_motivation_error, #error_1_id_motivation, .invalid-feedback", has_text="avviker").first
    expect(beside).to_be_visible()
    assert page.locator("[name=analysis]").input_value() == ANALYSIS
    assert page.locator("[name=matning-0-method]").input_value() == "Räkning i kösystemet"
    assert page.get_by_label("På väg att uppfyllas").is_checked()
    press(page, "Spara bedömningen")
    says(page, "Bedömningen är sparad", "Omdömet avviker från förslaget. Skriv varför.")
    return path_of(page)


def the_manager_marks_it_ready(cast: Cast, written: str) -> None:
    """Refused while the motivation is missing, by a way to its field; then ready."""
    page = cast.at("manager", written)
    press(page, "Klarmarkera")
    says(page, "Bedömningen är inte klar för beslut", "Skriv varför", ANALYSIS)
    page.get_by_role("link", name="Omdömet avviker från förslaget. Skriv varför.").click()
    expect(page.locator("[name=motivation]")).to_be_focused()
    page = cast.at("officer", written)
    press(page, "Skriv på bedömningen")
    fill(page, motivation=MOTIVATION)
    press(page, "Spara bedömningen")
    says(page, "Bedömningen är sparad", MOTIVATION, "Väntande i december", "69")
    page = cast.at("manager", written)
    press(page, "Klarmarkera")
    press(page, "Klarmarkera")
    says(page, "klar för beslut")


def members_read_and_comment(cast: Cast, written: str) -> None:
    page = cast.at("member", "/mitt-arbete/")
    page.goto(written)
    says(page, ANALYSIS, MOTIVATION)
    fill(page, text="Hur ser det ut i Åkarp?")
    press(page, "Kommentera")
    says(page, "Kommentaren är sparad", "Hur ser det ut i Åkarp?")
    page = cast.at("chair", written)
    says(page, "Hur ser det ut i Åkarp?")
    assert page.get_by_role("button", name="Klarmarkera").count() == 0


def the_committee_approves(cast: Cast, round_: str, written: str) -> None:
    """One decision, its paragraph asked for; from then on the text is locked."""
    page = cast.at("secretary", round_)
    press(page, "Anteckna beslut om bedömningarna")
    expect(page.get_by_label("Föräldrar är nöjda med förskolan")).not_to_be_checked()  # it has no motivation yet
    page.get_by_label(GOAL).check()
    press(page, "Anteckna beslutet")
    says(page, "Ange paragrafen i protokollet")
    meetings = page.locator("[name=meeting] option:not([value=''])")
    held = meetings.filter(has_not_text="kommande").last  # coming meetings can only be prepared for
    page.locator("[name=meeting]").select_option(held.get_attribute("value"))
    fill(page, paragraph="131", registry="UKN 2026/88")
    press(page, "Anteckna beslutet")
    says(page, "1 bedömning är godkänd")
    page = cast.at("officer", written)
    says(page, "§\u00a0131", "UKN 2026/88", "godkänd")
    assert page.get_by_text("Skriv på bedömningen").count() == 0


def the_board_judges(cast: Cast, round_: str) -> None:
    """An area and the whole: staff write, the manager marks ready, the secretary records."""
    board_writes(cast, round_, AREA, "På väg att uppfyllas", "Tillgängligheten ökar i alla led.")
    board_writes(cast, round_, "God ekonomisk hushållning", "Uppnås delvis", "De finansiella målen nås.")
    page = cast.at("board secretary", round_)
    press(page, "Anteckna beslut om bedömningarna")
    page.get_by_role("link", name="Markera alla 2").click()
    decide(page, "240")
    press(page, "Anteckna beslutet")
    says(page, "2 bedömningar är godkända")


def board_writes(cast: Cast, round_: str, what: str, word: str, analysis: str) -> None:
    page = cast.at("board staff", round_)
    write_on(page, what).click()
    page.get_by_label(word).check()
    fill(page, analysis=analysis)
    press(page, "Spara bedömningen")
    says(page, "Bedömningen är sparad", analysis)
    page = cast.at("board manager", path_of(page))
    press(page, "Klarmarkera")
    press(page, "Klarmarkera")
    says(page, "klar för beslut")


def the_controller_closes(cast: Cast, round_: str) -> None:
    """What is not approved is listed before, and printed as not judged."""
    page = cast.at("controller", round_)
    press(page, "Stäng uppföljningen")
    says(page, "13 bedömningar är inte godkända", "Trygghet i skolan", "inte påbörjad", "klar för beslut")
    assert page.get_by_role("listitem").filter(has_text=GOAL).count() == 0
    press(page, "Stäng uppföljningen")
    says(page, "Uppföljningen är stängd", "trycks som inte bedömda")


def the_report_is_issued(cast: Cast) -> str:
    """The content is frozen at once; the files come from the worker, whose progress is shown."""
    page = cast.at("controller", "/rapporter/")
    press(page, "Förbered rapport")
    fill(page, round="årsredovisning 2026, perioden 2023–2026", kind="Årsredovisningens målkapitel")
    press(page, "Fortsätt")
    fill(page, preface="Året i korthet för **kommunens** mål.")
    press(page, "Kontrollera och ge ut")
    press(page, "Ge ut rapporten")
    says(page, "Innehållet är fryst", "Rapporten framställs")
    expect(page.get_by_role("progressbar")).to_be_visible()
    edition = path_of(page)
    expect(page.get_by_role("heading", name="Utgåvan")).to_be_visible(timeout=PATIENCE)
    says(page, "nej, läses bara av", ANALYSIS, "Året i korthet för kommunens mål.")
    return edition


def its_pdf_is_the_stored_one(cast: Cast, edition: str) -> str:
    """A PDF, with the hash that the page prints, the same bytes each time."""
    page = cast.at("controller", edition)
    link = page.locator(".files li", has_text="PDF")
    printed = re.sub(r"^SHA-256\s*", "", link.locator("code").inner_text())
    with page.expect_download() as waited:
        page.evaluate("link => { link.download = ''; link.click() }", link.locator("a").element_handle())
    first = Path(waited.value.path()).read_bytes()
    again = page.request.get(f"{edition}fil/pdf/")
    assert first.startswith(b"%PDF-") and first.rstrip().endswith(b"%%EOF")
    assert hashlib.sha256(first).hexdigest() == printed == hashlib.sha256(again.body()).hexdigest()
    return printed


def residents_do_not_see_it(cast: Cast, edition: str) -> None:
    page = cast.at("resident", "/rapporter/")
    says(page, "Ingen rapport är publicerad ännu")
    for address in (edition, f"{edition}fil/pdf/"):
        assert page.request.get(address, max_redirects=0).status == 404


def the_council_approves(cast: Cast, edition: str) -> None:
    page = cast.at("council secretary", edition)
    press(page, "Anteckna att fullmäktige godkänt")
    decide(page, "31")
    press(page, "Anteckna beslutet")
    says(page, "Godkännandet är antecknat", "Godkänd: Kommunfullmäktige", "§\u00a031")


def it_is_published(cast: Cast, edition: str, digest: str) -> None:
    """Asked first; then everybody reads the edition, its PDF and what it says of the goal."""
    page = cast.at("controller", edition)
    press(page, "Publicera utgåvan")
    says(page, "Det går inte att ta tillbaka")
    press(page, "Publicera utgåvan")
    says(page, "Utgåvan är publicerad")
    page = cast.at("resident", "/rapporter/")
    page.get_by_role("link", name=ROUND).click()
    says(page, "Godkänd: Kommunfullmäktige", ANALYSIS, MOTIVATION, "Väntande i december")
    assert path_of(page) == edition
    assert hashlib.sha256(page.request.get(f"{edition}fil/pdf/").body()).hexdigest() == digest
    page = the_goal(cast)
    says(page, "71", ANALYSIS, "§\u00a0131")


def the_auditor_examines(cast: Cast) -> None:
    """One goal on one page, now and as it stood before; a sample with its evidence in one archive."""
    page = cast.at("auditor", "/granskning/")
    page.get_by_role("row").filter(has_text="2023–2026").get_by_role("link", name=GOAL).click()
    for part in ("Avsikt", "Målvärde", "Progression", "Utfall", "Omdöme", "Vem och när"):
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    says(page, INDICATOR, "71", "på väg att uppfyllas", ANALYSIS, MOTIVATION, "§\u00a0131", "Rut")
    page.get_by_label("Som det stod den").fill("2026-01-31")
    press(page, "Visa den dagen")
    says(page, "31 januari 2026")
    expect(page.locator("body")).not_to_contain_text(ANALYSIS)
    page = cast.at("auditor", "/granskning/stickprov/dra/")
    fill(page, term="2023–2026", size="1")
    press(page, "Dra stickprovet")
    says(page, "1 av")
    with page.expect_download() as waited:
        press(page, "Hämta underlaget")
    assert Path(waited.value.path()).read_bytes().startswith(b"PK")


def the_goal(cast: Cast) -> Page:
    """The resident's page of the goal, found from the list of goals."""
    page = cast.at("resident", "/2023-2026/mal/")
    page.get_by_role("link", name=GOAL).first.click()
    return page


def a_revision_changes_the_goal_and_not_the_edition(cast: Cast, edition: str, digest: str) -> None:
    """The edition keeps its figure, with a mark that it was revised later; its file keeps every byte."""
    before = cast.at("resident", edition).locator("article.report").inner_text()
    page = indicator(cast, INDICATOR)
    page.get_by_role("link", name=re.compile("Revidera ?2026")).click()
    fill(page, value="68,0", comment="Dubbelräknade barn är borttagna.")
    press(page, "Spara utfallet")
    says(page, "Utfallet är reviderat")
    page = the_goal(cast)
    says(page, "68")
    page = cast.at("resident", edition)
    marks = page.locator("article.report .later")
    expect(marks.first).to_contain_text(re.compile(r"Reviderat .*: 68"))
    for mark in marks.all():
        mark.evaluate("mark => mark.remove()")
    assert page.locator("article.report").inner_text().split() == before.split()
    assert hashlib.sha256(page.request.get(f"{edition}fil/pdf/").body()).hexdigest() == digest


# With the keyboard alone


def test_a_judgement_is_written_with_the_keyboard_alone(cast: Cast) -> None:
    round_ = the_round(cast)
    page = cast.at("officer", round_)
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
