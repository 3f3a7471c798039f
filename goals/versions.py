"""A proposal's versions: saved at each step, handed in by a decision, read by who may read which.

Inside the organ the rows are read; from outside the version that was handed in (DOMAIN §3, §8).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from burlov_styrning import rights
from burlov_styrning.base.models import Access, Decision
from burlov_styrning.rights import Role, Who
from goals.models import GoalProposal, ProposalVersion
from goals.rules.content import ProposalContent, from_json, to_json
from goals.written import JOINED, PARTS, content_of

S = GoalProposal.State
WORKING_ON = {
    S.DRAFT: frozenset({Who.STAFF}),
    S.SUPPLEMENT: frozenset({Who.STAFF, Who.MEMBER, Who.SECRETARY}),
    S.REFERRED_BACK: frozenset({Who.STAFF, Who.MEMBER, Who.SECRETARY}),
}
"""Who reads the rows while they are worked on; else all inside the organ and the controller."""


def reads_rows(proposal: GoalProposal, user: Any) -> bool:
    """Whether the person reads the text as it is worked on, not only what was handed in."""
    actor = rights.actor_of(user)
    whos = WORKING_ON.get(S(proposal.state), rights.IN_ORGAN)
    return any(rights.holds(who, actor, proposal) for who in whos) or is_opened_to(proposal, actor)


def reads_history(proposal: GoalProposal, user: Any) -> bool:
    """Whether the person reads the drafts behind it: those who write it, and whom it was opened to."""
    actor = rights.actor_of(user)
    return rights.holds(Who.STAFF, actor, proposal) or is_opened_to(proposal, actor)


def opened_to(actor: rights.Actor) -> Exists:
    """The same as a column, for a page that fetches the proposal: `opened`."""
    return Exists(Access.objects.filter(kind=GoalProposal.rights_kind, row=OuterRef("pk"), person_id=actor.person or 0))


def is_opened_to(proposal: GoalProposal, actor: rights.Actor) -> bool:
    """Whether the draft was opened to this person: invited, or on an auditor's own request."""
    if actor.person is None or not actor.has(Role.CONTROLLER, Role.AUDITOR):
        return False
    if "opened" in vars(proposal):
        return bool(vars(proposal)["opened"])
    rows = Access.objects.filter(kind=GoalProposal.rights_kind, row=proposal.pk, person_id=actor.person)
    return bool(rows.exists())


def content_for(proposal: GoalProposal, user: Any) -> ProposalContent:
    """What this person reads of a proposal that is visible to them."""
    if proposal.handed_in is None or reads_rows(proposal, user):
        return content_of(proposal)
    return from_json(proposal.handed_in.content)


def title_for(proposal: GoalProposal, user: Any) -> str:
    """The title that this person may read."""
    if proposal.handed_in is None or reads_rows(proposal, user):
        return str(proposal.title)
    return str(proposal.handed_in.content["title"])


def versions_for(proposal: GoalProposal, user: Any) -> Sequence[ProposalVersion]:
    """The saved versions that the person may read, newest first: from outside those that were handed in."""
    rows = proposal.versions.select_related("saved_by", "decision__organ").order_by("-number")
    return list(rows if reads_history(proposal, user) else rows.filter(is_handed_in=True))


# Saving, inside a step


def snapshot(proposal: GoalProposal, person: int | None) -> ProposalVersion:
    """Keep what the rows say as the next version; what equals the last one is not kept twice."""
    content = to_json(content_of(_as_stored(proposal)))
    last = proposal.versions.order_by("number").last()
    if last and last.content == content:
        return last
    return _add(proposal, content, last.number if last else 0, person)


def _as_stored(proposal: GoalProposal) -> GoalProposal:
    stored: GoalProposal = GoalProposal.objects.select_related(*JOINED).prefetch_related(*PARTS).get(pk=proposal.pk)
    return stored


def _add(proposal: GoalProposal, content: dict[str, Any], last: int, person: int | None) -> ProposalVersion:
    made: ProposalVersion = proposal.versions.create(
        number=last + 1, content=content, state=proposal.state, saved_by_id=person
    )
    return made


def hand_in(proposal: GoalProposal, person: int | None, decision: Decision | None) -> None:
    """The version that those outside read from now on, with the decision that handed it in."""
    version = snapshot(proposal, person)
    if version.is_handed_in and decision and version.decision_id != decision.pk:
        version = _add(proposal, version.content, version.number, person)
    version.is_handed_in, version.decision = True, decision
    version.save()
    proposal.handed_in = version


def keep_handed_in(proposal: GoalProposal, person: int | None) -> None:
    """Before a public record is worked on: freeze what was handed in, where a book left no version of it."""
    if proposal.handed_in_id is None:
        hand_in(proposal, person, proposal.committee_decision)
