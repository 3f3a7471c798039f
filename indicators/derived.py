"""What formulas give, computed where series are read: the one place, so that page, status, report and file agree.

Nothing that is computed is stored. A value is a `Computed` row in the shape of an outcome: whoever reads series reads
it as any other. It is there for whom all parts have values: municipalities, organs, units, women and men.
Two queries: the formulas there are, and what the named series are called and measured in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.partial_dates import last_day
from burlov_styrning.swedish import listed
from indicators.models import IndicatorVersion, Outcome
from indicators.rules import periods
from indicators.rules.computing import Fact, Reason, Result, Why, compute, reads
from indicators.rules.formulas import Formula, parse
from indicators.rules.tokens import WrongFormula

TOGETHER = timedelta(seconds=5)
"""Rows that came in so soon after each other are one import: nothing is computed from half of it."""

type Place = tuple[int, Any, str]
"""Indicator, subject and sex, as a table of series has them."""
type Cells = dict[Place, dict[str, Any]]


@dataclass(frozen=True)
class Origin:
    """In place of a source: an own calculation, of what its parts come from."""

    sources: tuple[Any, ...] = ()
    key: str | None = None
    url: str = ""
    fetched: str | None = None

    @property
    def title(self) -> str:
        """`Egen beräkning av uppgifter från Kolada och SCB`; never the name of a source alone."""
        names = listed(dict.fromkeys(str(source) for source in self.sources))
        return _("Egen beräkning av uppgifter från %(names)s") % {"names": names} if names else _("Egen beräkning")

    def __str__(self) -> str:
        return self.title


@dataclass
class Computed:
    """A computed value in the shape of an outcome. It has no row, cannot be saved and is nobody's to revise."""

    indicator: Definition
    version_id: Any
    definition: int
    """The version that it is computed by; `version_id` also tells which definitions its parts had."""
    formula: str
    subject: Any
    sex: str
    period: str
    result: Result
    rows: tuple[Any, ...]
    """The outcomes that it rests on."""
    pk: int = 0
    computed: bool = True
    section: str = ""
    count: int | None = None
    response_rate: Decimal | None = None
    margin: Decimal | None = None
    entered_by: Any = None
    example: bool = False

    @property
    def indicator_id(self) -> int:
        """Which indicator it is a value of."""
        return self.indicator.pk

    @property
    def leaves(self) -> list[Any]:
        """The stored outcomes that it rests on in the end, each once."""
        flat = (leaf for row in self.rows for leaf in (row.leaves if isinstance(row, Computed) else [row]))
        return list({leaf.pk: leaf for leaf in flat}.values())

    @property
    def value(self) -> Decimal | None:
        """The value, with all the digits that it has."""
        return self.result.value

    @property
    def missing(self) -> str:
        """The code that stands in place of a value."""
        return self.result.missing

    @property
    def why(self) -> Why | None:
        """Why there is no value."""
        return self.result.why

    @property
    def year(self) -> int:
        """The year that the period lies in."""
        return periods.year_of(self.period)

    @property
    def status(self) -> str:
        """Preliminary where a part is."""
        return Outcome.Status.PRELIMINARY if self.result.preliminary else Outcome.Status.FINAL

    def get_status_display(self) -> str:
        """The status in words."""
        return str(Outcome.Status(self.status).label)

    @property
    def comment(self) -> str:
        """Said of the reason, on pages."""
        return ""

    @cached_property
    def source(self) -> Origin:
        """An own calculation, with the sources of the parts."""
        return Origin(tuple(dict.fromkeys(row.source for row in self.leaves if row.source)))

    @property
    def published(self) -> str | None:
        """When the last of its parts was published."""
        return max((row.published for row in self.rows if row.published), default=None)

    @property
    def fetched(self) -> str | None:
        """When the last of its parts was fetched."""
        return max((row.fetched for row in self.rows if row.fetched), default=None)

    @property
    def entered_at(self) -> datetime:
        """When the last of its parts came in."""
        return max(row.entered_at for row in self.rows)  # type: ignore[no-any-return]

    @property
    def municipality_id(self) -> int:
        """Whose it is."""
        return int(self.subject.municipality)

    @property
    def organ_id(self) -> int | None:
        """The organ, where it is one's."""
        return self.subject.organ  # type: ignore[no-any-return]

    @property
    def unit_id(self) -> int | None:
        """The unit, where it is one's."""
        return self.subject.unit  # type: ignore[no-any-return]

    @property
    def municipality(self) -> Any:
        """Whose it is, as its parts have it."""
        return self.rows[0].municipality

    @property
    def organ(self) -> Any:
        """The organ, as its parts have it."""
        return self.rows[0].organ

    @property
    def unit(self) -> Any:
        """The unit, as its parts have it."""
        return self.rows[0].unit

    def is_example(self, *names: str) -> bool:
        """Whether something that it rests on is made up."""
        return any(row.is_example(*names) for row in self.rows)


# -- what is to be computed ------------------------------------------------------------------------------------------


@dataclass
class Version:
    """A version of a derived indicator: what it is computed by and measured in."""

    pk: int
    until: str | None
    unit: str
    formula: Formula | None


@dataclass
class Definition:
    """A derived indicator with its versions."""

    pk: int
    key: str
    versions: list[Version] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """What any of its versions is computed from."""
        return list(
            dict.fromkeys(name for version in self.versions if version.formula for name in version.formula.names)
        )

    def at(self, period: str) -> Version:
        """The version that applies when the period ends."""
        end = periods.end_of(period)
        earlier = [v for v in self.versions if v.until and last_day(v.until) >= end]
        current = next((v for v in self.versions if not v.until), self.versions[-1])
        return min(earlier, key=lambda v: last_day(v.until or ""), default=current)


def definitions() -> dict[str, Definition]:
    """Every derived indicator, by key. One query."""
    found: dict[str, Definition] = {}
    rows = IndicatorVersion.objects.exclude(indicator__formula="").order_by("indicator_id", "pk")
    for pk, of, key, until, unit, text in rows.values_list(
        "pk", "indicator_id", "indicator__key", "until", "unit", "formula"
    ):
        found.setdefault(key, Definition(of, key)).versions.append(Version(pk, until, unit, read(text)))
    return found


def read(text: str) -> Formula | None:
    """A stored formula; None where there is none that can be read."""
    try:
        return parse(text)
    except WrongFormula:
        return None


@dataclass
class Plan:
    """What to compute, parts before what is made of them, and what has to be read for it."""

    definitions: Sequence[Definition] = ()
    ids: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    """Version → unit."""

    @property
    def reads(self) -> list[int]:
        """The indicators whose outcomes are read."""
        made = {one.key for one in self.definitions}
        return [pk for key, pk in self.ids.items() if key not in made]

    def computed(self, cells: Cells) -> Iterator[tuple[Place, str, Any, list[Any]]]:
        """Each computed cell with what it was before its parts were revised, in the order to be stored in."""
        for one in self.definitions:
            for place in [place for place in cells if place[0] == one.pk]:
                cells.pop(place)  # a book may have brought values of its own
            for of, sex in _everybody(one, self.ids, cells):
                yield from _Series(one, of, sex, self, cells).cells()


TRIED = 0
"""In place of an indicator's id: a formula that is not saved."""


def tried(formula: Formula, unit: str) -> Definition:
    """A formula that is not saved, as a derived indicator."""
    return Definition(TRIED, "", [Version(0, None, unit, formula)])


def plan(indicators: Iterable[int], trial: Definition | None = None) -> Plan:
    """What the derived ones among these need; one query where none is, else two."""
    known = definitions()
    by_pk = {one.pk: one for one in (*known.values(), *([trial] if trial else []))}
    asked = [by_pk[pk] for pk in dict.fromkeys(indicators) if pk in by_pk]
    if not asked:
        return Plan()
    order: list[Definition] = []
    for one in asked:
        _in_order(one, known, order, ())
    named = {name for one in order for name in one.names}
    ids: dict[str, int] = {}
    units: dict[int, str] = {}
    versions = IndicatorVersion.objects.filter(indicator__key__in=named)
    for pk, of, key, unit in versions.values_list("pk", "indicator_id", "indicator__key", "unit"):
        ids[key], units[pk] = of, unit
    return Plan(order, ids, units)


def _in_order(one: Definition, known: Mapping[str, Definition], order: list[Definition], way: tuple[str, ...]) -> None:
    """Parts first. A circle cannot be saved; should one be there, it is not walked twice."""
    if one in order or one.key in way:
        return
    for name in one.names:
        if name in known:
            _in_order(known[name], known, order, (*way, one.key))
    order.append(one)


def _everybody(one: Definition, ids: Mapping[str, int], cells: Cells) -> list[tuple[Any, str]]:
    """Whom all parts have values for."""
    have: dict[int, set[tuple[Any, str]]] = {}
    for of, subject, sex in cells:
        have.setdefault(of, set()).add((subject, sex))
    parts = [have.get(ids[name], set()) if name in ids else set() for name in one.names]
    return list(set.intersection(*parts)) if parts else []


# -- one series ------------------------------------------------------------------------------------------------------


class _Series:
    """One derived indicator for one subject and sex."""

    def __init__(self, one: Definition, of: Any, sex: str, plan: Plan, cells: Cells) -> None:
        self.one, self.of, self.sex, self.units = one, of, sex, plan.units
        self.parts = {name: cells.get((plan.ids[name], of, sex), {}) for name in one.names}
        self.first = {name: min((p[:4] for p in some), default="") for name, some in self.parts.items()}

    def cells(self) -> Iterator[tuple[Place, str, Computed, list[Computed]]]:
        made = [row for period in self._periods() if (row := self._row(period)) is not None]
        _marked(made)
        for row in made:
            yield (self.one.pk, self.of, self.sex), row.period, row, list(self._earlier(row))

    def _periods(self) -> list[str]:
        """Years that any part has; parts of a year that all have."""
        some = [set(part) for part in self.parts.values()]
        every, all_ = set.union(*some), set.intersection(*some)
        return sorted(period for period in every if len(period) == 4 or period in all_)

    def _row(self, period: str, at: datetime | None = None) -> Computed | None:
        """The value of a period, as it stands or as it stood; None where the series has not begun."""
        version = self.one.at(period)
        if version.formula is None:
            return None
        found = compute(version.formula, period, lambda key, when: self._fact(key, when, at), version.unit)
        if found.why and self._too_early(found.why):
            return None
        touched = [self._standing(key, when, at) for key, when in dict.fromkeys(reads(version.formula.root, period))]
        rows = tuple(row for row in touched if row is not None)
        if not rows:
            return None
        section = next((row.section for row in rows if getattr(row, "section", "")), "")
        section = section if found.missing == "secret" else ""
        return Computed(
            self.one,
            version.pk,
            version.pk,
            str(version.formula),
            self.of,
            self.sex,
            period,
            found,
            rows,
            section=section,
        )

    def _too_early(self, why: Why) -> bool:
        """Before its first value, or before its window, there is nothing to say."""
        if why.reason is Reason.BEFORE_WINDOW:
            return True
        return why.reason is Reason.ABSENT and why.period[:4] < self.first[why.key]

    def _standing(self, key: str, period: str, at: datetime | None) -> Any:
        cell = self.parts[key].get(period)
        if cell is None or at is None:
            return cell.outcome if cell else None
        known = [row for row in (*cell.earlier, cell.outcome) if row.entered_at <= at]
        return known[-1] if known else None

    def _fact(self, key: str, period: str, at: datetime | None) -> Fact | None:
        row = self._standing(key, period, at)
        if row is None:
            return None
        preliminary = getattr(row, "status", "") == Outcome.Status.PRELIMINARY
        return Fact(row.value, row.missing, row.version_id, self._unit(row), preliminary)

    def _unit(self, row: Any) -> str:
        return self.units.get(getattr(row, "definition", row.version_id), "")

    def _earlier(self, now: Computed) -> Iterator[Computed]:
        """What it was before a part was revised, oldest first; of what is hidden now nothing is told."""
        if now.why and now.why.reason is Reason.HIDDEN:
            return
        version = self.one.at(now.period)
        if version.formula is None:
            return
        cells = [self.parts[key].get(when) for key, when in dict.fromkeys(reads(version.formula.root, now.period))]
        revised = [cell for cell in cells if cell is not None]
        if not any(cell.earlier for cell in revised):
            return
        times = sorted({row.entered_at for cell in revised for row in (*cell.earlier, cell.outcome)})
        settled = [time for time, after in pairwise(times) if after - time > TOGETHER]
        before: Computed | None = None
        for row in (self._row(now.period, at) for at in settled):
            if row is None or (row.why and row.why.reason is Reason.ABSENT):
                continue
            if _says(row) != _says(before) and _says(row) != _says(now):
                yield row
                before = row


def _says(row: Computed | None) -> Any:
    return row and (row.value, row.missing, row.status)


def _marked(made: list[Computed]) -> None:
    """Values that rest on an older definition of a part are another version: a break is kept, and seen by all."""
    newest: dict[tuple[int, int], str] = {}
    for row in reversed(made):
        of = {part.indicator_id: str(part.version_id) for part in row.rows}
        older = [
            version for part, version in of.items() if newest.setdefault((row.definition, part), version) != version
        ]
        if older:
            row.version_id = ":".join([str(row.definition), *older])
