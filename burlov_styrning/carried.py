"""What each form of the house carries along besides its fields: a key of its own, and what its boxes are called."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import uuid4

from django import forms
from django.http import HttpRequest

ONCE, ONE_MORE, LABELS = "once", "one_more", "labels"
NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", "next", "revision", "password", "password1", "password2", "oldpassword", "login", "code",
     ONCE, ONE_MORE, LABELS}
)  # fmt: skip
WRITTEN_IN = (forms.TextInput, forms.Textarea, forms.NumberInput, forms.DateInput)


def new_key() -> str:
    """A key that no other form has."""
    return uuid4().hex


def labels_of(parts: Iterable[forms.BaseForm]) -> str:
    """What the boxes that one writes in are called, for the page that shows what was written when it was not saved."""
    boxes = (bound for form in parts for bound in form.visible_fields() if isinstance(bound.field.widget, WRITTEN_IN))
    return json.dumps({bound.html_name: str(bound.label) for bound in boxes}, ensure_ascii=False)


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What a person wrote in the form that was sent, to be shown again; never what is secret or the page's own."""
    names = _labels(request.POST.get(LABELS, ""))
    kept = (name for name in request.POST if name not in NOT_TYPED and not name.endswith("_FORMS"))
    if names:
        kept = (name for name in kept if name in names)
    return [(names.get(name, name), text) for name in kept for text in request.POST.getlist(name) if text]


def _labels(text: str) -> dict[str, str]:
    """The labels that the form carried; nothing where somebody changed them."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(label) for name, label in found.items()} if isinstance(found, dict) else {}
