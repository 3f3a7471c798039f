"""Priority lists as steps: one per councillor or party group, changed until the lists close, advisory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import ELECTED, Actor, Role
from burlov_styrning.workflow import acting
from goals import terms
from goals.models import Ballot, GoalProposal, Note, Priority, Term
from goals.moves import BALLOTS, NOTES
from goals.rules import tally
from goals.words import sentence

RANKABLE = (GoalProposal.State.SUBMITTED, GoalProposal.State.SUPPLEMENT)


def rankable(term: Term) -> Any:
    """The proposals that a list may hold: those handed in."""
    return term.proposals.filter(state__in=RANKABLE)


def party_of(actor: Actor) -> str:
    """The party that the person is elected for in the council."""
    posts = [p for p in actor.posts if p.role is Role.COUNCILLOR or (p.role in ELECTED and p.kind == rights.COUNCIL)]
    return next((p.party for p in posts if p.party), "")


def mine(term: Term, user: Any) -> Ballot | None:
    """The person's own list (or the party group's, where the controller set lists so)."""
    actor = rights.actor_of(user)
    if term.ballots_by == Term.By.PARTY:
        rows = Ballot.objects.filter(term=term, person=None, party=party_of(actor) or "-")
    else:
        rows = Ballot.objects.filter(term=term, person=actor.person or 0)
    ballot: Ballot | None = rows.first()
    return ballot


def rank(term: Term, proposals: Sequence[GoalProposal], *, by: Any) -> Ballot:
    """Save the whole list in its order, best first; an empty list is a list too."""
    actor = rights.actor_of(by)
    ballot = mine(term, by) or _new(term, actor)
    move = "rerank" if ballot.pk else "rank"
    with acting(BALLOTS, move, ballot, by=by) as act:
        if terms.lists_are_closed(term):
            raise Refusal(Reason.PHASE, _("Listorna är stängda sedan %(day)s.") % {"day": terms.lists_close(term)})
        act.rule(_problems(term, proposals))
        act.row.save()
        act.row.priorities.all().delete()
        for place, proposal in enumerate(proposals, 1):
            Priority.objects.create(ballot=act.row, proposal=proposal, place=place)
    return ballot


def _new(term: Term, actor: Actor) -> Ballot:
    if term.ballots_by == Term.By.PARTY:
        return Ballot(term=term, party=party_of(actor))
    return Ballot(term=term, person_id=actor.person, party=party_of(actor))


def _problems(term: Term, proposals: Sequence[GoalProposal]) -> list[str]:
    offered = rankable(term).values_list("key", flat=True)
    chosen = [proposal.key if proposal.term_id == term.pk else "" for proposal in proposals]
    return [sentence(problem) for problem in tally.list_problems(chosen, offered, term.places)]


def note(proposal: GoalProposal, text: str | None, *, by: Any, read: bool = True) -> Note:
    """The councillor's private note on a proposal; reading it is noted too, for the reader alone."""
    actor = rights.actor_of(by)
    row = Note.objects.filter(person_id=actor.person, proposal=proposal).first()
    row = row or Note(person_id=actor.person or 0, proposal=proposal)
    with acting(NOTES, "edit" if row.pk else "write", row, by=by) as act:
        if text is not None:
            act.row.text = text
        if read and act.row.read_at is None:
            act.row.read_at = timezone.now()
    return row
