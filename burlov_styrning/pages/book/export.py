"""A term as a goal book."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.models import Municipality
from burlov_styrning.clock import today
from burlov_styrning.pages.book import schema
from burlov_styrning.pages.book.canonical import PLACES
from burlov_styrning.pages.book.left_out import left_out
from burlov_styrning.pages.book.phases import default_phases
from burlov_styrning.pages.book.rows import tables
from burlov_styrning.pages.book.rows.stored import Stored
from burlov_styrning.pages.book.rows.table import Inside, Table
from burlov_styrning.pages.book.rows.versions import read_versions
from goals import terms
from goals.models import Phase, Term


def export(term: Term) -> dict[str, Any]:
    """The book of a term: its rows in their order, and the municipality's lists with their outcomes."""
    return Writer(Stored(term)).book()


def not_in_a_book(term: Term) -> list[str]:
    """What an export does not hold, as sentences for whoever makes one; last what this term has of it, counted."""
    return [
        _("En målbok innehåller inte rapporternas utgåvor, ändringsloggen, kommentarer, anteckningar eller e-post."),
        _("Inte heller konton, sammanträden, listor som inte har stängt eller värden som inte visas."),
        _("Av ett beslut följer inte yrkanden, omröstning, jäv och styrelsens förslag till varje målförslag med."),
        *left_out(Stored(term)),
    ]


class Writer:
    """Draws a book from stored rows."""

    def __init__(self, stored: Stored) -> None:
        self.stored, self.keys = stored, stored.keys

    def book(self) -> dict[str, Any]:
        """The whole book; lists that are empty are left out, but for those the format demands."""
        form = {"format": schema.FORMAT, **self._head()}
        for name, rows in self._lists().items():
            if rows or name in ("organs", "goal_areas"):
                form[name] = rows
        return form

    def _head(self) -> dict[str, Any]:
        municipality, term = self.stored.municipality, self.stored.term
        head = {
            "municipality": self._municipality(municipality) if municipality else {},
            "term": self._term(term) if term else {},
            "phases": self._phases(term) if term else [],
            "selection": self._selection(term) if term else {},
            "vision": self._vision(),
        }
        return {name: value for name, value in head.items() if value or name in ("municipality", "term")}

    def _municipality(self, row: Municipality) -> dict[str, Any]:
        """Without a name where no book told it."""
        return {"code": row.code} if row.name == row.code else {"code": row.code, "name": row.name}

    def _term(self, term: Term) -> dict[str, Any]:
        return tables.TERM.written(tables.TERM.read(term, self.keys))

    def _selection(self, term: Term) -> dict[str, Any]:
        """What somebody said of the lists; what a silent book means is left out."""
        fields = tables.SELECTION.read(term, self.keys).get("selection", {})
        silent = {"places": PLACES, "by": "person"}
        untold = [name for name, value in silent.items() if f"selection.{name}" in term.untold]
        return {name: value for name, value in fields.items() if name not in untold or value != silent[name]}

    def _vision(self) -> dict[str, Any]:
        return tables.VISION.written(tables.VISION.read(self.stored.vision, self.keys)) if self.stored.vision else {}

    def _phases(self, term: Term) -> list[dict[str, Any]]:
        """Nothing where nobody told of them and they are what a silent book means today."""
        rows = self.stored.phases
        said = [row for row in rows if _is_told(row)]
        if not said and [(row.phase, row.state) for row in rows] == default_phases(tables.part_of_term(term), today()):
            return []
        told = [row for row in rows if row in said or row.state != Phase.State.PLANNED]
        return [tables.PHASES.written(tables.PHASES.read(row, self.keys)) for row in told]

    def _lists(self) -> dict[str, Any]:
        return {
            "sources": self.rows(tables.SOURCES),
            "core_values": [row.word for row in self.stored.core_values],
            "organs": self.rows(tables.ORGANS),
            "units": self._units(),
            "people": self.rows(tables.PEOPLE),
            "goal_areas": self.rows(tables.AREAS),
            "indicators": [self._indicator(row) for row in self.stored.rows["indicators"]],
            "decisions": [self._decision(row) for row in self.stored.rows["decisions"]],
            "needs": self.rows(tables.NEEDS),
            "proposals": [self._proposal(row) for row in self.stored.rows["proposals"]],
            "ballots": self.rows(tables.BALLOTS) if self._lists_shown() else [],
            "goals": self.rows(tables.GOALS),
            "outcomes": self._outcomes(),
            "forecasts": self.rows(tables.FORECASTS),
            **{t.name: self.rows(t) for t in (tables.ROUNDS, tables.ASSESSMENTS, tables.ACTIVITIES)},
        }

    def _outcomes(self) -> list[dict[str, Any]]:
        """Of corrections made on one day, that a book cannot tell apart, the last one."""
        table, last = tables.OUTCOMES, dict[tuple[Any, ...], dict[str, Any]]()
        for row in self.stored.rows[table.name]:
            fields = table.read(row, self.keys)
            last[table.identity(fields)] = fields
        return [table.written(fields) for fields in last.values()]

    def _lists_shown(self) -> bool:
        term = self.stored.term
        return self.stored.wide or (term is not None and terms.lists_are_closed(term))

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """A list of the book."""
        return [self.row(table, row) for row in self.stored.rows[table.name]]

    def row(self, table: Table, row: Any) -> dict[str, Any]:
        """A row with all that it holds."""
        fields = table.read(row, self.keys)
        for name, inside in table.inside.items():
            held = self._inside(inside, self.stored.inside(inside, row))
            if held:
                fields[name] = held
        return table.written(fields)

    def _inside(self, inside: Inside, rows: list[Any]) -> Any:
        if isinstance(inside, Table):
            return [self.row(inside, row) for row in rows]
        return inside.read(rows, self.keys)

    def _indicator(self, row: Any) -> dict[str, Any]:
        fields = tables.INDICATORS.read(row, self.keys)
        versions = self.stored.versions[row.pk]
        return tables.INDICATORS.written(read_versions(fields, versions, self.keys))

    def _decision(self, row: Any) -> dict[str, Any]:
        fields = tables.DECISIONS.read(row, self.keys)
        tabled = tables.TABLINGS.read(self.stored.inside(tables.TABLINGS, row), self.keys)
        return tables.DECISIONS.written(fields | ({"tabled": tabled} if tabled else {}))

    def _proposal(self, row: Any) -> dict[str, Any]:
        form = self.row(tables.PROPOSALS, row)
        key = self.stored.continued.get(row.continues_id) or row.continues_key
        return tables.PROPOSALS.written(form | ({"continues": key} if key else {}))

    def _units(self) -> list[dict[str, Any]]:
        """The term's units; then those that only other rows of the book name."""
        units, places = self.stored.keys.rows["units"].values(), self.stored.term_units
        by_id = {unit.pk: unit for unit in units}
        named = set(by_id) if self.stored.wide else self._named_units()
        mine = [by_id[unit_id] for unit_id in places]
        return [self._unit(unit) for unit in [*mine, *(u for u in units if u.pk in named - set(places))]]

    def _unit(self, unit: Any) -> dict[str, Any]:
        fields = tables.UNITS.read(unit, self.keys)
        place = self.stored.term_units.get(unit.pk)
        organ = place.organ_id if place else None if self.stored.wide else unit.organ_id
        if organ is not None:
            fields["organ"] = self.keys.names["organs"][organ]
        if place and place.example and fields.get("example") is not True:
            fields["example"] = [*fields.get("example", []), "organ"]
        return tables.UNITS.written(fields)

    def _named_units(self) -> set[int]:
        stored = self.stored
        inside = [tables.PEOPLE.inside["assignments"], tables.PROPOSALS.inside["consulted"]]
        rows: Iterable[Any] = [row for held in inside for some in stored.inner[id(held)].values() for row in some]
        rows = [*rows, *(row for name in ("needs", "outcomes", "activities") for row in stored.rows[name])]
        return {row.unit_id for row in rows if row.unit_id}


def _is_told(phase: Phase) -> bool:
    """Whether a book or a person has said anything of the phase."""
    return "phase" not in phase.untold or bool(phase.opens or phase.closes) or phase.is_example()
