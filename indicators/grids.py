"""The grid where many outcomes are entered at once: which cells it has, what stands in them, where a paste goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from burlov_styrning.clock import today
from indicators import words
from indicators.due import Due
from indicators.models import Indicator, Outcome, Sex
from indicators.outcomes import place_of
from indicators.reading import SEXES, period_of
from indicators.rules import blocks, periods
from indicators.series import in_order

CELLS = 150
"""So many boxes a page holds, more or less: what a phone can draw and a person can look through."""
FEWEST_ROWS = 6
YEARS, PARTS_OF = 5, 3
"""How many years back the columns of a grid go; and for part-years, how many years the rows of one indicator hold."""
SUB = ("tertial", "quarter", "month")


@dataclass(frozen=True)
class Line:
    """A row of the grid: its name, what stands small beside it, its cells; None where there is nothing to fill in."""

    name: str
    small: str
    cells: Sequence[Due | None]
    indicator: Indicator | None = None
    names: frozenset[str] = frozenset()
    """What a heading in a pasted block may call it, folded."""


@dataclass(frozen=True)
class Layout:
    """Rows and columns, with what headings name them."""

    columns: Sequence[str]
    lines: Sequence[Line]
    column_names: Mapping[str, int] = field(default_factory=dict)

    @property
    def cells(self) -> list[Due]:
        """Every cell, row by row."""
        return [cell for line in self.lines for cell in line.cells if cell]

    @property
    def size(self) -> blocks.Place:
        """Rows and columns."""
        return len(self.lines), len(self.columns)

    def row_of(self, text: str) -> int | None:
        """The row that a heading names."""
        said = folded(text)
        return next((n for n, line in enumerate(self.lines) if said in line.names), None)

    def column_of(self, text: str) -> int | None:
        """The column that a heading names."""
        return self.column_names.get(folded(text))

    def placed(self, text: str, row: int, column: int) -> tuple[dict[str, str], list[str]]:
        """What a pasted block puts in which cell, by the cell's name; and what found no place."""
        found = blocks.placed(blocks.block_of(text), (row, column), self.size, self.row_of, self.column_of)
        put = {}
        for (down, right), said in found.texts.items():
            if cell := self.lines[down].cells[right]:
                put[cell.name] = said
            else:
                found.left_over.append(said)
        return put, found.left_over


def folded(text: str) -> str:
    """A heading without what people write differently; a period in one way."""
    try:
        return period_of(text).casefold()
    except ValidationError:
        return " ".join(text.casefold().split())


# -- indicators × periods -------------------------------------------------------------------------------------------


def shown_periods(kind: str, year: int) -> list[str]:
    """The columns: the last years, or the parts of one; none that has not begun."""
    if kind not in SUB:
        return begun(str(one) for one in range(year - YEARS + 1, year + 1))
    return begun(periods.periods_of(year, kind))


def begun(names: Iterable[str]) -> list[str]:
    """Periods that outcomes can be entered for."""
    return [name for name in names if periods.start_of(name) <= today()]


def rows_of(indicators: Iterable[Indicator], kind: str) -> list[tuple[Indicator, str]]:
    """A row for each indicator that has values of that kind of period, and for each sex that it is divided by."""
    return [
        (one, sex)
        for one in indicators
        if kind not in SUB or one.frequency == kind
        for sex in (Sex.values if one.by_sex else [Sex.TOTAL.value])
    ]


def rows_on_a_page(columns: int) -> int:
    """As many rows as the boxes of a page allow."""
    return max(FEWEST_ROWS, CELLS // max(columns, 1))


def of_indicators(rows: Sequence[tuple[Indicator, str]], names: Sequence[str]) -> Layout:
    """Rows indicators, columns periods."""
    lines = [_line(indicator, sex, names) for indicator, sex in rows]
    return Layout([words.period_words(name) for name in names], lines, {n.casefold(): at for at, n in enumerate(names)})


def _line(indicator: Indicator, sex: str, names: Sequence[str]) -> Line:
    said = str(words.SEX_WORDS[sex]) if indicator.by_sex else ""
    same = [word for word, meant in SEXES.items() if meant == sex and word] if indicator.by_sex else []
    called = [folded(indicator.name), folded(indicator.key)]
    known = {f"{name}, {word}" for name in called for word in same} | (set(called) if sex == Sex.TOTAL else set())
    cells = [Due(indicator, name, sex) for name in names]
    return Line(indicator.name, said, cells, indicator, frozenset(known))


# -- one indicator: periods × sexes ---------------------------------------------------------------------------------


def of_one(indicator: Indicator, year: int) -> Layout:
    """Rows periods, columns all, women and men."""
    sexes = list(Sex.values if indicator.by_sex else [Sex.TOTAL.value])
    named = {word: at for at, sex in enumerate(sexes) for word, meant in SEXES.items() if meant == sex and word}
    lines = [
        Line(
            words.period_words(name),
            "",
            [Due(indicator, name, sex) for sex in sexes],
            None,
            frozenset({name.casefold()}),
        )
        for name in _periods_of_one(indicator, year)
    ]
    return Layout([str(words.SEX_WORDS[sex]) for sex in sexes], lines, named)


def _periods_of_one(indicator: Indicator, year: int) -> list[str]:
    if indicator.frequency not in SUB:
        return begun(str(one) for one in range(year - 2 * YEARS + 1, year + 1))
    years = range(year - PARTS_OF + 1, year + 1)
    return begun(name for one in years for name in [*periods.periods_of(one, indicator.frequency), str(one)])


# -- what stands ----------------------------------------------------------------------------------------------------


def standing(cells: Iterable[Due]) -> dict[str, list[Outcome]]:
    """The revisions of each cell of the own municipality as a whole, oldest first, by the cell's name."""
    wanted = {(cell.indicator.pk, cell.period, cell.sex): cell.name for cell in cells}
    rows: Any = Outcome.objects.filter(
        indicator__in={pk for pk, _period, _sex in wanted}, period__in={period for _pk, period, _sex in wanted},
        municipality__own=True, organ=None, unit=None,
    ).select_related("source", "hidden", "municipality")  # fmt: skip
    found: dict[str, list[Outcome]] = {}
    for row in sorted(rows, key=in_order):
        pk, *_subject, period, sex = place_of(row)
        if name := wanted.get((pk, period, sex)):
            found.setdefault(name, []).append(row)
    return found
