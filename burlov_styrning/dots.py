"""Rows of dots along one scale: each row says in words over it what its dots are, so that a phone has room for both.

Dots that would cover each other stand on top of one another. Every dot keeps its exact place along the scale.
"""

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from burlov_styrning.charts import Figure, plain
from burlov_styrning.drawing import ACCENT, GREY, INK_2, LINE, SMALL, Scale, house_layout, scale

LETTERS, LINE_HEIGHT, BAND, DOT = 46, 17, 18, 9
TOP, GAP, AXIS = 2, 10, 44
DOTS_ABREAST = 34
"""So many dots find room side by side on a phone."""
MOST_HIGH = 90
"""A heap of dots is never higher than so many pixels: in a large crowd they stand closer."""


@dataclass(frozen=True)
class Dot:
    """One value, with the words that a pointer finds."""

    value: Decimal
    words: str
    hollow: bool = False


@dataclass(frozen=True)
class Row:
    """Dots of one kind and the words over them; a row without dots says why it has none."""

    words: str
    dots: Sequence[Dot]
    colour: str
    symbol: str = "circle"
    bold: bool = False

    @property
    def lines(self) -> list[str]:
        return textwrap.wrap(self.words, LETTERS, break_on_hyphens=False) or [""]


@dataclass(frozen=True)
class _Placed:
    """A row at its place: its words from `top` on, its dots over `base`, in pixels from the top."""

    row: Row
    top: float
    levels: Sequence[int]

    @property
    def words_end(self) -> float:
        return self.top + LINE_HEIGHT * len(self.row.lines)

    @property
    def step(self) -> float:
        return min(float(DOT + 1), MOST_HIGH / max(1, *self.levels))

    @property
    def base(self) -> float:
        return self.words_end + (BAND + max(self.levels) * self.step if self.levels else 0)

    @property
    def heights(self) -> list[float]:
        return [round(self.base - BAND / 2 - level * self.step, 1) for level in self.levels]


def dot_rows(
    rows: Sequence[Row], mark: Decimal, title: str, tick: Callable[[Decimal, int], str], decimals: int
) -> Figure:
    """The rows under one another; `mark` is a dotted line through all of them, `tick` writes a value of the scale."""
    axis = scale([mark, *(dot.value for row in rows for dot in row.dots)], decimals, zero=True)
    placed = _placed(rows, (axis.high - axis.low) / DOTS_ABREAST)
    end = math.ceil(placed[-1].base + GAP)
    layout = house_layout(end + AXIS) | {
        "margin": {"l": 4, "r": 14, "t": 0, "b": AXIS},
        "xaxis": _value_axis(axis, title, tick),
        "yaxis": {"range": [end, 0], "visible": False, "fixedrange": True},
        "annotations": [_words(one.row, one.top) for one in placed],
        "shapes": [
            _segment(value, one.words_end, one.base, line)
            for one in placed
            if one.row.dots
            for value, line in ((Decimal(0), ZERO), (mark, MARK))
        ],
    }
    return {"data": [_trace(one.row, one.heights) for one in placed if one.row.dots], "layout": layout}


def _placed(rows: Sequence[Row], reach: Decimal) -> list[_Placed]:
    placed: list[_Placed] = []
    for row in rows:
        top = placed[-1].base + GAP if placed else float(TOP)
        placed.append(_Placed(row, top, _levels([dot.value for dot in row.dots], reach)))
    return placed


def _value_axis(axis: Scale, title: str, tick: Callable[[Decimal, int], str]) -> dict[str, Any]:
    room = (axis.high - axis.low) / 30
    return {
        "range": [float(axis.low - room), float(axis.high + room)], "fixedrange": True,
        "showgrid": False, "zeroline": False, "ticks": "outside",
        "tickcolor": LINE, "showline": True, "linecolor": LINE,
        "tickmode": "array", "tickvals": [float(value) for value in axis.ticks],
        "ticktext": [tick(value, axis.decimals) for value in axis.ticks],
        "title": {"text": plain(title), "font": {"size": SMALL, "color": INK_2}, "standoff": 6},
    }  # fmt: skip


def _levels(values: Sequence[Decimal], reach: Decimal) -> list[int]:
    """How high each dot stands so that none covers another."""
    levels = [0] * len(values)
    ends: list[Decimal] = []
    for index in sorted(range(len(values)), key=lambda index: values[index]):
        free = next((level for level, end in enumerate(ends) if values[index] - end >= reach), len(ends))
        ends[free : free + 1] = [values[index]]
        levels[index] = free
    return levels


def _words(row: Row, top: float) -> dict[str, Any]:
    font = {"color": row.colour if row.bold else INK_2} | ({"weight": 600} if row.bold else {})
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "align": "left", "xshift": -2, "y": top, "yanchor": "top",
        "text": "<br>".join(map(plain, row.lines)), "showarrow": False, "font": font,
    }  # fmt: skip


ZERO = {"color": GREY, "width": 1}
MARK = {"color": ACCENT, "width": 1.5, "dash": "3px,3px"}


def _segment(value: Decimal, top: float, base: float, line: dict[str, Any]) -> dict[str, Any]:
    """A line beside the dots only: it does not run through the words over them."""
    return {
        "type": "line", "x0": float(value), "x1": float(value), "y0": round(top, 1), "y1": round(base, 1),
        "layer": "below", "line": line,
    }  # fmt: skip


def _trace(row: Row, heights: Sequence[float]) -> dict[str, Any]:
    hollow = [dot.hollow for dot in row.dots]
    paper = "rgba(0,0,0,0)"
    return {
        "type": "scatter", "mode": "markers", "name": "", "cliponaxis": False,
        "x": [float(dot.value) for dot in row.dots], "y": [round(height, 1) for height in heights],
        "text": [plain(dot.words) for dot in row.dots], "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": DOT if row.symbol == "circle" else DOT + 3, "symbol": row.symbol,
            "color": [paper if empty else row.colour for empty in hollow] if any(hollow) else row.colour,
            "line": {"color": row.colour, "width": 1.6},
        },
    }  # fmt: skip
