"""A year's rounds proposed from the legal calendar and the meetings, and what a day that somebody moves breaks.

The executive board hands over at its last meeting that the law allows and from which the report still reaches the
council in time; each committee decides at its last meeting before the board's papers are due, and its judgements are
ready when the papers for that meeting are. Where no meeting is known yet, a day is counted back from the law alone.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from followup.rules.calendar import Breach, RoundKind, Sitting, approve_by, hand_over_by, period_breach

WRITING = timedelta(days=14)
"""So long before the papers for the board the judgements are ready where nobody's meeting says more."""
AFTER = timedelta(days=60)
"""When a tertial report is handed over, at the latest, where there is neither law nor meeting."""


@dataclass(frozen=True)
class Meetings:
    """The meetings after a period, in the order of their days: each committee's by its key, the board's, the council's.

    Sittings before the period's end are of no use and are passed over.
    """

    committees: Mapping[int, Sequence[Sitting]] = field(default_factory=dict)
    board: Sequence[Sitting] = ()
    council: Sequence[Sitting] = ()


@dataclass(frozen=True)
class Dates:
    """The days of one round: when judgements are ready, each committee's own day, when the board hands over."""

    kind: RoundKind
    year: int
    period_end: date
    due: date | None = None
    hand_over: date | None = None
    own: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Broken:
    """What a plan breaks, and by which of its days: `period_end`, `due`, `hand_over`, or a committee's key."""

    place: str | int
    breach: Breach


def rounds_of(year: int, interim_months: int = 8, tertial_months: Sequence[int] = ()) -> list[tuple[RoundKind, date]]:
    """What a year has: tertial reports by choice, the interim and the annual report; by the end of their periods."""
    found = [(RoundKind.TERTIAL, month_end(year, month)) for month in tertial_months]
    found += [(RoundKind.INTERIM, month_end(year, interim_months)), (RoundKind.ANNUAL, date(year, 12, 31))]
    return sorted(found, key=lambda one: one[1])


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def propose(
    kind: RoundKind, year: int, period_end: date, meetings: Meetings, hand_over: date | None = None
) -> Dates:  # fmt: skip
    """The days of a round, counted back from the council's meeting (or a day to hand over) to the committees'."""
    hand_over = hand_over or _hand_over_day(kind, period_end, meetings)
    papers = papers_on(hand_over, meetings)
    ready = {key: _committee(sittings, period_end, papers) for key, sittings in meetings.committees.items()}
    own = {key: sitting.papers_due for key, sitting in ready.items() if sitting and sitting.papers_due > period_end}
    due = max([*own.values()], default=max(papers - WRITING, period_end + timedelta(days=1)))
    return Dates(kind, year, period_end, min(due, hand_over), hand_over, own)


def _hand_over_day(kind: RoundKind, period_end: date, meetings: Meetings) -> date:
    board = _board(kind, period_end, meetings)
    return board.day if board else hand_over_by(kind, period_end) or period_end + AFTER


def _after(sittings: Sequence[Sitting], period_end: date) -> list[Sitting]:
    return sorted((one for one in sittings if one.day > period_end), key=lambda one: one.day)


def _board(kind: RoundKind, period_end: date, meetings: Meetings) -> Sitting | None:
    """The board's last meeting that law and council allow; without such a law its first that all committees reach."""
    sittings = _after(meetings.board, period_end)
    latest, council = hand_over_by(kind, period_end), _last_papers(kind, period_end, meetings)
    in_time = [one for one in sittings if latest is None or one.day <= latest]
    in_time = [one for one in in_time if council is None or one.day <= council] or in_time
    if latest is None:
        in_time = [one for one in sittings if _all_reach(one, period_end, meetings)][:1] or sittings
    return next(iter(in_time[-1:] or sittings[:1]), None)


def _all_reach(board: Sitting, period_end: date, meetings: Meetings) -> bool:
    """Whether each committee that meets at all can write and decide before the board's papers are due."""
    last = [_committee(rows, period_end, board.papers_due) for rows in meetings.committees.values() if rows]
    return all(one is not None and one.papers_due > period_end for one in last)


def _last_papers(kind: RoundKind, period_end: date, meetings: Meetings) -> date | None:
    """When the papers are due for the last meeting at which the council can approve in time."""
    by = approve_by(kind, period_end)
    fit = [one for one in _after(meetings.council, period_end) if by is None or one.day <= by]
    return fit[-1].papers_due if by and fit else None


def _committee(sittings: Sequence[Sitting], period_end: date, board_papers: date) -> Sitting | None:
    """The last meeting after the period from which the decision reaches the board in time."""
    fit = [one for one in _after(sittings, period_end) if one.day <= board_papers]
    return fit[-1] if fit else None


def passed(dates: Dates, meetings: Meetings) -> list[Sitting]:
    """The meetings that a round with these days passes: the committees', the board's, the council's that comes next."""
    end, day = dates.period_end, dates.hand_over
    if day is None:
        return []
    papers = papers_on(day, meetings)
    found = [_committee(sittings, end, papers) for sittings in meetings.committees.values()]
    found += [one for one in meetings.board if one.day == day][:1]
    if dates.kind is not RoundKind.TERTIAL:
        found += [one for one in _after(meetings.council, end) if one.papers_due >= day][:1]
    return [one for one in found if one]


def broken(dates: Dates, meetings: Meetings) -> list[Broken]:
    """Everything that the days of a round break: of the law, and of the order between the meetings."""
    period = period_breach(dates.kind, dates.year, dates.period_end)
    found = [Broken("period_end", period)] if period else []
    return [*found, *_hand_over(dates, meetings), *_ready(dates, meetings)]


def moved(before: Dates, after: Dates, meetings: Meetings) -> list[Broken]:
    """What breaks by moving days that did not break before."""
    known = set(broken(before, meetings))
    return [one for one in broken(after, meetings) if one not in known]


def _hand_over(dates: Dates, meetings: Meetings) -> Iterator[Broken]:
    day, end = dates.hand_over, dates.period_end
    if day is None:
        return
    name = meetings.board[0].organ if meetings.board else ""
    latest = hand_over_by(dates.kind, end)
    if day <= end:
        yield Broken("hand_over", Breach("handed_over_before_end", name, day, end))
    if latest and day > latest:
        yield Broken("hand_over", Breach(f"{dates.kind}_handed_over_late", name, day, latest))
    if (known := _after(meetings.board, end)) and day not in {one.day for one in known}:
        before = [one.day for one in known if one.day < day] or [known[0].day]
        yield Broken("hand_over", Breach("no_board_meeting", name, day, before[-1]))
    yield from _council(dates, day, meetings)


def _council(dates: Dates, day: date, meetings: Meetings) -> Iterator[Broken]:
    """The annual report reaches a meeting of the council before the end of June."""
    by, known = approve_by(dates.kind, dates.period_end), _after(meetings.council, dates.period_end)
    if by is None or not known:
        return
    reached = next((one for one in known if one.papers_due >= day), None)
    if reached is None:
        yield Broken("hand_over", Breach("no_council_meeting", known[-1].organ, day, known[-1].papers_due))
    elif reached.day > by:
        yield Broken("hand_over", Breach("approved_late", reached.organ, reached.day, by))


def _ready(dates: Dates, meetings: Meetings) -> Iterator[Broken]:
    """Judgements are ready after the period, in time for the committee, and the committee in time for the board."""
    papers = papers_on(dates.hand_over, meetings) if dates.hand_over else None
    if dates.due and dates.due <= dates.period_end:
        yield Broken("due", Breach("ready_before_end", "", dates.due, dates.period_end))
    if dates.due and papers and dates.due > papers:
        yield Broken("due", Breach("ready_after_board_papers", "", dates.due, papers))
    for key, day in dates.own.items():
        if key not in meetings.committees and papers and day > papers:
            yield Broken(key, Breach("ready_after_board_papers", "", day, papers))
    for key, sittings in meetings.committees.items():
        if own := dates.own.get(key) or dates.due:
            yield from _own(key, own, dates, sittings, papers)


def papers_on(day: date, meetings: Meetings) -> date:
    """When the papers are due for the board's meeting on a day, or as if it met then."""
    return next((one.papers_due for one in meetings.board if one.day == day), Sitting("", day).papers_due)


def _own(key: int, day: date, dates: Dates, sittings: Sequence[Sitting], papers: date | None) -> Iterator[Broken]:
    known = _after(sittings, dates.period_end)
    if key in dates.own and day <= dates.period_end:
        yield Broken(key, Breach("ready_before_end", known[0].organ if known else "", day, dates.period_end))
    if not known or papers is None:
        return
    last = _committee(sittings, dates.period_end, papers)
    if last is None:
        yield Broken(key, Breach("no_meeting_in_time", known[0].organ, known[0].day, papers))
    elif day > last.papers_due:
        yield Broken(key, Breach("ready_after_papers", last.organ, day, last.papers_due))
