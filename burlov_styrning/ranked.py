"""Names under one another along one scale: bars from zero, or a dot for each of two years.

The own one in ink, the others grey. Names stand to the left and values to the right, so the figure is read without a
legend; on a phone it keeps that room (`KEEPS`). A row that is None is a gap where names are left out.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from burlov_styrning.charts import Figure, plain
from burlov_styrning.drawing import GREY, INK, INK_2, LETTER, PAPER, TEXT, house_layout, scale

ROW, TOP, BOTTOM, HEAD = 23, 8, 8, 20
LONGEST = 22
BOLD = 1.06
"""So much wider is a name in bold."""
KEEPS = {"narrow": "keep"}
"""A figure with this in its `meta` has its own room beside the marks, also on a phone (app.js)."""
GAP = "…"


@dataclass(frozen=True)
class Bar:
    """One name with its value, and the value as it is written."""

    name: str
    value: Decimal
    text: str
    own: bool = False


@dataclass(frozen=True)
class Pair:
    """One name with its value then and now, and the change as it is written."""

    name: str
    then: Decimal
    now: Decimal
    text: str
    own: bool = False


def bars(rows: Sequence[Bar | None], *, mark: Decimal | None = None, mark_words: str = "") -> Figure:
    """Bars from zero in the given order; `mark` is a dotted line through all of them, such as the median."""
    known = [(place, row) for place, row in enumerate(rows) if row]
    axis = scale([*(row.value for _place, row in known), *([] if mark is None else [mark])], zero=True)
    low, high = float(axis.low), float(axis.high)
    trace = {
        "type": "bar", "orientation": "h", "name": "", "width": 0.62, "hoverinfo": "skip",
        "x": [float(row.value) for _place, row in known], "y": [place for place, _row in known],
        "marker": {"color": [INK if row.own else GREY for _place, row in known], "line": {"width": 0}},
    }  # fmt: skip
    layout = _layout(rows, _width([row.text for _place, row in known]) + 14, HEAD if mark is not None else 0) | {
        "xaxis": {"range": [low, high], "visible": False, "fixedrange": True},
        "annotations": [_end(place, row) for place, row in known],
    }
    if mark is not None:
        layout["shapes"] = [_through(mark, len(rows))]
        layout["annotations"].append(_over(mark, mark_words, (float(mark) - low) / (high - low)))
    return {"data": [trace], "layout": layout}


def pairs(rows: Sequence[Pair | None], *, then: str, now: str) -> Figure:
    """Two dots a name, hollow for then and filled for now, joined; the years stand over the first row's dots."""
    known = [(place, row) for place, row in enumerate(rows) if row]
    axis = scale([value for _place, row in known for value in (row.then, row.now)])
    room = float(axis.high - axis.low) / 40
    layout = _layout(rows, _width([row.text for _place, row in known]) + 16, HEAD) | {
        "xaxis": {"range": [float(axis.low) - room, float(axis.high) + room], "visible": False, "fixedrange": True},
        "annotations": [_end(place, row) for place, row in known] + (_years(known[0], then, now) if known else []),
    }
    return {"data": [_joins(known), *(_dots(known, year) for year in ("then", "now"))], "layout": layout}


def _layout(rows: Sequence[Bar | Pair | None], right: int, head: int) -> dict[str, Any]:
    names = [_name(row) for row in rows]
    left = math.ceil(_width([row.name[:LONGEST] if row else GAP for row in rows]) * BOLD) + 14
    return house_layout(TOP + head + ROW * max(1, len(rows)) + BOTTOM) | {
        "margin": {"l": left, "r": right, "t": TOP + head, "b": BOTTOM},
        "meta": KEEPS,
        "yaxis": {
            "range": [len(rows) - 0.5, -0.5], "fixedrange": True, "showgrid": False, "zeroline": False,
            "tickmode": "array", "tickvals": list(range(len(rows))), "ticktext": names,
            "tickfont": {"size": TEXT, "color": INK_2}, "ticks": "outside", "ticklen": 5, "tickcolor": "rgba(0,0,0,0)",
        },
    }  # fmt: skip


def _name(row: Bar | Pair | None) -> str:
    if row is None:
        return GAP
    # Never in bold: plotly makes that a style attribute, which the pages' policy stops. The own mark is in ink.
    return plain(row.name if len(row.name) <= LONGEST else row.name[: LONGEST - 1].rstrip() + GAP)


def _ink(own: bool) -> str:
    return INK if own else INK_2


def _width(texts: Sequence[str]) -> int:
    return math.ceil(max((len(text) for text in texts), default=0) * LETTER)


def _through(mark: Decimal, count: int) -> dict[str, Any]:
    return {
        "type": "line", "x0": float(mark), "x1": float(mark), "y0": -0.5, "y1": count - 0.5, "layer": "above",
        "line": {"color": INK_2, "width": 1.5, "dash": "2px,3px"},
    }  # fmt: skip


def _over(mark: Decimal, words: str, share: float) -> dict[str, Any]:
    """Over the line; near an end of the scale it leans inwards."""
    anchor = "left" if share < 0.2 else "right" if share > 0.8 else "center"
    return {
        "x": float(mark), "xanchor": anchor, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2,
        "text": plain(words),
        "showarrow": False, "font": {"color": INK_2, "size": TEXT},
    }  # fmt: skip


def _joins(known: Sequence[tuple[int, Pair]]) -> dict[str, Any]:
    """The lines between the dots, as one trace that breaks between names."""
    x: list[float | None] = []
    y: list[int | None] = []
    for place, row in known:
        x += [float(row.then), float(row.now), None]
        y += [place, place, None]
    return {
        "type": "scatter", "mode": "lines", "name": "", "x": x, "y": y, "hoverinfo": "skip", "cliponaxis": False,
        "line": {"color": GREY, "width": 1.5},
    }  # fmt: skip


def _dots(known: Sequence[tuple[int, Pair]], year: str) -> dict[str, Any]:
    colours = [INK if row.own else GREY for _place, row in known]
    return {
        "type": "scatter", "mode": "markers", "name": "", "cliponaxis": False, "hoverinfo": "skip",
        "x": [float(getattr(row, year)) for _place, row in known], "y": [place for place, _row in known],
        "marker": {"size": 9, "symbol": "circle", "color": colours if year == "now" else PAPER,
                   "line": {"color": colours, "width": 1.8}},
    }  # fmt: skip


def _end(place: int, row: Bar | Pair) -> dict[str, Any]:
    """The value in a column of its own at the right."""
    font = {"color": _ink(row.own), "size": TEXT}
    return {
        "x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "y": place, "yanchor": "middle",
        "text": plain(row.text), "showarrow": False, "font": font,
    }  # fmt: skip


def _years(first: tuple[int, Pair], then: str, now: str) -> list[dict[str, Any]]:
    """The years over the first row's dots, each outwards so that they never cover each other."""
    place, row = first
    outwards = ("right", "left") if row.then <= row.now else ("left", "right")
    return [
        {
            "x": float(value), "y": place, "yanchor": "bottom", "yshift": 5, "xanchor": anchor, "text": words,
            "xshift": -2 if anchor == "right" else 2,
            "showarrow": False, "font": {"color": INK_2, "size": TEXT},
        }
        for value, words, anchor in ((row.then, then, outwards[0]), (row.now, now, outwards[1]))
    ]  # fmt: skip
