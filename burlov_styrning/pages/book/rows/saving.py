"""Writes the rows of a book that are new, and fills what is empty in those that are there: in bulk, and logged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model

from burlov_styrning import trace
from burlov_styrning.pages.book.rows.columns import Ref
from burlov_styrning.pages.book.rows.stored import Stored
from burlov_styrning.pages.book.rows.table import Inside, Table
from burlov_styrning.pages.book.schema.row import Part

BATCH = 1000

type Held = tuple[Any, Part]
"""The database row that a row of the book stands in (none for a list of the book itself), and the row of the book."""
type Extra = Callable[[Any, Any], dict[str, Any]]
"""What a new row has besides what the book says: of the row of the book and of the row that holds it."""


class Saver:
    """Keeps what was made and what was filled, so that it can be logged and counted."""

    def __init__(self, stored: Stored, extras: dict[str, Extra]) -> None:
        self.stored, self.keys, self.extras = stored, stored.keys, extras
        self.made: list[Model] = []
        self.filled: dict[Model, dict[str, Any]] = {}
        self.completed: dict[Model, dict[str, Any]] = {}
        self.retold: dict[Model, None] = {}
        self.linked: list[Model] = []
        self.new_ids: set[int] = set()
        self.new: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()

    # Rows

    def save(self, table: Table, pairs: Sequence[Held]) -> list[Any]:
        """The rows of a list, in its order, as they stand afterwards; with all that they hold."""
        index = self._index(table)
        rows: list[Any] = []
        new: list[Any] = []
        for parent, part in pairs:
            row = index.get((parent.pk if parent and not _top(table) else None, part.identity()))
            if row is None:
                row = table.model(**self._attributes(table, parent, part))
                new.append(row)
            else:
                self._fill(table, row, part, parent)
            rows.append(row)
        self.create(table.model, new, table.name)
        if table.keyed:
            for row in new:
                self.keys.add(table.name, row.key, row)
        self._later(table, rows, [part for _parent, part in pairs])
        for name, inside in table.inside.items():
            self._save_inside(inside, name, rows, [part for _parent, part in pairs])
        return rows

    def _index(self, table: Table) -> dict[tuple[Any, ...], Any]:
        if _top(table):
            stored: Any = ((None, row) for row in self.stored.rows.get(table.name, []))
        else:
            held = self.stored.inner.get(id(table), {})
            stored = ((parent, row) for parent, rows in held.items() for row in rows)
        return {(parent, table.identity(table.read(row, self.keys))): row for parent, row in stored}

    def _fill(self, table: Table, row: Any, part: Any, parent: Any) -> None:
        """What the row lacks. Where a state is told that was only assumed, it has come as far out as that state."""
        attrs = table.attributes(part, self.keys)
        self.retell(row, attrs.pop("untold", None))
        if "state" in attrs and attrs["state"] != row.state and table.name in self.extras:
            attrs |= {n: v for n, v in self.extras[table.name](part, parent).items() if n == "exposure"}
        self.fill(row, attrs, table.name)

    def retell(self, row: Any, untold: list[str] | None) -> None:
        """What a book has said by now is no longer untold."""
        left = [] if untold is None else [name for name in row.untold if name in untold]
        if untold is not None and left != row.untold:
            row.untold = left
            self.retold[row] = None

    def _attributes(self, table: Table, parent: Any, part: Any) -> dict[str, Any]:
        attrs = table.attributes(part, self.keys)
        if table.parent:
            attrs[table.parent] = parent
        extra = self.extras.get(table.name)
        return attrs | (extra(part, parent) if extra else {})

    def _later(self, table: Table, rows: list[Any], parts: list[Part]) -> None:
        """References to rows that may have come into being after the one that names them."""
        if any(isinstance(column, Ref) and column.later for column in table.columns):
            for row, part in zip(rows, parts, strict=True):
                attrs = table.attributes(part, self.keys, later=True)
                self.fill(row, {name: value for name, value in attrs.items() if value is not None}, table.name)

    # What rows hold

    def _save_inside(self, inside: Inside, name: str, rows: list[Any], parts: list[Any]) -> None:
        if isinstance(inside, Table):
            self.save(
                inside, [(row, part) for row, whole in zip(rows, parts, strict=True) for part in getattr(whole, name)]
            )
            return
        for_links: list[Model] = []
        for row, whole in zip(rows, parts, strict=True):
            for_links += self.words(inside, row, getattr(whole, name), whole, name)
        self.create(inside.model, for_links)

    def words(self, inside: Any, row: Any, words: Any, whole: Any, name: str) -> list[Model]:
        """The rows that a list of keys, words or yearly values still lacks."""
        if not words:
            return []
        there = {inside.name_of(held, self.keys) for held in self.stored.inside(inside, row)}
        mark = {"example": _is_example(whole, name)} if _has(inside.model, "example") else {}
        return [
            inside.model(**{inside.parent: row}, **attrs, **mark)
            for word, attrs in inside.write(words, self.keys)
            if word not in there
        ]

    # Writing

    def create(self, model: type[Model], rows: list[Any], name: str = "") -> None:
        """Insert new rows; those with a name are counted."""
        if not rows:
            return
        model._base_manager.bulk_create(rows, batch_size=BATCH)
        if model._meta.auto_created:
            self.linked += rows
        else:
            self.made += rows
            self.new_ids |= set(map(id, rows))
        if name:
            self.new[name] += len(rows)

    def fill(self, row: Any, attrs: dict[str, Any], name: str) -> None:
        """Set what differs on a row that is there; written, and logged if it was there before, when all is known."""
        rows = self.completed if id(row) in self.new_ids else self.filled
        for attr, value in attrs.items():
            field = row._meta.get_field(attr)
            before, after = getattr(row, field.attname), value.pk if isinstance(value, Model) else value
            if before != after:
                if rows is self.filled and row not in rows:
                    self.changed[name] += 1
                rows.setdefault(row, {})[attr] = [_spoken(before), _spoken(after)]
                setattr(row, field.attname, after)

    def update(self, model: type[Model], rows: list[Any], names: Iterable[str]) -> None:
        """Write some columns of rows that are there."""
        fields = list(names)
        if rows and fields:
            model._base_manager.bulk_update(rows, fields, batch_size=BATCH)

    def finish(self, source: dict[str, str]) -> None:
        """Write what was filled, and log it all with the book as its source."""
        for row in self.filled:
            if _has(type(row), "revision"):
                row.revision += 1  # type: ignore[attr-defined]
        for rows in (self.filled, self.completed):
            self._update(rows)
        self._update({row: {"untold": None} for row in self.retold})
        trace.log_many(self.made, source=source)
        trace.log_links(self.linked, source=source)
        trace.log_changed(self.filled.items(), source=source)

    def _update(self, changes: dict[Any, dict[str, Any]]) -> None:
        """Rows of one model with the same columns go together."""
        by_columns = defaultdict(list)
        for row, fields in changes.items():
            by_columns[type(row), tuple(sorted(fields))].append(row)
        for (model, names), rows in by_columns.items():
            self.update(model, rows, [*names, "revision"] if _has(model, "revision") else names)


def _top(table: Table) -> bool:
    """A list of the book itself: its rows hang on the term or on nothing."""
    return table.parent in ("", "term")


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _is_example(part: Any, name: str) -> bool:
    mark = part.example
    return mark is True or (isinstance(mark, list) and name in mark)


def _spoken(value: Any) -> str | None:
    return None if value in (None, "") else str(value)
