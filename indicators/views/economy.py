"""The figures of accounts and budgets as the reports print them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Who
from indicators.models import AccountFigure


def economy(request: HttpRequest) -> HttpResponse:
    """Every figure as printed: unit, year, report and source."""
    rows = AccountFigure.objects.visible_to(request.user).select_related("organ", "source")
    years = rows.order_by("-year").values_list("year", flat=True).distinct()
    listing = Listing(
        request, rows, search=["figure", "report", "unit", "organ__name", "printed"],
        columns=[Column(_("Post"), "figure", words=True), Column(_("Avser")), Column(_("År"), "year", number=True),
                 Column(_("Som tryckt"), number=True), Column(_("Version"), "version"),
                 Column(_("Källa"), "report", words=True)],
        filters=[Filter("year", _("År"), [(str(year), str(year)) for year in years]),
                 Filter("version", _("Version"), list(AccountFigure.Version.choices))],
        sort="figure",
        empty=Empty(_("Här finns inga siffror ur redovisning och budget ännu. De läses in med periodens målbok.")),
    )  # fmt: skip
    reads_room = rights.any_of([Who.OFFICIAL], rights.actor_of(request.user), rights.ANY_ROW) is True
    return render(request, "indicators/economy/list.html", {"listing": listing, "reads_room": reads_room})
