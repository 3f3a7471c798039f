"""Tables of accounts: lines downwards and years across as reports print them, or one amount a row.

What makes the whole table doubtful is refused in one sentence before any row is kept: a year or a line twice, and sums
among the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from burlov_styrning.swedish import listed
from indicators.reading import value_of
from indicators.rules.accounts import Kind, hidden_sum, identity, is_sum, line_of, turned, unit_in
from indicators.rules.units import MONEY
from indicators.sources.row import Found, Row, Unreadable, in_parts
from indicators.sources.tables import Cells, Formula, Table, tables_of

HEADINGS: dict[str, tuple[str, ...]] = {
    "indicator": ("post", "rad", "benämning", "resultaträkning", "figure", "line", "belopp", "nyckeltal", "mnkr", "tkr",
                  "kr", "belopp i mnkr", "belopp i tkr", ""),
    "subject": ("avser", "nämnd", "organ", "verksamhet", "subject"),
    "unit": ("enhet", "unit"),
    "version": ("version", "slag", "kolumn"),
    "period": ("år", "period", "year"),
    "value": ("värde", "belopp, värde", "value", "amount", "som tryckt"),
    "source": ("källa", "rapport", "source", "report"),
}  # fmt: skip
VERSIONS: Mapping[str, str] = {
    "utfall": "actual", "bokslut": "actual", "redovisat": "actual", "redovisning": "actual", "actual": "actual",
    "prognos": "forecast", "helårsprognos": "forecast", "forecast": "forecast", "budget": "budget", "plan": "plan",
}  # fmt: skip
COLUMN = re.compile(r"(?:([^\W\d_]+)\s+)?((?:19|20)[0-9]{2})(?:\s+([^\W\d_]+))?")
EMPTY = {"", "-", "–", "−", "—"}
LOOKED_AT = 15
PER_ROW = 1000
"""A row's place in the file and its column make the number of an amount."""


@dataclass(frozen=True)
class AccountRow(Row):
    """One amount as it stood: line, year, version, whom, unit; `turned` where its page writes costs with a minus."""

    unit: str = ""
    version: str = ""
    turned: str = ""


ROW_FIELDS = frozenset(one.name for one in fields(AccountRow)) - {"number"}


def row_kept(number: int, said: Mapping[str, str]) -> AccountRow:
    """The row as it was read, out of what is kept of it."""
    return AccountRow(number, **{name: text for name, text in said.items() if name in ROW_FIELDS})


type Head = dict[str, int]
type Columns = dict[int, tuple[str, str]]
"""Place → version and year; of a table with one amount a row there are none."""


def rows_of(body: bytes, name: str) -> Found:
    """The amounts of the first table that has lines and years; raises `Unreadable` with one sentence."""
    for table in tables_of(body, name):
        for place, (_number, cells) in enumerate(table[:LOOKED_AT]):
            head, columns = _head(cells)
            if "indicator" in head and (columns or {"period", "value"} <= set(head)):
                return _found(table[place + 1 :], cells, head, columns)
    raise Unreadable(
        _("Filen saknar rubriker att läsa efter. Överst ska det stå Post och sedan år, till exempel 2024 eller Budget "
          "2025; eller Post, År och Värde.")
    )  # fmt: skip


def version_of(text: str) -> str | None:
    """The version that a word means; None where it means none."""
    return VERSIONS.get(" ".join(text.casefold().split()))


def _column(text: str) -> tuple[str, str] | None:
    """`2024`, `Bokslut 2024`, `2025 plan`."""
    found = COLUMN.fullmatch(" ".join(text.casefold().split()).strip(" :*"))
    if not found:
        return None
    word = found[1] or found[3] or ""
    version = version_of(word) if word else ""
    return None if version is None else (version, found[2])


def _head(cells: Cells) -> tuple[Head, Columns]:
    known = {heading: name for name, headings in HEADINGS.items() for heading in headings}
    head: Head = {}
    columns: Columns = {}
    for place, text in enumerate(cells):
        if column := _column(text):
            _once(column, columns)
            columns[place] = column
        elif (name := known.get(text.casefold().strip(" :*"))) and (text or place == 0):
            head.setdefault(name, place)
    return head, columns


def _once(column: tuple[str, str], columns: Columns) -> None:
    if column in columns.values():
        sentence = _("Året %(year)s står två gånger i rubrikraden. Ta bort den ena kolumnen och läs in filen igen.")
        raise Unreadable(sentence % {"year": column[1]})


def _found(table: Table, heading: Cells, head: Head, columns: Columns) -> Found:
    lines = [(number, cells) for number, cells in table if _cell(cells, head.get("indicator"))]
    lines, remarks = _without_sums(lines, head, columns)
    unit = heading[head["indicator"]].casefold().strip(" :*")
    unit = unit if unit in MONEY else unit_in(unit)
    rows = [row for number, cells in lines for row in _amounts(number, cells, head, columns, unit)]
    if not rows:
        raise Unreadable(_("Inget belopp är ifyllt i filen. Skriv minst ett och välj den igen."))
    _no_line_twice(rows)
    unknown = list(dict.fromkeys(row.indicator for row in rows if line_of(row.indicator) is None))
    if unknown:
        said = listed([*unknown[:6], *([_("fler")] if len(unknown) > 6 else [])])
        remarks.append(_("Behålls som de står, men inget nyckeltal räknar med dem: %(lines)s.") % {"lines": said})
    if turned([(row.indicator, value) for row in rows if (value := _number(row.value)) is not None]):
        rows = [AccountRow(row.number, **row.said() | {"turned": "1"}) for row in rows]
        remarks.append(_("Kostnader står med minus i filen. De räknas som kostnader; beloppen behålls som de står."))
    return Found(in_parts(rows), len(rows), remarks)


def _cell(cells: Cells, place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _without_sums(lines: Table, head: Head, columns: Columns) -> tuple[Table, list[str]]:
    """A sum at the end is left out and said; one with rows after it makes the table doubtful."""
    names = [_cell(cells, head["indicator"]) for _row, cells in lines]
    values = [[_number(_cell(cells, place)) for place in columns] for _row, cells in lines]
    hidden = hidden_sum(list(zip(names, values, strict=True))) if columns else None
    for place, name in enumerate(names):
        amid = is_sum(name) and not all(map(is_sum, names[place + 1 :]))
        if amid or place == hidden:
            raise Unreadable(
                _("Rad %(row)s, ”%(name)s”, är en summa bland raderna. Ta bort den och läs in filen igen; summor "
                  "räknas här.") % {"row": lines[place][0], "name": name[:60]}
            )  # fmt: skip
    left = [line for line, name in zip(lines, names, strict=True) if not is_sum(name)]
    sums = [name for name in names if is_sum(name)]
    return left, [_("Summan ”%(name)s” lästes inte; summor räknas här.") % {"name": sums[0]}] if sums else []


def _amounts(number: int, cells: Cells, head: Head, columns: Columns, unit: str) -> Iterator[AccountRow]:
    said = {name: _cell(cells, place) for name, place in head.items()}
    said["unit"] = said.get("unit", "") or unit_in(said["indicator"]) or (unit if _is_money(said["indicator"]) else "")
    if not columns:
        yield from _amount(number * PER_ROW, said)
    for place, (version, year) in columns.items():
        own = {"value": _cell(cells, place), "period": year, "version": version or said.get("version", "")}
        yield from _amount(number * PER_ROW + place, said | own)


def _is_money(name: str) -> bool:
    line = line_of(name)
    return line is None or line.kind is Kind.MONEY


def _amount(number: int, said: dict[str, str]) -> Iterator[AccountRow]:
    if said["value"].strip() in EMPTY:
        return
    problem = ""
    if any(isinstance(text, Formula) for text in said.values()):
        problem = _("Formler räknas inte här. Klistra in dem som värden.")
    texts = {name: "" if isinstance(text, Formula) else str(text) for name, text in said.items()}
    yield AccountRow(number, problem=problem, **texts)


def _number(text: str) -> Decimal | None:
    try:
        return value_of(text)[0]
    except ValidationError:
        return None


def _no_line_twice(rows: list[AccountRow]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        place = (identity(row.indicator), row.subject.casefold(), row.period, row.version, row.source.casefold())
        first = seen.setdefault(place, row.number)
        if first != row.number:
            raise Unreadable(
                _("”%(name)s” %(year)s står två gånger, på rad %(first)s och rad %(second)s. Låt ett belopp stå och "
                  "läs in filen igen.") % {"name": row.indicator[:60], "year": row.period, "first": first // PER_ROW,
                                       "second": row.number // PER_ROW}
            )  # fmt: skip
