"""The example municipality into an empty installation."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Municipality
from burlov_styrning.example.load import load


class Command(BaseCommand):
    """Load it, or say that there is a municipality already."""

    help = "Loads the example municipality; touches nothing where there is a municipality already."
    requires_system_checks = ()  # they read every view: half of the time it takes

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and name what is odd."""
        if own := Municipality.ours():
            self.stdout.write(_("%(name)s finns redan: inget är ändrat.") % {"name": own.name})
            return
        for sentence in load():
            self.stderr.write(sentence)
        self.stdout.write(_("Exempelkommunen är inläst."))
