"""Outcomes: one in full, a revision, and the page where an organ fills in what is due for a year."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from burlov_styrning.base.models import Organ
from burlov_styrning.clock import today
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Clash
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.rights import Who
from burlov_styrning.swedish import counted
from burlov_styrning.views import only, saves, visible_or_404
from burlov_styrning.workflow import require
from indicators import due, outcomes, words
from indicators.forms.outcomes import Grid, OutcomeForm, source_titles
from indicators.models import Indicator, Outcome
from indicators.moves import OUTCOMES
from indicators.views.indicators import LISTED, TO_SHOW
from indicators.views.shown import hidden_of

ON_A_PAGE = 60
YEARS_BACK = 6


def outcome_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """One outcome, with all that can be said of it."""
    indicator = visible_or_404(request, LISTED.prefetch_related("versions"), pk=pk)
    require(OUTCOMES, "enter", Outcome(indicator=indicator), request.user)
    form = OutcomeForm(request.POST or None, indicator=indicator)
    done: list[outcomes.Entered] = []
    if saves(form, lambda: done.append(outcomes.enter(form.entry(), by=request.user))):
        tell(request, _("Utfallet är sparat."), done[0].remarks)
        return redirect(TO_SHOW, pk)
    return render(request, "indicators/outcome/form.html", _page(indicator, form, _("Hur blev det?")))


def outcome_revise(request: HttpRequest, pk: int) -> HttpResponse:
    """A new value for a cell that has one; the earlier is kept."""
    rows = Outcome.objects.select_related("indicator__current", "municipality", "organ", "unit", "source")
    outcome = visible_or_404(request, rows, pk=pk)
    require(OUTCOMES, "revise", outcome, request.user)
    indicator = outcome.indicator
    hidden = hidden_of(indicator, request.user).get(outcome.pk)
    form = OutcomeForm(request.POST or None, indicator=indicator, outcome=outcome, hidden=hidden)
    context = _page(indicator, form, _("Vad ska det stå i stället?")) | {"outcome": outcome, "facts": _facts(outcome)}
    done: list[outcomes.Entered] = []
    try:
        if saves(form, lambda: done.append(outcomes.revise(_seen(form, outcome), form.entry(), by=request.user))):
            tell(request, _("Utfallet är reviderat. Det förra värdet finns kvar bland de tidigare."), done[0].remarks)
            return redirect(TO_SHOW, indicator.pk)
    except Conflict as conflict:
        return _conflict(request, form, conflict, context)
    return render(request, "indicators/outcome/form.html", context)


def _seen(form: Any, outcome: Outcome) -> Outcome:
    """The revision that was on the page: after a conflict the form goes on from the newer one."""
    pk = form.cleaned_data.get("seen")
    return next((row for row in outcomes.cell_of(outcome) if row.pk == pk), outcome)


def _facts(outcome: Outcome) -> list[tuple[str, Any]]:
    sex = words.SEX_WORDS[outcome.sex]
    decimals = outcome.indicator.current.decimals if outcome.indicator.current else 0
    return [
        (_("Period"), words.period_words(outcome.period)),
        (_("Avser"), words.subject_words(outcome)),
        (_("Kön"), sex if outcome.indicator.by_sex else ""),
        (_("Står nu"), words.outcome_words(outcome, outcome.indicator.unit, decimals)),
    ]


def _page(indicator: Indicator, form: Any, title: str) -> dict[str, Any]:
    return {
        "indicator": indicator, "form": form, "title": title, "back": reverse(TO_SHOW, args=[indicator.pk]),
        "sources": source_titles(), "signs": words.missing_key(), "submit": _("Spara utfallet"),
    }  # fmt: skip


def _conflict(request: HttpRequest, form: Any, conflict: Conflict, context: dict[str, Any]) -> HttpResponse:
    theirs: Any = conflict.theirs
    mine: Any = conflict.mine
    form.data = form.data.copy()
    form.data["seen"] = str(theirs.pk)
    typed, stands = (words.in_box(one.value, one.missing) for one in (mine, theirs))
    rows = [
        Clash(form["value"].label, typed, stands),
        Clash(form["comment"].label, mine.comment, theirs.comment),
    ]
    context |= {"rows": rows, "who": theirs.entered_by, "when": theirs.entered_at, "submit": _("Spara mitt värde")}
    return render(request, "conflict.html", context, status=409)


# -- what is due ----------------------------------------------------------------------------------------------------


def outcome_due(request: HttpRequest) -> HttpResponse:
    """The outcomes that an organ's indicators lack for a year: value or sign in each box, all saved at once."""
    only(request, Who.STAFF, Who.CONTROLLER)
    organs = _organs(request.user)
    year, organ = _year(request.GET), _organ(request.GET, organs)
    indicators = due.indicators_of([organ.pk]) if organ else []
    lacking = due.missing_cells(indicators, year)
    page = Paginator(lacking, ON_A_PAGE).get_page(request.GET.get("page"))
    grid = Grid(request.POST if request.method == "POST" else None, list(page), indicators)
    grid.waiting = {cell.name for cell in lacking}
    if request.method == "POST" and grid.is_valid() and _saved(request, grid):
        return redirect(f"{request.path}?ar={year}&organ={organ.pk if organ else ''}")
    context = {
        "grid": grid, "year": str(year), "years": [str(one) for one in _years()],
        "organ": organ, "organs": organs, "page": page,
        "lacking": lacking, "title": _title(lacking, indicators, year), "sources": source_titles(),
        "signs": words.missing_key(), "rows": _grouped(grid), "indicators": indicators,
        "going_on": year >= today().year,
        "counts": any(row.minimum_count is not None for row in indicators),
    }  # fmt: skip
    return render(request, "indicators/outcome/due.html", context)


def _saved(request: HttpRequest, grid: Grid) -> bool:
    entries = grid.entries()
    if not entries:
        grid.shared.add_error(
            None, _("Inget är ifyllt. Skriv minst ett värde, eller ett tecken för varför det saknas.")
        )
        return False
    try:
        done = outcomes.enter_many(entries, by=request.user)
    except Refusal as refusal:
        if refusal.reason is not Reason.RULE:
            raise
        for sentence in dict.fromkeys(refusal.sentences):
            grid.shared.add_error(None, sentence)
        return False
    count = len(done.rows)
    sentence = ngettext("%(things)s är sparat.", "%(things)s är sparade.", count)
    things = counted(count, _("utfall"), pgettext("flera", "utfall"), neuter=True)
    tell(request, sentence % {"things": things}, done.remarks)
    return True


def _organs(user: Any) -> list[Organ]:
    """The organs whose outcomes this person can enter."""
    mine = due.may_enter_for(user)
    rows = Organ.objects.all() if mine is None else Organ.objects.filter(pk__in=mine)
    return list(rows.filter(indicators__isnull=False).distinct() if mine is None else rows)


def _organ(query: QueryDict, organs: list[Organ]) -> Organ | None:
    chosen = query.get("organ", "")
    return next((row for row in organs if str(row.pk) == chosen), organs[0] if organs else None)


def _years() -> list[int]:
    return list(range(today().year, today().year - YEARS_BACK, -1))


def _year(query: QueryDict) -> int:
    asked = query.get("ar", "")
    return next((year for year in _years() if str(year) == asked), due.due_year())


def _title(lacking: list[due.Due], indicators: list[Indicator], year: int) -> str:
    count = len({cell.indicator.pk for cell in lacking})
    if not indicators:
        return _("Här finns inga indikatorer att lämna utfall för")
    if not count and year >= today().year:
        return _("Inget utfall för %(year)s väntar ännu") % {"year": year}
    if not count:
        return _("Alla utfall för %(year)s är lämnade") % {"year": year}
    things = counted(count, _("indikator"), _("indikatorer"))
    return _("%(things)s saknar utfall för %(year)s") % {"things": things, "year": year}


def _grouped(grid: Grid) -> list[tuple[Any, bool]]:
    """Each cell, and whether it begins a new indicator."""
    rows, before = [], None
    for cell in grid.cells:
        rows.append((cell, cell.due.indicator.pk != before))
        before = cell.due.indicator.pk
    return rows
