"""Economic scenarios: the list, one with its room year by year, writing and choosing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning.base.models import Event
from burlov_styrning.clock import today
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, take, visible_or_404
from burlov_styrning.workflow import require
from indicators import scenarios
from indicators.account_words import effect_words
from indicators.forms.scenarios import ScenarioForm
from indicators.models import EconomicScenario
from indicators.moves import SCENARIOS

ROWS = EconomicScenario.objects.select_related("source").prefetch_related("years")
TO_SHOW = "indicators:scenario-show"


def scenario_list(request: HttpRequest) -> HttpResponse:
    """All scenarios, newest first, each with its room."""
    only(request, Who.OFFICIAL)
    context = {
        "rows": ROWS.visible_to(request.user),
        "may_write": SCENARIOS.may_create("write", EconomicScenario(), request.user),
    }
    return render(request, "indicators/scenario/list.html", context)


def scenario_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One scenario: its room, line by line and year by year."""
    scenario = visible_or_404(request, ROWS, pk=pk)
    context = {
        "scenario": scenario, "years": scenario.years.all(), "moves": _moves(scenario, request.user),
        "events": Event.of(scenario), "effects": effect_words(scenario),
        "offered": [move.name for move in SCENARIOS.offered(scenario, request.user)],
    }  # fmt: skip
    return render(request, "indicators/scenario/show.html", context)


def _moves(scenario: EconomicScenario, user: Any) -> list[Button]:
    """The one in use need not be chosen again."""
    found = []
    for move in SCENARIOS.offered(scenario, user):
        if not (move.name == "use" and scenario.in_use):
            address = reverse(f"indicators:scenario-{move.name}", args=[scenario.pk])
            found.append(Button(move.label, address, post=move.name == "use"))
    return found


def scenario_write(request: HttpRequest) -> HttpResponse:
    """A new scenario."""
    require(SCENARIOS, "write", EconomicScenario(), request.user)
    form = ScenarioForm(request.POST or None, years=scenarios.years_to_write(None, today()))
    made: list[EconomicScenario] = []
    if saves(form, lambda: made.append(scenarios.write(by=request.user, **form.written()))):
        tell(request, _("Scenariot är sparat."))
        return redirect(TO_SHOW, made[0].pk)
    back = reverse("indicators:scenarios")
    context = {"form": form, "title": _("Vad räknar kommunen med?"), "back": back, "submit": _("Spara scenariot")}
    return render(request, "indicators/scenario/form.html", context)


def scenario_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a scenario assumes."""
    scenario = visible_or_404(request, ROWS, pk=pk)
    require(SCENARIOS, "edit", scenario, request.user)
    form = ScenarioForm(request.POST or None, years=scenarios.years_to_write(scenario, today()), scenario=scenario)
    if saves(form, lambda: _edit(request, scenario, form)):
        tell(request, _("Scenariot är ändrat."))
        return redirect(TO_SHOW, pk)
    back = reverse(TO_SHOW, args=[pk])
    context = {"scenario": scenario, "form": form, "title": scenario, "back": back, "submit": _("Spara scenariot")}
    return render(request, "indicators/scenario/form.html", context)


def _edit(request: HttpRequest, scenario: EconomicScenario, form: ScenarioForm) -> None:
    scenarios.edit(scenario, by=request.user, stamp=form.cleaned_data["stamp"], **form.written())


@require_POST
def scenario_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it stand beside the proposals."""
    scenario = visible_or_404(request, ROWS, pk=pk)
    done = _("Scenariot står nu bredvid förslagen.")
    return take(request, lambda: scenarios.use(scenario, by=request.user), done, TO_SHOW, pk)
