"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The roof: what shows or moves everything at once."""

    name = "burlov_styrning.pages"
    label = "pages"
    verbose_name = _("Sidor")

    def ready(self) -> None:
        """Tell the ground what kinds of rows there are above it, of which moves a mail is sent, what a day breaks."""
        from burlov_styrning import kinds, workflow
        from burlov_styrning.base import meetings
        from burlov_styrning.pages.days import broken_by
        from burlov_styrning.pages.kinds import ALL
        from burlov_styrning.pages.mails import told_of

        kinds.register(*ALL)
        if told_of not in workflow.on_move:
            workflow.on_move.append(told_of)
        if broken_by not in meetings.breaks_what:
            meetings.breaks_what.append(broken_by)
