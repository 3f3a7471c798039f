"""Decisions: read by whom they concern, the published ones by all; completed and published by the secretary."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from burlov_styrning import kinds
from burlov_styrning.base import decisions
from burlov_styrning.base.forms.decisions import MORE, CompleteForm
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.base.moves import DECISIONS
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.views import public, saves, take, visible_or_404
from burlov_styrning.workflow import require

WITH = ("organ", "meeting", "source", "recorded_by")


@public
def decision_list(request: HttpRequest) -> HttpResponse:
    """Decisions, the latest first."""
    rows = Decision.objects.visible_to(request.user).select_related("organ")
    listing = Listing(
        request,
        rows,
        search=["organ__name", "paragraph", "registry", "text", "date"],
        columns=[
            Column(_("Datum"), "date"),
            Column(_("Organ"), "organ__name", words=True),
            Column(_("Paragraf"), "paragraph", words=True),
            Column(_("Gäller"), "kind"),
            Column(_("Diarienummer"), "registry", words=True),
        ],
        filters=[
            Filter(
                "organ", _("Organ"), [(str(o.pk), o.name) for o in Organ.objects.filter(decisions__in=rows).distinct()]
            ),
            Filter("kind", _("Gäller"), Decision.Kind.choices),
        ],
        sort="-date",
        empty=Empty(_("Inga beslut är publicerade ännu.")),
    )
    return render(request, "base/decisions/list.html", {"listing": listing})


@public
def decision_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: what the minutes say, and what it decided."""
    decision = visible_or_404(request, Decision.objects.select_related(*WITH), pk=pk)
    values = {
        "decision": decision,
        "decided": kinds.decided(decision, request.user),
        "minutes": [(CompleteForm.base_fields[name].label, getattr(decision, name)) for name in MORE[1:]],
        "buttons": [ADDRESSES[m.name] for m in DECISIONS.offered(decision, request.user) if m.name in ADDRESSES],
    }
    return render(request, "base/decisions/show.html", values)


ADDRESSES = {
    "publish": Button(DECISIONS.move("publish").label, "publicera/"),
    "complete": Button(DECISIONS.move("complete").label, "komplettera/"),
}


def decision_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in what the minutes say besides the decision."""
    decision = visible_or_404(request, Decision.objects.select_related("organ"), pk=pk)
    require(DECISIONS, "complete", decision, request.user)
    form = CompleteForm(request.POST or None, decision=decision)
    if saves(form, lambda: decisions.complete(decision, by=request.user, **form.cleaned_data)):
        tell(request, _("Protokollsuppgifterna är sparade."))
        return redirect("base:decision", pk)
    values = {
        "form": form,
        "title": _("Komplettera beslutet"),
        "lead": str(decision),
        "submit": _("Spara"),
        "back": "../",
    }
    return render(request, "confirm.html", values)


def decision_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the decision, and what it decided, to everybody; asked first."""
    decision = visible_or_404(request, Decision.objects.select_related("organ"), pk=pk)
    require(DECISIONS, "publish", decision, request.user)
    if request.method == "POST":
        done = _("Beslutet är publicerat och kan läsas av alla.")
        return take(request, lambda: decisions.publish(decision, by=request.user), done, "base:decision", pk)
    return render(
        request, "base/decisions/publish.html", {"decision": decision, "decided": kinds.decided(decision, request.user)}
    )
