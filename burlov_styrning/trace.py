"""The change log: who, when, what it was, what it became, for each content model (django-auditlog)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from auditlog.signals import pre_log
from django.contrib.contenttypes.models import ContentType
from django.db import models

NO_CONTENT = ("untold",)
"""Columns that say nothing of their own."""

UNTRACED: dict[str, str] = {}
"""Models outside the log, by label, each with its reason; a house test allows no other."""


def traced[M: type[models.Model]](
    *, mask: Collection[str] = (), leave_out: Collection[str] = (), m2m: Collection[str] = (), by_step: bool = False
) -> Callable[[M], M]:
    """Class decorator: every change of the model's rows is logged. `mask`: logged that, never what (DOMAIN §10).

    `by_step`: its own step writes the line (`log_many`), one when all is over.
    """

    def register(model: M) -> M:
        auditlog.register(
            model,
            mask_fields=list(mask),
            mask_callable="burlov_styrning.trace.hide" if mask else None,
            exclude_fields=[*leave_out, *NO_CONTENT],
            m2m_fields=set(m2m),
        )
        if by_step:
            pre_log.connect(_told_by_its_step, sender=model)
        return model

    return register


def _told_by_its_step(**_sent: Any) -> bool:
    """No line for each time the row is saved."""
    return False


def hide(value: str) -> str:
    """What stands in the log for a value that nobody may read there."""
    return "***"


def untraced[M: type[models.Model]](reason: str) -> Callable[[M], M]:
    """Class decorator: the model is no content, and why."""

    def register(model: M) -> M:
        UNTRACED[model._meta.label] = reason
        return model

    return register


def log_many(
    rows: Iterable[models.Model], *, actor: Any = None, source: dict[str, str] | None = None, created: bool = True
) -> None:
    """Log rows that were written in bulk, which signals do not see. `source`: the book and its hash as the actor."""
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    action = LogEntry.Action.CREATE if created else LogEntry.Action.UPDATE
    for model, some in by_model.items():
        kind = ContentType.objects.get_for_model(model)
        LogEntry.objects.bulk_create([_entry(row, kind, action, actor, source) for row in some], batch_size=500)


def log_changed(
    changes: Iterable[tuple[models.Model, dict[str, Any]]], *, source: dict[str, str] | None = None
) -> None:
    """Log what became of rows that were changed in bulk: for each the fields, with what they were and became."""
    entries = []
    for row, fields in changes:
        entry = _entry(row, ContentType.objects.get_for_model(type(row)), LogEntry.Action.UPDATE, None, source)
        masked = set(auditlog.get_model_fields(type(row))["mask_fields"])
        entry.changes = {name: ["***", "***"] if name in masked else value for name, value in fields.items()}
        entries.append(entry)
    LogEntry.objects.bulk_create(entries, batch_size=500)


def log_links(links: Iterable[models.Model], *, source: dict[str, str] | None = None) -> None:
    """Log rows of many-to-many tables that were written in bulk, as changes of the rows that they belong to."""
    added: dict[tuple[models.Model, str], list[str]] = {}
    for link in links:
        owner: Any = type(link)._meta.auto_created
        field = next(f for f in owner._meta.many_to_many if f.remote_field.through is type(link))
        row, other = getattr(link, field.m2m_field_name()), getattr(link, field.m2m_reverse_field_name())
        added.setdefault((row, field.name), []).append(str(other))
    log_changed(
        [(row, {name: {"type": "m2m", "operation": "add", "objects": words}}) for (row, name), words in added.items()],
        source=source,
    )


def _entry(row: models.Model, kind: ContentType, action: int, actor: Any, source: dict[str, str] | None) -> LogEntry:
    changes = {
        field.name: [None, "***" if masked else field.value_to_string(row)]
        for field, masked in _columns(type(row))
        if getattr(row, field.attname) not in (None, "", [], {})
    }
    return LogEntry(
        content_type=kind,
        object_pk=str(row.pk),
        object_id=row.pk,
        object_repr=str(row)[:200],
        action=action,
        changes=changes,
        actor_id=actor.pk if actor else None,
        additional_data=source,
    )


@cache
def _columns(model: type[models.Model]) -> list[tuple[Any, bool]]:
    """The model's columns that are logged, and which of them the log may not show."""
    known = auditlog.get_model_fields(model) if auditlog.contains(model) else {"mask_fields": (), "exclude_fields": ()}
    masked, left_out = set(known["mask_fields"]), {*known["exclude_fields"], *NO_CONTENT}
    return [(field, field.name in masked) for field in model._meta.concrete_fields if field.name not in left_out]
