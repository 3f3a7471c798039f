"""Which of two values is the better one, and how a value moved.

All comparisons are made on one number, the *shortfall*: the smaller, the better. For `higher` it is the value with
its sign turned, for `lower` the value, for `within` the distance to the bounds. So each rule is written once for all
three.

Readings chosen where DOMAIN is silent: a change is inside the margin of error when its square is at most the sum of
the squares of the two margins that are known (one known: that one alone; none: never inside).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


class Movement(StrEnum):
    """How a value stands to the one before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True)
class Bounds:
    """Both ends belong to the inside."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Reading:
    """What one period says: a value, or the code for why there is none; comparable inside one version only."""

    value: Decimal | None = None
    missing: str | None = None
    version: str | None = None
    margin: Decimal | None = None


type Series = Mapping[int, Reading]


@dataclass(frozen=True)
class Trend:
    """How a year stands to the last comparable year before it."""

    movement: Movement
    since: int
    inside_margin: bool = False


def distance(value: Decimal, bounds: Bounds) -> Decimal:
    """How far outside the bounds a value lies; inside it is 0."""
    return max(bounds.low - value, value - bounds.high, Decimal(0))


def shortfall(value: Decimal, direction: Direction, bounds: Bounds | None = None) -> Decimal:
    """The number that is smaller the better the value is; raises ValueError for `within` without bounds."""
    if direction is Direction.WITHIN:
        if bounds is None:
            raise ValueError("within needs bounds")
        return distance(value, bounds)
    return -value if direction is Direction.HIGHER else value


def better(a: Decimal, b: Decimal, direction: Direction, bounds: Bounds | None = None) -> bool:
    """Whether `a` is better than `b`; equal is not better."""
    return shortfall(a, direction, bounds) < shortfall(b, direction, bounds)


def as_good(a: Decimal, b: Decimal, direction: Direction, bounds: Bounds | None = None) -> bool:
    """Whether `a` is at least as good as `b`."""
    return shortfall(a, direction, bounds) <= shortfall(b, direction, bounds)


def movement(now: Decimal, before: Decimal, direction: Direction, bounds: Bounds | None = None) -> Movement:
    """Better, same or worse; for `within` two values at the same distance are the same."""
    if better(now, before, direction, bounds):
        return Movement.BETTER
    return Movement.SAME if as_good(now, before, direction, bounds) else Movement.WORSE


def trend(series: Series, year: int, direction: Direction, bounds: Bounds | None = None) -> Trend | None:
    """The year against the last year before it with a value in the same version; None where there is none."""
    now = series.get(year)
    if now is None or now.value is None:
        return None
    comparable = (y for y, r in series.items() if y < year and r.value is not None and r.version == now.version)
    since = max(comparable, default=None)
    if since is None:
        return None
    before = series[since]
    assert before.value is not None
    moved = movement(now.value, before.value, direction, bounds)
    return Trend(moved, since, inside_margin(now, before))


def inside_margin(now: Reading, before: Reading) -> bool:
    """Whether the change between two readings is no larger than their margins of error together explain."""
    margins = [reading.margin for reading in (now, before) if reading.margin is not None]
    if not margins or now.value is None or before.value is None:
        return False
    return (now.value - before.value) ** 2 <= sum((margin**2 for margin in margins), Decimal(0))


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up, as people round."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def decimals_to_show(decimals: int, *values: Decimal | None) -> int:
    """The decimals to print values with that stand side by side: one more where rounding would hide a difference."""
    different = {value for value in values if value is not None}
    return decimals if len({rounded(value, decimals) for value in different}) == len(different) else decimals + 1
