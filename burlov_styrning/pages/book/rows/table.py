"""A list of a goal book as a table of the database, with the lists inside its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from burlov_styrning.pages.book.rows.columns import Column, Group, Keys, Mark, Plain, Ref, as_json
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
    remembers: bool = True
    """Whether the row keeps which of its fields only hold what a silent book means (`untold`)."""
    assumes: Callable[[Callable[[str], Any]], Mapping[str, Any]] | None = None
    """What a silent book means besides the fields' defaults, from the other fields."""
    without: Callable[[Any], bool] | None = None
    """Stored rows that no book tells of."""
    defaults: dict[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if issubclass(self.part, Row) and hasattr(self.model, "example_fields"):
            groups = tuple(c.field for c in self.columns if isinstance(c, Group) and issubclass(c.part, Row))
            object.__setattr__(self, "columns", (*self.columns, Mark(groups)))
        object.__setattr__(self, "defaults", self._defaults() if self.remembers else {})

    def _defaults(self) -> dict[str, Any]:
        """The columns whose default says something (a word, a number, yes or no) and that are not what the row is."""
        infos = self.part.model_fields
        plain = [column.field for column in self.columns if isinstance(column, Plain)]
        names = [name for name in plain if name in infos and name not in self.part.IDENTITY]
        return {name: infos[name].default for name in names if isinstance(infos[name].default, bool | int)
                or (isinstance(infos[name].default, str) and infos[name].default)}  # fmt: skip

    def holds(self, row: Any) -> bool:
        """Whether the database row belongs to the list."""
        return self.without is None or not self.without(row)

    def meant(self, get: Callable[[str], Any]) -> Mapping[str, Any]:
        """What a silent book means, by field."""
        return {**self.defaults, **self.assumes(get)} if self.assumes else self.defaults

    def read(self, row: Any, keys: Keys) -> dict[str, Any]:
        """The row's own fields that somebody has said, by their names in code, as JSON values."""
        fields: dict[str, Any] = {}
        for column in self.columns:
            fields |= column.read(row, keys)
        untold = self.untold(row, fields)
        return {name: value for name, value in fields.items() if name not in untold} if untold else fields

    def untold(self, row: Any, fields: Mapping[str, Any]) -> list[str]:
        """The fields of a stored row that nobody has said, and that still hold what a silent book means."""
        if not self.remembers or not getattr(row, "untold", None):
            return []
        meant = self.meant(fields.get)
        return [name for name in row.untold if name in meant and fields.get(name) == meant[name]]

    def written(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields in the format's order, by the names that the book writes."""
        return {self.part.written(name): fields[name] for name in self.part.model_fields if name in fields}

    def identity(self, fields: Mapping[str, Any]) -> tuple[Any, ...]:
        """What makes a stored row the same as a row of a book (`Part.identity`)."""
        infos = self.part.model_fields

        def get(name: str) -> Any:
            return fields.get(name, None if infos[name].is_required() else infos[name].default)

        return self.part.identity_of(get)

    def attributes(self, part: Part, keys: Keys, *, later: bool = False) -> dict[str, Any]:
        """The database row's attributes; those that may name rows made later only when asked for."""
        attrs: dict[str, Any] = {}
        for column in self.columns:
            if later == (isinstance(column, Ref) and column.later):
                attrs |= column.write(part, keys)
        return attrs if later else self._told(part, attrs)

    def _told(self, part: Part, attrs: dict[str, Any]) -> dict[str, Any]:
        """With what a silent book means, and that nobody said it."""
        meant = self.meant(lambda name: getattr(part, name))
        if not meant:
            return attrs
        said = set(part.said())
        silent = [name for name in meant if name not in said]
        own = {name: meant[name] for name in silent if getattr(part, name) is None}
        return attrs | own | {"untold": silent}


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
