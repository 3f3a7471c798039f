"""Indicators: the list, one with all its values, defining and changing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Event
from burlov_styrning.forms import Form
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Clash, Empty, Filter
from burlov_styrning.refusals import Conflict
from burlov_styrning.rights import actor_of
from burlov_styrning.views import public, saves, take, visible_or_404
from burlov_styrning.workflow import require
from indicators import definitions, due, series, words
from indicators.definitions import MEANING
from indicators.forms.indicators import DefineForm, FactsForm, MeaningForm, RedefineForm
from indicators.formulas import users_of
from indicators.models import Indicator, IndicatorVersion, Outcome, Sex
from indicators.moves import INDICATORS
from indicators.views import shown
from indicators.views.formulas import computation, names_of

LISTED = Indicator.objects.select_related("current", "organ")
TO_SHOW = "pages:indicator"
"""The page of one indicator stands on the roof, with the goals that use it."""
PAGES = {
    "edit": "indicators:indicator-edit",
    "redefine": "indicators:indicator-redefine",
    "ask_access": "indicators:indicator-ask",
}


@dataclass(frozen=True)
class Line:
    """A row of the list: the indicator and its latest outcome that this person may see."""

    indicator: Indicator
    year: str
    value: str


@public
def indicator_list(request: HttpRequest) -> HttpResponse:
    """All indicators; each with its latest outcome."""
    listing = Listing(
        request, LISTED.visible_to(request.user),
        search=["current__name", "current__definition", "function", "organ__name", "origin_id", "key"],
        columns=[Column(_("Indikator"), "current__name", words=True), Column(_("Ansvarig"), "organ__name", words=True),
                 Column(_("Slag"), "kind"), Column(_("Senaste utfall"), number=True), Column(_("År"), number=True)],
        filters=[Filter("organ", _("Ansvarig"), typed=True), Filter("kind", _("Slag"), list(Indicator.Kind.choices))],
        narrow={"organ": lambda rows, words: rows.filter(organ__name__icontains=words)},
        sort="current__name",
        empty=_empty(request),
    )  # fmt: skip
    context = {
        "listing": listing,
        "lines": _lines(listing.rows, request.user),
        "may_define": INDICATORS.may_create("define", Indicator(), request.user),
        "may_enter": due.may_enter_for(request.user) != frozenset(),
    }
    return render(request, "indicators/indicator/list.html", context)


def _empty(request: HttpRequest) -> Empty:
    if INDICATORS.may_create("define", Indicator(), request.user):
        return Empty(
            _("Här finns inga indikatorer ännu."), _("Lägg till indikator"), reverse("indicators:indicator-define")
        )
    return Empty(_("Här finns inga indikatorer ännu. Controllern lägger till dem."))


def _lines(rows: Sequence[Indicator], user: Any) -> list[Line]:
    whole = Outcome.objects.filter(sex=Sex.TOTAL, organ=None, unit=None)
    computed = any(row.formula for row in rows)
    table = series.load([row.pk for row in rows], user=user, rows=whole, brief=True, computed=computed)
    return [_line(row, table) for row in rows]


def _line(row: Indicator, table: series.Table) -> Line:
    cells = {year: cell for year, cell in table.years(row.pk).items() if cell.value is not None}
    if not cells or row.current is None:
        return Line(row, "", words.NO_OUTCOME)
    year = max(cells)
    return Line(row, str(year), words.outcome_words(cells[year].outcome, row.unit, row.current.decimals))


def show_context(request: HttpRequest, pk: int) -> dict[str, Any]:
    """All that the page of one indicator shows; the roof adds the goals that use it."""
    rows = LISTED.select_related("continues__current").prefetch_related("versions", "continued_by__current")
    indicator = visible_or_404(request, rows, pk=pk)
    beside, computed = shown.asked_for(request), bool(indicator.formula)
    table = series.load([indicator.pk], user=request.user, beside=beside, computed=computed)
    official = bool(actor_of(request.user).posts)
    known = names_of(indicator)
    return {
        "indicator": indicator,
        "table": table,
        "chart": shown.chart_of(indicator, table) if table.cells else None,
        "facts": shown.facts_of(indicator),
        "versions": shown.versions_of(indicator),
        "events": Event.of(indicator) if official else [],
        "moves": _buttons(indicator, request.user),
        "official": official,
        "computation": computation(request, indicator, known, table),
        "used_by": users_of(indicator, LISTED.visible_to(request.user)),
        **shown.values_context(request, indicator, table, {key: one.name for key, one in known.items()}),
    }


def _buttons(indicator: Indicator, user: Any) -> list[Button]:
    """Entering an outcome first, then the moves on the indicator itself."""
    pages = [(_("Lämna utfall"), "indicators:outcome-enter"), (_("Lämna flera"), "indicators:outcome-many-of")]
    entering = pages if shown.may_enter(indicator, user) else []
    offered = [(move.label, PAGES[move.name]) for move in INDICATORS.offered(indicator, user) if move.name in PAGES]
    return [Button(label, reverse(name, args=[indicator.pk])) for label, name in [*entering, *offered]]


def indicator_define(request: HttpRequest) -> HttpResponse:
    """A new indicator."""
    require(INDICATORS, "define", Indicator(), request.user)
    form = DefineForm(request.POST or None)
    made: list[Indicator] = []
    if saves(
        form,
        lambda: made.append(definitions.define(by=request.user, facts=form.facts(), meaning=form.meaning())),
    ):
        computed = _("Indikatorn är tillagd och räknas ut av sina delar.")
        tell(request, computed if made[0].formula else _("Indikatorn är tillagd. Nu kan utfall lämnas för den."))
        return redirect(TO_SHOW, made[0].pk)
    title = _("Vad ska mätas?")
    context = {"form": form, "title": title, "back": reverse("indicators:indicators"), "submit": _("Lägg till")}
    return render(request, "indicators/indicator/form.html", context)


def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answers for it, how often it is measured, where it comes from."""
    indicator = visible_or_404(request, LISTED, pk=pk)
    require(INDICATORS, "edit", indicator, request.user)
    form = FactsForm(request.POST or None, indicator=indicator)
    lead = _("Vad indikatorn betyder ändras för sig, för det kan ge ett brott i serien.")
    context = _page(indicator, form, _("Vem svarar för indikatorn?"), lead)
    steps: list[Any] = []
    try:
        if saves(form, lambda: steps.append(definitions.edit(indicator, by=request.user, **_changes(form, "facts")))):
            tell(request, _("Indikatorn är ändrad."), steps[0].remarks)
            return redirect(TO_SHOW, pk)
    except Conflict as conflict:
        return _conflict(request, form, conflict, context)
    return render(request, "indicators/indicator/form.html", context)


def indicator_redefine(request: HttpRequest, pk: int) -> HttpResponse:
    """What it means; with values a new version begins."""
    indicator = visible_or_404(request, LISTED, pk=pk)
    require(INDICATORS, "redefine", indicator, request.user)
    valued = definitions.has_values(indicator)
    form = (RedefineForm if valued else MeaningForm)(request.POST or None, indicator=indicator)
    lead = _("Det finns redan värden. Ändringen ger en ny version, och diagrammet bryter serien.") if valued else ""
    context = _page(indicator, form, _("Vad betyder indikatorn?"), lead)
    try:
        if saves(form, lambda: definitions.redefine(indicator, by=request.user, **_changes(form, "meaning"))):
            done = _("Den nya versionen gäller. De gamla värdena behåller den gamla.")
            tell(request, done if valued else _("Indikatorn är ändrad."))
            return redirect(TO_SHOW, pk)
    except Conflict as conflict:
        return _conflict(request, form, conflict, context)
    return render(request, "indicators/indicator/form.html", context)


def _changes(form: Any, kind: str) -> dict[str, Any]:
    values = form.cleaned_data
    until = {"until": values["until"]} if "until" in values else {}
    return {kind: getattr(form, kind)(), "stamp": values["stamp"]} | until


def _page(indicator: Indicator, form: Form, title: str, lead: str) -> dict[str, Any]:
    back = reverse(TO_SHOW, args=[indicator.pk])
    return {"indicator": indicator, "form": form, "title": title, "lead": lead, "back": back, "submit": _("Spara")}


def _conflict(request: HttpRequest, form: Any, conflict: Conflict, context: dict[str, Any]) -> HttpResponse:
    """Both, side by side; the form goes on from what stands now."""
    theirs: Any = conflict.theirs
    mine: Any = conflict.mine
    form.data = form.data.copy()
    form.data["stamp"] = definitions.stamp_of(theirs)
    rows = [Clash(form[n].label, _text(mine[n]), _text(_standing(theirs, n))) for n in mine]
    return render(request, "conflict.html", context | {"rows": rows, "submit": _("Spara mitt")}, status=409)


def _standing(indicator: Indicator, name: str) -> Any:
    return getattr(indicator.current if name in MEANING else indicator, name)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    known = dict([*Indicator.Kind.choices, *Indicator.Frequency.choices, *IndicatorVersion.Direction.choices])
    return "" if value is None else str(known.get(value, value))


class AskForm(Form):
    """Why an auditor reads hidden values."""

    comment = forms.CharField(
        label=gettext_lazy("Skäl"), widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Din läsning och skälet står i loggen."),
    )  # fmt: skip


def indicator_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """An auditor opens the hidden values, with the reason logged."""
    indicator = visible_or_404(request, LISTED, pk=pk)
    label = require(INDICATORS, "ask_access", indicator, request.user).label
    form = AskForm(request.POST or None)
    if form.is_valid():
        return take(
            request,
            lambda: definitions.ask_access(indicator, by=request.user, comment=form.cleaned_data["comment"]),
            _("De dolda värdena visas nu för dig, ingen annan."), TO_SHOW, pk,
        )  # fmt: skip
    context = _page(indicator, form, _("Läsa det som är dolt?"), _("Värden för små grupper visas annars inte."))
    facts = [(_("Indikator"), indicator.name)]
    return render(request, "confirm.html", context | {"submit": label, "facts": facts})
