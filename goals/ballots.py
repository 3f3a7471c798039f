"""Priority lists as steps: one per councillor or party group, changed until the lists close, advisory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Person
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.rights import Actor, Who
from burlov_styrning.swedish import partial_date
from burlov_styrning.workflow import acting
from goals import terms
from goals.models import Ballot, GoalProposal, Note, Priority, Reading, Term
from goals.models.ballot import party_of
from goals.moves import BALLOTS, NOTES
from goals.rules import tally
from goals.words import sentence

RANKABLE = (GoalProposal.State.SUBMITTED, GoalProposal.State.SUPPLEMENT)

type Places = Sequence[int]
"""Ids of proposals, best first."""


@dataclass(frozen=True)
class Saved:
    """The list as it stands after a step; `meanwhile`: it was not the list that the page showed when one began."""

    ballot: Ballot
    places: Places
    meanwhile: bool


def seen(places: Places) -> str:
    """The list as a page carries it, to tell whether another window (or a colleague) changed it since."""
    return "-".join(map(str, places))


def seen_text(text: str) -> str:
    """A note as a page carries it, for the same reason."""
    return sha256(text.encode()).hexdigest()[:16]


def rankable(term: Term) -> Any:
    """The proposals that a list may hold: those handed in."""
    return term.proposals.filter(state__in=RANKABLE)


def mine(term: Term, user: Any) -> Ballot | None:
    """The person's own list (or the party group's, where the controller set lists so)."""
    actor = rights.actor_of(user)
    if term.ballots_by == Term.By.PARTY:
        rows = Ballot.objects.filter(term=term, person=None, party=party_of(actor) or "-")
    else:
        rows = Ballot.objects.filter(term=term, person=actor.person or 0)
    ballot: Ballot | None = rows.first()
    return ballot


def blank(term: Term, user: Any) -> Ballot:
    """A list of this person (or party group) before it is saved."""
    actor = rights.actor_of(user)
    if term.ballots_by == Term.By.PARTY:
        return Ballot(term=term, party=party_of(actor), laid_by_id=actor.person)
    return Ballot(term=term, person_id=actor.person, party=party_of(actor))


def are_open(term: Term, user: Any) -> bool:
    """Whether this person can change a list in the term now."""
    fresh = blank(term, user)
    return BALLOTS.may_create("rank", fresh, user) and not (_nobodys(fresh) or terms.lists_are_closed(term))


# Steps


def rank(term: Term, proposals: Sequence[GoalProposal], *, by: Any, shown: str | None = None) -> Saved:
    """Save the whole list in its order, best first; an empty list is a list too."""
    return _arrange(term, lambda places: [proposal.pk for proposal in proposals], by, shown)


def add(proposal: GoalProposal, *, by: Any, shown: str | None = None) -> Saved:
    """Put it last on the list; it stays where it is when it stands there."""
    pk = proposal.pk
    return _arrange(proposal.term, lambda places: [*places] if pk in places else [*places, pk], by, shown)


def remove(proposal: GoalProposal, *, by: Any, shown: str | None = None) -> Saved:
    """Take it off the list."""
    return _arrange(proposal.term, lambda places: [place for place in places if place != proposal.pk], by, shown)


def move(proposal: GoalProposal, steps: int, *, by: Any, shown: str | None = None) -> Saved:
    """One place up (−1) or down (1)."""
    pk = proposal.pk
    return _arrange(proposal.term, lambda places: _moved(places, pk, _place_of(places, pk) + steps), by, shown)


def put(proposal: GoalProposal, place: int, *, by: Any, shown: str | None = None) -> Saved:
    """To that place, 1 first; the others keep their order among themselves."""
    return _arrange(proposal.term, lambda places: _moved(places, proposal.pk, place), by, shown)


def _place_of(places: Places, pk: int) -> int:
    return places.index(pk) + 1 if pk in places else 0


def _moved(places: Places, pk: int, place: int) -> Places:
    """What was taken off the list meanwhile is not put back by being moved."""
    if pk not in places:
        return places
    others = [other for other in places if other != pk]
    others.insert(max(0, place - 1), pk)
    return others


@transaction.atomic
def _arrange(term: Term, arrange: Callable[[Places], Places], by: Any, shown: str | None) -> Saved:
    """Every step is told relative to the list as it is stored: of two windows neither undoes what the other did."""
    Term.objects.select_for_update().get(pk=term.pk)  # one after the other: a double click makes one list
    ballot = mine(term, by) or blank(term, by)
    with acting(BALLOTS, "rerank" if ballot.pk else "rank", ballot, by=by) as act:
        _refuse_closed(term)
        act.rule(_nobodys(act.row))
        stored = list(act.row.priorities.values_list("proposal", flat=True)) if act.row.pk else []
        wanted = arrange(stored)
        act.rule(_problems(term, wanted, stored))
        act.row.save()
        if wanted != stored:
            _write(act.row, wanted)
    return Saved(ballot, tuple(wanted), shown not in (None, seen(stored)))


def _refuse_closed(term: Term) -> None:
    if terms.lists_are_closed(term):
        day = partial_date(terms.lists_close(term))
        raise Refusal(Reason.PHASE, _("Listorna stängdes %(day)s. De kan läsas, inte ändras.") % {"day": day})


def _nobodys(ballot: Ballot) -> list[str]:
    if ballot.person_id or ballot.party:
        return []
    return [_("Listorna är partigruppernas, och ditt uppdrag säger inget parti. Be administratören fylla i det.")]


def _problems(term: Term, wanted: Places, stored: Places) -> list[str]:
    """What stands on the list may stay there, also when it was withdrawn since."""
    offered = {*rankable(term).values_list("pk", flat=True), *stored}
    found = tally.list_problems([str(pk) for pk in wanted], [str(pk) for pk in offered], term.places)
    return [sentence(problem) for problem in found]


def _write(ballot: Ballot, wanted: Places) -> None:
    ballot.priorities.all().delete()
    for place, pk in enumerate(wanted, 1):
        Priority.objects.create(ballot=ballot, proposal_id=pk, place=place)


# Reading


@transaction.atomic
def note(proposal: GoalProposal, text: str, *, by: Any, shown: str | None = None) -> Note:
    """The councillor's private note on a proposal; refused where another window saved another text meanwhile."""
    actor: Actor = rights.actor_of(by)
    Person.objects.select_for_update().filter(pk=actor.person).first()  # two tabs make one note
    row = Note.objects.filter(person_id=actor.person, proposal=proposal).first()
    row = row or Note(person_id=actor.person or 0, proposal=proposal)
    with acting(NOTES, "edit" if row.pk else "write", row, by=by) as act:
        _refuse_unseen(act.row.text, text.strip(), shown)
        act.row.text = text.strip()
    return row


def _refuse_unseen(stored: str, wanted: str, shown: str | None) -> None:
    if shown is not None and stored != wanted and shown != seen_text(stored):
        raise Conflict(_("Du sparade en annan anteckning i ett annat fönster."), mine=wanted, theirs=stored)


def read(proposal: GoalProposal, *, by: Any) -> None:
    """That the councillor has opened it, for the reader alone; once, however often."""
    actor: Actor = rights.actor_of(by)
    if not rights.holds(Who.COUNCILLOR, actor, proposal) or actor.person is None:
        raise Refusal(Reason.RIGHT, _("Det här får du inte göra: %(label)s.") % {"label": _("läsa förslagen")})
    mark = Reading(person_id=actor.person, proposal=proposal)
    Reading.objects.bulk_create([mark], ignore_conflicts=True)  # not content
