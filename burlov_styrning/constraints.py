"""A row's own truths, asked inside a step: what the database would refuse becomes a sentence for people."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from burlov_styrning.refusals import Reason, Refusal

if TYPE_CHECKING:
    from django.db.models import Model


def check(row: Model, *, exclude: Collection[str] = ()) -> None:
    """Refuse, with field and sentence, a row that its fields or constraints do not allow."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        found = error.message_dict.items()
        fields = [("" if name == NON_FIELD_ERRORS else name, text) for name, texts in found for text in texts]
        raise Refusal(Reason.RULE, fields=fields) from error
