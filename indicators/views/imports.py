"""Imports: the list, a new one, its progress, preview and receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from burlov_styrning.base.models import Municipality
from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Button, Empty
from burlov_styrning.rights import Who, actor_of
from burlov_styrning.sheets import Sheet, Value, workbook
from burlov_styrning.swedish import listed
from burlov_styrning.views import only, saves, take, visible_or_404
from indicators import due, filling, imports, words
from indicators.forms.imports import ApplyForm, SheetForm
from indicators.models import Import, ImportRow, Outcome
from indicators.moves import IMPORTS
from indicators.reading import value_of

SHOWN = 100
REFRESH = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
V, S = ImportRow.Verdict, Import.State
WITH = ("indicator__current", "before__indicator__current", "before__municipality", "outcome__indicator__current",
        "outcome__organ", "outcome__unit", "outcome__municipality")  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row as people read it: what stood, what it would become, or why not."""

    number: int
    indicator: str
    period: str
    sex: str
    subject: str
    before: str
    after: str
    reason: str
    pk: int | None


@dataclass(frozen=True)
class Group:
    """The rows of one verdict."""

    verdict: str
    title: str
    count: int
    lines: list[Line]


def import_list(request: HttpRequest) -> HttpResponse:
    """The imports that this person may see, the latest first."""
    only(request, Who.STAFF, Who.CONTROLLER)
    new = reverse("indicators:import-new")
    listing = Listing(
        request, Import.objects.visible_to(request.user).select_related("person"), sort="-begun",
        search=["title", "person__name"],
        columns=[Column(_("Inläsning"), "title"), Column(_("Läge"), "state"), Column(_("Vem"), "person__name"),
                 Column(_("När"), "begun")],
        empty=Empty(_("Här finns inga inläsningar ännu."), _("Läs in kalkylblad"), new),
    )  # fmt: skip
    fetches = IMPORTS.may_create("fetch", Import(), request.user)
    return render(request, "indicators/import/list.html", {"listing": listing, "new": new, "fetches": fetches})


def import_new(request: HttpRequest) -> HttpResponse:
    """Fetch the template, fill it in, hand it over."""
    only(request, Who.STAFF, Who.CONTROLLER)
    form = SheetForm(request.POST or None, request.FILES or None)
    made: list[Import] = []
    if saves(form, lambda: made.append(imports.start(**form.cleaned_data, by=request.user))):
        return redirect("indicators:import-show", made[0].pk)
    year = due.due_year()
    lacking = due.missing_cells(due.indicators_of(due.may_enter_for(request.user)), year)
    context = {
        "form": form, "year": str(year), "cells": len(lacking),
        "how": list(filling.how_to_write()), "back": reverse("indicators:imports"),
    }  # fmt: skip
    return render(request, "indicators/import/new.html", context)


def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The file to fill in, with this person's own indicators."""
    only(request, Who.STAFF, Who.CONTROLLER)
    year = due.due_year()
    if kind == "csv":
        return _file(filling.as_text(request.user, year), f"utfall-{year}.csv", "text/csv; charset=utf-8")
    return _file(filling.as_workbook(request.user, year), f"utfall-{year}.xlsx", XLSX)


def _file(body: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return HttpResponse(body, content_type=kind, headers=headers)


def import_show(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it has come; then what it would change; then what it changed."""
    import_ = visible_or_404(request, Import.objects.select_related("person"), pk=pk)
    working = import_.state in (S.READING, S.APPLYING) and not imports.is_stale(import_)
    if not working and request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()  # the page that showed the progress becomes the preview or the receipt
    counts = imports.counts_of(import_)
    form = ApplyForm(request.POST if request.method == "POST" else None, rejected=counts[V.REJECTED])
    if request.method == "POST" and saves(form, lambda: _apply(import_, form, request.user)):
        return redirect("indicators:import-show", pk)
    context = {
        "import": import_, "working": working, "refresh": REFRESH if working else 0, "here": request.path,
        "title": _title(import_, counts), "groups": _groups(import_, counts), "facts": _facts(import_, counts),
        "stage": _stage(import_), "buttons": _buttons(import_, request.user), "form": form,
        "may_apply": _may_apply(import_, counts, request.user), "submit": _submit(counts),
        "over": import_.state == S.APPLIED, "previewed": import_.state == S.PREVIEWED,
    }  # fmt: skip
    return render(request, "indicators/import/show.html", context)


def _apply(import_: Import, form: ApplyForm, user: Any) -> None:
    imports.apply(import_, by=user, without_rejected=form.cleaned_data.get("without_rejected", False))


def _may_apply(import_: Import, counts: dict[str, int], user: Any) -> bool:
    return IMPORTS.offers("apply", import_, user) and bool(counts[V.NEW] + counts[V.CHANGED])


def _words_of(counts: dict[str, int]) -> list[str]:
    said = [
        (V.NEW, ngettext("%(n)s nytt", "%(n)s nya", counts[V.NEW])),
        (V.CHANGED, ngettext("%(n)s ändrat", "%(n)s ändrade", counts[V.CHANGED])),
        (V.UNCHANGED, ngettext("%(n)s oförändrat", "%(n)s oförändrade", counts[V.UNCHANGED])),
        (V.REJECTED, ngettext("%(n)s avvisad rad", "%(n)s avvisade rader", counts[V.REJECTED])),
    ]
    return [words_ % {"n": counts[verdict]} for verdict, words_ in said if counts[verdict]]


def _title(import_: Import, counts: dict[str, int]) -> str:
    if import_.state == S.READING:
        return _("Filen läses") if import_.origin == Import.Origin.SHEET else _("Utfallen hämtas")
    if import_.state == S.APPLYING:
        return _("Utfallen skrivs")
    if import_.state == S.FAILED:
        return _("Det gick inte att läsa in") if import_.origin == Import.Origin.SHEET else _("Det gick inte att hämta")
    if import_.state == S.DISCARDED:
        return _("Inläsningen är kastad")
    if import_.state == S.APPLIED:
        return _("Inläsningen är genomförd")
    return listed(_words_of(counts)) if any(counts.values()) else _("Inget att läsa in")


def _submit(counts: dict[str, int]) -> str:
    n = counts[V.NEW] + counts[V.CHANGED]
    return ngettext("Läs in %(n)s utfall", "Läs in %(n)s utfall", n) % {"n": n}


def _stage(import_: Import) -> str:
    if import_.state == S.APPLYING:
        return _("Skriver alla utfall i ett svep: alla eller inget")
    if import_.total and import_.done + 1 >= import_.total:
        return _("Jämför med det som finns")
    if import_.origin != Import.Origin.SHEET:
        return _("Frågar %(source)s") % {"source": import_.get_origin_display()}
    return _("Läser raderna")


def _facts(import_: Import, counts: dict[str, int]) -> list[tuple[str, Any]]:
    over = import_.state == S.APPLIED
    return [
        *_source(import_),
        (_("Inläst av"), import_.person),
        (_("Status där raden inte säger någon"), import_.get_status_display()),
        (_("Påbörjad"), _clock(import_.begun)),
        (_("Genomförd"), _clock(import_.applied_at) if over else ""),
        (_("Utfall"), listed(_words_of(counts)) if over else ""),
        (_("Filens SHA-256"), " ".join(wrap(import_.sha256, 16)) if over else ""),
    ]


def _source(import_: Import) -> list[tuple[str, Any]]:
    """Where it is from, as the source asks to be named; of what is fetched also what was asked for."""
    if import_.origin == Import.Origin.SHEET:
        return [(_("Källa"), f"{import_.get_origin_display()}: {import_.title}")]
    return [(_("Källa"), import_.get_origin_display()), (_("Hämtat"), import_.title)]


def _clock(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H.%M}" if moment else ""


def _buttons(import_: Import, user: Any) -> list[Button]:
    offered = {move.name: move.label for move in IMPORTS.offered(import_, user)}
    if not imports.is_stale(import_):
        offered.pop("go_on", None)
    if not import_.request:
        offered.pop("retry", None)
    if not import_.request or import_.person_id == actor_of(user).person:
        offered.pop("take", None)
    pages = {"go_on": "indicators:import-go-on", "retry": "indicators:import-retry", "take": "indicators:import-take",
             "discard": "indicators:import-discard"}  # fmt: skip
    return [Button(offered[name], reverse(url, args=[import_.pk]), post=True)
            for name, url in pages.items() if name in offered]  # fmt: skip


def _groups(import_: Import, counts: dict[str, int]) -> list[Group]:
    """Rejected first: they ask for something; unchanged last."""
    over = import_.state == S.APPLIED
    titles = {
        V.REJECTED: _("Avvisades") if over else _("Avvisas"), V.CHANGED: _("Ändrades") if over else _("Ändras"),
        V.NEW: _("Lades till") if over else _("Läggs till"),
        V.UNCHANGED: _("Var oförändrade") if over else _("Oförändrade"),
    }  # fmt: skip
    if import_.state not in (S.PREVIEWED, S.APPLIED):
        return []
    found = {v: list(_rows(import_).filter(verdict=v)[:SHOWN]) for v in V if counts[v]}
    names = _names(row for rows in found.values() for row in rows)
    return [Group(v.value, titles[v], counts[v], [_line(row, names) for row in rows]) for v, rows in found.items()]


def _rows(import_: Import) -> QuerySet[ImportRow]:
    rows: QuerySet[ImportRow] = import_.rows.select_related(*WITH)
    return rows


def _names(rows: Iterable[ImportRow]) -> dict[str, str]:
    """The names of the municipalities that a source calls by their codes."""
    codes = {row.said.get("subject", "") for row in rows}
    return dict(Municipality.objects.filter(code__in=codes).values_list("code", "name"))


def _line(row: ImportRow, names: Mapping[str, str]) -> Line:
    """From the outcome once there is one: it knows what must not be shown; before that as the source said it."""
    said, made = row.said, row.outcome or (row.before if row.verdict == V.UNCHANGED else None)
    return Line(
        row.number,
        row.indicator.name if row.indicator else said.get("indicator") or said.get("key", ""),
        words.period_words(made.period) if made else said.get("period", ""),
        str(words.SEX_WORDS[made.sex]) if made else said.get("sex", ""),
        _subject(made) if made else names.get(said.get("subject", ""), said.get("subject", "")),
        _value(row.before) if row.before else "",
        _value(made) if made else _said(row),
        row.reason,
        row.indicator_id,
    )


def _subject(made: Outcome) -> str:
    """Whom it is about, where that is not our own municipality as a whole."""
    return "" if made.municipality.own and not (made.organ_id or made.unit_id) else words.subject_words(made)


def _said(row: ImportRow) -> str:
    """What the source says, as it will read once it is stored; what cannot be is shown as it stood."""
    text = row.said.get("value", "")
    if row.verdict == V.REJECTED or row.indicator is None or row.indicator.current is None:
        return text
    value, missing = value_of(text)
    if value is None:
        return words.missing_sign(missing) if missing else ""
    return words.value_words(value, row.indicator.unit, row.indicator.current.decimals)


def _value(row: Any) -> str:
    version = row.indicator.current
    return words.outcome_words(row, row.indicator.unit, version.decimals if version else 0)


@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is written."""
    import_ = visible_or_404(request, Import, pk=pk)
    done = _("Inläsningen är kastad. Inget är ändrat.")
    return take(request, lambda: imports.discard(import_, by=request.user), done, "indicators:imports")


@require_POST
def import_go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up work that stopped."""
    import_ = visible_or_404(request, Import, pk=pk)
    done = _("Arbetet fortsätter där det stannade.")
    return take(request, lambda: imports.go_on(import_, by=request.user), done, "indicators:import-show", pk)


@require_POST
def import_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the source once more."""
    import_ = visible_or_404(request, Import, pk=pk)
    done = _("Försöket är igång.")
    return take(request, lambda: imports.retry(import_, by=request.user), done, "indicators:import-show", pk)


@require_POST
def import_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Another controller goes on with what was fetched."""
    import_ = visible_or_404(request, Import, pk=pk)
    done = _("Inläsningen är din.")
    return take(request, lambda: imports.take(import_, by=request.user), done, "indicators:import-show", pk)


def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row of the preview or the receipt, with verdict and reason."""
    import_ = visible_or_404(request, Import, pk=pk)
    if import_.state not in (S.PREVIEWED, S.APPLIED):
        raise Http404
    headings = [_("Rad"), _("Utslag"), _("Indikator"), _("Period"), _("Kön"), _("Avser"), _("Förut"), _("I filen"),
                _("Skäl")]  # fmt: skip
    rows = list(_rows(import_))
    names = _names(rows)
    told = [(str(row.get_verdict_display()), _line(row, names)) for row in rows]
    table: list[list[Value]] = [
        [n.number, verdict, n.indicator, n.period, n.sex, n.subject, n.before, n.after, n.reason] for verdict, n in told
    ]
    return _file(workbook([Sheet(_("Inläsning"), headings, table)], title=import_.title), f"inlasning-{pk}.xlsx", XLSX)
