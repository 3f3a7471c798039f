"""What reports say of one entity, line by line, year by year and version by version; every report's own number kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from burlov_styrning.base.models import Organ, Source
from indicators.models import AccountFigure
from indicators.rules.accounts import Line, WrongUnit, in_base, line_of

VERSIONS = (
    AccountFigure.Version.ACTUAL, AccountFigure.Version.FORECAST, AccountFigure.Version.BUDGET,
    AccountFigure.Version.PLAN,
)  # fmt: skip
"""The version that a year is read by: the first that has what is asked for."""
REPORT_YEAR = re.compile(r"\b(19|20)\d\d\b")


@dataclass(frozen=True)
class Told:
    """One report's number for a line in a year, with its value in kr, persons or per cent."""

    row: AccountFigure
    line: Line
    value: Decimal

    @property
    def report(self) -> str:
        """Who says it, in words."""
        return self.row.report or (self.row.source.title if self.row.source else "–")

    @property
    def newest(self) -> tuple[int, int]:
        """Later reports first; of one year's the one that was entered last."""
        return (-_year_of(self.report), -self.row.pk)


@cache
def _year_of(report: str) -> int:
    found = REPORT_YEAR.search(report)
    return int(found[0]) if found else 0


type Cell = tuple[str, int, str]
"""Line, year, version."""


@dataclass
class Books:
    """All that is told of an entity."""

    cells: dict[Cell, list[Told]] = field(default_factory=dict)

    def told(self, line: str, year: int, version: str) -> list[Told]:
        """Every report's number, the newest report's first."""
        return self.cells.get((line, year, version), [])

    @cached_property
    def years(self) -> list[int]:
        """The years that anything is told of."""
        return sorted({year for _line, year, _version in self.cells})

    def versions(self, year: int) -> list[str]:
        """The versions in which the year is told, in the order in which they are read."""
        return [version.value for version in VERSIONS if (year, version.value) in self._columns]

    def lines(self, year: int, version: str) -> dict[str, Told]:
        """The number that counts for each line: the newest report's."""
        return self._columns.get((year, version), {})

    @cached_property
    def _columns(self) -> dict[tuple[int, str], dict[str, Told]]:
        """Year and version → line → the number that counts."""
        found: dict[tuple[int, str], dict[str, Told]] = {}
        for (line, year, version), rows in self.cells.items():
            found.setdefault((year, version), {})[line] = rows[0]
        return found

    def by_report(self, lines: Iterable[str], year: int, version: str) -> dict[str, dict[str, Told]]:
        """Report → its own numbers for those lines, the newest report's in place of what it does not print."""
        chosen = {line: rows[0] for line in lines if (rows := self.told(line, year, version))}
        found: dict[str, dict[str, Told]] = {}
        for line in chosen:
            for one in self.told(line, year, version):
                found.setdefault(one.report, dict(chosen)).setdefault(line, one)
                found[one.report][line] = one
        return found


def read(rows: Iterable[AccountFigure]) -> Books:
    """Rows whose line and unit are known, as books."""
    books = Books()
    for row in rows:
        line = line_of(row.figure)
        if line is None or row.value is None:
            continue
        try:
            value = in_base(row.value, row.unit, line.kind)
        except WrongUnit:
            continue
        books.cells.setdefault((line.key, row.year, row.version), []).append(Told(row, line, value))
    for told in books.cells.values():
        told.sort(key=lambda one: one.newest)
    return books


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


def entities(user: Any) -> list[Entity]:
    """Those that anything is told of, the municipality always among them."""
    rows = AccountFigure.objects.visible_to(user).exclude(entity="organ").values_list("entity", flat=True).distinct()
    kinds = [Entity.kind, *(kind for kind in rows if kind != Entity.kind)]
    told = AccountFigure.objects.filter(organ=OuterRef("pk"))
    organs: Sequence[Organ] = Organ.objects.filter(Exists(told)).order_by("name")
    return [*map(Entity, kinds), *(Entity(AccountFigure.Entity.ORGAN.value, organ) for organ in organs)]


def of(entity: Entity, user: Any, lines: Collection[str] = ()) -> Books:
    """The books of an entity, as far as this person reads them; `lines`: no more of them than these.

    Two queries, three with lines: a source is read once, not with each of its numbers, and which printed names mean a
    line is asked of the names.
    """
    rows = AccountFigure.objects.visible_to(user).filter(entity=entity.kind, organ=entity.organ)
    if lines:
        printed = rows.order_by().values_list("figure", flat=True).distinct()
        rows = rows.filter(figure__in=[name for name in printed if (line := line_of(name)) and line.key in lines])
    found = list(rows)
    sources = Source.objects.in_bulk({row.source_id for row in found if row.source_id})
    for row in found:
        row.source, row.organ = sources.get(row.source_id), entity.organ
    return read(found)
