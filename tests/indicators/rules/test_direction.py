"""Direction: which of two values is the better, how a value moved, how many decimals to print."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.direction import (
    Bounds,
    Direction,
    Movement,
    Reading,
    Trend,
    as_good,
    better,
    decimals_to_show,
    distance,
    trend,
)

HIGHER, LOWER, WITHIN = Direction
BOUNDS = Bounds(D("10"), D("20"))
values = st.decimals(-1000, 1000, places=2)
directions = st.sampled_from(Direction)


@pytest.mark.parametrize(("value", "away"), [("9.5", "0.5"), ("10", "0"), ("15", "0"), ("20", "0"), ("20.1", "0.1")])
def test_bounds_belong_to_the_inside(value: str, away: str) -> None:
    assert distance(D(value), BOUNDS) == D(away)


@pytest.mark.parametrize(
    ("a", "b", "direction", "expected"),
    [("2", "1", HIGHER, True), ("1", "1", HIGHER, False), ("1", "2", LOWER, True), ("2", "1", LOWER, False),
     ("9", "25", WITHIN, True), ("9", "21", WITHIN, False), ("12", "19", WITHIN, False)],
)  # fmt: skip
def test_better_knows_the_direction(a: str, b: str, direction: Direction, expected: bool) -> None:
    assert better(D(a), D(b), direction, BOUNDS) is expected


@given(values, values, directions)
def test_of_two_values_one_is_better_or_they_are_as_good(a: D, b: D, direction: Direction) -> None:
    assert better(a, b, direction, BOUNDS) is not as_good(b, a, direction, BOUNDS)


def test_within_without_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="bounds"):
        better(D(1), D(2), WITHIN)


def series(**by_year: str | None) -> dict[int, Reading]:
    """`y2020="78"`; None is not measured."""
    return {int(y[1:]): Reading(D(v)) if v else Reading(missing="not_measured") for y, v in by_year.items()}


def test_trend_skips_years_without_a_value() -> None:
    assert trend(series(y2019="77", y2020=None, y2021="78"), 2021, HIGHER) == Trend(Movement.BETTER, 2019)


def test_trend_compares_inside_one_version_only() -> None:
    broken = {2019: Reading(D(77)), 2020: Reading(D(90), version="new"), 2021: Reading(D(78))}
    assert trend(broken, 2021, LOWER) == Trend(Movement.WORSE, 2019)
    assert trend(broken, 2020, LOWER) is None


def test_trend_needs_a_value_of_the_year_itself() -> None:
    assert trend(series(y2019="77", y2020=None), 2020, HIGHER) is None


@pytest.mark.parametrize(
    ("margins", "inside"), [((None, None), False), (("2", None), True), (("1.9", None), False), (("1.2", "1.6"), True)]
)
def test_a_change_inside_the_margin_of_error_says_so(margins: tuple[str | None, str | None], inside: bool) -> None:
    old, new = (None if m is None else D(m) for m in margins)
    found = trend({2019: Reading(D(77), margin=old), 2020: Reading(D(79), margin=new)}, 2020, HIGHER)
    assert found == Trend(Movement.BETTER, 2019, inside)


@pytest.mark.parametrize(
    ("decimals", "shown", "expected"),
    [
        (0, ("78.6", "79"), 1),
        (0, ("78.4", "79"), 0),
        (0, ("79", "79.0"), 0),
        (1, ("1.25", "1.3"), 2),
        (1, ("1", None), 1),
    ],
)
def test_one_more_decimal_where_rounding_would_hide_a_difference(
    decimals: int, shown: tuple[str | None, ...], expected: int
) -> None:
    assert decimals_to_show(decimals, *(None if v is None else D(v) for v in shown)) == expected
