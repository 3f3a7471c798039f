"""Whether a file is an edition, unchanged: looked up by its hash among what this person may read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from followup.models import EditionFile, ReportEdition

PRINTED = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
MOST_HASHES = 20


@dataclass(frozen=True)
class Verdict:
    """What was found: the edition and whether the file is unchanged; no edition: not ours, or not to be seen."""

    edition: ReportEdition | None
    unchanged: bool = False
    format: str = ""


def check_file(file: Any, user: Any) -> Verdict:
    """By the file's own hash; else by the snapshot's hash that is printed in it, and then it has been changed."""
    body = b"".join(file.chunks())
    found = _file(hashlib.sha256(body).hexdigest(), user)
    if found:
        return Verdict(found.edition, True, found.format)
    text = _keywords(body) if body.startswith(b"%PDF") else body
    printed = list(dict.fromkeys(match.decode() for match in PRINTED.findall(text)))[:MOST_HASHES]
    return Verdict(_editions(user).filter(sha256__in=printed).order_by("-number").first()) if printed else Verdict(None)


def _keywords(body: bytes) -> bytes:
    """Where a PDF says which snapshot it was drawn from. Whatever somebody uploads, it is at worst no answer."""
    try:
        from pypdf import PdfReader  # not above: few ever verify, and each start would pay for it

        information = PdfReader(BytesIO(body)).metadata
        return str(information.get("/Keywords", "") if information else "").encode()
    except Exception:
        return b""


def check_hash(sha256: str, user: Any) -> Verdict:
    """By the hash of the snapshot (on the cover) or of a file."""
    edition = _editions(user).filter(sha256=sha256).order_by("-number").first()
    if edition:
        return Verdict(edition, True)
    found = _file(sha256, user)
    return Verdict(found.edition, True, found.format) if found else Verdict(None)


def _editions(user: Any) -> Any:
    rows = ReportEdition.objects.visible_to(user).filter(number__isnull=False)
    return rows.select_related("report__round", "report__organ", "decision__organ").defer("snapshot")


def _file(sha256: str, user: Any) -> EditionFile | None:
    rows = EditionFile.objects.filter(sha256=sha256, edition__in=ReportEdition.objects.visible_to(user))
    found: EditionFile | None = rows.select_related("edition__report__round", "edition__decision__organ").first()
    return found
