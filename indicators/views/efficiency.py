"""Quality per krona: all areas in four cases, what the page of one area shows, writing it, the common indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning.base.models import Event
from burlov_styrning.charts import Chart
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.sheets import Sheet, Value, workbook
from burlov_styrning.swedish import spelled
from burlov_styrning.views import saves, take, visible_or_404
from burlov_styrning.workflow import require
from indicators import among, areas, comparing, efficiency, efficiency_charts, efficiency_words, words
from indicators.among import Asked
from indicators.efficiency import NOMINAL, Against, Side
from indicators.efficiency_charts import measure_of
from indicators.forms.areas import AreaForm, UsesForm
from indicators.forms.choice import IndicatorField
from indicators.models import IndicatorUse, ServiceArea
from indicators.moves import AREAS, USES
from indicators.rules.efficiency import Case, Moved
from indicators.views.imports import XLSX

TO_SHOW = "pages:service-area"
"""The page of one area stands on the roof, with the goals that touch it."""
UNKNOWN = "okant"
XLSX_KIND = "xlsx"


@dataclass(frozen=True)
class Line:
    """A quality of an area in the list, and what became of it and of the cost."""

    area: ServiceArea
    name: str
    quality: str
    quality_pk: int
    then: str
    now: str
    quality_then: str
    quality_now: str
    cost_then: str
    cost_now: str
    index: str
    case: str
    words: str
    moved: str
    example: bool


def efficiency_list(request: HttpRequest) -> HttpResponse:
    """Every area: where quality rose and real cost fell, and the three other cases."""
    lines, code, codes, ended = _all(request)
    listing = _listing(request, lines, code)
    query = request.GET.urlencode()
    context = {
        "ended": ended,
        "listing": listing, "four": _four(lines), "unknown": [line for line in lines if line.case == UNKNOWN],
        "prices": _prices(codes), "code": code or NOMINAL, "prices_words": efficiency_words.prices_words(code),
        "cost_words": cost_words(code),
        "file": reverse("indicators:efficiency-xlsx") + (f"?{query}" if query else "") if lines else "",
        "may_write": AREAS.may_create("write", ServiceArea(), request.user),
    }  # fmt: skip
    return render(request, "indicators/efficiency/list.html", context)


def efficiency_file(request: HttpRequest) -> HttpResponse:
    """The list, as it is narrowed, for a spreadsheet."""
    lines, code, _codes, _ended = _all(request)
    rows: Sequence[Line] = _listing(request, lines, code).page.paginator.object_list  # type: ignore[assignment]
    headings = [_("Område"), _("Kvalitet"), _("Från"), _("Till"), _("Kvalitet då"), _("Kvalitet nu"), _("Kostnad då"),
                _("Kostnad nu"), _("Index"), _("Vad som hände"), _("Priser"), _("Exempel")]  # fmt: skip
    table = [[*_cells(row), efficiency_words.prices_words(code), _("Exempel") if row.example else ""] for row in rows]
    return answer([Sheet(_("Kvalitet per krona"), headings, table)], "kvalitet-per-krona")


def _cells(row: Line) -> list[Value]:
    return [row.name, row.quality, row.then, row.now, row.quality_then, row.quality_now, row.cost_then, row.cost_now,
            row.index, row.words]  # fmt: skip


def answer(sheets: Sequence[Sheet], name: str) -> HttpResponse:
    """A spreadsheet to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "private, no-cache"}
    return HttpResponse(workbook(sheets, title=sheets[0].title), content_type=XLSX, headers=headers)


def _all(request: HttpRequest) -> tuple[list[Line], str, list[str], list[ServiceArea]]:
    every = list(efficiency.areas().visible_to(request.user))  # type: ignore[attr-defined]
    rows = [row for row in every if not row.until]
    facts = efficiency.read(rows, request.user, request.GET.get("pris", ""), brief=True)
    code = efficiency.chosen_price(request.GET.get("pris", ""), facts.price_codes)
    found = [one for area in rows for one in efficiency.against(area, facts, code)]
    return [_line(one) for one in found], code, facts.price_codes, [row for row in every if row.until]


def _line(one: Against) -> Line:
    quality, cost, moved = measure_of(one.quality), measure_of(one.cost), one.moved
    base, last = one.base or 0, one.last or 0
    known = isinstance(moved, Moved)
    fixed = one.fixed(last)
    now = one.now
    return Line(
        one.area, one.area.name, one.quality.name, one.quality.pk, str(base or ""), str(last or ""),
        efficiency_charts.cell_words(one.qualities.get(base), quality),
        efficiency_charts.cell_words(one.qualities.get(last), quality),
        efficiency_charts.cell_words(one.costs.get(base), cost),
        cost.written(fixed, cost.decimals) if fixed is not None
        else efficiency_charts.cell_words(one.costs.get(last), cost),
        efficiency_words.index_words(now.number if now else None),
        moved.case.value if isinstance(moved, Moved) else UNKNOWN, efficiency_words.case_words(moved),
        efficiency_words.moved_words(moved) if isinstance(moved, Moved) and moved.still else "", one.example and known,
    )  # fmt: skip


def cost_words(code: str) -> str:
    """The heading over what the cost was and is, with the prices that it is counted in."""
    return _("Kostnad i första årets priser") if code else _("Kostnad, då och nu")


def _listing(request: HttpRequest, lines: Sequence[Line], code: str) -> Listing:
    cases = [(case.value, str(text)) for case, text in efficiency_words.CASES.items()]
    writes = AREAS.may_create("write", ServiceArea(), request.user)
    make = (_("Lägg till område"), reverse("indicators:area-write")) if writes else ("", "")
    return Listing(
        request, lines, search=lambda row: f"{row.name} {row.quality}",
        columns=[Column(_("Område"), "name", words=True), Column(_("Kvalitet"), "quality", words=True),
                 Column(_("År")), Column(_("Kvalitet, då och nu"), number=True),
                 Column(cost_words(code), number=True), Column(_("Index"), number=True),
                 Column(_("Vad som hände"), "words", words=True)],
        filters=[Filter("case", _("Vad som hände"), [*cases, (UNKNOWN, _("Går inte att avgöra"))])],
        sort="name", name="omraden",
        empty=Empty(_("Här finns inga områden ännu. Ett område ställer kvalitet mot kostnad."), *make),
    )  # fmt: skip


def _four(lines: Sequence[Line]) -> list[tuple[str, str, list[Line]]]:
    """Each case with its words and the lines that it is true of."""
    found = []
    for case in Case:
        some = [line for line in lines if line.case == case]
        count = _("inget mått") if not some else _("ett mått") if len(some) == 1 else _("%(n)s mått") % {
            "n": spelled(len(some))
        }  # fmt: skip
        found.append((str(efficiency_words.CASES[case]), count, some))
    return found


def _prices(codes: Sequence[str]) -> list[tuple[str, str]]:
    names = {use.value: str(use.label) for use in IndicatorUse.PRICES}
    return [*((code, names[code]) for code in codes), (NOMINAL, _("Löpande priser"))]


# -- one area --------------------------------------------------------------------------------------------------------


def area_context(request: HttpRequest, pk: int) -> dict[str, Any]:
    """All that the page of one area shows; the roof adds the goals that touch it."""
    area = visible_or_404(request, efficiency.areas(), pk=pk)
    facts = efficiency.read([area], request.user, request.GET.get("pris", ""))
    code = efficiency.chosen_price(request.GET.get("pris", ""), facts.price_codes)
    found = efficiency.against(area, facts, code, number_in(request.GET.get("bas", "")))
    shown = next(
        (one for one in found if one.quality.pk == number_in(request.GET.get("matt", ""))), next(iter(found), None)
    )
    context: dict[str, Any] = {
        "area": area, "shown": shown, "found": found, "facts": facts,
        "sides": _sides(area, facts), "example": bool(shown and shown.example),
        "prices": _prices(facts.price_codes), "code": code or NOMINAL,
        "moves": [Button(move.label, reverse(f"indicators:area-{move.name}", args=[pk]), post=move.name == "resume")
                  for move in AREAS.offered(area, request.user)],
        "may_choose": USES.offers("choose", IndicatorUse(), request.user),
        "events": Event.of(area),
    }  # fmt: skip
    return context | ({**_shown(shown, found), **_among(request, shown, facts)} if shown else {})


def _among(request: HttpRequest, shown: Against, facts: efficiency.Facts) -> dict[str, Any]:
    """Quality and cost beside other municipalities'."""
    groups = comparing.groups_to_choose(request.user)
    asked = Asked(request.GET.get("grupp", ""), request.GET.get("kostnad", ""))
    found = among.read(shown, facts, asked, groups, request.user)
    if found is None:
        return {}
    costs = [("", shown.cost.name)]
    costs += [(among.DEVIATION, row.name) for row in efficiency.indicators_of(shown.area, Side.DEVIATION)]
    return {
        "among": found, "scatter": among.chart(found), "notes": among.notes(found), "costs": costs,
        "cost_of": among.DEVIATION if found.adjusted else "", "group": found.group.key,
        "groups": [*((row.key, row.title) for row in groups), (comparing.ALL, _("Alla kommuner"))],
        "kept": [(name, value) for name, value in request.GET.items() if name in ("matt", "pris", "bas")],
    }  # fmt: skip


def number_in(text: str) -> int | None:
    """A whole number that the address names; None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _shown(shown: Against, found: Sequence[Against]) -> dict[str, Any]:
    """The charts and the table of the quality that is chosen."""
    table = efficiency_charts.year_table(shown)
    return {
        "rows": [list(zip(row, table.headings, strict=True)) for row in table.rows],
        "finding": efficiency_words.finding(shown), "parts": efficiency_words.parts(shown),
        "index": efficiency_charts.index_chart(shown), "quality": efficiency_charts.quality_chart(shown),
        "cost": efficiency_charts.cost_chart(shown), "table": table,
        "remarks": efficiency_charts.remarks(shown),
        "method": efficiency_words.method(shown) if shown.base else "",
        "qualities": [(str(one.quality.pk), one.quality.name) for one in found], "chosen": str(shown.quality.pk),
        "bases": [(str(year), str(year)) for year in shown.pair.bases], "base": str(shown.base or ""),
        "others": [(one.quality, efficiency_words.finding(one)) for one in found if one is not shown],
    }  # fmt: skip


def charts_of(context: dict[str, Any]) -> list[Chart]:
    """The charts of the page in their order."""
    return [context[name] for name in ("index", "quality", "cost", "scatter") if context.get(name)]


@dataclass(frozen=True)
class Sided:
    """An indicator of the area: what it shows, its latest value, and whose calculation it is."""

    side: str
    pk: int
    name: str
    value: str
    origin: str
    example: bool


def _sides(area: ServiceArea, facts: efficiency.Facts) -> list[Sided]:
    found = []
    for side in Side:
        for row in efficiency.indicators_of(area, side):
            known = {year: cell for year, cell in facts.cells(row).items() if cell.value is not None}
            last = max(known, default=None)
            value = words.NO_OUTCOME
            if last is not None:
                value = f"{efficiency_charts.cell_words(known[last], measure_of(row))} ({last})"
            made_up = last is not None and known[last].outcome.is_example("value")
            found.append(Sided(str(side.label), row.pk, row.name, value, words.origin_words(row), made_up))
    return found


def area_write(request: HttpRequest) -> HttpResponse:
    """A new area."""
    require(AREAS, "write", ServiceArea(), request.user)
    form = AreaForm(request.POST or None)
    made: list[ServiceArea] = []
    if saves(form, lambda: made.append(areas.write(by=request.user, **form.written()))):
        tell(request, _("Området är sparat."))
        return redirect(TO_SHOW, made[0].pk)
    context = {"form": form, "title": _("Vad ska kvaliteten ställas mot?"), "back": reverse("indicators:efficiency"),
               "submit": _("Spara området")}  # fmt: skip
    return _form(request, context)


def area_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an area shows."""
    area = visible_or_404(request, efficiency.areas(), pk=pk)
    require(AREAS, "edit", area, request.user)
    form = AreaForm(request.POST or None, area=area)
    if saves(form, lambda: areas.edit(area, by=request.user, stamp=form.cleaned_data["stamp"], **form.written())):
        tell(request, _("Området är ändrat."))
        return redirect(TO_SHOW, pk)
    context = {"area": area, "form": form, "title": area.name, "back": reverse(TO_SHOW, args=[pk]),
               "submit": _("Spara området")}  # fmt: skip
    return _form(request, context)


def area_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end it."""
    area = visible_or_404(request, efficiency.areas(), pk=pk)
    move = require(AREAS, "end", area, request.user)
    if request.method == "POST":
        done = _("Området är avslutat. Det som det visade kan fortfarande läsas.")
        return take(request, lambda: areas.end(area, by=request.user), done, "indicators:efficiency")
    return render(request, "confirm.html", {
        "title": _("Avsluta området?"), "submit": move.label, "facts": [(_("Område"), area.name)],
        "lead": _("Det försvinner ur listan. Indikatorerna och deras utfall står kvar, och området kan tas upp igen."),
        "back": reverse(TO_SHOW, args=[pk]),
    })  # fmt: skip


@require_POST
def area_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow it again."""
    area = visible_or_404(request, efficiency.areas(), pk=pk)
    done = _("Området följs igen.")
    return take(request, lambda: areas.resume(area, by=request.user), done, TO_SHOW, pk)


def uses_edit(request: HttpRequest) -> HttpResponse:
    """Choose the price indices, the tax rates and the staff's figures."""
    require(USES, "choose", IndicatorUse(), request.user)
    chosen = efficiency.uses(*IndicatorUse.Use.values)
    form = UsesForm(request.POST or None, chosen=chosen)
    if saves(form, lambda: areas.choose(form.written(), by=request.user)):
        tell(request, _("Valet är sparat."))
        return redirect("indicators:efficiency")
    title = _("Prisindex, skattesats och personalmått")
    context = {"form": form, "title": title, "back": reverse("indicators:efficiency"),
               "submit": _("Spara valet"), "lead": _("Alla områden räknas om till fasta priser med samma index. "
                                                     "Lämna tomt det som inte används.")}  # fmt: skip
    return _form(request, context)


def _form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    names = next(field.choices for field in context["form"].fields.values() if isinstance(field, IndicatorField))
    return render(request, "indicators/efficiency/form.html", context | {"choices": names})
