"""Papers to an organ's meeting about its assessments: fetched as Word or PDF by those who prepare it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from burlov_styrning.papers import answer
from followup.models import Assessment
from followup.papers import assessments_paper
from followup.views.assessment_moves import ready_opening
from followup.views.shared import assessments, round_or_404
from goals.views.papers import chosen, the_organ


def assessment_paper(request: HttpRequest, pk: int, organ: int, kind: str) -> HttpResponse:
    """The tjänsteskrivelse over assessments."""
    body, round_ = the_organ(request, organ), round_or_404(request, pk)
    rows = assessments().visible_to(request.user).filter(round=round_, organ=body)  # type: ignore[attr-defined]
    rows = rows.exclude(state=Assessment.State.APPROVED)
    found = list(rows)
    for row in found:
        row.round = round_
        if row.goal:
            row.goal.term = round_.term
    nothing = _("Ingen bedömning är klar för beslut. Klarmarkera först.")
    opening = None if request.GET.getlist("arende") else ready_opening(round_, body, request.user)
    ready = [Assessment.State.READY]
    rows = chosen(request, found, ready, nothing) if found or not opening else []
    return answer(assessments_paper(body, round_, rows, request.user, opening), kind)
