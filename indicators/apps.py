"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """Floor 1: definitions, outcomes, imports, formulas, economy."""

    name = "indicators"
    label = "indicators"
    verbose_name = _("Indikatorer")

    def ready(self) -> None:
        """Make the tables of moves known."""
        import indicators.moves  # noqa: F401
