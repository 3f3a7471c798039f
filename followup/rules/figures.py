"""Status: how one indicator stands in a year, computed from its outcome, its progression and its target.

Readings chosen where DOMAIN is silent:
- "The latest published" is the latest year with a value; a year with a missing code is passed over. When that value
  is of another version than the target's, it is read all the same and the status is unknown (*ny definition*).
- A year that the path marks *not measured* is unknown, whatever was published; its `target_status` is not touched by
  the mark.
- An added (prolonged) year is held against the target also where the path has a value for it; without a target the
  path's value is used.
- In a part-year round the year's own value goes first, then the period's (if the measure is not cumulative), then an
  earlier year that may be read.
- `forecast_status` is there whenever a forecast is; a suggestion uses it in part-year rounds only.
- A window target prints no progression; in the last year, where the target stands in, the target is printed as the
  year's level.
- Nothing carries a missing code further: the code shown is that of the year itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from indicators.rules.direction import Bounds, Direction, Reading, Series, Trend, shortfall, trend


class Status(StrEnum):
    """How one indicator stands in a year."""

    MET = "met"
    ON_COURSE = "on_course"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a status is unknown."""

    NO_OUTCOME = "no_outcome"
    NOT_MEASURED = "not_measured"
    NEW_DEFINITION = "new_definition"
    NO_VALUE = "no_value"


@dataclass(frozen=True)
class TargetValues:
    """A target as one owner reads it; `path` has None for a year that is not measured, nothing for one not decided.

    `low` and `high` are the target's own bounds or else the version's.
    """

    first_year: int
    last_year: int
    direction: Direction
    baseline_year: int | None = None
    baseline: Decimal | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    lag: int = 0
    window: bool = False
    version: str | None = None
    prolonged_to: int | None = None
    path: Mapping[int, Decimal | None] | None = None

    @property
    def bounds(self) -> Bounds | None:
        """Both bounds, or None."""
        return None if self.low is None or self.high is None else Bounds(self.low, self.high)

    @property
    def has_target(self) -> bool:
        """Whether the council set something to hold outcomes against."""
        return self.bounds is not None if self.direction is Direction.WITHIN else self.value is not None

    def is_last(self, year: int) -> bool:
        """The term's last year, or one added to it by decision."""
        return year == self.last_year or self.is_added(year)

    def is_added(self, year: int) -> bool:
        """A year that the term was prolonged by."""
        return self.last_year < year <= (self.prolonged_to or self.last_year)


@dataclass(frozen=True)
class Statuses:
    """What a suggestion needs of one indicator."""

    status: Status = Status.UNKNOWN
    target_status: Status = Status.UNKNOWN
    has_target: bool = True
    forecast_status: Status | None = None
    forecast_target_status: Status | None = None


@dataclass(frozen=True)
class Figure:
    """Every number that a report prints of one indicator, owner, sex and year; unjudged rows have no statuses."""

    year: int
    read: int | None = None
    part_year: bool = False
    outcome: Decimal | None = None
    missing: str | None = None
    baseline: Decimal | None = None
    progression: Decimal | None = None
    target_stands_in: bool = False
    status: Status | None = None
    reason: Reason | None = None
    target: Decimal | None = None
    target_status: Status | None = None
    target_reason: Reason | None = None
    forecast: Decimal | None = None
    forecast_status: Status | None = None
    forecast_target_status: Status | None = None
    trend: Trend | None = None
    last_known: tuple[int, Decimal] | None = None
    has_target: bool = True

    @property
    def statuses(self) -> Statuses:
        """The part that a suggestion reads."""
        return Statuses(
            self.status or Status.UNKNOWN,
            self.target_status or Status.UNKNOWN,
            self.has_target,
            self.forecast_status,
            self.forecast_target_status,
        )


# The rule


@dataclass(frozen=True)
class Level:
    """What an outcome is held against, as a shortfall; None is no value decided. `mark`: the year is not measured."""

    shortfall: Decimal | None
    printed: Decimal | None = None
    not_measured: bool = False
    stands_in: bool = False


def held_against(outcome: Decimal, level: Decimal, target: TargetValues) -> Status:
    """The rule itself: met, on course or not met, by shortfalls (the smaller the better); equal counts as reached."""
    short = shortfall(outcome, target.direction, target.bounds)
    if short <= level:
        return Status.MET
    if short - level <= target.tolerance or _half_way(short, level, target):
        return Status.ON_COURSE
    return Status.NOT_MET


def _half_way(short: Decimal, level: Decimal, target: TargetValues) -> bool:
    """The level is better than the baseline and at least half of the way from baseline to it has been covered."""
    if target.baseline is None:
        return False
    start = shortfall(target.baseline, target.direction, target.bounds)
    return level < start and 2 * (start - short) >= start - level


def year_level(target: TargetValues, year: int) -> Level:
    """The progression value for the year; in the last year the target stands in, in an added year it is the target."""
    if target.window:
        return replace(target_level(target), printed=None)
    if target.is_added(year) and target.has_target:
        return target_level(target)
    path = target.path or {}
    if year in path:
        value = path[year]
        return Level(None, not_measured=True) if value is None else _level(target, value)
    return target_level(target) if target.is_last(year) else Level(None)


def target_level(target: TargetValues) -> Level:
    """The council's target; for `within` it is distance 0."""
    if not target.has_target:
        return Level(None)
    if target.direction is Direction.WITHIN:
        return Level(Decimal(0), target.value, stands_in=True)
    assert target.value is not None
    return _level(target, target.value, stands_in=True)


def _level(target: TargetValues, value: Decimal, *, stands_in: bool = False) -> Level:
    if target.direction is Direction.WITHIN and target.bounds is None:
        return Level(None, value, stands_in=stands_in)
    return Level(shortfall(value, target.direction, target.bounds), value, stands_in=stands_in)


# Which outcome is read


@dataclass(frozen=True)
class Read:
    """The outcome that a year is judged by; `usable` when it can be, else the reason."""

    year: int | None = None
    reading: Reading = field(default_factory=Reading)
    part_year: bool = False
    reason: Reason | None = None


def read(target: TargetValues, series: Series, year: int, part: Reading | None = None) -> Read:
    """The year's outcome, or the latest that its lag allows; never of the baseline's year or before."""
    found = next(_candidates(target, series, year, part), None)
    if found is None:
        own = series.get(year, Reading())
        mark = Reason.NOT_MEASURED if own.missing == "not_measured" else Reason.NO_OUTCOME
        return Read(None, Reading(missing=own.missing), reason=mark)
    if found.reading.version != target.version:
        return replace(found, reason=Reason.NEW_DEFINITION)
    return found


def _candidates(target: TargetValues, series: Series, year: int, part: Reading | None) -> Iterator[Read]:
    first = year - target.lag if target.baseline_year is None else max(year - target.lag, target.baseline_year + 1)
    for at in range(year, first - 1, -1):
        reading = series.get(at)
        if reading is not None and reading.value is not None:
            yield Read(at, reading)
        if at == year and part is not None and part.value is not None:
            yield Read(at, part, part_year=True)


def own_or_municipal[Years: Mapping[int, Any]](own: Years, municipal: Years) -> Years:
    """The owner's organ's outcomes where the indicator has any, else the municipality's."""
    return own or municipal


# One figure


def figure(
    target: TargetValues,
    series: Series,
    year: int,
    *,
    part: Reading | None = None,
    cumulative: bool = False,
    forecast: Decimal | None = None,
    judged: bool = True,
) -> Figure:
    """One indicator in one year: the outcome that is read, or the year's own where it is too early to be read.

    `part` is a part-year round's outcome, `judged` is False for K and M rows.
    """
    found = read(target, series, year, None if cumulative else part)
    level, goal = year_level(target, year), target_level(target)
    reading = found.reading if found.year is not None else series.get(year, Reading())
    judgement = _judgement(found, level, goal, target, forecast) if judged else {}
    return Figure(
        year,
        read=found.year,
        part_year=found.part_year,
        outcome=reading.value,
        missing=None if reading.value is not None else reading.missing,
        baseline=target.baseline,
        progression=level.printed,
        target_stands_in=level.stands_in,
        target=target.value,
        forecast=forecast,
        trend=_trend(target, series, year, found),
        last_known=last_known(target, series, year) if found.reason else None,
        has_target=target.has_target,
        **judgement,
    )


def _judgement(
    found: Read, level: Level, goal: Level, target: TargetValues, forecast: Decimal | None
) -> dict[str, Any]:
    """The figure's statuses, each with its reason."""
    status, reason = _status(found, level, target)
    target_status, target_reason = _status(found, goal, target)
    return {
        "status": status,
        "reason": reason,
        "target_status": target_status,
        "target_reason": target_reason,
        "forecast_status": _forecast_status(forecast, level, target),
        "forecast_target_status": _forecast_status(forecast, goal, target),
    }


def _status(found: Read, level: Level, target: TargetValues) -> tuple[Status, Reason | None]:
    """A level's status, or unknown with its reason."""
    if level.not_measured:
        return Status.UNKNOWN, Reason.NOT_MEASURED
    if level.shortfall is None:
        return Status.UNKNOWN, Reason.NO_VALUE
    if found.reason is not None or found.reading.value is None:
        return Status.UNKNOWN, found.reason
    return held_against(found.reading.value, level.shortfall, target), None


def _forecast_status(forecast: Decimal | None, level: Level, target: TargetValues) -> Status | None:
    if forecast is None:
        return None
    if level.shortfall is None or level.not_measured:
        return Status.UNKNOWN
    return held_against(forecast, level.shortfall, target)


def _trend(target: TargetValues, series: Series, year: int, found: Read) -> Trend | None:
    """The outcome shown against the last comparable year before it."""
    if target.direction is Direction.WITHIN and target.bounds is None:
        return None
    at = year if found.year is None else found.year
    shown = {**series, at: found.reading} if found.part_year else series
    return trend(shown, at, target.direction, target.bounds)


def last_known(target: TargetValues, series: Series, year: int) -> tuple[int, Decimal] | None:
    """The latest earlier year with a value in the target's version: shown beside an unknown."""
    known = {y: r.value for y, r in series.items() if y < year and r.value is not None and r.version == target.version}
    return max(known.items()) if known else None
