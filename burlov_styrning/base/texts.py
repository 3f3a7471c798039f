"""The municipality's own texts as steps of the controller."""

from __future__ import annotations

from typing import Any

from burlov_styrning.base.models import Text
from burlov_styrning.base.moves import TEXTS
from burlov_styrning.workflow import acting

ABOUT = "about"


def text(key: str) -> Text:
    """The text of that key; a new, empty one where nobody has written it."""
    return Text.objects.filter(key=key).first() or Text(key=key)


def edit(key: str, body: str, *, by: Any) -> Text:
    """Write the text."""
    row = text(key)
    with acting(TEXTS, "edit", row, by=by) as act:
        act.row.body = body.strip()
    return row
