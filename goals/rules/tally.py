"""The advisory tally: n points to a first place, n−1 to a second …; equal points share a rank.

By person every list weighs 1; by party group the group's one list weighs its seats. Only lists by people whose
assignment is in force when the lists close count. The spread is shown for party groups of at least three counted
lists.

Readings chosen where DOMAIN is silent: n is the term's number of places, also for a shorter list; equal points are a
tie whatever the number of lists; a proposal that is no longer offered (withdrawn) keeps its place in a list and gives
nobody its points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from goals.rules.problem import Problem

SPREAD_FROM = 3


class By(StrEnum):
    """Whose lists they are."""

    PERSON = "person"
    PARTY = "party"


@dataclass(frozen=True)
class Ballot:
    """One list, best first; `in_force` says whether its owner's assignment is so at closing."""

    proposals: tuple[str, ...]
    party: str | None = None
    in_force: bool = True
    seats: int = 1


@dataclass(frozen=True)
class Spread:
    """How many of a party group's lists name a proposal, and the points they give it."""

    party: str
    naming: int
    lists: int
    points: int


@dataclass(frozen=True)
class Row:
    """A proposal's result; `lists` is how many lists name it."""

    proposal: str
    rank: int
    shared: bool
    points: int
    lists: int
    spread: tuple[Spread, ...] = ()


@dataclass(frozen=True)
class Tally:
    """The rows by rank (ties in the order of the catalogue), and how many lists counted."""

    rows: tuple[Row, ...]
    counted: int
    left_out: int


def tally(ballots: Iterable[Ballot], proposals: Sequence[str], places: int, by: By = By.PERSON) -> Tally:
    """Count the lists over the proposals that are offered."""
    everything = list(ballots)
    counting = [ballot for ballot in everything if ballot.in_force]
    points = {p: sum(points_of(b, p, places, by) for b in counting) for p in proposals}
    ordered = sorted(proposals, key=lambda p: -points[p])
    rows = tuple(_row(p, points, counting, places, by) for p in ordered)
    return Tally(rows, len(counting), len(everything) - len(counting))


def points_of(ballot: Ballot, proposal: str, places: int, by: By = By.PERSON) -> int:
    """What a list gives a proposal: n for the first place, weighed by seats in a party group's list."""
    if proposal not in ballot.proposals[:places]:
        return 0
    weight = ballot.seats if by is By.PARTY else 1
    return (places - ballot.proposals.index(proposal)) * weight


def _row(proposal: str, points: dict[str, int], ballots: list[Ballot], places: int, by: By) -> Row:
    mine = points[proposal]
    rank = 1 + sum(1 for other in points.values() if other > mine)
    shared = sum(1 for other in points.values() if other == mine) > 1
    naming = sum(1 for ballot in ballots if proposal in ballot.proposals[:places])
    return Row(proposal, rank, shared, mine, naming, _spread(proposal, ballots, places, by))


def _spread(proposal: str, ballots: list[Ballot], places: int, by: By) -> tuple[Spread, ...]:
    groups: dict[str, list[Ballot]] = {}
    for ballot in ballots:
        if ballot.party is not None:
            groups.setdefault(ballot.party, []).append(ballot)
    return tuple(
        Spread(
            party,
            sum(1 for ballot in lists if proposal in ballot.proposals[:places]),
            len(lists),
            sum(points_of(ballot, proposal, places, by) for ballot in lists),
        )
        for party, lists in sorted(groups.items())
        if len(lists) >= SPREAD_FROM
    )


def list_problems(chosen: Sequence[str], offered: Iterable[str], places: int) -> list[Problem]:
    """What hinders a list from being saved: too many, one twice, one that is not offered."""
    found: list[Problem] = []
    if len(chosen) > places:
        found.append(Problem("proposals", "too_many", {"places": places, "chosen": len(chosen)}))
    if len(set(chosen)) < len(chosen):
        found.append(Problem("proposals", "chosen_twice"))
    if set(chosen) - set(offered):
        found.append(Problem("proposals", "not_offered"))
    return found
