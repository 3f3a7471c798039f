"""Where one stands among others: place, median and quartiles, and how the place has changed.

All who have a value that means the same thing stand in one line, the own one among them; who has none, or one of
another definition, is left out and counted.

- **Place**: one more than the number of those that are better. Equals share their place; for `within` all that lie
  inside the bounds are equals. Values are compared as they are stored, never as rounded.
- **Median and quartiles**: the values in order of size; the quartile *q* stands at place `1 + (n − 1) · q/4`, and
  between two values it divides the step between them in proportion (Hyndman and Fan's type 7, as QUARTILE.INC in
  spreadsheets). So the median of an even number is the mean of the two in the middle; it is exact.
- **Change of place**: the place then minus the place now (positive is better); not told over a new definition. Who has
  a value may differ between the years: how many there were then is told with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules.direction import Bounds, Direction, Movement, Reading, movement, shortfall

FEWEST = 5
"""With fewer values no quartiles are told: they would be single municipalities."""


@dataclass(frozen=True)
class Counted[K: Hashable]:
    """Those who can be compared in one year, and why the others cannot."""

    values: Mapping[K, Decimal]
    missing: Sequence[K] = ()
    other: Sequence[K] = ()
    """Who has a value of another definition."""

    @property
    def asked(self) -> int:
        """How many there are in all."""
        return len(self.values) + len(self.missing) + len(self.other)


@dataclass(frozen=True)
class Place:
    """A place in the line, with how many share it and how many stand in it."""

    place: int
    shared: int
    of: int

    @property
    def last(self) -> int:
        """The last of the places that are shared."""
        return self.place + self.shared - 1


@dataclass(frozen=True)
class Spread:
    """The median and, where there are enough, the quartiles, in order of size (not of better and worse)."""

    median: Decimal
    lower: Decimal | None = None
    upper: Decimal | None = None


def meaning[K: Hashable](readings: Mapping[K, Reading], own: K | None) -> str | None:
    """The definition that a year is compared by: the own value's, else the one that most values have."""
    if own is not None and own in readings and readings[own].value is not None:
        return readings[own].version
    found = Counter(reading.version for reading in readings.values() if reading.value is not None)
    return min(found, key=lambda version: (-found[version], str(version))) if found else None


def counted[K: Hashable](who: Iterable[K], readings: Mapping[K, Reading], version: str | None) -> Counted[K]:
    """Everybody sorted: comparable, without a value, or of another definition."""
    values: dict[K, Decimal] = {}
    missing, other = [], []
    for one in who:
        reading = readings.get(one)
        if reading is None or reading.value is None:
            missing.append(one)
        elif reading.version != version:
            other.append(one)
        else:
            values[one] = reading.value
    return Counted(values, missing, other)


def ranked[K: Hashable](
    values: Mapping[K, Decimal], direction: Direction, bounds: Bounds | None = None
) -> list[tuple[K, Place]]:
    """Everybody with their place, the best first; equals in the order in which they were given."""
    short = {one: shortfall(value, direction, bounds) for one, value in values.items()}
    alike = Counter(short.values())
    first, before = {}, 0
    for level in sorted(alike):
        first[level] = before + 1
        before += alike[level]
    line = sorted(short.items(), key=lambda pair: pair[1])
    return [(one, Place(first[level], alike[level], len(short))) for one, level in line]


def place_of[K: Hashable](
    values: Mapping[K, Decimal], own: K | None, direction: Direction, bounds: Bounds | None = None
) -> Place | None:
    """The place of one; None where it has no comparable value."""
    if own is None or own not in values:
        return None
    mine = shortfall(values[own], direction, bounds)
    others = [shortfall(value, direction, bounds) for value in values.values()]
    return Place(1 + sum(one < mine for one in others), sum(one == mine for one in others), len(others))


def gained(now: Place | None, then: Place | None) -> int | None:
    """How many places better; negative is worse; None where one of them is not known."""
    return None if now is None or then is None else then.place - now.place


def spread(values: Iterable[Decimal]) -> Spread | None:
    """Median and quartiles; None without any value."""
    line = sorted(values)
    if not line:
        return None
    median = quartile(line, 2)
    return Spread(median) if len(line) < FEWEST else Spread(median, quartile(line, 1), quartile(line, 3))


def quartile(line: Sequence[Decimal], which: int) -> Decimal:
    """The first, second or third quartile of values in order of size (type 7)."""
    whole, quarters = divmod((len(line) - 1) * which, 4)
    if not quarters:
        return line[whole]
    return line[whole] + (line[whole + 1] - line[whole]) * quarters / 4


def quarter_of(place: Place) -> int:
    """In which quarter of the line a place lies, 1 the best; a shared place counts as its first."""
    return min(4, (place.place - 1) * 4 // place.of + 1)


def improved[K: Hashable](
    now: Mapping[K, Decimal], then: Mapping[K, Decimal], direction: Direction, bounds: Bounds | None = None
) -> Counter[Movement]:
    """How many of those with a value both years became better, stayed, became worse."""
    return Counter(movement(now[one], then[one], direction, bounds) for one in now if one in then)
