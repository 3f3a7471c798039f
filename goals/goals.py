"""Goals as steps: adopted, changed and ended only by a decision; what applied before stays readable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.workflow import acting
from goals.models import (
    EarlierGoal,
    EarlierTarget,
    Goal,
    GoalArea,
    GoalOwner,
    GoalProposal,
    Path,
    Target,
    Term,
)
from goals.moves import GOALS, PROPOSALS
from indicators.models import Indicator


@dataclass(frozen=True)
class TargetWords:
    """A target as a decision states it."""

    indicator: Indicator
    baseline_year: int | None = None
    baseline_value: Decimal | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    lag: int = 0
    window: tuple[int, int] | None = None


@dataclass(frozen=True)
class GoalWords:
    """A goal as a decision states it: final wording, area, owners, targets; from several proposals or from none."""

    wording: str
    title: str = ""
    area: GoalArea | None = None
    kind: str = Goal.Kind.OPERATIONAL
    owners: Sequence[Organ] = ()
    contributors: Sequence[Organ] = ()
    targets: Sequence[TargetWords] = ()
    proposals: Sequence[GoalProposal] = ()
    stewardship: bool = False
    private_providers: bool = False
    owner_directive: str = ""
    key: str = ""


@dataclass
class Recorded:
    """What a recording step made, with the remarks on the way."""

    goal: Goal
    remarks: list[str] = field(default_factory=list)


@transaction.atomic
def adopt(term: Term, words: GoalWords, decision: Decision, *, by: Any) -> Recorded:
    """The council adopts a goal: from one proposal, merged from several, or from none."""
    recorded = _adopt(term, words, decision, by, "adopt", Goal.Level.COUNCIL)
    for proposal in words.proposals:
        with acting(PROPOSALS, "adopt", proposal, by=by, decision=decision) as act:
            act.row.council_decision = decision
        recorded.remarks += act.remarks
    return recorded


@transaction.atomic
def adopt_own(term: Term, words: GoalWords, decision: Decision, *, by: Any) -> Recorded:
    """A committee makes a goal of its own, such as of a proposal that the council did not adopt."""
    return _adopt(term, words, decision, by, "adopt_own", Goal.Level.COMMITTEE)


def _adopt(term: Term, words: GoalWords, decision: Decision, by: Any, move: str, level: str) -> Recorded:
    goal = Goal(
        term=term,
        key=words.key or next_key(term.goals.all(), "m"),
        level=level,
        kind=words.kind,
        area=words.area,
        title=words.title,
        wording=words.wording,
        decision=decision,
        stewardship=words.stewardship,
        private_providers=words.private_providers,
        owner_directive=words.owner_directive,
        exposure="record",
    )
    goal.decides = decision.organ_id  # not yet anybody's: the right is asked of the organ that decides
    with acting(GOALS, move, goal, by=by, decision=decision) as act:
        act.rule(_missing(words))
        goal.full_clean(exclude=["key"])
        goal.save()
        goal.proposals.set(words.proposals)
        set_owners(goal, words.owners, words.contributors)
        for target in words.targets:
            save_target(goal, target, decision)
    return Recorded(goal, act.remarks)


def _missing(words: GoalWords) -> Iterable[tuple[str, str]]:
    if not words.owners and words.kind == Goal.Kind.OPERATIONAL:
        yield "owners", _("Målet har ingen ansvarig nämnd.")
    if not words.targets:
        yield "targets", _("Målet har ingen indikator och kan inte följas upp med siffror.")


def set_owners(goal: Goal, owners: Sequence[Organ], contributors: Sequence[Organ]) -> None:
    """The goal's owners and contributors, exactly these."""
    wanted = [(organ, GoalOwner.Role.OWNER) for organ in owners]
    wanted += [(organ, GoalOwner.Role.CONTRIBUTOR) for organ in contributors]
    for row in goal.owners.all():
        if (row.organ, row.role) not in wanted:
            row.delete()
    for organ, role in wanted:
        GoalOwner.objects.get_or_create(goal=goal, organ=organ, role=role)


def save_target(goal: Goal, words: TargetWords, decision: Decision) -> Target:
    """Add or change one target; what it was is kept, and a decided path that no longer reaches it is marked."""
    target = goal.targets.filter(indicator=words.indicator).first()
    if target is None:
        target = Target(goal=goal, indicator=words.indicator, version=words.indicator.current, decision=decision)
    elif not _keep_earlier_target(target, words, decision):
        return target
    target.baseline_year, target.baseline_value = words.baseline_year, words.baseline_value
    target.value, target.low, target.high, target.lag = words.value, words.low, words.high, words.lag
    target.window_first, target.window_last = words.window or (None, None)
    target.full_clean()
    target.save()
    return target


def _keep_earlier_target(target: Target, words: TargetWords, decision: Decision) -> bool:
    before = target_as_book(target)
    changed = {
        "baseline": (before["baseline"], _baseline(words.baseline_year, words.baseline_value)),
        "target": (before["target"], _text(words.value)),
        "bounds": (before["bounds"], _bounds(words.low, words.high)),
        "lag": (before["lag"], words.lag),
    }
    fields = {name: old for name, (old, new) in changed.items() if old != new}
    if not fields:
        return False
    EarlierTarget.objects.create(target=target, until=decision.date, decision=decision, fields=fields)
    if "target" in fields or "bounds" in fields:
        for path in target.paths.filter(state=Path.State.DECIDED):
            path.stale = True
            path.save()
    return True


def target_as_book(target: Target) -> dict[str, Any]:
    """A target's values as the goal book writes them."""
    return {
        "baseline": _baseline(target.baseline_year, target.baseline_value),
        "target": _text(target.value),
        "bounds": _bounds(target.low, target.high),
        "lag": target.lag,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _baseline(year: int | None, value: Decimal | None) -> dict[str, Any] | None:
    return None if year is None and value is None else {"year": year, "value": _text(value)}


def _bounds(low: Decimal | None, high: Decimal | None) -> list[str | None] | None:
    return None if low is None and high is None else [_text(low), _text(high)]


@transaction.atomic
def change(goal: Goal, words: GoalWords, decision: Decision, *, by: Any) -> Recorded:
    """A new decision changes wording, title, area, owners or targets; what applied before stays readable."""
    with acting(GOALS, "change", goal, by=by, decision=decision) as act:
        fields = _changed_fields(act.row, words)
        if fields:
            EarlierGoal.objects.create(goal=act.row, until=decision.date, decision=decision, fields=fields)
        act.row.title, act.row.wording, act.row.area = words.title, words.wording, words.area
        act.row.stewardship, act.row.private_providers = words.stewardship, words.private_providers
        set_owners(act.row, words.owners, words.contributors)
        for target in words.targets:
            save_target(act.row, target, decision)
    return Recorded(goal, act.remarks)


def _changed_fields(goal: Goal, words: GoalWords) -> dict[str, Any]:
    owners = list(goal.owners.select_related("organ"))
    old = {
        "title": goal.title,
        "wording": goal.wording,
        "area": goal.area.key if goal.area else None,
        "owners": [o.organ.key for o in owners if o.role == GoalOwner.Role.OWNER],
        "contributors": [o.organ.key for o in owners if o.role == GoalOwner.Role.CONTRIBUTOR],
    }
    new = {
        "title": words.title,
        "wording": words.wording,
        "area": words.area.key if words.area else None,
        "owners": [organ.key for organ in words.owners],
        "contributors": [organ.key for organ in words.contributors],
    }
    return {name: value for name, value in old.items() if value != new[name]}


def end(goal: Goal, decision: Decision, *, by: Any) -> Recorded:
    """The goal no longer applies, by a decision; its figures and judgements stay."""
    with acting(GOALS, "end", goal, by=by, decision=decision) as act:
        act.row.ended, act.row.end_decision = decision.date, decision
    return Recorded(goal, act.remarks)
