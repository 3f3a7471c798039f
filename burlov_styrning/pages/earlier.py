"""How the goals of the last term went, for who writes a proposal that continues one: wording, figures, judgement.

On the roof, for proposals know nothing of judgements. The editor and the proposal's page fetch one goal's panel;
without JavaScript the page of all of them stands by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from burlov_styrning.pages.goals import Judged, Shown, approved, judgement, occasion_of, shown
from burlov_styrning.rights import actor_of
from burlov_styrning.views import carried_number
from followup import figures
from followup.figures import Occasion
from followup.models import Assessment, Onward
from followup.onward import decided
from goals.models import Goal, Term
from goals.views.proposals import may_draft
from goals.views.shared import Years, the_term


@dataclass(frozen=True)
class Went:
    """A goal of an earlier term: what it said, and how it went."""

    goal: Goal
    judged: Judged | None
    words: Sequence[Assessment]
    occasion: Occasion
    lines: Sequence[Shown]
    onward: Onward | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it was decided that the goal goes on."""
        return self.onward is not None and self.onward.course == Onward.Course.GOES_ON


def earlier_goals(request: HttpRequest, term: Years) -> HttpResponse:
    """The last term's goals of the reader's own committees; one alone where it is asked for."""
    of = the_term(request, term)
    visible = Goal.objects.visible_to(request.user).filter(term__last_year__lt=of.first_year)
    if "continues" in request.GET:
        rows = visible.filter(pk=carried_number(request.GET["continues"]))
        return render(request, "pages/goals/went.html", {"rows": went(rows, request.user)})
    last = Term.objects.filter(last_year__lt=of.first_year).order_by("last_year").last()
    organs = {post.organ for post in actor_of(request.user).posts}
    rows = visible.filter(term=last, owners__organ__in=organs).distinct()
    context: dict[str, Any] = {
        "of": of, "last": last, "rows": went(rows, request.user), "may_draft": may_draft(of, request.user),
    }  # fmt: skip
    return render(request, "pages/goals/earlier.html", context)


def went(rows: QuerySet[Goal], user: Any) -> list[Went]:
    """How goals of one term went, as this person may read it; a few queries for all of them."""
    goals = list(rows.select_related("term", "area"))
    if not goals:
        return []
    judged = list(approved(user).filter(goal__in=[goal.pk for goal in goals]))
    occasion, latest = occasion_of(goals[0].term, judged)
    found = figures.load(goals, occasion, user=user)
    handed = {row.goal_id: row for row in decided(user).filter(goal__in=goals)}
    rows_of = [
        Went(
            goal, judgement(goal, found[goal.pk], [row for row in judged if row.goal_id == goal.pk], latest),
            [row for row in judged if latest and row.goal_id == goal.pk and row.round_id == latest.pk],
            occasion, [shown(line, goal.term) for line in found[goal.pk].lines], handed.get(goal.pk),
        )
        for goal in goals
    ]  # fmt: skip
    return sorted(rows_of, key=lambda one: not one.goes_on)  # what goes on is met first
