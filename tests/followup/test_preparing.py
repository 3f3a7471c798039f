"""A report is laid out, written and looked at before it is issued; what was chosen is in every form of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning import pdf
from burlov_styrning.pages.book.report_schema import FetchedOpening
from burlov_styrning.pages.book.report_schema import Report as Told
from burlov_styrning.refusals import Conflict, Refusal
from burlov_styrning.workflow import writing
from followup import editions, making, preparing
from followup.content import committees
from followup.content.layout import Chapter, Layout
from followup.models import Activity, Assessment, FollowUpRound, Opening, Report, ReportChapter, ReportEdition
from goals.models import Goal, GoalArea
from tests.followup import reported
from tests.followup.forms import FORMS, READ, sheet, text_of
from tests.world import World

pytestmark = pytest.mark.django_db

MINE = {"depth": "full", "goals": "all", "by": "area", "preface": "", "order": ""}


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "render", reported.pretended)


@pytest.fixture
def report(world: World) -> Report:
    """Three goals: two in an area, one of weight in another; the round is closed."""
    for number in (1, 2, 3):
        reported.goal(world, number)
    other = GoalArea.objects.create(term=world.term, key="hallbar", name="Hållbara Provköping")
    Goal.objects.filter(key="g3").update(area=other, stewardship=True)
    return preparing.begin(reported.closed(world), "annual", None, by=world.controller)


def arrange(world: World, report: Report, **chosen: Any) -> Report:
    report.refresh_from_db()
    return preparing.arrange(report, Layout(**chosen), by=world.controller, revision=report.revision)


def issued(world: World, report: Report) -> ReportEdition:
    assert report.round
    found = editions.issue(report.round, report.kind, by=world.controller, background=False)
    making.make(found.edition.pk)
    return ReportEdition.objects.get(pk=found.edition.pk)


def controller(world: World, who: str = "controller") -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def test_choices_and_texts_are_in_every_form_and_the_same_choices_make_no_new_edition(
    world: World, report: Report, tmp_path: Any
) -> None:
    chapters = [Chapter("omrade-hallbar", comment="## Läget\nDet *går* framåt."), Chapter("sammandrag"),
                Chapter("vision", left_out=True),
                Chapter("omrade-trygga", left_out=True)]  # fmt: skip
    arrange(world, report, preface="**Tack** till alla.", chapters=chapters)
    edition = issued(world, report)
    paths = {file.format: tmp_path / f"r.{file.format}" for file in edition.files.all()}
    for file in edition.files.all():
        paths[file.format].write_bytes(file.file.open("rb").read())
    assert set(paths) == set(FORMS)
    for form in set(READ) - {"pdf"}:
        text = text_of(paths[form])
        assert "Tack till alla." in text and "Det går framåt." in text and "1 av 3 mål" in text
        assert "vi mål 3" in text and "vi mål 1" not in text
        assert text.index("Det går framåt.") < text.index("Så bedömdes 1 mål")
    assert [row["Kapitel"] for row in sheet(paths["xlsx"], "Texter")] == ["Förord", "Hållbara Provköping"]
    flat = json.loads(paths["json"].read_text())
    assert {row["goal"] for row in flat["figures"]} == {"g3"} and flat["layout"]["preface"] == "**Tack** till alla."
    assert editions.issue(report.round, "annual", by=world.controller).edition == edition  # type: ignore[arg-type]
    arrange(world, report, preface="Tack till er.", chapters=chapters)
    assert issued(world, report).number == 2


def test_a_report_laid_out_as_usual_has_the_hash_it_always_had(world: World, report: Report) -> None:
    before = issued(world, report)
    usual = [Chapter(one["id"]) for one in [{"id": "bedoms"}, {"id": "hushallning"}, {"id": "sammandrag"}]]
    arrange(world, report, chapters=usual)
    assert "layout" not in json.loads(before.snapshot)
    assert editions.issue(report.round, "annual", by=world.controller).edition == before  # type: ignore[arg-type]


def test_publishing_a_choice_publishes_no_more_than_it_prints(world: World, report: Report) -> None:
    arrange(world, report, goals="weight", depth="short")
    edition = issued(world, report)
    text = next(file for file in edition.files.all() if file.format == "html").file.open("rb").read().decode()
    assert "Analys av g3." not in text and "Fler platser" not in text and "<svg" not in text and "Egen mätning" in text
    editions.publish(edition, by=world.controller)
    assert not Assessment.objects.filter(exposure="published").exists()
    assert not Activity.objects.filter(exposure="published").exists()
    arrange(world, report, goals="weight")
    editions.publish(issued(world, report), by=world.controller)
    assert [row.goal.key for row in Assessment.objects.filter(exposure="published")] == ["g3"]  # type: ignore[union-attr]


def test_the_next_report_begins_laid_out_as_the_last_without_its_texts(world: World, report: Report) -> None:
    chapters = [Chapter("sammandrag", comment="I fjol."), Chapter("bedoms", left_out=True)]
    arrange(world, report, preface="I fjol.", chapters=chapters, depth="short", goals="organ:ukn", compared="alla")
    with writing():
        later = FollowUpRound.objects.create(
            term=world.term, key="ar2028", year=2028, kind="annual", period_end="2028-12-31", state="open"
        )
    new = preparing.begin(later, "annual", None, by=world.controller)
    assert preparing.layout_of(new) == Layout(
        "", [Chapter("sammandrag"), Chapter("bedoms", left_out=True)], "organ:ukn", "short", "alla"
    )


def test_what_the_law_demands_cannot_be_left_out(world: World, report: Report) -> None:
    for chapter in ("hushallning", "omrade-hallbar", "bilaga"):
        with pytest.raises(Refusal, match="kan inte utelämnas"):
            arrange(world, report, chapters=[Chapter(chapter, left_out=True)])
    with pytest.raises(Refusal):
        preparing.arrange(report, Layout(), by=world.staff, revision=report.revision)


def test_two_who_write_lose_nothing(world: World, report: Report) -> None:
    arrange(world, report, preface="Din text.")
    with pytest.raises(Conflict):
        preparing.arrange(report, Layout("Min text."), by=world.controller, revision=1)
    client = controller(world)
    address = reverse("followup:report-prepare", args=[report.pk])
    typed = MINE | {"preface": "Min text.", "revision": "1", "comment_sammandrag": "Kort sagt."}
    answer = client.post(address, typed | {"gor": "spara"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "Din" in text and "Min text." in text and "Kort sagt." in text
    itself = client.post(f"{address}?spara=sparar", typed, headers={"HX-Request": "true"})
    assert itself.status_code == 409 and "data-stops" in itself.content.decode()
    report.refresh_from_db()
    assert report.preface == "Din text."


def test_the_page_saves_itself_moves_chapters_and_shows_the_draft(world: World, report: Report) -> None:
    client = controller(world)
    address = reverse("followup:report-prepare", args=[report.pk])
    page = client.get(address).content.decode()
    assert "2 mål: Utbildningsnämnden. Bedömningar: 2 av 2 godkända." in page and "with_hushallning" not in page
    order = "bedoms hushallning sammandrag omrade-trygga omrade-hallbar bilaga"
    typed = MINE | {"order": order, "revision": "1", "comment_omrade-trygga": "Nytt.", "with_omrade-trygga": "on",
                    "with_sammandrag": "on", "compared": "alla"}  # fmt: skip
    saved = client.post(f"{address}?spara=sparar", typed, headers={"HX-Request": "true"}).content.decode()
    assert "Sparat" in saved and 'value="2"' in saved
    moved = client.post(address, typed | {"revision": "2", "gor": "upp:omrade-trygga"})
    assert moved["Location"] == f"{address}#kapitel-omrade-trygga"
    rows = list(ReportChapter.objects.filter(report=report))
    assert [row.chapter for row in rows][2:4] == ["omrade-trygga", "sammandrag"]
    assert [row.chapter for row in rows if row.left_out] == ["bedoms"]
    assert Report.objects.get(pk=report.pk).compared == "alla"
    shown = client.post(address, typed | {"revision": "3", "gor": "granska:omrade-trygga"})["Location"]
    draft = client.get(shown).content.decode()
    article = draft.partition("<article")[2].partition("</article>")[0]
    assert "Utkast" in draft and "Nytt." in article and "vi mål 1" in article and "vi mål 3" not in article
    assert 'href="?kapitel=sammandrag#alla-mal"' in article and article.count("<svg") == 2
    assert "vi mål 3" in client.get(reverse("followup:report-preview", args=[report.pk])).content.decode()
    assert not ReportEdition.objects.exists()


def test_before_the_round_is_closed_the_draft_is_seen_and_not_issued(world: World, report: Report) -> None:
    with writing():
        FollowUpRound.objects.filter(pk=report.round_id).update(state="open")
    client = controller(world)
    page = client.get(reverse("followup:report-issue", args=[report.pk])).content.decode()
    assert "är inte stängd" in page and "Ge ut rapporten" not in page.partition("<main")[2]
    client.post(reverse("followup:report-issue", args=[report.pk]))
    assert not ReportEdition.objects.exists()
    assert "vi mål 1" in client.get(reverse("followup:report-preview", args=[report.pk])).content.decode()


def test_a_committees_own_words_are_fetched_into_its_chapter_and_its_own_report(
    world: World, report: Report, tmp_path: Any
) -> None:
    with writing():
        own = Goal.objects.get(key="g2")
        own.owners.create(organ=world.social)  # two answer for it: it is printed once, and named in both chapters
        decision = world.decision(world.school, "approve", "14")
        opening = Opening.objects.create(round=report.round, organ=world.school, text="**Vi** har räckt till.")
    arrange(world, report, by="organ", chapters=[Chapter("namnd-ukn", comment="Tack.")])
    client = controller(world)
    address = reverse("followup:report-prepare", args=[report.pk])
    assert "Nämndens inledning är utkast." in client.get(address).content.decode()
    assert (
        "Vi</strong> har räckt till"
        not in client.get(reverse("followup:report-preview", args=[report.pk])).content.decode()
    )
    with writing():
        Opening.objects.filter(pk=opening.pk).update(state="approved", decision=decision)
    round_ = reported.closed(world)
    theirs = preparing.begin(round_, "committee", world.school, by=world.controller)
    assert (
        "Inledningen är nämndens egen"
        in client.get(reverse("followup:report-prepare", args=[theirs.pk])).content.decode()
    )
    arrange(world, theirs, preface="Nämnden har lämnat detta.")
    found = editions.issue(round_, "committee", organ=world.school, by=world.controller, background=False)
    making.make(found.edition.pk)
    edition = issued(world, report)
    said = json.loads(edition.files.get(format="json").file.read())
    assert (said["layout"]["by"], said["openings"][0]["decision"]["paragraph"]) == ("organ", "14")
    Told.model_validate(said)
    goals = ["malomraden", "namnd-ukn", "flera-ansvariga"]
    assert [one for one in said["layout"]["chapters"] if one in goals] == goals
    assert ["Inledning", "Vi har räckt till."] in _texts_in(found.edition, tmp_path)
    for form in ("html", "docx"):
        text = _text(edition, form, tmp_path)
        assert "Vi har räckt till." in text and "Nämndens inledning:" in text and "Tack." in text
        assert text.index("Vi har räckt till.") < text.index("Analys av g1.") < text.index("Analys av g2.")
        assert text.count("Analys av g2.") == 1 and "Nämnden är också ansvarig, tillsammans med andra, för" in text
        text = _text(found.edition, form, tmp_path)
        assert text.index("Nämnden har lämnat detta.") < text.index("Vi har räckt till.") < text.index("Analys av g1.")
    own_words = json.loads(found.edition.files.get(format="json").file.read())["openings"]
    assert [(one["organ"], one["text"]) for one in own_words] == [("ukn", "**Vi** har räckt till.")]
    page = client.get(address).content.decode()
    assert "Inledningen är nämndens egen: " in page and "with_malomraden" not in page
    arrange(
        world,
        report,
        by="organ",
        chapters=[Chapter("flera-ansvariga", left_out=True), Chapter("omrade-trygga", left_out=True)],
    )
    left = json.loads(issued(world, report).snapshot)
    assert [goal["goal"] for goal in left["goals"]] == ["g1", "g3"] and len(left["areas"]) == 2
    with pytest.raises(Refusal, match="kan inte utelämnas"):
        arrange(world, report, by="organ", chapters=[Chapter("namnd-ukn", left_out=True)])  # g3 is of weight


def _text(edition: ReportEdition, form: str, folder: Any) -> str:
    file = folder / f"r.{form}"
    file.write_bytes(edition.files.get(format=form).file.open("rb").read())
    return text_of(file)


def _texts_in(edition: ReportEdition, folder: Any) -> list[list[Any]]:
    file = folder / "r.xlsx"
    file.write_bytes(edition.files.get(format="xlsx").file.open("rb").read())
    return [list(line.values()) for line in sheet(file, "Texter")]


def test_an_edition_of_before_openings_were_decided_is_drawn_as_it_was(world: World) -> None:
    said = {"organ": "ukn", "text": "Vi har räckt till.", "edition": 2, "issued": "2028-03-01", "sha256": "0" * 64}
    snapshot = {"kind": "committee", "names": {"organs": {"ukn": "Nämnden"}}, "openings": [said]}
    opening = committees.own_opening(snapshot)
    assert opening and opening.source == "Ur nämndens egen rapport, utgåva 2, 2028-03-01."
    assert FetchedOpening.model_validate(said).model_dump() == said
