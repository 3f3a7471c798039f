"""A goal book into the database."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from burlov_styrning.pages.book.faults import Note
from burlov_styrning.pages.book.importing import Imported, import_bytes


class Command(BaseCommand):
    """Read, check and take in one file: all of it, or nothing and every fault at once."""

    help = "Imports a goal book (one term as JSON), all or nothing. With --check it only says what is wrong with it."
    requires_system_checks = ()  # they read every view: half of the time it takes

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and --check."""
        parser.add_argument("file", help="the book; - reads standard input")
        parser.add_argument("--check", action="store_true", help="write nothing")

    def handle(self, *args: Any, file: str, check: bool, **options: Any) -> None:
        """Import; faults end with code 1."""
        result = import_bytes(_read(file), Path(file).name, write=not check)
        self._list(_("Anmärkningar, som inte hindrar:"), result.remarks)
        if result.faults:
            self._list(_("Fel:"), result.faults)
            raise CommandError(_("Inget av boken är inläst: %(number)s fel.") % {"number": len(result.faults)})
        self.stdout.write(_("Boken är hel: inget fel.") if check else _summary(result))

    def _list(self, head: str, notes: tuple[Note, ...]) -> None:
        if notes:
            self.stderr.write(head)
            for note in notes:
                self.stderr.write(f"  {note}")


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        words = {"file": file, "problem": error.strerror}
        raise CommandError(_("Filen %(file)s går inte att läsa: %(problem)s.") % words) from error


def _summary(result: Imported) -> str:
    if not result.recorded or not (result.recorded.new or result.recorded.filled):
        return _("Målperioden %(term)s: allt i boken fanns redan, inget är ändrat.") % {"term": result.term}
    lines = [_("Målperioden %(term)s är inläst.") % {"term": result.term}]
    if result.recorded.new:
        lines.append(_("Nytt: %(rows)s.") % {"rows": _counted(result.recorded.new)})
    if result.recorded.filled:
        lines.append(_("Ifyllt: %(rows)s.") % {"rows": _counted(result.recorded.filled)})
    return "\n".join(lines)


def _counted(rows: Counter[str]) -> str:
    """By the names of the format's lists."""
    return ", ".join(f"{name} {number}" for name, number in rows.items())
