"""The background worker: it makes reports, and takes up what a worker that died had begun."""

import contextlib
import logging
import os
import platform
import threading
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.tasks import TaskResultStatus
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from burlov_styrning.refusals import Refusal
from followup import editions

log = logging.getLogger(__name__)

EVERY = 60
"""Seconds between two looks for what has lost its worker."""

REPEATABLE = (
    "followup.making.make_edition",
    "followup.making.make_approved",
    "burlov_styrning.example.reports.issue_closed_terms",
    "indicators.imports.go_on_with",
    "indicators.catalogue.refresh_later",
)
"""Tasks that go on from where they were when they are run once more."""


class Command(DatabaseWorker):
    """The library's worker under a name that tells whether its process still lives, with a look round beside it."""

    help = "Runs background work; begins with what a worker that died left behind."
    requires_system_checks = ()  # they read every view: half of the time it takes

    def handle(self, *args: Any, **options: Any) -> None:
        """Take up what was lost, go on looking, work."""
        options["worker_id"] = own_name()
        queue_again()
        editions.draw_what_was_approved()
        take_up()
        threading.Thread(target=look_round, daemon=True).start()
        super().handle(*args, **options)


def own_name() -> str:
    """`machine:process:random`, as long as the library allows."""
    return f"{platform.node()[:32]}:{os.getpid()}:{get_random_string(8)}"


def is_dead(name: str) -> bool:
    """Whether the worker of that name ran on this machine and is no more; of other machines nothing is known."""
    machine, _colon, rest = name.partition(":")
    pid = rest.partition(":")[0]
    if machine != platform.node()[:32] or not pid.isdecimal():
        return False
    if int(pid) == os.getpid():
        return True  # a container's first process has the same number each time, and this one has only just begun
    with contextlib.suppress(PermissionError):
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
    return False


def queue_again() -> None:
    """Tasks of dead workers on this machine wait in line once more."""
    for row in DBTaskResult.objects.running().filter(task_path__in=REPEATABLE):
        if len(row.worker_ids) < editions.MOST_TRIES and is_dead(row.worker_ids[-1]):
            waiting = DBTaskResult.objects.filter(pk=row.pk, status=row.status, worker_ids=row.worker_ids)
            waiting.update(status=TaskResultStatus.READY)


def take_up() -> None:
    """Editions whose work has not moved for minutes, whoever had begun it."""
    for edition in editions.stale():
        with contextlib.suppress(Refusal):
            editions.resume(edition)


def look_round() -> None:
    """The same now and then, beside the work."""
    while True:
        threading.Event().wait(EVERY)
        try:
            close_old_connections()
            take_up()
        except DatabaseError:
            log.exception("Could not look for lost work")
        finally:
            connection.close()
