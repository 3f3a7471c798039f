"""What the indicators suggest of a goal, what a judgement departs from, and how judgements are counted.

Readings chosen where DOMAIN is silent:
- "Every indicator met" is asked first and of `target_status`, so a goal whose paths are not decided can be met with 0
  of m measured.
- In a part-year round before the last year a forecast stands in for an unknown `status` only; in the last year it is
  held against the target and stands in for an unknown `target_status`.
- A judgement is brighter than its suggestion in the order not met, not assessable, on course, met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from followup.rules.figures import Status, Statuses


class Verdict(StrEnum):
    """A judgement of a goal, an area or the whole, and what the indicators suggest of a goal."""

    MET = "met"
    ON_COURSE = "on_course"
    NOT_MET = "not_met"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True)
class Suggestion:
    """What the indicators say: `measured` of `of` are known, `by_forecast` of those by a forecast only."""

    verdict: Verdict
    measured: int
    of: int
    by_forecast: int = 0


@dataclass(frozen=True)
class Counts:
    """How many goals were judged what."""

    met: int = 0
    on_course: int = 0
    not_met: int = 0
    not_assessable: int = 0
    not_judged: int = 0

    @property
    def total(self) -> int:
        """All goals."""
        return self.met + self.on_course + self.not_met + self.not_assessable + self.not_judged


# Several owners


_WORST_FIRST = (Status.NOT_MET, Status.ON_COURSE, Status.MET)


def worst(statuses: Iterable[Status | None]) -> Status:
    """The worst known status; unknown where none is known."""
    known = set(statuses)
    return next((status for status in _WORST_FIRST if status in known), Status.UNKNOWN)


def worst_of(owners: Iterable[Statuses]) -> Statuses:
    """One indicator of a goal with several owners: each status is the worst known one."""
    each = list(owners)
    return Statuses(
        worst(s.status for s in each),
        worst(s.target_status for s in each),
        any(s.has_target for s in each),
        worst(s.forecast_status for s in each),
        worst(s.forecast_target_status for s in each),
    )


# The suggestion


@dataclass(frozen=True)
class _Reads:
    """An indicator as it is read: against the year (`as_read`) and for "every indicator met" (`goal`)."""

    as_read: Status
    goal: Status
    by_forecast: bool


def suggestion(indicators: Sequence[Statuses], *, last_year: bool = False, part_year: bool = False) -> Suggestion:
    """What a goal's indicators suggest in a year."""
    reads = [_reads(statuses, last_year, part_year) for statuses in indicators]
    measured = sum(1 for r in reads if r.as_read is not Status.UNKNOWN)
    return Suggestion(_verdict(reads, measured), measured, len(reads), sum(1 for r in reads if r.by_forecast))


def _reads(s: Statuses, last_year: bool, part_year: bool) -> _Reads:
    to_target = last_year and s.has_target
    plain = s.target_status if to_target else s.status
    forecast = s.forecast_target_status if to_target else s.forecast_status
    forecast = forecast if part_year and plain is Status.UNKNOWN else None
    as_read = forecast or plain
    by_forecast = forecast not in (None, Status.UNKNOWN)
    return _Reads(as_read, s.target_status if s.has_target and not to_target else as_read, by_forecast)


def _verdict(reads: Sequence[_Reads], measured: int) -> Verdict:
    if not reads:
        return Verdict.NOT_ASSESSABLE
    if all(r.goal is Status.MET for r in reads):
        return Verdict.MET
    if 2 * measured < len(reads):
        return Verdict.NOT_ASSESSABLE
    return Verdict.NOT_MET if any(r.as_read is Status.NOT_MET for r in reads) else Verdict.ON_COURSE


# The judgement beside it


BRIGHTNESS = (Verdict.NOT_MET, Verdict.NOT_ASSESSABLE, Verdict.ON_COURSE, Verdict.MET)


def departs(assessment: Verdict | None, suggested: Verdict) -> bool:
    """Whether a motivation is required; what nobody judged departs from nothing."""
    return assessment is not None and assessment is not suggested


def is_brighter(assessment: Verdict | None, suggested: Verdict) -> bool:
    """Whether the judgement is better than what the indicators suggest: listed for controller and auditors."""
    return assessment is not None and BRIGHTNESS.index(assessment) > BRIGHTNESS.index(suggested)


def weigh(assessments: Iterable[Verdict | None]) -> Counts:
    """Counts of goals by judgement; None counts as not judged."""
    counts = Counter("not_judged" if a is None else a.value for a in assessments)
    return Counts(**counts)
