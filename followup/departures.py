"""What the controller looks at: judgements that depart from the indicators, and goals judged otherwise than before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from followup import figures, judgements
from followup.figures import GoalFigures, Occasion
from followup.models import Assessment, FollowUpRound
from followup.progress import goals_of
from followup.rules.suggestion import Suggestion, Verdict, departs, is_brighter
from goals.models import Goal


@dataclass(frozen=True)
class Departure:
    """A judgement beside the suggestion that it departs from."""

    row: Assessment
    suggestion: Suggestion
    brighter: bool


@dataclass(frozen=True)
class Change:
    """A goal whose judgement is another than in the round before."""

    goal: Goal
    before: Assessment
    now: Assessment

    @property
    def row(self) -> Assessment:
        """The judgement that stands."""
        return self.now

    @property
    def brighter(self) -> bool:
        """Whether it has become better."""
        return is_brighter(Verdict(self.now.status), Verdict(self.before.status))


@dataclass(frozen=True)
class Departures:
    """Both lists, and the round that is compared with."""

    departing: Sequence[Departure]
    changed: Sequence[Change]
    previous: FollowUpRound | None


def of(round_: FollowUpRound, user: Any) -> Departures:
    """The lists of a round, of what this person may read."""
    goals = goals_of(round_)
    found = figures.load(goals, Occasion.of(round_), user=user, brief=True)
    previous = before(round_)
    rounds = [round_.pk, previous.pk] if previous else [round_.pk]
    rows = Assessment.objects.visible_to(user).filter(round__in=rounds, goal__isnull=False).exclude(status="")
    rows = list(rows.select_related("organ", "goal__area", "decision__organ"))
    mine = [row for row in rows if row.round_id == round_.pk]
    return Departures(
        list(_departing(mine, found)), list(_changed(goals, mine, [r for r in rows if r not in mine])), previous
    )


def before(round_: FollowUpRound) -> FollowUpRound | None:
    """The round before it in its term, as the periods go."""
    rows = FollowUpRound.objects.filter(term=round_.term_id, period_end__lt=round_.period_end).exclude(state="planned")
    found: FollowUpRound | None = rows.order_by("-period_end", "-id").first()
    return found


def _departing(rows: Iterable[Assessment], found: dict[int, GoalFigures]) -> Iterable[Departure]:
    for row in rows:
        if row.goal_id not in found or (row.approved and row.state != Assessment.State.APPROVED):
            continue
        suggestion = figures.suggestion_in(found[row.goal_id], row)
        verdict = Verdict(row.status)
        if departs(verdict, suggestion.verdict):
            yield Departure(row, suggestion, is_brighter(verdict, suggestion.verdict))


def _changed(goals: Iterable[Goal], now: Sequence[Assessment], then: Sequence[Assessment]) -> Iterable[Change]:
    for goal in goals:
        owners = goal.organ_ids()
        old, new = judgements.final(then, goal.pk, owners), judgements.final(now, goal.pk, owners)
        if old and new and old.status != new.status:
            yield Change(goal, old, new)
