"""The tax rate beside those of chosen municipalities: a key figure with its formula, its parts and their sources.

Our own rate is the accounts', as every key figure's; where they print none, and of all others, it is the chosen
indicator's. Eight queries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality
from burlov_styrning.charts import Chart, Point
from burlov_styrning.papers import Block, Grid, Heading, Paper, Picture, Text
from burlov_styrning.sheets import Sheet, Value
from burlov_styrning.swedish import number, signed
from indicators import comparing, efficiency, words
from indicators.account_words import FORMULAS_BESIDE
from indicators.charts import Measure, series_chart
from indicators.comparing import Group, Who
from indicators.economy import books, report
from indicators.economy.books import Entity, Told
from indicators.models import ComparisonGroup, Indicator, IndicatorUse, Outcome, Sex
from indicators.rules import comparison
from indicators.rules.direction import Reading
from indicators.rules.keyfigures import PERCENT, POINTS, apart_from_mean, mean_of

YEARS = 10
"""So many years are shown, the last of them the last that anybody else has a rate of."""
DECIMALS = 2
LINE = "tax_rate"
USE = IndicatorUse.Use.TAX_RATE.value


@dataclass(frozen=True)
class Year:
    """The rates of one year: our own with where it is printed, and the others'."""

    year: int
    own: Decimal | None
    told: Told | None
    others: Mapping[int, Decimal]
    """Municipality → its rate."""

    @property
    def mean(self) -> Decimal | None:
        """The others' unweighted mean."""
        return mean_of(self.others.values())

    @property
    def apart(self) -> Decimal | None:
        """The key figure: our own − the mean, in percentage points."""
        return apart_from_mean(self.own, self.others.values())


@dataclass(frozen=True)
class Rates:
    """All years, and whom they are about."""

    indicator: Indicator
    group: Group
    who: Who
    years: Sequence[Year]
    sources: Sequence[str]
    example: bool

    @property
    def last(self) -> Year | None:
        """The last year that the key figure is known for."""
        return next((one for one in reversed(self.years) if one.apart is not None), None)


def read(asked: str, groups: Sequence[ComparisonGroup], user: Any) -> Rates | None:
    """The rates of the group that is asked for; None where no indicator is chosen to tell them."""
    indicator = efficiency.uses(USE).get(USE)
    if indicator is None:
        return None
    group = comparing.chosen(asked, groups, _("Alla kommuner"))
    who = comparing.take_part(group)
    accounts = books.taken(books.rows(Entity(), user, [LINE]).filter(version="actual"))
    rows = Outcome.objects.visible_to(user).filter(indicator=indicator, sex=Sex.TOTAL, municipality__in=who.members)
    kept = rows.order_by("-year").values_list("year", "source__title", "example").distinct()
    last = max((year for year, *_rest in kept), default=max(accounts.years, default=0))
    span = range(last - YEARS + 1, last + 1)
    found = comparing.read(indicator, who.members, span, [Sex.TOTAL], user)[Sex.TOTAL]
    years = [_year(year, found.get(year, {}), who, next(iter(accounts.told(LINE, year, "actual")), None))
             for year in span]  # fmt: skip
    years = [one for one in years if one.others or one.own is not None]
    shown = {one.year for one in years}
    told = {title for year, title, _example in kept if title and year in shown}
    told |= {one.told.report for one in years if one.told}
    return Rates(indicator, group, who, years, sorted(told), any(one for year, _t, one in kept if year in shown))


def _year(year: int, readings: Mapping[int, Reading], who: Who, told: Told | None) -> Year:
    values = comparison.counted(who.members, readings, comparison.meaning(readings, who.own)).values
    own = told.value if told else values.get(who.own or 0)
    return Year(year, own, told, {pk: value for pk, value in values.items() if pk != who.own})


# -- in words --------------------------------------------------------------------------------------------------------


def finding(found: Rates) -> str:
    """`2024 var skattesatsen 20,09 %, 0,52 procentenheter lägre än medel i Skåne.`"""
    year = found.last
    if year is None or year.own is None or year.apart is None:
        return _("Inget år har både kommunens skattesats och de andras.")
    said = {"year": year.year, "own": number(year.own, DECIMALS, PERCENT), "group": found.group.title,
            "apart": number(abs(year.apart), DECIMALS)}  # fmt: skip
    if not year.apart:
        return _("%(year)s var skattesatsen %(own)s, lika med medel i gruppen %(group)s.") % said
    if year.apart > 0:
        return (
            _("%(year)s var skattesatsen %(own)s, %(apart)s procentenheter högre än medel i gruppen %(group)s.") % said
        )
    return _("%(year)s var skattesatsen %(own)s, %(apart)s procentenheter lägre än medel i gruppen %(group)s.") % said


def chart(found: Rates) -> Chart:
    """Our own rate in ink, the others' mean in grey."""
    own = [Point(one.year, one.own) for one in found.years if one.own is not None]
    mean = [Point(one.year, one.mean) for one in found.years if one.mean is not None]
    drawn = series_chart(own, Measure(PERCENT, DECIMALS), comparison={_("Medel"): mean}, example=found.example)
    source = words.source_words(found.sources, _("Medelvärdet är egen beräkning."))
    return Chart(drawn.figure, finding(found), drawn.table, PERCENT, found.example, _("Skattesats"), source)


def paper(found: Rates, today: date) -> Paper:
    """The comparison on one paper."""
    own = Municipality.ours()
    facts = [(_("Jämförs med"), found.group.title), (_("Framtaget"), today.isoformat()),
             (_("Beräkning"), _("egen beräkning"))]  # fmt: skip
    title = _("Skattesats mot valda kommuner")
    return Paper(_("Nyckeltal"), title, own.name if own else "", facts, list(_blocks(found)), example_line(own))


def _blocks(found: Rates) -> Iterator[Block]:
    yield Text(str(FORMULAS_BESIDE["tax_rate_group"]))
    if not found.years:
        yield Text(finding(found), "quiet")
        return
    yield Text(_("Medelvärdet är ovägt: varje kommun räknas lika. Kommunen själv är inte med i det."), "quiet")
    yield Picture(chart(found))
    head = [_("År"), _("Kommunen"), _("Medel"), _("Lägst"), _("Högst"), _("Skillnad"), _("Kommuner"), _("Källa")]
    caption = _("År för år (%, skillnad i procentenheter)")
    yield Grid(caption, head, [_line(one, found) for one in found.years], frozenset(range(1, 7)), long=frozenset({7}))
    if found.last:
        yield Heading(_("Kommunerna %(year)s") % {"year": found.last.year})
        yield Grid(_("Skattesats, %"), [_("Kommun"), _("Skattesats"), _("Skillnad mot kommunen")],
                   _each(found.last, found.who), frozenset({1, 2}))  # fmt: skip
    yield from report.sources(one.told for one in found.years if one.told)


def _line(one: Year, found: Rates) -> list[str]:
    rates = sorted(one.others.values())
    return [
        f"{one.year}", _rate(one.own), _rate(one.mean), _rate(rates[0] if rates else None),
        _rate(rates[-1] if rates else None), words.NO_OUTCOME if one.apart is None else signed(one.apart, DECIMALS),
        f"{len(rates)}", one.told.report if one.told else str(found.indicator),
    ]  # fmt: skip


def _each(year: Year, who: Who) -> list[list[str]]:
    """Lowest first, our own among them."""
    rates = dict(year.others) | ({who.own: year.own} if who.own and year.own is not None else {})
    return [
        [who.names[pk], _rate(rate), words.NO_OUTCOME if pk == who.own else signed(rate - (year.own or 0), DECIMALS)]
        for pk, rate in sorted(rates.items(), key=lambda pair: (pair[1], who.names[pair[0]]))
    ]


def _rate(value: Decimal | None) -> str:
    return words.NO_OUTCOME if value is None else number(value, DECIMALS)


def sheets(found: Rates) -> list[Sheet]:
    """The key figure and every rate that it is computed from."""
    values: list[list[Value]] = [
        [one.year, one.own, one.mean, one.apart, POINTS, len(one.others), str(FORMULAS_BESIDE["tax_rate_group"]),
         one.told.report if one.told else str(found.indicator), _("Exempel") if found.example else ""]
        for one in found.years
    ]  # fmt: skip
    rates: list[list[Value]] = [
        [found.who.names[pk], one.year, rate] for one in found.years for pk, rate in one.others.items()
    ]
    head = [_("År"), _("Kommunen"), _("Medel"), _("Skillnad"), _("Enhet"), _("Kommuner"), _("Formel"), _("Källa"),
            _("Exempel")]  # fmt: skip
    return [Sheet(_("Skattesats"), head, values),
            Sheet(_("Räknat av"), [_("Kommun"), _("År"), _("Skattesats, %")], rates)]  # fmt: skip
