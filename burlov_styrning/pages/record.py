"""The page of public records, and all of them in one file for who asks to have them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from burlov_styrning.clock import today
from burlov_styrning.lists import Column, Listing
from burlov_styrning.pages.records import KINDS, Record, organs_in, records
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Who
from burlov_styrning.sheets import Sheet, comma_separated, workbook
from burlov_styrning.views import only

ONE_CELL = 32_000
"""Letters that a spreadsheet's cell has room for; the whole text stands in its own file."""


def record_list(request: HttpRequest) -> HttpResponse:
    """What has been handed over or decided, as this person may read it."""
    only(request, Who.OFFICIAL)
    listing = _listing(request, records(request.user))
    query = request.GET.urlencode()
    file = reverse("pages:record-file") + (f"?{query}" if query else "")
    return render(request, "pages/records.html", {"listing": listing, "file": file})


def record_file(request: HttpRequest) -> HttpResponse:
    """The same list, narrowed as the page was: a register as CSV and Excel, and each text as a file."""
    only(request, Who.OFFICIAL)
    found = _listing(request, records(request.user, texts=True), per_page=1_000_000).rows
    answer = HttpResponse(archive(found), content_type="application/zip")
    word = _("allmänna handlingar")
    name = f"{slugify(word)}-{today().isoformat()}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _listing(request: HttpRequest, found: list[Record], **options: Any) -> Listing:
    years = sorted({one.year for one in found if one.year}, reverse=True)
    return Listing(
        request, found, search=["title", "organ", "registry"],
        columns=[Column(_("Handling"), "title", words=True), Column(_("Organ"), "organ", words=True),
                 Column(_("Datum"), "date"), Column("§"), Column(_("Diarienummer"), "registry")],
        filters=[Filter("kind", _("Slag"), list(KINDS.items())),
                 Filter("organ", _("Organ"), [(name, name) for name in organs_in(found)]),
                 Filter("year", _("År"), [(year, year) for year in years])],
        empty=Empty(_("Ingenting är inlämnat eller beslutat ännu.")), **options,
    )  # fmt: skip


def archive(found: Sequence[Record]) -> bytes:
    """The register and the texts."""
    names = [f"texter/{n:04}-{one.kind}-{slugify(one.title)[:60].strip('-')}.txt" if one.text else ""
             for n, one in enumerate(found, 1)]  # fmt: skip
    table = Sheet(_("Register"), [_("Nr"), _("Slag"), _("Organ"), _("Handling"), _("Datum"), _("Tid"), "§",
                  _("Diarienummer"), _("Exempel"), _("Text"), _("Fil")],
                  [_row(n, one, name) for n, (one, name) in enumerate(zip(found, names, strict=True), 1)])  # fmt: skip
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("register.csv", comma_separated(table))
        file.writestr("register.xlsx", workbook([table], title=_("Allmänna handlingar")))
        for one, name in zip(found, names, strict=True):
            if name:
                head = [one.word, one.organ, one.title, " ".join(filter(None, (one.date, one.paragraph, one.registry)))]
                file.writestr(name, "\n".join([*head, "", one.text, ""]))
    return made.getvalue()


def _row(n: int, one: Record, name: str) -> list[Any]:
    at = timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M") if one.at else ""
    return [n, one.word, one.organ, one.title, one.date, at, one.paragraph, one.registry,
            _("ja") if one.example else "", one.text[:ONE_CELL], name]  # fmt: skip
