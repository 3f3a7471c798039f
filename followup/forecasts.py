"""Full-year forecasts of a goal's indicators, made by an owner in a round; written with its assessment."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from burlov_styrning.exposure import Exposure
from followup.models import Assessment
from indicators.models import Forecast

type Typed = Mapping[int, tuple[Decimal | None, str]]
"""Indicator id → value and comment; no value: no forecast."""


def has_any(row: Assessment) -> bool:
    """Whether forecasts belong to this judgement: an owner's, of one goal."""
    return row.goal_id is not None and not row.weighed


def of(row: Assessment) -> QuerySet[Forecast]:
    """The forecasts that the owner has made in the round for the goal's indicators."""
    rows: QuerySet[Forecast] = Forecast.objects.filter(
        round_key=row.round.key, period=str(row.round.year), organ=row.organ_id, indicator__targets__goal=row.goal_id
    )
    return rows.distinct() if has_any(row) else rows.none()


def unsaved(row: Assessment, typed: Typed) -> list[Forecast]:
    """What was typed as forecasts that nobody has saved: for the suggestion while one writes."""
    return [_new(row, pk, value) for pk, (value, _comment) in typed.items() if value is not None]


def problems(typed: Typed) -> list[tuple[str, str]]:
    """A comment is about a number."""
    sentence = _("Skriv prognosens värde, eller ta bort kommentaren.")
    return [(f"value_{pk}", sentence) for pk, (value, comment) in typed.items() if value is None and comment]


def write(row: Assessment, typed: Typed, person: int | None) -> None:
    """Store what was typed; an emptied one is taken away."""
    if not has_any(row):
        return
    stored = {forecast.indicator_id: forecast for forecast in of(row)}
    allowed = set(row.goal.targets.values_list("indicator", flat=True)) if row.goal else set()
    for pk, (value, comment) in typed.items():
        forecast = stored.get(pk)
        if value is None and forecast:
            forecast.delete()
        elif value is not None and pk in allowed:
            _store(forecast or _new(row, pk, value), value, comment, person)


def _new(row: Assessment, indicator: int, value: Decimal) -> Forecast:
    return Forecast(
        indicator_id=indicator, organ_id=row.organ_id, round_key=row.round.key, period=str(row.round.year),
        year=row.round.year, value=value, exposure=row.exposure,
    )  # fmt: skip


def _store(forecast: Forecast, value: Decimal, comment: str, person: int | None) -> None:
    if forecast.pk and (forecast.value, forecast.comment) == (value, comment):
        return
    forecast.value, forecast.comment, forecast.entered_by_id = value, comment, person
    forecast.save()


def follow(row: Assessment, exposure: Exposure) -> None:
    """The forecasts come as far out as their assessment; from public record on they only rise."""
    for forecast in of(row):
        now = Exposure(forecast.exposure)
        handed_over = now in (Exposure.RECORD, Exposure.PUBLISHED)
        forecast.exposure = now.at_least(exposure) if handed_over else exposure
        forecast.save()
