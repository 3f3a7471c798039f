"""An order that people change one place at a time."""

from __future__ import annotations

from collections.abc import Sequence


def moved[T](order: Sequence[T], one: T, up: bool) -> list[T]:
    """The order with one of its members a place further up or down; the first stays first, the last last."""
    rows = list(order)
    at = rows.index(one)
    to = max(at - 1, 0) if up else min(at + 1, len(rows) - 1)
    rows.insert(to, rows.pop(at))
    return rows
