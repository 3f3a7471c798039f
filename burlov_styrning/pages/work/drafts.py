"""Drafts: whether one can be marked ready, as far as that can be told from what *Mitt arbete* has fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from burlov_styrning.rights import Role
from followup.assessments import unwritten
from followup.models import Assessment
from goals.criteria import examine_text
from goals.models import GoalProposal, Path
from goals.paths import problems_of
from goals.rules.content import ProposalContent, from_json
from goals.rules.smart import Criterion


def content_of(row: Any) -> ProposalContent | None:
    """A proposal's text as it was saved last; None where nothing has been saved."""
    return from_json(row.last_saved) if row.last_saved else None


def lacking(content: ProposalContent) -> Sequence[Criterion]:
    """The criteria that lack something; the committee's decision comes later.

    The pace is not looked up here: a motivation that it demands is asked for where the proposal is written.
    """
    return [one for one in examine_text(content, decided=True).criteria if not one.done]


def is_complete(row: GoalProposal | Path | Assessment) -> bool:
    """Whether a draft lacks nothing; figures and grounds are looked at where it is reviewed."""
    if isinstance(row, GoalProposal):
        content = content_of(row)
        return content is not None and not lacking(content)
    return not (problems_of(row) if isinstance(row, Path) else unwritten(row))


def is_managed(row: Any, actor: Any) -> bool:
    """Whether the person is the one who marks it ready."""
    return row.organ_id in actor.organs({Role.MANAGER})
