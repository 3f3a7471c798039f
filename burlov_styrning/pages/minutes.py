"""The extract of the minutes of one decision, over whatever floor it decided about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from burlov_styrning.base.models import Decision
from burlov_styrning.base.papers import extract
from burlov_styrning.papers import Block, Points, answer
from burlov_styrning.views import opened_when_published, visible_or_404
from followup.models import Assessment, FollowUpRound, Opening
from followup.papers import minuted_assessments, minuted_openings
from goals.minuted import minuted
from goals.models import Path
from goals.papers import path_blocks


@opened_when_published
def decision_extract(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The extract as Word or PDF, of what this person may read."""
    rows = Decision.objects.select_related("organ", "meeting")
    decision = visible_or_404(request, rows, pk=pk)
    return answer(extract(decision, list(matters(decision, request.user))), kind)


def matters(decision: Decision, user: Any) -> Iterator[Block]:
    """What the decision decided, kind by kind, as it was decided."""
    yield from minuted(decision, user)
    paths = Path.objects.visible_to(user).filter(decision=decision)
    yield from path_blocks(paths.select_related("target__goal__term", "target__version").prefetch_related("values"))
    judged = Assessment.objects.visible_to(user).filter(decision=decision)
    judged = judged.select_related("goal", "area", "round__term", "organ").prefetch_related("grounds__activity")
    opened = Opening.objects.visible_to(user).filter(decision=decision)
    yield from minuted_openings(opened.select_related("organ"), user)
    yield from minuted_assessments(judged, user)
    rounds = [str(row) for row in FollowUpRound.objects.filter(decision=decision)]
    if rounds:
        yield Points(rounds)
