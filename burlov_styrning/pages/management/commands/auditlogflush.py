"""In place of the library's command of that name, which empties the change log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Refuses."""

    help = "Refuses: the change log is never emptied."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say so."""
        raise CommandError("The change log is never emptied.")
