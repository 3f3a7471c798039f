"""SIGKILL in the middle of an import or of a report: nothing half is left, and the next try succeeds."""

from __future__ import annotations

import hashlib
import json
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.benchmarks.test_book_import import book
from tests.installed import copied, environment, migrated, shared

SET_UP = """
import django; django.setup()
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody of the cast is asked for one
"""
PATIENCE = 600  # guards against waiting for ever, not against a busy machine


class Installation:
    """An installation of its own on a file database, whose processes are really processes."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "db.sqlite3"
        self.environment = environment(folder) | {"LANGUAGE": "sv"}

    def start(self, *command: str) -> subprocess.Popen[str]:
        """A command of ours as a process."""
        return subprocess.Popen(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *command: str) -> str:
        """The same to its end; what it said."""
        process = self.start(*command)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
        return out

    def python(self, *code: str) -> str:
        """Code of a test inside the installation."""
        parts = [SET_UP, *(textwrap.dedent(part) for part in code)]
        return self.run("-c", "\n".join(parts)).strip()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the file itself holds."""
        with closing(sqlite3.connect(self.database)) as connection:
            return list(connection.execute(query).fetchall())

    def ask(self, query: str) -> tuple[Any, ...]:
        """The same of one row."""
        return self.rows(query)[0]

    def counts(self) -> dict[str, int]:
        """How many rows each of our tables has; the file must be sound."""
        with closing(sqlite3.connect(self.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            ours = [name for (name,) in names if name.startswith(("base_", "goals_", "indicators_", "followup_"))]
            return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in ours}

    def is_writing(self) -> bool:
        """Whether a process is inside a writing transaction."""
        with closing(sqlite3.connect(self.database, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            connection.execute("ROLLBACK")
            return False


@pytest.fixture
def here(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Installation:
    """An empty one."""
    copied(migrated(shared(tmp_path_factory)), tmp_path)
    return Installation(tmp_path)


def until(holds: Callable[[], bool], process: subprocess.Popen[str]) -> float:
    """Wait until something is so; how long it took."""
    begun = time.monotonic()
    while not holds():
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.01)
    return time.monotonic() - begun


def kill(process: subprocess.Popen[str]) -> bool:
    """Without warning. Whether it was still at work."""
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def test_a_kill_at_any_moment_of_an_import_leaves_nothing_and_a_second_import_succeeds(
    here: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "bok.json"
    file.write_text(json.dumps(book(goals=12)))
    command = ("manage.py", "import_book", str(file))
    empty, left = here.counts(), []
    for tenths in (0, 3, 10):
        process = here.start(*command)
        until(here.is_writing, process)
        with suppress(subprocess.TimeoutExpired):
            process.wait(tenths / 10)
        kill(process)
        left.append(here.counts())
        if left[-1] != empty:
            break  # it had come to its end
    else:
        assert "är inläst" in here.run(*command)
    assert left[:2] == [empty] * 2
    assert "inget är ändrat" in here.run(*command)
    counts = here.counts()
    assert left[-1] in (empty, counts)
    assert (counts["goals_goal"], counts["indicators_outcome"]) == (12, 12 * 4 * 12 * 3)


ISSUED = """
    from tests.world import make_world
    from tests.followup import reported
    from followup import editions
    world = make_world()
    for number in (1, 2):
        reported.goal(world, number)
    editions.issue(reported.closed(world), "annual", by=world.controller)
"""
EDITION = "SELECT state, number, (SELECT count(*) FROM followup_editionfile) FROM followup_reportedition"
FILES = "SELECT file, sha256 FROM followup_editionfile"
WORKER = ("manage.py", "worker", "--no-reload", "--no-startup-delay", "--interval=0.1", "--verbosity=0")


def test_a_worker_killed_while_it_draws_a_report_leaves_none_that_is_half(here: Installation) -> None:
    here.python(ISSUED)
    worker = here.start(*WORKER)
    until(lambda: here.ask("SELECT done > 1 FROM followup_reportedition") == (1,), worker)
    assert kill(worker)
    assert here.ask(EDITION) == ("making", None, 0)

    again = here.start(*WORKER)
    try:
        until(lambda: here.ask(EDITION)[0] == "proposed", again)
    finally:
        kill(again)
    assert here.ask(EDITION) == ("proposed", 1, 5)
    for name, digest in here.rows(FILES):
        assert hashlib.sha256((here.database.parent / "media" / name).read_bytes()).hexdigest() == digest


CELLS, PART = 12_000, 500
FACTS = """
    from indicators import imports
    from tests.benchmarks.bulk import municipalities
    print(imports.fetch("kolada", "Allt", {"allt": True}, by=municipalities(), background=False).pk)
"""
GO = f"""
import django; django.setup()
from itertools import batched
from unittest import mock
from indicators import answers, imports
from indicators.sources.row import Found, Part
from tests.benchmarks.bulk import rows_of
def found(import_):
    parts = enumerate(batched(rows_of({CELLS}), {PART}), start=1)
    return Found((Part(some, n) for n, some in parts if n > import_.done), {CELLS // PART})
with mock.patch.object(answers, "found", found):
    imports.go(1)
"""
APPLY = """
    from indicators import imports
    from indicators.models import Import
    imports.apply(row := Import.objects.get(), by=row.person.user, background=False)
"""
FAR = "SELECT state, done, (SELECT count(*) FROM indicators_importfact) FROM indicators_import"
OUTCOMES = "SELECT state, (SELECT count(*) FROM indicators_outcome) FROM indicators_import"


def test_facts_that_were_being_read_or_written_when_the_worker_was_killed_are_whole_or_not_there(
    here: Installation,
) -> None:
    here.python(FACTS)
    worker = here.start("-c", GO)
    until(lambda: bool(here.ask("SELECT done >= 5 FROM indicators_import")[0]), worker)
    kill(worker)
    state, done, facts = here.ask(FAR)
    assert (state, facts) == ("reading", PART * int(str(done)))
    here.run("-c", GO)
    assert here.ask(FAR) == ("previewed", CELLS // PART, CELLS)

    here.python(APPLY)
    empty = here.counts()
    for tenths in (1, 8):
        worker = here.start("-c", GO)
        until(here.is_writing, worker)
        with suppress(subprocess.TimeoutExpired):
            worker.wait(tenths / 10)
        if not kill(worker) or here.counts() != empty:
            break  # it had come to its end
        assert here.ask(OUTCOMES) == ("applying", 0)
    here.run("-c", GO)
    assert here.ask(OUTCOMES) == ("applied", CELLS)
    assert here.ask(FAR)[2] == 0
