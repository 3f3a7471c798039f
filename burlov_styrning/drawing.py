"""The house's look of a chart, as a drawing that is filled mark by mark and read off as a plotly figure.

Ink for what happened, the accent with dots for what is decided, grey for comparison. Labels stand at the end of their
line and are moved apart; no box, few grid lines. The ground is transparent, and the colours are the theme's light ones,
each used for one role only, so that the page can replace them in its dark scheme.
"""

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from burlov_styrning.charts import Figure, Point, plain
from burlov_styrning.quantities import caption, entered, quantity
from burlov_styrning.swedish import NBSP

INK = "#17262b"
INK_2 = "#4a5a60"
ACCENT = "#0b5566"
GREY = "#7d8a90"
LINE = "#dcd8cf"
PAPER = "#ffffff"
FONT = '"Source Sans 3", sans-serif'  # quoted, because a name may not end in a bare figure

WIDTH, HEIGHT = 640, 215
TEXT, SMALL = 13, 12
TOP, BOTTOM, LETTER, LEADING = 16, 30, 6.7, 16


@dataclass(frozen=True)
class Scale:
    """The y axis: its ends and the few values that get a line."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]
    decimals: int


@dataclass
class Label:
    """Words beside a point: at the end of its line, or over or under it."""

    year: int
    value: Decimal
    text: str
    colour: str
    bold: bool = False
    letters: int = 26

    @property
    def lines(self) -> list[str]:
        return textwrap.wrap(self.text, self.letters, break_on_hyphens=False) or [""]


def _nice_step(span: Decimal, count: int) -> Decimal:
    raw = span / count
    unit = Decimal(10) ** math.floor(raw.log10())
    return next(unit * Decimal(factor) for factor in ("1", "2", "2.5", "5", "10") if raw <= unit * Decimal(factor))


def scale(values: Iterable[Decimal], decimals: int = 0, *, zero: bool = False, count: int = 4) -> Scale:
    """Round ends and steps around the values, no finer than they are written; `zero` where length means value."""
    known = [*values, *([Decimal(0)] if zero else [])] or [Decimal(0), Decimal(1)]
    low, high = min(known), max(known)
    if low == high:
        low, high = low - 1, high + 1
    step = max(_nice_step(high - low, count), Decimal(1).scaleb(-decimals))
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(step * place for place in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks, max(0, -int(step.normalize().as_tuple().exponent)))


def spread(places: Sequence[float], sizes: Sequence[float], height: float) -> list[float]:
    """Moves the centres of labels apart so that none covers another, no further than it takes; keeps their order."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + (sizes[before] + sizes[after]) / 2)
    floor = height
    for index in reversed(order):
        moved[index] = min(moved[index], floor - sizes[index] / 2)
        floor = moved[index] - sizes[index] / 2
    return moved


def year_ticks(first: int, last: int, most: int = 6) -> list[int]:
    """Whole years, the last one always among them, at most so many."""
    step = max(1, math.ceil((last - first + 1) / most))
    return sorted(range(last, first - 1, -step))


@dataclass
class Drawing:
    """A chart over years."""

    unit: str
    decimals: int = 0
    height: int = HEIGHT
    letters: int = 26
    """So long a line of a label may be; beside long numbers less, so that a phone has room for the chart."""
    _traces: list[dict[str, Any]] = field(default_factory=list)
    _labels: list[Label] = field(default_factory=list)
    _shapes: list[dict[str, Any]] = field(default_factory=list)
    _notes: list[dict[str, Any]] = field(default_factory=list)
    _values: list[Decimal] = field(default_factory=list)
    _years: set[int] = field(default_factory=set)
    _gaps: bool = False
    _breaks: bool = False

    # -- marks ------------------------------------------------------------------------------------------------------

    def line(
        self, points: Iterable[Point], *, name: str, colour: str = INK, width: float = 2.5, dash: str = "solid",
        size: float = 7.5, symbol: str = "circle", breaks: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """A line through the points, open where a year is missing and where a new definition begins."""
        points = _with_gaps(points, breaks)
        self._see(points)
        hollow = [point.preliminary for point in points]
        marker = {
            "color": [PAPER if empty else colour for empty in hollow] if any(hollow) else colour,
            "size": size,
            "symbol": symbol,
            "line": {"color": colour, "width": 1.8 if any(hollow) else 0},
        }
        self._trace(
            points, name, colour, mode="lines+markers" if size else "lines", marker=marker, width=width, dash=dash
        )

    def dot(
        self, year: int, value: Decimal, *, name: str, colour: str, symbol: str = "circle", hollow: bool = False
    ) -> None:
        """One mark that no line joins."""
        size = 12 if "diamond" in symbol else 10.5
        marker = {"color": PAPER if hollow else colour, "size": size, "symbol": symbol,
                  "line": {"color": colour, "width": 2}}  # fmt: skip
        point = Point(year, value)
        self._see([point])
        self._trace([point], name, colour, mode="markers", marker=marker)

    def label(self, year: int, value: Decimal, text: str, *, colour: str = INK, bold: bool = False) -> None:
        """Words at a mark: to its right in the last year, else over or under it, where the other lines are not."""
        self._labels.append(Label(year, value, text, colour, bold, self.letters))

    def band(self, low: Decimal, high: Decimal) -> None:
        """The bounds that a value is to keep within."""
        self._values += [low, high]
        edge = {"color": ACCENT, "width": 1, "dash": "3px,5px"}
        self._shapes.append({
            "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": float(low), "y1": float(high),
            "fillcolor": ACCENT, "opacity": 0.12, "layer": "below", "line": {"width": 0},
        })  # fmt: skip
        for value in (low, high):
            self._shapes.append({
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": float(value), "y1": float(value),
                "layer": "between", "line": edge,
            })  # fmt: skip

    def between(self, low: Sequence[Point], high: Sequence[Point], *, name: str) -> None:
        """The ground between two curves, such as the middle half of a group; both have the same years."""
        for points, fill in ((low, {}), (high, {"fill": "tonexty", "fillcolor": LINE})):
            self._see(points)
            self._trace(points, name, LINE, mode="lines", marker={"size": 0})
            self._traces[-1] |= {"hoverinfo": "skip", **fill}
            del self._traces[-1]["hovertemplate"]

    def gaps(self, points: Iterable[Point]) -> None:
        """Says over the axis why years lack a value: once for years in a row with the same reason."""
        for words, years in _runs(points):
            self._gaps = True
            self._years |= set(years)
            self._note((years[0] + years[-1]) / 2, 0, words, yanchor="bottom")

    def new_definition(self, year: int, words: str) -> None:
        """A thin line before the first year of another definition."""
        self._breaks = True
        self._shapes.append({
            "type": "line", "x0": year - 0.5, "x1": year - 0.5, "yref": "paper", "y0": 0, "y1": 1,
            "line": {"color": GREY, "width": 1, "dash": "2px,3px"},
        })  # fmt: skip
        self._note(year - 0.5, 1, words, yanchor="bottom")

    # -- the figure -------------------------------------------------------------------------------------------------

    def figure(self) -> Figure:
        """All of it as plotly reads it."""
        axis = scale(self._values, self.decimals)
        years = sorted(self._years) or [0]
        top = TOP + (LEADING if self._breaks or caption(self.unit) else 0)
        words_below = self._gaps or any(self._under(label) for label in self._labels if label.year != years[-1])
        low = axis.low - (axis.high - axis.low) * Decimal("0.13" if words_below else "0.03")
        ends = (float(low), float(axis.high + (axis.high - axis.low) * Decimal("0.03")))
        ticks = [quantity(value, self.unit, axis.decimals) for value in axis.ticks]
        left = _width(ticks) + 8
        layout = house_layout(self.height) | {
            "margin": {"l": left, "r": self._right(years), "t": top, "b": BOTTOM},
            "xaxis": _year_axis(years[0], years[-1]),
            "yaxis": value_axis(axis.ticks, ticks, ends),
            "annotations": [*self._unit_note(left), *self._notes, *self._texts(years, ends, top)],
        }
        return {"data": self._traces, "layout": layout | ({"shapes": self._shapes} if self._shapes else {})}

    def _see(self, points: Sequence[Point]) -> None:
        self._years |= {point.year for point in points}
        self._values += [point.value for point in points if point.value is not None]

    def _trace(
        self, points: Sequence[Point], name: str, colour: str, *, mode: str, marker: dict[str, Any],
        width: float = 0, dash: str = "solid",
    ) -> None:  # fmt: skip
        texts = [f"{point.year}: {entered(point.value, self.unit, self.decimals)}" if point.value is not None else ""
                 for point in points]  # fmt: skip
        self._traces.append({
            "type": "scatter", "mode": mode, "name": plain(name),
            "x": [point.year for point in points],
            "y": [None if point.value is None else float(point.value) for point in points],
            "text": texts, "hovertemplate": "%{text}<extra>" + plain(name) + "</extra>",
            "marker": marker, "line": {"color": colour, "width": width, "dash": dash}, "cliponaxis": False,
        })  # fmt: skip

    def _note(self, x: float, y: float, words: str, *, yanchor: str) -> None:
        self._notes.append({
            "x": x, "y": y, "yref": "paper", "yanchor": yanchor, "text": plain(words), "showarrow": False,
            "font": {"color": INK_2, "size": SMALL},
        })  # fmt: skip

    def _unit_note(self, left: int) -> list[dict[str, Any]]:
        words = caption(self.unit)
        place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": 2 - left,
                 "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 6}  # fmt: skip
        font = {"color": INK_2, "size": SMALL}
        return [place | {"text": plain(words), "showarrow": False, "font": font}] if words else []

    def _right(self, years: Sequence[int]) -> int:
        """Room for the words that begin in the last quarter, whose mark may stand before the last year."""
        near = years[-1] - (years[-1] - years[0]) / 4
        return max(14, _width(line for label in self._labels if label.year >= near for line in label.lines) + 14)

    def _texts(self, years: Sequence[int], ends: tuple[float, float], top: int) -> list[dict[str, Any]]:
        last, height = years[-1], self.height - top - BOTTOM
        beside = [label for label in self._labels if label.year == last]
        places = [height * (ends[1] - float(label.value)) / (ends[1] - ends[0]) for label in beside]
        moved = spread(places, [LEADING * len(label.lines) for label in beside], height + LEADING / 2)
        shifts = [round(place - new, 1) for place, new in zip(places, moved, strict=True)]
        notes = [_text(label, {"xanchor": "left", "align": "left", "xshift": 10, "yshift": shift})
                 for label, shift in zip(beside, shifts, strict=True)]  # fmt: skip
        apart = [label for label in self._labels if label.year != last]
        return notes + [_text(label, self._apart(label)) for label in apart]

    def _apart(self, label: Label) -> dict[str, Any]:
        return {"xanchor": "left", "xshift": 5, "yshift": -14 if self._under(label) else 14}

    def _under(self, label: Label) -> bool:
        """Whether the other lines go on over the mark, so that its words belong under it."""
        marks = [mark for trace in self._traces for mark in zip(trace["x"], trace["y"], strict=True)]
        near = [value for year, value in marks if value is not None and year in (label.year, label.year + 1)]
        return sum(value - float(label.value) for value in near) > 0


def house_layout(height: int) -> dict[str, Any]:
    """What every chart has in common."""
    return {
        "width": WIDTH, "height": height, "showlegend": False, "separators": "," + NBSP, "dragmode": False,
        "hovermode": "closest", "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TEXT, "color": INK_2},
    }  # fmt: skip


def value_axis(ticks: Sequence[Decimal], texts: Sequence[str], ends: tuple[float, float]) -> dict[str, Any]:
    """A y axis of hair lines and words, no line of its own."""
    return {
        "range": list(ends), "fixedrange": True, "zeroline": False, "gridcolor": LINE, "gridwidth": 1,
        "tickmode": "array", "tickvals": [float(tick) for tick in ticks], "ticktext": list(texts),
    }  # fmt: skip


def _year_axis(first: int, last: int) -> dict[str, Any]:
    years = year_ticks(first, last)
    room = max(0.12, (last - first) * 0.03)
    return {
        "range": [first - room, last + room], "fixedrange": True, "zeroline": False, "showgrid": False,
        "tickmode": "array", "tickvals": years, "ticktext": [str(year) for year in years],
    }  # fmt: skip


def _text(label: Label, place: dict[str, Any]) -> dict[str, Any]:
    font = {"color": label.colour, "size": TEXT} | ({"weight": 600} if label.bold else {})
    text = "<br>".join(plain(line) for line in label.lines)
    return {"x": label.year, "y": float(label.value), "text": text, "showarrow": False, "font": font} | place


def _width(texts: Iterable[str]) -> int:
    return math.ceil(max((len(text) for text in texts), default=0) * LETTER)


def _with_gaps(points: Iterable[Point], breaks: Sequence[int]) -> list[Point]:
    """Every year from first to last, an empty one where nothing is known; a break is a gap without width."""
    known = {point.year: point for point in points}
    if not known:
        return []
    line: list[Point] = []
    for year in range(min(known), max(known) + 1):
        if year in breaks and line:
            line.append(Point(year, None))
        line.append(known.get(year, Point(year, None)))
    return line


def _runs(points: Iterable[Point]) -> list[tuple[str, list[int]]]:
    runs: list[tuple[str, list[int]]] = []
    for point in sorted(points, key=lambda point: point.year):
        if point.value is not None or not point.missing:
            continue
        if runs and runs[-1][0] == point.missing and runs[-1][1][-1] == point.year - 1:
            runs[-1][1].append(point.year)
        else:
            runs.append((point.missing, [point.year]))
    return runs


def row_of(points: Iterable[Point], years: Sequence[int], unit: str, decimals: int) -> tuple[str, ...]:
    """The points as the cells of a table, one a year; what is missing says so."""
    known = {point.year: point for point in points}
    return tuple(_cell(known.get(year), unit, decimals) for year in years)


def _cell(point: Point | None, unit: str, decimals: int) -> str:
    if point is None:
        return "–"
    if point.value is None:
        return point.missing or "–"
    return entered(point.value, unit, decimals)
