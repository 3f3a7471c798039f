"""The committees' frames of a scenario's year: shown, printed, stated."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.clock import today
from burlov_styrning.middleware import tell
from burlov_styrning.views import saves, visible_or_404
from burlov_styrning.workflow import require
from indicators.economy import frames
from indicators.forms.scenarios import FramesForm
from indicators.models import EconomicScenario, OrganFrame
from indicators.moves import SCENARIOS

ROWS = EconomicScenario.objects.select_related("source").prefetch_related("years")
YEARS = range(1990, 2101)


def frames_show(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The year's frames, with what the scenario counts with beside them."""
    scenario = _scenario(request, pk, year)
    rows = _rows(scenario, year)
    files = [(label, reverse(name, args=[pk, year])) for label, name in (
        (_("PDF"), "indicators:frames-pdf"), (_("Word"), "indicators:frames-docx"),
    )]  # fmt: skip
    return render(request, "indicators/scenario/frames.html", {
        "scenario": scenario, "paper": frames.paper(scenario, year, rows, today()), "year": f"{year}",
        "years": [one.year for one in scenario.years.all()], "files": files if rows else [],
        "may_edit": SCENARIOS.offers("edit", scenario, request.user),
    })  # fmt: skip


def frames_file(request: HttpRequest, pk: int, year: int, kind: str) -> HttpResponse:
    """The same as PDF or Word."""
    scenario = _scenario(request, pk, year)
    return papers.answer(frames.paper(scenario, year, _rows(scenario, year), today()), kind)


def frames_edit(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """State the year's frames."""
    scenario = _scenario(request, pk, year)
    require(SCENARIOS, "edit", scenario, request.user)
    form = FramesForm(request.POST or None, organs=frames.organs(), rows=_rows(scenario, year),
                      last=frames.proposed(scenario, year))  # fmt: skip
    back = reverse("indicators:frames", args=[pk, year])
    if saves(form, lambda: frames.write(scenario, year, form.written(), by=request.user)):
        tell(request, _("Ramarna är sparade."))
        return redirect(back)
    title = _("Ramar %(year)s") % {"year": year}
    context = {
        "scenario": scenario, "form": form, "title": title, "back": back, "submit": _("Spara ramarna"),
        "lead": _("Alla belopp i tkr. En nämnd som lämnas tom har ingen ram."),
    }  # fmt: skip
    return render(request, "indicators/scenario/form.html", context)


def _scenario(request: HttpRequest, pk: int, year: int) -> Any:
    if year not in YEARS:
        raise Http404
    return visible_or_404(request, ROWS, pk=pk)


def _rows(scenario: EconomicScenario, year: int) -> list[OrganFrame]:
    return list(scenario.frames.filter(year=year).select_related("organ").order_by("organ__name"))
