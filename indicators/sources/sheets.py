"""Spreadsheets: the rows of a file, mapped by its headings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.swedish import listed
from indicators.sources.row import NAMES, Found, Row, Unreadable, in_parts
from indicators.sources.tables import Cells, Formula, Table, tables_of

HEADINGS: dict[str, tuple[str, ...]] = {
    "key": ("nyckel", "id", "indikator-id", "key", "kpi"),
    "indicator": ("indikator", "nyckeltal", "namn", "mått", "indicator", "name"),
    "period": ("period", "år", "year", "tertial", "kvartal", "månad", "datum"),
    "sex": ("kön", "sex", "gender"),
    "subject": ("avser", "organ", "nämnd", "verksamhet", "subject"),
    "value": ("värde", "utfall", "resultat", "value", "outcome"),
    "section": ("paragraf", "paragraf i osl", "sekretessparagraf", "section"),
    "count": ("antal", "antal svar", "antal svarande", "antal svarande eller fall", "count", "n"),
    "response_rate": ("svarsfrekvens", "response rate"),
    "margin": ("felmarginal", "margin", "margin of error"),
    "status": ("status",),
    "source": ("källa", "source"),
    "published": ("publicerat", "publicerad", "published"),
    "comment": ("kommentar", "anmärkning", "comment"),
}
"""What a source can say → the headings that people write over it."""
QUIET = {"mätenhet", "enhet", "unit", "senaste värde"}
"""Headings that are there to be read by people."""
LOOKED_AT = 15
"""So many rows may stand above the headings."""


def rows_of(body: bytes, name: str) -> Found:
    """The rows of the first table that has the headings; raises `Unreadable` with a sentence where none has."""
    for table in tables_of(body, name):
        for place, (_number, cells) in enumerate(table[:LOOKED_AT]):
            mapping = _mapping(cells)
            if "value" in mapping and "period" in mapping and {"key", "indicator"} & set(mapping):
                return _found(table[place + 1 :], cells, mapping)
    raise Unreadable(_("Filen saknar rubriker att läsa efter. Överst ska det stå Indikator, Period och Värde."))


def _mapping(cells: Cells) -> dict[str, int]:
    """Which column says what; the first of two with the same meaning."""
    known = {heading: name for name, headings in HEADINGS.items() for heading in headings}
    found: dict[str, int] = {}
    for place, text in enumerate(cells):
        if name := known.get(_bare(text)):
            found.setdefault(name, place)
    return found


def _bare(text: str) -> str:
    return text.casefold().strip(" :*")


def _found(table: Table, headings: Cells, mapping: dict[str, int]) -> Found:
    rows = list(_rows(table, mapping))
    if not rows:
        raise Unreadable(_("Inget värde är ifyllt i filen. Skriv minst ett värde och välj den igen."))
    unread = [t for n, t in enumerate(headings) if t and n not in mapping.values() and _bare(t) not in QUIET]
    remarks = [_("Kolumner som inte lästes: %(names)s.") % {"names": listed(unread[:10])}] if unread else []
    return Found(in_parts(rows), len(rows), remarks)


def _rows(table: Table, mapping: dict[str, int]) -> Iterator[Row]:
    """Rows that say something of a value; those of the template that were left empty are passed over."""
    for number, cells in table:
        said = {name: cells[place] for name, place in mapping.items() if place < len(cells)}
        if said.get("value") or said.get("count"):
            yield _row(number, said)


def _row(number: int, said: dict[str, Any]) -> Row:
    formulas = [HEADINGS[name][0].capitalize() for name in NAMES if isinstance(said.get(name), Formula)]
    problem = ""
    if formulas:
        sentence = _("Formler räknas inte här. Klistra in %(columns)s som värden.")
        problem = sentence % {"columns": listed(formulas)}
    return Row(number, problem=problem, **{name: "" if isinstance(t, Formula) else str(t) for name, t in said.items()})
