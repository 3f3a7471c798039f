"""The judgements of a goal as they stood on a day: what was approved by then, with the words that were approved."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from burlov_styrning.base.models import Decision
from burlov_styrning.partial_dates import last_day
from followup.models import Assessment, Ground
from followup.reading import GroundText, ground_text
from followup.rules.standing import Written, rewound
from goals.models import Goal

WORDS = ("status", "analysis", "motivation")
APPROVED = Assessment.State.APPROVED.value


@dataclass(frozen=True)
class Judgement:
    """An approved judgement on the day. `recorded`: the later day on which the decision was put down, if any."""

    row: Assessment
    status: str
    analysis: str
    motivation: str
    decision: Decision | None
    recorded: date | None
    grounds: Sequence[GroundText] | None
    """None: they have been changed since, and cannot be put together again."""


def end_of(day: date) -> datetime:
    """The last moment of a day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def judgements(goal: Goal, user: Any, day: date) -> list[Judgement]:
    """The goal's judgements that were approved by that day, by round; four queries."""
    rows = Assessment.objects.visible_to(user).filter(goal=goal)
    rows = rows.select_related("round", "organ", "decision__organ", "decision__recorded_by")
    found = list(rows.prefetch_related("grounds__activity").order_by("round__period_end", "pk"))
    lines = _lines(found)
    said = {row.pk: _then(row, lines[row.pk].own, day) for row in found}
    decisions = _decisions(pk for values in said.values() if (pk := _number(values.get("decision"))))
    return [made for row in found if (made := _judgement(row, said[row.pk], lines[row.pk], decisions, day))]


@dataclass
class _Lines:
    own: list[Written]
    grounds: list[Written]


def _lines(rows: Sequence[Assessment]) -> Mapping[int, _Lines]:
    """The log of these judgements and of their grounds, oldest first: one query."""
    types = ContentType.objects.get_for_models(Assessment, Ground)
    of = {ground.pk: row.pk for row in rows for ground in row.grounds.all()}
    keys = [row.pk for row in rows]
    gone = Q(content_type=types[Ground], action=LogEntry.Action.DELETE)
    asked = Q(content_type=types[Assessment], object_id__in=keys) | Q(content_type=types[Ground], object_id__in=of)
    asked |= gone & Q(changes__assessment__0__in=[str(key) for key in keys])
    found: dict[int, _Lines] = defaultdict(lambda: _Lines([], []))
    for line in LogEntry.objects.filter(asked).order_by("pk"):
        written = Written(line.timestamp, line.changes or {}, line.action == LogEntry.Action.CREATE)
        if line.content_type_id == types[Assessment].pk:
            found[line.object_id or 0].own.append(written)
        else:
            owner = of.get(line.object_id or 0) or _number((line.changes or {}).get("assessment", [""])[0])
            found[owner].grounds.append(written)
    return found


def _now(row: Assessment) -> dict[str, Any]:
    """The fields as the log writes them."""
    values = {name: getattr(row, name) for name in (*WORDS, "state")}
    return values | {"decision": str(row.decision_id or ""), "approved": row.approved}


def _then(row: Assessment, lines: Sequence[Written], day: date) -> dict[str, Any]:
    """The row at the end of the day; where its decision of that day or before was put down later: as it was then."""
    moment, now = end_of(day), _now(row)
    said = rewound(now, lines, moment)
    if said["state"] == APPROVED or _approved(said):
        return said
    for line in lines:
        if line.at > moment and str(line.changes.get("state", ("", ""))[1]) == APPROVED:
            return rewound(now, lines, line.at) | {"recorded": timezone.localtime(line.at).date()}
    return said


def _approved(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was approved before the row was opened again; the log keeps it as text."""
    kept = said.get("approved") or {}
    if isinstance(kept, str):
        try:
            kept = json.loads(kept)
        except ValueError:
            kept = {}
    return kept if isinstance(kept, Mapping) else {}


def _number(text: Any) -> int:
    return int(text) if str(text).isdecimal() else 0


def _decisions(keys: Iterator[int]) -> dict[int, Decision]:
    rows = Decision.objects.filter(pk__in=sorted(set(keys))).select_related("organ", "recorded_by")
    return {row.pk: row for row in rows}


def _judgement(
    row: Assessment, said: Mapping[str, Any], lines: _Lines, decisions: Mapping[int, Decision], day: date
) -> Judgement | None:
    kept = _approved(said)
    if said["state"] != APPROVED and not kept:
        return None
    decision = decisions.get(_number(said["decision"]))
    # A judgement may be decided before its period ends; where the day is not known, it was hardly before that.
    if last_day(decision.date if decision and decision.date else row.round.period_end) > day:
        return None
    recorded = said.get("recorded") or _registered(lines.own, day)
    if said["state"] != APPROVED:
        grounds: Sequence[GroundText] | None = [GroundText(**ground) for ground in kept["grounds"]]
        words = kept
    else:
        limit = max(end_of(day), end_of(recorded)) if recorded else end_of(day)
        same = all(line.at <= limit for line in lines.grounds)
        grounds, words = [ground_text(ground) for ground in row.grounds.all()] if same else None, said
    texts = [_text(words[name]) for name in WORDS]
    return Judgement(row, texts[0], texts[1], texts[2], decision, recorded, grounds)


def _registered(lines: Sequence[Written], day: date) -> date | None:
    """The day that the row was put down, where that is later."""
    begun = next((timezone.localtime(line.at).date() for line in lines if line.created), None)
    return begun if begun and begun > day else None


def _text(value: Any) -> str:
    return "" if value in (None, "None") else str(value)
