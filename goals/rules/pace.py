"""Realistic: the yearly pace that a target demands, beside what the indicator and its peers achieved before.

*within*: no faster than its own pace. *ambitious*: no faster than the best peer. *beyond*: faster than every peer.
The last two need at least five peers with values; else, if not within, it is *not comparable*. No pace crosses a
series break.

Paces are improvements: positive is the better way, whatever the direction; for `within` they count the distance to
the bounds. Verdicts compare the exact change over the whole span, never a rounded yearly pace.

Readings chosen where DOMAIN is silent:
- "As many years before" is the span from the baseline's year to the target's, ending in the baseline's year, for the
  indicator and for each peer alike; a series without a value in just those two years has no pace.
- The indicator's own pace ends in the baseline as it was stated (a later revision of it does not change the verdict).
- A series break lies between two years when any value between them, or at their ends, is of another version than the
  target's.
- The best stretch is the best that the indicator did over just as many years, whenever up to the baseline's year; of
  equals the latest. It informs and does not change the verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from indicators.rules.direction import Bounds, Direction, Reading, Series, shortfall

PEERS_NEEDED = 5


class PaceVerdict(StrEnum):
    """How the demanded pace compares."""

    WITHIN = "within"
    AMBITIOUS = "ambitious"
    BEYOND = "beyond"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True)
class Demand:
    """What a target asks of an indicator, from its baseline to its target year."""

    direction: Direction
    baseline_year: int | None
    baseline: Decimal | None
    target_year: int | None
    target: Decimal | None
    bounds: Bounds | None = None
    version: str | None = None

    @property
    def span(self) -> int:
        """The years from baseline to target; 0 where one of them is not stated."""
        if self.baseline_year is None or self.target_year is None:
            return 0
        return max(self.target_year - self.baseline_year, 0)

    @property
    def improvement(self) -> Decimal | None:
        """How much better the target is than the baseline; None where something is not stated."""
        within = self.direction is Direction.WITHIN
        if not self.span or self.baseline is None or (self.bounds if within else self.target) is None:
            return None
        start = shortfall(self.baseline, self.direction, self.bounds)
        return start if within or self.target is None else start - shortfall(self.target, self.direction)


@dataclass(frozen=True)
class Stretch:
    """What a series improved from one year to another."""

    first_year: int
    last_year: int
    improvement: Decimal


@dataclass(frozen=True)
class Pace:
    """The verdict and what it rests on; changes are improvements over the whole span, `per_year` makes them yearly."""

    verdict: PaceVerdict
    direction: Direction
    span: int = 0
    first_year: int | None = None
    baseline_year: int | None = None
    demanded: Decimal | None = None
    own: Decimal | None = None
    peers: Mapping[str, Decimal] = field(default_factory=dict)
    """Each peer with values and what it achieved."""
    best_stretch: Stretch | None = None
    new_definition: int | None = None
    """The year from which another definition keeps the own pace from being computed."""

    @property
    def best_peer(self) -> str | None:
        """The name of the peer that achieved most; of equals the first."""
        return max(self.peers, key=lambda name: self.peers[name], default=None)

    @property
    def best(self) -> Decimal | None:
        """What the best peer achieved."""
        return max(self.peers.values(), default=None)

    @property
    def peers_as_fast(self) -> int:
        """How many of the peers achieved at least what the target demands."""
        return sum(1 for achieved in self.peers.values() if self.demanded is not None and achieved >= self.demanded)

    def per_year(self, improvement: Decimal) -> Decimal:
        """The yearly change in the indicator's unit, with its own scale's sign (`lower`: a fall is negative)."""
        yearly = improvement / self.span
        return -yearly if self.direction is Direction.LOWER else yearly


def pace(demand: Demand, own: Series, peers: Mapping[str, Series]) -> Pace:
    """How fast the target must be reached, beside the own and the peers' pace over as many years before."""
    demanded = demand.improvement
    if demanded is None or demand.baseline_year is None or demand.baseline is None:
        return Pace(PaceVerdict.NOT_COMPARABLE, demand.direction)
    stated = {**own, demand.baseline_year: Reading(demand.baseline, version=_version_at(own, demand))}
    start = demand.baseline_year - demand.span
    mine = achieved(demand, stated)
    theirs = {name: gain for name, series in peers.items() if (gain := achieved(demand, series)) is not None}
    return Pace(
        _verdict(demanded, mine, list(theirs.values())),
        demand.direction,
        demand.span,
        start,
        demand.baseline_year,
        demanded,
        mine,
        theirs,
        best_stretch(demand, stated),
        _new_definition(stated, start, demand.baseline_year, demand.version),
    )


def _version_at(own: Series, demand: Demand) -> str | None:
    assert demand.baseline_year is not None
    reading = own.get(demand.baseline_year)
    return demand.version if reading is None else reading.version


def achieved(demand: Demand, series: Series) -> Decimal | None:
    """What a series improved over as many years before the baseline; None without both ends or over a break."""
    return None if demand.baseline_year is None else _gain(demand, series, demand.baseline_year)


def best_stretch(demand: Demand, series: Series) -> Stretch | None:
    """The best that a series did over as many years, ending in any year up to the baseline's."""
    ends = sorted(year for year in series if demand.baseline_year is not None and year <= demand.baseline_year)
    found = [
        Stretch(year - demand.span, year, gain) for year in ends if (gain := _gain(demand, series, year)) is not None
    ]
    return max(found, key=lambda stretch: (stretch.improvement, stretch.last_year), default=None)


def _gain(demand: Demand, series: Series, end: int) -> Decimal | None:
    """What a series improved over as many years up to `end`; None without both ends or over a break."""
    start = end - demand.span
    first, last = series.get(start, Reading()).value, series.get(end, Reading()).value
    if first is None or last is None or _new_definition(series, start, end, demand.version) is not None:
        return None
    return shortfall(first, demand.direction, demand.bounds) - shortfall(last, demand.direction, demand.bounds)


def _new_definition(series: Series, start: int, end: int, version: str | None) -> int | None:
    """The year after the last value of another version between two years; None where no break lies between."""
    other = (y for y, r in series.items() if start <= y <= end and r.value is not None and r.version != version)
    return max((year + 1 for year in other), default=None)


def _verdict(demanded: Decimal, own: Decimal | None, peers: list[Decimal]) -> PaceVerdict:
    if own is not None and demanded <= own:
        return PaceVerdict.WITHIN
    if len(peers) < PEERS_NEEDED:
        return PaceVerdict.NOT_COMPARABLE
    return PaceVerdict.AMBITIOUS if demanded <= max(peers) else PaceVerdict.BEYOND
