"""The balance requirement: the page, and the same as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.clock import today
from indicators.economy import balance
from indicators.models import AccountFigure
from indicators.moves import ACCOUNTS
from indicators.views.efficiency import answer


def balance_show(request: HttpRequest) -> HttpResponse:
    """From each year's result to its balance result, and how a deficit is restored."""
    found = balance.of(request.user)
    files = [(label, reverse(name)) for label, name in (
        (_("PDF"), "indicators:balance-pdf"), (_("Word"), "indicators:balance-docx"),
        (_("Kalkylblad"), "indicators:balance-xlsx"),
    )]  # fmt: skip
    return render(request, "indicators/economy/balance.html", {
        "paper": balance.paper(found, today()), "files": files if found else [], "found": bool(found),
        "may_enter": ACCOUNTS.may_create("enter", AccountFigure(), request.user),
    })  # fmt: skip


def balance_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    found = balance.of(request.user)
    if kind == "xlsx":
        return answer(balance.sheets(found), "balanskrav")
    return papers.answer(balance.paper(found, today()), kind)
