"""A file against what is there already: all that is wrong with it, all that is odd in it, and the book of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.check import Known, Suggest, check, check_keys
from burlov_styrning.pages.book.checks.context import parts
from burlov_styrning.pages.book.faults import Fault, Remark, is_within, new_beside
from burlov_styrning.pages.book.merge import merge
from burlov_styrning.pages.book.read import Reading, read_bytes, set_places
from burlov_styrning.pages.book.schema import Book


@dataclass(frozen=True)
class Present:
    """What is there already of a book's term, as a book (none in an empty installation), and what lies outside it."""

    book: Book | None = None
    known: Known = field(default_factory=Known)
    suggest: Callable[[Book], Suggest] | None = None
    """Makes the function that tells what the figures of the whole book suggest."""


@dataclass(frozen=True)
class Examined:
    """`new` is the file's book, `whole` that merged with what was there; both none when nothing could be read."""

    new: Book | None
    whole: Book | None
    faults: tuple[Fault, ...]
    remarks: tuple[Remark, ...]


def examine(data: bytes, present: Callable[[Book], Present]) -> Examined:
    """Read, merge and check a file. `present` fetches what is there for the term that the file names."""
    return examine_reading(read_bytes(data), present)


def examine_reading(reading: Reading, present: Callable[[Book], Present]) -> Examined:
    """The same for a book that was read. Later faults that only follow from earlier ones are left out."""
    if reading.book is None:
        return Examined(None, None, reading.faults, ())
    there = present(reading.book)
    faults = list(reading.faults)
    faults += new_beside(faults, check_keys(reading.book))
    whole, contradictions = _merged(there.book, reading.book)
    faults += new_beside(faults, contradictions)
    findings = check(whole, there.known, there.suggest(whole) if there.suggest else None)
    faults += new_beside(faults, _of_the_file(there, findings.faults))
    remarks = [remark for remark in findings.remarks if not remark.place.startswith(stored())]
    remarks = [remark for remark in remarks if not any(is_within(remark.place, fault.place) for fault in faults)]
    return Examined(reading.book, whole, tuple(faults), tuple(remarks))


def _of_the_file(there: Present, faults: list[Fault]) -> list[Fault]:
    """Without what was wrong with the stored rows before the file came: no file can be blamed for that."""
    if there.book is None or not any(fault.place.startswith(stored()) for fault in faults):
        return faults
    before = set(check(there.book, there.known).faults)
    return [fault for fault in faults if fault not in before]


def _merged(there: Book | None, new: Book) -> tuple[Book, list[Fault]]:
    if there is None:
        return new, []
    set_places(there)
    for part in parts(there):
        part._place = stored() + part.place
    merged = merge(there, new)
    return merged.book, merged.faults


def stored() -> str:
    """What stands before the place of a row that the file does not name."""
    return _("(finns redan) ")
