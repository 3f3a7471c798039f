"""Burlöv's own term, its annual report in five forms: the same figures in all, the published ones, and valid."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from docx import Document
from docx.oxml.ns import qn
from pytest_django import DjangoDbBlocker

from burlov_styrning.pages.book.importing import import_bytes
from burlov_styrning.pages.book.report_schema import Report
from followup import rounds
from followup.content.compared import READER
from followup.content.premises.charts import made as made_charts
from followup.models import FollowUpRound, ReportEdition
from followup.verification import check_file
from indicators import comparing
from indicators.comparing import Asked
from indicators.models import ComparisonGroup, Indicator
from tests.followup import reported
from tests.followup.forms import FORMS, READ, sheet, text_of
from tests.indicators.making import demanding, staffed
from tests.pages.book.books import real
from tests.verify_pdf import verify_pdf
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.alike]  # drawn once for all: what is drawn, no database knows of


def made(folder: Path) -> dict[str, Path]:
    """Burlöv 2019–2022 imported, the report of 2019 in all its forms."""
    book = real("burlov-2019-2022")
    assert import_bytes(json.dumps(book).encode(), "bok.json").faults == ()
    files = {form: folder / f"rapport.{form}" for form in FORMS}
    for form, file in files.items():
        call_command("issue_report", "2019-2022", format=form, out=file, verbosity=0)
    return files


@pytest.fixture
def issued(tmp_path: Path) -> dict[str, Path]:
    """The files, and the edition in the database."""
    return made(tmp_path)


@pytest.fixture(scope="module")
def forms(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> dict[str, Path]:
    """The files alone, made once for all who read them."""
    with django_db_blocker.unblock(), transaction.atomic():
        files = made(tmp_path_factory.mktemp("forms"))
        transaction.set_rollback(True)
    return files


def printed(value: str) -> str:
    """A stored decimal as Swedes write it; our own arithmetic, not the product's."""
    sign, digits = ("−", value[1:]) if value.startswith("-") else ("", value)
    whole, _point, part = digits.partition(".")
    groups = re.sub(r"(?<=\d)(?=(\d{3})+$)", " ", whole)
    return sign + groups + (f",{part}" if part else "")


def annex(text: str) -> list[tuple[str, str]]:
    """The annex cut into its figures: `2019: 73`, in the order they stand."""
    tail = text[text.index("Värdena står här med alla sina decimaler") :]
    return re.findall(r"(?<![\d–])(\d{4}): ([−\d][\d ]*(?:,\d+)?)", tail)


def test_all_forms_have_the_same_figures_and_they_are_the_published_ones(forms: dict[str, Path]) -> None:
    report = json.loads(forms["json"].read_text())
    Report.model_validate(report)
    book = real("burlov-2019-2022")
    targets = {
        (goal["key"], line["indicator"]): line["target"] for goal in book["goals"] for line in goal["indicators"]
    }
    assert len(targets) == 11
    got = {(row["goal"], row["indicator"]): row["target"] for row in report["figures"]}
    assert {key: Decimal(value) for key, value in got.items()} == {key: Decimal(v) for key, v in targets.items()}
    published = {
        (row["indicator"], row["period"]): Decimal(row["value"]) for row in book["outcomes"] if row["sex"] == "T"
    }
    shown = {(row["indicator"], row["period"]): Decimal(row["outcome"]) for row in report["figures"]
             if row["outcome"] is not None and row["sex"] == "T"}  # fmt: skip
    goals = {line["indicator"] for goal in book["goals"] for line in goal["indicators"]}
    wanted = {key: value for key, value in published.items() if key[0] in goals and key[1] <= "2019"}
    assert wanted and wanted == shown

    expected = sorted(
        {(row["indicator"], row["goal"], row["read"] or row["period"], printed(row["outcome"]))
         for row in report["figures"] if row["outcome"] is not None}
        | {(row["indicator"], row["goal"], "2022", printed(row["target"])) for row in report["figures"]}
    )  # fmt: skip
    for form in READ:
        figures = sorted((year, value.strip()) for year, value in annex(text_of(forms[form])))
        assert figures == sorted((year, value) for _indicator, _goal, year, value in expected), form


SHEET_COLUMNS = {"baseline": "Utgångsvärde", "outcome": "Utfall", "progression": "Målnivå", "target": "KF-mål",
                 "forecast": "Prognos"}  # fmt: skip


def test_the_spreadsheet_has_the_figures_of_the_json_as_numbers(forms: dict[str, Path]) -> None:
    told, rows = json.loads(forms["json"].read_text())["figures"], sheet(forms["xlsx"], "Siffror")
    assert len(rows) == len(told) > 10
    for figure, row in zip(told, rows, strict=True):
        assert row["År"] == int(figure["period"])
        for name, heading in SHEET_COLUMNS.items():
            shown = row[heading]
            assert not isinstance(shown, str)
            assert (shown is None) == (figure[name] is None)
            assert shown is None or Decimal(str(shown)) == Decimal(figure[name]), (figure, heading)
    goals = sheet(forms["xlsx"], "Mål")
    assert [(row["Mätta indikatorer"], row["Indikatorer"]) for row in goals] == [
        tuple(goal["measured"]) for goal in json.loads(forms["json"].read_text())["goals"]
    ]
    (about,) = [row for row in sheet(forms["xlsx"], "Om rapporten") if row["Uppgift"].startswith("Ögonblicksbild")]
    assert about["Värde"] == json.loads(forms["json"].read_text())["sha256"]


def test_word_has_headings_places_and_pictures_with_their_finding(forms: dict[str, Path]) -> None:
    document: Any = Document(str(forms["docx"]))
    levels = [p.style.name for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == "Heading 1" and set(levels) == {"Heading 1", "Heading 2"}  # nobody has judged: no analysis
    marked = {part.get(qn("w:name")) for part in document.element.body.iter(qn("w:bookmarkStart"))}
    linked = {part.get(qn("w:anchor")) for part in document.element.body.iter(qn("w:hyperlink"))} - {None}
    assert linked and linked <= marked
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert pictures and all(len(finding) > 20 for finding in pictures)
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) for table in document.tables]
    assert heads and all(head is not None for head in heads)


def test_what_nobody_judged_is_printed_as_such_and_nothing_is_called_an_example(forms: dict[str, Path]) -> None:
    report = json.loads(forms["json"].read_text())
    assert {goal["assessment"] for goal in report["goals"]} == {None}
    assert report["counts"]["not_judged"] == len(report["goals"]) == 7
    for form in READ:
        text = text_of(forms[form])
        assert "Ingen bedömning är godkänd i uppföljningen" in text
        assert "Goda svarstider" in text  # the area's own judgement, published
        assert "Exempel, inte" not in text
        assert report["sha256"] in text


def test_a_validator_finds_nothing(forms: dict[str, Path]) -> None:
    assert verify_pdf(forms["pdf"], "ua1,2a") == []


def test_a_changed_pdf_says_which_edition_it_was(issued: dict[str, Path]) -> None:
    body = issued["pdf"].read_bytes()
    ReportEdition.objects.update(exposure="published")
    same = check_file(SimpleUploadedFile("rapport.pdf", body), None)
    changed = check_file(SimpleUploadedFile("rapport.pdf", body + b"\n"), None)
    assert (same.edition, same.unchanged) == (ReportEdition.objects.get(), True)
    assert (changed.edition, changed.unchanged) == (same.edition, False)
    assert check_file(SimpleUploadedFile("rapport.pdf", b"%PDF-1.7 broken"), None).edition is None


def test_all_forms_are_of_one_edition_and_issuing_again_gives_the_same_bytes(
    issued: dict[str, Path], tmp_path: Path
) -> None:
    assert ReportEdition.objects.count() == 1
    for form in FORMS:
        again = tmp_path / f"igen.{form}"
        call_command("issue_report", "2019-2022", "ar2019", format=form, out=again, verbosity=0)
        assert again.read_bytes() == issued[form].read_bytes()
    assert ReportEdition.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        (["2031-2034"], {}, "Målperioden 2031-2034 finns inte. Det finns: 2019-2022"),
        (["2019-2022", "ar2031"], {}, "Det finns: ar2019"),
        (["2019-2022"], {"kind": "interim"}, "ingen stängd uppföljning"),
        (["2019-2022", "ar2019"], {"kind": "interim"}, "inget underlag"),
        (["2019-2022"], {"kind": "premises"}, "Inget scenario som är i bruk säger något om 2019"),
        (["2019-2022"], {"kind": "premises", "year": 2031}, "2031 ligger inte i perioden"),
        (
            ["2019-2022"],
            {"kind": "catalogue", "meeting": date(2018, 1, 1)},
            "Fullmäktige har inget sammanträde 2018-01-01.",
        ),
        (["2019-2022", "ar2031"], {"kind": "audit"}, "Det finns: ar2019"),
        (["2019-2022"], {"kind": "hello"}, "Hello kan inte ges ut här."),
        (["2019-2022"], {"kind": "committee"}, "Välj vilken nämnd"),
        (["2019-2022"], {"kind": "committee", "organ": "xyz"}, "Organet xyz finns inte"),
        (["2019-2022"], {"format": "odt"}, "Formatet odt finns inte. Välj html, pdf, docx, xlsx, json."),
    ],
)
def test_what_cannot_be_issued_is_said(
    arguments: list[str], options: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    assert import_bytes(json.dumps(real("burlov-2019-2022")).encode(), "bok.json").faults == ()
    with pytest.raises(CommandError, match=re.escape(sentence)):
        call_command("issue_report", *arguments, out=tmp_path / "x", verbosity=0, **options)


def test_a_round_that_is_open_is_refused(tmp_path: Path) -> None:
    book = real("burlov-2019-2022")
    book["rounds"].append(
        {"key": "ar2022", "year": 2022, "kind": "annual", "period_end": "2022-12-31", "state": "open"}
    )
    assert import_bytes(json.dumps(book).encode(), "bok.json").faults == ()
    assert FollowUpRound.objects.get(key="ar2022").state == "open"
    with pytest.raises(CommandError, match="Stäng uppföljningen först"):
        call_command("issue_report", "2019-2022", "ar2022", out=tmp_path / "x", verbosity=0)


@pytest.mark.parametrize("kind", ["interim", "tertial", "committee", "premises", "audit"])
def test_every_kind_is_made_in_all_forms_and_valid(kind: str, tmp_path: Path, world: World) -> None:
    reported.goal(world, 1)
    term, row = world.phase("follow_up"), reported.closed(world)
    if kind == "premises":  # which is on no round but on a budget year
        reported.frames(world)
        demanding(world)
        staffed(world)
    elif kind not in ("committee", "audit"):  # which can be on any round, such as the annual one
        end = date(2027, 8, 31) if kind == "interim" else date(2027, 4, 30)
        row = rounds.plan(term, 2027, kind, end, by=world.controller)
        rounds.open_round(row, by=world.controller)
        rounds.close(row, by=world.controller)
    organ = {"organ": world.school.key} if kind == "committee" else {}
    if kind == "committee":
        reported.peers(world, Indicator.objects.get(key="i1"))
    out = tmp_path / "rapport.pdf"
    call_command("issue_report", term.key, row.key, kind=kind, format="pdf", out=out, verbosity=0, **organ)
    for file in ReportEdition.objects.get().files.all():  # the same files for whoever asks: that is tried on Burlöv's
        (tmp_path / f"rapport.{file.format}").write_bytes(file.file.open("rb").read())
    issued_as(kind, tmp_path, world)


def issued_as(kind: str, tmp_path: Path, world: World) -> None:
    """What the forms of a kind have to say, and that they say it alike."""
    assert verify_pdf(tmp_path / "rapport.pdf", "ua1,2a") == []
    report = json.loads((tmp_path / "rapport.json").read_text())
    texts = {form: text_of(tmp_path / f"rapport.{form}") for form in READ}
    Report.model_validate(report)
    goals = report["premises"]["goals"] if kind == "premises" else report["goals"]
    assert (report["kind"], [goal["goal"] for goal in goals]) == (kind, ["g1"])
    if kind == "premises":
        the_premises_are_alike(tmp_path, report, texts)
    if kind == "committee":
        the_comparison_is_alike(tmp_path, report, texts)
    title = {
        "premises": "Budgetförutsättningar 2027",
        "interim": "Delårsrapport 2027",
        "tertial": "Tertialrapport 1 2027",
        "committee": world.school.name,
        "audit": "Granskningsunderlag 2027",
    }[kind]
    for text in texts.values():
        assert title in text and report["sha256"] in text and "83,46" in text
        assert ("God ekonomisk hushållning" in text) is (kind in ("interim", "audit"))
        assert ("Vem och när" in text and "Målet antogs" in text) is (kind == "audit")


ORDER = (1, 0, 2, 3)
"""The charts of the premises as they stand in the report: frames, room, need, the goal's indicator."""


def the_comparison_is_alike(folder: Path, report: Any, texts: dict[str, str]) -> None:
    """Where the municipality stands among others, of final values: as the compare page has it, in every form."""
    (row,) = report["compared"]["rows"]
    group = ComparisonGroup.objects.get(key=report["compared"]["group"]["key"])
    found = comparing.compare(Indicator.objects.get(key="i1"), Asked(year=2026), [group], "", user=READER)
    place, spread = found.place(2026), found.spread(2026)
    assert place and spread and spread.lower and spread.upper
    said = [Decimal(row[name]) for name in ("value", "median", "lower", "upper")]
    assert said == [Decimal(80), spread.median, spread.lower, spread.upper]
    assert (row["year"], row["place"], row["of"], str(spread.upper)) == (2026, place.place, place.of, "83.75")
    figures = {("2026", printed(row[name])) for name in ("value", "median", "lower", "upper")} | {("2026", "3")}
    for form, text in texts.items():
        assert figures <= {(year, value.strip()) for year, value in annex(text)}, form
        assert "Grannarna" in text and "75,5–83,8" in text and "3 av 6" in text and "bättre än medianen" in text
    (line,) = sheet(folder / "rapport.xlsx", "Jämförelse")
    names = ("Kommunen", "Median", "Undre kvartil", "Övre kvartil", "Plats", "Av")
    assert [Decimal(str(line[name])) for name in names] == [*said, 3, 6]


def the_premises_are_alike(folder: Path, report: Any, texts: dict[str, str]) -> None:
    """Levels, frames and room are the same in page, PDF and Word as in the JSON, and in the spreadsheet as numbers."""
    premises = report["premises"]
    expected = {(row["period"], printed(row[name])) for row in report["figures"] for name in ("outcome", "progression")
                if row[name] is not None}  # fmt: skip
    for rows in ("room", "frames", "frame_totals"):
        expected |= {(str(row["year"]), printed(value)) for row in premises[rows] for name, value in row.items()
                     if isinstance(value, str) and name != "organ" and (rows, name) != ("room", "frames")}  # fmt: skip
    need, staff = premises["demography"], premises["staff"]
    for rows in ("parts", "needs", "totals", "by_class"):
        expected |= {(str(row["year"]), printed(row[name])) for row in need[rows] for name in ("change", "need")
                     if name in row}  # fmt: skip
    expected |= {(str(cell["year"]), printed(cell["value"])) for one in staff["measures"] for cell in one["cells"]}
    expected |= {(str(row["year"]), printed(value)) for row in staff["money"] for value in row.values()
                 if isinstance(value, str)}  # fmt: skip
    levels = {(str(goal["year"]), printed(line["target"])) for goal in premises["goals"] for line in goal["lines"]}
    baselines = {("2026", printed(line["baseline"])) for goal in premises["goals"] for line in goal["lines"]}
    for form, text in texts.items():
        assert {(year, value.strip()) for year, value in annex(text)} == expected | levels | baselines, form
    charts = [chart for _key, chart in made_charts(json.loads(ReportEdition.objects.get().snapshot))]
    assert [chart.name for chart in charts[:2]] == ["Ekonomiskt utrymme", "Ramarnas ändring 2027"] and len(charts) == 4
    for form, text in texts.items():
        assert all(" ".join(chart.finding.split()) in text for chart in charts), form
    pictures = Document(str(folder / "rapport.docx")).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in pictures] == [charts[place].alternative for place in ORDER]
    frames = sheet(folder / "rapport.xlsx", "Ramar, tkr")
    assert [Decimal(str(row["Ny ram"])) for row in frames] == [
        Decimal(row["new"]) for row in (*premises["frames"], *premises["frame_totals"])
    ]
    needs = [Decimal(str(row["Behov"])) for row in sheet(folder / "rapport.xlsx", "Demografi, tkr")]
    assert needs == [Decimal(row["need"]) for row in need["parts"]] and sum(needs) == sum(
        Decimal(row["need"]) for row in need["totals"]
    )
    room = sheet(folder / "rapport.xlsx", "Utrymme, tkr")
    assert [Decimal(str(row["Ekonomiskt utrymme"])) for row in room] == [
        Decimal(one["room"]) for one in premises["room"]
    ]
