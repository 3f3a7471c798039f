"""What a judgement rests on besides the indicators: activities, other figures, own measurements, attachments.

Written inside the step that writes the assessment; a file is served only to those who may read that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.swedish import file_size, listed
from followup.models import Activity, Assessment, Ground

LARGEST = 10 * 1024 * 1024
"""Bytes of one attachment."""
ZIPPED, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TYPES: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF",),
    ".docx": (ZIPPED,),
    ".xlsx": (ZIPPED,),
    ".odt": (ZIPPED,),
    ".ods": (ZIPPED,),
    ".doc": (OLE,),
    ".xls": (OLE,),
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".csv": (b"",),
    ".txt": (b"",),
}
"""What may be attached: the end of the name → how such a file begins."""

K = Ground.Kind
type Problem = tuple[str, str]


@dataclass(frozen=True)
class Written:
    """A ground as it was typed; `pk` is that of the stored one, `gone` says that it is to be taken away."""

    kind: str
    text: str = ""
    activity: Activity | None = None
    value: Decimal | None = None
    unit: str = ""
    method: str = ""
    number: int | None = None
    date: str | None = None
    file: Any = None
    pk: int | None = None
    gone: bool = False


COLUMNS = ("text", "activity", "value", "unit", "method", "number", "date")


def written_of(row: Assessment) -> list[Written]:
    """The stored grounds; none of a row that is not stored yet."""
    if row.pk is None:
        return []
    return [stored(ground) for ground in row.grounds.all()]


def stored(ground: Ground) -> Written:
    """A ground as it stands."""
    values: dict[str, Any] = {name: getattr(ground, name) for name in COLUMNS}
    return Written(ground.kind, file=ground.file or None, pk=ground.pk, **values)


def write(row: Assessment, typed: Iterable[Written]) -> None:
    """Store what was typed; what somebody else added in the meantime stays."""
    found: dict[int | None, Ground] = {ground.pk: ground for ground in row.grounds.all()}
    for one in typed:
        ground = found.get(one.pk) or Ground(assessment=row, kind=one.kind)
        if not one.gone:
            _store(ground, one)
        elif ground.pk:
            ground.delete()


def _store(ground: Ground, one: Written) -> None:
    changed = ground.pk is None
    for name in COLUMNS:
        if getattr(ground, name) != getattr(one, name):
            setattr(ground, name, getattr(one, name))
            changed = True
    if one.file is not None and ground.pk is None:
        ground.file = one.file
    if changed:
        ground.save()


# Rules


def refusal(file: Any, *, pdf_only: bool = False) -> str:
    """Why a file cannot be attached, in one sentence; empty where it can."""
    name, size = str(file.name), int(file.size)
    ending = PurePath(name).suffix.lower()
    if pdf_only and ending != ".pdf":
        return _("”%(name)s” är ingen PDF. Spara den som PDF och välj den igen.") % {"name": name}
    starts = TYPES.get(ending)
    if starts is None:
        kinds = listed(["PDF", "Word", "Excel", "OpenDocument", "PNG", "JPEG", "CSV", _("text")])
        return _("”%(name)s” kan inte bifogas. Välj en fil av något av slagen %(kinds)s.") % {
            "name": name, "kinds": kinds
        }  # fmt: skip
    if size == 0:
        return _("”%(name)s” är tom. Välj en fil med innehåll.") % {"name": name}
    if size > LARGEST:
        values = {"name": name, "size": file_size(size), "limit": file_size(LARGEST)}
        return _("”%(name)s” är %(size)s. En bilaga får vara högst %(limit)s; dela upp den.") % values
    if not _begin(file).startswith(starts):
        return _("”%(name)s” är inte en fil av det slag som namnet säger. Spara om den och välj den igen.") % {
            "name": name
        }
    return ""


def _begin(file: Any) -> bytes:
    file.seek(0)
    found: bytes = file.read(8)
    file.seek(0)
    return found


def refused(row: Assessment, typed: Iterable[Written]) -> Iterator[Problem]:
    """What cannot be stored even in a draft."""
    for one in typed:
        if one.kind == K.ATTACHMENT and one.pk is None and one.file is not None and (sentence := refusal(one.file)):
            yield "file", sentence
        if one.kind == K.ATTACHMENT and one.gone and row.decision_id is not None:
            yield "file", _("Bilagan hör till det som är beslutat och kan inte tas bort. Lägg till en ny bredvid.")


def missing(typed: Iterable[Written]) -> Iterator[Problem]:
    """What a ground must say before the judgement is ready."""
    for one in typed:
        if one.gone:
            continue
        if one.kind in (K.FIGURE, K.MEASUREMENT, K.ATTACHMENT) and not one.text.strip():
            yield _place(one), _("Skriv vad underlaget visar.")
        if one.kind == K.MEASUREMENT and not (one.method.strip() and one.number and one.date):
            yield "measurements", _("Ange metod, antal och datum för den egna mätningen.")
        if one.kind == K.ATTACHMENT and not one.file:
            yield "attachments", _("Välj filen som ska bifogas.")


def _place(one: Written) -> str:
    """The part of the form that a problem is about."""
    return f"{one.kind}s"
