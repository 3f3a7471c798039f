"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The roof: what shows or moves everything at once."""

    name = "burlov_styrning.pages"
    label = "pages"
    verbose_name = _("Sidor")
