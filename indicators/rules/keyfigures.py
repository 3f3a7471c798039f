"""The key figures of financing: each a formula over lines of the accounts, with its unit (DOMAIN §9).

A formula is data: signed lines over a line of fraction, signed lines under it. What is computed and what is printed
beside it come from the same data. Amounts are exact; a quotient has 28 digits; rounding is for print.

Readings chosen where DOMAIN is silent: a mean over years is the mean of the years' values; of the self-financing
degree, whose investments come in lumps, the years are summed over and under the line, and it says so. A mean needs
every one of its years.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache, cached_property

from indicators.rules.accounts import BY_KEY, Kind

QUOTIENT = Context(prec=28, rounding=ROUND_HALF_EVEN)
EXACT = Context(prec=400, rounding=ROUND_HALF_EVEN)
PERCENT, PER_INHABITANT, POINTS = "%", "kr per invånare", "procentenheter"

type Terms = tuple[tuple[int, str], ...]
"""Sign and line."""
type Values = Mapping[str, Decimal]
"""Line → its value in kr, persons or per cent."""

PARTS: Mapping[str, Terms] = {
    "taxes_grants": ((1, "taxes"), (1, "grants")),
    "comparability": ((1, "comparability_operations"), (1, "comparability_finance")),
    "financial_net": ((1, "financial_income"), (-1, "financial_cost")),
}
"""Lines that others give where they do not stand themselves."""


@dataclass(frozen=True)
class KeyFigure:
    """One key figure. `entered`: the line under which reports print it as a ratio of its own."""

    key: str
    slug: str
    over: Terms
    under: Terms = ()
    unit: str = PERCENT
    decimals: int = 1
    entered: str = ""
    pooled: bool = False
    of_organs: bool = False

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines that it reads, in the order of the formula."""
        return tuple(dict.fromkeys(line for _sign, line in (*self.over, *self.under)))

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The same, each followed by the lines that give it where it does not stand itself."""
        return tuple(one for line in self.lines for one in (line, *(part for _sign, part in PARTS.get(line, ()))))


TAXES = ((1, "taxes_grants"),)
INHABITANTS = ((1, "inhabitants"),)
OWN_MEANS = ((1, "result"), (1, "depreciation"))

KEY_FIGURES = (
    KeyFigure("net_cost_share", "nettokostnadsandel", ((1, "net_cost"),), TAXES),
    KeyFigure("result_share", "resultatandel", ((1, "result"),), TAXES),
    KeyFigure("result_share_comparable", "resultatandel-utan-jamforelsestorande",
              ((1, "result"), (-1, "comparability")), TAXES),
    KeyFigure("self_financing", "sjalvfinansieringsgrad", OWN_MEANS, ((1, "investment"),), pooled=True),
    KeyFigure("self_financing_without_land", "sjalvfinansieringsgrad-utan-mark", OWN_MEANS,
              ((1, "investment"), (-1, "land")), pooled=True),
    KeyFigure("equity_ratio", "soliditet", ((1, "equity"),), ((1, "assets"),), entered="equity_ratio"),
    KeyFigure("equity_ratio_pension", "soliditet-med-pensioner", ((1, "equity"), (-1, "pension_liability")),
              ((1, "assets"),), entered="equity_ratio_pension"),
    KeyFigure("revenue_share", "intaktsandel", ((1, "income"),), ((1, "cost"),), of_organs=True),
    KeyFigure("debt", "laneskuld-per-invanare", ((1, "debt"),), INHABITANTS, PER_INHABITANT, 0),
    KeyFigure("investment", "nettoinvesteringar-per-invanare", ((1, "investment"),), INHABITANTS, PER_INHABITANT, 0),
    KeyFigure("investment_without_land", "nettoinvesteringar-utan-mark-per-invanare",
              ((1, "investment"), (-1, "land")), INHABITANTS, PER_INHABITANT, 0),
    KeyFigure("tax_rate_county", "skattesats-mot-lanet", ((1, "tax_rate"), (-1, "tax_rate_county")), (), POINTS, 2),
    KeyFigure("tax_rate_country", "skattesats-mot-riket", ((1, "tax_rate"), (-1, "tax_rate_country")), (), POINTS, 2),
)  # fmt: skip
BY_SLUG = {figure.slug: figure for figure in KEY_FIGURES}


@dataclass(frozen=True)
class Computed:
    """A value, or why there is none: the lines that are missing, or a nought under the line."""

    value: Decimal | None = None
    missing: tuple[str, ...] = ()
    nought: bool = False


def with_sums(values: Values) -> dict[str, Decimal]:
    """The values, and those lines that their parts give."""
    found = dict(values)
    for line, terms in PARTS.items():
        if line not in found and all(part in found for _sign, part in terms):
            found[line] = total(terms, found)
    return found


def total(terms: Terms, values: Values) -> Decimal:
    """Signed lines, summed exactly. Money is never summed with people: raises `ValueError`."""
    _of_one_kind(terms)
    result = Decimal(0)
    for sign, line in terms:
        result = EXACT.add(result, values[line] * sign)
    return result


@cache
def _of_one_kind(terms: Terms) -> None:
    kinds = {BY_KEY[line].kind for _sign, line in terms}
    if len(kinds) > 1:
        raise ValueError(f"not of one kind: {sorted(kinds)}")


def compute(figure: KeyFigure, values: Values) -> Computed:
    """The key figure of one year."""
    return pooled(figure, [values])


def pooled(figure: KeyFigure, years: Sequence[Values]) -> Computed:
    """The key figure of several years taken together: what is over the line summed, and what is under it."""
    complete = [with_sums(values) for values in years]
    missing = tuple(line for line in figure.lines if any(line not in values for values in complete))
    if missing or not complete:
        return Computed(missing=missing)
    over = _sum(figure.over, complete)
    if not figure.under:
        return Computed(QUOTIENT.divide(over, Decimal(len(complete))))
    under = _sum(figure.under, complete)
    if not under:
        return Computed(nought=True)
    factor = Decimal(100) if figure.unit == PERCENT else Decimal(1)
    return Computed(QUOTIENT.divide(EXACT.multiply(over, factor), under))


def _sum(terms: Terms, years: Sequence[Values]) -> Decimal:
    result = Decimal(0)
    for values in years:
        result = EXACT.add(result, total(terms, values))
    return result


def mean(figure: KeyFigure, years: Sequence[Values]) -> Computed:
    """The mean over the years, as the figure's mean is taken; every year is needed."""
    return pooled(figure, years) if figure.pooled else mean_over([compute(figure, values) for values in years])


def mean_over(each: Sequence[Computed]) -> Computed:
    """The mean of years that are computed; every one is needed."""
    if bad := next((one for one in each if one.value is None), None):
        return bad
    values = [one.value for one in each if one.value is not None]
    return Computed(QUOTIENT.divide(sum(values, Decimal(0)), Decimal(len(values)))) if values else Computed()


def run_to(last: int, length: int) -> tuple[int, ...]:
    """So many years in a row, up to the last."""
    return tuple(range(last - length + 1, last + 1))


def mean_of(values: Collection[Decimal]) -> Decimal | None:
    """The unweighted mean; None of nothing."""
    return QUOTIENT.divide(sum(values, Decimal(0)), Decimal(len(values))) if values else None


def apart_from_mean(own: Decimal | None, others: Collection[Decimal]) -> Decimal | None:
    """How far from the others' mean: own − mean; None where either is missing."""
    middle = mean_of(others)
    return None if own is None or middle is None else own - middle


def is_money_per_person(figure: KeyFigure) -> bool:
    """Whether the unit of the formula is kr per inhabitant: money over the line, people under it."""
    over = {BY_KEY[line].kind for _sign, line in figure.over}
    under = {BY_KEY[line].kind for _sign, line in figure.under}
    return over == {Kind.MONEY} and under == {Kind.PEOPLE}
