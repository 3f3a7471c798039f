"""The example's date tokens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.example.dates import resolve, resolve_token

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("@+18", "2026-12-11"),
        ("@-30", "2026-10-24"),
        ("@+0", "2026-11-23"),
        ("@-30:month", "2026-10"),
        ("@+60:year", "2027"),
        ("@+4:workday", "2026-11-27"),
        ("@+5:workday", "2026-11-30"),
        ("@+6:workday", "2026-11-30"),
        ("@+7:workday", "2026-11-30"),
    ],
)
def test_a_token_is_a_date_seen_from_the_loading_day(token: str, text: str) -> None:
    assert resolve_token(token, MONDAY) == text


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 8, 19), "planned"),
        (date(2026, 8, 20), "open"),
        (date(2026, 10, 31), "open"),
        (date(2026, 11, 1), "closed"),
    ],
)
def test_a_rounds_state_follows_the_calendar(today: date, state: str) -> None:
    assert resolve_token("@round:2026-08-20:2026-10-31", today) == state


@pytest.mark.parametrize("token", ["@", "@30", "@+x", "@+1:week", "@round:2026", "@round:2026-13-01:2026-12-31"])
def test_an_unknown_token_is_not_let_through(token: str) -> None:
    with pytest.raises(ValueError):
        resolve_token(token, MONDAY)


def test_a_book_is_copied_and_all_else_left_as_it_is() -> None:
    book: dict[str, Any] = {
        "a": [{"date": "@+1", "n": 3, "none": None, "text": "en @ i texten"}],
        "b": {"c": "2018-05"},
    }
    assert resolve(book, MONDAY) == {
        "a": [{"date": "2026-11-24", "n": 3, "none": None, "text": "en @ i texten"}],
        "b": {"c": "2018-05"},
    }
    assert book["a"][0]["date"] == "@+1"


@given(st.integers(-999, 999), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_workday_is_never_on_a_weekend_and_at_most_two_days_later(days: int, today: date) -> None:
    plain = today + timedelta(days=days)
    found = date.fromisoformat(resolve_token(f"@{days:+d}:workday", today))
    assert found.weekday() < 5
    assert plain <= found <= plain + timedelta(days=2)
