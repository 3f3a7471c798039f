"""Which term a decision belongs to: a book holds those that its own rows name, and those that none names."""

from __future__ import annotations

from burlov_styrning.base.models import Decision
from goals.models import Term

TERM_OF = {
    "term": "pk",
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


def elsewhere(term: Term | None) -> set[int]:
    """The ids of decisions that only other terms' rows name."""
    here: set[int] = set()
    there: set[int] = set()
    for decision, owner in _named():
        (here if term and owner == term.pk else there).add(decision)
    return there - here


def _named() -> list[tuple[int, int | None]]:
    """Decision × term, wherever a row names a decision; one query."""
    queries = [
        relation.related_model._base_manager.order_by()
        .filter(**{f"{relation.field.name}__isnull": False})
        .values_list(f"{relation.field.name}_id", TERM_OF[relation.related_model._meta.model_name])
        for relation in Decision._meta.related_objects
        if relation.related_model._meta.model_name in TERM_OF
    ]
    return list(queries[0].union(*queries[1:]).order_by())
