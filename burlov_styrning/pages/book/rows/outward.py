"""How far out a book's rows have come: what is decided comes in as published (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from burlov_styrning.exposure import Exposure
from burlov_styrning.pages.book.schema import Book, Proposal
from followup.moves import ASSESSMENTS
from goals.models import Need as NeedRow
from goals.moves import ANSWERING, PATHS, PROPOSALS

DECIDED = {"proposal": ("adopted", "declined"), "path": ("decided",), "assessment": ("approved",)}


def of_proposal(state: str) -> Exposure:
    """What the council decided is published; the others stand where their state puts them."""
    return Exposure.PUBLISHED if state in DECIDED["proposal"] else PROPOSALS.exposure[state]


def of_path(state: str) -> Exposure:
    """A decided path is published."""
    return Exposure.PUBLISHED if state in DECIDED["path"] else PATHS.exposure[state]


def of_assessment(state: str) -> Exposure:
    """An approved judgement is published."""
    return Exposure.PUBLISHED if state in DECIDED["assessment"] else ASSESSMENTS.exposure[state]


def needs(book: Book) -> dict[str, tuple[Exposure, str]]:
    """For each need how far out the proposals that answer it bring it, and its state."""
    return {need.key: _of_need([p for p in book.proposals if need.key in p.needs]) for need in book.needs}


def _of_need(proposals: Iterable[Proposal]) -> tuple[Exposure, str]:
    """Behind an adopted goal published, behind what was handed in a record, else its unit's own."""
    states = {proposal.state for proposal in proposals}
    state = str(NeedRow.State.ANSWERED if states & ANSWERING else NeedRow.State.OPEN)
    if "adopted" in states:
        return Exposure.PUBLISHED, state
    handed_in = states - {"draft", "ready"}
    return (Exposure.RECORD if handed_in else Exposure.WORKING), state


def of_forecast(book: Book) -> dict[tuple[Any, ...], Exposure]:
    """A forecast is as far out as the judgements that its owner made with it; one that stands alone as its round."""
    rounds = {row.key: row.state in ("closed", "adopted") for row in book.rounds}
    judged: dict[tuple[Any, ...], list[Exposure]] = {}
    indicators = {goal.key: [target.indicator for target in goal.indicators] for goal in book.goals}
    for row in book.assessments:
        for indicator in indicators.get(row.goal or "", []):
            judged.setdefault((indicator, row.owner, row.round), []).append(of_assessment(row.state))
    return {row.identity(): _least(judged.get((row.indicator, row.owner, row.round)), rounds.get(row.round or "", True))
            for row in book.forecasts}  # fmt: skip


def _least(judged: list[Exposure] | None, closed: bool) -> Exposure:
    if judged:
        return min(judged, key=list(Exposure).index)
    return Exposure.PUBLISHED if closed else Exposure.WORKING
