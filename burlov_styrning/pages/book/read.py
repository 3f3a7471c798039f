"""From bytes to a book: every fault of form at once, and what is sound of a faulty book for further checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from burlov_styrning.pages.book.faults import Fault, fault_of, place_of
from burlov_styrning.pages.book.schema import Book, Part

type Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Reading:
    """What was read. With faults the book holds only what was sound, and is none if nothing was."""

    book: Book | None
    faults: tuple[Fault, ...] = ()


class _Twice(dict[str, Any]):
    """A JSON object in which a name stood twice."""

    twice: list[str]


def read_bytes(data: bytes) -> Reading:
    """Read a file's content."""
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError:
        return _unreadable(_("Filen är inte skriven i UTF-8."))
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        return _unreadable(_("Filen är inte giltig JSON: fel på rad %(line)s, tecken %(column)s.") % where)
    except (RecursionError, ValueError):
        return _unreadable(_("Filen är inte giltig JSON: den är för djup eller har ett omöjligt tal."))
    return read(value)


def read(value: Any) -> Reading:
    """Read a book that has already been parsed from JSON."""
    twice = [Fault(place_of(where), _("Fältet står två gånger.")) for where in _twice(value)]
    try:
        book = Book.model_validate(value)
    except ValidationError as error:
        faults = twice + [fault_of(detail) for detail in error.errors(include_url=False)]
        return Reading(_sound(value, error), tuple(dict.fromkeys(faults)))
    set_places(book)
    return Reading(book, tuple(twice))


def set_places(book: Book, kept: dict[Location, list[int]] | None = None) -> None:
    """Tell each row where it stands; `kept` names the original places where rows were left out."""
    _set_place(book, (), (), kept or {})


def _set_place(part: Part, shown: Location, path: Location, kept: dict[Location, list[int]]) -> None:
    part._place = place_of(shown)
    for name in part.model_fields_set:
        value, word = getattr(part, name), part.written(name)
        if isinstance(value, Part):
            _set_place(value, (*shown, word), (*path, word), kept)
        elif isinstance(value, list) and value and isinstance(value[0], Part):
            places = kept.get((*shown, word), range(len(value)))
            for index, row in enumerate(value):
                _set_place(row, (*shown, word, places[index]), (*path, word, index), kept)


def _sound(value: Any, error: ValidationError) -> Book | None:
    """What is left of a faulty book when the faulty fields, and rows that cannot be without them, are left out."""
    bad: set[Location] = set()
    kept: dict[Location, list[int]] = {}
    for _round in range(DEEPEST):
        bad |= {_left_out(detail["loc"], detail["type"], kept) for detail in error.errors(include_url=False)}
        kept = {}
        try:
            book = Book.model_validate(_without(value, bad, (), kept))
        except _Unusable:
            return None
        except ValidationError as next_error:
            error = next_error
        else:
            set_places(book, kept)
            return book
    return None


DEEPEST = 12
"""A row that loses what it needs is left out as well, and so the row around it: no book is nested deeper."""


def _left_out(location: Location, kind: str, kept: dict[Location, list[int]]) -> Location:
    """What must go because of one error, in the file's own places: the field, or the row that misses a field."""
    found: Location = ()
    for part in location[:-1] if kind == "missing" else location:
        if part != "[key]":
            places = kept.get(found)
            found = (*found, places[part] if places and isinstance(part, int) else part)
    return found


class _Unusable(Exception):
    """Nothing is left."""


def _without(value: Any, bad: set[Location], path: Location, kept: dict[Location, list[int]]) -> Any:
    if path in bad and not path:
        raise _Unusable
    if isinstance(value, dict):
        items = {name: item for name, item in value.items() if (*path, name) not in bad}
        return {name: _without(item, bad, (*path, name), kept) for name, item in items.items()}
    if isinstance(value, list):
        indexes = [index for index in range(len(value)) if (*path, index) not in bad]
        kept[path] = indexes
        return [_without(value[index], bad, (*path, index), kept) for index in indexes]
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """What a name has that is no Unicode is replaced: such a field is not in the format anyway."""
    pairs = [(name.encode(errors="replace").decode(), value) for name, value in pairs]
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    doubled = _Twice(plain)
    names = [name for name, _value in pairs]
    doubled.twice = [name for name in plain if names.count(name) > 1]
    return doubled


def _twice(value: Any, path: Location = ()) -> Iterator[Location]:
    if isinstance(value, _Twice):
        yield from ((*path, name) for name in value.twice)
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _twice(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _twice(item, (*path, index))


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _unreadable(sentence: str) -> Reading:
    return Reading(None, (Fault("", sentence),))
