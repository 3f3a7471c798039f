"""Economic scenarios: the list, one with its room year by year, writing and choosing it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning import papers
from burlov_styrning.base.models import Event
from burlov_styrning.clock import today
from burlov_styrning.lists import Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, FileLink
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, take, visible_or_404
from burlov_styrning.workflow import require
from indicators import scenarios
from indicators.account_words import effect_words
from indicators.economy import beside
from indicators.forms.scenarios import ScenarioForm
from indicators.models import EconomicScenario
from indicators.moves import SCENARIOS
from indicators.views.efficiency import XLSX_KIND, answer, number_in

ROWS = EconomicScenario.objects.select_related("source").prefetch_related("years")
TO_SHOW = "indicators:scenario-show"
LISTED = 10
"""So many scenarios stand on a page, and so many of the latest can be chosen to be compared."""


def scenario_list(request: HttpRequest) -> HttpResponse:
    """All scenarios, newest first, each with its room."""
    only(request, Who.OFFICIAL)
    may_write = SCENARIOS.may_create("write", EconomicScenario(), request.user)
    empty = (
        _("Här finns inga scenarier ännu. Lägg till det som budgetberedningen räknar med.") if may_write
        else _("Här finns inga scenarier ännu. Controllern lägger till dem.")
    )  # fmt: skip
    listing = Listing(
        request, ROWS.visible_to(request.user), search=["name", "version", "source__title"], per_page=LISTED,
        empty=empty, name="scenarier",
    )  # fmt: skip
    return render(request, "indicators/scenario/list.html", {"listing": listing, "may_write": may_write})


def scenario_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One scenario: its room, line by line and year by year."""
    scenario = visible_or_404(request, ROWS, pk=pk)
    context = {
        "scenario": scenario, "years": scenario.years.all(), "moves": _moves(scenario, request.user),
        "events": Event.of(scenario), "effects": effect_words(scenario),
        "offered": [move.name for move in SCENARIOS.offered(scenario, request.user)],
    }  # fmt: skip
    return render(request, "indicators/scenario/show.html", context)


def scenario_compare(request: HttpRequest) -> HttpResponse:
    """Several scenarios beside each other."""
    only(request, Who.OFFICIAL)
    every, rows = _compared(request)
    query = "&".join([*(f"s={row.pk:d}" for row in rows), *(f"mot={row.pk:d}" for row in rows[:1])])
    files = [FileLink(text, reverse("indicators:scenario-compare-file", args=[kind]) + f"?{query}") for kind, text in (
        ("pdf", _("Hämta som PDF")), ("docx", _("Hämta som Word")), (XLSX_KIND, _("Hämta som Excel")),
    )]  # fmt: skip
    context = {
        "every": every, "picked": [row.pk for row in rows], "most": beside.MOST,
        "latest": LISTED if len(every) >= LISTED else 0,
        "paper": beside.paper(rows, today()) if len(rows) > 1 else None, "files": files if len(rows) > 1 else [],
        "first": rows[0] if rows else None, "example": any(row.example for row in rows),
        "may_write": SCENARIOS.may_create("write", EconomicScenario(), request.user),
    }  # fmt: skip
    return render(request, "indicators/scenario/compare.html", context)


def scenario_compare_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    only(request, Who.OFFICIAL)
    _every, rows = _compared(request)
    if len(rows) < 2 or kind not in (XLSX_KIND, *papers.TYPES):
        raise Http404
    if kind == XLSX_KIND:
        return answer(beside.sheets(rows), "scenarier")
    return papers.answer(beside.paper(rows, today()), kind)


def _compared(request: HttpRequest) -> tuple[list[EconomicScenario], list[EconomicScenario]]:
    """Those to choose among, and those to compare; the address may name one that the others are held against.

    The latest are to choose among, with the one in use and those that are asked for.
    """
    asked = [number_in(text) or 0 for text in request.GET.getlist("s")]
    against = number_in(request.GET.get("mot", "")) or 0
    latest = EconomicScenario.objects.visible_to(request.user).values("pk")[:LISTED]
    wanted = Q(pk__in=latest) | Q(in_use=True) | Q(pk__in=[*asked, against])
    every = list(ROWS.visible_to(request.user).filter(wanted))
    return every, beside.chosen(every, against, asked)


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
