"""The controller issues the premises of a budget."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning.clock import today
from burlov_styrning.parts import Empty
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves
from followup import editions
from followup.forms.editions import PremisesForm
from followup.views.editions import tell_issued
from goals.models import Term
from indicators.models import ScenarioYear


def issue(request: HttpRequest) -> HttpResponse:
    """Asks for the budget year; before there is anything to tell of one, a sentence that says what is missing."""
    only(request, Who.CONTROLLER)
    terms = _by_year()
    title = _("Vilket år gäller budgetförutsättningarna?")
    if not terms:
        sentence = _("Inget scenario säger något om ett år i en målperiod. Lägg in ett scenario först.")
        empty = Empty(sentence, _("Till det ekonomiska utrymmet"), reverse("indicators:scenarios"))
        return render(request, "followup/editions/none.html", {"empty": empty, "title": title})
    form = PremisesForm(request.POST or None, years=[*terms], initial={"year": _next([*terms])})
    made: list[editions.Issued] = []
    if saves(form, lambda: made.append(_issue(form.cleaned_data["year"], terms, request))):
        tell_issued(request, made[0])
        return redirect("followup:edition", made[0].edition.pk)
    values = {
        "form": form, "title": title, "submit": _("Ge ut budgetförutsättningarna"), "back": reverse("followup:reports"),
        "lead": _("De fryser målen med sina nivåer, eller de inlämnade förslagen innan det finns mål, scenariot som är "
                  "i bruk och nämndernas ramar så som de står nu. Filerna görs i bakgrunden av samma siffror. Innan "
                  "de publiceras läses de av fullmäktige, kommunstyrelsen, revisorerna och controllern."),
    }  # fmt: skip
    return render(request, "confirm.html", values)


def _issue(year: int, terms: dict[int, Term], request: HttpRequest) -> editions.Issued:
    return editions.issue_premises(terms[year], year, by=request.user)


def _by_year() -> dict[int, Term]:
    """Budget year → its term: the years of the scenario in use that a term has."""
    years = ScenarioYear.objects.filter(scenario__in_use=True).order_by("year").values_list("year", flat=True)
    terms = list(Term.objects.all())
    found = {year: _term(year, terms) for year in years}
    return {year: term for year, term in found.items() if term}


def _term(year: int, terms: Sequence[Term]) -> Term | None:
    """Where an added year meets the next term's first, the new term is meant."""
    fitting = [term for term in terms if term.first_year <= year <= (term.prolonged_to or term.last_year)]
    return fitting[-1] if fitting else None


def _next(years: Sequence[int]) -> int:
    """The coming year, else the first that there is."""
    return next((year for year in years if year > today().year), years[0])
