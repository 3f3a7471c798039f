"""The economic room: what the taxes leave when what is decided has been paid and the council's result is set aside.

room = taxes + grants + financial net − decided net cost at that year's prices − the result target (DOMAIN §9). All
in tkr, exact: nothing is rounded before it is printed. The result target is an argument, because it belongs to the
council and not to the forecast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

UNLIKE = 100
"""So many times more or less than another year is another unit: tkr where the others are kr or mnkr."""


@dataclass(frozen=True)
class Premises:
    """What is assumed of one year, in tkr; a net cost is positive."""

    taxes: Decimal
    grants: Decimal
    financial_net: Decimal
    net_cost: Decimal

    @property
    def income(self) -> Decimal:
        """Taxes and general grants together."""
        return self.taxes + self.grants


def economic_room(premises: Premises, result_target: Decimal) -> Decimal:
    """What can be used for something new in the year; below nought it is what has to be saved."""
    return premises.income + premises.financial_net - premises.net_cost - result_target


SIGNS: Mapping[str, int] = {"taxes": 1, "grants": 1, "financial_net": 1, "net_cost": -1, "result_target": -1}
"""What is assumed of a year → whether more of it is more room or less, in the order of the formula."""


def apart(here: Mapping[str, Decimal], there: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What each assumption makes of the difference between two rooms of a year; together they are all of it."""
    return {name: (here[name] - there[name]) * sign for name, sign in SIGNS.items()}


@dataclass(frozen=True)
class YearSum:
    """What is asked for in a year beside the year's room (None: nobody has stated it)."""

    year: int
    cost: Decimal
    investment: Decimal
    room: Decimal | None = None

    @property
    def left(self) -> Decimal | None:
        """What the room leaves when the cost is paid."""
        return None if self.room is None else self.room - self.cost


type Amounts = tuple[int, Decimal | None, Decimal | None]
"""A year, its operating cost, its investment; what is not stated counts as nothing."""


def sums(amounts: Iterable[Amounts], rooms: Mapping[int, Decimal]) -> list[YearSum]:
    """What all of it costs year by year, beside the room of the years that have a cost."""
    cost: dict[int, Decimal] = {}
    investment: dict[int, Decimal] = {}
    for year, operating, invested in amounts:
        cost[year] = cost.get(year, Decimal(0)) + (operating or 0)
        investment[year] = investment.get(year, Decimal(0)) + (invested or 0)
    return [YearSum(year, cost[year], investment[year], rooms.get(year)) for year in sorted(cost)]


def tightest(found: Iterable[YearSum]) -> YearSum | None:
    """The year in which least is left; where no room is stated the dearest. Of equals the first."""
    years = list(found)
    stated = [(one.left, one.year, one) for one in years if one.left is not None]
    if stated:
        return min(stated, key=lambda one: one[:2])[2]
    return min(years, key=lambda one: (-one.cost, one.year), default=None)


def in_another_unit(values: Mapping[int, Decimal]) -> int | None:
    """A year whose value is so unlike the year's before that it must be in another unit."""
    known = [(year, abs(value)) for year, value in sorted(values.items()) if value]
    for (_before, old), (year, new) in pairwise(known):
        if new >= old * UNLIKE or old >= new * UNLIKE:
            return year
    return None
