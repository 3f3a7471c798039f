"""A service area read: its series beside each other, its prices, and what the rules make of them. Plain values out.

Two queries for the areas with their indicators, one for the common indicators, one for all series together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet

from indicators import series
from indicators.models import Indicator, IndicatorUse, Outcome, ServiceArea, ServiceAreaIndicator, Sex
from indicators.rules import efficiency
from indicators.rules.direction import Bounds, Direction
from indicators.rules.efficiency import Index, Moved, Pair, Prices, Reason
from indicators.series import Cell, Table

Side = ServiceAreaIndicator.Side
NOMINAL = "lopande"
"""How the address asks for current prices; else the price index by its code."""


def areas() -> QuerySet[ServiceArea]:
    """All areas with what they show."""
    pairs = ServiceAreaIndicator.objects.select_related("indicator__current")
    rows: QuerySet[ServiceArea] = ServiceArea.objects.select_related("organ")
    return rows.prefetch_related(Prefetch("pairs", pairs))


def indicators_of(area: ServiceArea, side: str) -> list[Indicator]:
    """What stands on a side, in the order in which it was chosen."""
    rows = sorted((row for row in area.pairs.all() if row.side == side), key=lambda row: row.pk)
    return [row.indicator for row in rows]


@dataclass
class Facts:
    """All series that a page of areas shows, and the price indices that can be chosen."""

    table: Table
    uses: Mapping[str, Indicator]

    def cells(self, indicator: Indicator) -> dict[int, Cell]:
        """Our own values by year; of a price index those of the country, where it has them."""
        if self.table.whole_country and indicator in self.uses.values():
            found = self.table.years(indicator.pk, self.table.whole_country)
            if found:
                return found
        return self.table.years(indicator.pk)

    def prices(self, code: str) -> Prices | None:
        """A price index's numbers by year; None where it is not chosen or has none."""
        indicator = self.uses.get(code)
        if indicator is None:
            return None
        return {year: cell.value for year, cell in self.cells(indicator).items() if cell.value is not None}

    def made_up(self, code: str) -> bool:
        """Whether a price index's numbers are an example."""
        cells = self.cells(self.uses[code]).values() if code in self.uses else ()
        return any(cell.outcome.is_example("value") for cell in cells)

    @property
    def price_codes(self) -> list[str]:
        """The price indices that are chosen, the first one before the others."""
        return price_codes(self.uses)


def price_codes(chosen: Collection[str]) -> list[str]:
    """The price indices among what is chosen, the first one before the others."""
    return [use.value for use in IndicatorUse.PRICES if use.value in chosen]


def uses(*codes: str) -> dict[str, Indicator]:
    """The indicators that are chosen for these things."""
    rows = IndicatorUse.objects.filter(use__in=codes, indicator__isnull=False).select_related("indicator__current")
    return {row.use: row.indicator for row in rows}


def read(found: Iterable[ServiceArea], user: Any, asked: str = "", *, brief: bool = False) -> Facts:
    """The series of these areas and of the price index that is asked for, as the person may see them.

    `brief`, for lists: plain rows, which do not tell their sources.
    """
    chosen = uses(*IndicatorUse.PRICES)
    wanted = {row.indicator.pk: row.indicator for area in found for row in area.pairs.all()}
    if code := chosen_price(asked, price_codes(chosen)):
        wanted[chosen[code].pk] = chosen[code]
    whole = Outcome.objects.filter(organ=None, unit=None, sex=Sex.TOTAL)
    computed = any(row.formula for row in wanted.values())
    table = series.load(wanted, user=user, rows=whole, beside=series.COUNTRY, computed=computed, brief=brief)
    return Facts(table, chosen)


# -- one quality against the area's cost -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Year:
    """What one year says."""

    year: int
    quality: Cell | None
    cost: Cell | None
    price: Decimal | None
    fixed: Decimal | None
    """The cost at the base year's prices."""
    nominal: Index
    real: Index


@dataclass
class Against:
    """A quality indicator held against the area's cost."""

    area: ServiceArea
    quality: Indicator
    cost: Indicator
    qualities: Mapping[int, Cell]
    costs: Mapping[int, Cell]
    code: str = ""
    """The price index; empty: current prices only."""
    prices: Prices | None = None
    asked: int | None = None
    made_up_prices: bool = False
    pair: Pair = field(init=False)

    def __post_init__(self) -> None:
        version = self.quality.current
        assert version is not None
        bounds = Bounds(version.low, version.high) if version.low is not None and version.high is not None else None
        self.pair = Pair(
            {year: cell.reading for year, cell in self.qualities.items()},
            {year: cell.reading for year, cell in self.costs.items()},
            Direction(version.direction), self.quality.ratio_scale, bounds,
        )  # fmt: skip

    @cached_property
    def base(self) -> int | None:
        """The base year that is asked for, where it can be one; else the first that the last can be held against."""
        return self.asked if self.asked in self.pair.bases else efficiency.base_of(self.pair)

    @cached_property
    def last(self) -> int | None:
        """The last year in which both have a value."""
        return max(self.pair.bases, default=None)

    @cached_property
    def years(self) -> list[Year]:
        """Every year, from the first of either."""
        return [self._year(year) for year in self.pair.years]

    @property
    def now(self) -> Index | None:
        """The index of the last year: in fixed prices where a price index is chosen."""
        if self.last is None or self.base is None:
            return None
        return efficiency.index(self.pair, self.last, self.base, self.prices)

    @property
    def moved(self) -> Moved | Reason | None:
        """How both moved from the base year to the last; None where there are not two years."""
        if self.last is None or self.base is None or self.last == self.base:
            return None
        return efficiency.moved(self.pair, self.last, self.base, self.prices)

    @property
    def example(self) -> bool:
        """Whether a value or price of it was made up."""
        cells = (*self.qualities.values(), *self.costs.values())
        return self.made_up_prices or any(cell.outcome.is_example("value") for cell in cells)

    @property
    def sources(self) -> list[str]:
        """The titles of where the values are from."""
        cells = (*self.qualities.values(), *self.costs.values())
        return sorted({str(cell.outcome.source) for cell in cells if cell.outcome.source})

    def fixed(self, year: int) -> Decimal | None:
        """The cost of a year at the base year's prices."""
        cost = self.costs.get(year)
        if self.prices is None or self.base is None or cost is None or cost.value is None:
            return None
        found = efficiency.deflated(cost.value, self.prices, year, self.base)
        return None if found is None else efficiency.decimal(found)

    def _year(self, year: int) -> Year:
        base, none = self.base, Index()
        return Year(
            year, self.qualities.get(year), self.costs.get(year), (self.prices or {}).get(year), self.fixed(year),
            none if base is None else efficiency.index(self.pair, year, base),
            none if base is None else efficiency.index(self.pair, year, base, self.prices),
        )  # fmt: skip


def against(area: ServiceArea, facts: Facts, code: str, asked: int | None = None) -> list[Against]:
    """Each quality of an area against its cost; nothing where one of them is not chosen."""
    costs = indicators_of(area, Side.COST)
    prices = facts.prices(code)
    return [
        Against(area, quality, costs[0], facts.cells(quality), facts.cells(costs[0]), code if prices else "",
                prices, asked, bool(prices) and facts.made_up(code))
        for quality in indicators_of(area, Side.QUALITY)
        if costs and quality.current
    ]  # fmt: skip


def chosen_price(asked: str, codes: Sequence[str]) -> str:
    """The price index that is asked for, else the first that is chosen; empty for current prices."""
    if asked == NOMINAL or not codes:
        return ""
    return asked if asked in codes else codes[0]
