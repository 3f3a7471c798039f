"""What the views of this floor share: the round in the address, an assessment with what its page needs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from burlov_styrning import rights
from burlov_styrning.rights import Role, Who
from burlov_styrning.views import only, visible_or_404
from followup.models import Assessment, FollowUpRound
from followup.progress import SEES_ALL


def round_or_404(request: HttpRequest, pk: int) -> FollowUpRound:
    """The round, for those who work with follow-up; the page's strip shows its term."""
    only(request, Who.OFFICIAL)
    rows = FollowUpRound.objects.select_related("term", "decision__organ").prefetch_related("term__phases")
    found: FollowUpRound = get_object_or_404(rows, pk=pk)
    request.term = found.term  # type: ignore[attr-defined]
    return found


JOINED = ("organ", "goal__area", "area", "written_by", "decision__organ", "round__term")


def assessments() -> QuerySet[Assessment]:
    """Assessments with what their pages need."""
    rows: QuerySet[Assessment] = Assessment.objects.select_related(*JOINED)
    return rows.prefetch_related("round__term__phases", "grounds__activity")


def assessment_or_404(request: HttpRequest, pk: int) -> Assessment:
    """The assessment if this person may see it; its goal and round share one term."""
    row: Assessment = visible_or_404(request, assessments(), pk=pk)
    request.term = row.round.term  # type: ignore[attr-defined]
    if row.goal:
        row.goal.term = row.round.term
    return row


def looks_over(user: Any) -> bool:
    """Whether a person follows the whole round: the controller, the auditors, the board, the council."""
    return rights.any_of(SEES_ALL, rights.actor_of(user), rights.ANY_ROW) is True


def examines(user: Any) -> bool:
    """Whether the lists of departures are for this person."""
    actor = rights.actor_of(user)
    whos = (Who.CONTROLLER, Who.AUDITOR, Who.BOARD_STAFF, Who.BOARD_MEMBER, Who.BOARD_SECRETARY)
    return actor.has(Role.CONTROLLER, Role.AUDITOR) or rights.any_of(whos, actor, rights.ANY_ROW) is True
