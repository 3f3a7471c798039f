"""What a small change in the premises means in a year, in tkr, from stated assumptions (DOMAIN §9).

Each line is one multiplication that a reader can redo: what it is taken of, how much changes, what that comes to.
Exact; nothing is rounded before it is printed. A minus is less room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

EXACT = Context(prec=400, rounding=ROUND_HALF_EVEN)
PER_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Change:
    """One change: `base` names the assumption that it is taken of, `factor` what it is multiplied by."""

    key: str
    base: str
    factor: Decimal


CHANGES = (
    Change("wages", "wage_cost", -PER_CENT),  # 1 % more
    Change("prices", "price_base", -PER_CENT),  # 1 % more
    Change("inhabitants", "income_per_inhabitant", Decimal(100)),  # 100 more
    Change("tax", "tax_base", Decimal("0.001")),  # 10 öre of each 100 kr
    Change("interest", "floating_debt", -PER_CENT),  # 1 percentage point more
)
"""Of tkr; the income per inhabitant too."""
BASES = tuple(change.base for change in CHANGES)


@dataclass(frozen=True)
class Effect:
    """What a change comes to; None where nobody has stated what it is taken of."""

    change: Change
    base: Decimal | None
    amount: Decimal | None


def effect(change: Change, base: Decimal | None, times: Decimal = Decimal(1)) -> Effect:
    """The change, so many times over."""
    return Effect(change, base, None if base is None else EXACT.multiply(EXACT.multiply(base, change.factor), times))


def effects(bases: Mapping[str, Decimal | None]) -> list[Effect]:
    """Every change, once."""
    return [effect(change, bases.get(change.base)) for change in CHANGES]


def together(found: Iterable[Effect]) -> Decimal:
    """What the stated ones come to if all happen at once."""
    return sum((one.amount for one in found if one.amount is not None), Decimal(0))
