"""The demographic need as pages and papers show it: one population, one price level, a base year. Three queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ
from burlov_styrning.charts import Chart, Point, Table
from burlov_styrning.clock import today
from burlov_styrning.drawing import GREY, INK_2, Drawing
from burlov_styrning.ranked import Bar, bars
from burlov_styrning.swedish import listed, number, signed
from indicators import words
from indicators.charts import Measure, draw_outcomes
from indicators.models import CostPerInhabitant, PopulationReading
from indicators.rules import demography
from indicators.rules.demography import CODES, Need
from indicators.rules.direction import rounded

UNIT = "tkr"

type Weighed = Sequence[tuple[str, Decimal]]
"""Classes with what they ask for, those that weigh most first."""


@dataclass(frozen=True)
class Demand:
    """The need of each year against the base year, and all that it rests on."""

    reading: PopulationReading
    costs: Mapping[tuple[int, str], CostPerInhabitant]
    organs: Mapping[int, Organ]
    price_year: int
    price_years: Sequence[int]
    base: int
    years: Sequence[int]
    """The years after the base year, in order."""
    all_years: Sequence[int]
    needs: Mapping[int, Need[int]]
    means: Mapping[int, Mapping[str, Decimal]]

    @property
    def last(self) -> int | None:
        """The last year."""
        return self.years[-1] if self.years else None

    @property
    def example(self) -> bool:
        """Whether the population or a cost was made up."""
        return self.reading.example or any(row.example for row in self.costs.values())

    @property
    def without_cost(self) -> list[str]:
        """The classes that nobody has told the cost of."""
        return [code for code in CODES if code not in {code for _organ, code in self.costs}]

    @property
    def sources(self) -> list[str]:
        """Where population and costs are from."""
        rows: list[PopulationReading | CostPerInhabitant] = [self.reading, *self.costs.values()]
        if self.reading.forecast:
            rows.append(self.reading.forecast)
        return sorted({str(row.source) for row in rows if row.source})


def read(asked_base: int | None = None, asked_prices: int | None = None, asked: int | None = None) -> Demand | None:
    """The need with the population that is asked for, else the one in use; None where there is none, or no cost."""
    readings = PopulationReading.objects.select_related("source", "forecast__source")
    reading = readings.filter(pk=asked).first() if asked else None
    reading = reading or readings.filter(in_use=True).first() or readings.first()
    levels = CostPerInhabitant.objects.order_by().values_list("price_year", flat=True).distinct()
    price_years = sorted(levels, reverse=True)
    if reading is None or not price_years:
        return None
    price_year = next((year for year in price_years if year == asked_prices), price_years[0])
    rows = CostPerInhabitant.objects.filter(price_year=price_year).select_related("organ", "source")
    costs = {(row.organ_id, row.age_class): row for row in rows}
    means = demography.means({year: demography.classed(ages) for year, ages in reading.by_year.items()})
    base = next((year for year in means if year == asked_base), None) or _base(list(means))
    years = [year for year in means if year > base]
    values = {key: row.value for key, row in costs.items()}
    needs = {year: demography.need(means[year], means[base], values) for year in years}
    organs = {row.organ_id: row.organ for row in costs.values()}
    return Demand(reading, costs, organs, price_year, price_years, base, years, list(means), needs, means)


def _base(years: Sequence[int]) -> int:
    """This year, else the nearest that has a mean."""
    return min(years, key=lambda year: (abs(year - today().year), year))


# -- in words --------------------------------------------------------------------------------------------------------


def class_words(code: str) -> str:
    """`7–9 år`, `90 år och äldre`"""
    first, dash, last = code.partition("-")
    if dash and not last:
        return _("%(age)s år och äldre") % {"age": first}
    return _("%(ages)s år") % {"ages": f"{first}–{last}" if last else first}


def amount(value: Decimal) -> str:
    """A need with its sign: `+8 130 tkr`"""
    return signed(value, 0, UNIT)


def population_words(reading: PopulationReading) -> str:
    """The version that is counted with, and whose forecast it has: `SCB 2025, prognos ur Egen, oktober`."""
    if not reading.forecast:
        return str(reading)
    return _("%(name)s, prognos ur %(forecast)s") % {"name": reading, "forecast": reading.forecast}


def finding(found: Demand) -> str:
    """`Befolkningen kräver 12 300 tkr mer 2030 än 2026. Mest driver 80–89 år (+8 130 tkr).`"""
    if found.last is None:
        return _("Efter basåret %(year)s finns ingen befolkning inläst.") % {"year": found.base}
    need = found.needs[found.last]
    said = {"amount": number(abs(need.total), 0, UNIT), "year": found.last, "base": found.base}
    more = _("Befolkningen kräver %(amount)s mer %(year)s än %(base)s.")
    less = _("Befolkningen kräver %(amount)s mindre %(year)s än %(base)s.")
    return " ".join(filter(None, [(more if need.total >= 0 else less) % said, drivers(need.drivers)]))


def drivers(line: Weighed) -> str:
    """Which classes weigh most upwards and downwards, of those that weigh most first."""
    up = [(c, n) for c, n in line if n > 0][:2]
    down = [(c, n) for c, n in line if n < 0][:2]
    said = []
    if up:
        said.append(_("Mest höjer %(classes)s.") % {"classes": _each(up)})
    if down:
        said.append(_("Mest sänker %(classes)s.") % {"classes": _each(down)})
    return " ".join(said)


def _each(some: Sequence[tuple[str, Decimal]]) -> str:
    return listed(f"{class_words(code)} ({amount(value)})" for code, value in some)


def notes(found: Demand) -> list[str]:
    """What a reader must know to try the figures."""
    said = [
        _("Behovet är medelvärdet av två årsskiften jämfört med basåret %(base)s, gånger kostnaden per invånare i "
          "%(prices)s års priser. Egen beräkning.") % {"base": found.base, "prices": found.price_year},
        _("Till och med %(year)s är befolkningen räknad, därefter prognos.") % {"year": found.reading.counted_to},
    ]  # fmt: skip
    if found.reading.forecast:
        said.append(_("Prognosens år är hämtade ur %(name)s.") % {"name": found.reading.forecast})
    if found.without_cost:
        classes = listed(map(class_words, found.without_cost))
        said.append(_("Kostnad saknas för %(classes)s, som inte är med i summan.") % {"classes": classes})
    said.append(_("Den som inte har fyllt ett år hör inte till någon klass."))
    return said


# -- charts ----------------------------------------------------------------------------------------------------------


def years_chart(found: Demand) -> Chart:
    """The need year by year: all in ink, each committee in grey."""
    drawing = Drawing(UNIT, 0, letters=18)
    for key, organ in found.organs.items():
        points = [Point(found.base, Decimal(0)), *(Point(year, found.needs[year].of(key)) for year in found.years)]
        if len(found.organs) > 1:
            drawing.line(points, name=organ.name, colour=GREY, width=1.8, size=0)
            drawing.label(points[-1].year, points[-1].value or Decimal(0), organ.name, colour=INK_2)
    sums = {year: rounded(found.needs[year].total, 0) for year in found.years}
    total = [Point(found.base, Decimal(0)), *(Point(year, value) for year, value in sums.items())]
    draw_outcomes(drawing, total, Measure(UNIT, 0), word=_("Alla"))
    table = year_table(found)
    return Chart(drawing.figure(), finding(found), table, UNIT, found.example, _("Demografiskt behov"), _source(found))


def classes_chart(found: Demand) -> Chart | None:
    """Which classes drive the last year's need."""
    if found.last is None or not (line := found.needs[found.last].drivers):
        return None
    return driving_chart(line, found.last, example=found.example, source=_source(found))


def driving_chart(line: Weighed, year: int, *, example: bool, source: str = "") -> Chart:
    """Each class as a bar, those that raise the need over those that lower it."""
    shown = [Bar(class_words(code), value, amount(value), True) for code, value in sorted(line, key=lambda p: -p[1])]
    table = Table((_("Åldersklass"), str(year)), tuple((bar.name, bar.text) for bar in shown))
    name = _("Åldersklassernas del av behovet %(year)s") % {"year": year}
    return Chart(bars(shown), drivers(line), table, UNIT, example, name, source)


def _source(found: Demand) -> str:
    return words.source_words(found.sources, _("Behovet är egen beräkning."))


# -- tables ----------------------------------------------------------------------------------------------------------


def lines(found: Demand) -> list[tuple[str, str, list[Decimal], bool]]:
    """(organ, class, tkr per year, is a sum): each organ's classes, its sum, and the sum of all."""
    rows: list[tuple[str, str, list[Decimal], bool]] = []
    for key, organ in found.organs.items():
        codes = [code for code in CODES if (key, code) in found.costs]
        rows += [(organ.name, class_words(code), [found.needs[year].part(key, code) for year in found.years], False)
                 for code in codes]  # fmt: skip
        rows.append((organ.name, _("Summa"), [found.needs[year].of(key) for year in found.years], True))
    rows.append((_("Alla"), _("Summa"), [found.needs[year].total for year in found.years], True))
    return rows


def year_table(found: Demand) -> Table:
    """The same in words."""
    rows = [(f"{organ}, {what.lower() if total else what}", *(signed(value, 0) for value in values))
            for organ, what, values, total in lines(found)]  # fmt: skip
    return Table((_("tkr mot %(base)s") % {"base": found.base}, *map(str, found.years)), tuple(rows))
