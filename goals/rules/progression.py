"""A path has one value for each year of the term, never turns back without a motivation, and ends at the target.

Readings chosen where DOMAIN is silent:
- A value of None is *not measured*; a year left out is missing.
- "One motivation per path" covers every step back, also one from the baseline.
- Years up to the baseline's own year need a value but take no part in the monotony: nothing is read for them.
- A prolonged year needs no value (it is judged against the target); one that is given must reach the target.
- Without a target (an indicator that is only followed) the last year needs a value, any value.
- Helpers never leave the span between baseline and end: rounding can't make a step back or overshoot the target. For
  `within` the end is the bound nearest to the baseline, or the baseline itself where it lies inside; without a
  baseline the middle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from goals.rules.problem import Parameter, Problem
from indicators.rules.direction import Bounds, Direction, as_good, distance, rounded

NOT_MEASURED: Final = None


@dataclass(frozen=True)
class Path:
    """A target broken down into years; `values` has None for a year that is not measured."""

    first_year: int
    last_year: int
    direction: Direction
    values: Mapping[int, Decimal | None] = field(default_factory=dict)
    baseline_year: int | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    bounds: Bounds | None = None
    decimals: int = 0
    motivation: str = ""
    prolonged_to: int | None = None
    window: bool = False

    @property
    def years(self) -> range:
        """The years that need a value."""
        return range(self.first_year, self.last_year + 1)

    @property
    def added_years(self) -> range:
        """The years that a decision added to the term."""
        return range(self.last_year + 1, (self.prolonged_to or self.last_year) + 1)


def field_of(year: int) -> str:
    """The form field of a year's value."""
    return f"value_{year}"


def problems(path: Path) -> list[Problem]:
    """Everything that hinders the path from being decided; an empty list means it can be."""
    if path.window:
        return [Problem("values", "window_has_no_path")] if path.values else []
    if path.direction is Direction.WITHIN and path.bounds is None:
        return [Problem("values", "bounds_missing")]
    return [*_years(path), *_ends(path), *_steps_back(path)]


def _years(path: Path) -> Iterator[Problem]:
    """One value a year of the term, none outside it."""
    span: dict[str, Parameter] = {"first": path.first_year, "last": path.last_year}
    for year in sorted(path.values):
        if year not in path.years and year not in path.added_years:
            yield Problem(field_of(year), "year_outside_term", {"year": year, **span})
    for year in path.years:
        if year not in path.values:
            code = "last_year_missing" if year == path.last_year else "year_missing"
            yield Problem(field_of(year), code, {"year": year})


def _ends(path: Path) -> Iterator[Problem]:
    """The last year's value, and that of any added year, equals the target or is better."""
    for year in (path.last_year, *path.added_years):
        if year not in path.values:
            continue
        value = path.values[year]
        if value is None:
            yield Problem(field_of(year), "last_not_measured", {"year": year})
        else:
            yield from _end(path, year, value)


def _end(path: Path, year: int, value: Decimal) -> Iterator[Problem]:
    about: dict[str, Parameter] = {"year": year, "value": value, "decimals": path.decimals}
    if path.direction is Direction.WITHIN:
        assert path.bounds
        if distance(value, path.bounds):
            yield Problem(
                field_of(year), "last_outside_bounds", about | {"low": path.bounds.low, "high": path.bounds.high}
            )
    elif path.target is not None and not as_good(value, path.target, path.direction):
        yield Problem(field_of(year), "last_worse_than_target", about | {"target": path.target})


def _steps_back(path: Path) -> Iterator[Problem]:
    """From the baseline on no measured year is worse than the one before, unless a motivation says why."""
    if path.motivation.strip():
        return
    for (before, old), (year, value) in pairwise(_measured(path)):
        if not as_good(value, old, path.direction, path.bounds):
            params: dict[str, Parameter] = {
                "year": year,
                "value": value,
                "before": before,
                "old": old,
                "decimals": path.decimals,
            }
            yield Problem(field_of(year), "step_back", params)


def _measured(path: Path) -> Iterator[tuple[int, Decimal]]:
    start = _start(path)
    if path.baseline is not None:
        yield start, path.baseline
    for year, value in sorted(path.values.items()):
        if value is not None and (path.baseline is None or year > start):
            yield year, value


def _start(path: Path) -> int:
    """The baseline's year; unknown, it is the year before the term."""
    return path.first_year - 1 if path.baseline_year is None else path.baseline_year


# Help to lay a path


def flat(path: Path) -> dict[int, Decimal]:
    """The target every year; without a target there is nothing to lay."""
    end = _aim(path)
    return {} if end is None else dict.fromkeys(path.years, end)


def even(path: Path) -> dict[int, Decimal]:
    """Linear from the baseline's year to the target, rounded to the decimals, the last year exact."""
    return _laid(path, lambda share: share)


def front_loaded(path: Path) -> dict[int, Decimal]:
    """The largest steps first."""
    return _laid(path, lambda share: 1 - (1 - share) ** 2)


def back_loaded(path: Path) -> dict[int, Decimal]:
    """The largest steps last."""
    return _laid(path, lambda share: share**2)


def _laid(path: Path, curve: Callable[[Fraction], Fraction]) -> dict[int, Decimal]:
    end, start = _aim(path), _start(path)
    if end is None or path.baseline is None or start >= path.last_year:
        return flat(path)
    baseline = path.baseline

    def value(year: int) -> Decimal:
        share = curve(Fraction(max(year - start, 0), path.last_year - start))
        return _between(_exact(baseline, end, share), baseline, end, path.decimals)

    return {year: end if year == path.last_year else value(year) for year in path.years}


def _exact(start: Decimal, end: Decimal, share: Fraction) -> Decimal:
    return start + (end - start) * share.numerator / share.denominator


def _between(value: Decimal, a: Decimal, b: Decimal, decimals: int) -> Decimal:
    return min(max(rounded(value, decimals), min(a, b)), max(a, b))


def _aim(path: Path) -> Decimal | None:
    """Where the path ends."""
    if path.direction is not Direction.WITHIN:
        return path.target
    if path.bounds is None:
        return None
    low, high = path.bounds.low, path.bounds.high
    if path.baseline is not None:
        return min(max(path.baseline, low), high)
    return _between((low + high) / 2, low, high, path.decimals)
