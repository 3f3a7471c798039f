"""Imports: the list, a new one, its progress, preview and receipt."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from burlov_styrning.base.models import Event
from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Button, Empty
from burlov_styrning.rights import Who, actor_of
from burlov_styrning.sheets import Sheet, Value, workbook
from burlov_styrning.swedish import listed
from burlov_styrning.views import only, saves, take, visible_or_404
from indicators import due, filling, imports
from indicators.account_words import YEAR_WORDS
from indicators.forms.imports import ApplyForm, SheetForm
from indicators.models import Import, ImportRow
from indicators.moves import IMPORTS
from indicators.views.import_lines import Line, Lines, lines

SHOWN = 100
IN_FILE = 50_000
"""So many rows of each verdict stand in the file for Excel."""
REFRESH = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
V, S, Origin = ImportRow.Verdict, Import.State, Import.Origin
FILES = (Origin.SHEET, Origin.SURVEY, Origin.ACCOUNTS)


@dataclass(frozen=True)
class Group:
    """The rows of one verdict."""

    verdict: str
    title: str
    count: int
    lines: list[Line]
    kept: int
    """How many of them there are to show."""


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
    asked = import_.rows.filter(said__asked="1").count() if import_.origin == Origin.ACCOUNTS else 0
    form = ApplyForm(request.POST if request.method == "POST" else None, rejected=counts[V.REJECTED], asked=asked)
    if request.method == "POST" and saves(form, lambda: _apply(import_, form, request.user)):
        return redirect("indicators:import-show", pk)
    context = {
        "import": import_, "working": working, "refresh": REFRESH if working else 0, "here": request.path,
        "title": _title(import_, counts), "groups": _groups(import_, counts), "facts": _facts(import_, counts),
        "stage": _stage(import_), "buttons": _buttons(import_, request.user), "form": form,
        "may_apply": _may_apply(import_, counts, request.user, asked), "submit": _submit(import_, counts, asked),
        "accounts": import_.origin == Origin.ACCOUNTS, "mends": _mends(import_, request.user),
        "progress": _progress(import_, counts), "over": import_.state == S.APPLIED,
        "previewed": import_.state == S.PREVIEWED, "events": [] if working else list(Event.of(import_)),
    }  # fmt: skip
    return render(request, "indicators/import/show.html", context)


def _apply(import_: Import, form: ApplyForm, user: Any) -> None:
    said = {name: form.cleaned_data.get(name, False) for name in ("without_rejected", "confirmed")}
    imports.apply(import_, by=user, **said)


def _may_apply(import_: Import, counts: dict[str, int], user: Any, asked: int) -> bool:
    return IMPORTS.offers("apply", import_, user) and bool(counts[V.NEW] + counts[V.CHANGED] + asked)


def _mends(import_: Import, user: Any) -> str:
    """Where the person's own pasted block is mended, as long as it is there."""
    if not import_.block or import_.state not in (S.PREVIEWED, S.FAILED) or import_.person_id != actor_of(user).person:
        return ""
    return f"{reverse('indicators:account-read')}?fran={import_.pk:d}"


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
        return _("Filen läses") if import_.origin in FILES else _("Utfallen hämtas")
    if import_.state == S.APPLYING:
        return _("Beloppen skrivs") if import_.origin == Origin.ACCOUNTS else _("Utfallen skrivs")
    if import_.state == S.FAILED:
        return _("Det gick inte att läsa in") if import_.origin in FILES else _("Det gick inte att hämta")
    if import_.state == S.DISCARDED:
        return _("Inläsningen är kastad")
    if import_.state == S.APPLIED:
        return _("Inläsningen är genomförd")
    return listed(_words_of(counts)) if any(counts.values()) else _("Inget att läsa in")


def _submit(import_: Import, counts: dict[str, int], asked: int) -> str:
    n = counts[V.NEW] + counts[V.CHANGED]
    if asked:
        return _("Läs in beloppen")
    if import_.origin == Origin.ACCOUNTS:
        return ngettext("Läs in %(n)s belopp", "Läs in %(n)s belopp", n) % {"n": n}
    return ngettext("Läs in %(n)s utfall", "Läs in %(n)s utfall", n) % {"n": n}


def _progress(import_: Import, counts: dict[str, int]) -> tuple[int, int]:
    """How far what is done now has come: of what is read, or of the facts about others that are written."""
    if import_.state == S.APPLYING and import_.counts:
        return import_.written, counts[V.NEW] + counts[V.CHANGED]
    return import_.done, import_.total


def _stage(import_: Import) -> str:
    if import_.state == S.APPLYING:
        if import_.origin == Origin.ACCOUNTS:
            return _("Skriver alla belopp i ett svep: alla eller inget")
        return _("Skriver alla utfall i ett svep: alla eller inget")
    if import_.total and import_.done + 1 >= import_.total:
        return _("Jämför med det som finns")
    if import_.origin not in FILES:
        return _("Frågar %(source)s") % {"source": import_.get_origin_display()}
    return _("Läser raderna")


def _facts(import_: Import, counts: dict[str, int]) -> list[tuple[str, Any]]:
    over = import_.state == S.APPLIED
    return [
        *_source(import_),
        (_("Inläst av"), import_.person),
        *_terms(import_),
        (_("Påbörjad"), _clock(import_.begun)),
        (_("Genomförd"), _clock(import_.applied_at) if over else ""),
        (_("Belopp") if import_.origin == Origin.ACCOUNTS else _("Utfall"), listed(_words_of(counts)) if over else ""),
        (_("Filens SHA-256"), " ".join(wrap(import_.sha256, 16)) if over else ""),
    ]


def _source(import_: Import) -> list[tuple[str, Any]]:
    """Where it is from, as the source asks to be named; of what is fetched also what was asked for."""
    if import_.origin in FILES:
        return [(_("Källa"), f"{import_.get_origin_display()}: {import_.title}")]
    return [(_("Källa"), import_.get_origin_display()), (_("Hämtat"), import_.title)]


def _terms(import_: Import) -> list[tuple[str, Any]]:
    """What holds where a row says nothing."""
    if import_.origin != Origin.ACCOUNTS:
        return [(_("Status där raden inte säger någon"), import_.get_status_display())]
    terms = import_.terms
    return [(_("Rapport"), terms["report"]), (_("Version"), YEAR_WORDS[terms["version"]]),
            (_("Belopp i"), terms["unit"])]  # fmt: skip


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
    mends = _mends(import_, user) if import_.state == S.PREVIEWED else ""
    return [*([Button(_("Ändra det inklistrade"), mends)] if mends else []),
            *(Button(offered[name], reverse(url, args=[import_.pk]), post=True)
              for name, url in pages.items() if name in offered)]  # fmt: skip


def _titles(import_: Import) -> dict[str, str]:
    over = import_.state == S.APPLIED
    return {
        V.REJECTED: _("Avvisades") if over else _("Avvisas"), V.CHANGED: _("Ändrades") if over else _("Ändras"),
        V.NEW: _("Lades till") if over else _("Läggs till"),
        V.UNCHANGED: _("Var oförändrade") if over else _("Oförändrade"),
    }  # fmt: skip


def _groups(import_: Import, counts: dict[str, int]) -> list[Group]:
    """Rejected first: they ask for something; unchanged last."""
    titles = _titles(import_)
    if import_.state not in (S.PREVIEWED, S.APPLIED):
        return []
    return [
        Group(v.value, titles[v], counts[v], lines(import_, v, SHOWN), len(Lines(import_, v, counts[v])))
        for v in V if counts[v]
    ]  # fmt: skip


def import_rows(request: HttpRequest, pk: int, verdict: str) -> HttpResponse:
    """Every row of one verdict, a page at a time, however many there are."""
    import_ = visible_or_404(request, Import, pk=pk)
    if import_.state not in (S.PREVIEWED, S.APPLIED) or verdict not in V:
        raise Http404
    thing = _("Post") if import_.origin == Origin.ACCOUNTS else _("Indikator")
    labels = [(_("Rad"), True), (thing, False), (_("Period"), False), (_("Kön"), False), (_("Förut"), True),
              (_("Värde"), True), (_("Varför"), False)]  # fmt: skip
    rows = Lines(import_, verdict, imports.counts_of(import_)[verdict])
    listing = Listing(
        request, rows, columns=[Column(label, number=number) for label, number in labels], per_page=SHOWN,
        empty=_("Här finns inga rader."),
    )  # fmt: skip
    title = _titles(import_)[V(verdict)]
    back = reverse("indicators:import-show", args=[pk])
    context = {"import": import_, "listing": listing, "title": title, "back": back}
    return render(request, "indicators/import/rows.html", context)


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
    thing = _("Post") if import_.origin == Origin.ACCOUNTS else _("Indikator")
    headings = [_("Rad"), _("Utslag"), thing, _("Period"), _("Kön"), _("Avser"), _("Förut"), _("I filen"),
                _("Skäl")]  # fmt: skip
    told = [(str(verdict.label), line) for verdict in V for line in lines(import_, verdict, IN_FILE)]
    table: list[list[Value]] = [
        [n.number, verdict, n.indicator, n.period, n.sex, n.subject, n.before, n.after, n.reason] for verdict, n in told
    ]
    if len(told) < sum(imports.counts_of(import_).values()):
        table.append([_("Fler rader än filen rymmer, eller oförändrade som bara räknas. Resten står på sidan.")])
    return _file(workbook([Sheet(_("Inläsning"), headings, table)], title=import_.title), f"inlasning-{pk}.xlsx", XLSX)
