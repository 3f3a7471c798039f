"""The staff and the economy on one page, and as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality
from burlov_styrning.clock import today
from burlov_styrning.papers import Block, Grid, Paper, Picture, Points
from burlov_styrning.parts import FileLink
from burlov_styrning.sheets import Sheet
from burlov_styrning.swedish import long_date, sentence
from indicators import staff
from indicators.models import IndicatorUse
from indicators.moves import USES
from indicators.views.efficiency import XLSX_KIND, answer


def staff_show(request: HttpRequest) -> HttpResponse:
    """Full-time equivalents, sick leave, turnover and engagement beside the economy."""
    found = staff.read(request.user)
    table = staff.table(found)
    names = [("pdf", _("Hämta som PDF")), ("docx", _("Hämta som Word")), ("xlsx", _("Hämta som Excel"))]
    context = {
        "found": found, "chart": staff.chart(found), "headings": table.headings, "rows": table.rows,
        "files": [FileLink(text, reverse("indicators:staff-file", args=[kind])) for kind, text in names],
        "may_choose": USES.offers("choose", IndicatorUse(), request.user),
    }  # fmt: skip
    return render(request, "indicators/staff/show.html", context)


def staff_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    if kind not in (XLSX_KIND, *papers.TYPES):
        raise Http404
    found = staff.read(request.user)
    title = _("Medarbetarna och ekonomin")
    if kind == XLSX_KIND:
        headings = [_("Mått"), _("Enhet"), *map(str, found.years)]
        return answer([Sheet(title, headings, staff.numbers(found))], "medarbetarna-och-ekonomin")
    own, drawn, table = Municipality.ours(), staff.chart(found), staff.table(found)
    blocks: list[Block] = [
        *([Picture(drawn)] if drawn else []),
        Grid(title, table.headings, table.rows, frozenset(range(1, len(table.headings)))),
        Points([f"{sentence(one.label)}: {one.finding}" for one in found.measures if one.cells]),
    ]
    facts = [(_("Datum"), long_date(today())), (_("Källor"), "; ".join(found.sources) or "–")]
    paper = Paper(_("Budgetförutsättningar"), title, own.name if own else "", facts, blocks, example_line(own))
    return papers.answer(paper, kind)
