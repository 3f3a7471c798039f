"""A chart: a plotly figure from plain values, its finding in words and its table.

The page draws `spec(chart)` with plotly in the browser, print draws `svg(chart)`: the same figure, the same plotly.js.
A figure is a plain dict and not a `plotly.graph_objects.Figure`: it is small (no template of defaults), quick to make,
keeps its order and can be stored in a snapshot. The tests let plotly check every attribute of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning import painting
from burlov_styrning.swedish import NBSP

Figure = dict[str, Any]


@dataclass(frozen=True)
class Point:
    """One year's value, or the words for why there is none."""

    year: int
    value: Decimal | None
    missing: str = ""
    preliminary: bool = False
    margin: Decimal | None = None
    """The margin of error, where the value has one."""


@dataclass(frozen=True)
class Table:
    """The chart's values as text; the first cell of each row is its heading."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """What is shown: `finding` is the heading of the figure and its text for those who cannot see it."""

    figure: Figure
    finding: str
    table: Table
    unit: str = ""
    example: bool = False
    name: str = field(default="", compare=False)
    source: str = field(default="", compare=False)

    @property
    def alternative(self) -> str:
        """The finding, and that it is an example where it is one."""
        return _("Exempel") + f": {self.finding}" if self.example else self.finding

    @property
    def svg(self) -> str:
        """The static picture, for templates."""
        return svg(self)

    @property
    def spec(self) -> Figure:
        """The interactive figure, for `json_script` in templates."""
        return spec(self)


def svg(chart: Chart) -> str:
    """The figure drawn as one `<svg role="img">` with its title; the same figure gives the same bytes."""
    return painting.paint(chart.figure, chart.alternative)


def spec(chart: Chart) -> Figure:
    """The figure for the browser: it takes the width of its place, the height stays."""
    layout = {key: value for key, value in chart.figure["layout"].items() if key != "width"}
    return {"data": chart.figure["data"], "layout": layout | {"autosize": True}}


def measured(points: Iterable[Point]) -> list[Point]:
    """The points that have a value, by year."""
    return sorted((point for point in points if point.value is not None), key=lambda point: point.year)


def plain(text: str) -> str:
    """Text as plotly is to print it: its labels understand a little HTML, people's words do not."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace(" %", f"{NBSP}%")
