"""The dates of a round beside the law and the meetings: deadlines counted back, and what would break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from burlov_styrning.base.models import Meeting, Organ
from burlov_styrning.swedish import short_date
from followup.models import FollowUpRound
from followup.rules import calendar
from followup.rules.calendar import RoundKind, RoundPlan, Sitting
from followup.words import breach_sentence
from goals.models import Term

K = Organ.Kind


@dataclass(frozen=True)
class Advice:
    """What the calendar says of a round: by when each organ must be ready, and what law or order forbids."""

    ready: dict[int, date]
    """Organ → the deadline for papers of the meeting where it can decide."""
    hand_over_by: date | None
    breaches: Sequence[str]
    meetings: Sequence[tuple[str, str]]
    """Organ and day of the meetings that the round passes."""


def owners_in(term: Term) -> list[Organ]:
    """The organs that judge in a term: those that own goals, and the executive board."""
    owning = Organ.objects.filter(goal_owners__goal__term=term, goal_owners__role="owner")
    board = Organ.objects.filter(kind=K.EXECUTIVE_BOARD, ends=None)
    return list((owning | board).distinct().order_by("id"))


def advise(row: FollowUpRound, organs: Iterable[Organ]) -> Advice:
    """What the calendar says; one query for the meetings after the period."""
    rows = Meeting.objects.filter(date__gt=row.ends_on).select_related("organ").order_by("date", "id")
    meetings = list(rows)
    owners = list(organs)
    plan = _plan(row, meetings, owners)
    kind = RoundKind(row.kind)
    chosen = [sitting for sitting in (*plan.committees, plan.board, plan.council) if sitting]
    due = {sitting.organ: sitting.papers_due for sitting in chosen}
    return Advice(
        {organ.pk: due[organ.name] for organ in owners if organ.name in due},
        calendar.hand_over_by(kind, row.ends_on),
        [breach_sentence(breach) for breach in calendar.breaches(plan)],
        [(sitting.organ, short_date(sitting.day)) for sitting in chosen],
    )


def _plan(row: FollowUpRound, meetings: Sequence[Meeting], owners: Sequence[Organ]) -> RoundPlan:
    kind = RoundKind(row.kind)
    board = _board(row, _of_kind(meetings, K.EXECUTIVE_BOARD), kind)
    after = [m for m in _of_kind(meetings, K.COUNCIL) if board is None or m.date >= board.day]
    committees = [_before(board, [m for m in meetings if m.organ_id == organ.pk]) for organ in owners if _other(organ)]
    council = _sitting(after[0]) if after and row.kind != FollowUpRound.Kind.TERTIAL else None
    return RoundPlan(kind, row.year, row.ends_on, tuple(s for s in committees if s), board, council)


def _other(organ: Organ) -> bool:
    return organ.kind not in (K.EXECUTIVE_BOARD, K.COUNCIL)


def _of_kind(meetings: Iterable[Meeting], kind: str) -> list[Meeting]:
    return [meeting for meeting in meetings if meeting.organ.kind == kind]


def _board(row: FollowUpRound, meetings: Sequence[Meeting], kind: RoundKind) -> Sitting | None:
    """The day that was planned for handing over; else the board's last meeting that the law allows, else its first."""
    planned: Any = row.hand_over
    if planned:
        there = [meeting for meeting in meetings if meeting.date == planned]
        name = meetings[0].organ.name if meetings else _board_name()
        return _sitting(there[0]) if there else Sitting(name, planned)
    latest = calendar.hand_over_by(kind, row.ends_on)
    fit = [meeting for meeting in meetings if latest is None or meeting.date <= latest]
    chosen = (fit if latest else fit[:1]) or meetings[:1]
    return _sitting(chosen[-1]) if chosen else None


def _board_name() -> str:
    return Organ.objects.filter(kind=K.EXECUTIVE_BOARD).values_list("name", flat=True).first() or ""


def _before(board: Sitting | None, meetings: Sequence[Meeting]) -> Sitting | None:
    """The committee's last meeting before the board's papers are due, else its first after the period."""
    fit = [meeting for meeting in meetings if board and meeting.date <= board.papers_due]
    chosen = fit[-1:] or meetings[:1]
    return _sitting(chosen[0]) if chosen else None


def _sitting(meeting: Meeting) -> Sitting:
    return Sitting(meeting.organ.name, meeting.date, meeting.papers)
