"""The example's books as they are once loaded, put together without a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from burlov_styrning.example.load import NAMES, TERMS, books
from burlov_styrning.pages.book.examine import Present, examine_reading
from burlov_styrning.pages.book.faults import Remark
from burlov_styrning.pages.book.merge import merge
from burlov_styrning.pages.book.read import read
from burlov_styrning.pages.book.schema import Book

TODAY = date(2026, 11, 23)
SHARED = ("sources", "organs", "indicators", "people", "outcomes")
"""What belongs to the municipality and not to a term."""


def parsed(name: str, today: date = TODAY) -> Book:
    """One book, checked against the format."""
    reading = read(books(today)[NAMES.index(name)])
    assert reading.faults == ()
    assert reading.book is not None
    return reading.book


def whole(term: str, today: date = TODAY) -> Book:
    """A term as it is when both its books have been loaded."""
    merged = merge(parsed(term, today), parsed(f"{term}-example", today))
    assert merged.faults == []
    return merged.book


def everything(today: date = TODAY) -> dict[str, Book]:
    """Each term with all that belongs to the municipality, whichever term's book tells it."""
    terms = {term: whole(term, today) for term in TERMS}
    return {term: _with_shared(book, terms.values()) for term, book in terms.items()}


def loaded(today: date = TODAY) -> Iterator[tuple[str, tuple[Remark, ...]]]:
    """Each book in loading order with its remarks, examined against those before it. A fault fails the test."""
    terms: dict[tuple[int, int], Book] = {}
    for name, raw in zip(NAMES, books(today), strict=True):
        found = examine_reading(read(raw), lambda new: Present(_with_shared(_empty(new), terms.values(), own=terms)))
        assert found.faults == (), name
        assert found.whole is not None
        terms[found.whole.term.first_year, found.whole.term.last_year] = found.whole
        yield name, found.remarks


def _with_shared(book: Book, others: Iterable[Book], own: dict[tuple[int, int], Book] | None = None) -> Book:
    for other in others:
        said = other.dump()
        part = Book.model_validate(_head(book) | {name: said.get(name, []) for name in SHARED})
        book = _merged(book, part)
    same = (own or {}).get((book.term.first_year, book.term.last_year))
    return book if same is None else _merged(book, same)


def _merged(old: Book, new: Book) -> Book:
    merged = merge(old, new)
    assert merged.faults == []
    return merged.book


def _empty(book: Book) -> Book:
    return Book.model_validate(_head(book))


def _head(book: Book) -> dict[str, Any]:
    term = {"first_year": book.term.first_year, "last_year": book.term.last_year}
    mine: dict[str, Any] = {"format": book.format, "municipality": {"code": book.municipality.code}, "term": term}
    return mine | {"organs": [], "goal_areas": []}
