"""The legal calendar of a round: dates that the law sets, deadlines counted back from meetings, and what a move breaks.

An interim report covers 6, 7 or 8 whole months (LKBR 13:1) and is handed over within two months (KL 11:16); the
annual report is handed over by 15 April and approved before the end of June (KL 11:20–21, 5:24). A tertial report has
no date in law.

Readings chosen where DOMAIN is silent: two months after 30 June end on 30 August, the day that bears the same number
(lag 1930:173); "before the end of June" includes 30 June; papers without a stated deadline are due seven days before
the meeting.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

PAPERS_DAYS = 7
INTERIM_MONTHS = (6, 7, 8)


class RoundKind(StrEnum):
    """What a follow-up round is made for."""

    TERTIAL = "tertial"
    INTERIM = "interim"
    ANNUAL = "annual"


@dataclass(frozen=True)
class Sitting:
    """A meeting of an organ and the day its papers are due."""

    organ: str
    day: date
    papers: date | None = None

    @property
    def papers_due(self) -> date:
        """The stated deadline for papers, or else a week before."""
        return self.papers or self.day - timedelta(days=PAPERS_DAYS)


@dataclass(frozen=True)
class RoundPlan:
    """A round and the meetings it passes: the committees, the executive board, the council."""

    kind: RoundKind
    year: int
    period_end: date
    committees: tuple[Sitting, ...] = ()
    board: Sitting | None = None
    council: Sitting | None = None


@dataclass(frozen=True)
class Deadline:
    """What has to be done by when: `ready`, `approve`, `close`, `hand_over`, `send`, `adopt`; by whom."""

    what: str
    day: date
    organ: str = ""


@dataclass(frozen=True)
class Breach:
    """A rule that a plan breaks: which one, whose meeting, the day planned and the day that was possible."""

    code: str
    organ: str = ""
    day: date | None = None
    limit: date | None = None


def hand_over_by(kind: RoundKind, period_end: date) -> date | None:
    """The last day for the executive board to hand the report over; None where the law sets none."""
    if kind is RoundKind.ANNUAL:
        return date(period_end.year + 1, 4, 15)
    return months_after(period_end, 2) if kind is RoundKind.INTERIM else None


def approve_by(kind: RoundKind, period_end: date) -> date | None:
    """The last day for the council to approve the annual report."""
    return date(period_end.year + 1, 6, 30) if kind is RoundKind.ANNUAL else None


def months_after(day: date, months: int) -> date:
    """The day with the same number so many months later, or that month's last."""
    total = day.month - 1 + months
    year, month = day.year + total // 12, total % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def period_breach(plan: RoundPlan) -> Breach | None:
    """The period ends with a whole month of the round's year: interim 6–8 months, annual all twelve."""
    end = plan.period_end
    whole = end.day == calendar.monthrange(end.year, end.month)[1] and end.year == plan.year
    months = {RoundKind.INTERIM: INTERIM_MONTHS, RoundKind.ANNUAL: (12,)}.get(plan.kind, tuple(range(1, 13)))
    return None if whole and end.month in months else Breach(f"{plan.kind}_period", day=end)


def deadlines(plan: RoundPlan) -> list[Deadline]:
    """Counted back from the meetings, in the order of their days."""
    found = [Deadline("ready", s.papers_due, s.organ) for s in plan.committees]
    found += [Deadline("approve", s.day, s.organ) for s in plan.committees]
    if plan.board:
        found += [Deadline("close", plan.board.papers_due, plan.board.organ)]
        found += [Deadline("hand_over", plan.board.day, plan.board.organ)]
    if plan.council:
        found += [Deadline("send", plan.council.papers_due, plan.council.organ)]
        found += [Deadline("adopt", plan.council.day, plan.council.organ)]
    return sorted(found, key=lambda d: d.day)


def breaches(plan: RoundPlan) -> list[Breach]:
    """Everything in a plan that law or order forbids."""
    found = period_breach(plan)
    return [*([found] if found else []), *_own_days(plan), *_order(plan), *_law(plan)]


def _sittings(plan: RoundPlan) -> Iterator[Sitting]:
    yield from plan.committees
    yield from (sitting for sitting in (plan.board, plan.council) if sitting)


def _own_days(plan: RoundPlan) -> Iterator[Breach]:
    """No meeting before the period has ended; papers no later than their meeting."""
    for sitting in _sittings(plan):
        if sitting.day <= plan.period_end:
            yield Breach("before_period_end", sitting.organ, sitting.day, plan.period_end)
        if sitting.papers_due > sitting.day:
            yield Breach("papers_after_meeting", sitting.organ, sitting.papers_due, sitting.day)


def _order(plan: RoundPlan) -> Iterator[Breach]:
    """Committees decide before the board's papers are due, the board before the council's."""
    if plan.board:
        for sitting in plan.committees:
            if sitting.day > plan.board.papers_due:
                yield Breach("committee_after_board_papers", sitting.organ, sitting.day, plan.board.papers_due)
    if plan.board and plan.council and plan.board.day > plan.council.papers_due:
        yield Breach("board_after_council_papers", plan.board.organ, plan.board.day, plan.council.papers_due)


def _law(plan: RoundPlan) -> Iterator[Breach]:
    """Handed over and approved by the days that the law sets."""
    latest, approved = hand_over_by(plan.kind, plan.period_end), approve_by(plan.kind, plan.period_end)
    if plan.board and latest and plan.board.day > latest:
        yield Breach(f"{plan.kind}_handed_over_late", plan.board.organ, plan.board.day, latest)
    if plan.council and approved and plan.council.day > approved:
        yield Breach("approved_late", plan.council.organ, plan.council.day, approved)


def move_breaks(plan: RoundPlan, moved: RoundPlan) -> list[Breach]:
    """What breaks by changing one plan into another that did not break before."""
    before = set(breaches(plan))
    return [breach for breach in breaches(moved) if breach not in before]


def move_sitting(plan: RoundPlan, organ: str, day: date, papers: date | None = None) -> RoundPlan:
    """The plan with an organ's meeting on another day; papers follow a week before unless stated."""

    def shift(sitting: Sitting) -> Sitting:
        return Sitting(organ, day, papers) if sitting.organ == organ else sitting

    return replace(
        plan,
        committees=tuple(shift(s) for s in plan.committees),
        board=plan.board and shift(plan.board),
        council=plan.council and shift(plan.council),
    )


def interim_ends(year: int) -> list[date]:
    """The days that a year's interim period may end on."""
    return [date(year, month, calendar.monthrange(year, month)[1]) for month in INTERIM_MONTHS]
