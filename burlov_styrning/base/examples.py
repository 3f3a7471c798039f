"""Whether made-up people act here, and the line that says so on every page and in every running head (DOMAIN §11)."""

from __future__ import annotations

from django.conf import settings

from burlov_styrning.base.models import Municipality
from burlov_styrning.swedish import example_note


def is_example(own: Municipality) -> bool:
    """Whether made-up people act here: then no page is the municipality's own."""
    return settings.DEMO or bool(getattr(own, "example", False))


def example_line(own: Municipality | None) -> str:
    """The line for pages and papers; empty where all is the municipality's own."""
    return example_note(own.name) if own and is_example(own) else ""
