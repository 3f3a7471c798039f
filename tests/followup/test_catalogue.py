"""The proposal catalogue: what was handed in and nothing else, frozen, the same figures in every form."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from burlov_styrning import pdf
from burlov_styrning.base.models import Meeting, Municipality
from burlov_styrning.pages.book.report_schema import Report
from burlov_styrning.refusals import Refusal
from burlov_styrning.workflow import writing
from followup import editions, making, preparing
from followup.content.catalogue.snapshot import collect
from followup.content.layout import Chapter, Layout
from followup.models import ReportEdition
from goals import ballots, proposals
from goals.models import GoalProposal
from indicators.models import ComparisonGroup, Outcome
from tests.followup import reported
from tests.followup.forms import FORMS, READ, sheet, text_of
from tests.goals.making import complete_text, made, made_draft, made_need
from tests.verify_pdf import verify_pdf
from tests.world import World

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2026, 12, 14)


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "render", reported.pretended)


def handed_in(world: World) -> GoalProposal:
    """A proposal with a history of its own, of five peers, and a cost."""
    peers = [Municipality.objects.create(code=f"100{n}", name=f"Kommun {n}") for n in range(5)]
    for place, gain in [(world.municipality, "12"), *((peer, str(n * 4)) for n, peer in enumerate(peers))]:
        for year, value in [(2020, D("55")), (2025, D("55") + D(gain))]:
            Outcome.objects.create(
                indicator=world.indicator, version=world.indicator.current, municipality=place, period=str(year),
                year=year, value=value, exposure="published",
            )  # fmt: skip
    group = ComparisonGroup.objects.create(key="lik", title="Liknande kommuner")
    group.members.set(peers)
    return made(world, "submitted", made_need(world), comparison_group=group)


def issued(world: World, **more: Any) -> ReportEdition:
    found = editions.issue_catalogue(world.term, by=world.controller, background=False, **more)
    making.make(found.edition.pk)
    return ReportEdition.objects.get(pk=found.edition.pk)


def annex(text: str) -> list[tuple[str, str]]:
    """The annex cut into its figures: `2027: 70`."""
    tail = text[text.index("Värdena står här med alla sina decimaler") :]
    return sorted(re.findall(r"(?<![\d–])(\d{4}): ([−\d]+(?:,\d+)?)", tail))


def test_page_pdf_and_json_have_the_same_figures_and_the_pdf_is_valid(world: World, tmp_path: Path) -> None:
    handed_in(world)
    Meeting.objects.create(organ=world.council, date=DAY)
    files = {form: tmp_path / f"katalog.{form}" for form in FORMS}
    for form, file in files.items():
        call_command("issue_report", world.term.key, kind="catalogue", meeting=DAY, format=form, out=file,
                     verbosity=0)  # fmt: skip
    assert ReportEdition.objects.count() == 1
    assert verify_pdf(files["pdf"], "ua1,2a") == []
    told = json.loads(files["json"].read_text())
    Report.model_validate(told)
    (row,) = told["proposals"]
    assert (row["number"], row["title"], row["costs"][0]["operating"]) == (1, "Fler barn får plats i tid", "400")
    (check,) = row["checks"]
    assert (check["verdict"], check["demanded"], check["own"], check["peers"], check["peers_as_fast"]) == (
        "ambitious", "16", "12", 5, 1,
    )  # fmt: skip
    expected = {(figure["period"], figure[name]) for figure in told["figures"] for name in ("outcome", "progression")
                if figure[name] is not None}  # fmt: skip
    expected |= {("2025", "67"), ("2030", "83")}  # baseline and target
    expected |= {(str(cost["year"]), cost[kind]) for cost in row["costs"] for kind in ("operating", "investment")}
    for form in READ:
        text = text_of(files[form])
        assert set(annex(text)) == expected, form
        assert "Kommunfullmäktiges" in text.title() and "14 december 2026" in text
        assert "inget beslut" in text and told["sha256"] in text
        assert "Målet kräver 3,2 om året: snabbare än hittills. 1 av 5 jämförbara kommuner" in text.replace(
            " procentenheter", ""
        ).replace(" %", "")
        assert "Kön till förskolan växer" in text and "Högre är bättre" in text
    levels = sheet(files["xlsx"], "Nivåer")
    shown = {(str(row["År"]), str(row[name])) for row in levels for name in ("Utfall", "Föreslagen nivå") if row[name]}
    assert shown == {(figure["period"], figure[name]) for figure in told["figures"]
                     for name in ("outcome", "progression") if figure[name] is not None}  # fmt: skip
    (pace,) = sheet(files["xlsx"], "Takt")
    assert (pace["Målet kräver"], pace["Indikatorns egen"], pace["Varav minst så snabba"]) == (16, 12, 1)
    assert sheet(files["xlsx"], "Kostnad")[0]["Drift, tkr"] == 400


def test_only_what_was_handed_in_is_in_it(world: World) -> None:
    made_draft(world, title="Bara ett utkast")
    made(world, "withdrawn", title="Taget tillbaka")
    row = made(world, "supplement", title="Så lämnades det in")
    text = complete_text(world, title="Så arbetas det vidare")
    proposals.complete(row, text, by=world.staff, revision=GoalProposal.objects.get(pk=row.pk).revision)
    found = collect(world.term)
    assert [one["content"]["title"] for one in found["proposals"]] == ["Så lämnades det in"]
    assert "utkast" not in json.dumps(found, ensure_ascii=False).replace("komplettering", "")


def test_lists_and_notes_are_never_in_it(world: World) -> None:
    row = made(world, "submitted")
    world.phase("selection")
    row = GoalProposal.objects.select_related("term").get(pk=row.pk)
    before = collect(row.term)
    ballots.add(row, by=world.councillor)
    ballots.note(row, "Hemlig tanke", by=world.councillor)
    assert collect(row.term) == before


@pytest.mark.alike
def test_the_number_of_queries_does_not_grow(
    world: World, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    made(world, "submitted", title="Ett")
    with django_assert_max_num_queries(20) as first:
        collect(world.term)
    for title in ("Två", "Tre", "Fyra"):
        made(world, "submitted", title=title)
    with django_assert_num_queries(len(first)):
        collect(world.term)


@pytest.mark.usefixtures("quick_pdf")
def test_the_same_content_is_the_same_edition_and_another_meeting_is_not(world: World) -> None:
    made(world, "submitted")
    first = issued(world)
    assert issued(world) == first
    meeting = Meeting.objects.create(organ=world.council, date=DAY)
    second = issued(world, meeting=meeting)
    assert (first.number, second.number) == (1, 2)


@pytest.mark.usefixtures("quick_pdf")
def test_publishing_shows_the_proposals_that_it_prints(world: World) -> None:
    row, other = made(world, "submitted"), made_draft(world, title="Utkast")
    editions.publish(issued(world), by=world.controller)
    assert GoalProposal.objects.get(pk=row.pk).exposure == "published"
    assert GoalProposal.objects.get(pk=other.pk).exposure == "working"


@pytest.mark.usefixtures("quick_pdf")
def test_it_is_read_and_never_approved(world: World) -> None:
    made(world, "submitted")
    with pytest.raises(Refusal, match="godkänns inte"):
        editions.approve(issued(world), world.decision(world.council, "round"), by=world.council_secretary)


def test_what_cannot_be_issued_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Inget förslag är inlämnat"):
        editions.issue_catalogue(world.term, by=world.controller)
    made(world, "submitted")
    elsewhere = Meeting.objects.create(organ=world.school, date=DAY)
    with pytest.raises(Refusal, match="Välj ett av fullmäktiges") as refused:
        editions.issue_catalogue(world.term, by=world.controller, meeting=elsewhere)
    assert refused.value.fields[0][0] == "meeting"
    with pytest.raises(Refusal):
        editions.issue_catalogue(world.term, by=world.council_secretary)
    with pytest.raises(CommandError, match="inget sammanträde 2026-12-14"):
        call_command("issue_report", world.term.key, kind="catalogue", meeting=DAY, out=tmp_path / "x")
    assert not ReportEdition.objects.exists()


@pytest.mark.usefixtures("quick_pdf")
def test_the_controller_issues_it_from_the_page_and_councillors_find_it(world: World, client: Any) -> None:
    made(world, "submitted")
    there = f"/rapporter/forslagskatalog/{world.term.key}/"
    client.force_login(world.users["councillor"])
    assert "inte utgiven ännu" in client.get(there).content.decode()
    client.force_login(world.users["controller"])
    assert "Förbered förslagskatalogen" in client.get(there).content.decode()
    prepare = client.post(f"/rapporter/forslagskatalog/?period={world.term.key}", {"term": world.term.pk})["Location"]
    page = client.get(prepare).content.decode()
    assert (
        "1 förslag: Utbildningsnämnden." in page and "Alla inlämnade förslag (1)" in page and "with_bilaga" not in page
    )
    typed = {"goals": "all", "depth": "full", "preface": "Välkommen till läsningen.", "revision": "1", "order": "",
             "with_las": "on", "with_oversikt": "on", "with_omrade-trygga": "on",
             "comment_omrade-trygga": "**Ett** i år.", "gor": "granska:omrade-trygga"}  # fmt: skip
    draft = client.get(client.post(prepare, typed)["Location"]).content.decode().partition("<article")[2]
    assert "Ett</strong> i år." in draft and "Fler barn får plats i tid" in draft and "Så läser du" not in draft
    check = f"{prepare}ge-ut/"
    text = client.get(check).content.decode()
    assert "Inget att rätta" in text and re.search(r'name="content" value="[0-9a-f]{64}"', text)
    answer = client.post(check, {"meeting": ""})
    edition = ReportEdition.objects.get()
    assert answer["Location"] == f"/rapporter/{edition.pk}/"
    making.make(edition.pk)
    client.force_login(world.users["councillor"])
    page = client.get(there, follow=True).content.decode()
    assert "Välkommen till läsningen." in page
    assert "Förslagskatalog 2027–2030" in page and "Fler barn får plats i tid" in page
    client.force_login(world.users["staff"])
    assert "inte utgiven ännu" in client.get(there).content.decode()
    assert client.get(answer["Location"]).status_code == 404


@pytest.mark.usefixtures("quick_pdf")
def test_a_choice_of_proposals_is_in_every_form_and_the_next_edition_says_what_changed(
    world: World, tmp_path: Path
) -> None:
    row, other = made(world, "submitted", made_need(world)), made(world, "submitted", title="Ett annat")
    with writing():
        GoalProposal.objects.filter(pk=other.pk).update(organ=world.social)
    first = issued(world)
    assert "layout" not in json.loads(first.snapshot)
    report = first.report
    mine = Layout("Förordet.", [Chapter("bilaga"), Chapter("las", left_out=True)], "organ:ukn", "short")
    preparing.arrange(report, mine, by=world.controller, revision=1)
    second = issued(world)
    said = json.loads(second.files.get(format="json").file.read())
    Report.model_validate(said)
    assert [one["title"] for one in said["proposals"]] == ["Fler barn får plats i tid"]
    assert (said["layout"]["of"], said["proposals"][0]["needs"]) == (2, [])
    told = {(change["what"], change["after"]) for change in said["changes"]["rows"]}
    assert {("Förslaget", "–"), ("Förordet", "tillagd"), ("Förslagen", "i korthet")} <= told
    for form in ("html", "docx"):
        file = tmp_path / f"k.{form}"
        file.write_bytes(second.files.get(format=form).file.open("rb").read())
        text = text_of(file)
        assert "Förordet." in text and "1 av 2 förslag" in text and "Kön till förskolan växer" not in text
        assert "Ändrat sedan utgåva 1" in text and "beslutar ingenting" not in text
    with writing():
        GoalProposal.objects.filter(pk=row.pk).update(state="supplement")
    third = json.loads(issued(world).files.get(format="json").file.read())["changes"]["rows"]
    assert [(change["what"], change["after"]) for change in third] == [("Läget", "Komplettering begärd")]
    with pytest.raises(Refusal, match="kan inte utelämnas"):
        preparing.arrange(report, Layout(chapters=[Chapter("bilaga", left_out=True)]), by=world.controller, revision=2)
