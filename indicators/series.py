"""Outcomes read as series: the latest revision of each cell, with the earlier ones beside it.

One query for any number of indicators. Pages, charts, statuses and reports all read outcomes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import pairwise, starmap
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from burlov_styrning.base.abstract import made_up
from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from indicators import derived
from indicators.models import Outcome, Sex
from indicators.rules.direction import Reading
from indicators.rules.formulas import Formula


@dataclass(frozen=True)
class Subject:
    """Whom a value is about: a municipality (or the country), or an organ or unit of our own."""

    municipality: int
    organ: int | None = None
    unit: int | None = None


@dataclass(frozen=True)
class Cell:
    """One value as it stands now; `earlier` holds what was printed before it, oldest first."""

    outcome: Outcome
    earlier: tuple[Outcome, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The value, or None where it is missing."""
        value: Decimal | None = self.outcome.value
        return value

    @property
    def reading(self) -> Reading:
        """The value as the rules read it."""
        row = self.outcome
        return Reading(row.value, row.missing or None, str(row.version_id), row.margin)


@dataclass
class Table:
    """All cells that were asked for: indicator → subject → sex → period → cell."""

    own: int
    country: int | None
    cells: dict[tuple[int, Subject, str], dict[str, Cell]] = field(default_factory=dict)

    def periods(self, indicator: int, subject: Subject | None = None, sex: str = Sex.TOTAL) -> Mapping[str, Cell]:
        """Period → cell of one series; without a subject our own municipality's."""
        return self.cells.get((indicator, subject or Subject(self.own), sex), {})

    def years(self, indicator: int, subject: Subject | None = None, sex: str = Sex.TOTAL) -> dict[int, Cell]:
        """Year → cell of the annual values of one series, in order."""
        found = self.periods(indicator, subject, sex)
        return {int(period): found[period] for period in sorted(found) if len(period) == 4}

    def readings(self, indicator: int, subject: Subject | None = None, sex: str = Sex.TOTAL) -> dict[int, Reading]:
        """Year → reading, as the rules want a series."""
        return {year: cell.reading for year, cell in self.years(indicator, subject, sex).items()}

    def subjects(self, indicator: int) -> set[Subject]:
        """Whom there are values about."""
        return {subject for (of, subject, _sex) in self.cells if of == indicator}

    def of_organ(self, organ: int) -> Subject:
        """An organ of our own as a subject."""
        return Subject(self.own, organ)

    @property
    def whole_country(self) -> Subject | None:
        """The country as a subject, where it is known."""
        return None if self.country is None else Subject(self.country)


def new_definitions(cells: Mapping[int, Cell]) -> list[int]:
    """The years from which a value means something else than the one before it."""
    years = sorted(cells)
    return [
        after
        for before, after in pairwise(years)
        if cells[before].outcome.version_id != cells[after].outcome.version_id
    ]


class Plain(NamedTuple):
    """What a rule reads of an outcome, and a curve."""

    pk: int
    indicator_id: int
    version_id: int
    municipality_id: int
    organ_id: int | None
    unit_id: int | None
    sex: str
    period: str
    value: Decimal | None
    missing: str
    margin: Decimal | None
    status: str
    published: str | None
    fetched: str | None
    example: bool
    example_fields: list[str]
    municipality__own: bool
    municipality__code: str
    entered_at: datetime | None = None
    """Read where it is asked for: on SQLite it takes as long as half of all the others."""

    def is_example(self, *names: str) -> bool:
        """Whether it is made up."""
        return made_up(self, *names)


OWN = Q(own=True)
COUNTRY = Q(code=COUNTRY_CODE)


def of_group(title: str) -> Q:
    """The municipalities of a comparison group, to be read beside our own."""
    return Q(groups__title=title)


def load(
    indicators: Iterable[int], *, user: Any = None, rows: QuerySet[Outcome] | None = None, brief: bool = False,
    beside: Q | None = None, parts: QuerySet[Outcome] | None = None, trial: derived.Definition | None = None,
    computed: bool = True, entered: bool = False,
) -> Table:  # fmt: skip
    """Read our own series of these indicators; for a user only what the user may see, else (reports, rules) all.

    `beside` names the municipalities that are read besides our own (`COUNTRY`, `of_group`): the table may hold the
    outcomes of all that there are, and no page shows them all.
    `brief`, for lists: what a rule reads and no more, as plain rows in place of outcomes.
    What a formula gives is computed from the outcomes of its parts; `parts`, where it may read more of them than `rows`
    has: a change over years reaches further back than a page that shows one. `computed` is False where the caller knows
    that none of these has a formula: then nothing is asked of formulas.
    `entered`: plain rows say when they were entered, as they do for what a formula gives.
    """
    asked = list(indicators)
    plan = derived.plan(asked, trial) if computed else derived.Plan()
    outcomes: Any = Outcome.objects.all() if rows is None else rows
    whose = Municipality.objects.filter(OWN if beside is None else OWN | beside)
    if plan.reads and parts is not None:
        outcomes = outcomes.filter(indicator__in=asked) | parts.filter(indicator__in=plan.reads)
    else:
        outcomes = outcomes.filter(indicator__in=[*asked, *plan.reads])
    outcomes = outcomes.filter(municipality__in=whose.values("pk")).order_by()
    if user is not None:
        outcomes = outcomes.visible_to(user)
    if brief:
        read = outcomes.values_list(*Plain._fields[: None if entered or plan.definitions else -1])
        table = _table(starmap(Plain, read), lambda row: (row.municipality__own, row.municipality__code))
    else:
        found = outcomes.select_related("source", "municipality")
        table = _table(found, lambda row: (row.municipality.own, row.municipality.code))
    for key, period, row, earlier in plan.computed(table.cells):
        table.cells.setdefault(key, {})[period] = Cell(row, tuple(earlier))
    if plan.definitions:
        table.cells = {key: cells for key, cells in table.cells.items() if key[0] in asked}
    return table


def tried(formula: Formula, unit: str, user: Any) -> dict[int, Cell]:
    """What a formula that is not saved gives for our own municipality, by year."""
    own = Outcome.objects.filter(municipality__own=True, organ=None, unit=None, sex=Sex.TOTAL)
    return load([derived.TRIED], user=user, rows=own, trial=derived.tried(formula, unit)).years(derived.TRIED)


def _table(rows: Iterable[Any], whose: Callable[[Any], tuple[bool, str]]) -> Table:
    found = list(rows)
    about = {row.municipality_id: whose(row) for row in found}
    own = next((pk for pk, (ours, _code) in about.items() if ours), 0)
    table = Table(own, next((pk for pk, (_ours, code) in about.items() if code == COUNTRY_CODE), None))
    for key, period, cell in _cells(found):
        table.cells.setdefault(key, {})[period] = cell
    return table


def in_order(outcome: Any) -> tuple[str, str, int]:
    """Revisions of one cell stand in the order of published, then fetched (unknown first), then of entry."""
    return (outcome.published or "", outcome.fetched or "", outcome.pk)


def _cells(outcomes: Iterable[Any]) -> Iterator[tuple[tuple[int, Subject, str], str, Cell]]:
    grouped: dict[tuple[int, Subject, str, str], list[Any]] = {}
    for row in outcomes:
        subject = Subject(row.municipality_id, row.organ_id, row.unit_id)
        grouped.setdefault((row.indicator_id, subject, row.sex, row.period), []).append(row)
    for (indicator, subject, sex, period), rows in grouped.items():
        *earlier, latest = sorted(rows, key=in_order)
        yield (indicator, subject, sex), period, Cell(latest, tuple(earlier))
