"""Key figures of an entity year by year: value, version, parts, what other reports give, and what is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial

from indicators.economy.books import Books, Told
from indicators.models import AccountFigure
from indicators.rules.keyfigures import KEY_FIGURES, PARTS, Computed, KeyFigure, compute, mean, windows, with_sums

ACTUAL = AccountFigure.Version.ACTUAL.value
LENGTHS = (3, 5)
"""Of so many years rolling means are taken."""


@dataclass(frozen=True)
class Other:
    """A number that some reports give or print, and which."""

    value: Decimal
    reports: list[str]
    told: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class Year:
    """A key figure in a year; without a value what is missing."""

    year: int
    version: str
    computed: Computed
    parts: list[Told] = field(default_factory=list)
    differing: Callable[[], list[Other]] = list
    entered: list[Other] = field(default_factory=list)
    """The same ratio as reports print it, each number once."""

    @cached_property
    def others(self) -> list[Other]:
        """What other reports' numbers give; dear, and asked for where one figure is looked at."""
        return self.differing()

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
    """A key figure over the years, with its rolling means by length and last year."""

    figure: KeyFigure
    years: list[Year]
    runs: dict[int, dict[int, tuple[int, ...]]]
    """Of each length, the last year of each run that has a mean, and the run."""
    over: Callable[[tuple[int, ...]], Mean]

    @cached_property
    def means(self) -> dict[int, dict[int, Mean]]:
        """Length → last year → mean."""
        return {length: {year: self.over(run) for year, run in runs.items()} for length, runs in self.runs.items()}

    def mean(self, length: int, last: int) -> Mean | None:
        """One of them."""
        run = self.runs[length].get(last)
        return self.over(run) if run else None

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


def year_of(figure: KeyFigure, books: Books, year: int) -> Year:
    """The year in the first version that has all that the formula reads; where none has, what the first lacks."""
    tried = [_in_version(figure, books, year, version) for version in books.versions(year)]
    return next((one for one in tried if one.value is not None), tried[0] if tried else _nothing(figure, year))


def _nothing(figure: KeyFigure, year: int) -> Year:
    return Year(year, "", Computed(missing=figure.lines))


def _reads(figure: KeyFigure) -> list[str]:
    """The lines of the formula, and those that give them."""
    return [one for line in figure.lines for one in (line, *(part for _sign, part in PARTS.get(line, ())))]


READ = frozenset(line for figure in KEY_FIGURES for line in (*_reads(figure), figure.entered) if line)
"""The lines that key figures are computed from, and those that print them, of all that reports print."""


def _in_version(figure: KeyFigure, books: Books, year: int, version: str) -> Year:
    wanted = _reads(figure)
    lines = {key: one for key, one in books.lines(year, version).items() if key in wanted}
    found = compute(figure, values_of(lines))
    parts = [lines[key] for key in wanted if key in lines]
    parts = [one for one in parts if not any(one.line.key in _parts_of(line) for line in figure.lines if line in lines)]
    differing = partial(_others, figure, books, wanted, year, version, found)
    return Year(year, version, found, parts, differing, _entered(books.told(figure.entered, year, version)))


def _entered(told: Sequence[Told]) -> list[Other]:
    """Each printed number once, the newest report's first."""
    found: dict[Decimal, list[Told]] = {}
    for one in told:
        found.setdefault(one.value, []).append(one)
    return [Other(value, [one.report for one in same], same[:1]) for value, same in found.items()]


def _parts_of(line: str) -> set[str]:
    return {part for _sign, part in PARTS.get(line, ())}


def _others(
    figure: KeyFigure, books: Books, wanted: Sequence[str], year: int, version: str, found: Computed
) -> list[Other]:
    given: dict[Decimal, Other] = {}
    for report, lines in books.by_report(wanted, year, version).items():
        value = compute(figure, values_of(lines)).value
        if value is not None and value != found.value:
            other = given.setdefault(value, Other(value, []))
            other.reports.append(report)
            other.told.extend(one for one in lines.values() if one.report == report)
    return list(given.values())


def series(figure: KeyFigure, books: Books, first: int, last: int) -> Series:
    """The years asked for; a mean may reach further back than the first of them."""
    wide = {year: year_of(figure, books, year) for year in range(first - max(LENGTHS) + 1, last + 1)}
    usable = [year for year, one in wide.items() if one.value is not None]
    runs = {length: {year: run for year, run in windows(usable, length).items() if year >= first} for length in LENGTHS}
    shown = [wide[year] for year in range(first, last + 1)]
    return Series(figure, shown, runs, partial(_mean, figure, books, wide))


def window(figure: KeyFigure, books: Books, first: int, last: int) -> Mean:
    """The mean over one named run of years, such as 2023–2028."""
    years = {year: year_of(figure, books, year) for year in range(first, last + 1)}
    return _mean(figure, books, years, tuple(years))


def _mean(figure: KeyFigure, books: Books, years: dict[int, Year], run: tuple[int, ...]) -> Mean:
    versions = {year: years[year].version for year in run}
    values = [with_sums(values_of(books.lines(year, versions[year]))) for year in run]
    return Mean(run, versions, mean(figure, values))
