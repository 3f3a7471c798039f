"""Quality per krona: exact, the same whichever way it is reckoned, and never without its reason."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.direction import Direction, Movement, Reading
from indicators.rules.efficiency import (
    Case,
    Moved,
    Pair,
    Reason,
    Unfit,
    Why,
    base_of,
    case,
    deflated,
    field,
    index,
    moved,
    rebased,
    unfit,
)

D = Decimal
YEARS = range(2019, 2024)
POSITIVE = st.decimals("0.01", "99999", places=2)
SERIES = st.lists(POSITIVE, min_size=5, max_size=5).map(lambda values: dict(zip(YEARS, values, strict=True)))
FEW = settings(max_examples=40, deadline=None)


def series(values: dict[int, Decimal | None], version: str = "1") -> dict[int, Reading]:
    return {year: Reading(value, None if value is not None else "lapse", version) for year, value in values.items()}


def pair(quality: dict[int, Decimal], cost: dict[int, Decimal], direction: Direction = Direction.HIGHER) -> Pair:
    return Pair(series(dict(quality)), series(dict(cost)), direction)


@FEW
@given(POSITIVE, POSITIVE, st.sampled_from(["higher", "lower"]), st.sampled_from(YEARS))
def test_the_index_of_what_never_changes_is_100(quality: D, cost: D, way: str, base: int) -> None:
    both = pair(dict.fromkeys(YEARS, quality), dict.fromkeys(YEARS, cost), Direction(way))
    assert {index(both, year, base).value for year in YEARS} == {Fraction(100)}
    assert {index(both, year, base).number for year in YEARS} == {D(100)}


@FEW
@given(SERIES, SERIES, SERIES, st.sampled_from(["higher", "lower"]), st.sampled_from(YEARS), st.sampled_from(YEARS))
def test_deflating_and_changing_the_base_year_is_all_one(
    quality: dict[int, D], cost: dict[int, D], prices: dict[int, D], way: str, base: int, other: int
) -> None:
    both = pair(quality, cost, Direction(way))
    nominal = {year: index(both, year, base).value for year in YEARS}
    real = {year: index(both, year, base, prices).value for year in YEARS}
    assert all(nominal.values()) and all(real.values())
    assert rebased(real, other) == {year: index(both, year, other, prices).value for year in YEARS}  # type: ignore[arg-type]
    inflated = {year: value * Fraction(prices[year]) / Fraction(prices[base]) for year, value in nominal.items()}  # type: ignore[operator]
    assert inflated == real
    # a cost that is counted at fixed prices first gives the same as the index that is deflated afterwards
    fixed = {year: deflated(cost[year], prices, year, base) for year in YEARS}
    ratio = Fraction(quality[other]) / Fraction(quality[base])
    ratio = 1 / ratio if way == "lower" else ratio
    assert real[other] == ratio / (fixed[other] / fixed[base]) * 100  # type: ignore[operator]


def test_lower_is_better_is_turned() -> None:
    found = index(pair({2019: D(20), 2023: D(10)}, {2019: D(100), 2023: D(125)}, Direction.LOWER), 2023, 2019)
    assert (found.value, found.quality, found.cost) == (Fraction(160), Fraction(2), Fraction(5, 4))
    assert index(pair({2019: D(3), 2023: D(1)}, {2019: D(1), 2023: D(1)}), 2023, 2019).number == D(
        "33.33333333333333333333333333"
    )


OK = {2019: Reading(D(80), None, "1"), 2023: Reading(D(82), None, "1")}


@pytest.mark.parametrize(
    ("both", "prices", "reason"),
    [
        (Pair(OK, OK, Direction.WITHIN), None, Reason(Why.WITHIN)),
        (Pair(OK, OK, ratio=False), None, Reason(Why.NO_RATIO)),
        (Pair(OK | {2019: Reading(D(0), None, "1")}, OK), None, Reason(Why.QUALITY_NOUGHT, 2019)),
        (Pair(OK, OK | {2019: Reading(D("0.0"), None, "1")}), None, Reason(Why.COST_NOUGHT, 2019)),
        (Pair({2023: OK[2023]}, OK), None, Reason(Why.NO_QUALITY, 2019)),
        (Pair(OK, OK | {2023: Reading(None, "suppressed", "1")}), None, Reason(Why.NO_COST, 2023, "suppressed")),
        (Pair(OK | {2023: Reading(D(1), None, "2")}, OK), None, Reason(Why.QUALITY_BREAK, 2023)),
        (Pair(OK, OK | {2023: Reading(D(1), None, "2")}), None, Reason(Why.COST_BREAK, 2023)),
        (Pair(OK, OK), {2019: D(100)}, Reason(Why.NO_PRICE, 2023)),
    ],
)
def test_what_is_not_defined_says_why(both: Pair, prices: dict[int, D] | None, reason: Reason) -> None:
    found = index(both, 2023, 2019, prices)
    assert (found.value, found.number, found.reason) == (None, None, reason)


def test_the_base_year_is_the_first_that_means_what_the_last_one_does() -> None:
    quality = series({2018: D(0), 2019: D(80), 2020: None, 2023: D(82)})
    cost = series({2018: D(1), 2019: D(90), 2020: D(91), 2023: D(95)})
    assert Pair(quality, cost).bases == [2019, 2023] and base_of(Pair(quality, cost)) == 2019
    assert base_of(Pair(quality | {2023: Reading(D(82), None, "2")}, cost)) == 2023
    assert base_of(Pair(quality, {})) is None


def test_the_four_cases() -> None:
    def of(then: int, now: int, cost: str, way: Direction = Direction.HIGHER) -> Moved | Reason:
        both = Pair(series({2019: D(then), 2023: D(now)}), series({2019: D(100), 2023: D(cost)}), way, ratio=False)
        return moved(both, 2023, 2019, {2019: D(100), 2023: D(120)})

    assert of(80, 82, "119") == Moved(Movement.BETTER, Movement.BETTER)  # dearer in kronor, cheaper in fixed prices
    assert of(80, 82, "120") == Moved(Movement.BETTER, Movement.SAME)
    assert of(80, 82, "121", Direction.LOWER) == Moved(Movement.WORSE, Movement.WORSE)
    assert {Moved(q, c).case for q in Movement for c in Movement} == set(Case)
    assert Moved(Movement.BETTER, Movement.SAME).case == case(True, False) == Case.BETTER_DEARER
    assert Moved(Movement.SAME, Movement.BETTER).case == Case.WORSE_CHEAPER
    assert field((D(81), D(9)), (D(80), D(10)), Direction.HIGHER) == Case.BETTER_CHEAPER
    assert field((D(80), D(10)), (D(80), D(10)), Direction.LOWER) == Case.WORSE_DEARER
    assert moved(Pair(OK, OK), 2023, 2019, {}) == Reason(Why.NO_PRICE, 2019)


@pytest.mark.parametrize(
    ("side", "unit", "wrong"),
    [
        ("cost", "kr per elev", None), ("cost", "tkr", None), ("cost", "%", Unfit.NO_MONEY),
        ("quality", "%", None), ("quality", "dagar", None), ("quality", "kr per invånare", Unfit.MONEY),
        ("revenue", "%", None), ("deviation", "%", None), ("deviation", "mnkr", Unfit.NO_PERCENT),
        ("price", "index", None), ("price", "kr", Unfit.NO_INDEX),
    ],
)  # fmt: skip
def test_a_unit_that_does_not_fit_is_refused(side: str, unit: str, wrong: Unfit | None) -> None:
    assert unfit(side, unit) == wrong
