"""Comments as steps: a word on a row from somebody who reads it from inside its organ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Comment, Person
from burlov_styrning.base.moves import COMMENTS
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import acting


def write(row: Any, *, by: Any, text: str, section: str = "") -> Comment:
    """Say something about a row that one may read, or about one section of it."""
    if not _reads(row, by):
        raise Refusal(Reason.RIGHT, _("Det här kan du inte kommentera."))
    comment = Comment(row=row, text=text.strip(), section=section)
    with acting(COMMENTS, "write", comment, by=by) as act:
        act.rule([] if comment.text else [("text", _("Skriv din kommentar."))])
        comment.person = Person.objects.get(pk=act.actor.person)
    return comment


def resolve(comment: Comment, *, by: Any) -> Comment:
    """The comment has been dealt with; it stays readable."""
    with acting(COMMENTS, "resolve", comment, by=by) as act:
        act.row.resolved_at = timezone.now()
    return comment


def reopen(comment: Comment, *, by: Any) -> Comment:
    """It has not been dealt with after all."""
    with acting(COMMENTS, "reopen", comment, by=by) as act:
        act.row.resolved_at = None
    return comment


def reads(comment: Comment, user: Any) -> bool:
    """Whether the person reads what the comment is about, and is one of those who talk about it."""
    row, actor = comment.row, rights.actor_of(user)
    return row is not None and any(rights.holds(who, actor, row) for who in rights.IN_ORGAN) and _reads(row, user)


def _reads(row: Any, user: Any) -> bool:
    found: bool = type(row).objects.visible_to(user).filter(pk=row.pk).exists()
    return found


def of(row: Any) -> Sequence[Comment]:
    """What was said about one row, oldest first; each knows the row."""
    kind = ContentType.objects.get_for_model(type(row))
    found = list(Comment.objects.filter(content_type=kind, object_id=row.pk).select_related("person"))
    for comment in found:
        comment.row = row
    return found
