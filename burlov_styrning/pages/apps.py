"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The roof: what shows or moves everything at once."""

    name = "burlov_styrning.pages"
    label = "pages"
    verbose_name = _("Sidor")

    def ready(self) -> None:
        """Tell the ground what kinds of rows there are above it."""
        from burlov_styrning import kinds
        from burlov_styrning.pages.kinds import ALL

        kinds.register(*ALL)
