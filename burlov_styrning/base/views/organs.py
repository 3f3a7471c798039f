"""The administrator's pages of organs and units."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from burlov_styrning.base import organs
from burlov_styrning.base.forms.organs import OrganForm, UnitForm
from burlov_styrning.base.models import Organ, Unit
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves


def organ_list(request: HttpRequest) -> HttpResponse:
    """All organs with their units."""
    only(request, Who.ADMINISTRATOR)
    rows: QuerySet[Organ] = Organ.objects.select_related("successor").prefetch_related("units").distinct()
    listing = Listing(
        request,
        rows,
        search=["name", "units__name"],
        columns=[
            Column(_("Organ"), "name", words=True),
            Column(_("Slag"), "kind"),
            Column(_("Tid"), "starts"),
            Column(_("Enheter")),
        ],
        filters=[Filter("kind", _("Slag"), Organ.Kind.choices)],
        narrow={"kind": lambda found, value: found.filter(kind=value)},
        empty=Empty(_("Kommunen har inga organ ännu."), _("Lägg till organ"), "nytt/"),
    )
    return render(request, "base/organs/list.html", {"listing": listing})


def organ_add(request: HttpRequest) -> HttpResponse:
    """A new organ."""
    only(request, Who.ADMINISTRATOR)
    form = OrganForm(request.POST or None)
    if saves(form, lambda: organs.add(by=request.user, **form.cleaned_data)):
        return _done(request, _("%(name)s är tillagt.") % form.cleaned_data)
    return _page(request, form, _("Lägg till ett organ"), _("Lägg till"), "../")


def organ_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an organ."""
    only(request, Who.ADMINISTRATOR)
    organ = get_object_or_404(Organ, pk=pk)
    initial = {name: getattr(organ, name) for name in ("name", "kind", "starts", "ends", "successor")}
    form = OrganForm(request.POST or None, organ=organ, initial=initial)
    if saves(form, lambda: organs.edit(organ, by=request.user, **form.cleaned_data)):
        return _done(request, _("%(name)s är ändrat.") % form.cleaned_data)
    return _page(request, form, _("Ändra %s") % organ.name, _("Spara"), "../")


def unit_add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    only(request, Who.ADMINISTRATOR)
    form = UnitForm(request.POST or None, initial={"organ": request.GET.get("organ")})
    if saves(form, lambda: organs.add_unit(by=request.user, **form.cleaned_data)):
        return _done(request, _("%(name)s är tillagd.") % form.cleaned_data)
    return _page(request, form, _("Lägg till en enhet"), _("Lägg till"), "../../")


def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename or move a unit."""
    only(request, Who.ADMINISTRATOR)
    unit = get_object_or_404(Unit, pk=pk)
    form = UnitForm(request.POST or None, initial={"name": unit.name, "organ": unit.organ_id})
    if saves(form, lambda: organs.edit_unit(unit, by=request.user, **form.cleaned_data)):
        return _done(request, _("%(name)s är ändrad.") % form.cleaned_data)
    return _page(request, form, _("Ändra %s") % unit.name, _("Spara"), "../../")


def _done(request: HttpRequest, sentence: str) -> HttpResponse:
    tell(request, sentence)
    return redirect("base:organs")


def _page(request: HttpRequest, form: Any, title: str, submit: str, back: str) -> HttpResponse:
    return render(request, "confirm.html", {"form": form, "title": title, "submit": submit, "back": back})
