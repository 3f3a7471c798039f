"""A year's rounds proposed from law and meetings: what is proposed breaks nothing that could be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.rules.calendar import RoundKind, Sitting, approve_by, hand_over_by, interim_ends
from followup.rules.year import Broken, Dates, Meetings, broken, month_end, moved, propose, rounds_of

UKN, SN = 1, 2
PERIODS = [*((RoundKind.INTERIM, day) for day in interim_ends(2027)), (RoundKind.ANNUAL, date(2027, 12, 31)),
           (RoundKind.TERTIAL, date(2027, 4, 30))]  # fmt: skip


def every(organ: str, start: date, days: int, papers: int, until: date) -> list[Sitting]:
    found, day = [], start
    while day <= until:
        found.append(Sitting(organ, day, day - timedelta(days=papers)))
        day += timedelta(days=days)
    return found


def often(start: int, papers: int) -> Meetings:
    """A municipality whose organs meet every other or third week."""
    first, last = date(2027, 1, 4) + timedelta(days=start), date(2028, 7, 10)
    return Meetings(
        {UKN: every("ukn", first, 14, papers, last), SN: every("sn", first + timedelta(days=3), 14, papers, last)},
        every("ks", first + timedelta(days=1), 14, papers, last),
        every("kf", first + timedelta(days=6), 21, papers, last),
    )


@given(st.sampled_from(PERIODS), st.integers(0, 20), st.integers(0, 9))
@settings(max_examples=60)
def test_where_the_organs_meet_often_enough_the_proposal_breaks_nothing(
    period: tuple[RoundKind, date], start: int, papers: int
) -> None:
    meetings = often(start, papers)
    dates = propose(period[0], 2027, period[1], meetings)
    assert broken(dates, meetings) == []
    assert dates.hand_over and dates.due and set(dates.own) == {UKN, SN}
    assert period[1] < min(dates.own.values()) <= dates.due <= dates.hand_over
    latest = hand_over_by(*period)
    assert latest is None or latest - timedelta(days=14) < dates.hand_over <= latest  # as late as it may be


sittings = st.lists(st.integers(-60, 420), max_size=6, unique=True).map(
    lambda days: [Sitting("organ", date(2027, 8, 31) + timedelta(days=n), None) for n in sorted(days)]
)


@given(st.sampled_from(PERIODS), sittings, sittings, sittings, st.integers(-400, 400))
@settings(max_examples=100)
def test_whatever_the_meetings_a_proposal_has_days_in_order_and_a_move_tells_only_what_it_breaks(
    period: tuple[RoundKind, date], committee: list[Sitting], board: list[Sitting], council: list[Sitting], by: int
) -> None:
    meetings = Meetings({UKN: committee}, board, council)
    dates = propose(period[0], 2027, period[1], meetings)
    assert dates.due and dates.hand_over and dates.period_end < dates.due <= dates.hand_over
    assert all(dates.period_end < day <= dates.due for day in dates.own.values())
    later = replace(dates, hand_over=dates.hand_over + timedelta(days=by))
    told = moved(dates, later, meetings)
    assert set(told) == set(broken(later, meetings)) - set(broken(dates, meetings))
    latest = hand_over_by(*period)
    late = [one for one in broken(later, meetings) if one.breach.code.endswith("_handed_over_late")]
    assert bool(late) is bool(latest and later.hand_over and later.hand_over > latest)
    assert all(one.place == "hand_over" for one in late)


MEETINGS = Meetings(
    {UKN: [Sitting("ukn", date(2028, 1, 26), date(2028, 1, 17)), Sitting("ukn", date(2028, 2, 23), date(2028, 2, 14))]},
    [Sitting("ks", date(2028, 3, 15), date(2028, 3, 6)), Sitting("ks", date(2028, 5, 3), date(2028, 4, 24))],
    [Sitting("kf", date(2028, 4, 24), date(2028, 4, 13)), Sitting("kf", date(2028, 6, 19), date(2028, 6, 8))],
)
ANNUAL = Dates(
    RoundKind.ANNUAL, 2027, date(2027, 12, 31), date(2028, 2, 14), date(2028, 3, 15), {UKN: date(2028, 2, 14)}
)


def codes(found: list[Broken]) -> list[tuple[str | int, str, date | None]]:
    return [(one.place, one.breach.code, one.breach.limit) for one in found]


def test_the_annual_report_is_counted_back_from_law_and_meetings() -> None:
    assert propose(RoundKind.ANNUAL, 2027, date(2027, 12, 31), MEETINGS) == ANNUAL
    assert broken(ANNUAL, MEETINGS) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"own": {UKN: date(2028, 2, 15)}}, [(UKN, "ready_after_papers", date(2028, 2, 14))]),
        ({"own": {UKN: date(2027, 12, 31)}}, [(UKN, "ready_before_end", date(2027, 12, 31))]),
        ({"due": date(2028, 3, 7)}, [("due", "ready_after_board_papers", date(2028, 3, 6))]),
        ({"hand_over": date(2028, 3, 20)}, [("hand_over", "no_board_meeting", date(2028, 3, 15))]),
        (
            {"hand_over": date(2028, 5, 3)},
            [("hand_over", "annual_handed_over_late", date(2028, 4, 15))],
        ),
        (
            {"hand_over": date(2028, 1, 31)},
            [("hand_over", "no_board_meeting", date(2028, 3, 15)),
             ("due", "ready_after_board_papers", date(2028, 1, 24)),
             (UKN, "no_meeting_in_time", date(2028, 1, 24))],
        ),
        ({"period_end": date(2027, 11, 30)}, [("period_end", "annual_period", None)]),
    ],
)  # fmt: skip
def test_a_day_that_is_moved_says_what_it_breaks(
    changes: dict[str, Any], said: list[tuple[str | int, str, date | None]]
) -> None:
    assert codes(moved(ANNUAL, replace(ANNUAL, **changes), MEETINGS)) == said


def test_the_council_approves_before_the_end_of_june() -> None:
    late = replace(MEETINGS, council=[Sitting("kf", date(2028, 7, 3), date(2028, 6, 20))])
    assert codes(broken(ANNUAL, late)) == [
        ("hand_over", "approved_late", approve_by(RoundKind.ANNUAL, date(2027, 12, 31)))
    ]
    none = replace(MEETINGS, council=[Sitting("kf", date(2028, 2, 1), date(2028, 1, 20))])
    assert codes(broken(ANNUAL, none)) == [("hand_over", "no_council_meeting", date(2028, 1, 20))]


def test_without_meetings_the_law_alone_is_counted_from() -> None:
    dates = propose(RoundKind.INTERIM, 2027, date(2027, 8, 31), Meetings())
    assert (dates.hand_over, dates.due, dates.own) == (date(2027, 10, 31), date(2027, 10, 10), {})
    assert broken(dates, Meetings()) == []


@given(st.integers(2020, 2060), st.sampled_from([6, 7, 8]), st.sets(st.integers(1, 12)))
@settings(max_examples=30)
def test_a_years_rounds_stand_in_order_and_end_with_whole_months(year: int, months: int, tertials: set[int]) -> None:
    found = rounds_of(year, months, sorted(tertials))
    assert all(first[1] <= then[1] for first, then in pairwise(found))
    assert [kind for kind, _end in found].count(RoundKind.ANNUAL) == 1
    assert all(end == month_end(year, end.month) for _kind, end in found)
    assert (RoundKind.INTERIM, month_end(year, months)) in found and month_end(year, months) in interim_ends(year)
