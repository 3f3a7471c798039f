"""Fetch what is in use from Kolada and SCB, as previews, and tell the controller. To be run once a night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from burlov_styrning.pages import mails
from indicators import nightly


class Command(BaseCommand):
    """Nothing is applied: what came waits for a person in *Mitt arbete*."""

    help = "Fetches outcomes in use from Kolada and SCB as previews, looks for changed titles, tells the controller."
    requires_system_checks = ()  # they read every view: half of the time it takes

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what came."""
        found = nightly.go_round()
        if found.nobody:
            self.stderr.write("nobody is a controller with an account: nothing was fetched")
            return
        mails.tell_of_fetched(found)
        for problem in found.problems:
            self.stderr.write(problem)
        self.stdout.write(f"{len(found.waiting)} previews wait, {len(found.drifts)} new changes in Kolada")
