"""What goes on from one term of the example to the next. A goal book has no place for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from burlov_styrning.exposure import Exposure
from burlov_styrning.trace import log_many
from followup.models import Activity, Onward
from goals.models import Goal, Target, Term


def fill(told: dict[str, Any], insert: Callable[[Iterable[Any]], None], source: dict[str, str]) -> None:
    """The decisions, goal by goal, and which activity of a later term continues one of an earlier."""
    terms = {term.key: term for term in Term.objects.all()}
    goals = {(goal.term_id, goal.key): goal for goal in Goal.objects.filter(term__in=terms.values())}
    said = [(goals[terms[one["term"]].pk, one["goal"]], one) for one in told["decided"]]
    insert([_row(goal, one) for goal, one in said])
    for goal, one in said:
        _going(goal, one)
    for one in told["carried"]:
        old = Activity.objects.get(goal__term=terms[one["from"]], text=one["activity"])
        new = Activity.objects.get(goal__term=terms[one["to"]], text=one["as"])
        Activity.objects.filter(pk=new.pk).update(continues=old)  # still as its book told it
        new.continues = old
        log_many([new], source=source, created=False)


def _row(goal: Goal, one: dict[str, str]) -> Onward:
    """Published with its goal, as what a closed term decided is."""
    return Onward(goal=goal, course=one["course"], reason=one["reason"], exposure=_exposure(goal), example=True)


def _exposure(goal: Goal) -> str:
    over = any(info.name == "closed" and info.state == "open" for info in goal.term.phase_infos())
    return goal.exposure if over else Exposure.RECORD


def _going(goal: Goal, one: dict[str, Any]) -> None:
    """All indicators where none are named, and the activities that are named."""
    row = Onward.objects.get(goal=goal)
    targets = Target.objects.filter(goal=goal, ended=None)
    row.targets.set(targets if "targets" not in one else targets.filter(indicator__key__in=one["targets"]))
    row.activities.set(Activity.objects.filter(goal=goal, text__in=one.get("activities", [])))
