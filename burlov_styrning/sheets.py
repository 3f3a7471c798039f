"""Plain tables as a spreadsheet: real numbers and dates with formats, one sheet a table, its head frozen.

The same tables give the same bytes, so an edition's spreadsheet can be stored with its hash.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from burlov_styrning.archives import STAMP, without_times

# openpyxl is imported where it is used: each start would pay for it otherwise.
if TYPE_CHECKING:
    from openpyxl import Workbook

Value = str | int | Decimal | date | bool | None

# A text that begins so could be run as a formula by the program that opens the file or edits the cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Sheet:
    """One table: headings and rows of plain values. Decimals keep the digits that they were written with."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


def workbook(sheets: Iterable[Sheet], *, title: str = "") -> bytes:
    """The tables as an .xlsx file, in their order."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = ""
    book.properties.created = book.properties.modified = STAMP
    taken: set[str] = set()
    for sheet in sheets:
        _add(book, sheet, _sheet_name(sheet.title, taken))
    file = BytesIO()
    book.save(file)
    return without_times(file.getvalue())


def comma_separated(sheet: Sheet) -> bytes:
    """The table as a CSV file that a Swedish Excel opens: semicolons, decimal comma, UTF-8 with its mark."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_plain(text) for text in sheet.headings])
    writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    """Text that could be run as a formula is put after an apostrophe."""
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else str(value)


def _add(book: "Workbook", sheet: Sheet, name: str) -> None:
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(name)
    page.freeze_panes = "A2"
    for place, width in enumerate(_widths(sheet), start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.append([_heading(page, text) for text in sheet.headings])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _heading(page: Any, text: str) -> Any:
    from openpyxl.styles import Alignment, Font

    cell = _cell(page, text)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="bottom")
    return cell


def _cell(page: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(page)
    cell.value = UNPRINTABLE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        # Text, whatever it begins with; and it stays text when somebody edits the cell.
        cell.data_type, cell.quotePrefix = "s", value.startswith(FORMULA)
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, Decimal):
        cell.number_format = number_format(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        cell.number_format = "0"
    return cell


def number_format(value: Decimal) -> str:
    """Thousands apart and as many decimals as the value was written with."""
    decimals = max(0, -int(value.as_tuple().exponent)) if value.is_finite() else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _sheet_name(title: str, taken: set[str]) -> str:
    """Excel allows 31 characters, not all of them, and no name twice."""
    base = FORBIDDEN.sub(" ", UNPRINTABLE.sub("", title)).strip("' ")[:31] or _("Blad")
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base[:27]} {number}", number + 1
    taken.add(name.casefold())
    return name


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(sheet.headings, *sheet.rows, strict=True)
    return [min(60, max(9, *(len(str(value)) for value in column[1:]), len(column[0]) // 2) + 2) if len(column) > 1
            else 12 for column in columns]  # fmt: skip
