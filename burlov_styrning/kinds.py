"""Kinds of rows that pages speak of without knowing their floor: what one is called, its title and its address.

The roof registers them; the ground shows with them what a decision decided, what happened, what waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

type Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """One model: its word (`målförslag`), where its page is, and how it is fetched with what its title needs."""

    model: type[Model]
    word: Text
    url: str = ""
    args: Callable[[Any], Mapping[str, Any]] = lambda row: {"pk": row.pk}
    title: Callable[[Any], str] = str
    related: Sequence[str] = ()
    decided_by: Sequence[str] = field(default=())
    """Fields that name the decision about a row."""

    def rows(self, user: Any) -> QuerySet[Any]:
        """The rows that this person may read, with what the title needs."""
        rows: QuerySet[Any] = self.model.objects.visible_to(user)  # type: ignore[attr-defined]
        return rows.select_related(*self.related) if self.related else rows

    def link(self, row: Any) -> Link:
        """The row as a link."""
        return Link(self.title(row), reverse(self.url, kwargs=dict(self.args(row))) if self.url else "", self.word, row)


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
