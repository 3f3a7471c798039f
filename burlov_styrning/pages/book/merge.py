"""Two books of one term as one: what is empty is filled, what differs is a fault that names both values.

Books are never changed: the merged one is a new book. Its rows keep the place of the book that said something
last, so that a fault found in the whole points into the file that is being read. `old` may be the book that an
export makes of the database: a field that nobody has said anything of is then left unset in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.faults import Fault, shown
from burlov_styrning.pages.book.schema import Ballot, Book, Outcome
from burlov_styrning.pages.book.schema.row import Part

ORDERED = {(Ballot, "proposals")}
"""Lists whose order says something; of all others the order does not matter."""


@dataclass
class Merged:
    """The book of both, and what contradicts."""

    book: Book
    faults: list[Fault] = field(default_factory=list)


def merge(old: Book, new: Book) -> Merged:
    """Both books as one. They must be of one municipality and one term; else nothing is merged."""
    faults = _other_term(old, new)
    if faults:
        return Merged(new, faults)
    return Merged(merge_parts(old, new, faults), faults)


def merge_parts[P: Part](old: P, new: P, faults: list[Fault]) -> P:
    """One thing, of which two rows tell."""
    changes: dict[str, Any] = {}
    told = set(old.said())
    for name in new.said():
        before, value = getattr(old, name), getattr(new, name)
        if name == "example":
            continue
        changes[name] = _once(value) if name not in told else _both(old, new, name, before, value, faults)
    merged = old.model_copy(update=changes)
    merged._place = new._place
    _merge_example(old, new, merged, [name for name in changes if name not in told])
    return merged


def _once(value: Any) -> Any:
    """An outcome may stand twice in a book: the same again changes nothing."""
    if not (isinstance(value, list) and value and isinstance(value[0], Outcome)):
        return value
    rows: dict[tuple[Any, ...], Part] = {}
    for row in value:
        rows.setdefault(row.identity(), row)
    return list(rows.values())


def _both(old: Part, new: Part, name: str, before: Any, value: Any, faults: list[Fault]) -> Any:
    """A field of which both say something."""
    if isinstance(value, Part):
        return merge_parts(before, value, faults)
    if isinstance(value, dict):
        return _merge_values(before, value, new, name, faults)
    if isinstance(value, list) and isinstance(value[0], Part):
        return merge_lists(before, value, faults)
    if not is_same(before, value, ordered=(type(new), name) in ORDERED):
        faults.append(contradiction(new.at(name), before, value))
    return before


def merge_lists[P: Part](old: Sequence[P], new: Sequence[P], faults: list[Fault]) -> list[P]:
    """Two lists of rows by the rows' identity: the old ones in their order, then what is new in its order."""
    rows = {row.identity(): row for row in old}
    for row in new:
        same = row.counterpart(rows)
        before = rows.get(same)
        rows[same] = row if before is None else merge_parts(before, row, faults)
    return list(rows.values())


def _merge_values(
    old: dict[str, Decimal | None], new: dict[str, Decimal | None], row: Part, name: str, faults: list[Fault]
) -> dict[str, Decimal | None]:
    """Values by year. Here null says something (not measured), so it can contradict."""
    merged = dict(old)
    for year, value in new.items():
        if year in old and old[year] != value:
            faults.append(contradiction(row.at(name, year), old[year], value))
        merged.setdefault(year, value)
    return dict(sorted(merged.items()))


def _merge_example(old: Part, new: Part, merged: Part, filled: list[str]) -> None:
    """Who fills a thing with example values says it of these fields only; the rest stays as published."""
    before, mark = getattr(old, "example", False), getattr(new, "example", False)
    if before is True or not mark:
        return
    words = [new.written(name) for name in filled] if mark is True else mark
    together = list(dict.fromkeys([*(before or []), *words]))
    if together:
        merged.example = together  # type: ignore[attr-defined]


def is_same(before: Any, value: Any, *, ordered: bool = False) -> bool:
    """Whether two values say the same; `2` and `2.0` do, and lists of references in another order."""
    if isinstance(value, list) and isinstance(before, list) and not ordered and all(isinstance(v, str) for v in value):
        return sorted(before) == sorted(value)
    return bool(before == value)


def contradiction(place: str, before: Any, value: Any) -> Fault:
    """The fault that names both values."""
    words = {"value": _spoken(value), "before": _spoken(before)}
    return Fault(place, _("Boken säger %(value)s, men här står redan %(before)s.") % words)


def _spoken(value: Any) -> str:
    if value is None:
        return _("ej mätt")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_spoken(item) for item in value) + "]"
    return f"”{shown(format(value, 'f') if isinstance(value, Decimal) else value)}”"


def _other_term(old: Book, new: Book) -> list[Fault]:
    faults = []
    if old.municipality.code != new.municipality.code:
        faults.append(contradiction("municipality.code", old.municipality.code, new.municipality.code))
    if old.term.identity() != new.term.identity():
        years = [f"{book.term.first_year}–{book.term.last_year}" for book in (old, new)]
        faults.append(contradiction("term", *years))
    return faults
