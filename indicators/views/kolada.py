"""Kolada for the controller: its catalogue, adding from it, fetching outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, take
from burlov_styrning.workflow import require
from indicators import catalogue, definitions, drift, fetching
from indicators.forms.kolada import AddForm, FetchForm
from indicators.models import ComparisonGroup, Drift, Import, Indicator, KoladaItem
from indicators.moves import INDICATORS
from indicators.rules.kolada import unit_of

Kind = KoladaItem.Kind
MEMBERS = 400
"""So many members of a group are listed on its page."""


@dataclass(frozen=True)
class Line:
    """A row of the catalogue, and the indicator here that it has become."""

    item: KoladaItem
    indicator: Indicator | None


def kolada(request: HttpRequest) -> HttpResponse:
    """Search the catalogue as it was fetched last."""
    only(request, Who.CONTROLLER)
    state = catalogue.state()
    working = catalogue.is_working(state)
    if request.headers.get("HX-Target") == "framsteg" and not working:
        return HttpResponseClientRefresh()  # the progress is over: the list is new
    rows = KoladaItem.objects.all()
    listing = Listing(
        request, rows.filter(kind=Kind.KPI), search=["title", "text", "code", "area"],
        columns=[Column(_("Titel"), "title", words=True), Column(_("Id"), "code"), Column(_("Område"), "area"),
                 Column(_("Här"))],
        filters=[Filter("kind", _("Visa"), list(Kind.choices)[1:], every=_("nyckeltal"))],
        narrow={"kind": lambda _rows, kind: rows.filter(kind=kind)}, sort="code",
        empty=Empty(_("Katalogen är inte hämtad än. Hämta den, så kan du söka bland Koladas nyckeltal.")),
    )  # fmt: skip
    context = {
        "listing": listing, "lines": _lines(listing.rows), "state": state, "working": working,
        "drifts": Drift.objects.visible_to(request.user).filter(state=Drift.State.OPEN).count(),
        "here": request.path,
    }  # fmt: skip
    return render(request, "indicators/kolada/list.html", context)


def _lines(items: Sequence[KoladaItem]) -> list[Line]:
    here = _here([item.code for item in items if item.kind == Kind.KPI])
    return [Line(item, here.get(item.code.casefold())) for item in items]


def _here(codes: Sequence[str]) -> Mapping[str, Indicator]:
    """Kolada's id → the indicator here that comes from it."""
    spelt = {*codes, *(code.lower() for code in codes)}
    rows = Indicator.objects.filter(origin_system__iexact="kolada", origin_id__in=spelt).select_related("current")
    return {row.origin_id.casefold(): row for row in rows}


@require_POST
def kolada_refresh(request: HttpRequest) -> HttpResponse:
    """Fetch the catalogue anew."""
    only(request, Who.CONTROLLER)
    done = _("Katalogen hämtas. Du kan söka i den gamla under tiden.")
    return take(request, lambda: catalogue.refresh(by=request.user), done, "indicators:kolada")


def kolada_item(request: HttpRequest, pk: int) -> HttpResponse:
    """What Kolada says of one indicator, or who belongs to a group."""
    only(request, Who.CONTROLLER)
    item = get_object_or_404(KoladaItem, pk=pk)
    context = {
        "item": item, "indicator": _here([item.code]).get(item.code.casefold()), "facts": _facts(item),
        "is_kpi": item.kind == Kind.KPI, "is_group": item.kind == Kind.MUNICIPALITY_GROUP, "members": _members(item),
        "group": ComparisonGroup.objects.filter(key=item.code.lower()).first(),
    }  # fmt: skip
    return render(request, "indicators/kolada/show.html", context)


def _facts(item: KoladaItem) -> list[tuple[str, Any]]:
    if item.kind != Kind.KPI:
        return [(_("Källa"), f"Kolada, {item.code}"), (_("Slag"), item.get_kind_display())]
    return [
        (_("Källa"), f"Kolada, {item.code}"),
        (_("Område"), item.area),
        (_("Enhet, enligt titeln"), unit_of(item.title) or _("framgår inte")),
        (_("Kvinnor och män"), _("var för sig") if item.by_sex else _("delas inte upp")),
        (_("Publiceras"), item.published),
        (_("Riktning"), _("säger Kolada inte; du väljer när indikatorn läggs till")),
    ]


def _members(item: KoladaItem) -> list[tuple[str, str]]:
    """(title, address) of what a group consists of."""
    kind = {Kind.KPI_GROUP: Kind.KPI, Kind.MUNICIPALITY_GROUP: Kind.MUNICIPALITY}.get(Kind(item.kind))
    if kind is None:
        return []
    rows = KoladaItem.objects.filter(kind=kind, code__in=item.members[:MEMBERS]).order_by("title")
    shown = [(row.title, _page(row)) for row in rows]
    return shown or [(code, "") for code in item.members[:MEMBERS]]


def _page(row: KoladaItem) -> str:
    """Of a municipality there is nothing more to read."""
    return reverse("indicators:kolada-item", args=[row.pk]) if row.kind == Kind.KPI else ""


def kolada_add(request: HttpRequest, pk: int) -> HttpResponse:
    """An indicator from the catalogue."""
    require(INDICATORS, "define", Indicator(), request.user)
    item = get_object_or_404(KoladaItem, pk=pk, kind=Kind.KPI)
    form = AddForm(request.POST or None, item=item)
    made: list[Indicator] = []
    if saves(
        form, lambda: made.append(definitions.define(by=request.user, facts=form.facts(), meaning=form.meaning()))
    ):
        tell(request, _("Indikatorn är tillagd. Välj vilka utfall som ska hämtas."))
        return redirect(f"{reverse('indicators:kolada-fetch')}?indikator={made[0].pk}")
    back = reverse("indicators:kolada-item", args=[pk])
    context = {"form": form, "title": _("Lägg till från Kolada"), "back": back, "submit": _("Lägg till")}
    return render(request, "indicators/indicator/form.html", context)


@require_POST
def kolada_group(request: HttpRequest, pk: int) -> HttpResponse:
    """One of Kolada's groups becomes a comparison group, or gets the members that it has now."""
    only(request, Who.CONTROLLER)
    item = get_object_or_404(KoladaItem, pk=pk, kind=Kind.MUNICIPALITY_GROUP)
    done = _("Gruppen finns nu att jämföra med.")
    return take(request, lambda: catalogue.take_group(item, by=request.user), done, "indicators:kolada-item", pk)


def kolada_fetch(request: HttpRequest) -> HttpResponse:
    """Choose which outcomes to ask for; what comes is a preview."""
    only(request, Who.CONTROLLER)
    in_use = drift.in_use()
    asked = [row for row in in_use if str(row.pk) == request.GET.get("indikator")]
    form = FetchForm(request.POST or None, in_use=in_use, chosen=asked)
    made: list[Import] = []
    if saves(form, lambda: made.append(
        fetching.from_kolada(form.chosen(), form.codes(), form.years(), by=request.user)
    )):  # fmt: skip
        return redirect("indicators:import-show", made[0].pk)
    context = {"form": form, "in_use": len(in_use), "lead": _lead(len(in_use)), "back": reverse("indicators:kolada")}
    return render(request, "indicators/kolada/fetch.html", context)


def _lead(n: int) -> str:
    if not n:
        return _("Ingen indikator här kommer från Kolada än. Lägg till en från katalogen först.")
    return ngettext("%(n)s indikator här kommer från Kolada. Inget ändras förrän du har sett vad som kom.",
                    "%(n)s indikatorer här kommer från Kolada. Inget ändras förrän du har sett vad som kom.",
                    n) % {"n": n}  # fmt: skip
