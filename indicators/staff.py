"""The staff beside the economy: the chosen indicators with what the accounts say of the same years. Four queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.charts import Chart, Table, measured
from burlov_styrning.multiples import Panel, multiples
from burlov_styrning.swedish import number, sentence
from indicators import series, words
from indicators.charts import change_finding, value_of
from indicators.economy import books
from indicators.economy.books import Entity
from indicators.efficiency import uses
from indicators.efficiency_charts import cell_words, measure_of, plain_value, points
from indicators.models import Indicator, IndicatorUse, Outcome, Sex
from indicators.rules.efficiency import decimal, per_head
from indicators.series import Cell, new_definitions

MILLION, THOUSAND = Decimal(1_000_000), Decimal(1_000)


@dataclass(frozen=True)
class Measured:
    """One of the staff's figures with its years."""

    use: str
    label: str
    indicator: Indicator
    cells: Mapping[int, Cell]

    @property
    def finding(self) -> str:
        """What happened to it, in a sentence."""
        return change_finding(points(self.cells), measure_of(self.indicator), breaks=new_definitions(self.cells))

    @property
    def example(self) -> bool:
        """Whether a value was made up."""
        return any(cell.outcome.is_example("value") for cell in self.cells.values())


@dataclass(frozen=True)
class Staff:
    """The staff's figures and, by year, the municipality's net cost and result in kr."""

    measures: Sequence[Measured]
    net_cost: Mapping[int, Decimal]
    result: Mapping[int, Decimal]
    sources: Sequence[str]
    lacking: Sequence[str]
    """What has no indicator yet."""

    @property
    def years(self) -> list[int]:
        """The years in which anything is told of the staff."""
        return sorted({year for one in self.measures for year in one.cells})

    def per_employee(self, year: int) -> Decimal | None:
        """The net cost of each full-time equivalent, in kr."""
        fte = next((one for one in self.measures if one.use == IndicatorUse.Use.FTE), None)
        cell = fte.cells.get(year) if fte else None
        found = per_head(self.net_cost.get(year), cell.value if cell else None)
        return None if found is None else decimal(found)


def read(user: Any) -> Staff:
    """All of it, as far as this person may see."""
    chosen = uses(*(use.value for use in IndicatorUse.STAFF))
    whole = Outcome.objects.filter(organ=None, unit=None, sex=Sex.TOTAL)
    computed = any(row.formula for row in chosen.values())
    table = series.load([row.pk for row in chosen.values()], user=user, rows=whole, computed=computed)
    measures = [
        Measured(use.value, str(use.label), chosen[use.value], table.years(chosen[use.value].pk))
        for use in IndicatorUse.STAFF if use.value in chosen
    ]  # fmt: skip
    years = {year for one in measures for year in one.cells}
    kept = books.rows(Entity(), user, ("net_cost", "result")).filter(version="actual", year__in=years)
    accounts = books.taken(kept)
    lines = {year: accounts.lines(year, "actual") for year in accounts.years}
    told = {str(cell.outcome.source) for one in measures for cell in one.cells.values() if cell.outcome.source}
    told |= {rows[key].report for rows in lines.values() for key in ("net_cost", "result") if key in rows}
    return Staff(
        measures,
        {year: rows["net_cost"].value for year, rows in lines.items() if "net_cost" in rows},
        {year: rows["result"].value for year, rows in lines.items() if "result" in rows},
        sorted(told), [str(use.label) for use in IndicatorUse.STAFF if use.value not in chosen],
    )  # fmt: skip


def chart(found: Staff) -> Chart | None:
    """Each figure in a panel of its own, on the same years."""
    panels = []
    for one in found.measures:
        measure, outcomes = measure_of(one.indicator), points(one.cells)
        if known := measured(outcomes):
            last = measure.written(value_of(known[-1]))
            panels.append(Panel(sentence(one.label), outcomes, last=last, breaks=new_definitions(one.cells)))
    if not panels:
        return None
    return Chart(multiples(panels), finding(found), table(found), "", any(one.example for one in found.measures),
                 _("Medarbetarna och ekonomin"), words.source_words(found.sources))  # fmt: skip


def finding(found: Staff) -> str:
    """What the staff cost, where the accounts tell it; else what happened to the first of the figures."""
    year = max((one for one in found.years if found.per_employee(one) is not None), default=None)
    if year is None:
        return next((f"{sentence(one.label)}: {one.finding}" for one in found.measures if one.cells), "")
    return _("Verksamheten kostade netto %(amount)s per årsarbetare %(year)s.") % {
        "amount": _money(found.per_employee(year), THOUSAND, 0) + " tkr", "year": year,
    }  # fmt: skip


def table(found: Staff) -> Table:
    """A row for each figure, a column for each year; the economy under the staff."""
    rows = [
        (_named(one),
         *(cell_words(one.cells.get(year), measure_of(one.indicator)) for year in found.years))
        for one in found.measures
    ]  # fmt: skip
    rows.append((_("Nettokostnad, mnkr"), *(_money(found.net_cost.get(y), MILLION, 1) for y in found.years)))
    rows.append((_("Årets resultat, mnkr"), *(_money(found.result.get(y), MILLION, 1) for y in found.years)))
    rows.append((
        _("Nettokostnad per årsarbetare, tkr (egen beräkning)"),
        *(_money(found.per_employee(y), THOUSAND, 0) for y in found.years),
    ))  # fmt: skip
    return Table((_("Mått"), *map(str, found.years)), tuple(rows))


def _named(one: Measured) -> str:
    """With its unit, where the cells do not say it."""
    unit = one.indicator.unit
    return sentence(one.label) if unit in (one.label, "%", "index") else f"{sentence(one.label)} ({unit})"


def _money(value: Decimal | None, unit: Decimal, decimals: int) -> str:
    return words.NO_OUTCOME if value is None else number(value / unit, decimals)


def numbers(found: Staff) -> list[list[Any]]:
    """The same rows as numbers, for a spreadsheet."""
    rows: list[list[Any]] = [
        [sentence(one.label), one.indicator.unit, *(plain_value(one.cells.get(year)) for year in found.years)]
        for one in found.measures
    ]  # fmt: skip
    for label, by_year in ((_("Nettokostnad"), found.net_cost), (_("Årets resultat"), found.result)):
        rows.append([label, "mnkr", *(by_year[y] / MILLION if y in by_year else None for y in found.years)])
    return rows
