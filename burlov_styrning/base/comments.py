"""Comments as steps: a word on a row from somebody who reads it from inside its organ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Access, Comment, Person
from burlov_styrning.base.moves import COMMENTS
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import acting

ACCESS = "comment"
"""What an opened comment is called among the rows that were opened to somebody."""


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


def ask_access(comment: Comment, *, by: Any, reason: str) -> Comment:
    """An auditor opens a note on own request, with the reason logged (KL 12:9)."""
    with acting(COMMENTS, "ask_access", comment, by=by, comment=reason) as act:
        Access.objects.get_or_create(
            person_id=act.actor.person, kind=ACCESS, row=act.row.pk, defaults={"reason": act.comment}
        )
    return comment


def opened(actor: rights.Actor) -> frozenset[int]:
    """The comments that were opened to this person."""
    mine = Access.objects.filter(kind=ACCESS, person_id=actor.person)
    return frozenset(mine.values_list("row", flat=True))


def was_opened(user: Any) -> Exists:
    """The same of each comment, to be asked for with it."""
    mine = Access.objects.filter(kind=ACCESS, person_id=rights.actor_of(user).person)
    return Exists(mine.filter(row=OuterRef("pk")))


def talks(row: Any, user: Any) -> bool:
    """Whether the person is one of those who talk about the row: inside its organ, or the controller."""
    actor = rights.actor_of(user)
    return any(rights.holds(who, actor, row) for who in rights.IN_ORGAN)


def reads(comment: Comment, user: Any) -> bool:
    """Whether the person reads what the comment is about, and is one of those who talk about it."""
    row: Any = comment.row
    return row is not None and talks(row, user) and _reads(row, user)


def _reads(row: Any, user: Any) -> bool:
    found: bool = type(row).objects.visible_to(user).filter(pk=row.pk).exists()
    return found


def of(row: Any) -> Sequence[Comment]:
    """What was said about one row, oldest first; each knows the row."""
    found = list(of_rows(type(row), [row.pk]))
    for comment in found:
        comment.row = row
    return found


def of_rows(model: Any, rows: Iterable[int]) -> Sequence[Comment]:
    """What was said about some rows of a kind (numbers, or a query that gives them), oldest first: one query."""
    return of_kinds({model: rows})[model]


def of_kinds(wanted: Mapping[Any, Iterable[int]], **more: Any) -> dict[Any, list[Comment]]:
    """The same of several kinds, by kind, each with `more` that the query tells of it: one query, none where nothing is
    asked for.
    """
    kinds = ContentType.objects.get_for_models(*wanted)
    about = Q(pk__in=[])
    for model, rows in wanted.items():
        about |= Q(content_type=kinds[model], object_id__in=rows)
    found: dict[Any, list[Comment]] = {model: [] for model in wanted}
    by_number = {kind.pk: model for model, kind in kinds.items()}
    for comment in Comment.objects.filter(about).annotate(**more).select_related("person") if wanted else ():
        found[by_number[comment.content_type_id]].append(comment)
    return found
