"""Dots in a plane: the own one in ink with its path over the years, others grey, medians as dotted lines.

The four fields between the medians are named in words in their corners. Up is always better and to the left cheaper, so
an axis whose lower numbers are better is turned. On a phone the figure keeps its names in the corners, which are short.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from burlov_styrning.charts import Figure, plain
from burlov_styrning.drawing import GREY, INK, INK_2, LETTER, PAPER, SMALL, TEXT, Scale, house_layout, scale, value_axis
from burlov_styrning.ranked import KEEPS

WORDS = 12
"""Such a part of the height lies over and under the scale: room for the names of the fields."""
LONGEST = 48
HEIGHT, TOP, RIGHT, BOTTOM, COUNT = 360, 40, 24, 46, 4


@dataclass(frozen=True)
class Mark:
    """One of the dots, with the words that a pointer finds."""

    x: Decimal
    y: Decimal
    words: str


@dataclass(frozen=True)
class Axis:
    """What an axis measures, how a value of it is written, and the median with its words."""

    title: str
    written: Callable[[Decimal, int], str]
    decimals: int = 0
    median: Decimal | None = None
    median_words: str = ""
    turned: bool = False
    """Lower numbers are better: they stand at the top."""


def scatter(
    others: Sequence[Mark], own: Mark | None, name: str, trail: Sequence[tuple[str, Mark]], across: Axis, up: Axis,
    corners: tuple[str, str, str, str],
) -> Figure:  # fmt: skip
    """The plane; `trail` is the own path, the oldest first; `corners` in reading order."""
    every = [*others, *([own] if own else []), *(mark for _year, mark in trail)]
    xs = scale(_with(across.median, (mark.x for mark in every)), across.decimals, count=COUNT)
    ys = scale(_with(up.median, (mark.y for mark in every)), up.decimals, count=COUNT)
    ticks = [up.written(value, ys.decimals) for value in ys.ticks]
    left = int(max(map(len, ticks), default=0) * LETTER) + 12
    layout = house_layout(HEIGHT) | {
        "margin": {"l": left, "r": RIGHT, "t": TOP, "b": BOTTOM},
        "meta": KEEPS,
        "xaxis": value_axis(xs.ticks, [across.written(value, xs.decimals) for value in xs.ticks], _ends(xs))
        | {"showgrid": False, "title": {"text": _short(across.title), "font": {"size": SMALL}, "standoff": 8}},
        "yaxis": value_axis(ys.ticks, ticks, _ends(ys, WORDS)[::-1] if up.turned else _ends(ys, WORDS)),
        "shapes": [*_line(across.median, "x"), *_line(up.median, "y")],
        "annotations": [
            _title(up.title, left), *_corners(corners), *_medians(across, up),
            *([_name(own, name, own.x > (xs.low + xs.high) / 2)] if own else []),
            *([_year(*trail[0])] if len(trail) > 1 else []),
        ],
    }  # fmt: skip
    return {"data": [*_dots(others), *_path(trail), *([_own(own)] if own else [])], "layout": layout}


def _with(median: Decimal | None, values: Iterable[Decimal]) -> list[Decimal]:
    return [*values, *([] if median is None else [median])]


def _ends(axis: Scale, part: int = 25) -> tuple[float, float]:
    room = (axis.high - axis.low) / part
    return float(axis.low - room), float(axis.high + room)


def _line(median: Decimal | None, axis: str) -> list[dict[str, Any]]:
    if median is None:
        return []
    other, at = ("y", "x") if axis == "x" else ("x", "y")
    return [{
        "type": "line", f"{at}0": float(median), f"{at}1": float(median), f"{other}ref": "paper", f"{other}0": 0,
        f"{other}1": 1, "layer": "below", "line": {"color": INK_2, "width": 1.2, "dash": "2px,3px"},
    }]  # fmt: skip


def _dots(others: Sequence[Mark]) -> list[dict[str, Any]]:
    if not others:
        return []
    return [_marks(others, {"size": 9, "color": GREY, "line": {"color": PAPER, "width": 1}})]


def _own(own: Mark) -> dict[str, Any]:
    return _marks([own], {"size": 13, "color": INK, "line": {"color": PAPER, "width": 1.5}})


def _path(trail: Sequence[tuple[str, Mark]]) -> list[dict[str, Any]]:
    """A thin line with a small hollow dot for each year; the last one is the own dot itself."""
    if len(trail) < 2:
        return []
    marker = {"size": 6, "color": PAPER, "line": {"color": INK, "width": 1.4}}
    return [_marks([mark for _year, mark in trail], marker) | {
        "mode": "lines+markers", "line": {"color": INK, "width": 1.2},
    }]  # fmt: skip


def _marks(marks: Sequence[Mark], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "name": "", "cliponaxis": False,
        "x": [float(mark.x) for mark in marks], "y": [float(mark.y) for mark in marks],
        "text": [plain(mark.words) for mark in marks], "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "circle", **marker},
    }  # fmt: skip


def _title(text: str, left: int) -> dict[str, Any]:
    return _note(_short(text), SMALL, INK_2) | {
        "x": 0, "xref": "paper", "xanchor": "left", "xshift": 2 - left, "y": 1, "yref": "paper", "yanchor": "bottom",
        "yshift": 20,
    }  # fmt: skip


def _short(text: str) -> str:
    """What an axis measures, cut where a phone has no room for it: the heading and the table say it whole."""
    return plain(textwrap.shorten(text, LONGEST, placeholder=" …"))


def _corners(corners: tuple[str, str, str, str]) -> list[dict[str, Any]]:
    places = [(0, 1), (1, 1), (0, 0), (1, 0)]
    return [
        _note(text, SMALL, INK_2) | {
            "x": x, "xref": "paper", "xanchor": "right" if x else "left", "y": y, "yref": "paper",
            "yanchor": "top" if y else "bottom",
        }
        for text, (x, y) in zip(corners, places, strict=True) if text
    ]  # fmt: skip


def _medians(across: Axis, up: Axis) -> list[dict[str, Any]]:
    """Over its line, and at the right end of it."""
    found = []
    if across.median is not None:
        found.append(_note(across.median_words, SMALL, INK_2) | {
            "x": float(across.median), "xanchor": "center", "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 1,
        })  # fmt: skip
    if up.median is not None:
        found.append(_note(up.median_words, SMALL, INK_2) | {
            "x": 1, "xref": "paper", "xanchor": "right", "y": float(up.median), "yanchor": "bottom", "yshift": 1,
        })  # fmt: skip
    return found


def _name(own: Mark, name: str, leans: bool) -> dict[str, Any]:
    """Over its dot, towards the middle."""
    return _note(name, TEXT, INK) | {"x": float(own.x), "y": float(own.y), "xanchor": "right" if leans else "left",
                                     "yanchor": "bottom", "yshift": 7}  # fmt: skip


def _year(year: str, mark: Mark) -> dict[str, Any]:
    return _note(year, SMALL, INK_2) | {"x": float(mark.x), "y": float(mark.y), "xanchor": "left", "xshift": 7,
                                        "yanchor": "middle"}  # fmt: skip


def _note(text: str, size: int, colour: str) -> dict[str, Any]:
    return {"text": plain(text), "showarrow": False, "font": {"color": colour, "size": size}}
