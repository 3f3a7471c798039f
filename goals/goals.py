"""Goals as steps: adopted, changed and ended only by a decision; what applied before stays readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.constraints import check
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.swedish import partial_date
from burlov_styrning.workflow import acting
from goals import targets
from goals.models import EarlierGoal, Goal, GoalArea, GoalOwner, GoalProposal, Path, Term
from goals.moves import GOALS, PROPOSALS
from goals.targets import TargetWords
from indicators.models import Indicator

type Following = Callable[[Goal, Organ, Organ], None]

on_new_owner: list[Following] = []
"""What upper floors do when a goal goes from one organ to another (goal, from, to), in the same transaction."""

SAID = ("kind", "title", "wording", "area", "stewardship", "private_providers", "owner_directive")
"""The fields of a goal that a decision states, named as the row and as `GoalWords` name them."""


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
    ended: Sequence[Indicator] = ()
    """Of these the targets end: the goal is no longer measured by them."""
    proposals: Sequence[GoalProposal] = ()
    stewardship: bool = False
    private_providers: bool = False
    owner_directive: str = ""


@dataclass
class Recorded:
    """What a recording step made, with the remarks on the way."""

    goal: Goal
    remarks: list[str] = field(default_factory=list)


# Adopting


@transaction.atomic
def adopt(term: Term, words: GoalWords, decision: Decision, *, by: Any) -> Recorded:
    """The council adopts a goal: from one proposal, merged from several, or from none."""
    recorded = _adopt(term, words, decision, by, "adopt", Goal.Level.COUNCIL)
    for proposal in words.proposals:
        with acting(PROPOSALS, "adopt", proposal, by=by, decision=decision) as act:
            act.row.council_decision, act.row.reason = decision, ""
        recorded.remarks += act.remarks
    return recorded


@transaction.atomic
def adopt_own(term: Term, words: GoalWords, decision: Decision, *, by: Any) -> Recorded:
    """A committee makes a goal of its own, such as of a proposal that the council did not adopt."""
    return _adopt(term, words, decision, by, "adopt_own", Goal.Level.COMMITTEE)


def _adopt(term: Term, words: GoalWords, decision: Decision, by: Any, move: str, level: str) -> Recorded:
    goal = Goal(term=term, level=level, decision=decision, exposure="record")
    goal.decides = decision.organ_id  # not yet anybody's: the right is asked of the organ that decides
    with acting(GOALS, move, goal, by=by, decision=decision) as act:
        goal.key = next_key(term.goals.all(), "m")
        act.rule(_missing(words, level))
        _say(goal, words)
        goal.proposals.set(words.proposals)
        set_owners(goal, words.owners, words.contributors)
        for target in words.targets:
            act.remarks += targets.save(goal, target, decision, by=by)
    return Recorded(goal, act.remarks)


def _say(goal: Goal, words: GoalWords) -> None:
    for name in SAID:
        setattr(goal, name, getattr(words, name))
    check(goal)
    goal.save()


def _missing(words: GoalWords, level: str) -> Iterable[tuple[str, str]]:
    name = words.title or words.wording
    if not words.owners and words.kind == Goal.Kind.OPERATIONAL:
        yield "owners", _("”%(goal)s” har ingen ansvarig.") % {"goal": name}
    if not words.targets:
        yield "targets", _("”%(goal)s” har ingen indikator och kan inte följas upp med siffror.") % {"goal": name}
    waiting = {GoalProposal.State.DECLINED, GoalProposal.State.LAPSED, GoalProposal.State.WITHDRAWN}
    for proposal in words.proposals:
        if level == Goal.Level.COMMITTEE and proposal.state not in waiting:
            yield "proposals", _("Fullmäktige har inte avslutat ”%(proposal)s”.") % {"proposal": proposal.title}


def set_owners(goal: Goal, owners: Sequence[Organ], contributors: Sequence[Organ]) -> None:
    """The goal's owners and contributors, exactly these."""
    wanted = [(organ.pk, GoalOwner.Role.OWNER) for organ in owners]
    wanted += [(organ.pk, GoalOwner.Role.CONTRIBUTOR) for organ in contributors if organ not in owners]
    for row in goal.owners.all():
        if (row.organ_id, row.role) not in wanted:
            row.delete()
    for organ, role in wanted:
        GoalOwner.objects.get_or_create(goal=goal, organ_id=organ, role=role)


# Changing


def named(move: str, goal: Goal) -> str:
    """The move as it is called for this goal: a committee's own has its own."""
    return move if goal.level == Goal.Level.COUNCIL else f"{move}_own"


@transaction.atomic
def change(goal: Goal, words: GoalWords, decision: Decision, *, by: Any) -> Recorded:
    """A new decision of whose goal it is changes wording, title, area, owners or targets; what applied stays readable.

    A target that the words do not name stays as it is. One that ends stays readable with what was followed up.
    """
    with acting(GOALS, named("change", goal), goal, by=by, decision=decision) as act:
        _refuse_ended(act.row)
        act.rule(_missing(words, act.row.level) if words.targets or words.ended else [])
        before = _owners(act.row)
        fields = _differing(act.row, words)
        if fields:
            EarlierGoal.objects.create(goal=act.row, until=decision.date, decision=decision, fields=fields)
        _say(act.row, words)
        set_owners(act.row, words.owners, words.contributors)
        _follow(act.row, before, list(words.owners))
        for target in words.targets:
            act.remarks += targets.save(act.row, target, decision, by=by)
        for indicator in words.ended:
            targets.end(act.row, indicator, decision)
    return Recorded(goal, act.remarks)


def _refuse_ended(goal: Goal) -> None:
    if goal.ended:
        day = partial_date(goal.ended)
        raise Refusal(Reason.STATE, _("Målet upphörde %(day)s. Det ändras inte, men kan antas på nytt.") % {"day": day})


def _owners(goal: Goal, role: str = GoalOwner.Role.OWNER) -> list[Organ]:
    return [owner.organ for owner in goal.owners.select_related("organ") if owner.role == role]


def _differing(goal: Goal, words: GoalWords) -> dict[str, Any]:
    """What the decision changes, as it stood, in the words of the goal book."""
    old = {name: _plain(getattr(goal, name)) for name in SAID}
    new = {name: _plain(getattr(words, name)) for name in SAID}
    old |= {"owners": _keys(_owners(goal)), "contributors": _keys(_owners(goal, GoalOwner.Role.CONTRIBUTOR))}
    new |= {"owners": _keys(words.owners), "contributors": _keys(words.contributors)}
    return {name: value for name, value in old.items() if value != new[name]}


def _plain(value: Any) -> Any:
    return value.key if isinstance(value, GoalArea) else value


def _keys(organs: Iterable[Organ]) -> list[str]:
    return sorted(organ.key for organ in organs)


def _follow(goal: Goal, before: Sequence[Organ], after: Sequence[Organ]) -> None:
    """Paths and activities follow to the organ that takes over (DOMAIN §4); what it has already stays its own."""
    come = [organ for organ in after if organ not in before]
    for old in before:
        heir = _heir(old, after, come)
        if old in after or heir is None:
            continue
        has = set(Path.objects.filter(target__goal=goal, organ=heir).values_list("target", flat=True))
        for path in Path.objects.filter(target__goal=goal, organ=old):
            if path.target_id not in has:
                path.organ = heir
                path.save()
        for show in on_new_owner:
            show(goal, old, heir)


def _heir(old: Organ, after: Sequence[Organ], come: Sequence[Organ]) -> Organ | None:
    """Its successor where that is an owner now, else the only new owner."""
    successor = next((organ for organ in after if organ.pk == old.successor_id), None)
    return successor or (come[0] if len(come) == 1 else None)


# Ending


def end(goal: Goal, decision: Decision, *, by: Any, on: str = "") -> Recorded:
    """The goal no longer applies (from `on`, else the day of the decision); figures and judgements stay."""
    with acting(GOALS, named("end", goal), goal, by=by, decision=decision) as act:
        _refuse_ended(act.row)
        act.row.ended, act.row.end_decision = on or decision.date, decision
    return Recorded(goal, act.remarks)
