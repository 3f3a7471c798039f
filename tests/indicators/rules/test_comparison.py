"""Places, medians and quartiles: true for every line of values, whichever way is better."""

from __future__ import annotations

import statistics
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.comparison import (
    FEWEST,
    Place,
    counted,
    gained,
    improved,
    meaning,
    place_of,
    quarter_of,
    ranked,
    spread,
)
from indicators.rules.direction import Bounds, Direction, Movement, Reading, better

D = Decimal
VALUES = st.dictionaries(
    st.integers(0, 30), st.decimals(-50, 50, places=1, allow_nan=False, allow_infinity=False), min_size=1, max_size=20
)
WAYS = st.sampled_from([(Direction.HIGHER, None), (Direction.LOWER, None), (Direction.WITHIN, Bounds(D(-5), D(5)))])
few = settings(max_examples=60)


@few
@given(VALUES, WAYS)
def test_a_place_counts_those_who_are_better(values: dict[int, Decimal], way: tuple[Direction, Bounds | None]) -> None:
    line = ranked(values, *way)
    assert sorted(one for one, _place in line) == sorted(values)
    for one, place in line:
        mine = values[one]
        assert place.place == 1 + sum(better(other, mine, *way) for other in values.values())
        same = [o for o in values.values() if not better(o, mine, *way) and not better(mine, o, *way)]
        assert (place.shared, place.of) == (len(same), len(values))
        assert place == place_of(values, one, *way)
        assert 1 <= quarter_of(place) <= 4
    assert [place.place for _one, place in line] == sorted(place.place for _one, place in line)


@few
@given(VALUES)
def test_the_places_fill_the_line(values: dict[int, Decimal]) -> None:
    """Who shares a place takes as many of them: each place belongs to somebody."""
    taken = {
        number for _one, place in ranked(values, Direction.HIGHER) for number in range(place.place, place.last + 1)
    }
    assert taken == set(range(1, len(values) + 1))


@few
@given(VALUES, WAYS, st.integers(0, 30), st.decimals(0, 20, places=1))
def test_who_gets_better_never_loses_a_place(
    values: dict[int, Decimal], way: tuple[Direction, Bounds | None], who: int, step: Decimal
) -> None:
    if who not in values or way[0] is Direction.WITHIN:
        return
    now = values | {who: values[who] + (step if way[0] is Direction.HIGHER else -step)}
    assert (gained(place_of(now, who, *way), place_of(values, who, *way)) or 0) >= 0


@few
@given(st.lists(st.decimals(-50, 50, places=2), min_size=2, max_size=25))
def test_quartiles_are_those_of_the_standard_library(values: list[Decimal]) -> None:
    """Type 7, which it calls inclusive."""
    found = spread(values)
    assert found is not None
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    assert found.median == median == statistics.median(values)
    if len(values) >= FEWEST:
        assert (found.lower, found.upper) == (lower, upper)
    else:
        assert found.lower is None and found.upper is None


READINGS = st.dictionaries(
    st.integers(0, 20),
    st.one_of(
        st.builds(Reading, value=st.decimals(0, 9, places=0), version=st.sampled_from(["1", "2"])),
        st.builds(Reading, missing=st.just("lapse"), version=st.sampled_from(["1", "2"])),
    ),
    max_size=15,
)


@few
@given(READINGS, st.integers(0, 20), st.sets(st.integers(0, 25)))
def test_everybody_is_counted_once(readings: dict[int, Reading], own: int, who: set[int]) -> None:
    version = meaning(readings, own)
    found = counted(who, readings, version)
    assert sorted([*found.values, *found.missing, *found.other]) == sorted(who)
    assert found.asked == len(who)
    assert all(readings[one].version == version for one in found.values)
    if own in readings and readings[own].value is not None:
        assert version == readings[own].version  # our own is never of another definition than the one compared by


def test_without_our_own_value_the_definition_of_most_is_compared() -> None:
    readings = {1: Reading(D(1), version="a"), 2: Reading(D(2), version="b"), 3: Reading(D(3), version="b")}
    assert meaning(readings, None) == meaning(readings, 9) == "b"
    assert meaning({1: Reading(missing="lapse", version="a")}, 1) is None


@pytest.mark.parametrize(
    ("way", "places"),
    [
        ((Direction.HIGHER, None),
         {"a": Place(3, 1, 4), "b": Place(1, 2, 4), "c": Place(1, 2, 4), "d": Place(4, 1, 4)}),
        ((Direction.LOWER, None), {"d": Place(1, 1, 4), "a": Place(2, 1, 4), "b": Place(3, 2, 4), "c": Place(3, 2, 4)}),
        ((Direction.WITHIN, Bounds(D(2), D(4))),
         {"a": Place(1, 1, 4), "b": Place(2, 2, 4), "c": Place(2, 2, 4), "d": Place(4, 1, 4)}),
    ],
)  # fmt: skip
def test_equals_share_their_place(way: tuple[Direction, Bounds | None], places: dict[str, Place]) -> None:
    values = {"a": D(3), "b": D(5), "c": D("5.0"), "d": D("0.5")}
    assert dict(ranked(values, *way)) == places


def test_who_improved_is_counted_among_those_with_both_years() -> None:
    now, then = {1: D(5), 2: D(5), 3: D(5), 4: D(1)}, {1: D(4), 2: D(5), 3: D(6)}
    moved = improved(now, then, Direction.LOWER)
    assert (moved[Movement.BETTER], moved[Movement.SAME], moved[Movement.WORSE]) == (1, 1, 1)


def test_nothing_to_compare_is_nothing() -> None:
    assert spread([]) is None and ranked({}, Direction.HIGHER) == []
    assert place_of({1: D(1)}, 2, Direction.HIGHER) is None and gained(None, Place(1, 1, 2)) is None
