"""Where the cells of a pasted block go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.blocks import block_of, placed

ROWS = {"nöjda": 0, "nöjda, kvinnor": 1, "trygga": 2, "2024": 3}
COLUMNS = {"2023": 0, "2024": 1, "2025": 2}
SIZE = (4, 3)


def put(text: str, start: tuple[int, int] = (0, 0)) -> tuple[dict[tuple[int, int], str], list[str]]:
    found = placed(block_of(text), start, SIZE, lambda t: ROWS.get(t.casefold()), COLUMNS.get)
    return found.texts, found.left_over


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ('"två\nrader"\t1 250,5', [["två rader", "1 250,5"]]),
        ('"a ""b"""\t1', [['a "b"', "1"]]),
        ("\n\n", []), ("", []), ("81,5", [["81,5"]]),
        ("1\t\n\t2", [["1", ""], ["", "2"]]),
    ],
)  # fmt: skip
def test_a_block_is_read_as_spreadsheets_write_it(text: str, cells: list[list[str]]) -> None:
    assert block_of(text) == cells


def test_without_names_the_block_begins_where_it_is_told() -> None:
    assert put("1\t2\n3\t", (1, 1)) == ({(1, 1): "1", (1, 2): "2", (2, 1): "3"}, [])
    assert put("1\t2\n3\t4", (3, 2)) == ({(3, 2): "1"}, ["2", "3", "4"])


def test_a_row_of_years_alone_is_values() -> None:
    assert put("2023\t2024") == ({(0, 0): "2023", (0, 1): "2024"}, [])


def test_names_decide_in_any_order_with_columns_nobody_knows() -> None:
    text = "Indikator\tKön\tEnhet\t2025\t2023\nTrygga\t\t%\t5\t3\nNöjda\tKvinnor\t%\t8\t\nOkänd\t\t%\t1\t2"
    texts, left = put(text)
    assert texts == {(2, 2): "5", (2, 0): "3", (1, 2): "8"}
    assert left == ["%", "%", "Okänd", "%", "1", "2"]


def test_names_without_headings_begin_in_the_chosen_column() -> None:
    assert put("Trygga\t7\t8\nNöjda\t9", (0, 1)) == ({(2, 1): "7", (2, 2): "8", (0, 1): "9"}, [])


@given(st.text(), st.integers(0, 5), st.integers(0, 5))
def test_whatever_is_pasted_is_placed_inside_or_left_over(text: str, row: int, column: int) -> None:
    texts, _left = put(text, (row, column))
    assert all(0 <= down < SIZE[0] and 0 <= right < SIZE[1] for down, right in texts)
