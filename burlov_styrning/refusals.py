"""Refusals: a step that may not be taken says so in a sentence, and what is possible instead."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from django.db import IntegrityError
from django.utils.translation import gettext as _


class Reason(StrEnum):
    """Which guard refused, in the order they are asked."""

    RIGHT = "right"
    STATE = "state"
    PHASE = "phase"
    RULE = "rule"
    CONFLICT = "conflict"


class Refusal(Exception):
    """Raised by a step; one middleware shows it. `fields` names form fields by sentence where known."""

    def __init__(self, reason: Reason, *sentences: str, fields: Sequence[tuple[str, str]] = ()) -> None:
        self.reason = reason
        self.fields = tuple(fields)
        self.sentences = (*sentences, *(sentence for _field, sentence in self.fields))
        super().__init__(" ".join(str(sentence) for sentence in self.sentences))


def saved_twice(exception: Exception) -> Refusal | None:
    """The refusal for a row that somebody else saved at the same moment; None where something else is wrong."""
    cause = exception.__cause__ if isinstance(exception, IntegrityError) else None
    if getattr(cause, "sqlstate", "") != "23505" and not str(cause).startswith("UNIQUE constraint failed"):
        return None
    return Refusal(
        Reason.CONFLICT, _("Samma sak sparades nyss, av dig i ett annat fönster eller av någon annan. Se efter först.")
    )


class Conflict(Refusal):
    """Somebody saved in between; carries what was typed and what stands, so that neither is lost."""

    def __init__(self, sentence: str, *, mine: object = None, theirs: object = None) -> None:
        super().__init__(Reason.CONFLICT, sentence)
        self.mine = mine
        self.theirs = theirs
