"""The change log is written once: the product has no way to change a line, and PostgreSQL refuses the application too.

There, with `MIGRATE_DATABASE_URL` set, one role owns the tables and migrates, and the role that the application runs as
may insert into the logs and read them, no more. `manage.py migrate` gives these rights itself, each time it has run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from auditlog.models import LogEntry
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections
from django.db.models.signals import post_migrate, pre_delete, pre_save

LOGS = ("auditlog_logentry", "base_event", "base_correction")
"""The tables whose rows are never changed: what became of a row, moves that were made, clerical errors put right."""


def connect(app: Any) -> None:
    """Once the apps are ready: refuse changes of the log, and give the application its rights after each migration."""
    pre_save.connect(_refuse_change, sender=LogEntry, dispatch_uid="ledger")
    pre_delete.connect(_refuse, sender=LogEntry, dispatch_uid="ledger")
    post_migrate.connect(_protect, sender=app, dispatch_uid="ledger")


def _refuse_change(instance: LogEntry, **_more: Any) -> None:
    if not instance._state.adding:
        _refuse()


def _refuse(**_more: Any) -> None:
    raise RuntimeError("a line of the change log is never changed or taken away")


def _protect(using: str, **_more: Any) -> None:
    connection = connections[using]
    role, mine = settings.APPLICATION_ROLE, connection.settings_dict["USER"]
    if connection.vendor == "postgresql" and role and role != mine:
        protect(connection, role)


def protect(connection: Any, role: str) -> None:
    """Give the application's role its rights: all tables, but of the logs only to insert and read."""
    with connection.cursor() as cursor:
        for statement in rights(connection.ops.quote_name(role), connection.pg_version):
            cursor.execute(statement)


def rights(role: str, version: int, logs: Sequence[str] = LOGS) -> Iterator[str]:
    """The statements, for a role whose name is quoted already."""
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    if version >= 170000:  # statistics after a large import
        yield f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {role}"
    for table in logs:
        yield f"REVOKE ALL ON {table} FROM PUBLIC, {role}"
        yield f"GRANT SELECT, INSERT ON {table} TO {role}"


@register(Tags.security, deploy=True)
def two_roles(app_configs: Any, **_more: Any) -> list[CheckMessage]:
    """`check --deploy`: on PostgreSQL the application does not own the log."""
    if connections["default"].vendor != "postgresql" or settings.APPLICATION_ROLE:
        return []
    hint = "Set MIGRATE_DATABASE_URL to a role of its own that owns the tables, and run manage.py migrate."
    return [Warning("The application's own database role could change the change log.", hint=hint, id="styrning.W001")]
