"""The evidence of a sample as one archive: each goal's paper, attachments, editions and lines of the log, with hashes.

It is made while it is sent, piece by piece: nobody waits for all of it, and no more than one piece is in memory. What
its reader may read counts at that moment. The list of files has the form that `sha256sum -c` reads.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from io import RawIOBase
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from burlov_styrning import papers, sheets
from followup.audit import examining, log, sheet
from followup.audit.telling import tell
from followup.models import EditionFile, Examination, Ground
from followup.reading import reads_file
from goals.models import Goal

LIST = "fillista.sha256"
LINES = 500
"""Lines of the log that are told at a time."""
FORMS = ("pdf", "json")

type File = tuple[str, bytes]


class Pipe(RawIOBase):
    """Takes what the archive writes, until it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, part: Any) -> int:
        """Keep a part."""
        self.parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        """All that came since the last time."""
        found = b"".join(self.parts)
        self.parts.clear()
        return found


def archive(row: Examination, user: Any) -> Iterator[bytes]:
    """The archive, as it is made."""
    pipe, listed = Pipe(), list[str]()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:  # type: ignore[arg-type]
        for name, body in files(row, user):
            made.writestr(name, body)
            listed.append(f"{sha256(body).hexdigest()}  {name}\n")
            yield pipe.taken()
        content = "".join(listed).encode()
        made.writestr(LIST, content)
        yield pipe.taken()
    yield pipe.taken()
    examining.finish(row, sha256(content).hexdigest())


def files(row: Examination, user: Any) -> Iterator[File]:
    """Name and content of each file."""
    goals, editions = examining.goals_of(row, user), dict[int, Any]()
    yield "om-arkivet.txt", _in_swedish(lambda: _about(row, goals))
    for goal in goals:
        found = _in_swedish(lambda goal=goal: sheet.of(goal, user, row.day))
        editions.update({edition.pk: edition for edition in found.editions})
        folder = f"mal/{get_valid_filename(goal.key)}"
        yield f"{folder}/underlag.pdf", _in_swedish(lambda found=found: papers.as_pdf(found.paper))
        yield f"{folder}/underlag.json", _plain(found)
        yield f"{folder}/logg.csv", _in_swedish(lambda goal=goal: _log(goal, user, row))
        yield from _attachments(folder, [pk for pk, _name in found.attachments], user)
    for file in EditionFile.objects.filter(edition__in=list(editions), format__in=FORMS).order_by("pk"):
        yield f"utgavor/{file.edition_id}/{PurePath(file.file.name).name}", _read(file)


def _in_swedish(make: Any) -> Any:
    """The archive is a document of the municipality, in its language whoever takes it out."""
    with translation.override(settings.LANGUAGE_CODE):
        return make()


def _about(row: Examination, goals: list[Goal]) -> bytes:
    lines = [
        _("Underlag för granskning, målperioden %(term)s, som det stod %(day)s.")
        % {"term": row.term, "day": row.day.isoformat()},
        _("Hämtat %(moment)s av %(person)s, med det som personen fick läsa då.")
        % {"moment": timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M"), "person": row.person},
        _("Stickprov: slumpfrö %(seed)s, %(size)s av %(all)s mål. Målen står i ordning efter SHA-256 av "
          "slumpfrö/målets nyckel, och de första dras.")
        % {"seed": row.seed, "size": len(row.drawn), "all": len(row.among)},
        _("Lottade mål: %(keys)s.") % {"keys": ", ".join(row.among)},
        _("Dragna mål:"),
        *(f"- {goal.key}: {goal}" for goal in goals),
        _("Kontrollera filerna med sha256sum -c %(list)s.") % {"list": LIST},
        _("Loggen visar vad som ändrats av det som var överlämnat eller beslutat. Av andras utkast visas bara "
          "att de har ändrats."),
    ]  # fmt: skip
    return "\n".join([*lines, ""]).encode()


def _plain(found: sheet.Sheet) -> bytes:
    """The paper as plain values, for programs: how its columns are laid out is no value."""
    kept = [asdict(block).items() for block in found.paper.blocks]
    blocks = [{name: value for name, value in block if not isinstance(value, frozenset)} for block in kept]
    values = {"title": found.paper.title, "day": found.day.isoformat(), "facts": found.paper.facts, "blocks": blocks}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _log(goal: Goal, user: Any, row: Examination) -> bytes:
    """The lines about a goal until the day, as far as their reader may read them."""
    lines = list(log.until(log.about_goal(log.lines(user), goal), row.day))
    rows: list[list[str]] = []
    for first in range(0, len(lines), LINES):
        for one in tell(lines[first : first + LINES], user):
            start = [one.line.timestamp.isoformat(), one.who, one.word, one.name, one.did]
            rows += [[*start, change.label, change.before, change.after] for change in one.changes] or [
                [*start, "", "", ""]
            ]
    head = [_("När"), _("Vem"), _("Slag"), _("Vad"), _("Händelse"), _("Fält"), _("Var"), _("Blev")]
    return sheets.comma_separated(sheets.Sheet(_("Ändringsloggen"), head, rows))


def _attachments(folder: str, pks: list[int], user: Any) -> Iterator[File]:
    for ground in Ground.objects.filter(pk__in=pks).select_related("assessment").order_by("pk"):
        if ground.file and reads_file(ground, user):
            yield f"{folder}/bilagor/{ground.pk}-{PurePath(ground.file.name).name}", _read(ground)


def _read(row: Any) -> bytes:
    with row.file.open("rb") as file:
        content: bytes = file.read()
    return content
