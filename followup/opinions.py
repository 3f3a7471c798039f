"""The auditors' written assessment of a report, attached to its edition by the controller (DOMAIN §8)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.clock import today
from burlov_styrning.workflow import acting
from followup.grounds import refusal
from followup.models import AuditorsOpinion, Report, ReportEdition
from followup.moves import EDITIONS

JUDGED = (Report.Kind.ANNUAL, Report.Kind.INTERIM)
"""The reports that the auditors judge (KL 12:2)."""


def attach(edition: ReportEdition, file: Any, *, dated: date, registry: str = "", by: Any) -> AuditorsOpinion:
    """Attach the assessment as a PDF: it is read and published with the edition, whose own files stay as they are."""
    with acting(EDITIONS, "attach", edition, by=by) as act:
        act.rule(problems(act.row, file, dated))
        body = file.read()
        digest = hashlib.sha256(body).hexdigest()
        if act.row.opinions.filter(sha256=digest).exists():
            act.rule([("file", _("Den filen är redan bifogad till utgåvan."))])
        file.seek(0)
        made: AuditorsOpinion = AuditorsOpinion.objects.create(
            edition=act.row, date=dated, registry=registry.strip(), file=file, size=len(body), sha256=digest
        )
    return made


def problems(edition: ReportEdition, file: Any, dated: date) -> Iterator[str | tuple[str, str]]:
    """Why it cannot be attached."""
    if edition.report.kind not in JUDGED:
        yield _("Revisorerna bedömer årsredovisningen och delårsrapporten. Bifoga bedömningen till en sådan.")
    if sentence := refusal(file, pdf_only=True):
        yield "file", sentence
    if dated > today():
        yield "date", _("Dagen ligger i framtiden. Ange den dag som står på bedömningen.")


def file_name(opinion: AuditorsOpinion) -> str:
    """What the file is called when it is fetched."""
    report = str(opinion.edition.report.kind)
    words = {Report.Kind.ANNUAL: "arsredovisning", Report.Kind.INTERIM: "delarsrapport"}
    year = opinion.edition.report.round.year if opinion.edition.report.round else ""
    return f"revisorernas-bedomning-{words.get(Report.Kind(report), report)}-{year}-{opinion.date.isoformat()}.pdf"
