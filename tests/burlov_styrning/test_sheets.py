"""A spreadsheet of plain tables: what a reader opens is what was put in, and nothing in it runs."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from time import sleep

import pytest
from openpyxl import load_workbook

from burlov_styrning.sheets import Sheet, workbook

TABLE = Sheet(
    "Utfall 2022",
    ("Indikator", "År", "Värde", "Hämtad"),
    [
        ("Nöjda, andel (%)", 2022, Decimal("1090.50"), date(2023, 2, 14)),
        ("=HYPERLINK(\"http://x\")", 2021, Decimal("-3"), None),
    ],
)  # fmt: skip


def test_numbers_and_dates_are_real_and_formatted() -> None:
    page = load_workbook(BytesIO(workbook([TABLE])))["Utfall 2022"]
    assert page.freeze_panes == "A2"
    assert [cell.value for cell in page[1]] == list(TABLE.headings)
    assert (page["C2"].value, page["C2"].number_format) == (1090.5, "#,##0.00")
    assert page["B2"].number_format == "0"
    assert page["D2"].value.date() == date(2023, 2, 14)
    assert page["D3"].value is None


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "|x"])
def test_what_looks_like_a_formula_is_text_and_stays_as_written(text: str) -> None:
    cell = load_workbook(BytesIO(workbook([Sheet("Blad", ("Text",), [(text,)])])))["Blad"]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_characters_that_a_spreadsheet_cannot_hold_are_left_out() -> None:
    assert load_workbook(BytesIO(workbook([Sheet("Blad", ("Text",), [("a\x00b",)])])))["Blad"]["A2"].value == "ab"


def test_names_of_sheets_are_made_allowed_and_different() -> None:
    sheets = [Sheet(title, ("A",), []) for title in ("Mål: 1/2", "Mål: 1/2", "x" * 40, "")]
    assert load_workbook(BytesIO(workbook(sheets))).sheetnames == ["Mål  1 2", "Mål  1 2 2", "x" * 31, "Blad"]


def test_the_same_tables_give_the_same_bytes() -> None:
    first = workbook([TABLE], title="Prov")
    sleep(1.1)  # openpyxl stamps the time of day in seconds
    assert workbook([TABLE], title="Prov") == first
