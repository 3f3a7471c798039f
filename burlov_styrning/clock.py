"""Today: the one source of the date, so that tests and examples can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.conf import settings
from django.utils import timezone

_set: ContextVar[date | None] = ContextVar("today", default=None)


def today() -> date:
    """The date in the municipality's time zone, or the one that was set (`TODAY`, `at`)."""
    return _set.get() or getattr(settings, "TODAY", None) or timezone.localdate()


@contextmanager
def at(day: date) -> Iterator[None]:
    """Let `today()` be `day` inside the block."""
    token = _set.set(day)
    try:
        yield
    finally:
        _set.reset(token)
