"""Say whether what is kept for good is what was kept: after a restored backup, or once a month."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models.fields.files import FieldFile

from followup.content.snapshot import digest
from followup.models import AuditorsOpinion, EditionFile, ReportEdition
from indicators.models import Import


class Command(BaseCommand):
    """Reads every kept file and snapshot; the same installation before and after gives the same last line."""

    help = "Compares editions, opinions and imported files with their stored SHA-256; a fault if any differs."
    requires_system_checks = ()  # they read every view: half of the time it takes

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a fault, then how many were right and one hash for all of them."""
        whole, right, wrong = hashlib.sha256(), 0, 0
        for name, stored, found in kept():
            whole.update(f"{name} {found}\n".encode())
            right, wrong = right + (found == stored), wrong + (found != stored)
            if found != stored:
                self.stderr.write(f"{name}: {'changed' if found else 'missing'}")
        self.stdout.write(f"{right} files and snapshots as they were stored, all together SHA-256 {whole.hexdigest()}")
        if wrong:
            raise CommandError(f"{wrong} are missing or changed: restore them from the database's own backup.")


def kept() -> Iterator[tuple[str, str, str]]:
    """Name, stored hash, hash now (empty: it is not there)."""
    for edition in ReportEdition.objects.exclude(sha256="").order_by("pk").iterator(chunk_size=10):
        yield f"edition {edition.pk}", edition.sha256, digest(edition.snapshot)
    for model in (EditionFile, AuditorsOpinion, Import):
        rows: Any = model.objects.exclude(sha256="").exclude(file="").order_by("pk")
        for row in rows.iterator():
            yield row.file.name, row.sha256, _hash_of(row.file)


def _hash_of(file: FieldFile) -> str:
    try:
        with file.open("rb") as body:
            return hashlib.file_digest(body, "sha256").hexdigest()
    except OSError:
        return ""
