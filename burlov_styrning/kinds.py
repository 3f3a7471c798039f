"""Kinds of rows that pages speak of without knowing their floor: what one is called, its title and its address.

The roof registers them; the ground shows with them what a decision decided, what happened, what waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

type Text = str | Promise
type Fetch = Callable[[QuerySet[Any], Any, bool], QuerySet[Any]]


@dataclass(frozen=True)
class Kind:
    """One model: its word (`målförslag`), where its page is, and how it is fetched with what its title needs."""

    model: type[Model]
    word: Text
    address: Callable[[Any], str] = lambda row: ""
    title: Callable[[Any], str] = str
    prepare: Fetch = lambda rows, user, own: rows
    """Fetches with the rows what title and address need; the title may depend on who reads, and whether it is own."""
    decided_by: Sequence[str] = ()
    """Fields that name the decision about a row."""

    def rows(self, user: Any) -> QuerySet[Any]:
        """The rows that this person may read, with what the title needs."""
        return self.prepare(self.model.objects.visible_to(user), user, False)  # type: ignore[attr-defined]

    def own_rows(self, user: Any) -> QuerySet[Any]:
        """The same of the rows that this person writes for the organ or unit of."""
        return self.prepare(self.model.objects.own_of(user), user, True)  # type: ignore[attr-defined]

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
    told: Text = ""
    """What was done with it (`bordlagt`), where the log knows."""


KINDS: dict[type[Model], Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; once, when the apps are ready."""
    KINDS.update({kind.model: kind for kind in kinds})


def decided(decision: Model, user: Any) -> list[tuple[Text, list[Link]]]:
    """What a decision was about, kind by kind, as far as this person may read it.

    The log knows more than the rows: what was referred back or tabled keeps no decision of its own.
    """
    logged = _logged(decision)
    found = []
    for kind in KINDS.values():
        if not kind.decided_by:
            continue
        by = Q()
        for name in kind.decided_by:
            by |= Q(**{name: decision})
        told = logged.get(kind.model, {})
        rows = list(kind.rows(user).filter(by | Q(pk__in=told)))
        if rows:
            found.append((kind.word, [replace(kind.link(row), told=told.get(row.pk, "")) for row in rows]))
    return found


def _logged(decision: Model) -> dict[type[Model], dict[int, Text]]:
    """What the log says was done by the decision, row by row; the last word counts."""
    from burlov_styrning.base.models import Event
    from burlov_styrning.workflow import WORKFLOWS

    found: dict[type[Model], dict[int, Text]] = {}
    for event in Event.objects.filter(decision=decision).select_related("content_type"):
        model = event.content_type.model_class()
        if model is not None:
            found.setdefault(model, {})[event.object_id] = WORKFLOWS[event.flow].telling(event.move)
    return found
