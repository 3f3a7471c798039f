"""One form for all books that say the same, so that two books can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.faults import shown
from burlov_styrning.pages.book.phases import default_phases
from burlov_styrning.pages.book.schema import Book, Outcome, Round, Selection
from burlov_styrning.pages.book.schema.row import Before, Part

PLACES = 10
"""How long a list is where nobody said it."""


def canonical(value: dict[str, Any], today: date | None = None) -> dict[str, Any]:
    """The book with what equals its default left out; order kept, the same outcome told twice only once.

    Numbers are in their shortest form (`2.0` is `2`). With `today` phases that equal the default of that day are
    left out as well. Raises pydantic's ValidationError when it is not a book.
    """
    return canonical_book(Book.model_validate(value), today)


def canonical_book(book: Book, today: date | None = None) -> dict[str, Any]:
    """The same of a book that is read."""
    form = _form_of(book, book)
    if today and _phases(book) == default_phases(book.term, today):
        form.pop("phases", None)
    return form


def differences(first: dict[str, Any], second: dict[str, Any], today: date | None = None) -> list[str]:
    """Each place where two books say different things, with both values; empty when they are equal."""
    return list(_differences(canonical(first, today), canonical(second, today), ""))


def _phases(book: Book) -> list[tuple[str, str]] | None:
    dated = any(phase.opens or phase.closes for phase in book.phases)
    return None if dated else [(phase.phase, phase.state) for phase in book.phases]


def _form_of(part: Part, book: Book) -> dict[str, Any]:
    form = {}
    for name in part.said():
        value = getattr(part, name)
        if not _is_default(part, name, value, book):
            form[part.written(name)] = _form(value, book)
    return {name: value for name, value in form.items() if value != {} or isinstance(part, Before)}


def _form(value: Any, book: Book) -> Any:
    if isinstance(value, Part):
        return _form_of(value, book)
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, dict):
        return {name: _form(item, book) for name, item in sorted(value.items())}
    if isinstance(value, list):
        forms = [_form(item, book) for item in value]
        return _unique(forms) if value and isinstance(value[0], Outcome) else forms
    return value


def _is_default(part: Part, name: str, value: Any, book: Book) -> bool:
    if isinstance(part, Before):
        return False
    if isinstance(part, Selection) and name == "places":
        return bool(value == PLACES)
    if isinstance(part, Outcome) and name == "area":
        return bool(value == book.municipality.code)
    if isinstance(part, Round) and name == "period_end" and part.kind == "annual":
        return bool(value == f"{part.year}-12-31")
    return bool(value == type(part).model_fields[name].default)


def _unique(forms: list[Any]) -> list[Any]:
    seen: dict[str, Any] = {}
    for form in forms:
        seen.setdefault(repr(form), form)
    return list(seen.values())


def _differences(first: Any, second: Any, place: str) -> Iterator[str]:
    if isinstance(first, dict) and isinstance(second, dict):
        for name in list(dict.fromkeys([*first, *second])):
            inner = f"{place}.{name}" if place else name
            yield from _differences(first.get(name, _NOTHING), second.get(name, _NOTHING), inner)
    elif isinstance(first, list) and isinstance(second, list):
        for index in range(max(len(first), len(second))):
            one, other = (items[index] if index < len(items) else _NOTHING for items in (first, second))
            yield from _differences(one, other, f"{place}[{index}]")
    elif first != second:
        yield f"{place}: {_spoken(first)} ≠ {_spoken(second)}"


class _Nothing:
    """A field or row that the other book does not have."""


_NOTHING = _Nothing()


def _spoken(value: Any) -> str:
    if isinstance(value, _Nothing):
        return _("inget")
    return _("ej mätt") if value is None else f"”{shown(value)}”"
