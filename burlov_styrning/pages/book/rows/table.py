"""A list of a goal book as a table of the database, with the lists inside its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from burlov_styrning.pages.book.rows.columns import Column, Group, Keys, Mark, Ref, as_json
from burlov_styrning.pages.book.schema.row import Part, Row


@dataclass(frozen=True)
class Table:
    """One kind of row. `parent` is the column that names the row which holds it; `keyed` the list it is named in."""

    name: str
    model: type[Model]
    part: type[Part]
    columns: tuple[Column, ...]
    parent: str = ""
    keyed: bool = False
    inside: Mapping[str, Inside] = field(default_factory=dict)
    order: Callable[[Any], Any] | None = None

    def __post_init__(self) -> None:
        if issubclass(self.part, Row) and hasattr(self.model, "example_fields"):
            groups = tuple(c.field for c in self.columns if isinstance(c, Group) and issubclass(c.part, Row))
            object.__setattr__(self, "columns", (*self.columns, Mark(groups)))

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        """The row's own fields, by their names in code, as JSON values."""
        fields: dict[str, Any] = {}
        for column in self.columns:
            fields |= column.read(row, keys)
        return fields

    def written(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields in the format's order, by the names that the book writes."""
        return {self.part.written(name): fields[name] for name in self.part.model_fields if name in fields}

    def identity(self, fields: Mapping[str, Any]) -> tuple[Any, ...]:
        """What makes a stored row the same as a row of a book (`Part.identity`)."""
        infos = self.part.model_fields
        return tuple(
            fields.get(name, None if infos[name].is_required() else infos[name].default) for name in self.part.IDENTITY
        )

    def attributes(self, part: Part, keys: Keys, *, later: bool = False) -> dict[str, Any]:
        """The database row's attributes; those that may name rows made later only when asked for."""
        attrs: dict[str, Any] = {}
        for column in self.columns:
            if later == (isinstance(column, Ref) and column.later):
                attrs |= column.write(part, keys)
        return attrs


@dataclass(frozen=True)
class Links:
    """A list of keys inside a row, each a row of its own in the database: owners, needs of a proposal, a ranking."""

    model: type[Model]
    parent: str
    attr: str
    of: str
    constant: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""

    @property
    def order(self) -> str:
        """A ranking stands by place, all else as it was entered."""
        return self.place or "id"

    def holds(self, row: Any) -> bool:
        """Whether the database row belongs to this list (owners and contributors share a table)."""
        return all(getattr(row, name) == value for name, value in self.constant.items())

    def read(self, rows: list[Any], keys: Keys) -> list[str]:
        """The keys in order."""
        return [keys.names[self.of][getattr(row, f"{self.attr}_id")] for row in rows]

    def write(self, words: list[str], keys: Keys) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Each key with its row's attributes."""
        for place, word in enumerate(words, start=1):
            attrs = {self.attr: keys.rows[self.of][word], **self.constant}
            yield word, attrs | ({self.place: place} if self.place else {})

    def name_of(self, row: Any, keys: Keys) -> Any:
        """What a stored row is called in the list."""
        return keys.names[self.of][getattr(row, f"{self.attr}_id")]


@dataclass(frozen=True)
class Words:
    """A list of plain words inside a row, each a row of its own."""

    model: type[Model]
    parent: str
    attr: str
    order: str = "id"

    def holds(self, row: Any) -> bool:
        """Every row is one."""
        return True

    def read(self, rows: list[Any], keys: Keys) -> list[str]:
        """The words in order."""
        return [getattr(row, self.attr) for row in rows]

    def write(self, words: list[str], keys: Keys) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Each word with its row's attributes."""
        return ((word, {self.attr: word}) for word in words)

    def name_of(self, row: Any, keys: Keys) -> Any:
        """The word."""
        return getattr(row, self.attr)


@dataclass(frozen=True)
class Years:
    """Values by year, each a row of its own; no value means *not measured*."""

    model: type[Model]
    parent: str
    order: str = "year"

    def holds(self, row: Any) -> bool:
        """Every row is one."""
        return True

    def read(self, rows: list[Any], keys: Keys) -> dict[str, str | None]:
        """Year → value."""
        return {str(row.year): as_json(row.value) for row in rows}

    def write(self, values: Mapping[str, Any], keys: Keys) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Each year with its row's attributes."""
        return ((year, {"year": int(year), "value": value}) for year, value in sorted(values.items()))

    def name_of(self, row: Any, keys: Keys) -> Any:
        """The year."""
        return str(row.year)


type Inside = Table | Links | Words | Years
