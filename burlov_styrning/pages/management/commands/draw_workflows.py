"""Draws the tables of moves into the docs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from burlov_styrning.pages.drawing import markdown


class Command(BaseCommand):
    """Write docs/workflows.md from the tables of moves."""

    help = "Draws each workflow's states and moves into docs/workflows.md."

    def handle(self, *args: Any, **options: Any) -> None:
        """One file, the same for the same tables."""
        with translation.override(settings.LANGUAGE_CODE):
            Path(settings.BASE_DIR, "docs", "workflows.md").write_text(markdown())
        self.stdout.write("docs/workflows.md")
