"""The auditors' searches of the change log: the list to come back to, and taking one's own away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Empty
from burlov_styrning.rights import Who, actor_of
from burlov_styrning.views import only
from followup.audit.searches import mine
from followup.models import AuditSearch


def searches(request: HttpRequest) -> HttpResponse:
    """What the auditors have searched the log for, the latest first."""
    only(request, Who.AUDITOR)
    listing = Listing(
        request, AuditSearch.objects.visible_to(request.user).select_related("person"),
        search=["words", "person__name"],
        columns=[Column(_("Sökning"), "words", words=True), Column(_("Senast"), "at"),
                 Column(_("Av"), "person__name", words=True), Column(_("Träffar då"), "hits", number=True),
                 Column(_("Gör"))],
        sort="-at",
        empty=Empty(_("Inget är sökt ännu. Det du söker i ändringsloggen hamnar här, och bara revisorerna ser det.")),
    )  # fmt: skip
    context = {"listing": listing, "me": actor_of(request.user).person, "own": mine(request.user).exists()}
    return render(request, "followup/audit/searches.html", context)


@require_POST
def search_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own search away."""
    only(request, Who.AUDITOR)
    get_object_or_404(mine(request.user), pk=pk).delete()
    tell(request, _("Sökningen är borttagen."))
    return redirect("followup:audit-searches")


@require_POST
def searches_forget(request: HttpRequest) -> HttpResponse:
    """Take all one's own away."""
    only(request, Who.AUDITOR)
    mine(request.user).delete()
    tell(request, _("Dina sökningar är borttagna."))
    return redirect("followup:audit-searches")
