"""The phases of a term that a book says nothing about."""

from __future__ import annotations

from datetime import date

from burlov_styrning.pages.book.schema.base import Term

PHASES = ("needs", "proposals", "selection", "breakdown", "follow_up", "closed")


def default_phases(term: Term, today: date) -> list[tuple[str, str]]:
    """`closed` is open when the term's last year is past, else `follow_up` is; what comes before is closed."""
    current = "closed" if today.year > term.years[-1] else "follow_up"
    at = PHASES.index(current)
    return [
        (phase, "closed" if index < at else "open" if index == at else "planned") for index, phase in enumerate(PHASES)
    ]
