"""Key figures of an entity year by year: value, version, parts, what other reports give, and what is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property, partial

from indicators.economy.books import Books, Told
from indicators.models import AccountFigure
from indicators.rules.keyfigures import (
    KEY_FIGURES,
    PARTS,
    Computed,
    KeyFigure,
    compute,
    mean_over,
    pooled,
    run_to,
)

ACTUAL = AccountFigure.Version.ACTUAL.value
LENGTHS = (3, 5)
"""Of so many years rolling means are taken."""
BACK = max(LENGTHS) - 1
"""So many years before the first that is shown are read for its means."""


@dataclass(frozen=True)
class Other:
    """A number that some reports give or print, and which."""

    value: Decimal
    reports: list[str]
    told: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class Year:
    """A key figure in a year, as the books give it in a version; without a value what is missing."""

    figure: KeyFigure
    books: Books
    year: int
    version: str
    computed: Computed

    @cached_property
    def parts(self) -> list[Told]:
        """What it is computed of, as it is told; a sum that stands itself is not told by its parts too."""
        lines = self.books.lines(self.year, self.version)
        stands = {part for line in self.figure.lines if line in lines for _sign, part in PARTS.get(line, ())}
        return [lines[key] for key in self.figure.reads if key in lines and key not in stands]

    @cached_property
    def others(self) -> list[Other]:
        """What other reports' numbers give; dear, and asked for where one figure is looked at."""
        given: dict[Decimal, Other] = {}
        for report, lines in self.books.by_report(self.figure.reads, self.year, self.version).items():
            value = compute(self.figure, values_of(lines)).value
            if value is not None and value != self.value:
                other = given.setdefault(value, Other(value, []))
                other.reports.append(report)
                other.told.extend(one for one in lines.values() if one.report == report)
        return list(given.values())

    @cached_property
    def entered(self) -> list[Other]:
        """The same ratio as reports print it, each number once, the newest report's first."""
        found: dict[Decimal, list[Told]] = {}
        for one in self.books.told(self.figure.entered, self.year, self.version):
            found.setdefault(one.value, []).append(one)
        return [Other(value, [one.report for one in same], same[:1]) for value, same in found.items()]

    @property
    def value(self) -> Decimal | None:
        """The computed value."""
        return self.computed.value

    @property
    def reports(self) -> list[str]:
        """The reports that its parts are from."""
        return list(dict.fromkeys(one.report for one in self.parts))

    @property
    def actual(self) -> bool:
        """Whether the year is told as it became."""
        return self.version == ACTUAL


@dataclass(frozen=True)
class Mean:
    """A mean over a run of years, each with its version."""

    years: tuple[int, ...]
    versions: dict[int, str]
    computed: Computed

    @property
    def mixed(self) -> bool:
        """Whether it mixes what happened with what is expected."""
        return any(version != ACTUAL for version in self.versions.values())


@dataclass(frozen=True)
class Series:
    """A key figure over the years, with its rolling means."""

    figure: KeyFigure
    years: list[Year]
    over: Callable[[tuple[int, ...]], Mean | None]
    """The mean of a run of years; it may reach further back than the years that are shown."""

    @cached_property
    def means(self) -> dict[int, dict[int, Mean]]:
        """Length → last year → mean."""
        found = {length: {one.year: self.mean(length, one.year) for one in self.years} for length in LENGTHS}
        return {length: {year: mean for year, mean in some.items() if mean} for length, some in found.items()}

    def mean(self, length: int, last: int) -> Mean | None:
        """One of them; None where a year of it has no value."""
        return self.over(run_to(last, length))

    @property
    def known(self) -> list[Year]:
        """The years that have a value."""
        return [one for one in self.years if one.value is not None]

    @property
    def told(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.known) or any(one.entered for one in self.years)

    @property
    def missing(self) -> tuple[str, ...]:
        """The lines that are missing in every year without a value."""
        lacking = [one.computed.missing for one in self.years if one.value is None]
        return tuple(line for line in lacking[0] if all(line in some for some in lacking)) if lacking else ()


def values_of(lines: dict[str, Told]) -> dict[str, Decimal]:
    """Line → value."""
    return {key: one.value for key, one in lines.items()}


READ = frozenset(line for figure in KEY_FIGURES for line in (*figure.reads, figure.entered) if line)
"""The lines that key figures are computed from, and those that print them, of all that reports print."""


def year_of(figure: KeyFigure, books: Books, year: int) -> Year:
    """The year in the first version that has all that the formula reads; where none has, what the first lacks."""
    first = None
    for version in books.versions(year):
        lines = books.lines(year, version)
        computed = compute(figure, {key: lines[key].value for key in figure.reads if key in lines})
        one = Year(figure, books, year, version, computed)
        if one.value is not None:
            return one
        first = first or one
    return first or Year(figure, books, year, "", Computed(missing=figure.lines))


def series(figure: KeyFigure, books: Books, first: int, last: int) -> Series:
    """The years asked for."""
    at = cache(partial(year_of, figure, books))
    return Series(figure, [at(year) for year in range(first, last + 1)], partial(_mean_where_whole, figure, books, at))


def _mean_where_whole(figure: KeyFigure, books: Books, at: Callable[[int], Year], run: tuple[int, ...]) -> Mean | None:
    years = [at(year) for year in run]
    return None if any(one.value is None for one in years) else _mean(figure, books, years)


def window(figure: KeyFigure, books: Books, first: int, last: int) -> Mean:
    """The mean over one named run of years, such as 2023–2028."""
    return _mean(figure, books, [year_of(figure, books, year) for year in range(first, last + 1)])


def _mean(figure: KeyFigure, books: Books, years: Sequence[Year]) -> Mean:
    versions = {one.year: one.version for one in years}
    if figure.pooled:
        found = pooled(figure, [values_of(books.lines(year, version)) for year, version in versions.items()])
    else:
        found = mean_over([one.computed for one in years])
    return Mean(tuple(versions), versions, found)
