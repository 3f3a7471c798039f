"""Small multiples: many small curves in one figure, alike in everything but their values.

Each panel has its own scale and says its last value itself; the years are common to all. On a phone the page puts
the panels under one another (`meta.panels`, app.js).
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from burlov_styrning.charts import Figure, Point, measured, plain
from burlov_styrning.drawing import ACCENT, INK, INK_2, LETTER, LINE, TEXT, WIDTH, house_layout

COLUMNS, ROW, TITLE, YEARS = 3, 160, 40, 28
GUTTER = 0.06
"""So much of the width lies between two columns."""
LETTERS, LINES = 27, 2
DOTS = "3px,4px"


@dataclass(frozen=True)
class Panel:
    """One small curve: what happened, the path, and the last value and the aim as they are written."""

    title: str
    outcomes: Sequence[Point]
    path: Sequence[Point] = ()
    aim: Point | None = None
    last: str = ""
    aimed: str = ""
    breaks: Sequence[int] = ()

    @property
    def years(self) -> set[int]:
        """The years that it has something in."""
        points = [*self.outcomes, *self.path, *([self.aim] if self.aim else [])]
        return {point.year for point in points if point.value is not None}


def multiples(panels: Sequence[Panel]) -> Figure:
    """The panels in rows of three."""
    years = sorted(set().union(*(panel.years for panel in panels))) or [0]
    rows = max(1, -(-len(panels) // COLUMNS))
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    layout = house_layout(rows * ROW) | {
        "margin": {"l": 14, "r": 2, "t": 0, "b": 0},
        "meta": {"panels": len(panels), "row": ROW, "title": TITLE, "years": YEARS},
    }
    room = max(len(words) for panel in panels for words in (panel.last, panel.aimed)) if panels else 0
    for place, panel in enumerate(panels):
        axis = "" if place == 0 else str(place + 1)
        traces += _traces(panel, axis)
        notes += _notes(panel, axis)
        layout[f"xaxis{axis}"] = _years_axis(years, place, axis, room)
        layout[f"yaxis{axis}"] = _value_axis(panel, place, axis, rows)
    return {"data": traces, "layout": layout | {"annotations": notes}}


def _years_axis(years: Sequence[int], place: int, axis: str, room: int) -> dict[str, Any]:
    """The first and the last year under a hair line, and room for the words at the end of the curve."""
    column, share = place % COLUMNS, (1 - GUTTER * (COLUMNS - 1)) / COLUMNS
    start = column * (share + GUTTER)
    span = max(1, years[-1] - years[0])
    words = min(0.55, room * LETTER / (WIDTH * share))
    ends = [years[0], years[-1]] if years[0] != years[-1] else [years[0]]
    return {
        "domain": [round(start, 4), round(start + share, 4)], "anchor": f"y{axis}", "fixedrange": True,
        "range": [years[0] - span * 0.06, years[-1] + span * words / (1 - words) + span * 0.08],
        "showgrid": False, "zeroline": False, "showline": True, "linecolor": LINE, "linewidth": 1,
        "tickmode": "array", "tickvals": ends, "ticktext": [str(year) for year in ends],
        "tickfont": {"size": TEXT, "color": INK_2},
    }  # fmt: skip


def _value_axis(panel: Panel, place: int, axis: str, rows: int) -> dict[str, Any]:
    row, whole = place // COLUMNS, rows * ROW
    points = [*panel.outcomes, *panel.path, *([panel.aim] if panel.aim else [])]
    values = [float(point.value) for point in points if point.value is not None] or [0.0, 1.0]
    low, high = min(values), max(values)
    slack = (high - low) * 0.18 or abs(high) * 0.05 or 1.0
    top, bottom = 1 - (row * ROW + TITLE) / whole, 1 - ((row + 1) * ROW - YEARS) / whole
    return {
        "domain": [round(bottom, 4), round(top, 4)], "anchor": f"x{axis}", "fixedrange": True,
        "range": [low - slack, high + slack], "showgrid": False, "zeroline": False, "showticklabels": False,
    }  # fmt: skip


def _traces(panel: Panel, axis: str) -> list[dict[str, Any]]:
    on = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    found = []
    path = measured(panel.path)
    if len(path) > 1:
        found.append(_line(path, ACCENT, 1.5, DOTS) | on)
    if panel.aim and panel.aim.value is not None:
        found.append(_marks([panel.aim], ACCENT, 7) | on)
    known = measured(panel.outcomes)
    for piece in _pieces(known, panel.breaks):
        found.append(_line(piece, INK, 2, "solid") | on)
    if known:
        found.append(_marks(known[-1:], INK, 7) | on)
    return found or [_line([], INK, 2, "solid") | on]


def _pieces(known: Sequence[Point], breaks: Sequence[int]) -> list[list[Point]]:
    """The curve cut where a new definition begins or years are missing for long."""
    pieces: list[list[Point]] = []
    for point in known:
        if not pieces or any(pieces[-1][-1].year < year <= point.year for year in breaks):
            pieces.append([])
        pieces[-1].append(point)
    return pieces


def _line(points: Sequence[Point], colour: str, width: float, dash: str) -> dict[str, Any]:
    return _trace(points) | {"mode": "lines", "line": {"color": colour, "width": width, "dash": dash}}


def _marks(points: Sequence[Point], colour: str, size: int) -> dict[str, Any]:
    return _trace(points) | {"mode": "markers", "marker": {"color": colour, "size": size}}


def _trace(points: Sequence[Point]) -> dict[str, Any]:
    return {
        "type": "scatter", "name": "", "hoverinfo": "skip", "cliponaxis": False,
        "x": [point.year for point in points], "y": [_number(point.value) for point in points],
    }  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _notes(panel: Panel, axis: str) -> list[dict[str, Any]]:
    lines = textwrap.wrap(panel.title, LETTERS, max_lines=LINES, placeholder=" …", break_on_hyphens=False) or [""]
    title = {
        "x": 0, "xref": f"x{axis} domain", "xanchor": "left", "align": "left", "y": 1, "yref": f"y{axis} domain",
        "yanchor": "bottom", "yshift": 2, "text": "<br>".join(map(plain, lines)), "showarrow": False,
        "font": {"color": INK, "size": TEXT, "weight": 600},
    }  # fmt: skip
    known, aim = measured(panel.outcomes), panel.aim if panel.aim and panel.aim.value is not None else None
    ends = [(known[-1], panel.last, INK)] if known else []
    ends += [(aim, panel.aimed, ACCENT)] if aim else []
    return [title, *(_end(*end, axis, shift) for end, shift in zip(ends, _apart(ends), strict=True))]


def _apart(ends: Sequence[tuple[Point, str, str]]) -> list[int]:
    """Two words at the same end of the curve: the higher value's a little up, the other's a little down."""
    if len(ends) < 2:
        return [0] * len(ends)
    first, second = (end[0].value or Decimal(0) for end in ends)
    return [6, -6] if first > second else [-6, 6]


def _end(point: Point, words: str, colour: str, axis: str, shift: int) -> dict[str, Any]:
    return {
        "x": point.year, "xref": f"x{axis}", "xanchor": "left", "xshift": 5, "y": _number(point.value),
        "yref": f"y{axis}", "yanchor": "middle", "yshift": shift, "text": plain(words), "showarrow": False,
        "font": {"color": colour, "size": TEXT},
    }  # fmt: skip
