"""What was decided about a goal on a day: its words, owners, targets and paths, each with its decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.partial_dates import first_day, last_day
from followup.rules.standing import Undone, stood
from goals.models import (
    EarlierGoal,
    EarlierPath,
    EarlierTarget,
    Goal,
    GoalArea,
    GoalOwner,
    GoalProposal,
    Path,
    PathValue,
    Target,
)


@dataclass(frozen=True)
class Aimed:
    """A target on the day."""

    row: Target
    said: Mapping[str, Any]
    decision: Decision | None
    ended: bool


@dataclass(frozen=True)
class Laid:
    """An owner's path on the day: year → level as it is stored (None: not measured)."""

    row: Path
    values: Mapping[int, str | None]
    motivation: str
    decision: Decision | None


@dataclass
class Decided:
    """All of it. `later`: what was decided after the day, so that what is computed from today's rows would be wrong."""

    goal: Goal
    day: date
    adopted: bool
    said: Mapping[str, Any]
    area: str
    owners: Sequence[str]
    contributors: Sequence[str]
    changed_by: Sequence[Decision]
    proposals: Sequence[GoalProposal]
    targets: Sequence[Aimed] = ()
    paths: Sequence[Laid] = ()
    later: bool = False
    decisions: dict[str, Decision] = field(default_factory=dict)


def of(goal: Goal, user: Any, day: date) -> Decided:
    """The goal as it was decided on the day; a fixed number of queries."""
    rows = list(EarlierGoal.objects.filter(goal=goal).select_related("decision__organ", "decision__recorded_by"))
    targets = list(Target.objects.filter(goal=goal).select_related("version", "indicator", "decision"))
    changed = list(EarlierTarget.objects.filter(target__goal=goal))
    paths, replaced = _paths(goal, user)
    decisions = _decisions(goal, targets, paths, [*changed, *replaced])
    said = stood(_now(goal), _undone(rows), day)
    organs = dict(Organ.objects.values_list("key", "name"))
    areas = dict(GoalArea.objects.filter(term=goal.term_id).values_list("key", "name"))
    found = Decided(
        goal, day, _by(goal.decision, day), said, areas.get(said["area"] or "", ""),
        [organs.get(key, key) for key in said["owners"]], [organs.get(key, key) for key in said["contributors"]],
        [row.decision for row in reversed(rows) if row.decision and _by(row.decision, day)],
        _proposals(goal, user, day), decisions=decisions,
    )  # fmt: skip
    found.targets = [aim for row in targets if (aim := _aimed(row, changed, decisions, day))]
    found.paths = [laid for row in paths if (laid := _laid(row, replaced, decisions, day))]
    found.later = any(one.until and last_day(one.until) > day for one in (*changed, *replaced)) or (
        len(found.targets) < len(targets) or len(found.paths) < len(paths)
    )
    return found


def _by(decision: Decision | None, day: date) -> bool:
    """Whether it was made by the day; one whose day is not known counts as made."""
    return decision is None or not decision.date or last_day(decision.date) <= day


def _undone(rows: Iterable[Any]) -> list[Undone]:
    """What was kept at each decision; where no decision was kept with it, none is known of what applied."""
    return [Undone(last_day(row.until) if row.until else None, row.pk, {"decision": None} | row.fields) for row in rows]


def _now(goal: Goal) -> dict[str, Any]:
    """What applies, as `EarlierGoal` writes it."""
    keys: dict[str, list[str]] = {role: [] for role in GoalOwner.Role.values}
    for owner in goal.owners.all():
        keys[owner.role].append(owner.organ.key)
    return {
        "title": goal.title, "wording": goal.wording, "area": goal.area.key if goal.area else None, "kind": goal.kind,
        "stewardship": goal.stewardship, "owners": sorted(keys["owner"]), "contributors": sorted(keys["contributor"]),
    }  # fmt: skip


def _decisions(goal: Goal, targets: Any, paths: Any, earlier: Iterable[Any]) -> dict[str, Decision]:
    """Every decision that is named, by its key: one query."""
    keys = {row.fields["decision"] for row in earlier if "decision" in row.fields}
    numbers = {row.decision_id for row in (*targets, *paths)} | {row.decision_id for row in earlier}
    found = Decision.objects.filter(key__in=keys) | Decision.objects.filter(pk__in=numbers - {None})
    return {row.key: row for row in found.select_related("organ", "recorded_by")}


def _key(decisions: Mapping[str, Decision], number: int | None) -> str | None:
    return next((key for key, row in decisions.items() if row.pk == number), None)


def _then(decisions: Mapping[str, Decision], said: Mapping[str, Any], day: date) -> tuple[bool, Decision | None]:
    """Whether what is left was decided by the day, and by which decision."""
    decision = decisions.get(said["decision"] or "")
    return _by(decision, day), decision


# Targets


def _aimed(row: Target, changed: Sequence[EarlierTarget], decisions: Any, day: date) -> Aimed | None:
    mine = [one for one in changed if one.target_id == row.pk]
    said = stood(_aim(row) | {"decision": _key(decisions, row.decision_id)}, _undone(mine), day)
    there, decision = _then(decisions, said, day)
    ended = bool(row.ended and first_day(row.ended) <= day)
    return Aimed(row, said, decision, ended) if there else None


def _aim(row: Target) -> dict[str, Any]:
    """The target as `EarlierTarget` writes it."""
    start = None if row.baseline_value is None else {"year": row.baseline_year, "value": _text(row.baseline_value)}
    bounds = None if row.low is None and row.high is None else [_text(row.low), _text(row.high)]
    window = [row.window_first, row.window_last] if row.window_first else None
    return {"baseline": start, "target": _text(row.value), "bounds": bounds, "lag": row.lag, "window": window}


def _text(value: Any) -> str | None:
    return None if value is None else format(value, "f")


# Paths


def _paths(goal: Goal, user: Any) -> tuple[list[Path], list[EarlierPath]]:
    """The decided paths with their values, and what they replaced: of what was published the one that stands."""
    rows = Path.objects.visible_to(user).filter(target__goal=goal, state=Path.State.DECIDED, replaced=False)
    found = list(rows.select_related("organ", "target__version", "decision").order_by("target", "organ"))
    values: dict[int, dict[str, str | None]] = {row.pk: {} for row in found}
    for one in PathValue.objects.filter(path__in=list(values)):
        values[one.path_id][str(one.year)] = _text(one.value)
    for row in found:
        row.levels = values[row.pk]  # type: ignore[attr-defined]
    return found, list(EarlierPath.objects.filter(path__in=list(values)))


def _laid(row: Any, replaced: Sequence[EarlierPath], decisions: Any, day: date) -> Laid | None:
    mine = [one for one in replaced if one.path_id == row.pk]
    now = {"values": row.levels, "motivation": row.motivation, "decision": _key(decisions, row.decision_id)}
    said = stood(now, _undone(mine), day)
    there, decision = _then(decisions, said, day)
    values = {int(year): value for year, value in sorted(said["values"].items())}
    return Laid(row, values, said["motivation"], decision) if there else None


# Proposals


def _proposals(goal: Goal, user: Any, day: date) -> list[GoalProposal]:
    """Those it came from, that had been handed in by the day."""
    rows = GoalProposal.objects.visible_to(user).filter(goals=goal, handed_in__isnull=False)
    found = rows.select_related("organ", "handed_in", "committee_decision__organ", "committee_decision__recorded_by")
    return [row for row in found if _by(row.committee_decision, day)]
