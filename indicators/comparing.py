"""One indicator among the municipalities of a group: what was asked for, read in two queries, and brought to the rules.

Only the years and the municipalities that are shown are read, as plain rows: with the whole country loaded by sex there
are ten thousand cells for each indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, Value

from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from burlov_styrning.clock import today
from indicators import derived, series
from indicators.models import ComparisonGroup, Indicator, Outcome, Sex
from indicators.rules import comparison
from indicators.rules.comparison import Counted, Place, Spread
from indicators.rules.direction import Bounds, Direction, Reading
from indicators.series import in_order

YEARS = 12
"""So many years are shown."""
ALL = "alla"
"""The group of all municipalities, as it is asked for."""

EVERY = Q()
"""All outcomes."""

type BySex = Mapping[str, Mapping[int, Mapping[int, Reading]]]
"""Sex → year → municipality → reading."""


@dataclass(frozen=True)
class Group:
    """Whom the indicator is compared with: a kept group, or all municipalities."""

    key: str
    title: str
    row: ComparisonGroup | None = None


@dataclass(frozen=True)
class Who:
    """The municipalities that take part, by id."""

    names: Mapping[int, str]
    own: int | None
    country: int | None
    members: Sequence[int]
    """Those of the group, and our own."""
    peers: Sequence[int] = ()
    """Those drawn as curves of their own."""


@dataclass(frozen=True)
class Comparison:
    """All that a compare page shows, as plain values; who may not be seen was never read."""

    indicator: Indicator
    group: Group
    who: Who
    readings: BySex
    year: int | None
    since: int | None
    sources: Sequence[str] = ()
    """The titles of where the year's values are from."""
    example: bool = False
    """Whether our own value of the year was made up."""

    @property
    def direction(self) -> Direction:
        """Which way is better."""
        assert self.indicator.current
        return Direction(self.indicator.current.direction)

    @property
    def bounds(self) -> Bounds | None:
        """The bounds, where the indicator is to keep within some."""
        version = self.indicator.current
        return Bounds(version.low, version.high) if version and version.low is not None else None  # type: ignore[arg-type]

    def at(self, year: int | None, sex: str = Sex.TOTAL) -> Mapping[int, Reading]:
        """Municipality → reading of one year."""
        return {} if year is None else self.readings.get(sex, {}).get(year, {})

    def meaning(self, year: int | None, sex: str = Sex.TOTAL) -> str | None:
        """The definition that a year is compared by."""
        return comparison.meaning(self.at(year, sex), self.who.own)

    def counted(self, year: int | None, sex: str = Sex.TOTAL) -> Counted[int]:
        """Who can be compared in a year."""
        return comparison.counted(self.who.members, self.at(year, sex), self.meaning(year, sex))

    def place(self, year: int | None, sex: str = Sex.TOTAL) -> Place | None:
        """Our own place."""
        return comparison.place_of(self.counted(year, sex).values, self.who.own, self.direction, self.bounds)

    def spread(self, year: int | None, sex: str = Sex.TOTAL) -> Spread | None:
        """Median and quartiles of the group, our own among it."""
        return comparison.spread(self.counted(year, sex).values.values())

    def gained(self, since: int | None, sex: str = Sex.TOTAL) -> int | None:
        """How many places better than then; nothing is said over a new definition."""
        if since is None or self.meaning(self.year, sex) != self.meaning(since, sex):
            return None
        return comparison.gained(self.place(self.year, sex), self.place(since, sex))

    @property
    def years(self) -> list[int]:
        """The years in which anybody has a value."""
        return sorted(self.readings.get(Sex.TOTAL, {}))

    @property
    def before(self) -> int | None:
        """The year before the one that is shown, where there are values."""
        return self.year - 1 if self.year is not None and self.year - 1 in self.years else None


@dataclass
class Asked:
    """What the address asks for; what is not there falls back on what is."""

    group: str = ""
    year: int | None = None
    since: int | None = None
    peers: Sequence[str] = field(default_factory=list)
    """Codes."""


def groups_to_choose(user: Any) -> list[ComparisonGroup]:
    """Those in use, the one that is shown first before the others."""
    rows = ComparisonGroup.objects.visible_to(user).filter(until=None)
    return list(rows.order_by("-preferred", "title", "pk"))


def compare(
    indicator: Indicator, asked: Asked, rows: Sequence[ComparisonGroup], everyone: str, *, user: Any
) -> Comparison:
    """Read what is asked for: whom, then the outcomes that the person may see."""
    group = chosen(asked.group, rows, everyone)
    who = take_part(group, asked.peers)
    wanted = {*who.members, *who.peers, *([who.country] if who.country else [])}
    ours = _ours(indicator, user)
    found = read(indicator, wanted, _years(ours), [Sex.TOTAL], user)
    year, since = _year(found, who.own, asked.year), asked.since
    since = since if since in found[Sex.TOTAL] and year and since and since < year else _first(found, who.own, year)
    if indicator.by_sex and year is not None:
        shown = {year, year - 1, *([since] if since else [])}
        found |= read(indicator, set(who.members), shown, [Sex.WOMEN, Sex.MEN], user)
    return Comparison(indicator, group, who, found, year, since, _sources(indicator, year, wanted, user),
                      ours.get(year or 0, False))  # fmt: skip


def standings(
    indicators: Iterable[Indicator], group: Group, years: Sequence[int], *, user: Any, only: Q
) -> dict[int, Comparison]:
    """Of each indicator, by id, where we stand in the latest of the years in which somebody else has a value too.

    A few queries for all of them; who has no place is left out.
    """
    asked = [row for row in indicators if row.current]
    who = take_part(group)
    found = {}
    for pk, readings in read_many(asked, who.members, years, [Sex.TOTAL], user, only).items():
        row = next(row for row in asked if row.pk == pk)
        one = Comparison(row, group, who, readings, None, None)
        for year in sorted(one.years, reverse=True):
            place = one.place(year)
            if place and place.of > 1:
                found[pk] = replace(one, year=year)
                break
    return found


def _sources(indicator: Indicator, year: int | None, who: set[int], user: Any) -> list[str]:
    """One query, of the year that is shown."""
    if year is None:
        return []
    rows = Outcome.objects.visible_to(user).filter(indicator=indicator, year=year, sex=Sex.TOTAL, organ=None, unit=None)
    if len(who) <= FEW:
        rows = rows.filter(municipality__in=who)
    return list(rows.exclude(source=None).order_by().values_list("source__title", flat=True).distinct())


def chosen(key: str, rows: Sequence[ComparisonGroup], everyone: str) -> Group:
    """The group that is asked for, else the first one; all municipalities where there is none."""
    whole = Group(ALL, everyone)
    if key == ALL or not rows:
        return whole
    row = next((row for row in rows if row.key == key), rows[0])
    return Group(row.key, row.title, row)


def take_part(group: Group, peers: Sequence[str] = ()) -> Who:
    """The group's municipalities with our own, the country, and those drawn beside. One query."""
    inside: Any = Value(True)
    if group.row is not None:
        of_group = group.row.members.through.objects.filter(comparisongroup=group.row)
        inside = Exists(of_group.filter(municipality=OuterRef("pk")))
    rows = Municipality.objects.annotate(inside=inside)
    found = list(rows.values_list("pk", "code", "name", "own", "inside"))
    own = next((pk for pk, _code, _name, ours, _inside in found if ours), None)
    country = next((pk for pk, code, *_rest in found if code == COUNTRY_CODE), None)
    members = [pk for pk, *_rest, is_in in found if pk != country and (is_in or pk == own)]
    beside = [pk for pk, code, *_rest in found if code in peers and pk not in (own, country)]
    return Who({pk: name for pk, _code, name, *_rest in found}, own, country, members, beside)


def read(
    indicator: Indicator, who: Iterable[int], years: Iterable[int], sexes: Iterable[str], user: Any
) -> dict[str, dict[int, dict[int, Reading]]]:
    """The latest revision of each annual value: sex → year → municipality. One query of plain rows."""
    return read_many([indicator], who, years, sexes, user)[indicator.pk]


def read_many(
    indicators: Iterable[Indicator], who: Iterable[int], years: Iterable[int], sexes: Iterable[str], user: Any,
    only: Q = EVERY,
) -> dict[int, dict[str, dict[int, dict[int, Reading]]]]:  # fmt: skip
    """The same of several indicators, by id, in one query, and a few more where some have formulas.

    `only`: which outcomes.
    """
    asked, every, shown, of = list(indicators), set(who), set(years), list(sexes)
    found: dict[int, dict[str, dict[int, dict[int, Any]]]] = {row.pk: {sex: {} for sex in of} for row in asked}
    rows = Outcome.objects.filter(only, organ=None, unit=None, sex__in=of)
    if computed := [row.pk for row in asked if row.formula]:
        _computed(computed, every, shown, rows, user, found)
    entered = [row.pk for row in asked if not row.formula]
    for row in _entered(entered, every, shown, rows, user) if entered else ():
        at = found[row.indicator_id][row.sex].setdefault(row.year, {})
        known = at.get(row.municipality_id)
        if known is None or in_order(row) > in_order(known):
            at[row.municipality_id] = row
    for pk in entered:
        found[pk] = {sex: {year: {one: _reading(row) for one, row in at.items()} for year, at in by_year.items()}
                     for sex, by_year in found[pk].items()}  # fmt: skip
    return found


def _entered(indicators: list[int], who: set[int], years: set[int], rows: Any, user: Any) -> Iterator[Any]:
    rows = rows.visible_to(user).filter(indicator__in=indicators, year__in=years)
    if len(who) <= FEW:  # else the years say enough: naming each of them costs more than reading some too many
        rows = rows.filter(municipality__in=who)
    for row in rows.values_list(*READ, named=True):
        if len(row.period) == 4 and row.municipality_id in who:
            yield row


def _computed(indicators: list[int], who: set[int], years: set[int], rows: Any, user: Any, found: Any) -> None:
    """The same of what formulas give."""
    table = series.load(indicators, user=user, rows=rows, brief=True, beside=Q(pk__in=who))
    for pk in indicators:
        for subject in table.subjects(pk):
            for sex in found[pk]:
                for year, reading in table.readings(pk, subject, sex).items():
                    if year in years and subject.municipality in who:
                        found[pk][sex].setdefault(year, {})[subject.municipality] = reading


READ = (
    "pk", "indicator_id", "municipality_id", "year", "period", "sex", "value", "missing", "version_id", "margin",
    "published", "fetched",
)  # fmt: skip
FEW = 120


def _reading(row: Any) -> Reading:
    return Reading(row.value, row.missing or None, str(row.version_id), row.margin)


def _ours(indicator: Indicator, user: Any) -> dict[int, bool]:
    """The years in which we have a value, and whether it was made up for the example. One query."""
    formula = derived.read(indicator.formula) if indicator.formula else None
    keys = formula.names if formula else [indicator.key]
    rows = Outcome.objects.visible_to(user).filter(
        indicator__key__in=keys, municipality__own=True, organ=None, unit=None, sex=Sex.TOTAL, value__isnull=False
    )
    told = rows.order_by().values_list("year", "example", "example_fields")
    return {year: example or "value" in fields for year, example, fields in told}


def _years(ours: Iterable[int]) -> range:
    """Back from the last year in which we have a value; to today, for others may have come further."""
    last = max(ours, default=today().year)
    return range(last - YEARS + 1, max(last, today().year) + 1)


def _year(found: BySex, own: int | None, asked: int | None) -> int | None:
    """The year asked for; else the last in which we have a value, or anybody has."""
    total = found[Sex.TOTAL]
    if asked in total:
        return asked
    return max(_with_value(total, own) or total, default=None)


def _first(found: BySex, own: int | None, year: int | None) -> int | None:
    """Without a year to compare with: the first one in which we have a value, at most five years back."""
    if year is None:
        return None
    return min((before for before in _with_value(found[Sex.TOTAL], own) if year - 5 <= before < year), default=None)


def _with_value(total: Mapping[int, Mapping[int, Reading]], own: int | None) -> list[int]:
    return [year for year, at in total.items() if own is not None and own in at and at[own].value is not None]
