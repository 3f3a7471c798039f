"""Status of one indicator in a year: the table of met, on course, not met and unknown, at its exact edges."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from followup.rules.figures import Figure, Reason, Status, TargetValues, figure, own_or_municipal
from indicators.rules.direction import Direction, Movement, Reading, as_good

HIGHER, LOWER, WITHIN = Direction
MET, ON_COURSE, NOT_MET, UNKNOWN = Status
PATH: dict[int, D | None] = {2019: D("80"), 2020: None, 2021: D("85"), 2022: D("90")}


def target(**changes: Any) -> TargetValues:
    """From 77 in 2018 to 90 in 2022, over 80 and 85."""
    usual = TargetValues(2019, 2022, HIGHER, 2018, D("77"), D("90"), path=PATH)
    return replace(usual, **changes)


def at(value: str, year: int = 2021, of: TargetValues | None = None, **more: Any) -> Figure:
    return figure(of or target(), {year: Reading(D(value))}, year, **more)


# The rule at its edges


@pytest.mark.parametrize(
    ("outcome", "status", "target_status"),
    [
        ("90", MET, MET),
        ("85", MET, ON_COURSE),  # equal counts as reached
        ("84.999", ON_COURSE, ON_COURSE),  # unrounded
        ("83.5", ON_COURSE, ON_COURSE),  # exactly half of the way from 77 to 90
        ("83.499", ON_COURSE, NOT_MET),
        ("81", ON_COURSE, NOT_MET),  # exactly half of the way from 77 to 85
        ("80.999", NOT_MET, NOT_MET),
        ("70", NOT_MET, NOT_MET),
    ],
)
def test_higher_is_better(outcome: str, status: Status, target_status: Status) -> None:
    found = at(outcome)
    assert (found.status, found.target_status) == (status, target_status)


@pytest.mark.parametrize(
    ("outcome", "status"), [("4", MET), ("4.01", ON_COURSE), ("7", ON_COURSE), ("7.01", NOT_MET), ("-3", MET)]
)
def test_lower_is_better(outcome: str, status: Status) -> None:
    of = target(direction=LOWER, baseline=D("10"), value=D("2"), path={2021: D("4")})
    assert at(outcome, of=of).status is status


WITHIN_TARGET = target(direction=WITHIN, baseline=D("30"), value=None, low=D("10"), high=D("20"), path={2021: D("24")})


@pytest.mark.parametrize(
    ("outcome", "status", "target_status"),
    [
        ("15", MET, MET),
        ("10", MET, MET),  # the bounds belong to the inside
        ("24", MET, ON_COURSE),  # as near as the year's value
        ("6", MET, ON_COURSE),  # as near, on the other side
        ("25", ON_COURSE, ON_COURSE),  # half of the way from 10 away to inside
        ("27", ON_COURSE, NOT_MET),  # half of the way from 10 to 4 away
        ("27.1", NOT_MET, NOT_MET),
        ("3", ON_COURSE, NOT_MET),
    ],
)
def test_within_counts_the_distance_to_the_bounds(outcome: str, status: Status, target_status: Status) -> None:
    found = at(outcome, of=WITHIN_TARGET)
    assert (found.status, found.target_status) == (status, target_status)


@pytest.mark.parametrize(("outcome", "status"), [("84", ON_COURSE), ("83.9", NOT_MET)])
def test_the_tolerance_is_absolute_and_inclusive(outcome: str, status: Status) -> None:
    assert at(outcome, of=target(baseline=None, baseline_year=None, tolerance=D(1))).status is status


def test_half_way_needs_a_level_that_is_better_than_the_baseline() -> None:
    kept = target(baseline=D("85"))
    assert at("84.9", of=kept).status is NOT_MET
    assert at("84.9", of=target(baseline=D("88"))).status is NOT_MET


def test_half_way_needs_a_baseline() -> None:
    assert at("84.9", of=target(baseline=None)).status is NOT_MET


numbers = st.decimals(-100, 100, places=1)


@st.composite
def judged(draw: st.DrawFn) -> TargetValues:
    low = draw(numbers)
    return target(
        direction=draw(st.sampled_from(Direction)),
        baseline=draw(st.none() | numbers),
        value=draw(numbers),
        low=low,
        high=low + draw(st.decimals(0, 50, places=1)),
        tolerance=draw(st.decimals(0, 5, places=1)),
        path={2021: draw(numbers)},
    )


BEST_FIRST = [MET, ON_COURSE, NOT_MET]


@given(judged(), numbers, numbers)
def test_a_better_outcome_never_worsens_a_status(of: TargetValues, a: D, b: D) -> None:
    assume(as_good(a, b, of.direction, of.bounds))
    one, other = at(str(a), of=of), at(str(b), of=of)
    assert one.status in BEST_FIRST and other.status in BEST_FIRST
    assert one.target_status in BEST_FIRST and other.target_status in BEST_FIRST
    assert BEST_FIRST.index(one.status) <= BEST_FIRST.index(other.status)
    assert BEST_FIRST.index(one.target_status) <= BEST_FIRST.index(other.target_status)


@given(judged(), numbers)
def test_a_larger_tolerance_never_worsens_a_status(of: TargetValues, outcome: D) -> None:
    narrow, wide = at(str(outcome), of=of), at(str(outcome), of=replace(of, tolerance=of.tolerance + 1))
    assert narrow.status in BEST_FIRST and wide.status in BEST_FIRST
    assert BEST_FIRST.index(wide.status) <= BEST_FIRST.index(narrow.status)


@given(judged(), numbers)
def test_met_is_exactly_as_good_as_the_level(of: TargetValues, outcome: D) -> None:
    level = (of.path or {})[2021]
    assert level is not None
    assert (at(str(outcome), of=of).status is MET) is as_good(outcome, level, of.direction, of.bounds)


@given(judged(), numbers)
def test_turning_the_scale_round_changes_nothing(of: TargetValues, outcome: D) -> None:
    assume(of.direction is not WITHIN)
    assert of.path and of.path[2021] is not None and of.value is not None
    turned = replace(
        of,
        direction=LOWER if of.direction is HIGHER else HIGHER,
        baseline=None if of.baseline is None else -of.baseline,
        value=-of.value,
        path={2021: -of.path[2021]},
    )
    assert at(str(outcome), of=of).status == at(str(-outcome), of=turned).status


# Which level


def test_a_year_marked_not_measured_is_unknown_but_its_target_status_is_not() -> None:
    found = at("90", 2020)
    assert (found.status, found.reason, found.target_status) == (UNKNOWN, Reason.NOT_MEASURED, MET)


def test_a_target_without_a_path_stands_in_in_the_last_year_only() -> None:
    none = target(path=None)
    assert (at("90", 2021, none).status, at("90", 2021, none).reason) == (UNKNOWN, Reason.NO_VALUE)
    last = at("90", 2022, none)
    assert (last.status, last.progression, last.target_stands_in) == (MET, D(90), True)


def test_a_path_without_a_target_has_no_target_status() -> None:
    found = at("90", 2022, target(value=None))
    assert (found.status, found.target_status, found.target_reason, found.has_target) == (
        MET, UNKNOWN, Reason.NO_VALUE, False,
    )  # fmt: skip


def test_the_last_years_own_value_goes_before_the_target() -> None:
    found = at("90", 2022, target(path={2022: D(92)}))
    assert (found.status, found.target_status, found.progression) == (ON_COURSE, MET, D(92))


def test_an_added_year_is_judged_like_a_last_year_against_the_target() -> None:
    longer = target(prolonged_to=2023, path={**PATH, 2023: D(95)})
    assert (at("90", 2023, longer).status, at("90", 2023, longer).progression) == (MET, D(90))
    assert at("90", 2023).reason is Reason.NO_VALUE


def test_a_window_has_no_path_and_one_status() -> None:
    found = at("84", 2021, target(window=True))
    assert found.status is found.target_status is ON_COURSE
    assert found.progression is None


def test_within_without_bounds_is_no_value_decided() -> None:
    found = at("15", of=replace(WITHIN_TARGET, low=None))
    assert (found.status, found.target_status, found.has_target) == (UNKNOWN, UNKNOWN, False)


# Which outcome


def reads(lag: int, year: int, by_year: dict[int, Reading], **changes: Any) -> Figure:
    return figure(target(lag=lag, **changes), by_year, year)


@pytest.mark.parametrize(("lag", "read"), [(0, None), (1, None), (2, 2019)])
def test_the_latest_published_up_to_the_lag_is_read(lag: int, read: int | None) -> None:
    found = reads(lag, 2021, {2019: Reading(D(86)), 2021: Reading(missing="not_published")})
    assert (found.read, found.missing) == (read, None if read else "not_published")
    assert found.status is (MET if read else UNKNOWN)


def test_the_year_itself_is_read_before_an_earlier_one() -> None:
    assert reads(2, 2021, {2020: Reading(D(99)), 2021: Reading(D(70))}).outcome == D(70)


def test_the_baselines_year_or_an_earlier_one_is_never_read() -> None:
    series = {2017: Reading(D(99)), 2018: Reading(D(99))}
    assert reads(2, 2019, series).read is None
    assert reads(2, 2019, series).status is UNKNOWN
    assert reads(2, 2019, series, baseline_year=2016).read == 2018
    early = reads(0, 2018, series)
    assert (early.read, early.outcome, early.status) == (None, D(99), UNKNOWN)


def test_another_version_is_a_new_definition_also_when_an_older_value_fits() -> None:
    found = reads(1, 2021, {2020: Reading(D(86)), 2021: Reading(D(99), version="new")})
    assert (found.status, found.reason, found.target_reason) == (
        UNKNOWN, Reason.NEW_DEFINITION, Reason.NEW_DEFINITION,
    )  # fmt: skip
    assert (found.outcome, found.last_known) == (D(99), (2020, D(86)))


def test_the_last_known_year_stands_beside_an_unknown_only() -> None:
    series = {2019: Reading(D(81)), 2020: Reading(D(82)), 2021: Reading(missing="not_measured")}
    unknown = reads(0, 2021, series)
    assert (unknown.last_known, unknown.reason, unknown.outcome) == ((2020, D(82)), Reason.NOT_MEASURED, None)
    assert reads(1, 2021, series).last_known is None


def test_the_trend_is_that_of_the_year_that_is_read() -> None:
    found = reads(1, 2021, {2019: Reading(D(81)), 2020: Reading(D(80))})
    assert found.trend and (found.trend.movement, found.trend.since) == (Movement.WORSE, 2019)


def test_an_organs_own_outcomes_go_before_the_municipalitys() -> None:
    own, municipal = {2021: Reading(D(1))}, {2021: Reading(D(2)), 2020: Reading(D(3))}
    assert own_or_municipal(own, municipal) is own
    assert own_or_municipal({}, municipal) is municipal


# Part-year rounds


def part_year(cumulative: bool, series: dict[int, Reading] | None = None, **more: Any) -> Figure:
    return figure(target(**more), series or {}, 2021, part=Reading(D(86)), cumulative=cumulative, forecast=D(84))


def test_a_part_year_outcome_counts_when_the_measure_is_not_cumulative() -> None:
    found = part_year(cumulative=False)
    assert (found.status, found.outcome, found.read, found.part_year) == (MET, D(86), 2021, True)


def test_a_cumulative_measure_is_unknown_with_its_forecast_beside() -> None:
    found = part_year(cumulative=True)
    assert (found.status, found.outcome, found.forecast) == (UNKNOWN, None, D(84))
    assert (found.forecast_status, found.forecast_target_status) == (ON_COURSE, ON_COURSE)


def test_the_years_own_value_goes_before_the_part_and_the_part_before_an_earlier_year() -> None:
    assert part_year(False, {2021: Reading(D(70))}).outcome == D(70)
    assert part_year(False, {2020: Reading(D(70))}, lag=1).outcome == D(86)
    assert part_year(True, {2020: Reading(D(70))}, lag=1).outcome == D(70)


def test_rows_by_sex_show_values_and_no_status() -> None:
    found = at("90", judged=False, forecast=D(91))
    assert (found.outcome, found.progression, found.target) == (D(90), D(85), D(90))
    assert {found.status, found.target_status, found.forecast_status, found.reason} == {None}
