"""The versions of the population beside each other: what each asks for by the same costs, base year and price level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.papers import Block, Grid, Heading, Text
from burlov_styrning.sheets import Sheet, Value
from burlov_styrning.swedish import number, signed
from indicators import words
from indicators.demography import Demand
from indicators.models import PopulationReading
from indicators.rules import demography

MOST = 8
"""So many versions are compared, the latest first; the one that is shown is always among them."""


@dataclass(frozen=True)
class Version:
    """A population: the need of each year, and the inhabitants at each year's end."""

    reading: PopulationReading
    needs: Mapping[int, Decimal]
    inhabitants: Mapping[int, Decimal]

    @property
    def name(self) -> str:
        """As the tables call it; two may have the same title."""
        day = self.reading.date.isoformat() if self.reading.date else ""
        return ", ".join(filter(None, (self.reading.title, day)))


def read(found: Demand) -> list[Version]:
    """The one that is shown first, then the others. One query."""
    rows = PopulationReading.objects.select_related("source", "forecast").exclude(pk=found.reading.pk)
    return [_version(row, found) for row in (found.reading, *rows[: MOST - 1])]


def _version(row: PopulationReading, found: Demand) -> Version:
    ends = row.by_year
    means = demography.means({year: demography.classed(ages) for year, ages in ends.items()})
    costs = {key: cost.value for key, cost in found.costs.items()}
    base = means.get(found.base)
    needs = {year: demography.need(means[year], base, costs).total for year in found.years if base and year in means}
    return Version(row, needs, {year: sum(ages.values(), Decimal(0)) for year, ages in ends.items()})


type Line = tuple[str, list[Decimal | None], bool]
"""Name, a value for each year, whether it is a difference."""


def need_lines(versions: Sequence[Version], years: Sequence[int]) -> list[Line]:
    """Each version's need, and under all but the first how much it differs from that."""
    return _lines([(one.name, one.needs) for one in versions], years)


def people_lines(versions: Sequence[Version], years: Sequence[int]) -> list[Line]:
    """The same of the inhabitants at the years' ends."""
    return _lines([(one.name, one.inhabitants) for one in versions], years)


def _lines(versions: Sequence[tuple[str, Mapping[int, Decimal]]], years: Sequence[int]) -> list[Line]:
    shown, found = versions[0][1], list[Line]()
    for place, (name, values) in enumerate(versions):
        found.append((name, [values.get(year) for year in years], False))
        if place:
            apart = [values[year] - shown[year] if year in values and year in shown else None for year in years]
            found.append((_("Skillnad mot den som visas"), apart, True))
    return found


def grids(found: Demand, versions: Sequence[Version]) -> list[Grid]:
    """Two tables in words: the need and the inhabitants."""
    years = [str(year) for year in found.years]
    told = (
        (_("Behov mot %(base)s enligt varje version, tkr") % {"base": found.base},
         need_lines(versions, found.years), True),
        (_("Invånare vid årets slut enligt varje version"), people_lines(versions, found.years), False),
    )  # fmt: skip
    return [
        Grid(caption, [_("Version"), *years], [_row(line, sign) for line in lines],
             frozenset(range(1, len(years) + 1)))
        for caption, lines, sign in told
    ]  # fmt: skip


def _row(line: Line, sign: bool) -> list[str]:
    name, values, apart = line
    return [name, *(words.NO_OUTCOME if one is None else signed(one, 0) if sign or apart else number(one, 0)
                    for one in values)]  # fmt: skip


def blocks(found: Demand) -> list[Block]:
    """The comparison as it is printed; nothing where there is one version."""
    versions = read(found)
    if len(versions) < 2 or not found.years:
        return []
    lead = _("Samma kostnader, basår och prisnivå. Den översta versionen är den som visas ovan.")
    return [Heading(_("Versioner av befolkningen")), Text(lead), *grids(found, versions)]


def sheets(found: Demand) -> list[Sheet]:
    """The same as numbers, with what tells the versions apart."""
    versions = read(found)
    if len(versions) < 2:
        return []
    years = [str(year) for year in found.years]
    about: list[list[Value]] = [
        [one.reading.title, one.reading.date, str(one.reading.source or ""), one.reading.counted_to,
         str(one.reading.forecast or ""), _("ja") if one.reading.in_use else "",
         _("Exempel") if one.reading.example else ""]
        for one in versions
    ]  # fmt: skip
    head = [_("Version"), _("Datum"), _("Källa"), _("Räknat till och med"), _("Prognos från"), _("Räknas med"),
            _("Exempel")]  # fmt: skip
    return [
        Sheet(_("Versioner"), head, about),
        Sheet(_("Behov per version, tkr"), [_("Version"), *years],
              [[name, *values] for name, values, _apart in need_lines(versions, found.years)]),
        Sheet(_("Invånare per version"), [_("Version"), *years],
              [[name, *values] for name, values, _apart in people_lines(versions, found.years)]),
    ]  # fmt: skip
