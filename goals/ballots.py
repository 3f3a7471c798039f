"""Priority lists as steps: one per councillor or party group, changed until the lists close, advisory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Person
from burlov_styrning.refusals import Reason, Refusal
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
        return Ballot(term=term, party=party_of(actor))
    return Ballot(term=term, person_id=actor.person, party=party_of(actor))


def are_open(term: Term, user: Any) -> bool:
    """Whether this person can change a list in the term now."""
    return BALLOTS.may_create("rank", blank(term, user), user) and not terms.lists_are_closed(term)


# Steps


def rank(term: Term, proposals: Sequence[GoalProposal], *, by: Any) -> Ballot:
    """Save the whole list in its order, best first; an empty list is a list too."""
    return _arrange(term, lambda places: [proposal.pk for proposal in proposals], by)


def add(proposal: GoalProposal, *, by: Any) -> Ballot:
    """Put it last on the list; it stays where it is when it stands there."""
    pk = proposal.pk
    return _arrange(proposal.term, lambda places: [*places] if pk in places else [*places, pk], by)


def remove(proposal: GoalProposal, *, by: Any) -> Ballot:
    """Take it off the list."""
    return _arrange(proposal.term, lambda places: [place for place in places if place != proposal.pk], by)


def move(proposal: GoalProposal, steps: int, *, by: Any) -> Ballot:
    """One place up (−1) or down (1)."""
    return _arrange(proposal.term, lambda places: _moved(places, proposal.pk, steps), by)


def _moved(places: Places, pk: int, steps: int) -> Places:
    if pk not in places:
        return places
    others = [place for place in places if place != pk]
    others.insert(max(0, places.index(pk) + steps), pk)
    return others


@transaction.atomic
def _arrange(term: Term, arrange: Callable[[Places], Places], by: Any) -> Ballot:
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
    return ballot


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
def note(proposal: GoalProposal, text: str, *, by: Any) -> Note:
    """The councillor's private note on a proposal."""
    actor: Actor = rights.actor_of(by)
    Person.objects.select_for_update().filter(pk=actor.person).first()  # two tabs make one note
    row = Note.objects.filter(person_id=actor.person, proposal=proposal).first()
    row = row or Note(person_id=actor.person or 0, proposal=proposal)
    with acting(NOTES, "edit" if row.pk else "write", row, by=by) as act:
        act.row.text = text.strip()
    return row


def read(proposal: GoalProposal, *, by: Any) -> None:
    """That the councillor has opened it, for the reader alone; once, however often."""
    actor: Actor = rights.actor_of(by)
    if not rights.holds(Who.COUNCILLOR, actor, proposal) or actor.person is None:
        raise Refusal(Reason.RIGHT, _("Det här får du inte göra: %(label)s.") % {"label": _("läsa förslagen")})
    mark = Reading(person_id=actor.person, proposal=proposal)
    Reading.objects.bulk_create([mark], ignore_conflicts=True)  # not content
