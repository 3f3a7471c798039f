"""Open activities of an earlier term go on in this one: their unit says for which of its goals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.forms import Form, lay_out
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Empty
from burlov_styrning.rights import ANY_ROW, WRITERS, Who, actor_of, any_of
from burlov_styrning.views import only, saves
from burlov_styrning.workflow import require
from followup import activities
from followup.forms.onward import activity_words
from followup.models import Activity
from followup.moves import ACTIVITIES
from goals.forms.rows import RowField
from goals.models import Goal, Term
from goals.views.shared import Years, the_term

MOST = 30
"""So many on a page; when they are carried over the next come."""


def waiting(term: Term, user: Any) -> Any:
    """What this person's unit or organ has to carry over into the term."""
    mine = any_of((Who.STAFF,), actor_of(user), {**ANY_ROW, "unit": "unit"})
    if not isinstance(mine, Q):
        return Activity.objects.none()
    rows = Activity.objects.visible_to(user).filter(mine)
    return activities.to_carry(rows, term).select_related("goal__term", "unit", "organ").order_by("goal", "pk")


def readable(user: Any) -> Any:
    """Activities for goals, both of which this person may read; each with its goal and term."""
    rows = Activity.objects.visible_to(user).filter(goal__in=Goal.objects.visible_to(user).values("pk"))
    return rows.select_related("goal__term")


class CarryForm(Form):
    """For each activity the goal that it goes on for; none: not yet."""

    def __init__(self, *args: Any, rows: Sequence[Activity], goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        after = {old.pk: goal for goal in goals for old in _continued(goal)}
        for row in rows:
            note = _("Hörde till ”%(goal)s” %(term)s.") % {"goal": row.goal, "term": row.goal.term}
            field = RowField(label=activity_words(row), required=False, empty_label=_("inte än"), help_text=note,
                             initial=after.get(row.goal_id))  # fmt: skip
            field.offer(goals)
            self.fields[f"a{row.pk}"] = field
        lay_out(self, *self.fields)

    def clean(self) -> dict[str, Any]:
        """At least one of them is carried over, or there is nothing to do."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.rows and not self.errors and not any(said.get(f"a{row.pk}") for row in self.rows):
            self.add_error(f"a{self.rows[0].pk}", _("Välj målet för minst en aktivitet. Det som inte är valt väntar."))
        return said

    def chosen(self) -> list[tuple[Activity, Goal]]:
        """The activities that got a goal."""
        pairs = [(row, self.cleaned_data[f"a{row.pk}"]) for row in self.rows]
        return [(row, goal) for row, goal in pairs if goal]


def _continued(goal: Goal) -> list[Goal]:
    """The earlier goals that one of its proposals says it continues."""
    return [row.continues for row in goal.proposals.all() if row.continues]


def activity_carry(request: HttpRequest, term: Years) -> HttpResponse:
    """Choose the goal of each activity that was to go on, and carry over those that got one."""
    only(request, Who.STAFF)
    of = the_term(request, term)
    require(ACTIVITIES, "carry", _mine(of, request.user), request.user)
    rows = list(waiting(of, request.user)[:MOST])
    goals = Goal.objects.visible_to(request.user).filter(term=of, ended=None).prefetch_related("proposals__continues")
    offered = list(goals)
    for goal in offered:
        goal.term = of
    form = CarryForm(request.POST or None, rows=rows, goals=offered)
    back = reverse("followup:activity-list", args=[of])

    @transaction.atomic
    def step() -> None:
        for row, goal in form.chosen():
            activities.carry(row, goal, by=request.user)

    if request.method == "POST" and saves(form, step):
        many = len(form.chosen())
        tell(request, ngettext("%(n)s aktivitet är överförd.", "%(n)s aktiviteter är överförda.", many) % {"n": many})
        return redirect(back)
    empty = Empty(_("Inga aktiviteter väntar på att föras över. Det som ska gå vidare bestäms när en period tar slut."))
    context = {"term": of, "form": form, "rows": rows, "back": back, "empty": empty}
    return render(request, "followup/activities/carry.html", context, status=422 if form.errors else 200)


def _mine(term: Term, user: Any) -> Activity:
    """An unsaved activity in the term of somebody who may plan there."""
    posts = [post for post in actor_of(user).posts if post.role in WRITERS]
    return Activity(goal=Goal(term=term), organ_id=posts[0].organ, unit_id=posts[0].unit)
