"""What reports say of one entity, line by line, year by year and version by version; every report's own number kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from burlov_styrning.base.models import Organ, Source
from indicators.models import AccountFigure
from indicators.models.economy import as_printed
from indicators.rules.accounts import BY_KEY, Line, fits, in_base, line_of

VERSIONS = (
    AccountFigure.Version.ACTUAL.value, AccountFigure.Version.FORECAST.value, AccountFigure.Version.BUDGET.value,
    AccountFigure.Version.PLAN.value,
)  # fmt: skip
"""The version that a year is read by: the first that has what is asked for."""
REPORT_YEAR = re.compile(r"\b(19|20)\d\d\b")


class Kept(NamedTuple):
    """A figure as it is kept, read as a plain row: a page reads hundreds of them."""

    pk: int
    figure: str
    year: int
    version: str
    unit: str
    printed: str
    value: Decimal | None
    report: str
    example: bool
    source_id: int | None

    @property
    def shown(self) -> str:
        """As printed, with a real minus."""
        return as_printed(self.printed)


@dataclass(frozen=True)
class Told:
    """One report's number for a line in a year, with its value in kr, persons or per cent."""

    row: Kept
    line: Line
    value: Decimal
    report: str
    """Who says it, in words."""
    source: Source | None


@cache
def _year_of(report: str) -> int:
    found = REPORT_YEAR.search(report)
    return int(found[0]) if found else 0


type Column = tuple[int, str]
"""Year and version."""


@dataclass
class Books:
    """All that is told of an entity."""

    columns: dict[Column, dict[str, list[Kept]]] = field(default_factory=dict)
    """Of each line of a year in a version all that is kept."""
    sources: Mapping[int, Source] = field(default_factory=dict)
    _counting: dict[Column, dict[str, Told]] = field(default_factory=dict)

    def told(self, line: str, year: int, version: str) -> list[Told]:
        """Every report's number, the newest report's first."""
        kept = _usable(line, self.columns.get((year, version), {}).get(line, ()))
        return [self._told(line, row) for row in sorted(kept, key=self._newest)]

    @cached_property
    def years(self) -> list[int]:
        """The years that anything is told of."""
        return sorted({year for year, _version in self.columns})

    def versions(self, year: int) -> Iterator[str]:
        """The versions in which the year is told, in the order in which they are read."""
        return (version for version in VERSIONS if self.lines(year, version))

    def lines(self, year: int, version: str) -> dict[str, Told]:
        """The number that counts for each line: the newest report's. Put together when it is asked for."""
        at = (year, version)
        if at not in self._counting:
            kept = {line: _usable(line, rows) for line, rows in self.columns.get(at, {}).items()}
            self._counting[at] = {
                line: self._told(line, min(rows, key=self._newest)) for line, rows in kept.items() if rows
            }
        return self._counting[at]

    def _newest(self, row: Kept) -> tuple[int, int]:
        """Later reports first; of one year's the one that was entered last."""
        return (-_year_of(self._report(row)), -row.pk)

    def _report(self, row: Kept) -> str:
        source = self.sources.get(row.source_id or 0)
        return row.report or (source.title if source else "–")

    def _told(self, line: str, row: Kept) -> Told:
        of = BY_KEY[line]
        value = in_base(row.value or Decimal(0), row.unit, of.kind)
        return Told(row, of, value, self._report(row), self.sources.get(row.source_id or 0))

    def by_report(self, lines: Iterable[str], year: int, version: str) -> dict[str, dict[str, Told]]:
        """Report → its own numbers for those lines, the newest report's in place of what it does not print."""
        told = {line: every for line in lines if (every := self.told(line, year, version))}
        chosen = {line: every[0] for line, every in told.items()}
        found: dict[str, dict[str, Told]] = {}
        for line, every in told.items():
            for one in every:
                found.setdefault(one.report, dict(chosen)).setdefault(line, one)
                found[one.report][line] = one
        return found


def _usable(line: str, rows: Iterable[Kept]) -> list[Kept]:
    """Those with a number in a unit that measures the line."""
    return [row for row in rows if row.value is not None and fits(row.unit, BY_KEY[line].kind)]


@dataclass(frozen=True)
class Entity:
    """Whose accounts: the municipality, the group, or one organ."""

    kind: str = AccountFigure.Entity.MUNICIPALITY.value
    organ: Organ | None = None

    @property
    def code(self) -> str:
        """As an address carries it."""
        return f"{self.organ.pk:d}" if self.organ else self.kind

    @property
    def name(self) -> str:
        """As people say it."""
        return self.organ.name if self.organ else str(AccountFigure.Entity(self.kind).label).capitalize()


def entities(user: Any) -> dict[str, str]:
    """Those that anything is told of, by code, as people say them; the municipality always among them."""
    told = AccountFigure.objects.visible_to(user)
    group = Entity(AccountFigure.Entity.GROUP.value)
    kinds = [Entity(), *([group] if told.filter(entity=group.kind).exists() else [])]
    organs = Organ.objects.filter(Exists(told.filter(organ=OuterRef("pk")).order_by())).order_by("name")
    return {one.code: one.name for one in kinds} | {f"{pk:d}": name for pk, name in organs.values_list("pk", "name")}


def entity_of(code: str) -> Entity:
    """One of them."""
    if code.isdecimal():
        return Entity(AccountFigure.Entity.ORGAN.value, Organ.objects.get(pk=code))
    return Entity(code)


def of(entity: Entity, user: Any, lines: Collection[str] = ()) -> Books:
    """The books of an entity, as far as this person reads them; `lines`: no more of them than these."""
    return taken(rows(entity, user, lines))


def rows(entity: Entity, user: Any, lines: Collection[str] = ()) -> QuerySet[AccountFigure]:
    """What is kept of an entity; with lines one query: which printed names mean a line is asked of the names."""
    every: QuerySet[AccountFigure] = AccountFigure.objects.visible_to(user)
    kept = every.filter(entity=entity.kind, organ=entity.organ).order_by()
    if not lines:
        return kept
    printed = kept.values_list("figure", flat=True).distinct()
    return kept.filter(figure__in=[name for name in printed if (line := line_of(name)) and line.key in lines])


def told_years(kept: QuerySet[AccountFigure]) -> list[Column]:
    """The years that anything is told of, each with the versions in which it is. One query."""
    return sorted(kept.values_list("year", "version").distinct())


def taken(kept: QuerySet[AccountFigure]) -> Books:
    """The books of these rows. Two queries: a source is read once, not with each of its numbers."""
    books, wanted = Books(), set[int | None]()
    for row in map(Kept._make, kept.values_list(*Kept._fields)):
        if line := line_of(row.figure):
            books.columns.setdefault((row.year, row.version), {}).setdefault(line.key, []).append(row)
            wanted.add(row.source_id)
    books.sources = Source.objects.in_bulk(wanted - {None})
    return books
