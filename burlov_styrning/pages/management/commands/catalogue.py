"""Brings the English catalogue up to date with the code's Swedish and compiles it: `manage.py catalogue`."""

import contextlib
import re
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.base import CommandParser as Parser
from django.core.management.commands import makemessages

CHANGING = re.compile(r'^"(POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)


class Command(makemessages.Command):
    """makemessages with the options of this house; nothing in the result tells when or by whom it was made."""

    help = "Adds the strings that are new in code and templates to the English catalogue, and compiles it."
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]  # a guess is not a translation

    def add_arguments(self, parser: Parser) -> None:
        """The usual ones, with our defaults."""
        super().add_arguments(parser)
        ignored = ["node_modules", "static", "staticfiles", "media", "tests", "migrations"]
        parser.set_defaults(
            locale=["en"], no_location=True, no_obsolete=True, no_wrap=True, ignore_patterns=ignored, verbosity=0
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Extract, merge, compile; says what is still to be translated."""
        with contextlib.chdir(settings.BASE_DIR):
            super().handle(*args, **options)
        po = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
        po.write_text(CHANGING.sub("", po.read_text()))
        done = subprocess.run(
            ["msgfmt", "--statistics", "--check-format", "-o", po.with_suffix(".mo"), po],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CommandError(done.stderr)
        self.stdout.write(done.stderr.strip())
