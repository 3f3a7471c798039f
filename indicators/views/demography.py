"""The demographic need: page, paper and spreadsheet; reading in a population; an organ's costs per inhabitant."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning import papers
from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality
from burlov_styrning.clock import today
from burlov_styrning.middleware import tell
from burlov_styrning.papers import Grid, Heading, Paper, Picture, Points, Text
from burlov_styrning.parts import FileLink
from burlov_styrning.sheets import Sheet
from burlov_styrning.swedish import long_date, number, signed
from burlov_styrning.views import saves, take, visible_or_404
from burlov_styrning.workflow import require
from indicators import demography, population, versions
from indicators.demography import Demand, class_words
from indicators.forms.demography import CostsForm, PopulationForm
from indicators.models import CostPerInhabitant, PopulationReading, ScbMapping
from indicators.moves import COSTS, MAPPINGS, POPULATION
from indicators.rules.demography import CODES
from indicators.versions import Version
from indicators.views.efficiency import XLSX_KIND, answer, number_in


def demography_show(request: HttpRequest) -> HttpResponse:
    """What the population asks for, year by year and class by class."""
    found = _asked(request)
    context: dict[str, Any] = {
        "found": found,
        "may_read": POPULATION.may_create("read", PopulationReading(), request.user),
        "may_write": COSTS.offers("write", CostPerInhabitant(), request.user),
    }
    return render(request, "indicators/demography/show.html", context | (_shown(request, found) if found else {}))


def _asked(request: HttpRequest) -> Demand | None:
    asked = (number_in(request.GET.get(name, "")) for name in ("bas", "pris", "befolkning"))
    return demography.read(*asked)


def _shown(request: HttpRequest, found: Demand) -> dict[str, Any]:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    kept = versions.read(found)
    names = [("pdf", _("Hämta som PDF")), ("docx", _("Hämta som Word")), ("xlsx", _("Hämta som Excel"))]
    return {
        "finding": demography.finding(found), "notes": demography.notes(found), "years": found.years,
        "chart": demography.years_chart(found) if found.years else None, "classes": demography.classes_chart(found),
        "lines": [(organ, what, [signed(v, 0) for v in values], total) for organ, what, values, total in
                  demography.lines(found)],
        "bases": [(str(year), str(year)) for year in found.all_years], "base": str(found.base),
        "price_years": [(str(year), str(year)) for year in found.price_years], "price": str(found.price_year),
        "costs": [(row.organ.name, class_words(row.age_class), number(row.value), row) for row in found.costs.values()],
        "versions": [(one, _told_of(one)) for one in kept],
        "grids": versions.grids(found, kept) if len(kept) > 1 and found.years else [],
        "populations": [(f"{one.reading.pk:d}", one.name) for one in kept],
        "population": f"{found.reading.pk:d}",
        "may_use": [one.reading.pk for one in kept
                    if not one.reading.in_use and POPULATION.offers("use", one.reading, request.user)],
        "files": [FileLink(text, reverse("indicators:demography-file", args=[kind]) + query) for kind, text in names],
    }  # fmt: skip


def _told_of(one: Version) -> list[str]:
    """What tells a version apart: its source, how far it is counted, whose forecast it has, when it was read in."""
    row = one.reading
    return list(filter(None, (
        str(row.source or ""), _("räknat till och med %(year)s") % {"year": row.counted_to},
        _("prognos ur %(name)s") % {"name": row.forecast} if row.forecast else "",
        _("inläst %(day)s") % {"day": timezone.localdate(row.read_at).isoformat()},
    )))  # fmt: skip


def demography_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    found = _asked(request)
    if found is None or kind not in (XLSX_KIND, *papers.TYPES):
        raise Http404
    if kind == XLSX_KIND:
        return answer(_sheets(found), "demografiskt-behov")
    return papers.answer(_paper(found), kind)


def _paper(found: Demand) -> Paper:
    own = Municipality.ours()
    table = demography.year_table(found)
    charts = [one for one in (demography.years_chart(found), demography.classes_chart(found)) if one and found.years]
    costs = [(f"{row.organ.name}, {class_words(row.age_class)}", number(row.value)) for row in found.costs.values()]
    facts = [
        (_("Datum"), long_date(today())), (_("Befolkning"), demography.population_words(found.reading)),
        (_("Källor"), "; ".join(found.sources) or "–"), (_("Basår"), str(found.base)),
        (_("Prisnivå"), str(found.price_year)),
    ]  # fmt: skip
    return Paper(
        _("Budgetförutsättningar"), _("Demografiskt behov"), own.name if own else "", facts,
        [
            Heading(_("Vad befolkningen kräver")), Text(demography.finding(found)), *map(Picture, charts),
            Heading(_("År för år")),
            Grid(_("Behov mot basåret, tkr"), table.headings, table.rows, frozenset(range(1, len(table.headings)))),
            Points(demography.notes(found)), Heading(_("Kostnad per invånare")),
            Grid(_("tkr i %(year)s års priser") % {"year": found.price_year},
                 [_("Organ och åldersklass"), _("Kostnad, tkr")], costs, frozenset({1})),
            *versions.blocks(found),
        ], example_line(own),
    )  # fmt: skip


def _sheets(found: Demand) -> list[Sheet]:
    """The need with every digit, what it rests on, and each class's mean population."""
    years = [str(year) for year in found.years]
    mark = _("Exempel") if found.example else ""
    return [
        Sheet(_("Behov, tkr"), [_("Organ"), _("Åldersklass"), *years, _("Exempel")],
              [[organ, what, *values, mark] for organ, what, values, _total in demography.lines(found)]),
        Sheet(_("Medelbefolkning"), [_("Åldersklass"), *map(str, found.all_years)],
              [[class_words(code), *(found.means[year][code] for year in found.all_years)] for code in CODES]),
        Sheet(_("Kostnad per invånare"), [_("Organ"), _("Åldersklass"), _("Kostnad, tkr"), _("Prisnivå"), _("Källa")],
              [[row.organ.name, class_words(row.age_class), row.value, row.price_year, str(row.source or "")]
               for row in found.costs.values()]),
        *versions.sheets(found),
    ]  # fmt: skip


def population_read(request: HttpRequest) -> HttpResponse:
    """Read in a table of the population."""
    require(POPULATION, "read", PopulationReading(), request.user)
    mapping = number_in(request.GET.get("urval", ""))
    form = PopulationForm(request.POST or None, request.FILES or None, mapping=mapping)
    if saves(form, lambda: population.read(by=request.user, **form.written())):
        tell(request, _("Befolkningen är inläst. Behovet räknas nu med den."))
        return redirect("indicators:demography")
    context = {"form": form, "title": _("Läs in befolkning"), "submit": _("Läs in"),
               "may_save": "mapping" not in form.fields and MAPPINGS.may_create("save", ScbMapping(), request.user),
               "lead": _("Invånare vid årets slut i ettårsklasser. Blir något fel läses ingenting in.")}  # fmt: skip
    return render(request, "indicators/demography/form.html", context)


@require_POST
def population_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute with this version in frames and premises too."""
    row = visible_or_404(request, PopulationReading, pk=pk)
    done = _("Behovet räknas nu med %(name)s.") % {"name": row}
    return take(request, lambda: population.use(row, by=request.user), done, "indicators:demography")


def costs_write(request: HttpRequest) -> HttpResponse:
    """Write an organ's costs per inhabitant; the address may name the organ and the price level to begin from."""
    require(COSTS, "write", CostPerInhabitant(), request.user)
    organ, year = number_in(request.GET.get("organ", "")), number_in(request.GET.get("pris", ""))
    rows = CostPerInhabitant.objects.filter(organ=organ, price_year=year).select_related("source")
    form = CostsForm(request.POST or None, rows=rows if organ else ())
    if saves(form, lambda: population.write_costs(by=request.user, **form.written())):
        tell(request, _("Kostnaderna är sparade."))
        return redirect("indicators:demography")
    context = {"form": form, "title": _("Kostnad per invånare"), "submit": _("Spara kostnaderna"),
               "lead": _("En klass som lämnas tom räknas inte med, och det står på sidan.")}  # fmt: skip
    return render(request, "indicators/demography/form.html", context)
