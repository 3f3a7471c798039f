"""The phases of a term: planned, opened, closed, opened again; each page says what the act means now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.forms import Form
from burlov_styrning.middleware import tell
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, take
from burlov_styrning.workflow import require
from goals import closing, terms
from goals.forms.terms import PhaseForm, ReopenForm
from goals.models import Phase
from goals.moves import PHASES
from goals.views.shared import Years, the_term

N = Phase.Name
OPENS: dict[str, str | Promise] = {
    N.NEEDS: gettext_lazy("Enheterna kan skriva behov, och nämnderna kan börja på sina förslag."),
    N.PROPOSALS: gettext_lazy("Nämnderna kan skriva förslag, klarmarkera dem och lämna in dem."),
    N.SELECTION: gettext_lazy("Ledamöterna i fullmäktige kan lägga och ändra sina prioriteringslistor."),
    N.BREAKDOWN: gettext_lazy("Nämnderna kan lägga progressioner för sina mål, och enheterna planera aktiviteter."),
    N.FOLLOW_UP: gettext_lazy("Uppföljningstillfällen kan öppnas. Progressioner och aktiviteter kan ändras."),
    N.CLOSED: gettext_lazy("Målperioden är avslutad. Allt finns kvar att läsa."),
}  # fmt: skip
CLOSES: dict[str, str | Promise] = {
    N.NEEDS: gettext_lazy("Inga fler behov kan skrivas. Nämnderna arbetar vidare med sina förslag i nästa fas."),
    N.PROPOSALS: gettext_lazy("Utkast blir liggande: de kan inte längre ändras eller klarmarkeras. Ett beslut som "
                              "nämnden redan har fattat kan alltid antecknas."),
    N.SELECTION: gettext_lazy("Listorna stänger, räknas och blir allmänna handlingar. Det som fullmäktige varken har "
                              "beslutat om eller bordlagt förfaller."),
    N.BREAKDOWN: gettext_lazy("Progressioner och aktiviteter kan ändras igen när uppföljningen har öppnat."),
    N.FOLLOW_UP: gettext_lazy("Inga fler uppföljningstillfällen kan öppnas, och progressionerna ligger fast."),
    N.CLOSED: gettext_lazy("Målperioden är inte längre markerad som avslutad just nu."),
}  # fmt: skip


def _phase(request: HttpRequest, term: Years, name: str) -> Phase:
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    found: Phase = get_object_or_404(Phase, term=of, phase=name)
    found.term = of
    return found


def _ask(request: HttpRequest, phase: Phase, context: dict[str, Any], form: Form | None = None) -> HttpResponse:
    shared = {"term": phase.term, "phase": phase, "form": form, "back": reverse("goals:term", args=[phase.term])}
    status = 422 if form is not None and form.errors else 200
    return render(request, "goals/term/phase.html", shared | context, status=status)


def phase_plan(request: HttpRequest, term: Years, phase: str) -> HttpResponse:
    """Change the planned dates."""
    row = _phase(request, term, phase)
    require(PHASES, "plan", row, request.user)
    form = PhaseForm(request.POST or None, phase=row)
    if saves(form, lambda: terms.plan_phase(row, by=request.user, **form.cleaned_data)):
        tell(request, _("Datumen är sparade."))
        return redirect("goals:term", row.term)
    title = _("När öppnar och stänger %(phase)s?") % {"phase": row.get_phase_display()}
    lead = _("Datumen är planen. Fasen öppnar och stänger när du gör det.")
    return _ask(request, row, {"title": title, "lead": lead, "submit": _("Spara datumen")}, form)


def _moved(request: HttpRequest, phase: Phase, step: Callable[[], Any], done: str) -> HttpResponse:
    return take(request, step, done % {"phase": phase.get_phase_display()}, "goals:term", phase.term)


def phase_open(request: HttpRequest, term: Years, phase: str) -> HttpResponse:
    """Open a phase; what it lets people do, and what is unusual about it."""
    row = _phase(request, term, phase)
    require(PHASES, "open", row, request.user)
    if row.phase == N.CLOSED:  # what that takes is told by the floor that knows the rounds
        return redirect("followup:term-close", row.term)
    if request.method == "POST":
        return _moved(request, row, lambda: terms.open_phase(row, by=request.user), _("Fasen %(phase)s är öppen."))
    title = _("Öppna fasen %(phase)s?") % {"phase": row.get_phase_display()}
    context = {"title": title, "lead": OPENS[row.phase], "remarks": terms.remarks_on_opening(row)}
    return _ask(request, row, context | {"submit": _("Öppna fasen")})


def phase_close(request: HttpRequest, term: Years, phase: str) -> HttpResponse:
    """Close a phase; who has not finished, and what lapses."""
    row = _phase(request, term, phase)
    require(PHASES, "close", row, request.user)
    if request.method == "POST":
        return _moved(request, row, lambda: terms.close_phase(row, by=request.user), _("Fasen %(phase)s är stängd."))
    context = {
        "title": _("Stänga fasen %(phase)s?") % {"phase": row.get_phase_display()},
        "lead": CLOSES[row.phase],
        "left": closing.left_behind(row, request.user),
        "lapsing": closing.lapsing(row.term) if row.phase == N.SELECTION else [],
        "submit": _("Stäng fasen"),
    }
    return _ask(request, row, context)


def phase_reopen(request: HttpRequest, term: Years, phase: str) -> HttpResponse:
    """Open a closed phase again, with the reason."""
    row = _phase(request, term, phase)
    require(PHASES, "reopen", row, request.user)
    form = ReopenForm(request.POST or None, phase=row)
    if saves(form, lambda: terms.reopen_phase(row, by=request.user, **form.cleaned_data)):
        tell(request, _("Fasen %(phase)s är öppen igen.") % {"phase": row.get_phase_display()})
        return redirect("goals:term", row.term)
    title = _("Öppna fasen %(phase)s igen?") % {"phase": row.get_phase_display()}
    remarks = [_("Förslag som förföll när fasen stängde är fortfarande förfallna.")] if row.phase == N.SELECTION else []
    context = {"title": title, "lead": OPENS[row.phase], "remarks": remarks, "submit": _("Öppna fasen igen")}
    return _ask(request, row, context, form)
