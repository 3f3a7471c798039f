"""What is asked for over the net: each origin's reader, which gives the rows of an import in parts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from indicators.models import Import
from indicators.sources.row import Found, Unreadable


def found(import_: Import) -> Found:
    """What the source answers, from after the parts that are kept already (`import_.done`)."""
    raise Unreadable(_("Källan går inte att hämta från."))
