"""The balance requirement: the page, and the same as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.clock import today
from indicators.economy import balance
from indicators.models import AccountFigure
from indicators.moves import ACCOUNTS
from indicators.views.efficiency import XLSX_KIND, answer


def balance_show(request: HttpRequest) -> HttpResponse:
    """From each year's result to its balance result, and how a deficit is restored."""
    found = balance.of(request.user)
    files = [(label, reverse("indicators:balance-file", args=[kind])) for label, kind in (
        (_("PDF"), "pdf"), (_("Word"), "docx"), (_("Kalkylblad"), XLSX_KIND),
    )]  # fmt: skip
    return render(request, "indicators/economy/balance.html", {
        "paper": balance.paper(found, today()), "files": files if found else [], "found": bool(found),
        "may_enter": ACCOUNTS.may_create("enter", AccountFigure(), request.user),
    })  # fmt: skip


def balance_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    if kind not in (XLSX_KIND, *papers.TYPES):
        raise Http404
    found = balance.of(request.user)
    if kind == XLSX_KIND:
        return answer(balance.sheets(found), "balanskrav")
    return papers.answer(balance.paper(found, today()), kind)
