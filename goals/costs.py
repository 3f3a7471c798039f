"""What proposals cost, year by year, beside the economic room of the scenario that is in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from goals.models import GoalProposal
from goals.rules.content import Cost, from_json
from goals.versions import reads_rows
from indicators import scenarios
from indicators.rules.room import YearSum, sums, tightest

S = GoalProposal.State
OPEN = (S.DRAFT, S.READY, S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK, S.ADOPTED)
"""What may still cost something: not what was declined, withdrawn or lapsed."""


@dataclass(frozen=True)
class Room:
    """The economic room in tkr by year, with the scenario that it comes from."""

    by_year: Mapping[int, Decimal]
    pk: int
    name: str
    example: bool = False


NO_ROOM = Room({}, 0, "")


@dataclass(frozen=True)
class Priced:
    """What one proposal says of its cost."""

    cost: Sequence[Cost]
    within_frame: bool | None = None

    @property
    def is_stated(self) -> bool:
        """Whether any amount was written."""
        return any(year.operating is not None or year.investment is not None for year in self.cost)


@dataclass(frozen=True)
class Bill:
    """What several proposals cost together: year by year, how many there are, and how many name no cost."""

    years: Sequence[YearSum]
    count: int
    unstated: int
    framed: Sequence[YearSum]
    """The part that the committees say they have room for in their frames."""

    @property
    def year(self) -> YearSum | None:
        """The year that the sum is told of: the one in which least is left."""
        return tightest(self.years)

    @property
    def in_frame(self) -> Decimal:
        """How much of that year's sum the committees say that their frames hold."""
        return next((one.cost for one in self.framed if self.year and one.year == self.year.year), Decimal(0))


def room_for(user: Any) -> Room:
    """The room as this person may read it. Two queries."""
    found = scenarios.in_use(user)
    if found is None:
        return NO_ROOM
    rows = list(found.years.all())
    example = found.example or any(row.example for row in rows)
    return Room({row.year: row.room for row in rows}, found.pk, str(found), example)


def bill(priced: Iterable[Priced], room: Room) -> Bill:
    """All of it together."""
    all_of_it = list(priced)
    return Bill(
        sums(_amounts(all_of_it), room.by_year),
        len(all_of_it),
        sum(1 for one in all_of_it if not one.is_stated),
        sums(_amounts(one for one in all_of_it if one.within_frame), room.by_year),
    )


def _amounts(priced: Iterable[Priced]) -> list[tuple[int, Decimal | None, Decimal | None]]:
    return [(cost.year, cost.operating, cost.investment) for one in priced for cost in one.cost]


def as_handed_in(proposals: Sequence[GoalProposal]) -> list[Priced]:
    """What each was handed in with; one query where books left no versions of some."""
    prefetch_related_objects([p for p in proposals if p.handed_in is None], "costs")
    return [_version(p) if p.handed_in else _rows(p) for p in proposals]


def of_committee(proposal: GoalProposal, user: Any) -> list[Priced]:
    """What its committee's proposals in the term cost, each as this person reads it. Two queries."""
    rows = GoalProposal.objects.visible_to(user).filter(organ=proposal.organ_id, term=proposal.term_id, state__in=OPEN)
    found = list(rows.select_related("handed_in").prefetch_related("costs"))
    return [_version(p) if p.handed_in and not reads_rows(p, user) else _rows(p) for p in found]


def _version(proposal: GoalProposal) -> Priced:
    assert proposal.handed_in is not None
    content = from_json(proposal.handed_in.content)
    return Priced(content.cost, content.within_frame)


def _rows(proposal: GoalProposal) -> Priced:
    cost = [Cost(row.year, row.operating, row.investment) for row in proposal.costs.all()]
    return Priced(cost, proposal.within_frame)
