"""Numbers and dates: what is printed can be read back, and what is ambiguous is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning import swedish

NBSP = "\u00a0"
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
exact = st.builds(lambda n, e: Decimal(n).scaleb(-e), st.integers(-(10**15), 10**15), st.integers(0, 8))


@given(exact)
def test_a_number_in_a_field_is_read_back_digit_for_digit(value: Decimal) -> None:
    read = swedish.parse_number(swedish.typed_number(value))
    assert read == value
    assert read.as_tuple().exponent == value.as_tuple().exponent


@given(exact)
def test_a_printed_number_can_be_pasted_back(value: Decimal) -> None:
    assert swedish.parse_number(swedish.number(value)) == value


@given(numbers, st.integers(0, 4), st.sampled_from(["sv", "en"]))
def test_rounding_in_print_is_never_further_than_half_a_step(value: Decimal, decimals: int, language: str) -> None:
    with translation.override(language):
        text = swedish.number(value, decimals)
    back = Decimal(text.replace(NBSP, "").replace("\u2212", "-").replace(",", "."))
    assert abs(back - value) <= Decimal(5).scaleb(-decimals - 1)


@pytest.mark.parametrize("space", [" ", NBSP, "\u202f", "\u2009"])
@pytest.mark.parametrize("minus", ["-", "\u2212", "\u2013"])
def test_every_space_and_minus_that_is_pasted_is_understood(space: str, minus: str) -> None:
    assert swedish.parse_number(f" {minus}1{space}071,6 ") == Decimal("-1071.6")


@pytest.mark.parametrize(
    ("text", "value"),
    [("3,5", "3.5"), ("3.5", "3.5"), ("0.125", "0.125"), ("1234.567", "1234.567"), (",5", "0.5"), ("+2", "2")],
)
def test_comma_and_point_both_part_the_decimals(text: str, value: str) -> None:
    assert swedish.parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "-1.234", "12.500", "1.234.567"])
def test_a_point_before_three_digits_is_refused_with_both_readings(text: str) -> None:
    with pytest.raises(swedish.NotANumber) as refused:
        swedish.parse_number(text)
    assert text.lstrip("-").replace(".", "") in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "-", "tolv", "1e5", "NaN", "Infinity", "12 34", "1 234 5", "3,5,1", "1,234.5", "٣", "5 %"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(swedish.NotANumber):
        swedish.parse_number(text)


@given(st.text(max_size=30))
def test_no_text_makes_it_fall_over(text: str) -> None:
    try:
        assert swedish.parse_number(text).is_finite()
    except swedish.NotANumber as refused:
        assert str(refused)


def test_a_printed_number_has_comma_hard_spaces_and_a_real_minus() -> None:
    assert swedish.number(Decimal("-1234567.891"), 1, "%") == f"\u22121{NBSP}234{NBSP}567,9{NBSP}%"
    assert swedish.number(Decimal("2.0")) == "2,0"
    assert swedish.number(Decimal("-0.04"), 1) == "0,0"
    assert swedish.signed(Decimal("1.5")) == "+1,5"
    assert swedish.signed(Decimal("0.0")) == "0,0"
    with translation.override("en"):
        assert swedish.number(Decimal("1234.5")) == f"1{NBSP}234.5"


def test_half_is_rounded_away_from_nought() -> None:
    assert [swedish.number(Decimal(text), 0) for text in ("0.5", "1.5", "2.5", "-2.5")] == ["1", "2", "3", "\u22123"]


def test_days_are_said_as_people_say_them() -> None:
    today = date(2026, 11, 23)
    days = {
        0: "i dag",
        1: "i morgon",
        -1: "i går",
        4: "om 4 dagar",
        53: "om 7 veckor",
        -40: "för 5 veckor sedan",
        800: "om 2 år",
    }
    assert {n: swedish.when(today + timedelta(n), today) for n in days} == days
    assert swedish.long_date(date(2026, 12, 11), today) == "fredag 11 december"
    assert swedish.long_date(date(2027, 1, 29), today) == "fredag 29 januari 2027"


@given(st.dates(), st.dates())
def test_any_two_days_can_be_told_apart_in_words(day: date, today: date) -> None:
    assert (swedish.when(day, today) == "i dag") == (day == today)


def test_a_partial_date_says_what_is_known() -> None:
    assert [swedish.partial_date(text) for text in ("2018", "2018-05", "2018-05-21")] == [
        "2018",
        "maj 2018",
        "21 maj 2018",
    ]


def test_lists_and_counts_in_words() -> None:
    assert [swedish.listed("abc"[:n]) for n in range(4)] == ["", "a", "a och b", "a, b och c"]
    assert swedish.counted(4, "sak", "saker") == "Fyra saker"
    assert swedish.counted(1, "mål", "mål", neuter=True) == "Ett mål"
    assert swedish.counted(18, "mål", "mål") == "18 mål"
    assert [swedish.genitive(name) for name in ("Burlövs kommun", "Höganäs")] == ["Burlövs kommuns", "Höganäs"]


def test_swedish_letters_come_last_and_numbers_by_value() -> None:
    words = ["öster", "Ängel", "åka", "zebra", "mål 10", "mål 2", "Adam", "über", "yta"]
    assert sorted(words, key=swedish.sort_key) == [
        "Adam",
        "mål 2",
        "mål 10",
        "über",
        "yta",
        "zebra",
        "åka",
        "Ängel",
        "öster",
    ]


@given(st.lists(st.text(max_size=8), max_size=6))
def test_any_words_can_be_put_in_order(words: list[str]) -> None:
    ordered = sorted(words, key=swedish.sort_key)
    assert sorted(ordered) == sorted(words)
