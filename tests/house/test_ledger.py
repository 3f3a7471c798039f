"""The change log is only added to: by no step, no command, and on PostgreSQL not by the application's own role."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from psycopg.errors import InsufficientPrivilege

from burlov_styrning import ledger
from tests.world import World

ROOT = Path(__file__).parent.parent.parent
ROLE = "styrning_application"


@pytest.mark.django_db
def test_no_line_is_changed_or_taken_away(world: World) -> None:
    line = LogEntry.objects.latest("pk")
    line.object_repr = "något annat"
    for change in (line.save, line.delete, LogEntry.objects.all().delete):
        with pytest.raises(RuntimeError, match="never changed"), transaction.atomic():
            change()
    with pytest.raises(CommandError, match="never emptied"):
        call_command("auditlogflush")


def test_no_code_writes_the_log_but_the_log_itself() -> None:
    """Changes past the model would not be seen by its guard."""
    tables = "|".join(ledger.LOGS)
    past = re.compile(rf"(LogEntry|Event|Correction)\.objects\.[^\n]*\b(update|_raw_delete|bulk_update)\(|{tables}")
    names = ("burlov_styrning", "indicators", "goals", "followup")
    files = [path for name in names for path in (ROOT / name).rglob("*.py")]
    found = [path.name for path in files if "migrations" not in path.parts and past.search(path.read_text())]
    assert found == ["ledger.py"]


@pytest.mark.parametrize(("command", "role"), [("migrate", "owner"), ("runserver", "styrning"), ("shell", "styrning")])
def test_who_migrates_is_not_who_runs(command: str, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://styrning@/s")
    monkeypatch.setenv("MIGRATE_DATABASE_URL", "postgres://owner@/s")
    monkeypatch.setattr("sys.argv", ["manage.py", command])
    read = runpy.run_path(str(ROOT / "burlov_styrning" / "settings.py"))
    assert (read["DATABASES"]["default"]["USER"], read["APPLICATION_ROLE"]) == (role, "styrning")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
class TestRole:
    """A role of its own that signs in by itself, as the application does in production."""

    @pytest.fixture
    def application(self, transactional_db: None) -> Iterator[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
        try:
            ledger.protect(connection, ROLE)
            values = connection.get_connection_params()
            known = {name: values[name] for name in ("host", "port", "dbname") if values.get(name)}
            with psycopg.connect(**known, user=ROLE, autocommit=True) as other:
                yield other
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP OWNED BY {ROLE}")
                cursor.execute(f"DROP ROLE {ROLE}")

    def test_it_adds_to_the_log_and_reads_it_and_no_more(self, application: Any, world: World) -> None:
        columns = "content_type_id, object_pk, object_repr, action, changes_text, timestamp"
        said = f"SELECT {columns} FROM auditlog_logentry LIMIT 1"
        assert application.execute(f"INSERT INTO auditlog_logentry ({columns}) {said}").rowcount == 1
        assert application.execute("SELECT count(*) FROM auditlog_logentry").fetchone()[0] > 1
        assert application.execute("UPDATE base_person SET name = name").rowcount > 1
        for table in ledger.LOGS:
            for change in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                with pytest.raises(InsufficientPrivilege):
                    application.execute(change)
        with pytest.raises(InsufficientPrivilege):  # nor can it give itself what it lacks
            application.execute(f"ALTER TABLE auditlog_logentry OWNER TO {ROLE}")
