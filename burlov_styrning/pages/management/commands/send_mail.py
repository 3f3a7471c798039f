"""Send the e-mail of the day: what still waits, and the reminders of last days. To be run once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from burlov_styrning.base import mailing
from burlov_styrning.pages import mails


class Command(BaseCommand):
    """Run again the same day, it reminds nobody twice."""

    help = "Sends what waits to be mailed and, to those who chose it, at most one reminder a day of last days."
    requires_system_checks = ()  # they read every view: half of the time it takes

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many went."""
        happened, reminded = mailing.send_waiting(), mails.remind()
        self.stdout.write(f"{happened} mails of what happened, {reminded} reminders")
