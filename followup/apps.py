"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupConfig(AppConfig):
    """Floor 3: rounds, assessments, editions, reports."""

    name = "followup"
    label = "followup"
    verbose_name = _("Uppföljning")

    def ready(self) -> None:
        """Make the tables of moves known; activities follow a goal to its new owner."""
        import followup.moves  # noqa: F401
        from followup.activities import follow
        from goals import goals

        if follow not in goals.on_new_owner:
            goals.on_new_owner.append(follow)
