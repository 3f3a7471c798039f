"""Ratios measured side by side: A B · B A …, the median of the pairs, so that a slow day does not matter.

Seconds are the processor's, of this process: SQLite works inside it, and what else the machine does counts for nobody.
"""

from __future__ import annotations

import gc
import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time

PAIRS = int(os.environ.get("PAIRS", 30))


@dataclass(frozen=True)
class Ratio:
    """A against B: the median ratio of the pairs, and the medians themselves in milliseconds."""

    name: str
    ratio: float
    a: float
    b: float

    def __str__(self) -> str:
        return f"{self.name}: {self.ratio:.2f}× ({self.a:.1f} ms mot {self.b:.1f} ms)"


def side_by_side(name: str, a: Callable[[], object], b: Callable[[], object], pairs: int = PAIRS) -> Ratio:
    """Run both in turn, after one warm-up each."""
    first, second = in_turn(a, b, pairs=pairs)
    return ratio(name, first, second)


def in_turn(*runs: Callable[[], object], pairs: int = PAIRS) -> list[list[float]]:
    """The seconds of each, A B C · C B A · A B C …, after one warm-up each.

    Garbage is searched for between the rounds. Who comes after that, or after another, finds the processor's caches
    full of their things: so the order turns.
    """
    for run in runs:
        run()
    return [list(times) for times in zip(*(_round(runs, number) for number in range(pairs)), strict=True)]


def _round(runs: Sequence[Callable[[], object]], number: int) -> list[float]:
    order = range(len(runs))
    turn = order if number % 2 == 0 else reversed(order)
    gc.collect()
    gc.disable()
    try:
        seconds = {at: _once(runs[at]) for at in turn}
    finally:
        gc.enable()
    return [seconds[at] for at in order]


def ratio(name: str, first: list[float], second: list[float]) -> Ratio:
    """The median of the pairs' ratios."""
    middle = statistics.median(a / b for a, b in zip(first, second, strict=True))
    return Ratio(name, middle, 1000 * statistics.median(first), 1000 * statistics.median(second))


def _once(what: Callable[[], object]) -> float:
    start = process_time()
    what()
    return process_time() - start
