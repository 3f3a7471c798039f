"""What a book's proposals said when they were handed in: the version that those outside their committee read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from django.db.models.functions import Coalesce

from burlov_styrning.pages.book.rows.saving import BATCH, Saver
from goals.models import GoalProposal, ProposalVersion, Term
from goals.rules.content import to_json
from goals.written import PARTS, content_of

S = GoalProposal.State
HANDED_IN = (S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK, S.ADOPTED, S.DECLINED, S.WITHDRAWN, S.LAPSED)


def hand_in(saver: Saver, term: Term | None) -> None:
    """A version of each handed-in proposal that the book told something of."""
    touched = {pk: row for pk, row in _touched(saver) if row.state in HANDED_IN}
    if not touched:
        return
    rows = GoalProposal.objects.filter(term=term, pk__in=touched)
    rows = (
        rows.annotate(last=Coalesce(Max("versions__number"), 0))
        .select_related("term", "organ", "area", "continues", "handed_in")
        .prefetch_related(*PARTS)
    )
    made = [version for row in rows if (version := _version(row))]
    ProposalVersion.objects.bulk_create(made, batch_size=BATCH)  # not content: history itself
    for version in made:
        saver.fill(touched[version.proposal_id], {"handed_in": version}, "proposals")


def _version(row: Any) -> ProposalVersion | None:
    """The next version; none where the last one handed in says the same."""
    content, last = to_json(content_of(row)), row.handed_in
    if last is not None and last.content == content:
        return None
    return ProposalVersion(
        proposal=row,
        number=row.last + 1,
        content=content,
        state=row.state,
        is_handed_in=True,
        decision_id=row.committee_decision_id,
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
