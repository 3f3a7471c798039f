"""Ratios measured side by side: A B A B …, the median of the pairs, so that a slow day does not matter."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

PAIRS = 30


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
    a(), b()
    timed = [(_once(a), _once(b)) for _ in range(pairs)]
    ratio = statistics.median(first / second for first, second in timed)
    return Ratio(
        name,
        ratio,
        1000 * statistics.median(first for first, _ in timed),
        1000 * statistics.median(second for _, second in timed),
    )


def _once(what: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    start = perf_counter()
    what()
    seconds = perf_counter() - start
    gc.enable()
    return seconds
