"""Entering accounts and budgets: a year typed, a file or a pasted block read, one amount corrected."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.middleware import tell
from burlov_styrning.rights import actor_of
from burlov_styrning.views import saves, visible_or_404
from burlov_styrning.workflow import require
from indicators import imports
from indicators.economy import accounts
from indicators.forms.accounts import CorrectForm, SheetForm, YearForm
from indicators.models import AccountFigure, Import
from indicators.moves import ACCOUNTS
from indicators.views.efficiency import number_in

TO_LIST = "indicators:economy"
FORM = "indicators/economy/form.html"


def account_enter(request: HttpRequest) -> HttpResponse:
    """A year of somebody's accounts, line by line."""
    require(ACCOUNTS, "enter", AccountFigure(), request.user)
    form = YearForm(request.POST or None)
    rows: list[AccountFigure] = []
    if saves(form, lambda: rows.extend(_entered(form, request.user))):
        said = ngettext("%(n)s belopp är sparat.", "%(n)s belopp är sparade.", len(rows)) % {"n": len(rows)}
        tell(request, said)
        return redirect(f"{reverse(TO_LIST)}?year={form.cleaned_data['year']}")
    return render(request, FORM, {
        "form": form, "title": _("Lägg in ett års belopp"), "submit": _("Spara beloppen"), "back": reverse(TO_LIST),
        "lead": _("Skriv dem som de står i rapporten. Kostnader skrivs utan minus. En rad som lämnas tom rörs inte."),
        "other": reverse("indicators:account-read"), "other_label": _("Läs in en tabell i stället"),
    })  # fmt: skip


def _entered(form: YearForm, user: Any) -> list[AccountFigure]:
    return accounts.enter(form.amounts(), by=user, confirmed=form.cleaned_data["confirmed"])


def account_read(request: HttpRequest) -> HttpResponse:
    """A table from a report or a spreadsheet: what it would change is shown before anything does."""
    require(ACCOUNTS, "enter", AccountFigure(), request.user)
    before = _pasted(request)
    initial = before.terms | {"block": before.block} if before else {"unit": "mnkr"}
    form = SheetForm(request.POST or None, request.FILES or None, initial=initial)
    made: list[Any] = []
    if saves(form, lambda: made.append(imports.start_accounts(**form.written(), mends=before, by=request.user))):
        return redirect("indicators:import-show", made[0].pk)
    return render(request, FORM, {
        "form": form, "title": _("Läs in redovisning och budget"), "submit": _("Visa vad tabellen skulle ändra"),
        "back": reverse("indicators:import-show", args=[before.pk]) if before else reverse(TO_LIST),
        "lead": _("Inget ändras förrän du har sett vad tabellen skulle göra."),
        "other": reverse("indicators:account-enter"), "other_label": _("Skriv in ett år i stället"),
    })  # fmt: skip


def _pasted(request: HttpRequest) -> Import | None:
    """The person's own import whose pasted block is to be mended, where the address names one."""
    pk = number_in(request.GET.get("fran", ""))
    mine = Import.objects.visible_to(request.user).filter(person=actor_of(request.user).person).exclude(block="")
    found: Import | None = mine.filter(pk=pk).first() if pk else None
    return found


def account_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """One amount that was copied wrongly."""
    row = visible_or_404(request, AccountFigure.objects.select_related("organ", "source"), pk=pk)
    require(ACCOUNTS, "correct", row, request.user)
    form = CorrectForm(request.POST or None, initial={"printed": row.printed, "unit": row.unit})
    if saves(form, lambda: _corrected(row, form, request.user)):
        tell(request, _("Beloppet är rättat. Det förra finns kvar i ändringsloggen."))
        return redirect(TO_LIST)
    words = {"year": row.year, "whom": row.organ or row.get_entity_display(), "report": row.report or "–"}
    return render(request, FORM, {
        "form": form, "title": row.figure, "submit": _("Rätta beloppet"), "back": reverse(TO_LIST),
        "lead": _("%(whom)s, %(year)s. Källa: %(report)s.") % words,
    })  # fmt: skip


def _corrected(row: AccountFigure, form: CorrectForm, user: Any) -> None:
    said = form.cleaned_data
    accounts.correct(row, by=user, printed=said["printed"], value=form.value, unit=said["unit"],
                     confirmed=said["confirmed"])  # fmt: skip
