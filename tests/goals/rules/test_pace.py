"""The realistic check: within, ambitious, beyond or not comparable, exactly by the table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules.pace import Demand, Pace, PaceVerdict, Stretch, pace
from goals.words import pace_sentences, verdict_phrase
from indicators.rules.direction import Bounds, Direction, Reading, Series

WITHIN, AMBITIOUS, BEYOND, NOT_COMPARABLE = PaceVerdict
DEMAND = Demand(Direction.HIGHER, 2025, D(67), 2030, D(83))  # 16 in five years


def series(start: str | None, end: str | None, version: str | None = None) -> Series:
    ends = {2020: start, 2025: end}
    return {year: Reading(D(v), version=version) for year, v in ends.items() if v is not None}


def peers(*gains: int) -> dict[str, Series]:
    return {f"k{i}": series("50", str(50 + gain)) for i, gain in enumerate(gains)}


@pytest.mark.parametrize(
    ("own_start", "gains", "verdict"),
    [
        ("51", (), WITHIN),  # exactly its own pace, no peers needed
        ("51.01", (1, 2, 3, 4, 16), AMBITIOUS),  # exactly the best peer
        ("51.01", (1, 2, 3, 4, 15), BEYOND),
        ("51.01", (1, 2, 3, 40), NOT_COMPARABLE),  # four peers
        (None, (1, 2, 3, 4, 20), AMBITIOUS),
        (None, (1, 2, 3, 4, 5), BEYOND),
        (None, (), NOT_COMPARABLE),
    ],
)
def test_the_table(own_start: str | None, gains: tuple[int, ...], verdict: PaceVerdict) -> None:
    assert pace(DEMAND, series(own_start, "67"), peers(*gains)).verdict is verdict


def test_what_the_verdict_rests_on() -> None:
    found = pace(DEMAND, series("60", "67"), peers(1, 20, 16, 4, 5) | {"hole": series("50", None)})
    assert (found.demanded, found.own, found.span, found.first_year) == (D(16), D(7), 5, 2020)
    assert (found.best_peer, found.best, found.peers_as_fast, len(found.peers)) == ("k1", D(20), 2, 5)
    assert found.per_year(D(16)) == D("3.2")


def test_no_pace_over_a_series_break() -> None:
    assert pace(DEMAND, series("40", "67", "old"), {}).own is None
    broken = {2020: Reading(D(40)), 2022: Reading(D(1), version="old"), 2025: Reading(D(67))}
    assert pace(DEMAND, broken, {}).own is None
    assert pace(DEMAND, {}, {"a": broken}).peers == {}


def test_a_break_before_the_span_does_no_harm() -> None:
    assert pace(DEMAND, {2019: Reading(D(1), version="old"), **series("51", "67")}, {}).verdict is WITHIN


def test_the_best_stretch_is_over_as_many_years_and_never_over_a_break() -> None:
    own = {year: Reading(D(value)) for year, value in zip(range(2014, 2026), range(0, 36, 3), strict=True)}
    own[2019] = Reading(D(40))
    found = pace(replace(DEMAND, baseline=D(33)), own, {})
    assert found.best_stretch == Stretch(2014, 2019, D(40)) and found.own == D(15)
    own[2016] = Reading(D(6), version="old")
    found = pace(replace(DEMAND, baseline=D(33)), own, {})
    assert found.best_stretch == Stretch(2020, 2025, D(15))  # the windows that hold 2016 count no more


def test_what_keeps_the_own_pace_from_being_computed_is_named() -> None:
    found = pace(DEMAND, {2020: Reading(D(60), version="old"), 2022: Reading(D(65))}, {})
    assert (found.own, found.best_stretch, found.new_definition) == (None, None, 2021)
    assert pace_sentences(found, "%", 0)[1].endswith("definitionen är ny från 2021.")


def test_lower_is_better() -> None:
    falling = Demand(Direction.LOWER, 2025, D(10), 2030, D(5))
    found = pace(falling, series("14", "10"), {f"k{i}": series("10", end) for i, end in enumerate("98765")})
    assert (found.verdict, found.demanded, found.own, found.best) == (AMBITIOUS, D(5), D(4), D(5))
    assert found.per_year(D(5)) == D(-1)


def test_within_counts_the_distance() -> None:
    nearing = Demand(Direction.WITHIN, 2025, D(30), 2030, None, Bounds(D(10), D(20)))
    assert pace(nearing, series("40", "30"), {}).verdict is WITHIN
    found = pace(nearing, series("0", "30"), {})  # as far off on the other side
    assert (found.verdict, found.demanded, found.own) == (NOT_COMPARABLE, D(10), D(0))


@pytest.mark.parametrize(
    "incomplete",
    [replace(DEMAND, baseline=None), replace(DEMAND, target=None), replace(DEMAND, baseline_year=None),
     replace(DEMAND, target_year=2025), replace(DEMAND, direction=Direction.WITHIN)],
)  # fmt: skip
def test_nothing_is_demanded_where_something_is_not_stated(incomplete: Demand) -> None:
    assert pace(incomplete, series("40", "67"), peers(1, 2, 3, 4, 5)) == Pace(NOT_COMPARABLE, incomplete.direction)


HARDER = [WITHIN, AMBITIOUS, BEYOND]
gains = st.lists(st.integers(-20, 30), min_size=5, max_size=9)


@given(st.integers(0, 100), st.integers(60, 120), st.integers(0, 10), gains)
def test_a_higher_target_is_never_easier(start: int, goal: int, more: int, all_gains: list[int]) -> None:
    own, others = series(str(start), "67"), peers(*all_gains)
    easier = pace(replace(DEMAND, target=D(goal)), own, others).verdict
    harder = pace(replace(DEMAND, target=D(goal + more)), own, others).verdict
    assert HARDER.index(easier) <= HARDER.index(harder)


@given(st.integers(60, 120), gains)
def test_beyond_means_that_no_peer_was_as_fast(goal: int, all_gains: list[int]) -> None:
    found = pace(replace(DEMAND, target=D(goal)), {}, peers(*all_gains))
    assert (found.verdict is BEYOND) is (found.peers_as_fast == 0)


values = st.dictionaries(st.integers(2005, 2025), st.integers(0, 100), min_size=1)
versions = st.dictionaries(st.integers(2005, 2025), st.sampled_from(["old", None]))


def readings(of: dict[int, int], kinds: dict[int, str | None], sign: int = 1) -> Series:
    return {year: Reading(D(value * sign), version=kinds.get(year)) for year, value in of.items()}


@given(values, versions, st.integers(60, 120))
def test_the_best_stretch_is_no_slower_than_the_own_pace_and_crosses_no_break(
    of: dict[int, int], kinds: dict[int, str | None], goal: int
) -> None:
    found = pace(replace(DEMAND, target=D(goal)), readings(of, kinds), {})
    best = found.best_stretch
    if found.own is not None:
        assert best is not None and best.improvement >= found.own
    if best is not None:
        assert best.last_year - best.first_year == found.span and best.last_year <= 2025
        assert not any(best.first_year <= year <= best.last_year and kinds.get(year) for year in of)


@given(values, versions, st.lists(values, max_size=8), st.integers(60, 120))
def test_lower_is_the_mirror_of_higher(
    of: dict[int, int], kinds: dict[int, str | None], others: list[dict[int, int]], goal: int
) -> None:
    up = pace(replace(DEMAND, target=D(goal)), readings(of, kinds),
              {str(n): readings(other, {}) for n, other in enumerate(others)})  # fmt: skip
    mirrored = Demand(Direction.LOWER, 2025, D(-67), 2030, D(-goal))
    down = pace(mirrored, readings(of, kinds, -1),
                {str(n): readings(other, {}, -1) for n, other in enumerate(others)})  # fmt: skip
    assert replace(down, direction=Direction.HIGHER) == up


def test_a_falling_number_that_should_fall_is_an_improvement_in_words() -> None:
    falling = Demand(Direction.LOWER, 2025, D(10), 2030, D(5))
    said = pace_sentences(pace(falling, series("14", "10"), {}), "dagar", 0)
    assert said[0] == "Målet kräver en förbättring med 1,0\u00a0dagar om året i 5 år."
    assert said[1] == "Indikatorn har förbättrats med 0,8\u00a0dagar om året sedan 2020."


def test_sentences_carry_the_numbers() -> None:
    assert pace_sentences(pace(DEMAND, series("60.5", "67"), peers(1, 20, 16)), "%", 0) == [
        "Målet kräver en förbättring med 3,2\u00a0procentenheter om året i 5 år.",
        "Indikatorn har förbättrats med 1,3\u00a0procentenheter om året sedan 2020.",
        "Av 3 jämförbara kommuner har 2 förbättrats minst så mycket på lika många år.",
    ]
    assert verdict_phrase(BEYOND) == "snabbare än någon jämförbar kommun"
