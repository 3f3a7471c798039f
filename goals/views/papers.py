"""Papers to the committee's meeting: fetched as Word or PDF by those who prepare it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ
from burlov_styrning.base.papers import prepares
from burlov_styrning.papers import answer
from burlov_styrning.refusals import Reason, Refusal
from goals.models import GoalProposal, Path
from goals.papers import IN_WORK, paths_paper, proposals_paper
from goals.views.shared import Years, the_term
from goals.written import JOINED, PARTS

WAITING = (GoalProposal.State.READY, GoalProposal.State.REFERRED_BACK)


def the_organ(request: HttpRequest, pk: int) -> Organ:
    """The organ whose meeting this person prepares; for all others the paper does not exist."""
    if not prepares(request.user, pk):
        raise Http404
    return get_object_or_404(Organ, pk=pk)


def chosen(request: HttpRequest, rows: Iterable[Any], waiting: Iterable[str], what: str) -> list[Any]:
    """Those that the address names (`?arende=`), else those that wait for the organ's decision."""
    named = set(request.GET.getlist("arende"))
    found = [row for row in rows if (str(row.pk) in named if named else row.state in waiting)]
    if not found:
        raise Refusal(Reason.STATE, what)
    return found


def proposal_paper(request: HttpRequest, term: Years, organ: int, kind: str) -> HttpResponse:
    """The tjänsteskrivelse over proposals."""
    body, of = the_organ(request, organ), the_term(request, term)
    rows = GoalProposal.objects.visible_to(request.user).filter(term=of, organ=body, state__in=IN_WORK)
    rows = rows.select_related("term", *JOINED).prefetch_related(*PARTS)
    nothing = _("Inget förslag är klart för nämnden. Klarmarkera först, eller hämta den på förslagets sida.")
    return answer(proposals_paper(body, of, chosen(request, rows, WAITING, nothing), request.user), kind)


def path_paper(request: HttpRequest, term: Years, organ: int, kind: str) -> HttpResponse:
    """The tjänsteskrivelse over progressions."""
    body, of = the_organ(request, organ), the_term(request, term)
    rows = Path.objects.visible_to(request.user).filter(target__goal__term=of, organ=body)
    rows = rows.exclude(state=Path.State.DECIDED).prefetch_related("values")
    rows = rows.select_related("target__goal__term", "target__version")
    nothing = _("Ingen progression är klar för nämnden. Chefen klarmarkerar den först.")
    return answer(paths_paper(body, of, chosen(request, rows, [Path.State.READY], nothing), request.user), kind)
