"""The second half of the chain for two of the example municipality's rounds, each person at a browser of their own.

From the controller's plan of the year over outcomes, judgements, decisions, a closed round and a report made in the
background to what residents read and auditors examine: the annual report of a whole term, and the interim report with
the outcomes of a part of the year and forecasts of all of it. What is written is what the example's books tell.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.cast import PATIENCE, Cast, casting, path_of
from tests.browser.example import stepped
from tests.browser.judging import (
    held,
    indicator,
    it_is_opened,
    members_read_and_comment,
    outcomes_are_entered,
    the_board_judges,
    the_committees_approve,
    the_controller_closes,
    the_controller_plans,
    the_manager_marks_it_ready,
    the_officer_judges,
    word,
)
from tests.browser.occasions import ANNUAL, INTERIM, Occasion
from tests.browser.people import fill, press, says

pytestmark = pytest.mark.browser

PEOPLE = {
    "officer": "omar",
    "manager": "amina",
    "member": "ali",
    "chair": "mats",
    "sn": "erik",
    "ukn": "rut",
    "sbn": "lova",
    "board staff": "petra",
    "board manager": "helena",
    "ks": "stina",
    "controller": "mira",
    "kf": "disa",
    "auditor": "sven",
    "resident": "",
}
"""The secretaries by their organs."""
PREFACE = "Året i korthet för **kommunens** mål."
OPINION = b"%PDF-1.7 what the auditors wrote"


@pytest.fixture(params=[ANNUAL, INTERIM], ids=["annual 2022", "interim 2026"])
def of(request: pytest.FixtureRequest) -> Occasion:
    """What the journey leads to."""
    occasion: Occasion = request.param
    return occasion


@pytest.fixture
def cast(of: Occasion, tmp_path: Path, browser: Browser, complaints: list[str]) -> Iterator[Cast]:
    database = stepped(tmp_path, "begin", of.key)
    with casting(PEOPLE, database, tmp_path, browser, complaints, of.days["planned"]) as cast:
        yield cast


def test_from_plan_to_what_residents_read(cast: Cast, of: Occasion) -> None:
    the_controller_plans(cast, of)
    cast.on(of.days["written"])
    round_ = it_is_opened(cast, of)
    stepped(cast.folder, "go_on", of.key)
    outcomes_are_entered(cast, of)
    written = [the_officer_judges(cast, of, round_, goal) for goal in of.written]
    for goal, address in zip(of.written, written, strict=True):
        the_manager_marks_it_ready(cast, address, of.of(goal=goal))
    members_read_and_comment(cast, of, written[0])
    cast.on(of.days["decided"])
    the_committees_approve(cast, of, round_, written[0])
    cast.on(of.days["board"])
    the_board_judges(cast, of, round_)
    the_controller_closes(cast, of, round_)
    edition = the_report_is_issued(cast, of)
    digest = its_pdf_is_the_stored_one(cast, edition)
    residents_do_not_see_it(cast, edition)
    cast.on(of.days["council"])
    the_auditors_opinion_is_attached(cast, of, edition)
    the_council_approves(cast, of, edition)
    it_is_published(cast, of, edition, digest)
    the_resident_reads_the_approved_file(cast, of, edition)
    cast.on(timezone.localdate().isoformat())  # what the log knows of a day, it knows by real moments
    the_auditor_examines(cast, of)
    if of is ANNUAL:
        a_revision_changes_the_goal_and_not_the_edition(cast, of, edition, digest)


def the_report_is_issued(cast: Cast, of: Occasion) -> str:
    """Prepared, checked, its content frozen at once; the files come from the worker, whose progress is shown."""
    page = cast.at("controller", "/rapporter/")
    press(page, "Förbered rapport")
    fill(page, round=f"{of.plain}, perioden {of.term.replace('-', '–')}", kind=of.report)
    press(page, "Fortsätt")
    fill(page, preface=PREFACE)
    press(page, "Kontrollera och ge ut")
    says(page, "Går rapporten att läsa för alla?", "Inget att rätta: rubriker, tabeller, diagram och länkar")
    press(page, "Ge ut rapporten")
    says(page, "Innehållet är fryst", "Rapporten framställs")
    expect(page.get_by_role("progressbar")).to_be_visible()
    edition = path_of(page)
    expect(page.get_by_role("heading", name="Utgåvan")).to_be_visible(timeout=PATIENCE)
    says(page, "nej, läses bara av", of.of(goal=of.written[0])["analysis"], "Året i korthet för kommunens mål.")
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


def the_auditors_opinion_is_attached(cast: Cast, of: Occasion, edition: str) -> None:
    """As the auditors wrote it, before the council decides."""
    page = cast.at("controller", edition)
    press(page, "Bifoga revisorernas bedömning")
    file = {"name": "bedomning.pdf", "mimeType": "application/pdf", "buffer": OPINION}
    page.locator("[name=file]").set_input_files(file)  # type: ignore[arg-type]
    fill(page, date=of.days["board"], registry="REV 12")
    press(page, "Bifoga bedömningen")
    says(page, "Revisorernas bedömning är bifogad", f"Revisorernas bedömning {of.days['board']}, dnr REV 12")


def the_council_approves(cast: Cast, of: Occasion, edition: str) -> None:
    page = cast.at("kf", edition)
    press(page, "Anteckna att fullmäktige godkänt")
    held(page)
    fill(page, paragraph="46", registry=of.decided("ks")["registry"])
    press(page, "Anteckna beslutet")
    says(page, "Godkännandet är antecknat", "Godkänd: Kommunfullmäktige", "§\u00a046")


def it_is_published(cast: Cast, of: Occasion, edition: str, digest: str) -> None:
    """Asked first; then everybody reads the edition, its PDF, the auditors' opinion and what it says of the goal."""
    said = of.of(goal=of.written[0])
    page = cast.at("controller", edition)
    press(page, "Publicera utgåvan")
    says(page, "Det går inte att ta tillbaka")
    press(page, "Publicera utgåvan")
    says(page, "Utgåvan är publicerad")
    page = cast.at("resident", "/rapporter/")
    page.get_by_role("link", name=of.name).click()
    says(page, "Godkänd: Kommunfullmäktige", said["analysis"], said["motivation"])
    if of is INTERIM:
        says(page, "Prognos för helåret: ▲ på väg (92 %)", "utfallet avser en del av året", "inte bedömt")
    assert path_of(page) == edition
    assert hashlib.sha256(page.request.get(f"{edition}fil/pdf/").body()).hexdigest() == digest
    opinion = page.get_by_role("link", name="Revisorernas bedömning").get_attribute("href")
    assert opinion and page.request.get(opinion).body() == OPINION
    says(the_goal(cast, of), said["analysis"], f"§\u00a0{of.decided('sn')['paragraph']}")


def the_resident_reads_the_approved_file(cast: Cast, of: Occasion, edition: str) -> None:
    """The file with the council's decision on its cover is known again when it is dropped; the feed tells of it."""
    page = cast.at("resident", edition)
    link = comes(page, page.get_by_role("link", name="PDF, godkänd"))
    answer = page.request.get(link.get_attribute("href") or "")
    file = cast.folder / "approved.pdf"
    file.write_bytes(answer.body())
    page.goto("/rapporter/kontrollera/")
    page.locator("[name=file]").set_input_files(file)
    press(page, "Kontrollera")
    says(page, f"Ja, det är utgåva 1 av {of.report[0].lower()}{of.report[1:]} {of.name.split()[1]}, oförändrad.")
    feed = page.request.get("/rapporter/nya.atom").text()
    assert f"{of.report} {of.name.split()[1]}, utgåva 1" in feed and edition in feed


def comes(page: Page, link: Locator) -> Locator:
    """The page is looked at anew until the worker has been there."""
    end = time.monotonic() + PATIENCE / 1000
    while not link.count() and time.monotonic() < end:
        page.wait_for_timeout(500)
        page.reload()
    expect(link).to_be_visible()
    return link


def the_auditor_examines(cast: Cast, of: Occasion) -> None:
    """One goal on one page, now and as it stood before; a sample with its evidence in one archive."""
    key = of.written[0]
    goal, said, minutes = of.goal(key)["title"], of.of(goal=key), of.decided("sn")
    page = cast.at("auditor", "/granskning/")
    page.get_by_role("row").filter(has_text=of.term.replace("-", "–")).get_by_role("link", name=goal).click()
    for part in ("Avsikt", "Målvärde", "Progression", "Utfall", "Omdöme", "Vem och när"):
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    says(page, of.indicator("hemtjanst_helhet"), word(of, said).lower(), said["analysis"], said["motivation"],
         f"§\u00a0{minutes['paragraph']}", "Erik")  # fmt: skip
    page.get_by_label("Som det stod den").fill(of.days["planned"])
    press(page, "Visa den dagen")
    says(page, of.days["planned"][:4])
    expect(page.locator("body")).not_to_contain_text(said["analysis"])
    page = cast.at("auditor", "/granskning/")
    page.get_by_role("link", name=re.compile(f"^ljusare än siffrorna ?, {of.plain}")).click()
    brighter = page.get_by_role("row").filter(has_text=goal)
    expect(brighter).to_have_count(1 if said["motivation"] else 0)
    page = cast.at("auditor", "/granskning/stickprov/dra/")
    fill(page, term=of.term.replace("-", "–"), size="1")
    press(page, "Dra stickprovet")
    says(page, "1 av")
    with page.expect_download() as waited:
        press(page, "Hämta underlaget")
    assert Path(waited.value.path()).read_bytes().startswith(b"PK")


def the_goal(cast: Cast, of: Occasion) -> Page:
    """The resident's page of the goal, found from the list of goals."""
    page = cast.at("resident", f"/{of.term}/mal/")
    page.get_by_role("link", name=of.wording(of.written[0])).click()
    return page


def a_revision_changes_the_goal_and_not_the_edition(cast: Cast, of: Occasion, edition: str, digest: str) -> None:
    """The edition keeps its figure, with a mark that it was revised later; its file keeps every byte."""
    before = cast.at("resident", edition).locator("article.report").inner_text()
    page = indicator(cast, of.indicator("hemtjanst_helhet"))
    page.get_by_role("link", name=re.compile("Revidera ?2022")).first.click()
    fill(page, value="89,0", comment="Dubbelräknade svar är borttagna.")
    press(page, "Spara utfallet")
    says(page, "Utfallet är reviderat")
    says(the_goal(cast, of), "89")
    page = cast.at("resident", edition)
    marks = page.locator("article.report .later")
    expect(marks.first).to_contain_text(re.compile(r"Reviderat .*: 89"))
    for mark in marks.all():
        mark.evaluate("mark => mark.remove()")
    assert page.locator("article.report").inner_text().split() == before.split()
    assert hashlib.sha256(page.request.get(f"{edition}fil/pdf/").body()).hexdigest() == digest
