"""A path: one value a year, never back without a motivation, at the target in the last year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goals.rules.progression import NOT_MEASURED, Path, back_loaded, even, flat, front_loaded, problems
from goals.words import sentence
from indicators.rules.direction import Bounds, Direction, as_good

HIGHER, LOWER, WITHIN = Direction
type Values = dict[int, D | None]


def values(*texts: str | None, first: int = 2019) -> Values:
    return {first + i: NOT_MEASURED if text is None else D(text) for i, text in enumerate(texts)}


def path(*texts: str | None, **changes: Any) -> Path:
    """From 77 in 2017 to 90 in 2022."""
    usual = Path(2019, 2022, HIGHER, values(*texts), 2017, D("77"), D("90"))
    return replace(usual, **changes)


def found(of: Path) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in problems(of)]


def test_a_path_that_rises_to_the_target_has_no_problem() -> None:
    assert problems(path("77", None, "85", "90")) == []


def test_the_last_value_may_be_better_than_the_target() -> None:
    assert problems(path("80", "80", "85", "92.5")) == []


def test_a_worse_last_value_is_refused_with_both_numbers() -> None:
    (problem,) = problems(path("80", "80", "85", "1089.5", target=D("1090")))
    assert (problem.field, problem.code) == ("value_2022", "last_worse_than_target")
    assert "är 1\u00a0089,5 men målet är 1\u00a0090." in sentence(problem)


def test_the_last_year_may_not_be_left_unmeasured() -> None:
    assert found(path("80", "80", "85", None)) == [("value_2022", "last_not_measured")]


def test_a_year_left_out_is_missing() -> None:
    assert found(path("80", "80")) == [("value_2021", "year_missing"), ("value_2022", "last_year_missing")]


def test_a_year_outside_the_term_is_refused() -> None:
    assert found(path("80", "80", "85", "90", "91")) == [("value_2023", "year_outside_term")]


def test_an_added_year_needs_no_value_but_a_given_one_reaches_the_target() -> None:
    assert problems(path("80", "80", "85", "90", prolonged_to=2023)) == []
    late = path("80", "80", "85", "90", "89", prolonged_to=2023)
    assert found(late) == [("value_2023", "last_worse_than_target"), ("value_2023", "step_back")]


@pytest.mark.parametrize("lower", [("76", "80", "85", "90"), ("80", "79", "85", "90"), ("80", None, "79", "90")])
def test_a_step_back_needs_a_motivation(lower: tuple[str | None, ...]) -> None:
    (problem,) = problems(path(*lower))
    assert problem.code == "step_back"
    assert problems(path(*lower, motivation="Ombyggnad 2020.")) == []
    assert found(path(*lower, motivation="  ")) == [(problem.field, "step_back")]


def test_a_step_back_names_both_years_and_numbers() -> None:
    assert sentence(problems(path("80", None, "79.5", "90"))[0]).startswith("Nivån 2021 är 79,5, sämre än 2019 (80).")


def test_years_up_to_the_baselines_take_no_part_in_the_monotony() -> None:
    assert problems(path("99", "77", "85", "90", baseline_year=2019)) == []


def test_lower_falls() -> None:
    falling = path("9", "9", "8", "5", direction=LOWER, baseline=D(10), target=D(5))
    assert problems(falling) == []
    assert found(replace(falling, values=values("9", "9.1", "8", "6"))) == [
        ("value_2022", "last_worse_than_target"), ("value_2020", "step_back")
    ]  # fmt: skip


def test_within_nears_the_bounds_and_ends_inside() -> None:
    near = path("28", "22", "8", "10", direction=WITHIN, baseline=D(30), target=None, bounds=Bounds(D(10), D(20)))
    assert problems(near) == []
    assert found(replace(near, values=values("28", "31", "8", "9"))) == [
        ("value_2022", "last_outside_bounds"), ("value_2020", "step_back")
    ]  # fmt: skip
    assert found(replace(near, bounds=None)) == [("values", "bounds_missing")]


def test_a_window_has_no_path() -> None:
    assert found(path("80", window=True)) == [("values", "window_has_no_path")]
    assert problems(path(window=True)) == []


# Help


def test_even_is_linear_from_the_baselines_year() -> None:
    assert even(path()) == {2019: D(82), 2020: D(85), 2021: D(87), 2022: D(90)}
    assert even(path(decimals=1)) == {2019: D("82.2"), 2020: D("84.8"), 2021: D("87.4"), 2022: D(90)}


def test_front_and_back_loaded_curve_either_way() -> None:
    assert front_loaded(path(decimals=1))[2019] > even(path(decimals=1))[2019] > back_loaded(path(decimals=1))[2019]
    assert back_loaded(path(baseline_year=2018, decimals=1)) == {
        2019: D("77.8"), 2020: D("80.3"), 2021: D("84.3"), 2022: D(90),
    }  # fmt: skip


def test_the_last_year_is_exact_and_rounding_never_passes_it() -> None:
    laid = even(path(baseline=D("79.20"), target=D("79.26"), decimals=1))
    assert laid[2022] == D("79.26")
    assert max(laid.values()) == D("79.26")


def test_without_a_baseline_there_is_only_flat() -> None:
    for helper in (even, front_loaded, back_loaded, flat):
        assert helper(path(baseline=None)) == dict.fromkeys(range(2019, 2023), D(90))


def test_without_a_target_there_is_nothing_to_lay() -> None:
    assert even(path(target=None)) == flat(path(target=None)) == {}


numbers = st.decimals(-1000, 1000, places=2)


@st.composite
def plans(draw: st.DrawFn) -> Path:
    first = draw(st.integers(2000, 2030))
    low = draw(numbers)
    return Path(
        first,
        first + draw(st.integers(0, 6)),
        draw(st.sampled_from(Direction)),
        {},
        draw(st.none() | st.integers(first - 5, first + 8)),
        draw(st.none() | numbers),
        draw(numbers),
        Bounds(low, low + draw(st.decimals(0, 100, places=2))),
        draw(st.integers(0, 3)),
    )


HELPERS: list[Callable[[Path], dict[int, D]]] = [even, front_loaded, back_loaded, flat]


@given(plans(), st.sampled_from(HELPERS))
def test_help_always_lays_a_valid_path(of: Path, helper: Callable[[Path], dict[int, D]]) -> None:
    reachable = of.baseline is None or of.direction is WITHIN or (
        of.target is not None and as_good(of.target, of.baseline, of.direction)
    )  # fmt: skip
    assume(reachable)
    assert problems(replace(of, values=helper(of))) == []


@given(plans(), st.sampled_from(HELPERS))
def test_towards_a_target_below_the_baseline_only_the_step_back_remains(
    of: Path, helper: Callable[[Path], dict[int, D]]
) -> None:
    assert {p.code for p in problems(replace(of, values=helper(of)))} <= {"step_back"}
    assert problems(replace(of, values=helper(of), motivation="Fler barn.")) == []


@given(plans(), st.data())
def test_what_is_accepted_is_monotone_and_reaches_the_target(of: Path, data: st.DataObject) -> None:
    laid = {year: data.draw(st.none() | numbers) for year in of.years}
    given_path = replace(of, values=laid, baseline=None)
    if problems(given_path) == []:
        measured = [v for _y, v in sorted(laid.items()) if v is not None]
        assert all(as_good(b, a, of.direction, of.bounds) for a, b in pairwise(measured))
        last = laid[of.last_year]
        assert last is not None and of.target is not None and of.bounds is not None
        if of.direction is WITHIN:
            assert of.bounds.low <= last <= of.bounds.high
        else:
            assert as_good(last, of.target, of.direction)
