"""A file into the database, all of it or nothing: read, held against what is there, checked, recorded."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from burlov_styrning.pages.book import small
from burlov_styrning.pages.book.check import Known
from burlov_styrning.pages.book.demo import without_example_people
from burlov_styrning.pages.book.examine import Examined, Present, examine_reading, stored
from burlov_styrning.pages.book.export import Writer
from burlov_styrning.pages.book.faults import Fault, Remark
from burlov_styrning.pages.book.judged import departures
from burlov_styrning.pages.book.read import Reading, read_bytes
from burlov_styrning.pages.book.record import Recorded, record
from burlov_styrning.pages.book.rows.stored import Stored
from burlov_styrning.pages.book.schema import Book
from goals import terms
from goals.models import Goal, Term


@dataclass(frozen=True)
class Imported:
    """What came of a file: faults (then nothing was written), remarks, and what was new or filled."""

    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()
    recorded: Recorded | None = None
    term: str = ""


def import_bytes(data: bytes, name: str = "", *, write: bool = True) -> Imported:
    """Take in a file's content; or only try to, and take it all back. One transaction: a kill leaves nothing of it."""
    source = {"book": hashlib.sha256(data).hexdigest(), "file": name}
    reading, left_out = _without_cast(read_bytes(data))
    with _without_collecting(), transaction.atomic():
        imported = _import(reading, source)
        if not write:
            transaction.set_rollback(True)
    return replace(imported, remarks=(*left_out, *imported.remarks))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No search for garbage while a hundred thousand rows are being made: it found none, and took 40 % of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _import(reading: Reading, source: dict[str, str]) -> Imported:
    there, reading = There(), _as_stored(reading)
    examined = examine_reading(reading, there)
    faults, remarks, book = there.discreet(examined.faults), examined.remarks, examined.whole
    if faults or book is None or there.stored is None:
        return Imported(faults, remarks, term=_term_of(examined))
    try:
        with transaction.atomic():
            recorded = record(book, there.stored, source, examined.new)
    except IntegrityError as error:
        return Imported((_refused(error),), remarks, term=_term_of(examined))
    departing = [note for note in departures(book, recorded.term) if isinstance(note, Remark)]
    told = tuple(remark for remark in departing if not remark.place.startswith(stored()))
    return Imported((), remarks + told + recorded.remarks, recorded, _term_of(examined))


def _as_stored(reading: Reading) -> Reading:
    return replace(reading, book=small.as_stored(reading.book)) if reading.book else reading


def _without_cast(reading: Reading) -> tuple[Reading, list[Remark]]:
    """Example people and their lists are there only where the example is shown."""
    if reading.book is None or settings.DEMO:
        return reading, []
    book, remarks = without_example_people(reading.book)
    return replace(reading, book=book), remarks


def _term_of(examined: Examined) -> str:
    term = examined.whole.term if examined.whole else None
    return f"{term.first_year}–{term.last_year}" if term else ""


def _refused(error: IntegrityError) -> Fault:
    """A truth about one row that only the database guards."""
    return Fault("", _("Databasen kan inte ta emot boken: %(error)s") % {"error": str(error).splitlines()[0]})


class There:
    """Fetches what is there of the term that a file names; keeps the rows for the recording."""

    def __init__(self) -> None:
        self.stored: Stored | None = None

    def __call__(self, new: Book) -> Present:
        term = Term.objects.filter(first_year=new.term.first_year, last_year=new.term.last_year).first()
        self.stored = Stored(term, wide=True)
        return Present(self._book(new), self._known(new))

    def _book(self, new: Book) -> Book:
        """The stored rows as a book; of units only those that the term or the file names."""
        assert self.stored
        form = Writer(self.stored).book()
        form["municipality"] = form["municipality"] or {"code": new.municipality.code}
        form["term"] = form["term"] or {"first_year": new.term.first_year, "last_year": new.term.last_year}
        named = {unit.key for unit in new.units}
        form["units"] = [unit for unit in form.get("units", []) if "organ" in unit or unit["key"] in named]
        return Book.model_validate(form)

    def _known(self, new: Book) -> Known:
        assert self.stored
        others = Goal.objects.exclude(term=self.stored.term).filter(term__first_year__lt=new.term.first_year)
        return Known(
            units=frozenset(self.stored.keys.rows["units"]),
            earlier=frozenset(others.values_list("key", flat=True)),
            computed=frozenset(row.key for row in self.stored.rows["indicators"] if row.formula),
        )

    def discreet(self, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
        """Nobody is told what stands on a list that has not closed, not even by a fault."""
        term = self.stored.term if self.stored else None
        if term is None or terms.lists_are_closed(term):
            return faults
        return tuple(_veiled(fault) if fault.place.startswith("ballots[") else fault for fault in faults)


def _veiled(fault: Fault) -> Fault:
    return Fault(fault.place, _("Ledamoten har redan en lista, och listorna har inte stängt."))
