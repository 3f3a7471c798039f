"""Missing codes and values as they are typed and shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators import words
from indicators.models import Missing


@pytest.mark.parametrize("code", list(Missing))
def test_each_code_has_a_sign_and_words_that_are_read_back(code: Missing) -> None:
    for text in (words.missing_sign(code), words.missing_text(code), code.value, words.missing_sign(code).upper()):
        assert words.typed(text) == (None, code.value)
    assert words.in_box(None, code) == words.missing_sign(code)


def test_no_two_codes_share_a_sign() -> None:
    assert len({words.missing_sign(code) for code in Missing}) == len(Missing)


@pytest.mark.parametrize(
    ("text", "value"),
    [("92,5", "92.5"), (" 2.0 ", "2.0"), ("1 250", "1250"), ("−3,50", "-3.50"), ("1\u00a0250,25", "1250.25")],
)
def test_a_number_is_read_as_swedes_write_it(text: str, value: str) -> None:
    assert str(words.typed(text)[0]) == value
    assert words.typed(words.in_box(Decimal(value), "")) == (Decimal(value), "")


@pytest.mark.parametrize("text", ["1.234", "-", "–", "nio", "9" * 41, "1e5", "NaN"])
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        words.typed(text)
    assert refused.value.messages[0].endswith(".")


def test_nothing_is_rounded_off() -> None:
    assert words.value_words(Decimal("2.05"), "kr", 0).startswith("2,05")
    assert words.value_words(Decimal("2"), "kr", 1).startswith("2,0")


@pytest.mark.parametrize(
    ("period", "said"),
    [("2025", "2025"), ("2025-T1", "tertial 1 2025"), ("2025-Q3", "kvartal 3 2025"), ("2025-08", "augusti 2025")],
)
def test_periods_in_words(period: str, said: str) -> None:
    assert words.period_words(period) == said
