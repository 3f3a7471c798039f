"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    """Floor 2: terms, needs, proposals, ballots, paths."""

    name = "goals"
    label = "goals"
    verbose_name = _("Mål")

    def ready(self) -> None:
        """Make the tables of moves known."""
        import goals.moves  # noqa: F401
