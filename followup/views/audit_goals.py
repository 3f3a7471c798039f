"""The goals as auditors examine them: the list to choose from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Filter
from burlov_styrning.rights import Who
from burlov_styrning.views import only
from goals.models import Goal, Term

EXAMINERS = (Who.AUDITOR, Who.CONTROLLER)


def audit(request: HttpRequest) -> HttpResponse:
    """The auditors' start: every goal that is decided, and the ways into the log."""
    only(request, *EXAMINERS)
    rows = Goal.objects.visible_to(request.user).select_related("term", "area", "decision")
    listing = Listing(
        request, rows, search=["title", "wording", "area__name", "owners__organ__name"],
        columns=[Column(_("Mål"), "title", words=True), Column(_("Period"), "term__first_year"),
                 Column(_("Område"), "area__name", words=True), Column(_("Beslutat"), "decision__date")],
        filters=[Filter("term", _("Målperiod"), [(str(term.pk), str(term)) for term in Term.objects.all()])],
        sort="-term__first_year",
        empty=_("Inga mål är antagna ännu. Här visas de när fullmäktige har beslutat."),
    )  # fmt: skip
    return render(request, "followup/audit/start.html", {"listing": listing})
