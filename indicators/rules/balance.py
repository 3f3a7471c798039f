"""The balance result (LKBR 11:10), and how a negative one is restored (KL 11:12–13).

    the year's result
    − all capital gains + those that are excepted − losses that are excepted
    ± unrealised gains and losses in securities ± what of them is reversed
    = the year's result after the balance adjustments
    − what is set aside to the result reserve + what is used of it
    = the balance result

A negative one is restored within the three years that follow; the oldest first, by positive balance results. What the
council has found special reasons for (KL 11:13) need not be restored. All amounts in kr, exact; what nobody has stated
counts as nothing, and is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

YEARS = 3
"""Within so many years after the year of the deficit."""
ADJUSTMENTS: tuple[tuple[int, str], ...] = (
    (-1, "capital_gains"), (1, "gains_excepted"), (1, "losses_excepted"), (1, "unrealised"), (1, "reversed"),
)  # fmt: skip
"""How each is added to the result. Losses are kept positive; the last two have signs of their own."""
RESERVE: tuple[tuple[int, str], ...] = ((-1, "to_reserve"), (1, "from_reserve"))

type Values = Mapping[str, Decimal]


@dataclass(frozen=True)
class Balance:
    """A year's way from result to balance result."""

    year: int
    result: Decimal
    adjusted: Decimal
    balance: Decimal
    special: Decimal = Decimal(0)
    """So much of a deficit need not be restored."""

    @property
    def met(self) -> bool:
        """Whether the year is in balance."""
        return self.balance >= 0

    @property
    def deficit(self) -> Decimal:
        """What is to be restored."""
        return max(Decimal(0), -self.balance - self.special)


def balance(year: int, values: Values) -> Balance | None:
    """The year's balance result; None where nobody has stated its result."""
    if "result" not in values:
        return None
    adjusted = values["result"] + _added(ADJUSTMENTS, values)
    special = values.get("special_reasons", Decimal(0))
    return Balance(year, values["result"], adjusted, adjusted + _added(RESERVE, values), special)


def _added(terms: Sequence[tuple[int, str]], values: Values) -> Decimal:
    return sum((sign * values.get(line, Decimal(0)) for sign, line in terms), Decimal(0))


def unstated(values: Values) -> list[str]:
    """The adjustments that nobody has stated."""
    return [line for _sign, line in (*ADJUSTMENTS, *RESERVE) if line not in values]


@dataclass(frozen=True)
class Debt:
    """A deficit of a year: what of it is restored in which year, what is left, and by when."""

    year: int
    amount: Decimal
    restored: tuple[tuple[int, Decimal], ...] = ()

    @property
    def left(self) -> Decimal:
        """What is not restored."""
        return self.amount - sum((amount for _year, amount in self.restored), Decimal(0))

    @property
    def due(self) -> int:
        """The last year in which it may be restored."""
        return self.year + YEARS

    @property
    def late(self) -> bool:
        """Whether a part was restored too late."""
        return any(year > self.due for year, _amount in self.restored)


def restoring(years: Sequence[Balance]) -> list[Debt]:
    """Each deficit, restored by the balance results that come after it, the oldest deficit first."""
    debts: list[Debt] = []
    for one in sorted(years, key=lambda year: year.year):
        if one.deficit:
            debts.append(Debt(one.year, one.deficit))
        left = max(Decimal(0), one.balance)
        for place, debt in enumerate(debts):
            if (part := min(left, debt.left)) > 0:
                debts[place] = replace(debt, restored=(*debt.restored, (one.year, part)))
                left -= part
    return debts


def per_year(debt: Debt, after: int) -> Decimal | None:
    """What has to be restored each year of those that are left after the year; None where none are left."""
    years = debt.due - max(after, debt.year)
    return None if years < 1 else debt.left / years
