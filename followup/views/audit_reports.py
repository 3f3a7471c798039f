"""The auditors take out what they examine a round by, as an edition of their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves
from followup import editions
from followup.forms.audit import AuditReportForm
from followup.views.editions import tell_issued


def issue(request: HttpRequest) -> HttpResponse:
    """Asks for the round and, where it is only one, the committee."""
    only(request, Who.AUDITOR)
    form = AuditReportForm(request.POST or None)
    made: list[editions.Issued] = []
    if saves(form, lambda: made.append(_issue(form, request))):
        tell_issued(request, made[0])
        return redirect("followup:edition", made[0].edition.pk)
    values = {
        "form": form, "title": _("Vilken uppföljning ska granskas?"), "submit": _("Ta fram underlaget"),
        "back": reverse("followup:audit"),
        "lead": _("Det fryser det som är överlämnat och beslutat, mål för mål, med behov, beslut, vem och när. "
                  "Webbsida, PDF, Word, kalkylblad och JSON görs i bakgrunden av samma siffror. Bara revisorerna ser "
                  "att det är framtaget och läser det."),
    }  # fmt: skip
    return render(request, "confirm.html", values, status=422 if form.errors else 200)


def _issue(form: AuditReportForm, request: HttpRequest) -> editions.Issued:
    said = form.cleaned_data
    return editions.issue_audit(said["round"], organ=said["organ"], by=request.user)
