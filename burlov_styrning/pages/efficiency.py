"""A service area with the goals that touch it: page, paper and spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.parts import FileLink
from goals.models import Goal, Target
from indicators import efficiency_paper
from indicators.models import ServiceArea
from indicators.views.efficiency import answer, area_context, charts_of


def service_area(request: HttpRequest, pk: int) -> HttpResponse:
    """What the area's quality costs, and which goals touch it."""
    context = area_context(request, pk)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    forms = [("pdf", "PDF"), ("docx", "Word")]
    files = [FileLink(_("Hämta som %(kind)s") % {"kind": word}, _paper(pk, kind) + query) for kind, word in forms]
    files.append(FileLink(_("Hämta som Excel"), reverse("pages:service-area-xlsx", args=[pk]) + query))
    more = {"goals": goals_of(context["area"], request.user), "files": files if context["shown"] else []}
    return render(request, "pages/efficiency.html", context | more)


def _paper(pk: int, kind: str) -> str:
    return reverse("pages:service-area-paper", args=[pk, kind])


def service_area_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same as a file to print or to write on in."""
    context = _with_something(request, pk)
    goals = [f"{goal} ({goal.term})" for goal in goals_of(context["area"], request.user)]
    nowhere = _("ingen källa angiven")
    facts = [(one.side.capitalize(), f"{one.name}: {one.value}, {one.origin or nowhere}") for one in context["sides"]]
    area: ServiceArea = context["area"]
    return papers.answer(efficiency_paper.paper(area, context["shown"], charts_of(context), facts, goals), kind)


def service_area_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Every year of every quality, as numbers."""
    context = _with_something(request, pk)
    name = slugify(f"kvalitet-per-krona-{context['area'].name}")[:80]
    return answer(efficiency_paper.sheets(context["found"]), name)


def _with_something(request: HttpRequest, pk: int) -> dict[str, Any]:
    context = area_context(request, pk)
    if not context["shown"]:
        raise Http404
    return context


def goals_of(area: ServiceArea, user: Any) -> list[Goal]:
    """The goals that this person may see and that use one of the area's indicators, newest term first. One query."""
    indicators: Iterable[int] = [row.indicator_id for row in area.pairs.all()]
    used = Target.objects.filter(indicator__in=indicators, ended=None).values("goal")
    rows = Goal.objects.visible_to(user).filter(pk__in=used).select_related("term")
    return list(rows.order_by("-term__first_year", "pk"))
