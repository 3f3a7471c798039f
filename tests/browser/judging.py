"""The steps of a follow-up round as its people take them in the browser: planned, measured, judged, decided, closed."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from followup.words import assessment_word, whole_word
from tests.browser.cast import Cast, path_of, write_on
from tests.browser.occasions import ANNUAL, INTERIM, Occasion, Row
from tests.browser.people import fill, press, says


def word(of: Occasion, said: Row) -> str:
    """A judgement as its form writes it."""
    found = whole_word(said["status"]) if said.get("whole") else assessment_word(said["status"], last_annual=of.is_last)
    return found.capitalize()


def the_controller_plans(cast: Cast, of: Occasion) -> None:
    """The round's days are counted from law and meetings; a late one is told so; all find it in the calendar."""
    page = cast.at("controller", f"/{of.term}/uppfoljning/")
    press(page, "Planera ett år")
    says(page, "till och med 2022-12-31" if of is ANNUAL else "till och med 2026-08-31")
    days = "annual-12" if of is ANNUAL else "interim-8"
    hand_over = page.locator(f"[name={days}-hand_over]")
    expect(hand_over).to_have_value(of.meetings["ks"])
    own = [box.input_value() for box in page.locator(f"[name^={days}-due_]").all()]
    assert of.papers("sn") in own
    if of is ANNUAL:
        page.locator("[name=interim-8-take]").uncheck()
    hand_over.fill(of.too_late)
    press(page, "Kontrollera dagarna")
    says(page, f"Det ska ske senast {of.lawful}")
    page.locator(f"[name={days}-hand_over]").fill(of.meetings["ks"])
    press(page, "Planera uppföljningarna")
    says(page, "1 uppföljning är planerad" if of is ANNUAL else "2 uppföljningar är planerade", of.name)
    page = cast.at("officer", f"/kalender/?q={of.name.split()[0].lower()}")
    says(page, f"Styrelsen överlämnar {of.plain}", f"Sista dag enligt lag att överlämna {of.plain}")


def it_is_opened(cast: Cast, of: Occasion) -> str:
    """The controller opens the round, found from the list as people find it."""
    page = cast.at("controller", f"/{of.term}/uppfoljning/")
    page.get_by_role("link", name=of.name).click()
    says(page, "bedömningar är godkända")
    press(page, "Öppna uppföljningen")
    press(page, "Öppna uppföljningen")
    says(page, "Uppföljningen är öppen")
    return path_of(page)


def outcomes_are_entered(cast: Cast, of: Occasion) -> None:
    """One outcome is known; another, in the interim round, is not yet, and it is said why."""
    told = of.outcome()
    page = indicator(cast, of.indicator(told["indicator"]))
    press(page, "Lämna utfall")
    fill(page, period=told["period"])
    page.get_by_label("slutligt").check()
    press(page, "Spara utfallet")
    says(page, "Skriv ett värde, eller välj varför det saknas")
    fill(page, value=told["value"].replace(".", ","), published=told["published"], source=of.source())
    press(page, "Spara utfallet")
    says(page, "Utfallet är sparat", told["value"].replace(".", ","))
    if of is INTERIM:
        page = indicator(cast, of.indicator("hemtjanst_helhet"))
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


def the_officer_judges(cast: Cast, of: Occasion, round_: str, goal: str) -> str:
    """One page: the suggestion and the figures, then the word, the analysis, the grounds, the forecast."""
    said, page = of.of(goal=goal), cast.at("officer", round_)
    write_on(page, of.goal(goal)["title"]).click()
    says(page, "Indikatorernas förslag:")
    page.get_by_label(word(of, said), exact=True).check()
    fill(page, analysis=said["analysis"])
    if said["motivation"]:
        another_word_needs_grounds_and_a_motivation(page, said)
    for forecast in of.forecasts(goal):
        page.get_by_label("Prognos,").fill(forecast["value"].replace(".", ","))
    if goal == "a1":
        expect(page.locator("#kontroll")).to_contain_text("1 av 1 mätta, varav 1 enligt prognos")
    press(page, "Spara bedömningen")
    says(page, "Bedömningen är sparad", said["analysis"])
    if of is INTERIM:
        a_part_of_the_year_is_told_as_such(page, goal)
    return path_of(page)


def another_word_needs_grounds_and_a_motivation(page: Page, said: Row) -> None:
    """Another word than the indicators suggest needs a motivation: told beside the field, nothing lost."""
    own, activity = said["grounds"]
    page.get_by_label(activity["text"].rstrip(".")).check()
    page.get_by_text("Egen mätning", exact=True).click()
    fill(page, **{f"matning-0-{name}": str(value) for name, value in own.items() if name != "kind"})
    expect(page.locator("#kontroll")).to_contain_text("Omdömet avviker från förslaget. Skriv varför.")
    press(page, "Kontrollera")
    expect(page.locator(".errors")).to_contain_text("Omdömet avviker från förslaget. Skriv varför.")
    beside = page.locator("#id_motivation_error, #error_1_id_motivation, .invalid-feedback", has_text="avviker").first
    expect(beside).to_be_visible()
    assert page.locator("[name=analysis]").input_value() == said["analysis"]
    assert page.locator("[name=matning-0-method]").input_value() == own["method"]
    assert page.get_by_label("Uppfyllt", exact=True).is_checked()


def a_part_of_the_year_is_told_as_such(page: Page, goal: str) -> None:
    """A forecast has a status of its own beside the missing outcome; a part's outcome counts, and is called one."""
    if goal == "a1":
        says(page, "ej publicerat")
        expect(beside(page, "Prognos för helåret")).to_contain_text(re.compile(r"92\s%\s*på väg"))
    else:
        expect(beside(page, "Utfall 2026")).to_contain_text(re.compile(r"96,5\s%\s*en del av året"))
        expect(beside(page, "Prognos för helåret")).to_contain_text("97")


def beside(page: Page, term: str) -> Locator:
    """What stands beside a term of the indicator's facts."""
    return page.locator("dt", has_text=term).last.locator("xpath=following-sibling::dd[1]")


def the_manager_marks_it_ready(cast: Cast, written: str, said: Row) -> None:
    """Refused while a motivation is missing, by a way to its field; then ready."""
    page = cast.at("manager", written)
    press(page, "Klarmarkera")
    if said["motivation"]:
        says(page, "Bedömningen är inte klar för beslut", "Skriv varför", said["analysis"])
        page.get_by_role("link", name="Omdömet avviker från förslaget. Skriv varför.").click()
        expect(page.locator("[name=motivation]")).to_be_focused()
        page = cast.at("officer", written)
        press(page, "Skriv på bedömningen")
        fill(page, motivation=said["motivation"])
        press(page, "Spara bedömningen")
        says(page, "Bedömningen är sparad", said["motivation"], said["grounds"][0]["text"])
        page = cast.at("manager", written)
        press(page, "Klarmarkera")
    press(page, "Klarmarkera")
    says(page, "klar för beslut")


def members_read_and_comment(cast: Cast, of: Occasion, written: str) -> None:
    said = of.of(goal=of.written[0])
    page = cast.at("member", "/mitt-arbete/")
    page.goto(written)
    says(page, said["analysis"], said["motivation"])
    fill(page, text="Hur ser det ut på kvällarna?")
    press(page, "Kommentera")
    says(page, "Kommentaren är sparad", "Hur ser det ut på kvällarna?")
    page = cast.at("chair", written)
    says(page, "Hur ser det ut på kvällarna?")
    assert page.get_by_role("button", name="Klarmarkera").count() == 0


def the_committees_approve(cast: Cast, of: Occasion, round_: str, written: str) -> None:
    """One decision of each over all of its judgements, its paragraph asked for; from then on the text is locked."""
    for organ in of.meetings:
        if organ not in ("ks", "kf"):
            approved(cast, of, round_, organ)
    page = cast.at("officer", written)
    minutes = of.decided("sn")
    says(page, f"§\u00a0{minutes['paragraph']}", minutes["registry"], "godkänd")
    assert page.get_by_text("Skriv på bedömningen").count() == 0


def approved(cast: Cast, of: Occasion, round_: str, organ: str) -> None:
    """An organ's secretary records its decision over what is ready."""
    page = cast.at(organ, round_)
    press(page, "Anteckna beslut om bedömningarna")
    boxes = page.locator("[name=matters]")
    expect(boxes).to_have_count(of.count(organ))
    for box in boxes.all():
        expect(box).not_to_be_checked()
        box.check()
    held(page)
    press(page, "Anteckna beslutet")
    says(page, "Ange paragrafen i protokollet")
    minutes = of.decided(organ)
    fill(page, paragraph=minutes["paragraph"], registry=minutes["registry"])
    press(page, "Anteckna beslutet")
    many = of.count(organ)
    says(page, f"{many} bedömningar är godkända" if many > 1 else "1 bedömning är godkänd")


def held(page: Page) -> None:
    """Choose the organ's last meeting that has been: coming ones can only be prepared for."""
    meetings = page.locator("[name=meeting] option:not([value=''])")
    page.locator("[name=meeting]").select_option(meetings.filter(has_not_text="kommande").last.get_attribute("value"))


def the_board_judges(cast: Cast, of: Occasion, round_: str) -> None:
    """An area and the whole: staff write, the manager marks ready, the secretary records it with all the rest."""
    board_writes(cast, of, round_, of.area_name(), of.of(area=of.area))
    board_writes(cast, of, round_, "God ekonomisk hushållning", of.of(whole=True))
    approved(cast, of, round_, "ks")


def board_writes(cast: Cast, of: Occasion, round_: str, what: str, said: Row) -> None:
    page = cast.at("board staff", round_)
    write_on(page, what).click()
    page.get_by_label(word(of, said), exact=True).check()
    fill(page, analysis=said["analysis"])
    if "balance" in said:
        texts = {name: said[name] for name in ("balance_text", "group_text")}
        fill(page, balance=said["balance"].replace(".", ","), **texts)
    press(page, "Spara bedömningen")
    says(page, "Bedömningen är sparad", said["analysis"])
    page = cast.at("board manager", path_of(page))
    press(page, "Klarmarkera")
    press(page, "Klarmarkera")
    says(page, "klar för beslut")


def the_controller_closes(cast: Cast, of: Occasion, round_: str) -> None:
    """What is not approved is listed before, and printed as not judged."""
    page = cast.at("controller", round_)
    press(page, "Stäng uppföljningen")
    if of is ANNUAL:
        says(page, "Alla bedömningar är godkända.")
    else:
        says(page, "1 bedömning är inte godkänd", "Trygghet i skolan", "inte påbörjad")
    press(page, "Stäng uppföljningen")
    says(page, "Uppföljningen är stängd", *([] if of is ANNUAL else ["trycks som inte bedömd"]))
