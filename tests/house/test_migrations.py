"""The migrations lead to the schema that the tests run on, which is made from the models (docs/decisions/0020)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.utils import ConnectionHandler
from django.utils import translation

from tests.installed import copied, migrated, shared

pytestmark = pytest.mark.both

OURS = ("base", "indicators", "goals", "followup")
"""Django's own apps and those of others differ in what they give for a key that is only theirs."""
OF_POSTGRESQL = (
    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0",
    "SELECT tablename, indexdef FROM pg_indexes WHERE indexname NOT IN (SELECT conname FROM pg_constraint)",
    "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    """SELECT table_name, concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable, column_default,
       is_identity, collation_name) FROM information_schema.columns WHERE table_schema = 'public'""",
)
OF_SQLITE = "SELECT tbl_name, type, sql FROM sqlite_master WHERE sql IS NOT NULL"


@contextmanager
def another_database(folder: Path) -> Iterator[Any]:
    """A database of the run's own kind, and a connection to it."""
    name = str(folder / "db.sqlite3")
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_migrated"
        _outside(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    handler = ConnectionHandler({"default": connection.settings_dict | {"NAME": name}})
    try:
        yield handler["default"]
    finally:
        handler["default"].close()
        if connection.vendor == "postgresql":
            _outside(f'DROP DATABASE "{name}"')


def _outside(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        for statement in statements:
            cursor.execute(statement)


def migrate(name: str, common: Path) -> None:
    """As an installation does, in a process of its own: in this one the models stand in for migrations."""
    if connection.vendor == "sqlite":
        copied(migrated(common), Path(name).parent)
        return
    url = re.sub(r"/\w*(\?|$)", rf"/{name}\1", os.environ["DATABASE_URL"], count=1)
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "burlov_styrning.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def schema(database: Any) -> set[tuple[str, str]]:
    """What our tables consist of: columns (in any order), constraints, indexes, triggers."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    ours = {model._meta.db_table for model in models}
    with database.cursor() as cursor:
        return {(table, part) for table, part in everything(database.vendor, cursor) if table in ours}


def everything(vendor: str, cursor: Any) -> Iterator[tuple[str, str]]:
    """Each table's name with each part of it."""
    if vendor == "sqlite":
        for table, kind, sql in cursor.execute(OF_SQLITE).fetchall():
            inside = sql[sql.index("(") + 1 : sql.rindex(")")]
            yield from ((table, part) for part in (parts(inside) if kind == "table" else [sql]))
    for query in OF_POSTGRESQL if vendor == "postgresql" else ():
        cursor.execute(query)
        yield from cursor.fetchall()


def parts(text: str) -> list[str]:
    """What stands between the commas that stand in no bracket."""
    found, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return [part.strip() for part in found]


def kept(database: Any) -> set[str]:
    """The tables that hold anything."""
    with database.cursor() as cursor:
        held = set()
        for name in database.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            held |= {name} if cursor.fetchone()[0] else set()
        return held


@pytest.mark.django_db
def test_migrations_lead_to_the_models(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with another_database(tmp_path) as database:
        migrate(database.settings_dict["NAME"], shared(tmp_path_factory))
        made, expected = schema(database), schema(connection)
        assert sorted(made - expected) == sorted(expected - made) == []
        assert len(made) > 700
        assert kept(database) == {"django_migrations", "django_content_type", "auth_permission"}


def test_step_by_step_leads_there_too(settings: Any) -> None:
    """An installation that stands between two of the steps that are one for a new one goes on by the old steps."""
    settings.MIGRATION_MODULES = {}
    loader = MigrationLoader(None, replace_migrations=False)
    whole = {key for key, migration in loader.disk_migrations.items() if migration.replaces}
    assert {app for app, _name in whole} == {"base", "indicators", "followup"}
    ends = [key for key in loader.graph.leaf_nodes() if key not in whole]
    there, models = loader.project_state(ends), ProjectState.from_apps(apps)
    assert not {key for key in models.models if key[0] in OURS} - set(there.models)
    with translation.override(None):  # as makemigrations has it: labels are written as they stand in the code
        missing = MigrationAutodetector(there, models).changes(graph=loader.graph)
    assert not set(missing) & set(OURS)
