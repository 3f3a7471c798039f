"""The secretaries' journey: prepared as a draft before the meeting, recorded after it, and the extract as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from burlov_styrning.base.models import Decision, DecisionDraft, Meeting
from burlov_styrning.clock import today
from goals.models import Goal, GoalProposal
from tests.browser.conftest import Contexts
from tests.browser.people import People, SignIn, decide, fill, press, says
from tests.browser.test_journey_hands import tab_to
from tests.goals.making import made
from tests.world import World, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], list[str]]


@pytest.fixture
def people(world: World, new_context: Contexts, sign_in: SignIn) -> People:
    return People(world, new_context, sign_in)


def printed(page: Page, link: str) -> str:
    """The words of the PDF behind the page's link."""
    link_ = page.get_by_role("link", name=link, exact=True).first
    body = page.request.get(link_.evaluate("link => link.href")).body()
    text = " ".join(part.extract_text() for part in PdfReader(BytesIO(body)).pages)
    return " ".join(text.replace("\u00ad", "").split())


def test_the_committees_secretary_with_the_keyboard_alone(people: People) -> None:
    """From *Mitt arbete* to the extract of the minutes, no hand on the mouse."""
    proposal = made(people.world, "ready")
    page = people.at("secretary", "/mitt-arbete/")
    tab_to(page, f"a[href='/2027-2030/forslag/beslut/{people.world.school.pk}/lamna-in/']")
    page.keyboard.press("Enter")
    says(page, "Vad beslutade Utbildningsnämnden?")
    tab_to(page, "[name=matters]")
    page.keyboard.press("Space")
    tab_to(page, "[name=registry]")
    page.keyboard.type("2026/17")
    tab_to(page, "button[value=utkast]")
    page.keyboard.press("Enter")
    says(page, "Utkastet är sparat", "Utkast – inte ett beslut.")
    page.goto("/mitt-arbete/")
    tab_to(page, f"a[href='{DecisionDraft.objects.get().address}']")
    page.keyboard.press("Enter")
    expect(page.locator("[name=registry]")).to_have_value("2026/17")
    for name, text in (("date", "2026-11-20"), ("paragraph", "112")):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(text)
    tab_to(page, "main .btn-primary")
    page.keyboard.press("Enter")
    says(page, "1 förslag är inlämnat")
    proposal.refresh_from_db()
    assert proposal.committee_decision and proposal.state == "submitted"
    page.goto(f"/beslut/{proposal.committee_decision_id}/")
    text = printed(page, "PDF")
    assert "§ 112" in text.replace("\xa0", " ") and "2026/17" in text and proposal.title in text


def test_the_councils_secretary_from_draft_to_extract(people: People, axe: Axe) -> None:
    world = people.world
    rows = {name: made(world, "submitted", title=name) for name in ("Plats i tid", "Trygg skola", "Fler böcker")}
    prefix = {name: f"f{row.pk}" for name, row in rows.items()}
    first = rows["Plats i tid"].pk
    ahead = Meeting.objects.create(organ=world.council, date=today() + timedelta(days=8))
    the_board_proposes(people, prefix)
    page = people.at("council_secretary", "/2027-2030/urval/beslut/")
    press(page, "Börja med styrelsens förslag")
    says(page, "Utkast – inte ett beslut.")
    page.locator("[name=meeting]").select_option(str(ahead.pk))
    fill(page, **{f"{prefix['Plats i tid']}-outcome": "Anta med ändringar"})
    press(page, "Spara utkastet")
    page.locator(f"[name=m{first}-t-0-value]").fill("85")
    fill(page, **{f"{prefix['Trygg skola']}-outcome": "Sammanför med ett annat förslag",
                  f"{prefix['Trygg skola']}-into": "Plats i tid"})  # fmt: skip
    press(page, "Spara utkastet")
    expect(page.locator("main del")).to_have_text("83")
    assert axe(page) == []
    draft = printed(page, "PDF")
    assert "Utkast – inte ett beslut" in draft and "Styrelsens skäl" in draft and "85" in draft
    the_draft_saves_itself_and_a_colleague_joins_in(people, page)
    page.locator("[name=meeting]").select_option("")
    decide(page, "14")
    fill(page, votes="31 ja, 18 nej", absent_for_bias="Berit Ek (B)", reservations="B reserverar sig.")
    press(page, "Anteckna beslutet")
    says(page, "1 mål är antaget, 1 annat förslag avgjort")
    decision = Decision.objects.get(kind="select")
    page.goto(f"/beslut/{decision.pk}/")
    text = printed(page, "PDF")
    for said in ("sammanförs till målet", "Ändrat mot ”Plats i tid”", "Styrelsens skäl", "31 ja, 18 nej",
                 "Berit Ek (B)", "B reserverar sig.", "Anna (A) yrkar bifall.", "Rätt utdraget intygar"):  # fmt: skip
        assert said in text, said
    assert "Utkast" not in text
    press(page, "Publicera beslutet")
    page.locator("main form button[type=submit]").last.click()
    says(page, "Beslutet är publicerat")
    says(people.at("resident", f"/2027-2030/mal/{Goal.objects.get().pk}/"), "85")
    assert set(GoalProposal.objects.values_list("state", flat=True)) == {"adopted", "declined"}


def the_board_proposes(people: People, prefix: dict[str, str]) -> None:
    page = people.at("board_secretary", "/2027-2030/urval/styrelsens-forslag/")
    decide(page, "201")
    fill(page, **{f"{prefix['Plats i tid']}-outcome": "anta", f"{prefix['Fler böcker']}-outcome": "inte anta",
                  f"{prefix['Fler böcker']}-text": "Styrelsens skäl"})  # fmt: skip
    press(page, "Anteckna beslutet")
    says(page, "Styrelsens förslag om 2 målförslag är antecknat")


def the_draft_saves_itself_and_a_colleague_joins_in(people: People, page: Page) -> None:
    """Each writes in a field of their own; neither text is lost."""
    people.world.users["colleague"] = make_person("colleague", "secretary", people.world.council)
    theirs = people.at("colleague", "/2027-2030/urval/beslut/")
    fill(page, registry="KF 2026/3")
    expect(page.locator("#sparat")).to_contain_text("Sparat")
    theirs.get_by_text("Reservationer, yrkanden, omröstning och jäv").click()
    fill(theirs, motions="Anna (A) yrkar bifall.")
    press(theirs, "Spara utkastet")
    says(theirs, "tillsammans med det som någon annan skrev")
    expect(theirs.locator("[name=registry]")).to_have_value("KF 2026/3")
    fill(page, text="Fullmäktige antar målen.")
    expect(page.locator("#sparat")).to_contain_text("Colleague sparade utkastet")
    press(page, "Spara utkastet")
    expect(page.locator("[name=motions]")).to_have_value("Anna (A) yrkar bifall.")
    expect(page.locator("[name=text]")).to_have_value("Fullmäktige antar målen.")
