"""The suggestion for a goal, what a judgement departs from, several owners, and the counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.rules.figures import Status, Statuses
from followup.rules.suggestion import (
    Counts,
    Suggestion,
    Verdict,
    departs,
    is_brighter,
    suggestion,
    weigh,
    worst,
    worst_of,
)

MET, ON, NOT, UNKNOWN = Status


def one(status: Status, to_target: Status | None = None, **more: Any) -> Statuses:
    return Statuses(status, UNKNOWN if to_target is None else to_target, **more)


def followed(status: Status) -> Statuses:
    """An indicator without a target."""
    return Statuses(status, UNKNOWN, has_target=False)


@pytest.mark.parametrize(
    ("indicators", "expected"),
    [
        ([], Suggestion(Verdict.NOT_ASSESSABLE, 0, 0)),
        ([one(MET, MET), one(ON, MET)], Suggestion(Verdict.MET, 2, 2)),
        ([one(MET, MET), followed(MET)], Suggestion(Verdict.MET, 2, 2)),
        ([one(MET, MET), followed(ON)], Suggestion(Verdict.ON_COURSE, 2, 2)),
        ([one(MET, ON), one(MET, NOT)], Suggestion(Verdict.ON_COURSE, 2, 2)),
        ([one(MET, MET), one(NOT, NOT)], Suggestion(Verdict.NOT_MET, 2, 2)),
        ([one(MET, MET), one(UNKNOWN)], Suggestion(Verdict.ON_COURSE, 1, 2)),
        ([one(NOT, NOT), one(UNKNOWN)], Suggestion(Verdict.NOT_MET, 1, 2)),
        ([one(MET, MET), one(UNKNOWN), one(UNKNOWN)], Suggestion(Verdict.NOT_ASSESSABLE, 1, 3)),
        ([one(NOT, NOT), one(UNKNOWN), one(UNKNOWN)], Suggestion(Verdict.NOT_ASSESSABLE, 1, 3)),
        ([one(UNKNOWN, MET)], Suggestion(Verdict.MET, 0, 1)),
    ],
)
def test_the_table(indicators: list[Statuses], expected: Suggestion) -> None:
    assert suggestion(indicators) == expected


def test_in_the_last_year_the_target_is_read_for_the_status() -> None:
    indicators = [one(MET, NOT), one(MET, MET)]
    assert suggestion(indicators).verdict is Verdict.ON_COURSE
    assert suggestion(indicators, last_year=True).verdict is Verdict.NOT_MET


def test_in_the_last_year_one_without_a_target_keeps_its_status() -> None:
    assert suggestion([followed(MET), one(UNKNOWN, MET)], last_year=True) == Suggestion(Verdict.MET, 2, 2)


def test_a_forecast_stands_in_for_an_unknown_in_part_year_rounds_and_says_so() -> None:
    indicators = [one(UNKNOWN, forecast_status=NOT, forecast_target_status=NOT), one(MET, MET)]
    assert suggestion(indicators, part_year=True) == Suggestion(Verdict.NOT_MET, 2, 2, by_forecast=1)
    assert suggestion(indicators) == Suggestion(Verdict.ON_COURSE, 1, 2)


def test_a_forecast_never_replaces_a_known_status() -> None:
    known = [one(NOT, NOT, forecast_status=MET, forecast_target_status=MET)]
    assert suggestion(known, part_year=True) == Suggestion(Verdict.NOT_MET, 1, 1)


def test_before_the_last_year_a_forecast_makes_no_goal_met() -> None:
    promised = [one(UNKNOWN, forecast_status=MET, forecast_target_status=MET)]
    assert suggestion(promised, part_year=True).verdict is Verdict.ON_COURSE
    assert suggestion(promised, part_year=True, last_year=True) == Suggestion(Verdict.MET, 1, 1, by_forecast=1)


def test_in_the_last_year_the_forecast_is_held_against_the_target() -> None:
    higher_path = [one(UNKNOWN, forecast_status=ON, forecast_target_status=MET)]
    assert suggestion(higher_path, part_year=True, last_year=True).verdict is Verdict.MET


statuses = st.builds(
    Statuses,
    st.sampled_from(Status),
    st.sampled_from(Status),
    st.booleans(),
    st.none() | st.sampled_from(Status),
    st.none() | st.sampled_from(Status),
)
goals = st.lists(statuses, max_size=6)
rounds = st.fixed_dictionaries({"last_year": st.booleans(), "part_year": st.booleans()})


@given(goals, rounds, st.randoms())
def test_the_order_of_the_indicators_means_nothing(
    indicators: list[Statuses], when: dict[str, bool], random: Any
) -> None:
    shuffled = random.sample(indicators, len(indicators))
    assert suggestion(shuffled, **when) == suggestion(indicators, **when)


@given(goals, rounds)
def test_measured_counts_what_is_known(indicators: list[Statuses], when: dict[str, bool]) -> None:
    found = suggestion(indicators, **when)
    assert 0 <= found.by_forecast <= found.measured <= found.of == len(indicators)
    assert when["part_year"] or found.by_forecast == 0


@given(goals, rounds)
def test_anything_not_met_keeps_a_measured_goal_from_being_on_course(
    indicators: list[Statuses], when: dict[str, bool]
) -> None:
    found = suggestion(indicators, **when)
    if found.verdict is Verdict.ON_COURSE:
        known = [one_of(s, when) for s in indicators]
        assert Status.NOT_MET not in known
        assert 2 * sum(status is not UNKNOWN for status in known) >= len(known)


def one_of(s: Statuses, when: dict[str, bool]) -> Status:
    """The status of an indicator as it is read, said another way."""
    against_target = when["last_year"] and s.has_target
    plain, forecast = (s.target_status, s.forecast_target_status) if against_target else (s.status, s.forecast_status)
    return (forecast or plain) if when["part_year"] and plain is UNKNOWN else plain


def test_several_owners_take_the_worst_known_status() -> None:
    assert worst([MET, UNKNOWN, ON]) is ON
    assert worst([UNKNOWN]) is worst([]) is UNKNOWN
    assert worst_of([one(MET, ON), one(NOT, MET)]) == Statuses(NOT, ON, True, UNKNOWN, UNKNOWN)


@given(statuses)
def test_one_owner_alone_is_itself(s: Statuses) -> None:
    assert suggestion([worst_of([s])], part_year=True) == suggestion([s], part_year=True)


@pytest.mark.parametrize(
    ("assessment", "suggested", "differs", "brighter"),
    [
        (Verdict.MET, Verdict.MET, False, False),
        (Verdict.MET, Verdict.ON_COURSE, True, True),
        (Verdict.NOT_MET, Verdict.ON_COURSE, True, False),
        (Verdict.NOT_ASSESSABLE, Verdict.NOT_MET, True, True),
        (Verdict.ON_COURSE, Verdict.NOT_ASSESSABLE, True, True),
        (None, Verdict.MET, False, False),
    ],
)
def test_a_departure_needs_a_motivation(
    assessment: Verdict | None, suggested: Verdict, differs: bool, brighter: bool
) -> None:
    assert departs(assessment, suggested) is differs
    assert is_brighter(assessment, suggested) is brighter


@pytest.mark.parametrize("rule", [departs, is_brighter])
def test_agreement_never_departs(rule: Callable[[Verdict | None, Verdict], bool]) -> None:
    assert not any(rule(verdict, verdict) for verdict in Verdict)


def test_counts_count_goals_and_the_ones_nobody_judged() -> None:
    counts = weigh([Verdict.MET, Verdict.MET, Verdict.NOT_ASSESSABLE, None])
    assert counts == Counts(met=2, not_assessable=1, not_judged=1)
    assert counts.total == 4
