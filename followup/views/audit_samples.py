"""The auditors' samples: the list, drawing one, one with its goals, taking its evidence out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Empty
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, visible_or_404
from followup.audit import evidence, examining
from followup.forms.audit import SampleForm
from followup.models import Examination

WITH = ("person", "term")


def samples(request: HttpRequest) -> HttpResponse:
    """What the auditors have drawn."""
    only(request, Who.AUDITOR)
    rows = Examination.objects.visible_to(request.user).filter(kind=Examination.Kind.SAMPLE).select_related(*WITH)
    listing = Listing(
        request, rows, search=["seed", "person__name"],
        columns=[Column(_("Draget"), "at"), Column(_("Av"), "person__name", words=True),
                 Column(_("Målperiod"), "term__first_year"), Column(_("Slumpfrö"), "seed"), Column(_("Mål"))],
        sort="-at",
        empty=Empty(_("Inget stickprov är draget ännu. Det du drar ser bara revisorerna.")),
    )  # fmt: skip
    return render(request, "followup/audit/samples.html", {"listing": listing})


def sample_draw(request: HttpRequest) -> HttpResponse:
    """The form."""
    only(request, Who.AUDITOR)
    form = SampleForm(request.POST or None)
    made: list[Examination] = []
    if saves(form, lambda: made.append(examining.draw(**form.cleaned_data, by=request.user))):
        tell(request, _("Stickprovet är draget. Bara revisorerna ser det."))
        return redirect("followup:audit-sample", made[0].pk)
    values = {
        "form": form, "title": _("Vilka mål ska granskas?"), "submit": _("Dra stickprovet"), "back": "../",
        "lead": _("Målen dras bland dem som är beslutade. Slumpfröet skrivs ut, så att vem som helst kan dra om dem."),
    }  # fmt: skip
    return render(request, "confirm.html", values, status=422 if form.errors else 200)


def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """One sample: how it was drawn, its goals, when its evidence was taken out."""
    row = _sample(request, pk)
    context = {
        "row": row,
        "goals": examining.goals_of(row, request.user),
        "taken": row.taken_out.select_related("person"),
    }
    return render(request, "followup/audit/sample.html", context)


@require_POST
def sample_evidence(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The evidence as one archive, made while it is sent."""
    row = examining.take_out(_sample(request, pk), by=request.user)
    name = f"underlag-{row.term.key}-{row.pk}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(evidence.archive(row, request.user), content_type="application/zip", headers=headers)


def _sample(request: HttpRequest, pk: int) -> Examination:
    rows = Examination.objects.filter(kind=Examination.Kind.SAMPLE).select_related(*WITH)
    row: Examination = visible_or_404(request, rows, pk=pk)
    return row
