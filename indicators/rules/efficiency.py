"""Quality per krona: how an activity's quality has moved for each krona that it costs.

index = (Q_t / Q_0) / (C_t / C_0) · 100 (DOMAIN §9), 100 in the base year. Where lower quality numbers are better the
quality's ratio is turned: Q_0 / Q_t. In fixed prices the cost is counted as C_t · P_0 / P_t before. All is computed
with fractions: nothing is rounded before it is printed, and deflating and changing the base year commute.

Undefined, always with the reason: quality without a direction (within bounds) or without a ratio scale; a value that is
not there, or is nought or less, in the base year or the year; a value of another definition than the base year's; a
price index that has no value for one of the years.

Readings chosen where DOMAIN is silent: what is unchanged counts neither as better quality nor as lower cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from indicators.rules import units
from indicators.rules.computing import QUOTIENT
from indicators.rules.direction import Bounds, Direction, Movement, Reading, Series, better, movement

type Prices = Mapping[int, Decimal]
"""A price index: year → its number; only their ratios count."""

HUNDRED = 100


class Why(StrEnum):
    """Why an index is not defined."""

    WITHIN = "within"
    NO_RATIO = "no_ratio"
    NO_QUALITY = "no_quality"
    NO_COST = "no_cost"
    QUALITY_NOUGHT = "quality_nought"
    COST_NOUGHT = "cost_nought"
    QUALITY_BREAK = "quality_break"
    COST_BREAK = "cost_break"
    NO_PRICE = "no_price"


@dataclass(frozen=True)
class Reason:
    """Why there is no index, and of which year that is said."""

    why: Why
    year: int | None = None
    missing: str = ""
    """The code that stands in place of the value: a hidden value hides the index."""


@dataclass(frozen=True)
class Index:
    """An index and the two ratios that it is made of, or the reason why there is none."""

    value: Fraction | None = None
    quality: Fraction | None = None
    """Times as good as in the base year, turned where lower is better."""
    cost: Fraction | None = None
    """Times as dear as in the base year."""
    reason: Reason | None = None

    @property
    def number(self) -> Decimal | None:
        """The index as a decimal of 28 digits."""
        return None if self.value is None else decimal(self.value)


@dataclass(frozen=True)
class Pair:
    """An activity's quality and its cost, year by year."""

    quality: Series
    cost: Series
    direction: Direction = Direction.HIGHER
    ratio: bool = True
    bounds: Bounds | None = None

    @property
    def years(self) -> list[int]:
        """The years in which either says something."""
        return sorted({*self.quality, *self.cost})

    @cached_property
    def bases(self) -> list[int]:
        """The years that can be the base: both are above nought."""
        return [year for year in self.years if _known(self.quality, year) and _known(self.cost, year)]


def decimal(value: Fraction) -> Decimal:
    """A fraction as a decimal of 28 digits, for print."""
    return QUOTIENT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _value(series: Series, year: int) -> Decimal | None:
    reading = series.get(year)
    return None if reading is None else reading.value


def _known(series: Series, year: int) -> bool:
    value = _value(series, year)
    return value is not None and value > 0


def base_of(pair: Pair) -> int | None:
    """The first year that the last one can be held against: both defined as they are then; None where none can."""
    if not pair.bases:
        return None
    last = pair.bases[-1]
    return next(year for year in pair.bases if _same(pair.quality, year, last) and _same(pair.cost, year, last))


def _same(series: Series, one: int, other: int) -> bool:
    return series[one].version == series[other].version


# -- fixed prices ----------------------------------------------------------------------------------------------------


def deflated(cost: Decimal | Fraction, prices: Prices, year: int, base: int) -> Fraction | None:
    """The cost at the base year's prices; None where the price index lacks one of the years."""
    if not (prices.get(year) and prices.get(base)):
        return None
    return Fraction(cost) * Fraction(prices[base]) / Fraction(prices[year])


def rebased(indices: Mapping[int, Fraction], base: int) -> dict[int, Fraction]:
    """The same index with another base year."""
    return {year: value / indices[base] * HUNDRED for year, value in indices.items()}


def per_head(cost: Decimal | None, heads: Decimal | None) -> Fraction | None:
    """A cost for each of so many; None where either is not known or nobody is there."""
    return None if cost is None or not heads else Fraction(cost) / Fraction(heads)


# -- the index -------------------------------------------------------------------------------------------------------


def index(pair: Pair, year: int, base: int, prices: Prices | None = None) -> Index:
    """Quality per krona in a year, the base year 100; with a price index in fixed prices."""
    if reason := next(_undefined(pair, year, base, prices), None):
        return Index(reason=reason)
    quality = _ratio(pair.quality, year, base)
    quality = 1 / quality if pair.direction is Direction.LOWER else quality
    cost = _ratio(pair.cost, year, base)
    if prices is not None:
        cost *= Fraction(prices[base]) / Fraction(prices[year])
    return Index(quality / cost * HUNDRED, quality, cost)


def _ratio(series: Series, year: int, base: int) -> Fraction:
    now, then = _value(series, year), _value(series, base)
    assert now is not None and then is not None
    return Fraction(now) / Fraction(then)


def _undefined(pair: Pair, year: int, base: int, prices: Prices | None) -> Iterator[Reason]:
    """Every reason, the one that says most first."""
    if pair.direction is Direction.WITHIN:
        yield Reason(Why.WITHIN)
    if not pair.ratio:
        yield Reason(Why.NO_RATIO)
    for series, none, nought, broken in (
        (pair.quality, Why.NO_QUALITY, Why.QUALITY_NOUGHT, Why.QUALITY_BREAK),
        (pair.cost, Why.NO_COST, Why.COST_NOUGHT, Why.COST_BREAK),
    ):
        for one in dict.fromkeys((base, year)):
            yield from _lacking(series.get(one), one, none, nought)
        if base in series and year in series and not _same(series, year, base):
            yield Reason(broken, year)
    for one in dict.fromkeys((base, year)):
        if prices is not None and not prices.get(one):
            yield Reason(Why.NO_PRICE, one)


def _lacking(reading: Reading | None, year: int, none: Why, nought: Why) -> Iterator[Reason]:
    if reading is None or reading.value is None:
        yield Reason(none, year, (reading.missing or "") if reading else "")
    elif reading.value <= 0:
        yield Reason(nought, year)


# -- better and cheaper ----------------------------------------------------------------------------------------------


class Case(StrEnum):
    """What became of quality and cost together."""

    BETTER_CHEAPER = "better_cheaper"
    BETTER_DEARER = "better_dearer"
    WORSE_CHEAPER = "worse_cheaper"
    WORSE_DEARER = "worse_dearer"


@dataclass(frozen=True)
class Moved:
    """How quality and cost moved between two years; for the cost lower is better."""

    quality: Movement
    cost: Movement

    @property
    def still(self) -> bool:
        """Whether one of them did not move."""
        return Movement.SAME in (self.quality, self.cost)

    @property
    def case(self) -> Case:
        """Which of the four it is; unchanged is neither better nor cheaper."""
        return case(self.quality is Movement.BETTER, self.cost is Movement.BETTER)


def case(is_better: bool, cheaper: bool) -> Case:
    """The case of the two answers."""
    if is_better:
        return Case.BETTER_CHEAPER if cheaper else Case.BETTER_DEARER
    return Case.WORSE_CHEAPER if cheaper else Case.WORSE_DEARER


def field(one: tuple[Decimal, Decimal], medians: tuple[Decimal, Decimal], direction: Direction) -> Case:
    """In which field between the medians a (quality, cost) lies; on a median is neither better nor cheaper."""
    return case(better(one[0], medians[0], direction), one[1] < medians[1])


def moved(pair: Pair, year: int, base: int, prices: Prices | None = None) -> Moved | Reason:
    """How both moved since the base year, or why that cannot be told; no ratio scale is needed for it."""
    for reason in _undefined(pair, year, base, prices):
        if reason.why not in (Why.NO_RATIO, Why.WITHIN, Why.QUALITY_NOUGHT):
            return reason
    now, then = pair.quality[year].value, pair.quality[base].value
    costs = pair.cost[year].value, pair.cost[base].value
    assert now is not None and then is not None and costs[0] is not None and costs[1] is not None
    cost = Fraction(costs[0]) if prices is None else deflated(costs[0], prices, year, base)
    assert cost is not None
    before = Fraction(costs[1])
    spent = Movement.SAME if cost == before else Movement.BETTER if cost < before else Movement.WORSE
    return Moved(movement(now, then, pair.direction, pair.bounds), spent)


# -- units -----------------------------------------------------------------------------------------------------------


class Unfit(StrEnum):
    """Why an indicator cannot stand on a side of an activity."""

    NO_MONEY = "no_money"
    MONEY = "money"
    NO_PERCENT = "no_percent"
    NO_INDEX = "no_index"


QUALITY, COST, REVENUE, DEVIATION, PRICE = "quality", "cost", "revenue", "deviation", "price"


def unfit(side: str, unit: str) -> Unfit | None:
    """What is wrong with the unit: a cost is money, quality is not, shares are per cent, a price index an index."""
    read = units.read(unit)
    match side:
        case "cost":
            return None if read.money else Unfit.NO_MONEY
        case "quality":
            return Unfit.MONEY if read.money else None
        case "price":
            return None if read in (units.INDEX, units.NUMBER) else Unfit.NO_INDEX
    return None if read.percent else Unfit.NO_PERCENT
