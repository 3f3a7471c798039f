"""The legal calendar: the dates of law. What is counted from them is tried beside `year`."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.rules.calendar import (
    RoundKind,
    approve_by,
    hand_over_by,
    interim_ends,
    months_after,
    period_breach,
)


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
    assert (period_breach(kind, 2026, end) is not None) is broken


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 24))
def test_months_later_keeps_the_day_or_takes_the_months_last(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and months_after(later, 0).month == later.month)
