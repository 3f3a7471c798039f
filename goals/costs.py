"""What proposals cost, year by year, beside the economic room of the scenario that is in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from burlov_styrning import rights
from goals.models import GoalProposal
from goals.rules.content import Cost, from_json
from goals.tally import COUNTED
from indicators.models import EconomicScenario, ScenarioYear
from indicators.rules.room import YearSum, sums, tightest

S = GoalProposal.State
OPEN = (S.DRAFT, S.READY, S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK, S.ADOPTED)
"""What may still cost something, for those who write it: not what was declined, withdrawn or lapsed."""


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
    """The room of the scenario in use, as this person may read it. One query."""
    scenarios = EconomicScenario.objects.visible_to(user).filter(in_use=True)
    rows = list(ScenarioYear.objects.filter(scenario__in=scenarios).select_related("scenario"))
    if not rows:
        return NO_ROOM
    found = rows[0].scenario
    example = found.example or any(row.example for row in rows)
    return Room({row.year: row.room for row in rows}, found.pk, str(found), example)


@dataclass(frozen=True)
class Prices:
    """What proposals cost, by id, and the room beside them."""

    room: Room
    by_proposal: Mapping[int, Priced]

    def bill(self, keys: Iterable[int]) -> Bill:
        """All of these together; one that is no longer before the council costs nothing."""
        return bill([self.by_proposal[key] for key in keys if key in self.by_proposal], self.room)


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


COLUMNS = (
    "pk", "within_frame", "handed_in__content", "costs__year", "costs__operating", "costs__investment",
)  # fmt: skip


def read(rows: QuerySet[GoalProposal], *more: str, as_written: bool = False) -> dict[int, tuple[Any, Priced]]:
    """Id → the columns that were asked for, and what the proposal was handed in with. One query.

    `as_written`, for those who write them: what the rows say now.
    """
    lines: dict[int, list[Any]] = {}
    for line in rows.order_by(*rows.query.order_by, "pk", "costs__year").values_list(*COLUMNS, *more, named=True):
        lines.setdefault(line.pk, []).append(line)
    return {pk: (of[0], _priced(of, as_written)) for pk, of in lines.items()}


def _priced(lines: Sequence[Any], as_written: bool) -> Priced:
    content = lines[0].handed_in__content
    if content and not as_written:
        handed_in = from_json(content)
        return Priced(handed_in.cost, handed_in.within_frame)
    cost = [Cost(line.costs__year, line.costs__operating, line.costs__investment) for line in lines if line.costs__year]
    return Priced(cost, lines[0].within_frame)


def prices_of(rows: QuerySet[GoalProposal], user: Any, *, as_written: bool = False) -> Prices:
    """What these proposals cost, with the room beside them. Two queries."""
    return Prices(room_for(user), {pk: one for pk, (_row, one) in read(rows, as_written=as_written).items()})


def of_committee(proposal: GoalProposal, user: Any) -> Prices:
    """The proposals of its committee in the term: those who write them see drafts too. Two queries."""
    writes = rights.holds(rights.Who.STAFF, rights.actor_of(user), proposal)
    states = OPEN if writes else COUNTED
    rows = GoalProposal.objects.visible_to(user).filter(
        organ=proposal.organ_id, term=proposal.term_id, state__in=states
    )
    return prices_of(rows, user, as_written=writes)
