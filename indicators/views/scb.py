"""SCB for the controller: find a table, choose what becomes outcomes of an indicator, fetch it again and again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.rights import Who
from burlov_styrning.swedish import listed
from burlov_styrning.views import carried_number, only, saves, take, visible_or_404
from indicators import fetching, mappings
from indicators.forms.scb import MappingForm
from indicators.models import Import, ScbMapping
from indicators.moves import MAPPINGS
from indicators.sources.row import Unreadable
from indicators.sources.scb import FOUND, Hits

LISTED = ScbMapping.objects.select_related("indicator__current", "person")
LONGEST = 100
MOST_PAGES = 1000


def scb_list(request: HttpRequest) -> HttpResponse:
    """The saved mappings."""
    only(request, Who.CONTROLLER)
    new = reverse("indicators:scb-search")
    rows = LISTED.visible_to(request.user)
    listing = Listing(
        request, rows.filter(state=ScbMapping.State.USED), search=["name", "table", "indicator__current__name"],
        columns=[Column(_("Urval"), "name", words=True), Column(_("Tabell"), "table"),
                 Column(_("Indikator"), "indicator__current__name", words=True), Column(_("Vem"), "person__name")],
        filters=[Filter("state", _("Visa"), list(ScbMapping.State.choices)[1:], every=_("används"))],
        narrow={"state": lambda _rows, state: rows.filter(state=state)}, sort="name",
        empty=Empty(_("Inget hämtas från SCB än. Sök en tabell och välj ur den."), _("Sök en tabell"), new),
    )  # fmt: skip
    return render(request, "indicators/scb/list.html", {"listing": listing, "new": new})


def scb_search(request: HttpRequest) -> HttpResponse:
    """Tables by id or words; the service is asked while the person waits, a few seconds at most."""
    only(request, Who.CONTROLLER)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    page, found, problem = min(carried_number(request.GET.get("sida", "")) or 1, MOST_PAGES), Hits((), 0), ""
    if text:
        try:
            found = mappings.find(text, page)
        except Unreadable as error:
            problem = str(error)
    before = (page - 1) * FOUND
    context = {
        "q": text, "tables": found.tables, "problem": problem, "back": reverse("indicators:scb"), "total": found.total,
        "first": before + 1, "last": before + len(found.tables), "previous": page - 1,
        "next": page + 1 if before + len(found.tables) < found.total else 0,
    }  # fmt: skip
    return render(request, "indicators/scb/search.html", context)


def scb_choose(request: HttpRequest) -> HttpResponse:
    """Which values of the table become outcomes of which indicator."""
    only(request, Who.CONTROLLER)
    code = request.GET.get("tabell", "").strip()
    context: dict[str, Any] = {"back": reverse("indicators:scb-search")}
    if not (code.isascii() and code.isalnum() and len(code) <= 40):
        return render(request, "indicators/scb/choose.html", context | {"problem": _("Välj en tabell först.")})
    try:
        table = mappings.table(code)
    except Unreadable as error:
        return render(request, "indicators/scb/choose.html", context | {"problem": str(error)})
    form = MappingForm(request.POST or None, table=table)
    made: list[ScbMapping] = []
    if saves(form, lambda: made.append(mappings.save(
        by=request.user, name=form.cleaned_data["name"], table=table, indicator=form.cleaned_data["indicator"],
        selection=form.selection(), mapping=form.mapping(),
    ))):  # fmt: skip
        tell(request, _("Urvalet är sparat. Hämta det för att se vad som kommer."))
        return redirect("indicators:scb-show", made[0].pk)
    return render(request, "indicators/scb/choose.html", context | {"form": form, "table": table})


def scb_show(request: HttpRequest, pk: int) -> HttpResponse:
    """What it fetches, and what it has fetched."""
    row = visible_or_404(request, LISTED, pk=pk)
    used = row.state == ScbMapping.State.USED
    buttons = [_fetches(row)] if used else []
    buttons += [Button(move.label, reverse("indicators:scb-end", args=[pk]), post=True)
                for move in MAPPINGS.offered(row, request.user)]  # fmt: skip
    imports = Import.objects.visible_to(request.user).filter(origin=Import.Origin.SCB, request__mapping=pk)[:10]
    context = {"row": row, "facts": _facts(row), "buttons": buttons, "imports": imports}
    return render(request, "indicators/scb/show.html", context)


def _fetches(row: ScbMapping) -> Button:
    """Outcomes come as a preview; the population is read in as a whole, with its name and its forecast."""
    if row.indicator is None:
        return Button(_("Läs in befolkning"), f"{reverse('indicators:population-read')}?urval={row.pk:d}")
    return Button(_("Hämta nu"), reverse("indicators:scb-fetch", args=[row.pk]), post=True)


def _facts(row: ScbMapping) -> list[tuple[str, Any]]:
    chosen = [f"{name}: {_codes(codes)}" for name, codes in row.selection.items()]
    return [
        (_("Källa"), "SCB"),
        (_("Tabell"), f"{row.table} {row.table_title}".strip()),
        (_("Indikator"), row.indicator) if row.indicator else (_("Blir"), _("befolkningen i ettårsklasser")),
        (_("Urval"), "; ".join(chosen)),
        (_("Kvinnor och män"), _("var för sig") if len(row.mapping.get("sexes", {})) > 1 else _("tillsammans")),
        (_("Sparat av"), row.person),
        (_("Läge"), row.get_state_display()),
    ]


def _codes(codes: list[str]) -> str:
    if len(codes) == 1 and codes[0].startswith("from("):
        return _("från och med %(first)s") % {"first": codes[0][5:-1]}
    more = [_("%(n)s till") % {"n": len(codes) - 8}] if len(codes) > 8 else []
    return listed([*codes[:8], *more])


@require_POST
def scb_fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask SCB for it now; what comes is a preview."""
    row = visible_or_404(request, ScbMapping.objects.exclude(indicator=None), pk=pk)
    made = fetching.from_scb(row, by=request.user)
    return redirect("indicators:import-show", made.pk)


@require_POST
def scb_end(request: HttpRequest, pk: int) -> HttpResponse:
    """It is no longer fetched."""
    row = visible_or_404(request, ScbMapping, pk=pk)
    done = _("Urvalet hämtas inte längre. Det som är inläst står kvar.")
    return take(request, lambda: mappings.end(row, by=request.user), done, "indicators:scb")
