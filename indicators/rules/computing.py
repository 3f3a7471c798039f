"""What a formula gives: its unit, and its value in a period or the reason why there is none.

Exact decimals: sums and products keep every digit, a quotient has 28; rounding is for print. Before anything is
computed all that the formula reads is looked at, in this order: a hidden value hides the result; a value that is not
there, or is missing, leaves it missing; values of one series on both sides of a new definition are never held against
each other; the units must be those that the formula was made for. So nothing of a hidden value reaches the result, and
what cannot be computed says which series, which period and why.

Readings chosen where DOMAIN is silent: a mean over a named window is, inside the window, the mean so far, and does not
exist before it; a mean needs every one of its years; index and change in per cent need a base above nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from indicators.rules import units
from indicators.rules.formulas import SCALES, Binary, Call, Formula, Function, Negative, Node, Number, Series
from indicators.rules.tokens import Fault, WrongFormula
from indicators.rules.units import Unit

EXACT = Context(prec=400, rounding=ROUND_HALF_EVEN)
QUOTIENT = Context(prec=28, rounding=ROUND_HALF_EVEN)
HIDDEN = ("suppressed", "secret")
HUNDRED = Decimal(100)


# -- the unit --------------------------------------------------------------------------------------------------------


def unit_of(formula: Formula, of: Mapping[str, str]) -> Unit:
    """The unit of what the formula gives, from the units of what it names; raises where they do not go together."""
    return _unit(formula.root, of)


def _unit(node: Node, of: Mapping[str, str]) -> Unit:
    match node:
        case Number():
            return units.PER_CENT if node.percent else units.NUMBER
        case Series():
            return units.read(of[node.key])
        case Negative():
            return _unit(node.part, of)
        case Binary("+" | "-"):
            left, right = _unit(node.left, of), _unit(node.right, of)
            _like(left, right, node.right)
            return units.added(left, right)
        case Binary():
            return _multiplied(node, _unit(node.left, of), _unit(node.right, of))
        case Call():
            return _called(node, [_unit(part, of) for part in node.parts])


def _like(left: Unit, right: Unit, at: Node) -> None:
    if units.like(left, right):
        return
    if units.NUMBER in (left, right):
        raise WrongFormula("unit_of_number", at.at, unit=str(right if left == units.NUMBER else left))
    code = "scales" if units.scales_differ(left, right) else "units"
    raise WrongFormula(code, at.at, left=str(left), right=str(right))


def _multiplied(node: Binary, left: Unit, right: Unit) -> Unit:
    """A number changes no unit; per cent is multiplied by numbers only."""
    if right == units.NUMBER:
        return left
    if left.percent != right.percent or (left.percent and node.sign == "*"):
        if left == units.NUMBER and node.sign == "*":
            return right
        raise WrongFormula("per_cent_product", node.at)
    if units.scales_differ(left, right):
        raise WrongFormula("scales", node.right.at, left=str(left), right=str(right))
    if left.percent and left != right:
        raise WrongFormula("units", node.right.at, left=str(left), right=str(right))
    return units.times(left, right) if node.sign == "*" else units.divided(left, right)


def _called(node: Call, of: list[Unit]) -> Unit:
    first = of[0]
    match node.function:
        case Function.SHARE:
            _like(first, of[1], node.parts[1])
            return units.PER_CENT
        case Function.PER_INHABITANT:
            if not of[1].count:
                raise WrongFormula("people", node.parts[1].at, unit=str(of[1]))
            if first.percent:
                raise WrongFormula("per_cent_product", node.at)
            return units.per_head(first, of[1], *node.numbers or [1])
        case Function.INDEX:
            return units.INDEX
        case Function.CHANGE_PERCENT:
            return units.PER_CENT
        case Function.CHANGE | Function.MEAN:
            return first
    if not first.money:
        raise WrongFormula("no_money", node.at, unit=str(first))
    return units.in_scale(first, SCALES[node.function])


@lru_cache(maxsize=2_000)
def wrong_unit(formula: Formula, of: tuple[tuple[str, str], ...], said: str) -> Fault | None:
    """What is wrong with the units of a formula whose indicator is said to be measured in that one; None: nothing."""
    try:
        found = unit_of(formula, dict(of))
    except WrongFormula as wrong:
        return wrong.fault
    wanted = units.read(said)
    if units.fits(found, wanted):
        return None
    words: dict[str, Any] = {"found": str(found), "said": said}
    if found.bare and wanted.percent:
        return WrongFormula("ratio_for_share", **words).fault
    if units.scales_differ(found, wanted) and units.fits(units.in_scale(found, wanted.scale), wanted):
        return WrongFormula("another_scale", **words).fault
    return WrongFormula("another_unit", **words).fault


# -- the value -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """What a series says of a period."""

    value: Decimal | None = None
    missing: str = ""
    version: object = None
    unit: str = ""
    preliminary: bool = False


class Reason(StrEnum):
    """Why there is no value."""

    HIDDEN = "hidden"
    BEFORE_WINDOW = "before_window"
    ABSENT = "absent"
    MISSING = "missing"
    BREAK = "break"
    UNIT = "unit"
    ZERO = "zero"
    BASE = "base"


@dataclass(frozen=True)
class Why:
    """The reason: which series, which period, which code."""

    reason: Reason
    key: str = ""
    period: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Result:
    """A value, or why there is none; preliminary where something that it rests on is."""

    value: Decimal | None = None
    why: Why | None = None
    preliminary: bool = False

    @property
    def missing(self) -> str:
        """The code that stands in place of the value."""
        if self.why is None:
            return ""
        return self.why.missing or ("not_published" if self.why.reason is Reason.ABSENT else "not_applicable")


class _Undefined(ArithmeticError):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


type Facts = Callable[[str, str], Fact | None]


def shifted(period: str, years: int) -> str:
    """The same part of a year so many years later."""
    return f"{int(period[:4]) + years:04}{period[4:]}"


def periods_of(node: Call, period: str) -> list[str]:
    """The periods that a function reads its value in, the period itself last where it is read."""
    year = int(period[:4])
    match node.function, node.numbers:
        case (Function.INDEX, (base,)):
            return [f"{base}{period[4:]}", period]
        case (Function.CHANGE | Function.CHANGE_PERCENT, numbers):
            return [shifted(period, -(numbers[0] if numbers else 1)), period]
        case (Function.MEAN, (years,)):
            return [shifted(period, -back) for back in range(years - 1, -1, -1)]
        case (Function.MEAN, (first, last)):
            return [f"{at}{period[4:]}" for at in range(first, min(last, year) + 1)]
    return [period]


def reads(node: Node, period: str) -> Iterator[tuple[str, str]]:
    """All that the value of a period rests on: series and period."""
    match node:
        case Series():
            yield node.key, period
        case Negative():
            yield from reads(node.part, period)
        case Binary():
            yield from reads(node.left, period)
            yield from reads(node.right, period)
        case Call():
            for part in node.parts:
                for at in periods_of(node, period):
                    yield from reads(part, at)


def _before_window(node: Node, period: str) -> bool:
    match node:
        case Negative():
            return _before_window(node.part, period)
        case Binary():
            return _before_window(node.left, period) or _before_window(node.right, period)
        case Call():
            at = periods_of(node, period)
            return not at or any(_before_window(part, one) for part in node.parts for one in at)
    return False


def compute(formula: Formula, period: str, facts: Facts, said: str = "") -> Result:
    """The formula's value in the period; `said` is the unit that its indicator is measured in (empty: not checked)."""
    if _before_window(formula.root, period):
        return Result(why=Why(Reason.BEFORE_WINDOW, period=period))
    found = {place: facts(*place) for place in reads(formula.root, period)}
    if (why := _hinder(found) or _unlike_units(formula, found, said)) is not None:
        return Result(why=why)
    preliminary = any(fact is not None and fact.preliminary for fact in found.values())
    try:
        return Result(_Reckoner(found).value(formula.root, period), preliminary=preliminary)
    except _Undefined as undefined:
        return Result(why=Why(undefined.reason, period=period))
    except WrongFormula:
        return Result(why=Why(Reason.UNIT))


type _Found = Mapping[tuple[str, str], Fact | None]


def _hinder(found: _Found) -> Why | None:
    for (key, period), fact in found.items():
        if fact is not None and fact.missing in HIDDEN:
            return Why(Reason.HIDDEN, key, period, fact.missing)
    for (key, period), fact in found.items():
        if fact is None:
            return Why(Reason.ABSENT, key, period)
        if fact.value is None:
            return Why(Reason.MISSING, key, period, fact.missing)
    return next(_breaks(found), None)


def _breaks(found: _Found) -> Iterator[Why]:
    """A series that is read on both sides of a new definition, with the first period of the new one."""
    by_key: dict[str, list[tuple[str, object]]] = {}
    for (key, period), fact in sorted(found.items(), key=lambda item: item[0]):
        by_key.setdefault(key, []).append((period, fact.version if fact else None))
    for key, some in by_key.items():
        newest = some[-1][1]
        if any(version != newest for _period, version in some):
            yield Why(Reason.BREAK, key, next(period for period, version in some if version == newest))


def _unlike_units(formula: Formula, found: _Found, said: str) -> Why | None:
    if not said:
        return None
    of = tuple(sorted({key: fact.unit for (key, _period), fact in found.items() if fact}.items()))
    return Why(Reason.UNIT) if wrong_unit(formula, of, said) else None


class _Reckoner:
    """The arithmetic, once everything that is read is known to be there."""

    def __init__(self, found: _Found) -> None:
        self.found = found
        self.units = {key: fact.unit for (key, _period), fact in found.items() if fact}

    def value(self, node: Node, period: str) -> Decimal:
        match node:
            case Number():
                return node.value
            case Series():
                fact = self.found[node.key, period]
                assert fact is not None and fact.value is not None
                return fact.value
            case Negative():
                return EXACT.minus(self.value(node.part, period))
            case Binary():
                return _reckoned(node.sign, self.value(node.left, period), self.value(node.right, period))
            case Call():
                return self._called(node, period)

    def _called(self, node: Call, period: str) -> Decimal:
        match node.function:
            case Function.SHARE | Function.PER_INHABITANT:
                over, under = (self.value(part, period) for part in node.parts)
                many = HUNDRED if node.function is Function.SHARE else Decimal(node.numbers[0] if node.numbers else 1)
                return quotient(EXACT.multiply(over, many), under)
            case Function.IN_KR | Function.IN_TKR | Function.IN_MNKR:
                scale = _unit(node.parts[0], self.units).scale - SCALES[node.function]
                return EXACT.scaleb(self.value(node.parts[0], period), scale)
        return _over_years(node.function, [self.value(node.parts[0], at) for at in periods_of(node, period)])


def _over_years(function: Function, values: list[Decimal]) -> Decimal:
    first, last = values[0], values[-1]
    if function is Function.MEAN:
        total = Decimal(0)
        for value in values:
            total = EXACT.add(total, value)
        return quotient(total, Decimal(len(values)))
    if function is Function.CHANGE:
        return EXACT.subtract(last, first)
    if first <= 0:
        raise _Undefined(Reason.BASE)
    if function is Function.CHANGE_PERCENT:
        last = EXACT.subtract(last, first)
    return quotient(EXACT.multiply(last, HUNDRED), first)


def _reckoned(sign: str, left: Decimal, right: Decimal) -> Decimal:
    match sign:
        case "+":
            return EXACT.add(left, right)
        case "-":
            return EXACT.subtract(left, right)
        case "*":
            return EXACT.multiply(left, right)
    return quotient(left, right)


def quotient(left: Decimal, right: Decimal) -> Decimal:
    """28 digits; what divides evenly is exact."""
    if not right:
        raise _Undefined(Reason.ZERO)
    return QUOTIENT.divide(left, right)
