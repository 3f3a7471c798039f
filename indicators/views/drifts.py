"""What Kolada says differently from what was adopted: the list, and each decided by the controller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning.base.models import Event
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, take, visible_or_404
from indicators import definitions, drift
from indicators.forms.kolada import TakeOverForm
from indicators.models import Drift
from indicators.moves import DRIFTS

LISTED = Drift.objects.select_related("indicator__current", "indicator__organ", "version", "decided_by")
TO_LIST = "indicators:drifts"


@dataclass(frozen=True)
class Differs:
    """One text as it was adopted here and as Kolada has it now."""

    label: str
    ours: str
    theirs: str


def drift_list(request: HttpRequest) -> HttpResponse:
    """Those that wait, unless others are asked for."""
    only(request, Who.CONTROLLER)
    rows = LISTED.visible_to(request.user)
    listing = Listing(
        request, rows.filter(state=Drift.State.OPEN), search=["indicator__current__name", "name", "definition"],
        columns=[Column(_("Indikator"), "indicator__current__name", words=True), Column(_("Vad")),
                 Column(_("Upptäckt"), "found"), Column(_("Läge"))],
        filters=[Filter("state", _("Visa"), list(Drift.State.choices)[1:], every=_("väntar på beslut"))],
        narrow={"state": lambda _rows, state: rows.filter(state=state)}, sort="-found",
        empty=Empty(_("Kolada säger det som är antaget här. Inget väntar på beslut.")),
    )  # fmt: skip
    context = {"listing": listing, "lines": [(row, _what(row)) for row in listing.rows]}
    return render(request, "indicators/drift/list.html", context)


def _what(row: Drift) -> str:
    if row.gone:
        return _("finns inte längre i Kolada")
    if row.name and row.definition:
        return _("annan titel och annan beskrivning")
    return _("annan titel") if row.name else _("annan beskrivning")


def drift_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Old beside new, and what can be done about it."""
    row = visible_or_404(request, LISTED, pk=pk)
    offered = {move.name: move.label for move in DRIFTS.offered(row, request.user)}
    valued = definitions.has_values(row.indicator)
    takes = "take_over" in offered and not row.gone and valued
    form = TakeOverForm(request.POST or None) if takes else None
    if form and saves(form, lambda: drift.take_over(row, by=request.user, until=form.cleaned_data["until"])):
        tell(request, _("Den nya versionen gäller. De gamla värdena behåller den gamla."))
        return redirect("pages:indicator", row.indicator_id)
    context = {
        "row": row, "title": row.indicator.name, "differs": _differs(row), "form": form, "facts": _facts(row),
        "buttons": _buttons(row, offered), "events": Event.of(row), "waiting": row.state == Drift.State.OPEN,
    }  # fmt: skip
    return render(request, "indicators/drift/show.html", context)


def _differs(row: Drift) -> list[Differs]:
    pairs = [(_("Titel"), row.version.name, row.name), (_("Definition"), row.version.definition, row.definition)]
    return [Differs(label, ours, theirs) for label, ours, theirs in pairs if theirs]


def _facts(row: Drift) -> list[tuple[str, Any]]:
    return [
        (_("Indikator"), row.indicator),
        (_("Källa"), f"Kolada, {row.indicator.origin_id}"),
        (_("Ansvarigt organ"), row.indicator.organ),
        (_("Upptäckt"), f"{row.found:%Y-%m-%d}"),
        (_("Läge"), row.get_state_display()),
        (_("Avgjort av"), row.decided_by),
    ]


def _buttons(row: Drift, offered: dict[str, Any]) -> list[Button]:
    found = []
    if "reword" in offered and drift.may_reword(row):
        found.append(Button(offered["reword"], reverse("indicators:drift-reword", args=[row.pk]), post=True))
    if "keep" in offered:
        found.append(Button(offered["keep"], reverse("indicators:drift-keep", args=[row.pk]), post=True))
    return found


@require_POST
def drift_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """What was adopted here stands."""
    row = visible_or_404(request, Drift, pk=pk)
    done = _("Det som är antaget här gäller. Samma ändring visas inte igen.")
    return take(request, lambda: drift.keep(row, by=request.user), done, TO_LIST)


@require_POST
def drift_reword(request: HttpRequest, pk: int) -> HttpResponse:
    """Kolada's words for the same."""
    row = visible_or_404(request, Drift, pk=pk)
    done = _("Koladas ordalydelse gäller.")
    return take(request, lambda: drift.reword(row, by=request.user), done, TO_LIST)
