"""Which term a decision belongs to: that of every row and step that names it, of the book that told of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, OuterRef, QuerySet, Subquery

from burlov_styrning.base.models import Decision, Event
from followup.models import Assessment, FollowUpRound, ReportEdition
from goals.models import Goal, GoalProposal, Path, Target, Term

TERM_OF = {
    "term": "pk",
    "termdecision": "term",
    "vision": "terms",
    "goalproposal": "term",
    "proposalversion": "proposal__term",
    "tabling": "proposal__term",
    "recommendation": "proposal__term",
    "goal": "term",
    "earliergoal": "goal__term",
    "target": "goal__term",
    "earliertarget": "target__goal__term",
    "path": "target__goal__term",
    "earlierpath": "path__target__goal__term",
    "followupround": "term",
    "assessment": "round__term",
    "reportedition": "report__term",
}
"""From each model that names a decision to its term."""

MOVED: tuple[type[Model], ...] = (Term, GoalProposal, Goal, Target, Path, FollowUpRound, Assessment, ReportEdition)
"""Rows whose steps name a decision, also one that the row itself no longer names (a withdrawal)."""


def of(term: Term | None, decisions: Iterable[Decision]) -> set[int]:
    """The ids of the term's decisions. One that nothing names belongs to the term of its day."""
    terms: dict[int, set[int | None]] = defaultdict(set)
    for decision, owner in _named():
        terms[decision].add(owner)
    mine, ends = term.pk if term else None, _ends()
    return {row.pk for row in decisions if mine in (terms[row.pk] - {None} or {_by_date(row, ends)})}


def _named() -> list[tuple[int, int | None]]:
    """Decision × term, wherever a row or a step names a decision; one query."""
    queries = [
        relation.related_model._base_manager.order_by()
        .filter(**{f"{relation.field.name}__isnull": False})
        .values_list(f"{relation.field.name}_id", TERM_OF[relation.related_model._meta.model_name])
        for relation in Decision._meta.related_objects
        if relation.related_model._meta.model_name in TERM_OF
    ]
    queries += [_moved(model) for model in MOVED]
    return list(queries[0].union(*queries[1:]).order_by())


def _moved(model: type[Model]) -> QuerySet[Any, Any]:
    rows = model._base_manager.order_by().filter(pk=OuterRef("object_id"))
    of_row = Subquery(rows.values(TERM_OF[str(model._meta.model_name)])[:1])
    events = Event.objects.order_by().filter(
        content_type=ContentType.objects.get_for_model(model), decision__isnull=False
    )
    return events.annotate(of_term=of_row).values_list("decision_id", "of_term")


def _ends() -> list[tuple[int, int]]:
    """Each term's last year and id, the earliest first."""
    return sorted((row.end_year, row.pk) for row in Term.objects.all())


def _by_date(decision: Decision, ends: list[tuple[int, int]]) -> int | None:
    """The first term that had not ended in the decision's year; else the last one."""
    year = int(decision.date[:4]) if decision.date else 0
    return next((pk for end, pk in ends if year and end >= year), ends[-1][1] if ends else None)
