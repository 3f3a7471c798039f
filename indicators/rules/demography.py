"""What a changed population asks for: mean of two year-ends × cost per inhabitant, age class by age class.

need in year t for organ o = Σ_k (P̄_k,t − P̄_k,t0) · c_k,o, in tkr (DOMAIN §9). P̄ is the mean of the year-ends before and
at the end of the year, c the cost per inhabitant of the class at one year's prices, t0 the base year. Exact decimals:
the mean of two whole numbers has one decimal, and nothing is rounded before it is printed.

Readings chosen where DOMAIN is silent: who is not yet one year old is in no class; the last one-year class is open
upwards (`100+`) and must begin at 90 or later.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True)
class AgeClass:
    """An age class; without a last age it is open upwards."""

    code: str
    first: int
    last: int | None = None

    def has(self, age: int) -> bool:
        """Whether an age belongs to it."""
        return self.first <= age and (self.last is None or age <= self.last)


CLASSES = (
    AgeClass("1-5", 1, 5), AgeClass("6", 6, 6), AgeClass("7-9", 7, 9), AgeClass("10-12", 10, 12),
    AgeClass("13-15", 13, 15), AgeClass("16-18", 16, 18), AgeClass("19-64", 19, 64), AgeClass("65-79", 65, 79),
    AgeClass("80-89", 80, 89), AgeClass("90-", 90),
)  # fmt: skip
CODES = tuple(one.code for one in CLASSES)
OPEN_AT = CLASSES[-1].first
"""The one-year class that is open upwards may not begin before this age."""
CLASS_AT = tuple(next((one.code for one in CLASSES if one.has(age)), None) for age in range(OPEN_AT + 1))
"""The class of each age; those who are older are in the last one."""

AGE = re.compile(r"(\d{1,3}) ?(\+|-w)?(?: ?(?:år|years))?(\+)?", re.IGNORECASE)


def age_in(text: str) -> tuple[int, bool] | None:
    """The age that a one-year class is called by (`7 år`, `100+ år`), and whether it is open upwards; None if none."""
    found = AGE.fullmatch(text.strip())
    return (int(found[1]), bool(found[2] or found[3])) if found else None


type Ages = Mapping[int, Decimal]
"""Age → inhabitants at a year's end; the highest age is open upwards."""
type Classed = Mapping[str, Decimal]
"""Age class → inhabitants."""
type Costs[K: Hashable] = Mapping[tuple[K, str], Decimal]
"""(organ, age class) → tkr per inhabitant."""


class Wrong(StrEnum):
    """Why a year's population cannot be used."""

    MISSING = "missing"
    NEGATIVE = "negative"
    OPEN = "open"
    BROKEN = "broken"


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with which ages."""

    wrong: Wrong
    ages: Sequence[int]


def fault(ages: Ages) -> Fault | None:
    """What is wrong with one-year classes: one is missing, negative, half a person, or too few stand for themselves."""
    highest = max(ages, default=-1)
    if missing := [age for age in range(max(highest, 0)) if age not in ages]:
        return Fault(Wrong.MISSING, missing)
    if highest < OPEN_AT:
        return Fault(Wrong.OPEN, [highest])
    if below := [age for age, number in sorted(ages.items()) if number < 0]:
        return Fault(Wrong.NEGATIVE, below)
    if halves := [age for age, number in sorted(ages.items()) if number != number.to_integral_value()]:
        return Fault(Wrong.BROKEN, halves)
    return None


def classed(ages: Ages) -> dict[str, Decimal]:
    """The inhabitants of each class; raises ValueError for what `fault` finds."""
    if found := fault(ages):
        raise ValueError(found.wrong)
    sums = dict.fromkeys(CODES, Decimal(0))
    for age, number in ages.items():
        if code := CLASS_AT[min(age, OPEN_AT)]:
            sums[code] += number
    return sums


def mean(before: Decimal, at: Decimal) -> Decimal:
    """Of the year-ends before and at the end of a year: as many as live here on average during it."""
    return (before + at) / 2


def means(ends: Mapping[int, Classed]) -> dict[int, dict[str, Decimal]]:
    """Year → class → mean, for the years whose two year-ends are known."""
    return {
        year: {code: mean(ends[year - 1][code], ends[year][code]) for code in ends[year] if code in ends[year - 1]}
        for year in sorted(ends) if year - 1 in ends
    }  # fmt: skip


@dataclass(frozen=True)
class Part[K: Hashable]:
    """What one class asks for of one organ."""

    organ: K
    age_class: str
    change: Decimal
    """How many more than in the base year, on average during the year."""
    cost: Decimal

    @cached_property
    def need(self) -> Decimal:
        """tkr; below nought fewer are to be cared for."""
        return self.change * self.cost


@dataclass(frozen=True)
class Need[K: Hashable]:
    """What a year asks for against the base year, and which classes nobody has told the cost of."""

    parts: Sequence[Part[K]]
    without_cost: Sequence[str] = ()

    @cached_property
    def total(self) -> Decimal:
        """The sum of all parts."""
        return sum((part.need for part in self.parts), Decimal(0))

    @cached_property
    def by_organ(self) -> dict[K, dict[str, Decimal]]:
        """Organ → class → what it asks for."""
        found: dict[K, dict[str, Decimal]] = {}
        for part in self.parts:
            found.setdefault(part.organ, {})[part.age_class] = part.need
        return found

    def of(self, organ: K) -> Decimal:
        """An organ's sum."""
        return sum(self.by_organ.get(organ, {}).values(), Decimal(0))

    def part(self, organ: K, age_class: str) -> Decimal:
        """What one class asks for of an organ."""
        return self.by_organ.get(organ, {}).get(age_class, Decimal(0))

    @property
    def by_class(self) -> dict[str, Decimal]:
        """Class → its sum over the organs."""
        found: dict[str, Decimal] = {}
        for part in self.parts:
            found[part.age_class] = found.get(part.age_class, Decimal(0)) + part.need
        return found

    @property
    def drivers(self) -> list[tuple[str, Decimal]]:
        """The classes, the one that weighs most first, whichever way; those that weigh nothing are left out."""
        return sorted(((c, n) for c, n in self.by_class.items() if n), key=lambda pair: -abs(pair[1]))


def need[K: Hashable](now: Classed, then: Classed, costs: Costs[K], codes: Iterable[str] = CODES) -> Need[K]:
    """The need of a year from its means and the base year's."""
    shown = [code for code in codes if code in now and code in then]
    known = {code for _organ, code in costs}
    parts = [
        Part(organ, code, now[code] - then[code], cost)
        for (organ, code), cost in sorted(costs.items(), key=lambda pair: CODES.index(pair[0][1])) if code in shown
    ]  # fmt: skip
    return Need(parts, [code for code in shown if code not in known])
