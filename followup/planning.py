"""The dates of a round beside the law and the meetings: days proposed, and what those that were chosen would break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from burlov_styrning.base.models import Meeting, Organ
from burlov_styrning.swedish import short_date
from followup.models import FollowUpRound
from followup.rules import calendar, year
from followup.rules.calendar import RoundKind, Sitting
from followup.rules.year import Broken, Dates, Meetings
from followup.words import breach_sentence
from goals.models import GoalOwner, Term

K = Organ.Kind


@dataclass(frozen=True)
class Advice:
    """What the calendar says of a round: by when each organ must be ready, and what law or order forbids."""

    ready: Mapping[int, date]
    """Organ → the deadline for papers of the meeting where it can decide."""
    hand_over_by: date | None
    said: Sequence[tuple[str | int, str]]
    """What is broken: by which day (`period_end`, `due`, `hand_over`, an organ's key), and the sentence."""
    meetings: Sequence[tuple[str, str]]
    """Organ and day of the meetings that the round passes."""

    @property
    def breaches(self) -> list[str]:
        """The sentences alone."""
        return list(dict.fromkeys(sentence for _place, sentence in self.said))


def owners_in(term: Term) -> list[Organ]:
    """The organs that judge in a term: those that own goals, and the executive board."""
    owning = Organ.objects.filter(goal_owners__goal__term=term, goal_owners__role="owner")
    board = Organ.objects.filter(kind=K.EXECUTIVE_BOARD, ends=None)
    return list((owning | board).distinct().order_by("id"))


def meetings_after(day: date, organs: Iterable[Organ], changed: Meeting | None = None) -> Meetings:
    """The meetings after a day that a round of these organs can pass, with one perhaps new or moved. One query."""
    rows: Iterable[Meeting] = Meeting.objects.filter(date__gt=day).select_related("organ").order_by("date", "id")
    if changed:
        rows = sorted([changed, *(row for row in rows if row.pk != changed.pk)], key=lambda row: row.date)
        rows = [row for row in rows if row.date > day]
    committees: dict[int, list[Sitting]] = {organ.pk: [] for organ in organs if _is_committee(organ)}
    found: dict[str, list[Sitting]] = {K.EXECUTIVE_BOARD: [], K.COUNCIL: []}
    for row in rows:
        place = found.get(row.organ.kind, committees.get(row.organ_id))
        if place is not None:
            place.append(Sitting(row.organ.name, row.date, row.papers))
    return Meetings(committees, found[K.EXECUTIVE_BOARD], found[K.COUNCIL])


def _is_committee(organ: Organ) -> bool:
    return organ.kind not in (K.EXECUTIVE_BOARD, K.COUNCIL)


def chosen(row: FollowUpRound, own: Mapping[int, date] | None = None) -> Dates:
    """The days of a round as they stand."""
    return Dates(RoundKind(row.kind), row.year, row.ends_on, row.due, row.hand_over, own or {})


def propose(
    kind: RoundKind, of: int, ends: date, organs: Iterable[Organ], meetings: Meetings, hand_over: date | None = None
) -> Dates:
    """The days of a round; the executive board's own judgements are ready with the papers for its meeting."""
    found = year.propose(kind, of, ends, meetings, hand_over)
    papers = year.papers_on(found.hand_over, meetings) if found.hand_over else ends
    board = {organ.pk: papers for organ in organs if organ.kind == K.EXECUTIVE_BOARD and papers > ends}
    return replace(found, own={**found.own, **board}, due=max([found.due or papers, *board.values()]))


def advise(
    row: FollowUpRound, organs: Sequence[Organ], own: Mapping[int, date] | None = None, known: Meetings | None = None
) -> Advice:
    """What the calendar says of a round's days, and of proposed ones where none are chosen; one query for meetings."""
    meetings = meetings_after(row.ends_on, organs) if known is None else known
    dates = chosen(row, own)
    proposed = propose(dates.kind, dates.year, dates.period_end, organs, meetings, dates.hand_over)
    asked = replace(dates, hand_over=proposed.hand_over)
    return Advice(
        proposed.own,
        calendar.hand_over_by(dates.kind, dates.period_end),
        sentences(asked, meetings),
        [(sitting.organ, short_date(sitting.day)) for sitting in year.passed(proposed, meetings)],
    )


def sentences(dates: Dates, meetings: Meetings) -> list[tuple[str | int, str]]:
    """What the days break, each with the day that does."""
    return [(one.place, breach_sentence(one.breach)) for one in year.broken(dates, meetings)]


def conflicts(rows: Sequence[FollowUpRound]) -> list[tuple[FollowUpRound, list[str]]]:
    """What the days of several rounds break as the meetings stand now."""
    return _in_words(_broken(rows))


def broken_by(rows: Sequence[FollowUpRound], meeting: Meeting) -> list[tuple[FollowUpRound, list[str]]]:
    """What they would break besides with a new meeting, or with one moved; it is not saved."""
    before = {(row.pk, one.place, one.breach.code) for row, said in _broken(rows) for one in said}
    after = _broken(rows, meeting)
    new = [(row, [one for one in said if (row.pk, one.place, one.breach.code) not in before]) for row, said in after]
    return _in_words(new)


def _in_words(found: Iterable[tuple[FollowUpRound, list[Broken]]]) -> list[tuple[FollowUpRound, list[str]]]:
    return [(row, list(dict.fromkeys(breach_sentence(one.breach) for one in said))) for row, said in found if said]


def _broken(rows: Sequence[FollowUpRound], changed: Meeting | None = None) -> list[tuple[FollowUpRound, list[Broken]]]:
    if not rows:
        return []
    owners = GoalOwner.objects.filter(goal__term__in={row.term_id for row in rows}, role=GoalOwner.Role.OWNER)
    organs: dict[int, dict[int, Organ]] = {}
    for owner in owners.select_related("organ", "goal"):
        organs.setdefault(owner.goal.term_id, {})[owner.organ_id] = owner.organ
    every = {pk: organ for some in organs.values() for pk, organ in some.items()}
    known = meetings_after(min(row.ends_on for row in rows), every.values(), changed)
    found = []
    for row in rows:
        own = {deadline.organ_id: deadline.due for deadline in row.deadlines.all()}
        mine = {key: known.committees[key] for key in organs.get(row.term_id, {}) if key in known.committees}
        found.append((row, year.broken(chosen(row, own), replace(known, committees=mine))))
    return found
