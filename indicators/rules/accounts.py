"""The lines of accounts and budgets: what a printed name means, in which unit, and what is wrong with a set of them.

A figure is kept as it was printed; what it *means* is read here, each time. Amounts are exact and compared in kr; a
cost is positive, whichever sign its page gives it. Nothing is rounded and nothing passes through a float.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from indicators.rules.room import UNLIKE
from indicators.rules.units import MONEY


class Kind(StrEnum):
    """What a line is counted in."""

    MONEY = "money"
    PEOPLE = "people"
    PERCENT = "percent"


BASE = {Kind.MONEY: "kr", Kind.PEOPLE: "personer", Kind.PERCENT: "%"}
"""The unit that values of a kind are compared and computed in."""
COUNTS = ("personer", "antal", "st", "invånare", "antal personer")
PERCENT = ("%", "procent", "kr per hundra", "kr/100")


@dataclass(frozen=True)
class Line:
    """One line; `names` are what reports and people call it, folded. `steady`: it does not change a hundredfold."""

    key: str
    kind: Kind
    names: tuple[str, ...]
    cost: bool = False
    """Kept positive, where a page may print it with a minus."""
    steady: bool = False

    @property
    def printed(self) -> str:
        """The name that a figure entered here is kept under."""
        return self.names[0][:1].upper() + self.names[0][1:]


def _money(key: str, *names: str, cost: bool = False, steady: bool = False) -> Line:
    return Line(key, Kind.MONEY, names, cost, steady)


LINES = (
    _money("taxes", "skatteintäkter", steady=True),
    _money("grants", "generella statsbidrag och utjämning", "generella statsbidrag", steady=True),
    _money("taxes_grants", "skatteintäkter och generella statsbidrag", "skatter och bidrag",
           "skatteintäkter, generella statsbidrag och utjämning", steady=True),
    _money("income", "verksamhetens intäkter", "intäkter", "externa intäkter", steady=True),
    _money("cost", "verksamhetens kostnader", "kostnader", "bruttokostnad", "bruttokostnader", cost=True, steady=True),
    _money("depreciation", "avskrivningar", "av- och nedskrivningar", cost=True, steady=True),
    _money("net_cost", "verksamhetens nettokostnader", "verksamhetens nettokostnad", "nettokostnad", "nettokostnader",
           "verksamhetens resultat före skatter", cost=True, steady=True),
    _money("financial_income", "finansiella intäkter"),
    _money("financial_cost", "finansiella kostnader", cost=True),
    _money("financial_net", "finansnetto"),
    _money("result", "årets resultat", "resultat"),
    _money("comparability", "jämförelsestörande poster"),
    _money("comparability_operations", "jämförelsestörande poster (verksamheten)"),
    _money("comparability_finance", "jämförelsestörande poster (finansiella)"),
    _money("capital_gains", "realisationsvinster", "samtliga realisationsvinster"),
    _money("gains_excepted", "realisationsvinster enligt undantagsmöjlighet"),
    _money("losses_excepted", "realisationsförluster enligt undantagsmöjlighet", cost=True),
    _money("unrealised", "orealiserade vinster och förluster i värdepapper", "orealiserade vinster/förluster"),
    _money("reversed", "återföring av orealiserade vinster och förluster i värdepapper"),
    _money("to_reserve", "reservering till resultatreserv"),
    _money("from_reserve", "användning av resultatreserv"),
    _money("reserve", "resultatreserv", "resultatreserv (rer)"),
    _money("old_reserve", "resultatutjämningsreserv", "resultatutjämningsreserv (rur)"),
    _money("special_reasons", "synnerliga skäl enligt 11 kap. 13 § kommunallagen", "synnerliga skäl"),
    _money("land_development", "exploateringsresultat", "exploatering"),
    _money("investment", "nettoinvesteringar", "nettoinvestering"),
    _money("land", "markförvärv", "nettoinvesteringar i mark", "varav mark"),
    _money("equity", "eget kapital", steady=True),
    _money("assets", "totala tillgångar", "summa tillgångar", "balansomslutning", steady=True),
    _money("pension_liability", "ansvarsförbindelse, pensionsutfästelse", "ansvarsförbindelse",
           "pensionsförpliktelser utanför balansräkningen", cost=True, steady=True),
    _money("debt", "låneskuld", "långfristig låneskuld", cost=True),
    _money("cash", "kassa och bank", "likvida medel"),
    Line("inhabitants", Kind.PEOPLE, ("antal invånare", "invånare"), steady=True),
    Line("employees", Kind.PEOPLE, ("antal anställda",), steady=True),
    Line("tax_rate", Kind.PERCENT, ("kommunal skattesats", "skattesats", "utdebitering")),
    Line("tax_rate_county", Kind.PERCENT, ("skattesats, medel i länet",)),
    Line("tax_rate_country", Kind.PERCENT, ("skattesats, medel i riket",)),
    Line("equity_ratio", Kind.PERCENT, ("soliditet",)),
    Line("equity_ratio_pension", Kind.PERCENT,
         ("soliditet inkl. ansvarsförbindelser", "soliditet inkl. ansvarsförbindelse",
          "soliditet inklusive ansvarsförbindelse", "soliditet inkl. pensionsskuld")),
)  # fmt: skip
BY_KEY = {line.key: line for line in LINES}
BY_NAME = {name: line for line in LINES for name in line.names}
UNIT_IN_NAME = re.compile(r"[\s,(]+(kr|tkr|mnkr|mkr|%|personer)\)?$")
SUM = re.compile(r"(del|total)?summa\b|s:a\b|totalt?\b|tot\.")


class WrongUnit(ValueError):
    """A unit that does not measure the line; carries the unit."""


def bare(name: str) -> str:
    """A printed name as names are compared: small letters, no unit at its end."""
    text = " ".join(name.casefold().replace("&", "och").split()).strip(" :*")
    return UNIT_IN_NAME.sub("", text).strip(" :*") if text not in BY_NAME else text


@lru_cache(maxsize=4096)
def line_of(name: str) -> Line | None:
    """The line that a printed name means; None where no formula knows it."""
    return BY_NAME.get(bare(name))


def identity(name: str) -> str:
    """What tells a line apart in its list: its key, or the name itself where nobody knows it."""
    line = line_of(name)
    return line.key if line else bare(name)


def unit_in(name: str) -> str:
    """The unit that stands in a name or a heading, such as *Låneskuld (mnkr)*; empty where none does."""
    found = UNIT_IN_NAME.search(" ".join(name.casefold().split()).strip(" :*"))
    return found[1] if found else ""


def is_sum(name: str) -> bool:
    """Whether a row is called a sum, and is no line of its own."""
    return line_of(name) is None and bool(SUM.match(bare(name)))


def in_base(value: Decimal, unit: str, kind: Kind) -> Decimal:
    """The value in kr, persons or per cent, exact; raises `WrongUnit` where the unit is another thing's."""
    power = _power(unit, kind)
    return value.scaleb(power) if power else value


@lru_cache(maxsize=512)
def _power(unit: str, kind: Kind) -> int:
    """The power of ten that a unit stands for."""
    said = " ".join(unit.casefold().split())
    if kind is Kind.MONEY and said in MONEY:
        return MONEY[said]
    if (kind is Kind.PEOPLE and said in COUNTS) or (kind is Kind.PERCENT and said in PERCENT):
        return 0
    raise WrongUnit(unit)


def fits(unit: str, kind: Kind) -> bool:
    """Whether a line of that kind can be told in the unit."""
    try:
        in_base(Decimal(0), unit, kind)
    except WrongUnit:
        return False
    return True


def turned(printed: Iterable[tuple[str, Decimal]]) -> bool:
    """Whether a page writes its costs with a minus: most of its cost lines are below nought."""
    costs = [value for name, value in printed if (line := line_of(name)) and line.cost and value]
    return sum(value < 0 for value in costs) * 2 > len(costs)


def kept(name: str, value: Decimal, turn: bool) -> Decimal:
    """The value as it is kept: a cost is positive."""
    line = line_of(name)
    return -value if turn and line and line.cost else value


# -- what is wrong with a set of figures -----------------------------------------------------------------------------


def unlike(value: Decimal, year: int, others: Mapping[int, Decimal]) -> int | None:
    """The nearest year that it is a hundred times more or less than, as tkr for mnkr; None where it is like."""
    known = [(abs(one - year), one) for one, other in others.items() if other]
    if not value or not known:
        return None
    near = min(known)[1]
    mine, theirs = abs(value), abs(others[near])
    return near if mine >= theirs * UNLIKE or theirs >= mine * UNLIKE else None


def hidden_sum(rows: Sequence[tuple[str, Sequence[Decimal | None]]]) -> int | None:
    """The place of a row that is the sum of two or more rows just above it, in every column, and stands amid others."""
    for place in range(2, len(rows) - 1):
        name, total = rows[place]
        if line_of(name) is not None or not all(total):
            continue
        for first in range(place - 1):
            above = rows[first:place]
            if all(sum((row[n] or Decimal(0) for _name, row in above), Decimal(0)) == value
                   for n, value in enumerate(total)):  # fmt: skip
                return place
    return None


ROUNDED = Decimal(2)
"""Three amounts, each rounded, may miss each other by so much of their unit."""


def contradiction(income: Decimal, cost: Decimal, net_cost: Decimal) -> Decimal | None:
    """What income and cost give where it is not the net cost that stands beside them; all in the printed unit."""
    computed = cost - income
    return computed if abs(computed - net_cost) > ROUNDED else None
