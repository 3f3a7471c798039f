"""The people of the premises: what a changed population asks for, and the staff beside the economy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from followup.content.premises.economy import BACK
from followup.content.premises.wanted import text
from followup.content.snapshot import Plain
from indicators import demography, staff
from indicators.demography import Demand
from indicators.staff import Measured

TO_TKR, TO_MNKR = -3, -6


def need(years: Sequence[int]) -> Plain | None:
    """The demographic need of each year against the year before the budget year; None where nothing is told."""
    found = demography.read(years[0] - 1)
    if found is None or not [year for year in years if year in found.needs]:
        return None
    told = [year for year in years if year in found.needs]
    return {
        "base": found.base,
        "price_year": found.price_year,
        "counted_to": found.reading.counted_to,
        "population": demography.population_words(found.reading),
        "source": found.reading.source.key if found.reading.source else None,
        "years": told,
        "without_cost": found.without_cost,
        "parts": [row for year in told for row in _parts(found, year)],
        "needs": [{"organ": organ.key, "year": year, "need": text(found.needs[year].of(key))}
                  for key, organ in found.organs.items() for year in told],
        "totals": [{"year": year, "need": text(found.needs[year].total)} for year in told],
        "by_class": [{"age_class": code, "year": year, "need": text(value)}
                     for year in told for code, value in found.needs[year].by_class.items()],
        "example": found.example,
    }  # fmt: skip


def _parts(found: Demand, year: int) -> Iterator[Plain]:
    for part in found.needs[year].parts:
        source = found.costs[(part.organ, part.age_class)].source
        yield {
            "organ": found.organs[part.organ].key,
            "age_class": part.age_class,
            "year": year,
            "change": text(part.change),
            "cost": text(part.cost),
            "need": text(part.need),
            "source": source.key if source else None,
        }


def names(years: Sequence[int]) -> dict[str, str]:
    """The organs that have costs per inhabitant."""
    found = demography.read(years[0] - 1)
    return {organ.key: organ.name for organ in found.organs.values()} if found else {}


def staff_block(year: int, reader: Any) -> Plain | None:
    """The staff's figures of the years before the budget year, with net cost and result of the same years."""
    found = staff.read(reader)
    years = [one for one in found.years if one >= year - BACK]
    if not years:
        return None
    return {
        "years": years,
        "measures": [_measure(one, years) for one in found.measures],
        "money": [
            {
                "year": one,
                "net_cost": text(_scaled(found.net_cost.get(one), TO_MNKR)),
                "result": text(_scaled(found.result.get(one), TO_MNKR)),
                "per_employee": text(_scaled(found.per_employee(one), TO_TKR)),
            }
            for one in years
        ],
        "sources": list(found.sources),
        "lacking": list(found.lacking),
    }


def _measure(one: Measured, years: Sequence[int]) -> Plain:
    return {
        "use": one.use,
        "indicator": one.indicator.key,
        "name": one.label,
        "unit": one.indicator.unit,
        "decimals": one.indicator.current.decimals if one.indicator.current else 0,
        "example": one.example,
        "cells": [
            {"year": year, "value": None if cell.value is None else format(cell.value, "f"),
             "missing": cell.outcome.missing or None,
             "source": cell.outcome.source.key if cell.outcome.source else None}
            for year in years if (cell := one.cells.get(year))
        ],
    }  # fmt: skip


def _scaled(value: Decimal | None, power: int) -> Decimal | None:
    return None if value is None else value.scaleb(power)
