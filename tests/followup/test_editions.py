"""Editions: issued once for the same content, frozen, drawn all or nothing, published and approved."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from docx import Document
from openpyxl import load_workbook

from burlov_styrning import pdf
from burlov_styrning.base.models import Event
from burlov_styrning.pages.management.commands import worker
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import writing
from followup import editions, making
from followup.content import report
from followup.content.naming import Edition
from followup.content.snapshot import canonical, collect
from followup.models import Activity, Assessment, EditionFile, FollowUpRound, ReportEdition
from goals.models import Goal, GoalArea, Path
from indicators import catalogue, imports
from indicators.models import AccountFigure, Outcome
from tests.followup import reported
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF itself is tried on Burlöv's report."""
    monkeypatch.setattr(pdf, "render", reported.pretended)


def issued(world: World) -> ReportEdition:
    """Issued and drawn at once."""
    found = editions.issue(reported.closed(world), "annual", by=world.controller, background=False)
    making.make(found.edition.pk)
    return ReportEdition.objects.get(pk=found.edition.pk)


def bytes_of(edition: ReportEdition) -> dict[str, bytes]:
    return {file.format: file.file.open("rb").read() for file in edition.files.all()}


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
    assert json.loads(files["json"])["whole"]["balance"] == "-12.5"


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


def test_closing_froze_the_numbers(world: World) -> None:
    made = reported.goal(world, 1)
    round_ = reported.closed(world)
    Event.objects.create(row=round_, flow="rounds", move="close")
    reported.outcome(world, made.targets.get(), 2027, "85", published="2028-06")
    shown = {row["outcome"] for row in collect(round_, kind="annual")["figures"]}
    assert "83.46" in shown and "85" not in shown


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


def test_the_background_makes_it(transactional_db: None) -> None:
    from tests.world import make_world

    world = make_world()
    reported.goal(world, 1)
    edition = editions.issue(reported.closed(world), "annual", by=world.controller).edition
    call_command("db_worker", "--batch", "--interval", "0", verbosity=0)
    edition.refresh_from_db()
    assert (edition.state, edition.number) == ("proposed", 1)


def test_progress_is_told_bit_by_bit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3):
        reported.goal(world, number)
    edition = editions.issue(reported.closed(world), "annual", by=world.controller, background=False).edition
    told: list[int] = []
    teller = making._teller

    def spy(row: ReportEdition, before: int) -> Any:
        tell = teller(row, before)

        def said(done: int) -> None:
            tell(done)
            told.append(ReportEdition.objects.get(pk=row.pk).done)

        return said

    monkeypatch.setattr(making, "_teller", spy)
    making.make(edition.pk)
    assert told == [2, 3, 4]  # collected is the first; the pages are told by WeasyPrint
    edition.refresh_from_db()
    assert edition.total >= told[-1]


def test_a_kill_leaves_a_row_that_is_recognised_and_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reported.goal(world, 1)
    edition = editions.issue(reported.closed(world), "annual", by=world.controller, background=False).edition

    def killed(*args: Any, **kwargs: Any) -> bytes:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(pdf, "render", killed)
        with pytest.raises(SystemExit):
            making.make(edition.pk)
    edition.refresh_from_db()
    assert (edition.state, edition.number, edition.files.count()) == ("making", None, 0)
    with pytest.raises(Refusal, match="framställs just nu"):
        editions.retry(edition, by=world.controller)
    ReportEdition.objects.filter(pk=edition.pk).update(touched_at=timezone.now() - timedelta(minutes=6))
    edition.refresh_from_db()
    assert editions.is_stale(edition)
    editions.retry(edition, by=world.controller, background=False)
    making.make(edition.pk)
    edition.refresh_from_db()
    assert (edition.state, edition.number, edition.files.count()) == ("proposed", 1, 5)


def test_a_failure_is_told_and_leaves_no_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = editions.issue(reported.closed(world), "annual", by=world.controller, background=False).edition
    with monkeypatch.context() as patched:
        patched.setattr(making, "_store", lambda *args: 1 / 0)
        making.make(edition.pk)
    edition.refresh_from_db()
    assert edition.state == "failed"
    assert "Försök igen" in edition.problem
    assert not EditionFile.objects.exists()
    editions.retry(edition, by=world.controller, background=False)
    making.make(edition.pk)
    edition.refresh_from_db()
    assert (edition.state, edition.number) == ("proposed", 1)
    assert default_storage.exists(str(edition.files.get(format="pdf").file))


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


def test_a_worker_takes_up_what_stopped_from_the_same_snapshot_and_not_for_ever(world: World) -> None:
    edition = editions.issue(reported.closed(world), "annual", by=world.controller).edition
    frozen = edition.snapshot
    DBTaskResult.objects.all().delete()
    assert editions.stale() == []
    for _time in range(editions.MOST_TRIES):
        ReportEdition.objects.update(touched_at=timezone.now() - timedelta(minutes=6))
        worker.take_up()
        worker.take_up()  # another worker, a moment later
    assert DBTaskResult.objects.count() == editions.MOST_TRIES
    ReportEdition.objects.update(touched_at=timezone.now() - timedelta(minutes=6))
    worker.take_up()
    assert DBTaskResult.objects.count() == editions.MOST_TRIES
    client = Client()
    client.force_login(world.controller)
    told = client.get(reverse("followup:edition", args=[edition.pk])).content.decode()
    assert all(words in told for words in ("Rapporten blev inte klar", "Arbetet har stannat", "Börja om"))
    edition.refresh_from_db()
    assert edition.snapshot == frozen


def test_approved_files_that_nobody_draws_are_asked_for_again(world: World) -> None:
    edition = reported.quick(world)
    editions.approve(edition, world.decision(world.council, "round", "44"), by=world.council_secretary)
    DBTaskResult.objects.all().delete()
    editions.draw_what_was_approved()
    assert not DBTaskResult.objects.exists()  # it was asked for just now
    ReportEdition.objects.update(touched_at=timezone.now() - timedelta(minutes=6))
    editions.draw_what_was_approved()
    assert DBTaskResult.objects.get().task_path == "followup.making.make_approved"


@pytest.mark.parametrize(
    ("name", "dead"),
    [
        (f"{platform.node()[:32]}:{os.getppid()}:x", False),
        (f"{platform.node()[:32]}:{2**22 + 1}:x", True),
        (f"{platform.node()[:32]}:{os.getpid()}:x", True),
        (f"annan:{2**22 + 1}:x", False),
        ("slumpat", False),
    ],
    ids=["running", "gone", "myself before", "another machine", "no name of ours"],
)
def test_a_worker_is_known_to_be_dead_by_its_process_on_this_machine_only(name: str, dead: bool) -> None:
    assert worker.is_dead(name) is dead


def test_what_a_dead_worker_had_begun_waits_in_line_again(db: None) -> None:
    """Reports, imports and the catalogue alike: each goes on from where it was."""
    gone = f"{platform.node()[:32]}:999999999:x"
    for task in (making.make_edition, imports.go_on_with):
        task.enqueue(1)
    catalogue.refresh_later.enqueue()
    DBTaskResult.objects.update(status="RUNNING", worker_ids=[gone])
    worker.queue_again()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"READY"}
    assert {row.task_path for row in DBTaskResult.objects.all()} < set(worker.REPEATABLE)


def test_a_committees_report_has_its_own_goals_only(world: World) -> None:
    reported.goal(world, 1)
    with writing():
        theirs = reported.goal(world, 2)
        theirs.owners.update(organ=world.social)
    found = collect(reported.closed(world), kind="committee", organ=world.school)
    assert [goal["goal"] for goal in found["goals"]] == ["g1"]
    assert (found["areas"], found["whole"]) == ([], None)


def test_collecting_takes_as_many_queries_for_ten_times_the_goals(world: World) -> None:
    reported.goal(world, 0)
    round_ = reported.closed(world)
    collect(round_, kind="annual")
    with CaptureQueriesContext(connection) as few:
        collect(round_, kind="annual")
    for number in range(1, 10):
        reported.goal(world, number)
    with CaptureQueriesContext(connection) as many:
        found = collect(round_, kind="annual")
    assert len(found["goals"]) == 10
    assert len(many) == len(few)


def test_the_snapshot_is_all_that_is_needed(world: World, django_assert_num_queries: Any) -> None:
    from followup.content import charts

    reported.goal(world, 1)
    snapshot = json.loads(json.dumps(collect(reported.closed(world), kind="annual")))
    with django_assert_num_queries(0):
        view = report.build(snapshot, Edition(1, "2028-03-01", "0" * 64), charts.draw(snapshot))
    assert view.areas[0].goals[0].judged.sign == "▲"


def test_a_real_outcome_stays_real_beside_an_invented_target(world: World) -> None:
    from followup.content import annex

    made = reported.goal(world, 1)
    made.targets.update(example_fields=["baseline"])
    snapshot = collect(reported.closed(world), kind="annual")
    marks = {row.name: row.example for row in annex.groups(snapshot)[0].rows}
    assert marks == {
        "Utgångsvärde": True, "Målnivå": False, "KF-mål": False, "Utfall": False, "Utfall, kvinnor": False,
        "Utfall, män": False,
    }  # fmt: skip
    assert snapshot["head"]["example"]


def test_the_page_as_a_file_needs_no_other_and_has_the_prints_typefaces(world: World) -> None:
    reported.goal(world, 1)
    html = bytes_of(issued(world))["html"].decode()
    assert html.count("url(data:font/woff2;base64,d09GMg") == 3
    assert not re.findall(r"""(?:src|href)=["'](?!#|https?://kolada)""", html)
    assert len(html) < 400_000


def test_areas_and_goals_stand_in_their_own_order_and_the_numbers_follow(world: World) -> None:
    first = GoalArea.objects.create(term=world.term, key="z-forst", name="Först", order=0)
    GoalArea.objects.filter(pk=world.area.pk).update(order=1)
    loose, second, one = (reported.goal(world, number) for number in (1, 2, 3))
    Goal.objects.filter(pk=loose.pk).update(area=None, kind="financial")
    Goal.objects.filter(pk=one.pk).update(area=first)
    snapshot = json.loads(canonical(collect(reported.closed(world), kind="annual")))
    view = report.build(snapshot, Edition(1, "2028-03-01", "0" * 64), {})
    printed = [(goal.number, goal.key) for area in view.areas for goal in area.goals]
    assert printed == [(1, one.key), (2, second.key), (3, loose.key)]
    assert [row.name for row in view.summary.areas][:2] == ["Först", world.area.name]


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


def test_what_is_cancelled_leaves_off_and_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the worker has not begun, is at a chart, or has drawn all of it; it can be made again."""
    for number in (1, 2, 3):
        reported.goal(world, number)
    edition = editions.issue(reported.closed(world), "annual", by=world.controller, background=False).edition
    drawn, at_work = making.chapters, ReportEdition.objects.get(pk=edition.pk)

    def cancelled_meanwhile(view: Any) -> str:
        editions.cancel(edition, by=world.controller)
        return drawn(view)

    monkeypatch.setattr(making, "chapters", cancelled_meanwhile)
    making.make(edition.pk)
    row = ReportEdition.objects.get(pk=edition.pk)
    assert (row.state, row.number, row.files.count(), row.done, row.exposure) == ("stopped", None, 0, 0, "working")
    tell = making._teller(at_work, 1)
    with pytest.raises(making.Stopped):
        tell(1)
    monkeypatch.setattr(making, "chapters", drawn)
    making.make(edition.pk)  # a task that was waiting in line
    assert ReportEdition.objects.get(pk=edition.pk).state == "stopped"
    client = Client()
    client.force_login(world.controller)
    page = client.get(reverse("followup:edition", args=[edition.pk])).content.decode()
    assert "Framställningen är avbruten" in page and "Framställ rapporten igen" in page

    old = ReportEdition.objects.get(pk=edition.pk)
    Assessment.objects.filter(goal__key="g1").update(analysis="Ny.")
    client.post(reverse("followup:edition-retry", args=[edition.pk]))
    old.state = "making"  # as the worker knows it that was stopped, and has only now drawn the old content
    with pytest.raises(making.Stopped):
        making._finish(old, 1, {"json": b"{}"})
    making.make(edition.pk)
    row = ReportEdition.objects.get(pk=edition.pk)
    assert (row.state, row.number, row.files.count()) == ("proposed", 1, 5) and "Ny." in row.snapshot
    with pytest.raises(Refusal):
        editions.cancel(row, by=world.controller)
