"""A service area among other municipalities: quality against cost in one year, between the group's medians.

Two queries for the values of that year; one for the group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.charts import Chart, Table
from burlov_styrning.quantities import quantity
from burlov_styrning.scatter import Axis, Mark, scatter
from indicators import comparing, efficiency_charts, efficiency_words, words
from indicators.comparing import ALL, Group, Who
from indicators.comparison_charts import rounded_words
from indicators.efficiency import Against, Facts, Side, indicators_of
from indicators.models import ComparisonGroup, Indicator, Outcome, Sex
from indicators.rules import comparison, efficiency
from indicators.rules.direction import Direction, rounded
from indicators.rules.efficiency import Case

DEVIATION = "avvikelse"
"""How the address asks for the structure-adjusted cost."""


@dataclass(frozen=True)
class Asked:
    """Whom to stand among, and what the cost is."""

    group: str = ""
    cost: str = ""


@dataclass(frozen=True)
class Among:
    """Who has both values, by municipality, and the medians between them."""

    shown: Against
    group: Group
    who: Who
    year: int
    cost: Indicator
    both: Mapping[int, tuple[Decimal, Decimal]]
    """Municipality → (quality, cost)."""
    trail: Sequence[tuple[int, Decimal, Decimal]]
    adjusted: bool = False
    example: bool = False

    @cached_property
    def medians(self) -> tuple[Decimal, Decimal] | None:
        """Of quality and of cost, where there are enough to speak of a median."""
        if len(self.both) < 3:
            return None
        quality, cost = (comparison.spread(pair[side] for pair in self.both.values()) for side in (0, 1))
        return (quality.median, cost.median) if quality and cost else None

    @property
    def direction(self) -> Direction:
        """Which quality is the better one."""
        return self.shown.pair.direction

    def case(self, one: int) -> Case | None:
        """In which of the four fields a municipality stands; on a median is neither better nor cheaper."""
        if self.medians is None:
            return None
        return efficiency.field(self.both[one], self.medians, self.direction)


def read(shown: Against, facts: Facts, asked: Asked, groups: Sequence[ComparisonGroup], user: Any) -> Among | None:
    """The last year in which we have both; None where there is none, or quality has no direction."""
    if shown.last is None or shown.pair.direction is Direction.WITHIN:
        return None
    deviations = indicators_of(shown.area, Side.DEVIATION)
    adjusted = bool(deviations) and asked.cost == DEVIATION
    cost = deviations[0] if adjusted else shown.cost
    group = comparing.chosen(asked.group, groups, _("Alla kommuner"))
    who = comparing.take_part(group)
    read_ = comparing.read_many([shown.quality, cost], who.members, [shown.last], [Sex.TOTAL], user)
    found = [read_[row.pk][Sex.TOTAL].get(shown.last, {}) for row in (shown.quality, cost)]
    kept = [comparison.counted(who.members, one, comparison.meaning(one, who.own)).values for one in found]
    both = {one: (kept[0][one], kept[1][one]) for one in who.members if one in kept[0] and one in kept[1]}
    example = Outcome.objects.filter(
        indicator__in=[shown.quality, cost], year=shown.last, municipality__in=who.members, example=True
    ).exists()
    return Among(shown, group, who, shown.last, cost, both, _trail(shown, facts, cost, adjusted), adjusted, example)


def _trail(shown: Against, facts: Facts, cost: Indicator, adjusted: bool) -> list[tuple[int, Decimal, Decimal]]:
    """Our own path; the cost at the shown year's prices where a price index is chosen."""
    found, last = [], shown.last or 0
    costs = facts.cells(cost)
    for year, cell in sorted(shown.qualities.items()):
        spent = costs[year].value if year in costs else None
        if cell.value is None or spent is None or year > last or not _same(shown, costs, year):
            continue
        fixed = None if adjusted or shown.prices is None else efficiency.deflated(spent, shown.prices, year, last)
        found.append((year, cell.value, spent if fixed is None else efficiency.decimal(fixed)))
    return found


def _same(shown: Against, costs: Mapping[int, Any], year: int) -> bool:
    last = shown.last or 0
    return bool(
        last in costs
        and costs[year].outcome.version_id == costs[last].outcome.version_id
        and shown.qualities[year].outcome.version_id == shown.qualities[last].outcome.version_id
    )


# -- in words and as a chart -----------------------------------------------------------------------------------------


def finding(found: Among) -> str:
    """`Burlövs kommun hade högre kvalitet och lägre kostnad än medianen i gruppen 2025.`"""
    own = found.who.own
    if found.medians is None:
        return _("Färre än tre kommuner har båda värdena %(year)s. Då sägs inget om läget.") % {"year": found.year}
    if own is None or own not in found.both:
        return _("Kommunen har inte båda värdena %(year)s.") % {"year": found.year}
    said = {
        Case.BETTER_CHEAPER: _("%(who)s hade högre kvalitet och lägre kostnad än medianen %(year)s."),
        Case.BETTER_DEARER: _("%(who)s hade högre kvalitet än medianen %(year)s, men inte lägre kostnad."),
        Case.WORSE_CHEAPER: _("%(who)s hade lägre kostnad än medianen %(year)s, men inte högre kvalitet."),
        Case.WORSE_DEARER: _("%(who)s hade varken högre kvalitet eller lägre kostnad än medianen %(year)s."),
    }
    case = found.case(own)
    assert case is not None
    return said[case] % {"who": found.who.names[own], "year": found.year}


def coverage(found: Among) -> str:
    """`12 av 33 kommuner har båda värdena.`"""
    return _("%(n)s av %(of)s kommuner har båda värdena.") % {"n": len(found.both), "of": len(found.who.members)}


def notes(found: Among) -> list[str]:
    """How the figure is to be read."""
    said = [
        _("Uppåt är bättre kvalitet, åt vänster lägre kostnad. De prickade linjerna är medianerna."),
        coverage(found),
    ]
    if found.direction is Direction.LOWER:
        said.append(_("Lägre tal är bättre kvalitet, så den axeln är vänd."))
    if len(found.trail) > 1:
        prices = _(" i %(year)s års priser (%(index)s)") % {"year": found.year, "index": found.shown.code.upper()}
        fixed = found.shown.prices is not None and not found.adjusted
        said.append(_("Linjen är kommunens egen väg sedan %(first)s%(prices)s.") % {
            "first": found.trail[0][0], "prices": prices if fixed else ""
        })  # fmt: skip
    if found.adjusted:
        said.append(_("Nettokostnadsavvikelsen tar hänsyn till att kommuner har olika struktur."))
    return said


def where(found: Among) -> str:
    """The group, as a sentence names it."""
    return _("alla kommuner") if found.group.key == ALL else found.group.title


def chart(found: Among) -> Chart | None:
    """Quality against cost; none where nobody has both."""
    if not found.both:
        return None
    quality, cost = efficiency_charts.measure_of(found.shown.quality), efficiency_charts.measure_of(found.cost)
    own = found.who.own
    marks = {
        one: Mark(pair[1], pair[0], f"{found.who.names[one]}: {rounded_words(pair[0], quality)}, "
                                    f"{rounded_words(pair[1], cost)}")
        for one, pair in found.both.items()
    }  # fmt: skip
    trail = [
        (str(year), Mark(rounded(spent, cost.decimals), value, f"{year}: {rounded_words(value, quality)}, "
                                                               f"{rounded_words(spent, cost)}"))
        for year, value, spent in found.trail
    ]  # fmt: skip
    middle = found.medians or (None, None)
    up = _axis(found.shown.quality, middle[0], found.direction is Direction.LOWER)
    figure = scatter(
        [mark for one, mark in marks.items() if one != own], marks.get(own) if own else None,
        found.who.names.get(own or 0, ""), trail, _axis(found.cost, middle[1]), up, _corners(found),
    )  # fmt: skip
    rows = sorted(found.both, key=lambda one: (found.who.names[one],))
    table = Table(
        (_("Kommun"), _("Kvalitet"), _("Kostnad"), _("Läge mot medianerna")),
        tuple(
            (found.who.names[one], rounded_words(found.both[one][0], quality), rounded_words(found.both[one][1], cost),
             str(efficiency_words.CASES[case]) if (case := found.case(one)) else words.NO_OUTCOME)
            for one in rows
        ),
    )  # fmt: skip
    said = words.source_words(found.shown.sources, _("Medianerna är egen beräkning."))
    return Chart(figure, finding(found), table, "", found.example,
                 f"{found.shown.quality.name} · {found.cost.name}", said)  # fmt: skip


def _corners(found: Among) -> tuple[str, str, str, str]:
    if found.medians is None:
        return "", "", "", ""
    return _("Bättre, billigare"), _("Bättre, dyrare"), _("Sämre, billigare"), _("Sämre, dyrare")


def _axis(indicator: Indicator, median: Decimal | None, turned: bool = False) -> Axis:
    measure = efficiency_charts.measure_of(indicator)

    def written(value: Decimal, decimals: int) -> str:
        return quantity(value, measure.unit, decimals)

    words_ = "" if median is None else _("Median %(value)s") % {"value": rounded_words(median, measure)}
    return Axis(indicator.name, written, measure.decimals, median, words_, turned)
