"""Follow-up rounds as steps: planned, opened and closed by the controller, adopted by the council."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.workflow import Act, acting
from followup.models import FollowUpRound, RoundDeadline
from followup.moves import ROUNDS
from goals.models import Term

PREFIX = {"annual": "ar", "interim": "delar", "tertial": "tertial"}


def plan(
    term: Term, year: int, kind: str, period_end: date, *, by: Any, deadlines: Mapping[Organ, date] | None = None,
    **fields: Any,
) -> FollowUpRound:  # fmt: skip
    """A round to come: its year, kind, period and deadlines."""
    stem = f"{PREFIX[kind]}{year}"
    taken = term.rounds.filter(key=stem).exists()
    key = next_key(term.rounds.all(), f"{stem}-") if taken else stem
    row = FollowUpRound(term=term, key=key, year=year, kind=kind, period_end=period_end.isoformat(), **fields)
    with acting(ROUNDS, "plan", row, by=by):
        row.full_clean()
        row.save()
        _set_deadlines(row, deadlines or {})
    return row


def edit(row: FollowUpRound, *, by: Any, deadlines: Mapping[Organ, date] | None = None, **fields: Any) -> FollowUpRound:
    """Change dates and name."""
    with acting(ROUNDS, "edit", row, by=by) as act:
        for name, value in fields.items():
            setattr(act.row, name, value)
        act.row.full_clean()
        _set_deadlines(act.row, deadlines or {})
    return row


def open_round(row: FollowUpRound, *, by: Any) -> FollowUpRound:
    """Let the owners judge."""
    with acting(ROUNDS, "open", row, by=by):
        pass
    return row


def close(row: FollowUpRound, *, by: Any) -> FollowUpRound:
    """Close for judging; what is not approved is printed as not judged."""
    with acting(ROUNDS, "close", row, by=by):
        pass
    return row


def adopt(row: FollowUpRound, decision: Decision, *, by: Any) -> Act:
    """The council approved the report."""
    with acting(ROUNDS, "adopt", row, by=by, decision=decision) as act:
        act.row.decision = decision
    return act


def _set_deadlines(row: FollowUpRound, deadlines: Mapping[Organ, date]) -> None:
    for organ, due in deadlines.items():
        RoundDeadline.objects.update_or_create(round=row, organ=organ, defaults={"due": due})
