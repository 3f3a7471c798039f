"""The legal calendar of a round: the dates that the law sets, and what a meeting is beside them.

An interim report covers 6, 7 or 8 whole months (LKBR 13:1) and is handed over within two months (KL 11:16); the
annual report is handed over by 15 April and approved before the end of June (KL 11:20–21, 5:24). A tertial report has
no date in law.

Readings chosen where DOMAIN is silent: two months after 30 June end on 30 August, the day that bears the same number
(lag 1930:173); "before the end of June" includes 30 June; papers without a stated deadline are due seven days before
the meeting.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
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


def period_breach(kind: RoundKind, year: int, end: date) -> Breach | None:
    """The period ends with a whole month of the round's year: interim 6–8 months, annual all twelve."""
    whole = end.day == calendar.monthrange(end.year, end.month)[1] and end.year == year
    months = {RoundKind.INTERIM: INTERIM_MONTHS, RoundKind.ANNUAL: (12,)}.get(kind, tuple(range(1, 13)))
    return None if whole and end.month in months else Breach(f"{kind}_period", day=end)


def interim_ends(year: int) -> list[date]:
    """The days that a year's interim period may end on."""
    return [date(year, month, calendar.monthrange(year, month)[1]) for month in INTERIM_MONTHS]
