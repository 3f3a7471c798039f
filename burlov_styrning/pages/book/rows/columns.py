"""How one field of a book's row stands in a database row: the same declaration reads it and writes it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Model

from burlov_styrning.pages.book.schema.row import Part


class Keys:
    """The rows that a book can name, by list and key, and the names of the rows, by list and id."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[Any, Any]] = defaultdict(dict)
        self.names: dict[str, dict[int, Any]] = defaultdict(dict)

    def add(self, name: str, key: Any, row: Any) -> None:
        """One more row that can be named."""
        self.rows[name][key] = row
        self.names[name][row.pk] = key


class Column(Protocol):
    """One or more attributes of a database row as one or more fields of a book's row."""

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        """What the database says, as JSON values; nothing for what is empty."""

    def write(self, part: Any, keys: Keys) -> dict[str, Any]:
        """The attributes, as Python values."""


def as_json(value: Any) -> Any:
    """A value as a book writes it: numbers are exact texts."""
    return format(value, "f") if isinstance(value, Decimal) else value


def empty_of(model: type[Model], attr: str) -> Any:
    """What stands for *nothing said* in a database column: no value, an empty text, or the column's default."""
    field = model._meta.get_field(attr)
    return None if getattr(field, "null", False) else field.get_default()  # type: ignore[union-attr]


@dataclass(frozen=True)
class Plain:
    """A value that is the same in both."""

    field: str
    attr: str = ""
    empty: Any = None
    """What the database says where nothing was said: no value, an empty text, a flag that is not set."""

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        value = getattr(row, self.attr or self.field)
        silent = value is None or value == "" or (self.empty is not None and value == self.empty)
        return {} if silent else {self.field: as_json(value)}

    def write(self, part: Any, keys: Keys) -> dict[str, Any]:
        value = getattr(part, self.field)
        return {self.attr or self.field: self.empty if value is None else value}


def text(field: str, attr: str = "") -> Plain:
    """A text that may be empty, in the book null."""
    return Plain(field, attr, "")


def flag(field: str) -> Plain:
    """A flag that is written only where it is set: part of what the row is, or remembered as `said` elsewhere."""
    return Plain(field, empty=False)


@dataclass(frozen=True)
class Ref:
    """A reference by key to a row of a list. `later`: the row may come into being after the one that names it."""

    field: str
    of: str
    attr: str = ""
    later: bool = False

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        key = keys.names[self.of].get(getattr(row, f"{self.attr or self.field}_id"))
        return {} if key is None else {self.field: key}

    def write(self, part: Any, keys: Keys) -> dict[str, Any]:
        key = getattr(part, self.field)
        row = keys.rows[self.of].get(key)
        return {self.attr or self.field: row if row is None or row.pk is not None else None}


@dataclass(frozen=True)
class Lister:
    """Whose a list is: a councillor's own, or a party group's, named by the councillor who laid it."""

    field: str = "person"

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        key = keys.names["people"].get(row.person_id or row.laid_by_id)
        return {} if key is None else {self.field: key}

    def write(self, part: Any, keys: Keys) -> dict[str, Any]:
        return {}  # whose it is hangs on the term (`Recorder`)


@dataclass(frozen=True)
class Pair:
    """Two columns as a list of two: bounds, a window of years."""

    field: str
    first: str
    last: str

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        first, last = getattr(row, self.first), getattr(row, self.last)
        return {} if first is None or last is None else {self.field: [as_json(first), as_json(last)]}

    def write(self, part: Any, keys: Keys) -> dict[str, Any]:
        pair = getattr(part, self.field) or (None, None)
        return {self.first: pair[0], self.last: pair[1]}


@dataclass(frozen=True)
class Group:
    """Some columns as a thing of its own inside the row: baseline, statements, origin."""

    field: str
    columns: tuple[Column, ...]
    part: type[Part]

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for column in self.columns:
            fields |= column.read(row, keys)
        fields |= _inner_mark(self.field, getattr(row, "example_fields", []))
        return {self.field: fields} if fields else {}

    def write(self, part: Any, keys: Keys) -> dict[str, Any]:
        inner = getattr(part, self.field) or self.part()
        attrs: dict[str, Any] = {}
        for column in self.columns:
            attrs |= column.write(inner, keys)
        return attrs


INNER = "example"


def _inner_mark(field: str, marks: list[str]) -> dict[str, Any]:
    """The example mark of a thing inside the row: `baseline.example`, or `baseline.value` for a field of it."""
    inner = [mark.partition(".")[2] for mark in marks if mark.startswith(f"{field}.")]
    return {"example": True if INNER in inner else inner} if inner else {}


@dataclass(frozen=True)
class Mark:
    """Whether the row, or which of its fields, is an example; those of things inside it stand with a dot."""

    inner: tuple[str, ...] = ()

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        fields = [name for name in row.example_fields if "." not in name]
        return {"example": True} if row.example else {"example": fields} if fields else {}

    def write(self, part: Any, keys: Keys) -> dict[str, Any]:
        mark = part.example
        fields = list(mark) if isinstance(mark, list) else []
        for name in self.inner:
            fields += inner_marks(name, getattr(part, name))
        return {"example": mark is True, "example_fields": fields}


def inner_marks(name: str, inner: Any) -> list[str]:
    """The marks of a thing inside a row, as the row keeps them."""
    mark = getattr(inner, "example", False)
    return [f"{name}.{INNER}"] if mark is True else [f"{name}.{field}" for field in mark or []]


@dataclass(frozen=True)
class Version:
    """A version of the row's indicator, named by the day until which it applied; null is the current one."""

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        _indicator, until = keys.names["versions"].get(row.version_id, ("", None))
        return {} if until is None else {"version": until}

    def write(self, part: Any, keys: Keys) -> dict[str, Any]:
        return {"version": keys.rows["versions"][part.indicator, part.version]}


@dataclass(frozen=True)
class Fields:
    """What applied before: the fields that were said, kept as the book writes them."""

    OWN = frozenset({"until", "decision", "example"})

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        return {name: value for name, value in row.fields.items() if name not in self.OWN and value is not None}

    def write(self, part: Any, keys: Keys) -> dict[str, Any]:
        return {"fields": part.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude=set(self.OWN))}
