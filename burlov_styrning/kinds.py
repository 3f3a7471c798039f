"""Kinds of rows that pages speak of without knowing their floor: what one is called, its title and its address.

The roof registers them; the ground shows with them what a decision decided, what happened, what waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

type Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """One model: its word (`målförslag`), where its page is, and how it is fetched with what its title needs."""

    model: type[Model]
    word: Text
    address: Callable[[Any], str] = lambda row: ""
    title: Callable[[Any], str] = str
    prepare: Callable[[QuerySet[Any], Any], QuerySet[Any]] = lambda rows, user: rows
    """Fetches with the rows what title and address need; the title may depend on who reads."""
    decided_by: Sequence[str] = ()
    """Fields that name the decision about a row."""

    def rows(self, user: Any) -> QuerySet[Any]:
        """The rows that this person may read, with what the title needs."""
        return self.prepare(self.model.objects.visible_to(user), user)  # type: ignore[attr-defined]

    def link(self, row: Any) -> Link:
        """The row as a link."""
        return Link(self.title(row), self.address(row), self.word, row)


@dataclass(frozen=True)
class Link:
    """A row by title and address; the address is empty where its kind has no page."""

    title: str
    url: str
    word: Text
    row: Any = None


KINDS: dict[type[Model], Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; once, when the apps are ready."""
    KINDS.update({kind.model: kind for kind in kinds})


def decided(decision: Model, user: Any) -> list[tuple[Text, list[Link]]]:
    """What a decision decided, kind by kind, as far as this person may read it."""
    found = []
    for kind in KINDS.values():
        if not kind.decided_by:
            continue
        by = Q()
        for name in kind.decided_by:
            by |= Q(**{name: decision})
        rows = list(kind.rows(user).filter(by))
        if rows:
            found.append((kind.word, [kind.link(row) for row in rows]))
    return found
