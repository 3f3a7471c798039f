"""The economic part of the premises: the scenario's room, the frames, what small changes mean, key figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from followup.content.premises.wanted import Wanted, text
from followup.content.snapshot import Plain
from indicators.economy import books, keyfigures
from indicators.economy.books import Entity
from indicators.economy.keyfigures import Year
from indicators.models import EconomicScenario, OrganFrame, ScenarioYear
from indicators.rules.frames import Frame, total
from indicators.rules.keyfigures import KEY_FIGURES
from indicators.rules.room import sums

BACK = 5
"""So many years before the budget year are told of the key figures."""
AMOUNTS = ("taxes", "grants", "financial_net", "net_cost", "result_target", "room")
PARTS = ("last", "indexation", "demography", "changes", "efficiency", "remaining")


def in_use(reader: Any) -> EconomicScenario | None:
    """The scenario that stands beside the proposals."""
    rows = EconomicScenario.objects.visible_to(reader).filter(in_use=True).select_related("source")
    found: EconomicScenario | None = rows.prefetch_related("years", "frames__organ").first()
    return found


def scenario(found: EconomicScenario) -> Plain:
    """What it is called, from when and from where."""
    return {
        "name": found.name,
        "version": found.version,
        "date": found.date.isoformat(),
        "assumptions": found.assumptions,
        "source": found.source.key if found.source else None,
        "base_year": found.base_year,
        "example": found.example,
    }


def room(found: EconomicScenario, years: Sequence[int], wanted: Iterable[Wanted]) -> list[Plain]:
    """Each year's room with its parts; beside it the frames, and what the goals or proposals cost."""
    by_year: Mapping[int, ScenarioYear] = {row.year: row for row in found.years.all()}
    asked = list(wanted)
    rooms = {year: row.room for year, row in by_year.items()}
    costs = {one.year: one for one in sums(_costs(asked), rooms)}
    inside = {one.year: one for one in sums(_costs(one for one in asked if one.within_frame), rooms)}
    return [_year(year, by_year.get(year), _frames(found, year), costs, inside) for year in years]


def _costs(wanted: Iterable[Wanted]) -> Iterator[tuple[int, Decimal | None, Decimal | None]]:
    return ((cost.year, cost.operating, cost.investment) for one in wanted for cost in one.cost)


def _frames(found: EconomicScenario, year: int) -> list[OrganFrame]:
    return sorted((row for row in found.frames.all() if row.year == year), key=lambda row: str(row.organ))


def _year(year: int, row: ScenarioYear | None, frames: Sequence[OrganFrame], costs: Any, inside: Any) -> Plain:
    whole = total(one.made for one in frames).new if frames else None
    limit = row.net_cost + row.room if row else None
    asked, held = costs.get(year), inside.get(year)
    return {
        "year": year,
        **{name: text(getattr(row, name)) if row else None for name in AMOUNTS},
        "limit": text(limit),
        "frames": text(whole),
        "left": text(limit - whole) if limit is not None and whole is not None else None,
        "cost": text(asked.cost) if asked else None,
        "investment": text(asked.investment) if asked else None,
        "within": text(held.cost) if held else None,
        "after": text(asked.left) if asked else None,
        "example": bool(row and row.is_example()),
    }


def frames(found: EconomicScenario, years: Sequence[int]) -> list[Plain]:
    """Each committee's frame with its parts, year by year."""
    return [_frame(row.organ.key, year, row.made, row.index, row.is_example())
            for year in years for row in _frames(found, year)]  # fmt: skip


def frame_totals(found: EconomicScenario, years: Sequence[int]) -> list[Plain]:
    """All committees' together."""
    made = {year: [row.made for row in _frames(found, year)] for year in years}
    return [_frame(None, year, total(rows), None, False) for year, rows in made.items() if rows]


def _frame(organ: str | None, year: int, made: Frame, index: Decimal | None, example: bool) -> Plain:
    parts = {name: text(value) for name, value in zip(PARTS, made.parts, strict=True)}
    grown = {"new": text(made.new), "growth": text(made.new - made.last)}
    return {"organ": organ, "year": year, "index": text(index), **parts, **grown, "example": example}


def organs(found: EconomicScenario, years: Sequence[int]) -> dict[str, str]:
    """Those that have frames: key → name."""
    rows = [row.organ for row in found.frames.all() if row.year in years]
    return {organ.key: organ.name for organ in sorted(rows, key=lambda organ: organ.name)}


def sensitivity(found: EconomicScenario) -> list[Plain]:
    """What small changes mean, in tkr."""
    return [{"change": one.change.key, "base": text(one.base), "amount": text(one.amount)}
            for one in found.sensitivity if one.amount is not None]  # fmt: skip


def key_figures(year: int, last: int, reader: Any) -> list[Plain]:
    """The municipality's, from some years before the budget year to the last plan year, as far as they are told."""
    told = books.of(Entity(), reader)
    found = [keyfigures.series(figure, told, year - BACK, last) for figure in KEY_FIGURES]
    return [_key_figure(one.figure.key, row) for one in found for row in one.known]


def _key_figure(key: str, row: Year) -> Plain:
    return {
        "figure": key,
        "year": row.year,
        "version": row.version,
        "value": text(row.value),
        "example": any(told.row.example for told in row.parts),
        "parts": [
            {"line": told.line.key, "printed": told.row.printed, "unit": told.row.unit, "report": told.report,
             "source": told.source.key if told.source else None}
            for told in row.parts
        ],
    }  # fmt: skip
