"""The legal calendar: dates of law, deadlines counted back, what a move breaks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.rules.calendar import (
    Breach,
    Deadline,
    RoundKind,
    RoundPlan,
    Sitting,
    approve_by,
    breaches,
    deadlines,
    hand_over_by,
    interim_ends,
    months_after,
    move_breaks,
    move_sitting,
    period_breach,
)

COMMITTEE = Sitting("ukn", date(2023, 2, 20), date(2023, 2, 10))
BOARD = Sitting("ks", date(2023, 3, 20), date(2023, 3, 10))
COUNCIL = Sitting("kf", date(2023, 4, 24))
ANNUAL = RoundPlan(RoundKind.ANNUAL, 2022, date(2022, 12, 31), (COMMITTEE,), BOARD, COUNCIL)


@pytest.mark.parametrize(
    ("end", "latest"),
    [
        (date(2026, 6, 30), date(2026, 8, 30)),
        (date(2026, 7, 31), date(2026, 9, 30)),
        (date(2026, 8, 31), date(2026, 10, 31)),
    ],
)
def test_an_interim_report_is_handed_over_within_two_months(end: date, latest: date) -> None:
    assert end in interim_ends(2026)
    assert hand_over_by(RoundKind.INTERIM, end) == latest


def test_the_annual_report_has_its_two_days() -> None:
    assert hand_over_by(RoundKind.ANNUAL, date(2022, 12, 31)) == date(2023, 4, 15)
    assert approve_by(RoundKind.ANNUAL, date(2022, 12, 31)) == date(2023, 6, 30)


def test_a_tertial_report_has_none() -> None:
    assert (
        hand_over_by(RoundKind.TERTIAL, date(2022, 4, 30)) is approve_by(RoundKind.TERTIAL, date(2022, 4, 30)) is None
    )


@pytest.mark.parametrize(
    ("kind", "end", "broken"),
    [
        (RoundKind.INTERIM, date(2026, 8, 31), False),
        (RoundKind.INTERIM, date(2026, 8, 30), True),
        (RoundKind.INTERIM, date(2026, 5, 31), True),
        (RoundKind.INTERIM, date(2026, 9, 30), True),
        (RoundKind.INTERIM, date(2025, 8, 31), True),
        (RoundKind.ANNUAL, date(2026, 12, 31), False),
        (RoundKind.ANNUAL, date(2026, 11, 30), True),
        (RoundKind.TERTIAL, date(2026, 4, 30), False),
    ],
)
def test_the_period_is_whole_months(kind: RoundKind, end: date, broken: bool) -> None:
    assert (period_breach(RoundPlan(kind, 2026, end)) is not None) is broken


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 24))
def test_months_later_keeps_the_day_or_takes_the_months_last(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and months_after(later, 0).month == later.month)


def test_deadlines_are_counted_back_from_the_meetings() -> None:
    assert deadlines(ANNUAL) == [
        Deadline("ready", date(2023, 2, 10), "ukn"),
        Deadline("approve", date(2023, 2, 20), "ukn"),
        Deadline("close", date(2023, 3, 10), "ks"),
        Deadline("hand_over", date(2023, 3, 20), "ks"),
        Deadline("send", date(2023, 4, 17), "kf"),
        Deadline("adopt", date(2023, 4, 24), "kf"),
    ]


def test_a_plan_in_order_breaks_nothing() -> None:
    assert breaches(ANNUAL) == []


@pytest.mark.parametrize(
    ("organ", "day", "expected"),
    [
        ("ks", date(2023, 4, 17), [Breach("annual_handed_over_late", "ks", date(2023, 4, 17), date(2023, 4, 15))]),
        ("ks", date(2023, 4, 15), []),
        ("kf", date(2023, 7, 3), [Breach("approved_late", "kf", date(2023, 7, 3), date(2023, 6, 30))]),
        ("kf", date(2023, 6, 30), []),
        (
            "ukn",
            date(2023, 3, 11),
            [Breach("committee_after_board_papers", "ukn", date(2023, 3, 11), date(2023, 3, 10))],
        ),
        ("kf", date(2023, 3, 26), [Breach("board_after_council_papers", "ks", date(2023, 3, 20), date(2023, 3, 19))]),
        ("ukn", date(2022, 12, 31), [Breach("before_period_end", "ukn", date(2022, 12, 31), date(2022, 12, 31))]),
    ],
)
def test_what_a_move_breaks(organ: str, day: date, expected: list[Breach]) -> None:
    assert move_breaks(ANNUAL, move_sitting(ANNUAL, organ, day)) == expected


def test_a_move_is_not_blamed_for_what_was_broken_before() -> None:
    late = move_sitting(ANNUAL, "kf", date(2023, 7, 3))
    assert move_breaks(late, move_sitting(late, "ukn", date(2023, 2, 21))) == []


def test_papers_after_their_meeting_are_a_breach() -> None:
    plan = move_sitting(ANNUAL, "ukn", date(2023, 2, 20), date(2023, 2, 21))
    assert breaches(plan) == [Breach("papers_after_meeting", "ukn", date(2023, 2, 21), date(2023, 2, 20))]
