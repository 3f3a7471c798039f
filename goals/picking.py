"""Finding the indicator of a proposal by words: what it means, its unit, its latest value and the curve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from goals.evidence import Evidence, evidence_of
from indicators.models import Indicator

MOST = 6
"""So many are shown; who sees more than that writes another word."""


@dataclass(frozen=True)
class Found:
    """The indicators that a search found, the best first, and how many there are in all."""

    hits: Sequence[Evidence]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.hits)


def search(text: str, rows: Iterable[Indicator], user: Any) -> Found:
    """Own and imported indicators that every word fits, with the outcomes that this person may see. One query."""
    hits = matching(text, rows)
    return Found(evidence_of(hits[:MOST], user), len(hits))


def matching(text: str, rows: Iterable[Indicator]) -> list[Indicator]:
    """The rows in which every word stands, in their order; those first whose name holds them all."""
    words = text.casefold().split()
    found = [row for row in rows if words and all(word in _all_of(row) for word in words)]
    return sorted(found, key=lambda row: not all(word in row.name.casefold() for word in words))


def _all_of(row: Indicator) -> str:
    definition = row.current.definition if row.current else ""
    return " ".join([row.name, definition, row.key, row.origin_system, row.origin_id]).casefold()
