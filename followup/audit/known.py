"""The outcomes that were known on a day: published by then, else fetched, else entered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from burlov_styrning.partial_dates import last_day
from followup.audit.judged import end_of
from indicators.models import Outcome


def by(day: date) -> QuerySet[Outcome]:
    """All of them: a month or year alone counts from its last day."""
    told = _until("published", day) | Q(published=None) & (
        _until("fetched", day) | Q(fetched=None, entered_at__lte=end_of(day))
    )
    rows: QuerySet[Outcome] = Outcome.objects.filter(told)
    return rows


def _until(name: str, day: date) -> Q:
    text = day.isoformat()
    unsaid = [part for part in (text[:4], text[:7]) if last_day(part) > day]
    return Q(**{f"{name}__lte": text}) & ~Q(**{f"{name}__in": unsaid})


def known_on(outcome: Any) -> str:
    """The day that it was known from, as it is stored."""
    return outcome.published or outcome.fetched or timezone.localdate(outcome.entered_at).isoformat()
