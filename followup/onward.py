"""What goes on into the next term, decided goal by goal: the goal, its indicators, the open activities, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from burlov_styrning.constraints import check
from burlov_styrning.exposure import Exposure
from burlov_styrning.refusals import Conflict
from burlov_styrning.workflow import acting
from followup import judgements
from followup.activities import UNFINISHED
from followup.models import Activity, Assessment, FollowUpRound, Onward
from followup.moves import ONWARDS
from followup.words import is_last_annual
from goals.models import Goal, GoalOwner, Target, Term


def decide(
    goal: Goal, course: str, reason: str, targets: Iterable[Target], activities: Iterable[Activity], *, by: Any,
    seen: int | None = None,
) -> Onward:  # fmt: skip
    """Decide it, or decide anew; refused with both texts where somebody decided after what was `seen`."""
    Goal.objects.select_for_update().get(pk=goal.pk)
    row = Onward.objects.filter(goal=goal).first()
    fresh = Onward(goal=goal, exposure=Exposure.RECORD) if row is None else row
    fresh.goal = goal
    with acting(ONWARDS, "change" if row else "decide", fresh, by=by) as act:
        if row and seen is not None and seen != act.row.revision:
            mine = {"course": course, "reason": reason}
            raise Conflict(_("Någon annan ändrade detta medan du skrev."), mine=mine, theirs=act.row)
        chosen, going = list(targets), list(activities)
        act.rule(_odd(goal, course, chosen, going))
        act.row.course, act.row.reason = course, reason.strip()
        act.row.revision += 1 if row else 0
        check(act.row)
        act.row.save()
        act.row.targets.set(chosen)
        act.row.activities.set(going)
    return fresh


def _odd(goal: Goal, course: str, targets: list[Target], activities: list[Activity]) -> Iterable[tuple[str, str]]:
    if any(target.goal_id != goal.pk or target.ended for target in targets):
        yield "targets", _("En av indikatorerna hör inte till målet längre. Ladda om sidan.")
    if course == Onward.Course.GOES_ON and not targets and goal.targets.filter(ended=None).exists():
        yield "targets", _("Ett mål som går vidare behöver minst en av sina indikatorer. Välj vilken.")
    if any(row.goal_id != goal.pk or row.state not in UNFINISHED for row in activities):
        yield "activities", _("En av aktiviteterna är inte öppen längre. Ladda om sidan.")


# What is known of a term's end


@dataclass
class AtTheEnd:
    """A goal at its term's end: who answers for it, its latest judgement, what is open, what was decided."""

    goal: Goal
    owners: list[Any] = field(default_factory=list)
    judged: Assessment | None = None
    targets: list[Target] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    onward: Onward | None = None

    @property
    def is_final(self) -> bool:
        """Whether the judgement is the final one, of the term's last annual round."""
        return self.judged is not None and is_last(self.judged.round, self.goal.term)


def is_last(round_: FollowUpRound, term: Term) -> bool:
    """Whether the round is the one whose judgements are final."""
    return is_last_annual(round_.kind, round_.year, term.last_year, term.prolonged_to)


def goals_at_the_end(term: Term) -> Any:
    """The goals that still apply: what ended before the term did has its decision already."""
    return Goal.objects.filter(term=term, ended=None)


def at_the_end(term: Term, user: Any) -> list[AtTheEnd]:
    """The goals as this person may read them, in the order of their areas; a constant number of queries."""
    rows = goals_at_the_end(term).visible_to(user).select_related("area")
    rows = rows.prefetch_related(Prefetch("owners", GoalOwner.objects.select_related("organ")))
    found = {goal.pk: AtTheEnd(goal) for goal in sorted(rows, key=_order)}
    for one in found.values():
        one.goal.term = term
        one.owners = [o.organ for o in one.goal.owners.all() if o.role == GoalOwner.Role.OWNER]
    _judge(found, term, user)
    for onward in decided(user).filter(goal__in=found):
        onward.goal = found[onward.goal_id].goal
        found[onward.goal_id].onward = onward
    return list(found.values())


def one_at_the_end(goal: Goal, user: Any) -> AtTheEnd:
    """A goal with all that can go on of it."""
    owners = [o.organ for o in goal.owners.select_related("organ") if o.role == GoalOwner.Role.OWNER]
    activities = Activity.objects.visible_to(user).filter(goal=goal, state__in=UNFINISHED)
    about = AtTheEnd(
        goal, owners,
        targets=list(NAMED.filter(goal=goal, ended=None)),
        activities=list(activities.select_related("unit", "organ").order_by("pk")),
        onward=decided(user).filter(goal=goal).first(),
    )  # fmt: skip
    _judge({goal.pk: about}, goal.term, user)
    if about.onward:
        about.onward.goal = goal
    return about


NAMED = Target.objects.select_related("version")
"""Targets with what their indicator is called."""


def decided(user: Any) -> Any:
    """What was decided, as far as this person may read it, with the indicators."""
    rows = Onward.objects.visible_to(user)
    return rows.prefetch_related(Prefetch("targets", NAMED))


def _order(goal: Goal) -> tuple[bool, int, int, int]:
    area = goal.area
    return (area is None, area.order if area else 0, area.pk if area else 0, goal.pk)


def _judge(found: dict[int, AtTheEnd], term: Term, user: Any) -> None:
    """Each goal's judgement of the latest round that judged it."""
    rows = Assessment.objects.visible_to(user).filter(goal__in=found, state=Assessment.State.APPROVED)
    rows = rows.select_related("round").only("goal", "organ", "state", "status", "weighed", "round")
    by_round: dict[int, list[Assessment]] = {}
    for row in sorted(rows, key=lambda one: (one.round.period_end, one.round_id, one.pk)):
        row.round.term = term
        by_round.setdefault(row.round_id, []).append(row)
    for judged in by_round.values():  # the oldest first: the last one stands
        for goal, one in found.items():
            one.judged = judgements.final(judged, goal, [organ.pk for organ in one.owners]) or one.judged


def undecided(term: Term) -> list[Goal]:
    """The goals of which nothing is decided yet."""
    return sorted(goals_at_the_end(term).filter(onward=None), key=attrgetter("pk"))
