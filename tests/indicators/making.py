"""Indicators and outcomes as tests need them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from indicators import outcomes
from indicators.entries import Entry
from indicators.models import Indicator, Outcome
from tests.world import World, make_indicator

D = Decimal


def entry(indicator: Indicator, period: str = "2025", value: str | None = "80", **fields: Any) -> Entry:
    """An entry that the rules let through."""
    return Entry(indicator, period, value=None if value is None else D(value), **fields)


def entered(world: World, period: str = "2025", value: str | None = "80", **fields: Any) -> Outcome:
    """An outcome of the school committee's indicator."""
    return outcomes.enter(entry(world.indicator, period, value, **fields), by=world.staff).rows[0]


def grouped(world: World, key: str = "sma", minimum: int = 5) -> Indicator:
    """An indicator of the school committee by sex that hides groups below the minimum."""
    indicator = make_indicator(key, world.school, unit="antal")
    indicator.by_sex, indicator.minimum_count = True, minimum
    indicator.save()
    return indicator


def by_sex(indicator: Indicator, **cells: tuple[str, int]) -> list[Entry]:
    """Entries of 2025, such as `T=("43", 43), K=("40", 40)`: value and count."""
    return [entry(indicator, "2025", value, sex=sex, count=count) for sex, (value, count) in cells.items()]


def published(row: Outcome) -> Outcome:
    """The outcome as an edition has printed it."""
    Outcome.objects.filter(pk=row.pk).update(exposure="published")
    return Outcome.objects.get(pk=row.pk)
