"""Rounds of follow-up to come and under way, with the days and areas that are the person's own: one query for all."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from burlov_styrning.pages.work.deadlines import earliest
from followup.models import FollowUpRound
from goals.models import GoalArea, Phase

if TYPE_CHECKING:
    from burlov_styrning.pages.work.facts import Facts

AREA = ("id", "name", "order")
"""What is told of an area, and by what it is put in order."""
Round = FollowUpRound.State


def rounds_of(facts: Facts) -> tuple[dict[int, FollowUpRound], dict[int, GoalArea]]:
    """The rounds to come and under way; of who works in the executive board also the areas that it judges in them."""
    if not any(facts.is_open(term, Phase.Name.FOLLOW_UP) for term in facts.live):
        return {}, {}
    rows: QuerySet[Any] = FollowUpRound.objects.filter(term__in=facts.live, state__in=[Round.PLANNED, Round.OPEN])
    if facts.mine:
        own = FilteredRelation("deadlines", condition=Q(deadlines__organ__in=facts.mine))
        rows = rows.annotate(own=own, own_due=F("own__due"))
    if facts.board:
        rows = rows.annotate(**{f"area_{name}": F(f"term__areas__{name}") for name in AREA})
    found: dict[int, Any] = {}
    areas: dict[int, GoalArea] = {}
    for row in sorted(rows.order_by(), key=attrgetter("period_end", "pk")):
        row.term = facts.terms[row.term_id]
        first = found.setdefault(row.pk, row)
        if facts.mine:
            first.own_due = earliest([first.own_due, row.own_due])
        if facts.board and row.area_id:
            areas[row.area_id] = GoalArea(term=row.term, **{name: getattr(row, f"area_{name}") for name in AREA})
    return found, areas
