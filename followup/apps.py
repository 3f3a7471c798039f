"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupConfig(AppConfig):
    """Floor 3: rounds, assessments, editions, reports."""

    name = "followup"
    label = "followup"
    verbose_name = _("Uppföljning")

    def ready(self) -> None:
        """Make the tables of moves known."""
        import followup.moves  # noqa: F401
