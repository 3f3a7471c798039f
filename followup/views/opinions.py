"""The auditors' written assessment at an edition: attaching and fetching it."""

from __future__ import annotations

import json
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from burlov_styrning.exposure import Exposure
from burlov_styrning.middleware import tell
from burlov_styrning.views import public, saves, visible_or_404
from burlov_styrning.workflow import require
from followup import opinions
from followup.content import naming
from followup.forms.editions import OpinionForm
from followup.models import AuditorsOpinion, ReportEdition
from followup.moves import EDITIONS


def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """The controller attaches the auditors' written assessment."""
    edition = visible_or_404(
        request, ReportEdition.objects.select_related("report__round", "report__term", "report__organ"), pk=pk
    )
    require(EDITIONS, "attach", edition, request.user)
    form = OpinionForm(request.POST or None, request.FILES or None)
    if saves(form, lambda: _attach(edition, form, request.user)):
        tell(request, _("Revisorernas bedömning är bifogad. Utgåvans egna filer är oförändrade."))
        return redirect("followup:edition", pk)
    lead = _("Bedömningen visas vid utgåvan och publiceras med den. Den kan inte tas bort.")
    if edition.exposure == Exposure.PUBLISHED:
        lead = _("Utgåvan är publicerad: alla kan läsa bedömningen när den är bifogad. Den kan inte tas bort.")
    values = {
        "form": form, "title": _("Vilken bedömning har revisorerna lämnat?"), "submit": _("Bifoga bedömningen"),
        "lead": lead,
        "facts": [(_("Rapport"), naming.full_title(json.loads(edition.snapshot)))], "back": "../",
    }  # fmt: skip
    return render(request, "confirm.html", values)


def _attach(edition: ReportEdition, form: OpinionForm, user: Any) -> None:
    values = form.cleaned_data
    opinions.attach(edition, values["file"], dated=values["date"], registry=values["registry"], by=user)


@public
def opinion(request: HttpRequest, pk: int, opinion: int) -> HttpResponseBase:
    """The auditors' assessment, byte for byte, to those who read the edition."""
    edition = visible_or_404(request, ReportEdition, pk=pk)
    rows = AuditorsOpinion.objects.select_related("edition__report__round")
    row = get_object_or_404(rows, pk=opinion, edition=edition)
    answer = FileResponse(row.file.open("rb"), as_attachment=True, filename=opinions.file_name(row))
    answer["Cache-Control"] = "private, no-cache"
    return answer
