"""Drawing an edition from its frozen snapshot: charts, pages, files, with true progress; all files or none.

Progress is written in short transactions of its own. A kill leaves the row `making`, and nothing else that counts:
the files become the edition's in the same transaction in which it becomes finished.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from burlov_styrning import sheets
from burlov_styrning.workflow import acting
from followup.content import document
from followup.content.drawing import drawing_of
from followup.content.naming import Edition, Since, approval, file_name
from followup.content.snapshot import Plain
from followup.models import EditionFile, ReportEdition
from followup.moves import edition_moves

log = logging.getLogger(__name__)

COLLECTED, FILES = 1, 5
STANDING_IN = ("html", "pdf", "xlsx", "docx")
"""The forms whose cover says whose the report is; its JSON says nothing of it."""
TYPEFACES = {
    "Source Sans 3": "source-sans-3-latin-wght-normal",
    "Source Serif 4": "source-serif-4-latin-wght-normal",
    "Source Sans 3 Signs": "source-sans-3-signs",
}
EVERY = 5
"""Progress is told for every chart, and for every fifth page."""


class Stopped(Exception):
    """Somebody has stopped the work, or begun it anew from other content."""


@task
def make_edition(pk: int) -> None:
    """The background task."""
    make(pk)


def make(pk: int) -> None:
    """Draw and store the edition's files. What goes wrong is told on the row, which can be tried again."""
    edition = ReportEdition.objects.select_related("report").get(pk=pk)
    if edition.state != ReportEdition.State.MAKING:
        return
    try:
        number = 1 + (edition.report.editions.aggregate(last=Max("number"))["last"] or 0)
        _finish(edition, number, draw(edition, number))
    except Stopped:
        log.info("Edition %s was stopped", pk)
    except Exception:
        log.exception("Edition %s could not be made", pk)
        _fail(edition)


@task
def make_approved(pk: int) -> None:
    """The background task that draws an approved edition's files with the council's decision on their cover."""
    edition = ReportEdition.objects.select_related("report", "decision__organ").get(pk=pk)
    if edition.decision is None or edition.number is None or edition.files.filter(approved=True).exists():
        return
    with translation.override(settings.LANGUAGE_CODE):
        cited = approval(edition.decision)
    files = draw(edition, edition.number, cited)
    with transaction.atomic():
        for format_ in STANDING_IN:
            _store(edition, format_, files[format_], approved=True)


def draw(edition: ReportEdition, number: int, approved_by: str = "") -> dict[str, bytes]:
    """The edition's forms by format, in the municipality's language whoever asked for them."""
    snapshot = json.loads(edition.snapshot)
    with translation.override(settings.LANGUAGE_CODE):
        about = Edition(
            number, edition.issued.isoformat(), edition.sha256, approved_by, since(edition, number, snapshot)
        )
        drawing = drawing_of(snapshot)
        view = drawing.build(snapshot, about, drawing.charts(snapshot, _teller(edition, COLLECTED)))
        body = chapters(view)
        return {
            "json": _json(drawing.as_json(snapshot, about)),
            "html": page(view, body),
            "xlsx": sheets.workbook(drawing.sheets(snapshot, view), title=view.full_title),
            "docx": document.docx(view, body),
            "pdf": _pdf(view, body, edition, COLLECTED + drawing.number_of(snapshot)),
        }


def since(edition: ReportEdition, number: int, snapshot: Plain) -> Since | None:
    """What changed since the edition before; nothing of the first one."""
    before = edition.report.editions.filter(number__lt=number).order_by("-number").first()
    if before is None or before.number is None:
        return None
    return Since(before.number, drawing_of(snapshot).changes(json.loads(before.snapshot), snapshot))


def _json(content: Plain) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def chapters(view: Any) -> str:
    """What page, PDF and Word all show, drawn once."""
    return render_to_string(view.body, {"report": view})


def page(view: Any, body: str) -> bytes:
    """One file that needs no other: it carries its style sheet and its typefaces, the PDF's."""
    from burlov_styrning.pdf import static_file  # not above: the renderer would be a second of each start

    sheets = [(static_file(f"css/{name}.css") or b"").decode() for name in ("report-frame", "report")]
    style = "".join([*map(_face, TYPEFACES), *sheets])
    return render_to_string("reports/frame.html", {"report": view, "body": body, "style": style}).encode()


def _pdf(view: Any, body: str, edition: ReportEdition, done: int) -> bytes:
    from burlov_styrning import pdf

    html = render_to_string("reports/print.html", {"report": view, "body": body, "contents": view.contents})
    issued = datetime.combine(edition.issued, time(12), UTC)
    with _pages_told(_teller(edition, done), edition.total - FILES - done):
        return pdf.render(html, title=view.full_title, author=view.owner, created=issued)


def _face(name: str) -> str:
    """A typeface inside the style sheet."""
    family, file = name, TYPEFACES[name]
    from burlov_styrning.pdf import static_file

    body = base64.b64encode(static_file(f"fonts/{file}.woff2") or b"").decode()
    source = f"url(data:font/woff2;base64,{body}) format('woff2')"
    return f'@font-face {{ font-family: "{family}"; font-weight: 200 900; src: {source}; }}\n'


# Progress


def amount(snapshot: Plain) -> int:
    """How much there is to do: collected, each chart, each page (about), each file."""
    drawing = drawing_of(snapshot)
    return COLLECTED + drawing.number_of(snapshot) + drawing.pages_about(snapshot) + FILES


def _teller(edition: ReportEdition, before: int) -> Callable[[int], None]:
    """Tells that so many more bits are done; no step and no content, only how far the work has come."""

    def tell(done: int) -> None:
        now = {"done": before + done, "touched_at": timezone.now()}
        if not _mine(edition).update(**now):  # not content
            raise Stopped

    return tell


def _mine(edition: ReportEdition) -> Any:
    """The row, as long as what is drawn is still wanted."""
    return ReportEdition.objects.filter(pk=edition.pk, state=edition.state, sha256=edition.sha256)


@contextmanager
def _pages_told(tell: Callable[[int], None], most: int) -> Iterator[None]:
    """WeasyPrint says in its log which page it is on."""
    handler = _Pages(tell, most)
    logger = logging.getLogger("weasyprint.progress")
    level, heard = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = heard


class _Pages(logging.Handler):
    def __init__(self, tell: Callable[[int], None], most: int) -> None:
        super().__init__()
        self.tell, self.most, self.told = tell, most, 0

    def emit(self, record: logging.LogRecord) -> None:
        page = record.args[0] if isinstance(record.args, tuple) and record.args else None
        if isinstance(page, int) and self.told + EVERY <= page <= self.most:
            self.told = page
            self.tell(page)


def stage(edition: ReportEdition) -> str:
    """What is being done now, in words."""
    snapshot = json.loads(edition.snapshot)
    drawn, of = edition.done - COLLECTED, drawing_of(snapshot).number_of(snapshot)
    if drawn < of:
        return _("Ritar diagram %(n)s av %(of)s") % {"n": drawn + 1, "of": of}
    return _("Sätter sidorna")


# The end


def _finish(edition: ReportEdition, number: int, files: dict[str, bytes]) -> None:
    """The files and the number become the edition's, all at once; of what is not wanted any more nothing is kept."""
    if not _mine(edition).exists():
        raise Stopped
    with acting(edition_moves(edition.report.kind), "finish", edition, by=None) as act:
        if act.row.sha256 != edition.sha256:
            raise Stopped
        act.row.number, act.row.done = number, act.row.total
        act.row.files.all().delete()
        for format_, body in files.items():
            _store(act.row, format_, body)


def _store(edition: ReportEdition, format_: str, body: bytes, *, approved: bool = False) -> None:
    name = file_name(json.loads(edition.snapshot), edition.number or 0, format_, approved=approved)
    name = f"editions/{edition.pk}/{name}"
    default_storage.delete(name)  # what a kill may have left
    stored = default_storage.save(name, ContentFile(body))
    EditionFile.objects.create(
        edition=edition, format=format_, approved=approved, file=stored, size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
    )  # fmt: skip


def _fail(edition: ReportEdition) -> None:
    if not _mine(edition).exists():
        return
    with acting(edition_moves(edition.report.kind), "fail", edition, by=None) as act:
        act.row.problem = _(
            "Något gick fel när rapporten ritades. Försök igen. Händer det på nytt, tala med den som sköter systemet."
        )
