"""The cast's municipality, made once in each process and laid into the database again for each test.

Making it, row by row and each row with its line in the log, costs as much as most tests. Its rows are kept as the
statements that insert them; a test gets them, and objects of its own, in a few milliseconds (docs/decisions/0020).
"""

from __future__ import annotations

import pickle
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from tests.world import World, make_world

type Rows = list[models.Model]

FURNITURE = (ContentType, Permission)
"""What an empty installation holds."""


class Photograph:
    """A world with its rows. Taken of an empty database, which is empty again afterwards."""

    def __init__(self) -> None:
        with transaction.atomic():
            before = {type(row) for rows in rows_of_all() for row in rows}
            assert not before, f"the database is not empty: {before}"
            self.world = pickle.dumps(make_world())
            self.rows = list(rows_of_all())
            transaction.set_rollback(True)
        self.kinds = {kind.pk: kind.natural_key() for kind in ContentType.objects.all()}
        self.numbers: dict[int, int] = {}
        self.statements: list[tuple[str, Any]] = []
        self.script = ""
        """PostgreSQL's statements with their values, to be sent as one."""

    def lay(self) -> World:
        """Put the rows into the database. A world of one's own that stands for them."""
        numbers = {old: ContentType.objects.get_by_natural_key(*key).pk for old, key in self.kinds.items()}
        with transaction.atomic():
            if numbers != self.numbers:  # the first time; and after a flush, which gives the kinds new numbers
                self.statements, self.numbers = [], numbers
                with connection.execute_wrapper(self._write_down):
                    for rows in self.rows:
                        type(rows[0])._base_manager.bulk_create(renumbered(rows, numbers))
                self.script = self._as_script()
            else:
                with connection.cursor() as cursor:
                    if self.script:
                        cursor.execute(self.script)
                    else:
                        for sql, values in self.statements:
                            cursor.execute(sql, values)
        world: World = pickle.loads(self.world)
        return world

    def _as_script(self) -> str:
        if connection.vendor != "postgresql":
            return ""
        with connection.cursor() as cursor:
            return ";".join(cursor.mogrify(sql, values) for sql, values in self.statements)

    def _write_down(self, execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        self.statements.append((sql, values))
        return execute(sql, values, many, context)


def rows_of_all() -> list[Rows]:
    """The rows of each table that has any, what every installation holds apart."""
    tables = [model for model in apps.get_models(include_auto_created=True) if model not in FURNITURE]
    return [rows for model in tables if (rows := list(model._base_manager.all()))]


def renumbered(rows: Rows, numbers: dict[int, int]) -> Rows:
    """The rows with the numbers that the kinds (content types) have now."""
    copies: Rows = pickle.loads(pickle.dumps(rows))
    names = [field.attname for field in rows[0]._meta.concrete_fields if field.related_model is ContentType]
    for row in copies:
        for name in names:
            setattr(row, name, numbers.get(getattr(row, name)))
    return copies
