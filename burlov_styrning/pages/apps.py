"""The app's name and label."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def mail_of(act: Any) -> None:
    """A move was made: what is to be told of it."""
    from burlov_styrning.pages.mails import told_of  # a second of every command's start, and few of them make a move

    told_of(act)


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

        kinds.register(*ALL)
        if mail_of not in workflow.on_move:
            workflow.on_move.append(mail_of)
        if broken_by not in meetings.breaks_what:
            meetings.breaks_what.append(broken_by)
