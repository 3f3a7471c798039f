"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    """Floor 2: terms, needs, proposals, ballots, paths."""

    name = "goals"
    label = "goals"
    verbose_name = _("Mål")

    def ready(self) -> None:
        """Make the tables of moves known; a published decision shows what it decided here."""
        import goals.moves  # noqa: F401
        from burlov_styrning.base import decisions
        from goals.publishing import publish_decided

        if publish_decided not in decisions.on_publish:
            decisions.on_publish.append(publish_decided)
