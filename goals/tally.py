"""The tally of the priority lists: who counts, and how the proposals came out. Advisory, after the lists closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from burlov_styrning.base.models import Assignment
from burlov_styrning.base.people import in_force
from burlov_styrning.clock import today
from burlov_styrning.partial_dates import last_day
from burlov_styrning.rights import COUNCIL, ELECTED, Role
from goals import terms
from goals.models import Ballot, GoalProposal, Term
from goals.rules import tally as rule

S = GoalProposal.State
COUNTED = (S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK, S.ADOPTED, S.DECLINED, S.LAPSED)
"""The catalogue also after the council's decision; what its committee withdrew is no longer offered."""


@dataclass(frozen=True)
class Line:
    """A proposal's result: the row of the rule, and the proposal it speaks of."""

    proposal: GoalProposal
    row: rule.Row


@dataclass(frozen=True)
class Result:
    """The tally of a term."""

    lines: Sequence[Line]
    counted: int
    left_out: int
    by: rule.By
    example: bool


def closing_day(term: Term) -> date:
    """The day whose assignments count: the last one of the lists."""
    closes = terms.lists_close(term)
    return min(last_day(closes), today()) if closes else today()


@dataclass(frozen=True)
class Roll:
    """Who could hand in a list on the day: person → party, and each party's seats."""

    parties: Mapping[int, str]
    seats: Mapping[str, int]


def roll(day: date) -> Roll:
    """The council on a day. A deputy's list counts, but a deputy is no seat."""
    rows = Assignment.objects.filter(in_force(day)).filter(
        Q(role=Role.COUNCILLOR) | Q(role__in=ELECTED, organ__kind=COUNCIL)
    )
    held = list(rows.values_list("person", "party", "role"))
    seated = {(person, party) for person, party, role in held if role != Role.DEPUTY and party}
    return Roll({person: party for person, party, _role in held}, Counter(party for _person, party in seated))


def tally(term: Term, proposals: Iterable[GoalProposal], user: Any) -> Result:
    """Count the lists that this person may see. `proposals`: the term's, in the order of the catalogue."""
    offered = {str(p.pk): p for p in proposals}
    by, there = rule.By(term.ballots_by), roll(closing_day(term))
    ballots = list(_lists(term, by, user))
    found = rule.tally([_as_rule(ballot, there) for ballot in ballots], list(offered), term.places, by)
    lines = [Line(offered[row.proposal], row) for row in found.rows]
    return Result(lines, found.counted, found.left_out, by, any(ballot.example for ballot in ballots))


def _lists(term: Term, by: rule.By, user: Any) -> Any:
    """A term whose lists changed kind on the way counts those of the kind that it has now."""
    whose = Q(person__isnull=by is rule.By.PARTY)
    return Ballot.objects.visible_to(user).filter(whose, term=term).prefetch_related("priorities")


def _as_rule(ballot: Ballot, there: Roll) -> rule.Ballot:
    chosen = tuple(str(priority.proposal_id) for priority in ballot.priorities.all())
    if ballot.person_id:
        party = there.parties.get(ballot.person_id, ballot.party) or None
        return rule.Ballot(chosen, party, ballot.person_id in there.parties)
    seats = there.seats.get(ballot.party, 0)
    return rule.Ballot(chosen, ballot.party, seats > 0, seats)
