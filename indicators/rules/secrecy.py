"""Small groups: which cells of one indicator must not be shown, so that no hidden one can be computed.

A cell below the minimum count is hidden (primary), and so are others (secondary) until no hidden cell follows from
what is shown by sums or weighted means: across sexes (T = K + M), subjects (whole = its parts), periods (the year =
its tertials, quarters, months) and revisions (a cell that was not revised keeps its value beside the revised ones).

Sums and means need no telling apart: a reader who knows the counts turns a mean into a sum, so the same equations
hold for both. The counts themselves are assumed known. What follows from the equations is found by exact elimination.

Readings chosen where DOMAIN is silent:
- Parts make up the whole, unless the counts leave at least the minimum count over for what is not listed.
- Which subjects make up which is told as `parts`: organs the municipality, units their organ. Untold, all subjects
  together make up the municipality.
- A measure that is counted from the year's beginning (`cumulative`) has in its last part the year's own value.
- What an earlier revision has published is known and cannot be hidden again. A small cell that it gives away is still
  hidden on our pages, and named in `exposed`.
- A cell that comes in without a value, marked hidden by its source, is protected like our own small cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

WHOLE = ""
"""The subject that the parts make up: the municipality."""

TOTAL, WOMEN, MEN = "T", "K", "M"

type Coordinates = tuple[str, str, str]
"""Period, sex, subject."""

type Variable = tuple[str, str, str, int]
"""Period, sex, subject, revision."""

type Equation = dict[Variable, Fraction]
"""Coefficients of a sum that is nought."""

type Parts = Mapping[str, Iterable[str]]
"""Subject → the subjects that make it up."""


@dataclass(frozen=True)
class Cell:
    """One figure; `revision` orders what was published together, `published` says that it is out already."""

    period: str
    sex: str = TOTAL
    subject: str = WHOLE
    revision: int = 0
    value: Decimal | None = None
    count: int | None = None
    published: bool = False
    hidden_by_source: bool = False

    @property
    def variable(self) -> Variable:
        """What names the cell among the unknowns."""
        return (self.period, self.sex, self.subject, self.revision)


@dataclass(frozen=True)
class Suppression:
    """The cells to hide, why, and those that earlier publication gives away all the same."""

    primary: frozenset[Cell] = frozenset()
    secondary: frozenset[Cell] = frozenset()
    exposed: frozenset[Cell] = frozenset()

    @property
    def cells(self) -> frozenset[Cell]:
        """Every cell to show as suppressed."""
        return self.primary | self.secondary


def is_small(cell: Cell, minimum: int) -> bool:
    """Below the minimum count, with something to hide; the minimum itself may be shown."""
    if cell.value is None:
        return cell.hidden_by_source
    return cell.count is not None and cell.count < minimum


def suppress(
    cells: Iterable[Cell], minimum: int | None, parts: Parts | None = None, *, cumulative: bool = False
) -> Suppression:
    """What to hide of one indicator's cells; without a minimum count nothing but what its source hid is protected."""
    result = [_suppress_year(group, minimum or 0, parts, cumulative) for group in _by_year(cells)]
    return Suppression(
        frozenset().union(*(part.primary for part in result)),
        frozenset().union(*(part.secondary for part in result)),
        frozenset().union(*(part.exposed for part in result)),
    )


def _by_year(cells: Iterable[Cell]) -> Iterable[list[Cell]]:
    years: dict[str, list[Cell]] = {}
    for cell in cells:
        years.setdefault(cell.period[:4], []).append(cell)
    return years.values()


@dataclass
class _Search:
    """Hides one more cell at a time until nothing hidden follows from what is shown."""

    cells: dict[Variable, Cell]
    equations: list[Equation]
    primary: set[Variable]
    hidden: set[Variable] = field(default_factory=set)
    exposed: set[Variable] = field(default_factory=set)

    def run(self) -> None:
        self.hidden = set(self.primary)
        while formula := next(iter(self.formulas()), None):
            self.break_up(*formula)

    def known(self) -> set[Variable]:
        """What a reader has: values shown, values that are out already, and what those give away."""
        shown = {v for v, cell in self.cells.items() if cell.value is not None and v not in self.hidden}
        out = {v for v, cell in self.cells.items() if cell.published and cell.value is not None}
        return shown | out | self.exposed

    def formulas(self) -> list[tuple[Variable, Equation]]:
        """Each hidden cell that follows from known ones, with the equation that gives it away."""
        return [(v, e) for v, e in determined(self.equations, self.known()) if v in self.hidden]

    def break_up(self, variable: Variable, equation: Equation) -> None:
        """Hide the least telling shown cell of the equation; where all are out already, the cell is exposed."""
        candidates = [v for v in equation if v in self.cells and self._may_hide(v)]
        if candidates:
            self.hidden.add(min(candidates, key=self._weight))
        else:
            self.exposed.add(variable)

    def _may_hide(self, variable: Variable) -> bool:
        return variable not in self.hidden and not self.cells[variable].published

    def _weight(self, variable: Variable) -> tuple[bool, bool, bool, int, Variable]:
        """Parts go before wholes, sexes before the total, small cells before large."""
        period, sex, subject, _ = variable
        return (len(period) == 4, subject == WHOLE, sex == TOTAL, self.cells[variable].count or 0, variable)


def _suppress_year(cells: list[Cell], minimum: int, parts: Parts | None, cumulative: bool) -> Suppression:
    by_variable = {cell.variable: cell for cell in cells}
    small = {v for v, cell in by_variable.items() if is_small(cell, minimum)}
    if not small:
        return Suppression()
    search = _Search(by_variable, equations(cells, minimum, parts, cumulative=cumulative), small)
    search.run()
    return Suppression(
        frozenset(by_variable[v] for v in small),
        frozenset(by_variable[v] for v in search.hidden - small),
        frozenset(by_variable[v] for v in search.exposed | {v for v in small if by_variable[v].published}),
    )


# The equations


def equations(
    cells: Iterable[Cell], minimum: int, parts: Parts | None = None, *, cumulative: bool = False
) -> list[Equation]:
    """All sums that hold among the cells of one year, at each time that something was published."""
    listed = list(cells)
    found: list[Equation] = []
    for revision in sorted({cell.revision for cell in listed}):
        current = _at(listed, revision)
        for whole, pieces in _sums(current, parts, cumulative):
            if _complete(current, whole, pieces, minimum):
                found.append(_equation(current, whole, pieces))
    return [dict(pairs) for pairs in dict.fromkeys(tuple(sorted(e.items())) for e in found)]


def _at(cells: list[Cell], revision: int) -> dict[Coordinates, Cell]:
    """Each cell as it stood at a revision: its last one until then."""
    current: dict[Coordinates, Cell] = {}
    for cell in sorted(cells, key=lambda c: c.revision):
        if cell.revision <= revision:
            current[(cell.period, cell.sex, cell.subject)] = cell
    return current


def _sums(
    current: Mapping[Coordinates, Cell], told: Parts | None = None, cumulative: bool = False
) -> Iterator[tuple[Coordinates, list[Coordinates]]]:
    """Every whole with its parts, also where nobody listed the whole or one of the sexes."""
    periods = {period for period, _, _ in current}
    sexes = {sex for _, sex, _ in current}
    subjects = {subject for _, _, subject in current}
    parts = {WHOLE: subjects - {WHOLE}} if told is None else {whole: set(ps) & subjects for whole, ps in told.items()}
    for period in sorted(periods):
        for subject in sorted(subjects):
            if sexes & {WOMEN, MEN}:
                yield (period, TOTAL, subject), [(period, WOMEN, subject), (period, MEN, subject)]
        for sex in sorted(sexes):
            for whole in sorted(parts):
                if parts[whole]:
                    yield (period, sex, whole), [(period, sex, part) for part in sorted(parts[whole])]
    for longer, pieces in _period_sums(periods, cumulative):
        for sex in sorted(sexes):
            for subject in sorted(subjects):
                yield (longer, sex, subject), [(piece, sex, subject) for piece in pieces]


def _period_sums(periods: set[str], cumulative: bool) -> Iterator[tuple[str, list[str]]]:
    """A year's tertials, quarters and months, and theirs, where all the pieces are at hand.

    What is counted from the year's beginning is in its last piece already.
    """
    first = -1 if cumulative else 0
    years = {period[:4] for period in periods}
    for year in sorted(years):
        months = [f"{year}-{month:02}" for month in range(1, 13)]
        for letter, number in (("T", 3), ("Q", 4)):
            pieces = [f"{year}-{letter}{n}" for n in range(1, number + 1)]
            size = 12 // number
            yield from _at_hand(periods, year, pieces[first:])
            for n, piece in enumerate(pieces):
                yield from _at_hand(periods, piece, months[n * size : (n + 1) * size][first:])
        yield from _at_hand(periods, year, months[first:])


def _at_hand(periods: set[str], whole: str, pieces: list[str]) -> Iterator[tuple[str, list[str]]]:
    if periods.issuperset(pieces):
        yield whole, pieces


def _complete(current: Mapping[Coordinates, Cell], whole: Coordinates, parts: list[Coordinates], minimum: int) -> bool:
    """Whether the parts make up the whole: yes, unless the counts leave enough over for something not listed."""
    counts = [current[c].count if c in current else None for c in (whole, *parts)]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts):
        return True
    return not known[0] - sum(known[1:]) >= max(minimum, 1)


def _equation(current: Mapping[Coordinates, Cell], whole: Coordinates, parts: list[Coordinates]) -> Equation:
    """The whole less its parts is nought; what nobody listed is an unknown of its own (revision −1)."""

    def variable(at: Coordinates) -> Variable:
        return current[at].variable if at in current else (*at, -1)

    return {variable(whole): Fraction(1)} | {variable(part): Fraction(-1) for part in parts}


# What follows from them


def determined(equations: Iterable[Equation], known: set[Variable]) -> list[tuple[Variable, Equation]]:
    """The unknowns that the equations give a value, each with the equation that holds no other unknown."""
    rows = _reduced(equations, known)
    return [(pivot, row) for pivot, row in rows if not any(v != pivot and v not in known for v in row)]


def _reduced(equations: Iterable[Equation], known: set[Variable]) -> list[tuple[Variable, Equation]]:
    """Gauss–Jordan over the unknowns: each row with its pivot, which stands in no other row."""
    rows: list[tuple[Variable, Equation]] = []
    for equation in equations:
        row = dict(equation)
        for pivot, other in rows:
            row = _without(row, pivot, other)
        unknown = sorted(v for v in row if v not in known)
        if not unknown:
            continue
        rows = [(p, _without(r, unknown[0], row)) for p, r in rows]
        rows.append((unknown[0], row))
    return rows


def _without(row: Equation, pivot: Variable, other: Equation) -> Equation:
    """The row with as much of the other taken off as makes the pivot vanish."""
    if pivot not in row:
        return row
    factor = row[pivot] / other[pivot]
    result = {v: row.get(v, Fraction(0)) - factor * other.get(v, Fraction(0)) for v in row.keys() | other.keys()}
    return {v: coefficient for v, coefficient in result.items() if coefficient}
