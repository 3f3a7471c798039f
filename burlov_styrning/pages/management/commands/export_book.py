"""A term as a goal book."""

import json
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.pages.book.export import export, not_in_a_book
from goals.models import Term

TERM = re.compile(r"(\d{4})[-–](\d{4})")


class Command(BaseCommand):
    """Write one term as a book, to a file or to standard output."""

    help = "Exports a term (2023-2026) as a goal book."
    requires_system_checks = ()  # they read every view: half of the time it takes

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The term, and --out."""
        parser.add_argument("term", help="first and last year: 2023-2026")
        parser.add_argument("--out", help="the file to write; standard output without it")

    def handle(self, *args: Any, term: str, out: str | None, **options: Any) -> None:
        """Export, and say what a book does not hold."""
        with transaction.atomic():
            row = _term(term)
            book = json.dumps(export(row), ensure_ascii=False, indent=1) + "\n"
            unsaid = not_in_a_book(row)
        if out is None:
            self.stdout.write(book, ending="")
        else:
            _write(Path(out), book)
        for sentence in unsaid:
            self.stderr.write(sentence)


def _term(word: str) -> Term:
    found = TERM.fullmatch(word)
    row = Term.objects.filter(first_year=found[1], last_year=found[2]).first() if found else None
    if row is None:
        there = ", ".join(term.key for term in Term.objects.all()) or _("ingen")
        words = {"term": word, "there": there}
        raise CommandError(_("Det finns ingen målperiod %(term)s. De som finns: %(there)s.") % words)
    return row


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        words = {"file": path, "problem": error.strerror}
        raise CommandError(_("Filen %(file)s går inte att skriva: %(problem)s.") % words) from error
