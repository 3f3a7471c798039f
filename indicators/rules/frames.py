"""A committee's frame of a year: last year's, what the year adds and takes, the new one. In tkr, exact.

    new = last + last × index + demographic need + decided changes − efficiency demand + what remains

A frame is a net cost and positive. Nothing is rounded before it is printed, so parts and sums always add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

EXACT = Context(prec=400, rounding=ROUND_HALF_EVEN)
NOTHING = Decimal(0)
ENTERED = ("last", "index", "demography", "changes", "efficiency", "remaining")
"""What is stated of a frame; the index in per cent, the rest in tkr."""


@dataclass(frozen=True)
class Frame:
    """One frame with its parts; what nobody stated is nothing."""

    last: Decimal = NOTHING
    indexation: Decimal = NOTHING
    demography: Decimal = NOTHING
    changes: Decimal = NOTHING
    efficiency: Decimal = NOTHING
    remaining: Decimal = NOTHING

    @property
    def new(self) -> Decimal:
        """The new frame."""
        return self.last + self.indexation + self.demography + self.changes - self.efficiency + self.remaining

    def __add__(self, other: Frame) -> Frame:
        return Frame(*(EXACT.add(a, b) for a, b in zip(self.parts, other.parts, strict=True)))

    @property
    def parts(self) -> tuple[Decimal, ...]:
        """In the order in which they are printed."""
        return (self.last, self.indexation, self.demography, self.changes, self.efficiency, self.remaining)


def frame(said: Mapping[str, Decimal | None]) -> Frame:
    """The frame that is stated."""
    value = {name: said.get(name) or NOTHING for name in ENTERED}
    indexation = EXACT.multiply(value["last"], value.pop("index")).scaleb(-2, EXACT)
    return Frame(indexation=indexation, **value)


def total(frames: Iterable[Frame]) -> Frame:
    """All of them together."""
    result = Frame()
    for one in frames:
        result += one
    return result
