"""What the checks look things up in: one book, and what the database knows besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from burlov_styrning.pages.book.schema import Assessment, Book, Indicator, Proposal
from burlov_styrning.pages.book.schema.row import Part

type Suggest = Callable[[Assessment], str | None]
"""What the figures suggest for the goal of an assessment; None where nothing can be suggested."""


@dataclass(frozen=True)
class Known:
    """Keys that exist outside the book that is checked (it holds the whole term and the municipality's own lists)."""

    organs: Mapping[str, str] = field(default_factory=dict)
    """Key → kind."""
    units: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()
    """Indicators that have a formula, and so no outcomes of their own."""
    sources: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    decisions: Mapping[str, str] = field(default_factory=dict)
    """Key → its organ's key."""
    earlier: frozenset[str] = frozenset()
    """Goals and proposals of other terms, which a proposal may continue."""


class Context:
    """One book's rows by key."""

    def __init__(self, book: Book, known: Known, suggest: Suggest | None) -> None:
        self.book, self.known, self.suggest = book, known, suggest

    @cached_property
    def kinds(self) -> dict[str, str | None]:
        """Each organ's kind."""
        return {**self.known.organs, **{organ.key: organ.kind for organ in self.book.organs}}

    @cached_property
    def deciders(self) -> dict[str, str | None]:
        """Each decision's organ."""
        return {**self.known.decisions, **{row.key: row.organ for row in self.book.decisions}}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The book's indicators."""
        return {row.key: row for row in self.book.indicators}

    @cached_property
    def proposals(self) -> dict[str, Proposal]:
        """The book's proposals."""
        return {row.key: row for row in self.book.proposals}

    @cached_property
    def keys(self) -> dict[str, set[str]]:
        """The keys that exist, by the list they belong to."""
        book, known = self.book, self.known
        lists: dict[str, tuple[Sequence[Any], Any]] = {
            "organs": (book.organs, known.organs),
            "units": (book.units, known.units),
            "people": (book.people, known.people),
            "sources": (book.sources, known.sources),
            "indicators": (book.indicators, known.indicators),
            "decisions": (book.decisions, known.decisions),
            "goal_areas": (book.goal_areas, ()),
            "needs": (book.needs, ()),
            "proposals": (book.proposals, ()),
            "goals": (book.goals, ()),
            "rounds": (book.rounds, ()),
        }
        return {name: {row.key for row in rows} | set(more) for name, (rows, more) in lists.items()}


def parts(part: Part) -> Iterator[Part]:
    """A part and all that it holds, in the order of the book."""
    yield part
    for name in part.model_fields_set:
        value = getattr(part, name)
        if isinstance(value, Part):
            yield from parts(value)
        elif isinstance(value, list) and value and isinstance(value[0], Part):
            for row in value:
                yield from parts(row)
