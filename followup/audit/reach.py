"""Which lines of the log a controller or an auditor may read whole: the row had come so far when the line was written.

A text that was handed in keeps the lines of its drafts to itself, and one that is worked on again is a draft again. How
far a row had come is read from the log: what it says of the row's state (or exposure) before the line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auditlog.models import LogEntry
from django.apps import apps
from django.db.models import BigIntegerField, F, Model, Q, Value

from burlov_styrning import rights
from burlov_styrning.base.models import Access
from burlov_styrning.exposure import Exposure
from burlov_styrning.rights import READ, Role, Who
from burlov_styrning.workflow import WORKFLOWS
from followup.audit.logged import AUDITORS_ALONE, THEIR_EDITIONS, Logged, by_type

FLOWS = {
    "goals.GoalProposal": "proposals", "goals.Path": "paths", "followup.Assessment": "assessments",
    "followup.Opening": "openings",
}  # fmt: skip
"""Rows whose text is worked on again after it was handed over: their state tells how far the text has come."""
WORKED_ON = frozenset({"supplement", "referred_back"})
"""A proposal that is answered or rewritten: outside, the version handed in is read."""

type Key = tuple[int, int]
"""Content type and number of a row."""


@dataclass(frozen=True)
class Belongs:
    """Where a row of the log belongs: the row whose rights it shares, and the goal it is about (0: none)."""

    owner: Key
    goal: int


def relations(actor: rights.Actor) -> frozenset[Who]:
    """What somebody is who reads the log: controller or auditor, of no organ."""
    roles = {Role.CONTROLLER: Who.CONTROLLER, Role.AUDITOR: Who.AUDITOR}
    held = {who for role, who in roles.items() if actor.has(role)}
    return frozenset({Who.ANYONE, Who.SIGNED_IN, Who.OFFICIAL, *held})


def seen_by(actor: rights.Actor, rows: Any) -> Any:
    """The lines that there are for this person: those of the auditors' own work for auditors alone."""
    if actor.has(Role.AUDITOR):
        return rows
    kinds = {kind.label: number for number, kind in by_type().items()}
    alone = Q(content_type__in=[kinds[label] for label in AUDITORS_ALONE])
    for label, path in THEIR_EDITIONS.items():
        theirs = apps.get_model(label)._base_manager.filter(**{path: "audit"})
        alone |= Q(content_type=kinds[label], object_id__in=theirs.values("pk"))
    return rows.exclude(alone)


def belonging(lines: Sequence[LogEntry]) -> dict[Key, Belongs]:
    """Where each line's row belongs: one query for all kinds; of a row taken away as far as its line tells."""
    kinds, wanted = by_type(), defaultdict(set)
    for line in lines:
        kind = kinds.get(line.content_type_id)
        if kind and kind.hangs and line.object_id:
            wanted[line.content_type_id].add(line.object_id)
    queries = [_belonging(number, kinds[number], pks) for number, pks in sorted(wanted.items())]
    found = {(number, pk): (owner, goal) for number, pk, owner, goal in _together(queries)}
    owners = _numbers(kinds)
    return {
        key: Belongs((owners[kinds[key[0]].rights_model], owner), goal or 0)
        for key, (owner, goal) in {**_gone(lines, kinds), **found}.items()
    }


def _numbers(kinds: Mapping[int, Logged]) -> dict[type[Model], int]:
    return {kind.model: number for number, kind in kinds.items()}


def _belonging(number: int, kind: Logged, pks: Iterable[int]) -> Any:
    goal = F(kind.goal) if kind.goal else Value(0, output_field=BigIntegerField())
    rows = kind.model._base_manager.filter(pk__in=sorted(pks)).order_by()
    return rows.values_list(Value(number, output_field=BigIntegerField()), F("pk"), F(kind.owner or "pk"), goal)


def _together(queries: Sequence[Any]) -> Any:
    """All of them in one query."""
    return queries[0].union(*queries[1:], all=True).order_by() if queries else ()


def _gone(lines: Sequence[LogEntry], kinds: Mapping[int, Logged]) -> dict[Key, tuple[int, int]]:
    """Rows taken away: the line itself names the row that they hung on, where that is one step up."""
    found: dict[Key, tuple[int, int]] = {}
    for line in lines:
        kind = kinds.get(line.content_type_id)
        said = (line.changes or {}).get(kind.owner) if kind and kind.owner else None
        if kind and said and line.object_id:
            owner = next((int(value) for value in said if str(value).isdecimal()), 0)
            found[line.content_type_id, line.object_id] = (owner, owner if kind.goal == kind.owner else 0)
    return found


def history(owners: Iterable[Key]) -> dict[Key, list[tuple[int, Exposure]]]:
    """Row → how far out it came by each line that tells it, in their order: one query."""
    wanted = defaultdict(set)
    for number, pk in owners:
        wanted[number].add(pk)
    if not wanted:
        return {}
    these = Q(pk__in=[])
    for number, pks in sorted(wanted.items()):
        these |= Q(content_type=number, object_id__in=sorted(pks))
    told = Q(changes__has_key="state") | Q(changes__has_key="exposure")
    rows = LogEntry.objects.filter(these, told).order_by("pk")
    kinds, found = by_type(), defaultdict(list)
    for number, pk, line, changes in rows.values_list("content_type_id", "object_id", "pk", "changes"):
        if (reached := _reached(kinds[number].label, changes)) is not None:
            found[number, pk].append((line, reached))
    return found


def _reached(label: str, changes: Mapping[str, Any]) -> Exposure | None:
    name = "state" if label in FLOWS else "exposure"
    if name not in changes:
        return None
    value = str(changes[name][1])
    if label in FLOWS:
        known = WORKFLOWS[FLOWS[label]].exposure
        return Exposure.WORKING if value in WORKED_ON else known.get(value, Exposure.WORKING)
    return Exposure(value) if value in set(Exposure) else Exposure.WORKING


class Reader:
    """What one person may read of these lines; three queries for all of them."""

    def __init__(self, lines: Sequence[LogEntry], actor: rights.Actor) -> None:
        self.whos = relations(actor)
        self.belongs = belonging(lines)
        self.kinds = by_type()
        self.reached = history({where.owner for where in self.belongs.values()})
        mine = Access.objects.filter(person_id=actor.person) if actor.person else Access.objects.none()
        self.opened = set(mine.values_list("kind", "row"))

    def goal_of(self, line: LogEntry) -> int:
        """The goal that a line is about; 0: none."""
        where = self.belongs.get((line.content_type_id, line.object_id or 0))
        return where.goal if where else 0

    def reads(self, line: LogEntry) -> bool:
        """Whether the person may read what the line says; else only that it was written."""
        kind = self.kinds.get(line.content_type_id)
        if kind is None or kind.closed:
            return False
        if kind.label in AUDITORS_ALONE:
            return Who.AUDITOR in self.whos
        if not kind.hangs:
            return True
        where = self.belongs.get((line.content_type_id, line.object_id or 0))
        return bool(where and self._reads(where.owner, line.pk, kind.rights_model))

    def _reads(self, owner: Key, line: int, model: Any) -> bool:
        if (model.rights_kind, owner[1]) in self.opened:
            return True
        return bool(READ[model.rights_kind][self._then(owner, line)] & self.whos)

    def _then(self, owner: Key, line: int) -> Exposure:
        """How far out the row had come when the line was written."""
        before = [reached for at, reached in self._told(owner) if at <= line]
        return before[-1] if before else Exposure.WORKING

    def _told(self, owner: Key) -> Iterator[tuple[int, Exposure]]:
        yield from self.reached.get(owner, ())
