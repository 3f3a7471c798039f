"""Making an edition: in the background, told bit by bit, taken up after a kill, all or nothing."""

from __future__ import annotations

import os
import platform
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from burlov_styrning import pdf
from burlov_styrning.pages.management.commands import worker
from burlov_styrning.refusals import Refusal
from followup import editions, making
from followup.models import Assessment, EditionFile, ReportEdition
from indicators import catalogue, imports
from tests.followup import reported
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF itself is tried on Burlöv's report."""
    monkeypatch.setattr(pdf, "render", reported.pretended)


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
