"""The margin of error of a survey's figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.margins import of_mean, of_share, response_rate

D = Decimal


@pytest.mark.parametrize(
    ("percent", "answers", "asked", "margin"),
    [
        ("50", 100, None, "9.8"), ("50", 1000, None, "3.1"), ("80", 400, None, "3.9"), ("0", 50, None, "0.0"),
        ("50", 100, 100, "0.0"), ("50", 100, 200, "6.9"), ("50", 0, None, None), ("101", 10, None, None),
        ("50", 100, 10, "9.8"),
    ],
)  # fmt: skip
def test_of_a_share(percent: str, answers: int, asked: int | None, margin: str | None) -> None:
    assert of_share(D(percent), answers, asked) == (None if margin is None else D(margin))


def test_of_a_mean() -> None:
    assert of_mean(D("12.5"), 100) == D("2.5") and of_mean(D("12.5"), 100, 100) == 0
    assert of_mean(D(1), 0) is None and of_mean(D(-1), 10) is None


def test_response_rate() -> None:
    assert response_rate(61, 200) == D("30.5")
    assert response_rate(1, 0) is None and response_rate(5, 4) is None


@given(st.integers(0, 100), st.integers(1, 10**6), st.integers(1, 10**6))
def test_more_answers_never_widen_it(percent: int, answers: int, more: int) -> None:
    wide, narrow = of_share(D(percent), answers), of_share(D(percent), answers + more)
    assert wide is not None and narrow is not None and 0 <= narrow <= wide
