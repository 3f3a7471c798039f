"""Activities: what units plan for the goals of a term; planned, changed, decided."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Organ, Unit
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Clash, Empty, Filter
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, take, visible_or_404
from burlov_styrning.workflow import require
from followup import activities
from followup.activities import FIELDS, is_decided, is_overdue, overdue, stamp
from followup.forms.activities import ActivityForm
from followup.models import Activity
from followup.moves import ACTIVITIES
from followup.views import carrying
from goals.models import Goal, Term
from goals.views.shared import Years, row_of_term, the_term

CARRIED = Exists(Activity.objects.filter(continues=OuterRef("pk")))
"""Whether it goes on in a later term: then it is not late in this one."""


def activity_list(request: HttpRequest, term: Years) -> HttpResponse:
    """The activities of a term that this person may read; `?goal=` and `?unit=` narrow them."""
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    rows = Activity.objects.visible_to(request.user).filter(goal__term=of)
    rows = rows.select_related("goal", "unit", "organ", "continues__goal__term").annotate(carried=CARRIED)
    rows = rows.prefetch_related(Prefetch("continued_by", carrying.readable(request.user)))
    goals = list(Goal.objects.visible_to(request.user).filter(term=of, ended=None).only("id", "title", "wording"))
    units = Unit.objects.filter(activities__goal__term=of).distinct()
    listing = Listing(
        request, rows, search=["text", "function", "effect", "goal__wording", "unit__name"],
        columns=[Column(_("Aktivitet"), "text", words=True), Column(_("Mål"), "goal__wording", words=True),
                 Column(_("Enhet"), "unit__name", words=True), Column(_("Klar"), "due"), Column(_("Läge"), "state"),
                 Column(_("Gör"))],
        filters=[Filter("goal", _("Mål"), [(str(g.pk), str(g)) for g in goals]),
                 Filter("unit", _("Enhet"), [(str(u.pk), u.name) for u in units]),
                 Filter("state", _("Läge"), list(Activity.State.choices)),
                 Filter("sena", _("Tid"), [("ja", _("försenade"))])],
        narrow={"sena": lambda found, _value: overdue(found)},
        sort="goal__wording",
        empty=Empty(_("Inga aktiviteter ännu. En enhet planerar dem för ett mål under nedbrytning och uppföljning.")),
    )  # fmt: skip
    shown = [_row(row, of, request.user) for row in listing.rows]
    plannable = goals if may_plan(of, request.user) else []
    to_carry = carrying.waiting(of, request.user).count() if plannable else 0
    context = {"term": of, "listing": listing, "rows": shown, "goals": plannable, "to_carry": to_carry}
    return render(request, "followup/activities/list.html", context)


def _row(row: Any, term: Term, user: Any) -> tuple[Any, bool, bool, bool]:
    """The activity, whether it can be changed, whether it can be decided, whether it is late."""
    row.goal.term = term
    may_decide = ACTIVITIES.offers("decide", row, user) and not is_decided(row)
    return row, ACTIVITIES.offers("edit", row, user), may_decide, is_overdue(row) and not row.carried


def may_plan(term: Term, user: Any) -> bool:
    """Whether this person can plan an activity in the term now."""
    actor = rights.actor_of(user)
    goal = Goal(term=term)
    posts = [post for post in actor.posts if post.role in rights.WRITERS]
    return any(ACTIVITIES.may_create("plan", _blank(goal, post), actor) for post in posts)


def _blank(goal: Goal, post: rights.Post) -> Activity:
    return Activity(goal=goal, organ_id=post.organ, unit_id=post.unit)


def units_of(user: Any) -> QuerySet[Unit]:
    """The units that this person plans for: the own one, or all of the organ."""
    actor = rights.actor_of(user)
    organs, units = actor.organs(rights.WRITERS, whole=True), actor.units(rights.WRITERS)
    rows: QuerySet[Unit] = Unit.objects.filter(Q(organ__in=organs) | Q(pk__in=units))
    return rows.select_related("organ")


def activity_plan(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Plan something for a goal."""
    goal = row_of_term(request, Goal, term, pk)
    actor = rights.actor_of(request.user)
    post = next((p for p in actor.posts if p.role in rights.WRITERS), None)
    require(ACTIVITIES, "plan", _blank(goal, post) if post else Activity(goal=goal), request.user)
    assert post is not None
    form = ActivityForm(request.POST or None, units=units_of(request.user))
    if post.unit:
        form.fields["unit"].required = True
        form.fields["unit"].choices = form.fields["unit"].choices[1:]  # type: ignore[attr-defined]

    def step() -> None:
        unit = form.cleaned_data["unit"]
        organ = unit.organ if unit else Organ.objects.get(pk=post.organ)
        activities.plan(goal, organ, by=request.user, unit=unit, **form.words())

    back = f"{reverse('followup:activity-list', args=[goal.term])}?goal={goal.pk}"
    if request.method == "POST" and saves(form, step):
        tell(request, _("Aktiviteten är sparad. Er chef beslutar om den."))
        return redirect(back)
    context = {"term": goal.term, "goal": goal, "form": form, "back": back}
    return render(request, "followup/activities/form.html", context, status=422 if form.errors else 200)


def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change it, its state and effect; when somebody saved in between, both texts."""
    row = _found(request, pk)
    require(ACTIVITIES, "edit", row, request.user)
    form = ActivityForm(request.POST or None, units=[], row=row)
    back = f"{reverse('followup:activity-list', args=[row.goal.term])}?goal={row.goal_id}"
    context = {"term": row.goal.term, "goal": row.goal, "row": row, "form": form, "back": back}

    def step() -> None:
        activities.edit(row, by=request.user, seen=form.cleaned_data["seen"] or "-", **form.words())

    try:
        saved = request.method == "POST" and saves(form, step)
    except Conflict as conflict:
        return render(request, "conflict.html", context | _both(form, conflict), status=409)
    if saved:
        tell(request, _("Aktiviteten är sparad."))
        return redirect(back)
    return render(request, "followup/activities/form.html", context, status=422 if form.errors else 200)


def _both(form: ActivityForm, conflict: Conflict) -> dict[str, Any]:
    """Both texts; the form goes on from what stands now."""
    theirs: Any = conflict.theirs
    data: Any = form.data
    form.data = data.copy()
    form.data["seen"] = stamp(theirs)  # type: ignore[index]
    rows = [Clash(form[n].label, form.cleaned_data[n] or "", getattr(theirs, n) or "") for n in FIELDS]
    return {"rows": rows, "when": theirs.changed_at, "submit": _("Spara min text")}


def activity_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The manager decides."""
    row = _found(request, pk)
    move = require(ACTIVITIES, "decide", row, request.user)
    if is_decided(row):
        raise Refusal(Reason.STATE, _("Aktiviteten är redan beslutad."))
    back = f"{reverse('followup:activity-list', args=[row.goal.term])}?goal={row.goal_id}"
    if request.method == "POST":
        return take(request, lambda: activities.decide(row, by=request.user), _("Aktiviteten är beslutad."), back)
    facts = [(_("Aktivitet"), row.text), (_("Mål"), str(row.goal)), (_("Enhet"), str(row.unit or row.organ)),
             (_("Ansvarig"), row.function)]  # fmt: skip
    lead = _("När den är beslutad läser alla i enheten den.")
    context = {"title": _("Besluta om aktiviteten?"), "lead": lead, "facts": facts, "submit": move.label, "back": back}
    return render(request, "confirm.html", context)


def _found(request: HttpRequest, pk: int) -> Activity:
    rows = Activity.objects.select_related("goal__term", "unit", "organ").prefetch_related("goal__term__phases")
    row: Activity = visible_or_404(request, rows, pk=pk)
    request.term = row.goal.term  # type: ignore[attr-defined]
    return row
