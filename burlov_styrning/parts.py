"""The plain values that the shared components show. Views make them, `templates/components` draws them.

A component reads attributes only, so a model row or a dict with the same names serves as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

type Text = str | Promise


@dataclass(frozen=True)
class Button:
    """A move that is offered: a form that posts, or a link to the page that asks for more first."""

    label: Text
    url: str
    post: bool = False
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Check:
    """One thing that is done or missing, with what there is to say about it."""

    label: Text
    done: bool
    text: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Stage:
    """One step on the way of a goal. `state`: empty (has happened), `now` or `next`."""

    title: Text
    when: Text = ""
    text: Text = ""
    links: Sequence[tuple[Text, str]] = ()
    state: str = ""
    example: bool = False


@dataclass(frozen=True)
class Task:
    """A row of work: by when, what, why, and one button; `links`: the single parts of it, each to its place."""

    title: Text
    url: str
    label: Text
    text: Text = ""
    due: date | None = None
    example: bool = False
    links: Sequence[tuple[Text, str]] = ()


@dataclass(frozen=True)
class Count:
    """A part of a whole: how many have this status (`code` as for `status`; `done` and `rest` for progress)."""

    code: str
    count: int
    text: Text


@dataclass(frozen=True)
class Note:
    """What somebody wrote, and when."""

    who: Text
    when: Any
    text: str
    role: Text = ""
    resolved: Any = None
    """When it was marked as dealt with."""
    moves: Sequence[Button] = ()
    section: str = ""
    """The key of the section of the row that it is about; empty: all of it."""


@dataclass(frozen=True)
class FileLink:
    """A file to fetch: its kind is said, its size in bytes if known, its hash if there is one."""

    label: Text
    url: str
    size: int | None = None
    digest: str = ""


@dataclass(frozen=True)
class Ranked:
    """A row of a list that a person orders; a missing address means: cannot go further that way.

    `put` takes a place, as one drags it; `key` tells the rows apart.
    """

    title: Text
    url: str = ""
    text: Text = ""
    up: str = ""
    down: str = ""
    remove: str = ""
    put: str = ""
    key: str = ""


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: what I typed and what stands."""

    label: Text
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        return self.mine != self.theirs


GAP = 0.7


@dataclass(frozen=True)
class Segment:
    """A piece of a strip, in hundredths of its width."""

    code: str
    x: float
    width: float


def segments(counts: Iterable[Count]) -> list[Segment]:
    """The strip's pieces, left to right with a thin gap between; nothing for nothing."""
    parts = [part for part in counts if part.count > 0]
    whole = sum(part.count for part in parts)
    found, before = [], 0
    for part in parts:
        x, width = 100 * before / whole, 100 * part.count / whole
        before += part.count
        gap = GAP if before < whole and width > 2 * GAP else 0
        found.append(Segment(part.code, round(x, 2), round(width - gap, 2)))
    return found


@dataclass(frozen=True)
class Spark:
    """The points of a very small line chart, for those who see it; the numbers stand beside it in words."""

    lines: Sequence[str]
    last: tuple[float, float] | None
    target: float | None
    width: int = 150
    height: int = 40


def spark(values: Sequence[Decimal | None], target: Decimal | None = None) -> Spark:
    """Place values on a 150 × 40 field; a gap where a year has none."""
    known = [float(value) for value in values if value is not None] + ([float(target)] if target is not None else [])
    if not known:
        return Spark((), None, None)
    low, high = min(known), max(known)
    step = 142 / max(1, len(values) - 1)

    def y(value: Decimal) -> float:
        return 20.0 if high == low else round(35 - 30 * (float(value) - low) / (high - low), 1)

    placed = [None if v is None else (round(4 + i * step, 1), y(v)) for i, v in enumerate(values)]
    points = [point for point in placed if point]
    return Spark(_runs(placed), points[-1] if points else None, None if target is None else y(target))


def _runs(placed: Sequence[tuple[float, float] | None]) -> list[str]:
    runs: list[list[str]] = [[]]
    for point in placed:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]},{point[1]}")
    return [" ".join(run) for run in runs if len(run) > 1]


@dataclass(frozen=True)
class Empty:
    """What a list says when it has nothing: why, and what to do next."""

    text: Text
    label: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Filter:
    """A choice that narrows a list: its name in the address, its label, and its choices (value, label).

    `typed`: words are written in place of a choice, where there may be hundreds to choose from.
    """

    name: str
    label: Text
    choices: Sequence[tuple[str, Text]] = field(default_factory=list)
    every: Text = ""
    """What the empty choice shows, where that is not all there is."""
    typed: bool = False
    day: bool = False
    """What is typed is a day."""
