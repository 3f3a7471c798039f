"""The tax rate beside those of chosen municipalities: page and files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.clock import today
from burlov_styrning.parts import FileLink
from indicators import comparing
from indicators.economy import taxrate
from indicators.models import ComparisonGroup, IndicatorUse
from indicators.moves import USES
from indicators.views.efficiency import XLSX_KIND, answer


def tax_rate(request: HttpRequest) -> HttpResponse:
    """Our own rate beside the mean of a group's, year by year."""
    groups = comparing.groups_to_choose(request.user)
    found = taxrate.read(request.GET.get("grupp", ""), groups, request.user)
    context: dict[str, Any] = {
        "found": found, "may_choose": USES.offers("choose", IndicatorUse(), request.user),
        "groups": [*((row.key, row.title) for row in groups), (comparing.ALL, _("Alla kommuner"))],
    }  # fmt: skip
    if found:
        query = f"?grupp={found.group.key}"
        context |= {
            "paper": taxrate.paper(found, today()), "group": found.group.key,
            "files": [FileLink(text, reverse("indicators:tax-rate-file", args=[kind]) + query) for kind, text in (
                ("pdf", _("Hämta som PDF")), ("docx", _("Hämta som Word")), (XLSX_KIND, _("Hämta som Excel")),
            )] if found.years else [],
        }  # fmt: skip
    return render(request, "indicators/economy/taxrate.html", context)


def tax_rate_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    groups: list[ComparisonGroup] = comparing.groups_to_choose(request.user)
    found = taxrate.read(request.GET.get("grupp", ""), groups, request.user)
    if found is None or kind not in (XLSX_KIND, *papers.TYPES):
        raise Http404
    if kind == XLSX_KIND:
        return answer(taxrate.sheets(found), "skattesats")
    return papers.answer(taxrate.paper(found, today()), kind)
