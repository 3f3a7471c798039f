"""What should be there by now and is not, for every indicator that people enter or fetch outcomes for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Who
from burlov_styrning.sheets import Sheet, Value, comma_separated, workbook
from burlov_styrning.swedish import counted, sort_key
from burlov_styrning.views import only
from indicators import due, words
from indicators.due import Due
from indicators.models import Indicator
from indicators.views.imports import XLSX

MINE = "mina"


@dataclass(frozen=True)
class Lacking:
    """A cell that waits for its outcome, as the list shows it."""

    pk: int
    name: str
    key: str
    period: str
    year: str
    sex: str
    organ: str
    function: str
    origin: str
    since: date
    whose: str
    """`mina` where this person answers for it."""
    enters: bool

    @property
    def period_words(self) -> str:
        """The period as people say it."""
        return words.period_words(self.period)


def lacking_list(request: HttpRequest) -> HttpResponse:
    """The list: one's own first; searched, narrowed and ordered as the address asks."""
    listing = _listing(request)
    query = request.GET.urlencode()
    files = [(label, reverse(f"indicators:lacking-{kind}") + (f"?{query}" if query else ""))
             for kind, label in (("xlsx", _("Excel")), ("csv", _("CSV")))]  # fmt: skip
    context = {"listing": listing, "title": _title(listing), "files": files if listing.count else []}
    return render(request, "indicators/lacking/list.html", context)


def lacking_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole list, as it is narrowed, for a spreadsheet."""
    listing = _listing(request)
    rows: Sequence[Lacking] = listing.page.paginator.object_list  # type: ignore[assignment]
    headings = [_("Indikator"), _("Nyckel"), _("Period"), _("Kön"), _("Ansvarigt organ"), _("Ansvarig funktion"),
                _("Källa"), _("Väntad sedan")]  # fmt: skip
    sheet = Sheet(_("Vad saknas"), headings, [_cells(row) for row in rows])
    body, of = (comma_separated(sheet), "text/csv; charset=utf-8") if kind == "csv" else (workbook([sheet]), XLSX)
    headers = {"Content-Disposition": f'attachment; filename="vad-saknas.{kind}"', "Cache-Control": "private, no-cache"}
    return HttpResponse(body, content_type=of, headers=headers)


def _cells(row: Lacking) -> list[Value]:
    return [row.name, row.key, row.period, row.sex, row.organ, row.function, row.origin, row.since]


def _listing(request: HttpRequest) -> Listing:
    only(request, Who.STAFF, Who.CONTROLLER)
    rows = _rows(request.user)
    organs = sorted({row.organ for row in rows if row.organ}, key=sort_key)
    years = sorted({row.year for row in rows}, reverse=True)
    filters = [
        Filter("organ", _("Ansvarig"), [(name, name) for name in organs]),
        Filter("year", _("År"), [(year, year) for year in years]),
    ]
    if len({row.whose for row in rows}) > 1:
        filters.insert(0, Filter("whose", _("Vems"), [(MINE, _("Mina"))], every=_("Allas, mina först")))
    return Listing(
        request, rows, filters=filters,
        search=["name", "key", "period", "period_words", "organ", "function", "origin"],
        columns=[Column(_("Indikator"), "name", words=True), Column(_("Period"), "period"), Column(_("Kön")),
                 Column(_("Ansvarig"), "organ", words=True), Column(_("Källa")), Column(_("Väntad sedan"), "since")],
        empty=Empty(_("Allt som ska finnas vid det här laget finns. Också det som saknas av ett skäl är besvarat.")),
        name="saknas",
    )  # fmt: skip


def _rows(user: Any) -> list[Lacking]:
    """Those that this person answers for first, then by indicator, the latest period first."""
    indicators = Indicator.objects.visible_to(user).filter(formula="").select_related("current", "organ")
    mine, may = due.my_organs(user), due.may_enter_for(user)
    found = [_row(cell, mine, may) for cell in due.lacking_since_they_began(indicators)]
    found.sort(key=lambda row: row.period, reverse=True)
    return sorted(found, key=lambda row: (row.whose != MINE, sort_key(row.name)))


def _row(cell: Due, mine: frozenset[int], may: frozenset[int] | None) -> Lacking:
    one = cell.indicator
    sex = str(words.SEX_WORDS[cell.sex]) if one.by_sex else ""
    return Lacking(
        one.pk, one.name, one.key, cell.period, cell.period[:4], sex, one.organ.name if one.organ else "", one.function,
        words.origin_words(one), cell.since, MINE if one.organ_id in mine else "", may is None or one.organ_id in may,
    )  # fmt: skip


def _title(listing: Listing) -> str:
    if not listing.count:
        return _("Inget saknas")
    return _("%(things)s saknas") % {"things": counted(listing.count, _("värde"), _("värden"), neuter=True)}
