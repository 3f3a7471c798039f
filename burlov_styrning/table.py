"""The words that the tables of moves are written in: who may, what must be given, from which states."""

from __future__ import annotations

from burlov_styrning.rights import Who
from burlov_styrning.workflow import Ask

ANY: frozenset[str] = frozenset()
"""Any state."""

ADMINISTRATOR = frozenset({Who.ADMINISTRATOR})
ANYONE = frozenset({Who.ANYONE})
CONTROLLER = frozenset({Who.CONTROLLER})
COUNCIL_SECRETARY = frozenset({Who.COUNCIL_SECRETARY})
MANAGER = frozenset({Who.MANAGER})
ORGAN_STAFF = frozenset({Who.ORGAN_STAFF})
SECRETARY = frozenset({Who.SECRETARY})
STAFF = frozenset({Who.STAFF})

COMMENT = frozenset({Ask.COMMENT})
DECISION = frozenset({Ask.DECISION})
REASON = frozenset({Ask.REASON})


def one(state: str) -> frozenset[str]:
    """A single state."""
    return frozenset({str(state)})
