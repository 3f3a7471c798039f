"""Editions: issued once for the same content, frozen, published and approved."""

from __future__ import annotations

import hashlib
import json
import os
import re
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from burlov_styrning import pdf
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import writing
from followup import editions, making
from followup.content.snapshot import collect
from followup.models import Activity, Assessment, FollowUpRound, ReportEdition
from goals.models import Path
from indicators.models import AccountFigure, Outcome
from tests.followup import reported
from tests.followup.reported import bytes_of, issued
from tests.world import World, make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF itself is tried on Burlöv's report."""
    monkeypatch.setattr(pdf, "render", reported.pretended)


def test_an_edition_has_its_number_its_forms_and_their_hashes(world: World) -> None:
    reported.goal(world, 1)
    edition = issued(world)
    assert (edition.state, edition.number, edition.done) == ("proposed", 1, edition.total)
    assert hashlib.sha256(edition.snapshot.encode()).hexdigest() == edition.sha256
    files = bytes_of(edition)
    assert set(files) == {"pdf", "html", "docx", "xlsx", "json"}
    for file in edition.files.all():
        body = files[file.format]
        assert (file.size, file.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    assert str(edition.files.get(format="pdf").file).endswith("provkopings-kommun-arsredovisning-2027-mal-utgava-1.pdf")


def test_balance_result_and_group_are_printed_where_they_were_entered(world: World) -> None:
    reported.goal(world, 1)
    with writing():
        row = Assessment.objects.create(
            round=reported.closed(world), whole=True, organ=world.board, state="approved", status="on_course",
            exposure="record", analysis="Ja.",
        )  # fmt: skip
    files = bytes_of(issued(world))
    assert "Balanskravsresultat" not in files["html"].decode()
    assert json.loads(files["json"])["whole"] == {"assessment": "on_course", "analysis": "Ja."}
    row.balance, row.balance_text, row.group_text = Decimal("-12.5"), "Återställs 2028.", "Bolagen gick jämnt ut."
    row.save()
    AccountFigure.objects.create(
        figure="Årets resultat", year=2027, unit="mnkr", printed="-9,5", value="-9.5", report="Årsredovisning 2027"
    )
    AccountFigure.objects.create(figure="Realisationsvinster", year=2027, unit="tkr", printed="3000", value="3000")
    files = bytes_of(issued(world))
    text = files["html"].decode()
    assert "balanskravsresultatet är −12,5 mnkr" in text and "− realisationsvinster" in text
    assert "Egen beräkning av Årsredovisning 2027" in text
    assert all(said in text for said in ("−12,5\u00a0mnkr", "Återställs 2028.", "Bolagen gick jämnt ut."))
    whole = json.loads(files["json"])["whole"]
    told = [(step["step"], step["sign"], step["amount"]) for step in whole["balance_steps"]["steps"]]
    assert whole["balance"] == "-12.5" == told[-1][-1] and whole["balance_steps"]["version"] == "actual"
    assert told == [("result", 1, "-9.5"), ("capital_gains", -1, "3.0"), ("adjusted", 1, "-12.5"),
                    ("balance", 1, "-12.5")]  # fmt: skip
    assert [(debt["year"], debt["left"], debt["due"]) for debt in whole["balance_steps"]["debts"]] == [
        (2027, "12.5", 2030)
    ]
    rows = list(load_workbook(BytesIO(files["xlsx"]))["Balanskravsresultat, mnkr"].iter_rows(values_only=True))
    assert [Decimal(str(amount)) for _word, amount in rows[1:]] == [Decimal(amount) for *_step, amount in told]
    tables = [row.cells for table in Document(BytesIO(files["docx"])).tables for row in table.rows]
    printed = [cells[1].text for cells in tables if cells[0].text in {word for word, _amount in rows[1:]}]
    assert printed == ["−9,5", "3,0", "−12,5", "−12,5"]


def test_an_analysis_with_headings_lists_and_tables_is_the_same_in_every_form(world: World) -> None:
    written = "## Läget\nVi är **nära**.\n\n- en lista\n- till\n\n| År | Antal |\n| --- | ---: |\n| 2026 | 12 |"
    reported.assessment(world, reported.goal(world, 1, judged=None), "on_course", analysis=written)
    files = bytes_of(issued(world))
    assert json.loads(files["json"])["goals"][0]["by_owner"][0]["analysis"] == written
    text = re.sub(r"\s*\n\s*", "", files["html"].decode())
    assert "<h5>Läget</h5><p>Vi är <strong>nära</strong>.</p><ul><li>en lista</li>" in text
    document = Document(BytesIO(files["docx"]))
    set_as = {p.text: p.style and p.style.name for p in document.paragraphs}
    assert (set_as["Läget"], set_as["en lista"]) == ("Heading 3", "List Bullet")
    assert ["2026", "12"] in [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    cells = [
        cell for row in load_workbook(BytesIO(files["xlsx"]))["Bedömningar"].iter_rows(values_only=True) for cell in row
    ]
    assert "Läget\nVi är nära.\n– en lista\n– till\nÅr | Antal\n2026 | 12" in cells


def test_the_same_content_is_the_same_edition_with_the_same_bytes(world: World) -> None:
    reported.goal(world, 1)
    first = issued(world)
    before = bytes_of(first)
    again = editions.issue(reported.closed(world), "annual", by=world.controller, background=False)
    assert (again.edition, again.new) == (first, False)
    assert ReportEdition.objects.count() == 1
    assert bytes_of(first) == before
    assert making.draw(first, 1) == before  # drawn once more it would be the same


def test_a_revision_changes_the_next_edition_and_never_the_last(world: World) -> None:
    made = reported.goal(world, 1)
    first = issued(world)
    before = bytes_of(first)
    reported.outcome(world, made.targets.get(), 2027, "85", published="2028-06")
    second = issued(world)
    assert second.number == 2
    assert second.sha256 != first.sha256
    assert bytes_of(ReportEdition.objects.get(pk=first.pk)) == before
    live = collect(reported.closed(world), kind="annual")
    assert "85" in {row["outcome"] for row in live["figures"]}


@pytest.mark.parametrize("state", ["planned", "open"])
def test_a_round_that_is_not_closed_has_no_report(state: str, world: World) -> None:
    with pytest.raises(Refusal, match="Stäng uppföljningen först") as refused:
        editions.issue(reported.round_(world, state), "annual", by=world.controller)
    assert refused.value.fields[0][0] == "round"
    assert not ReportEdition.objects.exists()


@pytest.mark.parametrize(
    ("kind", "organ", "field"),
    [
        ("interim", False, "kind"),
        ("catalogue", False, "kind"),
        ("committee", False, "organ"),
        ("annual", True, "organ"),
    ],
)
def test_kinds_that_do_not_fit_are_refused_beside_their_field(kind: str, organ: bool, field: str, world: World) -> None:
    with pytest.raises(Refusal) as refused:
        editions.issue(reported.closed(world), kind, by=world.controller, organ=world.school if organ else None)
    assert [name for name, _sentence in refused.value.fields] == [field]


def test_only_the_controller_issues_and_publishes_only_the_council_secretary_approves(world: World) -> None:
    edition = reported.quick(world)
    decision = world.decision(world.council, "round")
    for who in set(world.users) - {"controller"}:
        with pytest.raises(Refusal) as refused:
            editions.issue(reported.closed(world), "annual", by=world.users[who])
        assert refused.value.reason is Reason.RIGHT
        with pytest.raises(Refusal):
            editions.publish(edition, by=world.users[who])
    for who in set(world.users) - {"council_secretary"}:
        with pytest.raises(Refusal):
            editions.approve(edition, decision, by=world.users[who])


def test_a_second_click_begins_nothing(world: World) -> None:
    first = editions.issue(reported.closed(world), "annual", by=world.controller)
    second = editions.issue(reported.closed(world), "annual", by=world.controller)
    assert (second.edition, second.new, first.new) == (first.edition, False, True)
    assert ReportEdition.objects.count() == 1


def test_publishing_publishes_what_is_printed_and_nothing_else(world: World) -> None:
    made = reported.goal(world, 1)
    edition = issued(world)
    late = reported.outcome(world, made.targets.get(), 2027, "85", published="2028-06")
    elsewhere = make_indicator("annan", world.school)
    unprinted = Outcome.objects.create(
        indicator=elsewhere, version=elsewhere.current, municipality=world.municipality, period="2027", year=2027,
        value="1", exposure="record",
    )  # fmt: skip
    with writing():
        draft = Path.objects.create(target=made.targets.get(), organ=world.social, state="draft")
    editions.publish(edition, by=world.controller)
    assert set(Assessment.objects.values_list("exposure", flat=True)) == {"published"}
    assert set(Activity.objects.values_list("exposure", flat=True)) == {"published"}
    hidden = Outcome.objects.exclude(exposure="published")
    assert set(hidden) == {late, unprinted}
    assert set(Path.objects.exclude(exposure="published")) == {draft}
    assert ReportEdition.objects.visible_to(None).get() == edition


def test_the_councils_approval_adopts_the_round_and_leaves_the_files(world: World) -> None:
    reported.goal(world, 1)
    edition = issued(world)
    before = bytes_of(edition)
    decision = world.decision(world.council, "round", "44")
    editions.approve(edition, decision, by=world.council_secretary)
    edition = ReportEdition.objects.get(pk=edition.pk)
    assert (edition.state, edition.decision) == ("approved", decision)
    assert edition.report.round is not None
    assert edition.report.round.state == FollowUpRound.State.ADOPTED
    assert bytes_of(edition) == before


def test_an_approved_edition_gets_files_that_say_so_and_keeps_the_others(world: World) -> None:
    reported.goal(world, 1)
    edition = issued(world)
    before = bytes_of(edition)
    decision = world.decision(world.council, "round", "44")
    editions.approve(edition, decision, by=world.council_secretary)
    client = Client()
    client.force_login(world.controller)
    address = reverse("followup:edition", args=[edition.pk])
    assert "fullmäktiges beslut på omslaget framställs nu" in client.get(address).content.decode()
    making.make_approved.func(edition.pk)
    making.make_approved.func(edition.pk)  # a second run finds its work done
    files = {(file.format, file.approved): file for file in edition.files.all()}
    assert {form for form, late in files if not late} == {"pdf", "html", "docx", "xlsx", "json"}
    assert {form for form, late in files if late} == {"pdf", "html", "docx", "xlsx"}
    assert {form: file.file.open("rb").read() for (form, late), file in files.items() if not late} == before
    said = files["html", True].file.open("rb").read()
    assert hashlib.sha256(said).hexdigest() == files["html", True].sha256
    assert "§\u00a044" in said.decode() and "förslag till kommunfullmäktige" not in said.decode()
    assert _without_standing(said) == _without_standing(before["html"])
    page = client.get(address).content.decode()
    assert all(words in page for words in ("PDF, godkänd", "PDF, som den föreslogs")) and "framställs nu" not in page
    fetched: Any = client.get(reverse("followup:edition-file", args=[edition.pk, "html"]) + "?godkand")
    assert b"".join(fetched.streaming_content) == said


def _without_standing(html: bytes) -> str:
    return re.sub(r'<p class="meta">.*?</p>', "", html.decode(), count=1)


def test_the_page_as_a_file_needs_no_other_and_has_the_prints_typefaces(world: World) -> None:
    reported.goal(world, 1)
    html = bytes_of(issued(world))["html"].decode()
    assert html.count("url(data:font/woff2;base64,d09GMg") == 3
    assert not re.findall(r"""(?:src|href)=["'](?!#|https?://kolada)""", html)
    assert len(html) < 400_000


def test_what_is_kept_is_verified_and_what_differs_is_named(world: World) -> None:
    reported.goal(world, 1)
    edition = issued(world)
    said = StringIO()
    call_command("verify_files", stdout=said)
    assert said.getvalue().startswith("6 files and snapshots as they were stored")
    once_more = StringIO()
    call_command("verify_files", stdout=once_more)
    assert once_more.getvalue() == said.getvalue()
    changed, lost = edition.files.get(format="json"), edition.files.get(format="xlsx")
    with open(changed.file.path, "wb") as body:
        body.write(b"{}")
    os.unlink(lost.file.path)
    ReportEdition.objects.update(snapshot=edition.snapshot + " ")
    faults = StringIO()
    with pytest.raises(CommandError, match="3 are missing or changed"):
        call_command("verify_files", stdout=StringIO(), stderr=faults)
    assert set(faults.getvalue().splitlines()) == {
        f"edition {edition.pk}: changed", f"{changed.file.name}: changed", f"{lost.file.name}: missing",
    }  # fmt: skip
