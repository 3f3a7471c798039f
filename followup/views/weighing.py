"""What the executive board weighs: an area's goals, a shared goal's owners, the goals of the whole, as judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from burlov_styrning.parts import Count
from followup import judgements
from followup.figures import GoalFigures
from followup.forms.assessments import verdict_word
from followup.models import Assessment
from followup.progress import goals_of, owners_of
from followup.rules.suggestion import Verdict, weigh
from followup.words import assessment_word, measured_word
from goals.models import Goal


@dataclass(frozen=True)
class Judged:
    """A goal with its judgement in the round, or what its owner said."""

    goal: Goal
    code: str
    word: str
    organs: str
    measured: str = ""
    analysis: str = ""


@dataclass(frozen=True)
class Weighing:
    """What a judgement of the board rests on."""

    goals: Sequence[Judged]
    counts: Sequence[Count]
    owners: Sequence[tuple[Assessment, str]]


def weighing(row: Assessment, user: Any, found: GoalFigures | None = None) -> Weighing | None:
    """What the judgement weighs together; None for an owner's own."""
    if row.goal and not row.weighed:
        return None
    rows = Assessment.objects.visible_to(user).filter(round=row.round_id, state=Assessment.State.APPROVED)
    approved = list(rows.select_related("organ"))
    for one in approved:
        one.round = row.round
    if row.goal:
        mine = [one for one in approved if one.goal_id == row.goal_id and not one.weighed]
        return Weighing([], [], [(one, verdict_word(one, one.status)) for one in mine])
    goals = [goal for goal in goals_of(row.round) if _belongs(goal, row)]
    judged = [_judged(goal, approved, row) for goal in goals]
    return Weighing(judged, counts_of(row, judged), [])


def _belongs(goal: Goal, row: Assessment) -> bool:
    if row.area_id:
        return goal.area_id == row.area_id
    return goal.kind == Goal.Kind.FINANCIAL or goal.stewardship


def _judged(goal: Goal, approved: Iterable[Assessment], row: Assessment) -> Judged:
    owners = owners_of(goal)
    final = judgements.final(approved, goal.pk, [organ.pk for organ in owners])
    code = final.status if final else ""
    word = verdict_word(final, code) if final else assessment_word(None, last_annual=False)
    return Judged(goal, code or "unknown", word, ", ".join(organ.name for organ in owners),
                  analysis=final.analysis if final else "")  # fmt: skip


def counts_of(row: Assessment, judged: Sequence[Judged]) -> list[Count]:
    """How many goals were judged what."""
    counts = weigh(Verdict(one.code) if one.code in list(Verdict) else None for one in judged)
    blank = Assessment(round=row.round)
    found = [Count(v.value, getattr(counts, v.value), verdict_word(blank, v.value)) for v in Verdict]
    return [*found, Count("unknown", counts.not_judged, assessment_word(None, last_annual=False))]


def suggestion_words(row: Assessment, suggestion: Any) -> tuple[str, str, str]:
    """The suggestion's code, its word, and its reason in words."""
    return suggestion.verdict.value, verdict_word(row, suggestion.verdict.value), measured_word(suggestion)
