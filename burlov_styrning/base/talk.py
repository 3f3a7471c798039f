"""What was said about a row, as its page shows it: each word with what its reader can do with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from burlov_styrning.base import comments
from burlov_styrning.base.models import Comment
from burlov_styrning.base.moves import COMMENTS
from burlov_styrning.parts import Button, Note

PAGES = {"resolve": "base:comment-resolve", "reopen": "base:comment-reopen"}


def talk_about(row: Any, user: Any, here: str) -> list[Note]:
    """The comments on a row, oldest first; `here`: the page and the place on it, to which a section adds its key."""
    return [_note(comment, user, here) for comment in comments.of(row)]


def _note(comment: Comment, user: Any, here: str) -> Note:
    back = urlencode({"next": here + comment.section})
    buttons = [
        Button(move.label, f"{reverse(PAGES[move.name], args=[comment.pk])}?{back}", post=True)
        for move in COMMENTS.offered(comment, user)
        if move.name in PAGES and (move.name == "resolve") is (comment.resolved_at is None)
    ]
    return Note(
        comment.person.name, comment.written, comment.text,
        resolved=comment.resolved_at, moves=buttons, section=comment.section,
    )  # fmt: skip
