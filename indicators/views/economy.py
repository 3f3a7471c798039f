"""The figures of accounts and budgets as the reports print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Who
from indicators.models import AccountFigure
from indicators.moves import ACCOUNTS


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
        sort="-year",
        empty=Empty(_("Här finns inga siffror ur redovisning och budget ännu.")),
    )  # fmt: skip
    told = _told_elsewhere(listing.rows, rows)
    reads_room = rights.any_of([Who.OFFICIAL], rights.actor_of(request.user), rights.ANY_ROW) is True
    return render(request, "indicators/economy/list.html", {
        "listing": listing, "lines": [(row, told[row.pk]) for row in listing.rows], "parts": _parts(reads_room),
        "may_enter": ACCOUNTS.may_create("enter", AccountFigure(), request.user),
    })  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of the economy's pages: where it is and what it answers."""

    title: str
    text: str
    url: str


def _parts(reads_room: bool) -> list[Part]:
    parts = [
        (_("Nyckeltal"), _("Nettokostnadsandel, soliditet, skuld per invånare och fler, med formel och källa."),
         "key-figures"),
        (_("Balanskravsresultat"), _("Från årets resultat till balanskravet, och hur ett underskott återställs."),
         "balance"),
        (_("Kvalitet per krona"), _("Vad varje verksamhet ger för pengarna, över åren och bland andra kommuner."),
         "efficiency"),
        (_("Demografiskt behov"), _("Vad fler eller färre invånare i varje ålder kostar, nämnd för nämnd."),
         "demography"),
        (_("Medarbetarna och ekonomin"), _("Årsarbetare, sjukfrånvaro, omsättning och engagemang bredvid pengarna."),
         "staff"),
        (_("Redovisning och budget"), _("Kommunen, koncernen och varje nämnd år för år, som rapporterna visar det."),
         "account-table"),
    ]  # fmt: skip
    if reads_room:
        room = _("Skatter, bidrag och nettokostnad i varje scenario, med nämndernas ramar.")
        parts.insert(0, (_("Ekonomiskt utrymme och ramar"), room, "scenarios"))
    return [Part(title, text, reverse(f"indicators:{name}")) for title, text, name in parts]


SAME = ("figure", "year", "version", "entity", "organ_id", "unit")
"""What two figures have in common that ought to be one number."""


def _told_elsewhere(shown: Sequence[AccountFigure], rows: QuerySet[AccountFigure]) -> dict[int, list[AccountFigure]]:
    """What other reports print for the same figure and year: each other number once, by its first report."""
    near = rows.filter(
        **{f"{name}__in": {getattr(row, name) for row in shown} for name in ("entity", "figure", "year")}
    )
    first: dict[Any, dict[Any, int]] = {}
    for pk, value, *same in near.order_by("report", "pk").values_list("pk", "value", *SAME):
        first.setdefault(tuple(same), {}).setdefault(value, pk)
    others = {row.pk: [pk for value, pk in first[_same(row)].items() if value != row.value] for row in shown}
    found = rows.in_bulk({pk for some in others.values() for pk in some})
    return {of: [found[pk] for pk in some] for of, some in others.items()}


def _same(row: AccountFigure) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in SAME)
