"""The versions of a book's proposals: what they say as they come in; of what was handed in, what is read outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from burlov_styrning.pages.book.rows.saving import BATCH, Saver
from goals.models import GoalProposal, ProposalVersion, Term
from goals.rules.content import to_json
from goals.written import PARTS, content_of

S = GoalProposal.State
HANDED_IN = (S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK, S.ADOPTED, S.DECLINED, S.WITHDRAWN, S.LAPSED)

SAVED = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number").values("content")[:1]


def hand_in(saver: Saver, term: Term | None) -> None:
    """A version of each proposal that the book told something of; of one that was handed in the one read outside."""
    touched = dict(_touched(saver))
    if not touched:
        return
    rows = GoalProposal.objects.filter(term=term, pk__in=touched)
    rows = (
        rows.annotate(last=Coalesce(Max("versions__number"), 0), last_saved=Subquery(SAVED))
        .select_related("term", "organ", "area", "continues", "handed_in")
        .prefetch_related(*PARTS)
    )
    made = [version for row in rows if (version := _version(row))]
    ProposalVersion.objects.bulk_create(made, batch_size=BATCH)  # not content: history itself
    for version in made:
        if not version.is_handed_in:
            continue
        saver.fill(touched[version.proposal_id], {"handed_in": version}, "proposals")


def _version(row: Any) -> ProposalVersion | None:
    """The next version; none where the last one says the same (of what was handed in: the last one handed in)."""
    content, out = to_json(content_of(row)), row.state in HANDED_IN
    last = row.handed_in.content if out and row.handed_in else None if out else row.last_saved
    if last == content:
        return None
    return ProposalVersion(
        proposal=row,
        number=row.last + 1,
        content=content,
        state=row.state,
        is_handed_in=out,
        decision_id=row.committee_decision_id if out else None,
    )


def _touched(saver: Saver) -> Iterator[tuple[int, Any]]:
    for row in [*saver.made, *saver.linked, *saver.filled]:
        proposal = _proposal_of(row)
        if proposal is not None:
            yield proposal.pk, proposal


def _proposal_of(row: Any) -> Any:
    """The proposal that the row is, or is a part of."""
    if isinstance(row, GoalProposal):
        return row
    if isinstance(row, GoalProposal.needs.through):
        return row.goalproposal
    if row._meta.model_name in ("consultation", "proposalcost", "proposalindicator"):
        return row.proposal
    return row.proposal_indicator.proposal if row._meta.model_name == "proposalvalue" else None
