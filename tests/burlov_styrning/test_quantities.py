"""Numbers with their unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from burlov_styrning.quantities import digits, entered


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("72.5", 0, "72,5\u00a0%"),  # a level of 72,5 is not 73
        ("69.4", 0, "69,4\u00a0%"),
        ("72", 1, "72,0\u00a0%"),
        ("2.00", 1, "2,0\u00a0%"),
        ("61.25", 0, "61,25\u00a0%"),
        ("33.3333333", 0, "33\u00a0%"),  # computed
    ],
)
def test_what_was_entered_keeps_its_digits(value: str, decimals: int, text: str) -> None:
    """And what was computed is rounded."""
    assert entered(Decimal(value), "%", decimals) == text


def test_large_whole_numbers_have_no_decimals() -> None:
    assert digits(Decimal("1200"), 0) == 0
