"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    """The ground: organs, units, people, assignments, meetings, decisions, sources."""

    name = "burlov_styrning.base"
    label = "base"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        """Make the tables of moves known; close the change log to changes."""
        import burlov_styrning.base.moves  # noqa: F401
        from burlov_styrning import ledger

        ledger.connect(self)
