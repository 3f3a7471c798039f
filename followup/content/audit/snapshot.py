"""The snapshot of the auditors' report: a follow-up report of all decided goals, with what stands behind each of them.

To what the report on the round prints it adds the needs and proposals that a goal came from, every decision and move
that those outside are told of, and the editions that have been issued. Only what is handed over or decided is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from burlov_styrning.base.models import Decision, Event, Organ
from followup.audit.sheet import TOLD_OUTSIDE
from followup.content.rows import decision_words
from followup.content.snapshot import HANDED_OVER, Plain
from followup.content.snapshot import collect as collect_report
from followup.models import Assessment, FollowUpRound, Report, ReportEdition
from goals.models import EarlierGoal, Goal, GoalProposal, Path, Target

type Acts = Iterator[tuple[int | None, Plain]]
"""Goal and what was done about it."""

BY = ("organ", "recorded_by")


def collect(round_: FollowUpRound, organ: Organ | None = None) -> Plain:
    """The snapshot: the round as it stands now, all goals or those of one committee."""
    found = collect_report(round_, kind=Report.Kind.AUDIT, organ=organ)
    keys = [goal["goal"] for goal in found["goals"]]
    rows = Goal.objects.filter(term=round_.term_id, key__in=keys)
    goals = {goal.pk: goal for goal in rows.select_related("area", *(f"decision__{name}" for name in BY))}
    proposals = _proposals(goals)
    acts = _by_goal(_acts(goals, proposals, round_))
    pks = {goal.key: pk for pk, goal in goals.items()}
    told = [_goal(goals[pks[key]], proposals, acts.get(pks[key], [])) for key in keys]
    names = found["names"] | {"organs": found["names"]["organs"] | _deciders(told)}
    return found | {"names": names, "audit": {"goals": told, "editions": _editions(round_, organ)}}


def _deciders(told: Sequence[Plain]) -> Plain:
    """The organs that decided, where they are no longer among those that there are."""
    keys = {act["decision"]["organ"] for goal in told for act in goal["acts"] if act["decision"]}
    return dict(Organ.objects.filter(key__in=keys).values_list("key", "name"))


def _goal(goal: Goal, proposals: Sequence[tuple[int, GoalProposal]], acts: Sequence[Plain]) -> Plain:
    mine = [row for pk, row in proposals if pk == goal.pk]
    return {
        "goal": goal.key,
        "needs": [{"unit": need.get("unit", ""), "text": need.get("text", "")}
                  for row in mine if row.handed_in for need in row.handed_in.content.get("needs", [])],
        "proposals": [{"proposal": row.key, "title": row.title, "organ": row.organ.name,
                       "decision": decision_words(row.committee_decision)} for row in mine],
        "acts": sorted(acts, key=lambda act: (act["day"] or "", act["act"], act["about"], act["who"])),
    }  # fmt: skip


def _by_goal(acts: Acts) -> dict[int | None, list[Plain]]:
    """Each act once: what was decided comes first, and the log of moves tells again that it was put down."""
    found: dict[int | None, list[Plain]] = {}
    for pk, act in acts:
        mine = found.setdefault(pk, [])
        again = "." in act["act"] and act["decision"] and act["decision"] in [one["decision"] for one in mine]
        if act not in mine and not again:
            mine.append(act)
    return found


def _proposals(goals: Iterable[int]) -> list[tuple[int, GoalProposal]]:
    """Goal and each proposal that it came from, as it was handed in."""
    rows = GoalProposal.objects.filter(goals__in=goals, handed_in__isnull=False).distinct().order_by("pk")
    rows = rows.select_related("organ", "handed_in", *(f"committee_decision__{name}" for name in BY))
    return [(goal.pk, row) for row in rows.prefetch_related("goals") for goal in row.goals.all() if goal.pk in goals]


# Who and when


def _acts(goals: dict[int, Goal], proposals: Iterable[tuple[int, GoalProposal]], round_: FollowUpRound) -> Acts:
    for pk, goal in goals.items():
        yield pk, _decided("adopted", goal.decision)
    for pk, row in proposals:
        yield pk, _decided("proposed", row.committee_decision, row.title)
    yield from _changes(goals)
    targets = Target.objects.filter(goal__in=goals).select_related("version", *(f"decision__{one}" for one in BY))
    for target in targets:
        if target.decision:
            yield target.goal_id, _decided("target", target.decision, target.version.name)
    paths = Path.objects.filter(target__goal__in=goals, state=Path.State.DECIDED, exposure__in=HANDED_OVER)
    laid = list(paths.select_related("organ", "target__version", *(f"decision__{one}" for one in BY)))
    for path in laid:
        yield path.target.goal_id, _decided("path", path.decision, path.target.version.name, path.organ)
    rows = Assessment.objects.filter(goal__in=goals, round=round_, state=Assessment.State.APPROVED)
    judged = list(rows.select_related("organ", *(f"decision__{one}" for one in BY)))
    for row in judged:
        yield row.goal_id, _decided("approved", row.decision, "", row.organ)
    yield from _moves(goals, laid, judged)


def _changes(goals: Iterable[int]) -> Acts:
    """The decisions that changed a goal: what applied before each of them is kept with it."""
    rows = EarlierGoal.objects.filter(goal__in=goals).select_related(*(f"decision__{name}" for name in BY))
    for row in rows:
        if row.decision:
            yield row.goal_id, _decided("changed", row.decision)


def _decided(act: str, decision: Decision | None, about: str = "", organ: Organ | None = None) -> Plain:
    """What an organ decided, and who put it down when."""
    return {
        "day": decision.date if decision else None,
        "act": act,
        "about": ", ".join(part for part in (about, organ.name if organ else "") if part),
        "decision": decision_words(decision),
        "who": str(decision.recorded_by or "") if decision else "",
        "recorded": timezone.localtime(decision.recorded_at).date().isoformat() if decision else None,
    }


def _moves(goals: dict[int, Goal], paths: Sequence[Path], judged: Sequence[Assessment]) -> Acts:
    """From the log of moves: who did what; those with a decision, and those that all outside are told of."""
    kinds = ContentType.objects.get_for_models(Goal, Path, Assessment)
    of: dict[tuple[int, int], int | None] = {(kinds[Goal].pk, pk): pk for pk in goals}
    of |= {(kinds[Path].pk, row.pk): row.target.goal_id for row in paths}
    of |= {(kinds[Assessment].pk, row.pk): row.goal_id for row in judged}
    about = Q(pk__in=[])
    for kind in kinds.values():
        about |= Q(content_type=kind, object_id__in=[pk for number, pk in of if number == kind.pk])
    told = Q(decision__isnull=False) | Q(move__in=TOLD_OUTSIDE)
    for event in Event.objects.filter(about, told).select_related("person", "decision__organ"):
        yield of[event.content_type_id, event.object_id], _moved(event)


def _moved(event: Any) -> Plain:
    return {
        "day": timezone.localtime(event.at).date().isoformat(),
        "act": f"{event.flow}.{event.move}",
        "about": "",
        "decision": decision_words(event.decision),
        "who": str(event.person or ""),
        "recorded": None,
    }


# Editions


def _editions(round_: FollowUpRound, organ: Organ | None) -> list[Plain]:
    """What has been issued of the round, and can be held against it."""
    about = Q(report__organ=None) | (Q(report__organ=organ) if organ else Q())
    rows = ReportEdition.objects.filter(about, report__round=round_, number__isnull=False, exposure__in=HANDED_OVER)
    rows = rows.exclude(report__kind=Report.Kind.AUDIT).select_related("report__organ", "decision__organ")
    return [
        {
            "kind": row.report.kind,
            "organ": row.report.organ.name if row.report.organ else "",
            "number": row.number,
            "issued": row.issued.isoformat(),
            "sha256": row.sha256,
            "decision": decision_words(row.decision),
            "published": row.exposure == "published",
        }
        for row in rows.defer("snapshot").order_by("issued", "pk")
    ]


def audit_json(snapshot: Plain) -> Plain:
    """What `report/1` has of it besides the flat rows."""
    return {"audit": snapshot["audit"]}
