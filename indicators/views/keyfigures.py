"""The key figures of financing: all of an entity, one with its years and parts, and the same as files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.clock import today
from burlov_styrning.middleware import tell
from burlov_styrning.rights import ANY_ROW, Who, actor_of, any_of
from burlov_styrning.sheets import workbook
from burlov_styrning.views import only, saves
from indicators import account_words as words
from indicators.economy import accounts, books, giving, report
from indicators.economy.accounts import Amount
from indicators.economy.books import Books, Entity, Told
from indicators.economy.keyfigures import BACK, LENGTHS, READ, Series
from indicators.economy.report import Asked
from indicators.forms.accounts import GiveForm
from indicators.models import AccountFigure
from indicators.rules.accounts import BY_KEY, LINES
from indicators.rules.keyfigures import BY_SLUG, KeyFigure
from indicators.views.efficiency import XLSX_KIND
from indicators.views.imports import XLSX

SHOWN = 5
"""So many years are shown where none are asked for, the last of them the last with an outcome."""
MOST = 30


@dataclass(frozen=True)
class Printed:
    """A line of the accounts: its cells under year and version, each with what other reports print."""

    name: str
    cells: list[tuple[str, str, list[str]]]


def account_table(request: HttpRequest) -> HttpResponse:
    """The accounts of the municipality, the group or one committee: lines by year and version, as printed."""
    asked, read, context = _asked(request, lines=BY_KEY, since=lambda first, _last: first)
    columns = [(year, version) for year in range(asked.first, asked.last + 1) for version in read.versions(year)]
    heads = [f"{year} {words.YEAR_WORDS[version]}" for year, version in columns]
    every = [(line, [read.told(line.key, *column) for column in columns]) for line in LINES]
    lines = [
        Printed(str(words.LINES[line.key]), [_cell(head, one) for head, one in zip(heads, told, strict=True)])
        for line, told in every if any(told)
    ]  # fmt: skip
    newest = [one[0] for _line, told in every for one in told if one]
    context |= {
        "title": _("Redovisning och budget"), "heads": heads, "lines": lines, "files": [],
        "odd": accounts.contradictions(amounts_of(asked.entity, newest)),
    }  # fmt: skip
    return render(request, "indicators/economy/accounts.html", context)


def _cell(head: str, told: list[Told]) -> tuple[str, str, list[str]]:
    if not told:
        return head, "–", []
    first, *rest = told
    others = {one.value: one for one in reversed(rest) if one.value != first.value}
    return head, f"{first.row.shown} {first.row.unit}", [
        _("%(value)s i %(report)s") % {"value": f"{one.row.shown} {one.row.unit}", "report": one.report}
        for one in others.values()
    ]  # fmt: skip


def amounts_of(entity: Entity, told: Iterable[Told]) -> Iterator[Amount]:
    """The newest report's numbers, as they are held against each other."""
    for row in (one.row for one in told):
        yield Amount(
            entity, row.figure, row.year, row.version, row.unit, row.printed, row.value or Decimal(0), row.report
        )


@dataclass(frozen=True)
class Line:
    """A key figure in the overview: its formula, its years, its last means; or why there is nothing."""

    name: str
    formula: str
    url: str
    cells: list[tuple[str, str, str]]
    """Year, value, and the version where it is no outcome."""
    means: list[str]
    nothing: str


def key_figures(request: HttpRequest) -> HttpResponse:
    """Every key figure of the municipality, the group or one committee, year by year."""
    asked, read, context = _asked(request, since=lambda first, last: min(first, last - BACK))
    found = report.series(asked, read)
    context |= {
        "title": _("Nyckeltal för ekonomin"), "lines": [_line(one, asked) for one in found if one.told],
        "lacking": [_line(one, asked) for one in found if not one.told],
        "years": [f"{year}" for year in range(asked.first, asked.last + 1)],
        "lengths": [report.mean_of(length) for length in LENGTHS],
    }  # fmt: skip
    return render(request, "indicators/economy/keyfigures.html", context)


def key_figure(request: HttpRequest, slug: str) -> HttpResponse:
    """One key figure: formula, chart, years, means, and where each number is printed."""
    asked, read, context = _asked(request, _figure(slug))
    paper = report.paper(asked, report.series(asked, read), today())
    context |= {"title": paper.title, "paper": paper, "figure": asked.figure}
    gives = any_of([Who.STAFF, Who.CONTROLLER], actor_of(request.user), ANY_ROW) is not False
    context["gives"] = gives and not asked.entity.organ
    return render(request, "indicators/economy/keyfigure.html", context)


def key_figure_give(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter the key figure as an indicator's outcome, for the goals that have it."""
    only(request, Who.STAFF, Who.CONTROLLER)
    figure = _figure(slug)
    mine = giving.indicators_for(figure, request.user)
    form = GiveForm(request.POST or None, indicators=mine)
    read = books.of(Entity(), request.user)
    if saves(form, lambda: giving.give(figure, read, by=request.user, **form.written())):
        tell(request, _("Nyckeltalet är lämnat som utfall."))
        return redirect("pages:indicator", form.written()["indicator"].pk)
    name, here = str(words.FIGURES[figure.key]), reverse("indicators:key-figure", args=[slug])
    lead = _("%(name)s blir indikatorns utfall, och följs upp med de mål som har indikatorn.") % {"name": name}
    none = _("Ingen finansiell indikator i %(unit)s är din att lämna utfall för.") % {"unit": figure.unit}
    return render(request, "indicators/economy/form.html", {
        "form": form if mine else None, "title": _("Lämna som utfall"), "submit": _("Lämna utfallet"), "back": here,
        "lead": lead if mine else none,
    })  # fmt: skip


def key_figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as PDF, Word or spreadsheet; `?matt=` one of them."""
    if kind not in (XLSX_KIND, *papers.TYPES):
        raise Http404
    slug = request.GET.get("matt", "")
    asked, read, _form = _asked(request, _figure(slug) if slug else None)
    found = report.series(asked, read)
    if kind != XLSX_KIND:
        return papers.answer(report.paper(asked, found, today()), kind)
    body = workbook(report.sheets(asked, found), title=_("Nyckeltal för ekonomin"))
    name = f"nyckeltal-{asked.first}-{asked.last}.xlsx"
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _figure(slug: str) -> KeyFigure:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _asked(
    request: HttpRequest, figure: KeyFigure | None = None, lines: Collection[str] = READ,
    since: Callable[[int, int], int] = lambda first, _last: first - BACK,
) -> tuple[Asked, Books, dict[str, Any]]:  # fmt: skip
    """What is asked for, the books of its years, and what the form of the page shows.

    `since`: the first year that is read, of the first and the last that are shown.
    """
    whom = books.entities(request.user)
    code = request.GET.get("avser", "")
    entity = books.entity_of(code) if code in whom else Entity()
    kept = books.rows(entity, request.user, lines)
    columns = books.told_years(kept)
    if entity.organ:  # a committee's pages are few: all of its years
        told, shown = [year for year, _version in columns], MOST
    else:
        told, shown = [year for year, version in columns if version == AccountFigure.Version.ACTUAL], SHOWN
    last = _year(request, "till") or max(told, default=today().year - 1)
    first = _year(request, "fran") or max(last - shown + 1, min(told, default=last))
    first = min(max(first, last - MOST + 1), last)
    asked = Asked(entity, first, last, figure)
    read = books.taken(kept.filter(year__range=(since(first, last), last)))
    return asked, read, _context(asked, sorted({year for year, _version in columns}), whom)


def _year(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if len(text) == 4 and text.isascii() and text.isdecimal() and "1990" <= text <= "2100" else 0


def _context(asked: Asked, years: list[int], whom: Mapping[str, str]) -> dict[str, Any]:
    query = _query(asked) + (f"&matt={asked.figure.slug}" if asked.figure else "")
    return {
        "whom": list(whom.items()), "entity": asked.entity, "asked": asked,
        "span": [f"{year}" for year in years] or [f"{asked.last}"], "query": query,
        "first": f"{asked.first}", "last": f"{asked.last}",
        "files": [(label, f"{reverse('indicators:key-figures-file', args=[kind])}?{query}")
                  for label, kind in ((_("PDF"), "pdf"), (_("Word"), "docx"), (_("Kalkylblad"), XLSX_KIND))],
    }  # fmt: skip


def _query(asked: Asked) -> str:
    return urlencode({"avser": asked.entity.code, "fran": asked.first, "till": asked.last})


def _line(one: Series, asked: Asked) -> Line:
    figure = one.figure
    cells = [
        (
            f"{year.year}",
            report.written(year.value if year.value is not None or not year.entered else year.entered[0].value, figure),
            _mark(year.actual, year.version, year.value is None and bool(year.entered)),
        )
        for year in one.years
    ]
    means = [report.mean_words(one.mean(length, asked.last), figure) for length in LENGTHS]
    url = f"{reverse('indicators:key-figure', args=[figure.slug])}?{_query(replace(asked, figure=None))}"
    nothing = "" if one.told else report.nothing(one)
    return Line(str(words.FIGURES[figure.key]), words.formula(figure), url, cells, means, nothing)


def _mark(actual: bool, version: str, printed: bool) -> str:
    if printed:
        return _("som tryckt")
    return "" if actual or not version else str(words.YEAR_WORDS[version])
