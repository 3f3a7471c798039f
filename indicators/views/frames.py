"""The committees' frames of a scenario's year: shown, printed, stated."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.clock import today
from burlov_styrning.forms import as_typed
from burlov_styrning.middleware import tell
from burlov_styrning.views import saves, visible_or_404
from burlov_styrning.workflow import require
from indicators.economy import frames
from indicators.forms.scenarios import FramesForm
from indicators.models import EconomicScenario, OrganFrame
from indicators.moves import SCENARIOS
from indicators.views.efficiency import XLSX_KIND, answer

ROWS = EconomicScenario.objects.select_related("source").prefetch_related("years")
YEARS = range(1990, 2101)


def frames_show(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The year's frames, with what the scenario counts with beside them."""
    scenario = _scenario(request, pk, year)
    rows = _rows(scenario, year)
    files = [(label, reverse("indicators:frames-file", args=[pk, year, kind])) for label, kind in (
        (_("PDF"), "pdf"), (_("Word"), "docx"), (_("Kalkylblad"), XLSX_KIND),
    )]  # fmt: skip
    demand = frames.demand(year)
    return render(request, "indicators/scenario/frames.html", {
        "scenario": scenario, "paper": frames.paper(scenario, year, rows, demand, today()), "year": f"{year}",
        "years": [one.year for one in scenario.years.all()], "files": files if rows else [], "demand": demand,
        "example": scenario.example or bool(demand and demand.example),
        "may_edit": SCENARIOS.offers("edit", scenario, request.user),
    })  # fmt: skip


def frames_file(request: HttpRequest, pk: int, year: int, kind: str) -> HttpResponse:
    """The same as a file."""
    scenario = _scenario(request, pk, year)
    if kind not in (XLSX_KIND, *papers.TYPES):
        raise Http404
    rows, demand = _rows(scenario, year), frames.demand(year)
    if kind == XLSX_KIND:
        return answer(frames.sheets(scenario, year, rows, demand), f"ramar-{year}")
    return papers.answer(frames.paper(scenario, year, rows, demand, today()), kind)


TAKE = "ta-over"
"""The button that fills in the computed need; nothing is saved by it."""


def frames_edit(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """State the year's frames; the computed demographic need can be filled in first."""
    scenario = _scenario(request, pk, year)
    require(SCENARIOS, "edit", scenario, request.user)
    demand = frames.demand(year)
    needs = frames.needs(demand, year)
    takes = request.POST.get("gor") == TAKE
    form = FramesForm(None if takes else request.POST or None, organs=frames.organs(), rows=_rows(scenario, year),
                      last=frames.proposed(scenario, year), needs=needs)  # fmt: skip
    if takes:
        as_typed(form, form.with_needs(request.POST))
    elif saves(form, lambda: frames.write(scenario, year, form.written(), by=request.user)):
        tell(request, _("Ramarna är sparade."))
        return redirect("indicators:frames", pk, year)
    return render(request, "indicators/scenario/frames_form.html", {
        "scenario": scenario, "form": form, "title": _("Ramar %(year)s") % {"year": year}, "year": f"{year}",
        "before": f"{year - 1}", "demand": demand, "taken": takes, "take": TAKE,
        "not_computed": frames.not_computed(year),
    })  # fmt: skip


def _scenario(request: HttpRequest, pk: int, year: int) -> Any:
    if year not in YEARS:
        raise Http404
    return visible_or_404(request, ROWS, pk=pk)


def _rows(scenario: EconomicScenario, year: int) -> list[OrganFrame]:
    return list(scenario.frames.filter(year=year).select_related("organ").order_by("organ__name"))
