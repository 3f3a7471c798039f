"""Open data: the published editions with their hashes, and the published tables as CSV and JSON."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Municipality
from burlov_styrning.parts import FileLink
from burlov_styrning.sheets import comma_separated
from burlov_styrning.views import public
from followup import open_data
from followup.models import ReportEdition
from followup.open_data import Dataset

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
LATEST = 20
"""Editions on the page; all stand in the list of reports."""


@public
def data(request: HttpRequest) -> HttpResponse:
    """What can be fetched, and how it is to be read. The same for all: what is published."""
    made = ReportEdition.objects.visible_to(None).filter(number__isnull=False)
    rows = made.select_related("report__round", "report__organ", "report__term").prefetch_related("files")
    values = {
        "editions": [(row, _files(row)) for row in rows.defer("snapshot").order_by("-issued", "-pk")[:LATEST]],
        "more": max(0, made.count() - LATEST),
        "datasets": [(one, _links(one), _example(one)) for one in open_data.DATASETS],
        "licence": open_data.LICENCE,
    }
    return render(request, "pages/data.html", values)


def _files(edition: ReportEdition) -> list[FileLink]:
    wanted = {"json": "JSON", "xlsx": "Excel", "docx": "Word", "pdf": "PDF"}
    return [
        FileLink(
            wanted[file.format], reverse("followup:edition-file", args=[edition.pk, file.format]), file.size,
            file.sha256,
        )
        for file in sorted(edition.files.all(), key=lambda file: file.format)
        if file.format in wanted and not file.approved
    ]  # fmt: skip


def _links(dataset: Dataset) -> list[FileLink]:
    return [
        FileLink(_("%(title)s som %(form)s") % {"title": dataset.title, "form": form.upper()},
                 reverse("pages:data-file", args=[dataset.name, form]))
        for form in FORMS
    ]  # fmt: skip


def _example(dataset: Dataset) -> str:
    """The first lines of the file as they are, or nothing where there is nothing."""
    rows = list(dataset.sample())
    return comma_separated(open_data.table(dataset, rows)).decode("utf-8-sig") if rows else ""


@public
def data_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A whole table."""
    dataset = open_data.dataset(name)
    if dataset is None or form not in FORMS:
        raise Http404
    if form == "csv":
        body = open_data.as_csv(dataset)
    else:
        own = Municipality.ours()
        content = open_data.as_json(dataset, own.name if own else "")
        body = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    answer = HttpResponse(body, content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Access-Control-Allow-Origin"] = "*"  # open to programs in other sites' pages too; nothing here is anybody's
    return answer
