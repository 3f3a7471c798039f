"""Files as tables of words: .xlsx through openpyxl, .csv in the code pages and separators that people use.

Formulas are never computed: a cell that holds one is passed on as `Formula`, and its row is rejected.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.swedish import typed_number
from indicators.sources.row import Unreadable

WIDEST = 40
LONGEST = 20_000
"""Rows that are looked at in a sheet."""
SHEETS = 20
LONGEST_TEXT = 2_000


class Formula(str):
    """A cell that holds a formula, which nobody here computes."""


type Cells = list[str]
type Table = list[tuple[int, Cells]]
"""Row number in the file → its cells."""


def tables_of(body: bytes, name: str) -> Iterator[Table]:
    """The tables of a file, one a sheet; empty rows are left out."""
    yield from _workbook(body) if name.lower().endswith(".xlsx") else [_text(body)]


def _workbook(body: bytes) -> Iterator[Table]:
    from openpyxl import load_workbook  # not above: each start would pay for it

    damaged = _("Filen går inte att läsa. Öppna den i Excel, spara om den som .xlsx och välj den igen.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(BytesIO(body), read_only=True, data_only=False, keep_links=False)
            pages: Any = book.worksheets[:SHEETS]
            yield from [_page(page) for page in pages]
        except Unreadable:
            raise
        except Exception as error:  # a broken file breaks its reader in any way
            raise Unreadable(damaged) from error


def _page(page: Any) -> Table:
    page.reset_dimensions()  # what a file says of its own size is not to be believed
    rows = page.iter_rows(max_col=WIDEST)
    return _filled((number, [_cell(cell) for cell in row]) for number, row in enumerate(rows, start=1))


def _filled(rows: Iterable[tuple[int, Cells]]) -> Table:
    found: Table = []
    for number, cells in rows:
        if number > LONGEST:
            sentence = _("Filen har fler än %(most)s rader. Dela upp den.")
            raise Unreadable(sentence % {"most": LONGEST})
        if any(cells):
            found.append((number, cells))
    return found


def _cell(cell: Any) -> str:
    """What a cell says, in words: numbers with every digit and a decimal comma, which is never ambiguous."""
    value = cell.value
    if getattr(cell, "data_type", "") == "f":
        return Formula("=")
    if value is None or getattr(cell, "data_type", "") == "e":
        return "" if value is None else str(value)
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), cell.number_format)
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d") if value.year >= 1000 else str(value)
    return _clean(str(value))


def _number(value: Decimal, shown_as: str | None) -> str:
    """`0.92` that Excel shows as 92 % says 92."""
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return str(value)
    if "%" in (shown_as or ""):
        value *= 100
    return typed_number(value.normalize() if value == value.to_integral_value() else value)


def _clean(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST_TEXT]


def _text(body: bytes) -> Table:
    text = _decoded(body)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(";\t,", key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=mark)
    try:
        return _filled((n, [_english(_clean(c), mark) for c in row[:WIDEST]]) for n, row in enumerate(rows, start=1))
    except csv.Error as error:
        raise Unreadable(_("Filen går inte att läsa som tabell. Spara om den som .xlsx.")) from error


def _decoded(body: bytes) -> str:
    """Marked as Unicode, or valid UTF-8, or else what Windows in Sweden writes."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _english(text: str, mark: str) -> str:
    """`1,234` where the comma parts the columns: thousands to an Englishman, decimals to a Swede, so it is refused."""
    whole, _comma, rest = text.partition(",")
    grouped = whole.lstrip("-").isdecimal() and len(whole.lstrip("-")) < 4 and rest.isdecimal() and len(rest) == 3
    return text.replace(",", ".") if mark == "," and grouped else text
