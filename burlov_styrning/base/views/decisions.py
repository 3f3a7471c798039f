"""Decisions: read by whom they concern, the published ones by all; completed and published by the secretary."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from burlov_styrning import kinds
from burlov_styrning.base import decisions
from burlov_styrning.base.forms.decisions import MORE, CompleteForm, CorrectForm
from burlov_styrning.base.models import Correction, Decision, Organ
from burlov_styrning.base.moves import DECISIONS
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.swedish import partial_date
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
        empty=Empty(
            _("Inga beslut är antecknade ännu. Sekreteraren antecknar ett beslut där ärendet ligger.")
            if request.user.is_authenticated
            else _("Inga beslut är publicerade ännu. De visas här när protokollet är justerat.")
        ),
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
        "corrections": corrected(decision),
        "buttons": [ADDRESSES[m.name] for m in DECISIONS.offered(decision, request.user) if m.name in ADDRESSES],
    }
    return render(request, "base/decisions/show.html", values)


def corrected(decision: Decision) -> list[tuple[Correction, list[tuple[str, str, str]]]]:
    """Each correction with its fields: label, what stood there, what was put there."""
    return [
        (row, [(_label(name), _shown(name, row.before[name]), _shown(name, row.after[name])) for name in row.after])
        for row in decision.corrections.all()
    ]


def _label(name: str) -> str:
    return str(CorrectForm.base_fields[name].label)


def _shown(name: str, value: str | None) -> str:
    return partial_date(value) if name == "date" and value else value or "–"


ADDRESSES = {
    "publish": Button(DECISIONS.move("publish").label, "publicera/"),
    "correct": Button(DECISIONS.move("correct").label, "ratta/"),
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


def decision_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a clerical error right; both texts are kept."""
    decision = visible_or_404(request, Decision.objects.select_related("organ", "meeting"), pk=pk)
    require(DECISIONS, "correct", decision, request.user)
    form = CorrectForm(request.POST or None, decision=decision)
    if saves(
        form, lambda: decisions.correct(decision, by=request.user, reason=form.cleaned_data["reason"], **form.said())
    ):
        tell(request, _("Skrivfelet är rättat. Det som stod tidigare finns kvar bredvid."))
        return redirect("base:decision", pk)
    values = {
        "form": form,
        "title": _("Rätta ett skrivfel"),
        "small": str(decision),
        "lead": _("Bara det som skrevs fel. Ändrar organet sig behövs ett nytt beslut."),
        "submit": DECISIONS.move("correct").label,
        "back": "../",
    }
    return render(request, "confirm.html", values, status=422 if form.errors else 200)


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
