"""Entering many outcomes at once: a grid of one's own indicators by period, or of one indicator by period and sex."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from burlov_styrning.clock import today
from burlov_styrning.lists import LONGEST_SEARCH
from burlov_styrning.middleware import tell
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.rights import Who
from burlov_styrning.swedish import counted, listed
from burlov_styrning.views import only, visible_or_404
from burlov_styrning.workflow import require
from indicators import due, grids, outcomes, words
from indicators.forms.grids import ManyGrid
from indicators.forms.outcomes import source_titles
from indicators.grids import Layout
from indicators.models import Indicator, Outcome
from indicators.moves import OUTCOMES
from indicators.views.indicators import LISTED, TO_SHOW

YEARS_BACK = 15
FEW = 8
"""So many texts that found no place are told."""


def outcome_many(request: HttpRequest) -> HttpResponse:
    """One's own indicators by year or part of year: what stands, and boxes to fill in or paste into."""
    only(request, Who.STAFF, Who.CONTROLLER)
    mine = due.indicators_of(due.may_enter_for(request.user))
    kinds, year = _kinds(mine), _year(request.GET)
    kind = next((value for value, _label in kinds if value == request.GET.get("matt")), kinds[0][0])
    organs = sorted({row.organ for row in mine if row.organ}, key=str)
    chosen = _narrowed(mine, request.GET, organs)
    names = grids.shown_periods(kind, year)
    page = Paginator(grids.rows_of(chosen, kind), grids.rows_on_a_page(len(names))).get_page(request.GET.get("page"))
    asked = {"organ": request.GET.get("organ", ""), "q": _words(request.GET)}
    context = asked | {
        "kinds": kinds, "kind": kind,
        "organs": organs if len(organs) > 1 else [], "page": page, "turns": _turns(request, page), "mine": mine,
        "title": _("Många utfall på en gång"), "back": reverse("indicators:outcome-due"),
    }  # fmt: skip
    return _shown(request, grids.of_indicators(list(page), names), year, context)


def outcome_many_of(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator by period and sex."""
    indicator = visible_or_404(request, LISTED.prefetch_related("versions"), pk=pk)
    require(OUTCOMES, "enter", Outcome(indicator=indicator), request.user)
    year = _year(request.GET)
    context = {
        "indicator": indicator, "mine": [indicator], "title": indicator.name, "back": reverse(TO_SHOW, args=[pk]),
    }  # fmt: skip
    return _shown(request, grids.of_one(indicator, year), year, context)


def _shown(request: HttpRequest, layout: Layout, year: int, context: dict[str, Any]) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    grid = ManyGrid(data, layout, grids.standing(layout.cells))
    if grid.saving and grid.is_valid() and _saved(request, grid):
        return redirect(request.get_full_path())
    context |= {
        "grid": grid, "year": str(year), "years": [str(one) for one in _years()], "sources": source_titles(),
        "signs": words.missing_key(), "pasted": _pasted(grid) if grid.filling else "",
        "counts": any(cell.due.indicator.minimum_count is not None for cell in grid.cells),
    }  # fmt: skip
    return render(request, "indicators/outcome/many.html", context)


def _saved(request: HttpRequest, grid: ManyGrid) -> bool:
    changes = grid.changes()
    if not changes:
        grid.together.add_error(None, _("Inget är ändrat. Skriv minst ett värde, eller varför det saknas."))
        return False
    try:
        done = outcomes.write_many(changes, by=request.user)
    except Conflict:
        grid.together.add_error(None, _("Någon annan lämnade något av utfallen medan du sparade. Spara igen."))
        return False
    except Refusal as refusal:
        if refusal.reason is not Reason.RULE:
            raise
        for sentence in dict.fromkeys(refusal.sentences):
            grid.together.add_error(None, sentence)
        return False
    revised = sum(1 for change in changes if change.before)
    said = [
        _sentence(len(changes) - revised, _("lämnat"), _("lämnade")),
        _sentence(revised, _("reviderat"), _("reviderade")),
    ]
    tell(request, _("Sparat: %(what)s.") % {"what": listed(part for part in said if part)}, done.remarks)
    return True


def _sentence(count: int, one: str, many: str) -> str:
    if not count:
        return ""
    things = counted(count, _("utfall"), pgettext("flera", "utfall"), neuter=True)
    return f"{things} {one if count == 1 else many}".casefold()


def _pasted(grid: ManyGrid) -> str:
    """What became of the block: nothing is saved yet, and what found no place is named."""
    n, left = len(grid.put), grid.left_over
    said = ngettext("%(n)s ruta är fylld. Inget är sparat än.", "%(n)s rutor är fyllda. Inget är sparat än.", n) % {
        "n": n
    }
    if left:
        shown = listed([f"”{text[:40]}”" for text in left[:FEW]] + ([_("fler")] if len(left) > FEW else []))
        said += " " + _("Utanför rutnätet hamnade %(texts)s.") % {"texts": shown}
    return said


# -- what is asked for ----------------------------------------------------------------------------------------------


def _kinds(mine: list[Indicator]) -> list[tuple[str, str]]:
    """Years, and the parts of one that some of one's indicators are measured in."""
    labels = {"year": _("År"), "tertial": _("Tertial"), "quarter": _("Kvartal"), "month": _("Månad")}
    have = {row.frequency for row in mine}
    return [(kind, label) for kind, label in labels.items() if kind == "year" or kind in have]


def _narrowed(mine: list[Indicator], query: QueryDict, organs: list[Any]) -> list[Indicator]:
    said, organ = _words(query).casefold(), query.get("organ", "")
    known = {str(row.pk) for row in organs}
    return [
        row for row in mine
        if said in f"{row.name} {row.key}".casefold() and (organ not in known or str(row.organ_id) == organ)
    ]  # fmt: skip


def _words(query: QueryDict) -> str:
    return " ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]


def _years() -> list[int]:
    return list(range(today().year, today().year - YEARS_BACK, -1))


def _year(query: QueryDict) -> int:
    asked = query.get("ar", "")
    return next((year for year in _years() if str(year) == asked), due.due_year())


def _turns(request: HttpRequest, page: Any) -> tuple[str, str]:
    """The addresses of the pages before and after; empty where there is none."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"{request.path}?{query.urlencode()}"

    return (
        address(page.previous_page_number()) if page.has_previous() else "",
        address(page.next_page_number()) if page.has_next() else "",
    )
