"""The charts of the catalogue: of each indicator its history with what is proposed, and the realistic check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from burlov_styrning.charts import Chart, Point
from followup.content.catalogue.snapshot import PACES
from followup.content.charts import Drawn, exact, outline, own_ids
from followup.content.layout import is_short
from followup.content.snapshot import Plain
from goals import realistic
from goals.rules.content import IndicatorContent, ProposalContent, from_json
from goals.rules.pace import Pace
from indicators.models import Missing

NARROW = 400
"""Pixels: the width of a chart that has another at its side."""

type Key = tuple[str, str]
type Pictures = Mapping[Key, list[Drawn]]


@dataclass(frozen=True)
class Measured:
    """One indicator of a proposal, as frozen."""

    proposal: Plain
    content: ProposalContent
    line: IndicatorContent
    rows: list[Plain]

    @property
    def key(self) -> Key:
        return (self.proposal["proposal"], self.line.key)

    @property
    def pace(self) -> Pace | None:
        """The realistic check; None where the indicator is not known here."""
        found = self.proposal["paces"].get(self.line.key)
        return None if found is None else PACES.validate_python(found)


def measured(snapshot: Plain) -> Iterator[Measured]:
    """Every indicator of every proposal, in the order of the catalogue."""
    rows: dict[Key, list[Plain]] = {}
    for row in snapshot["figures"]:
        rows.setdefault((row["goal"], row["indicator"]), []).append(row)
    for proposal in snapshot["proposals"]:
        content = from_json(proposal["content"])
        for line in content.indicators:
            yield Measured(proposal, content, line, rows.get((proposal["proposal"], line.key), []))


def _drawn(snapshot: Plain) -> Iterator[Measured]:
    """Those that have pictures: none in a short catalogue."""
    return iter(()) if is_short(snapshot) else measured(snapshot)


def number_of(snapshot: Plain) -> int:
    """How many indicators are drawn."""
    return sum(1 for one in _drawn(snapshot) if _charts(one))


def outlined(snapshot: Plain) -> Pictures:
    """The same without being drawn: what each says, for the check of the report."""
    return {one.key: [Drawn(chart.name, chart.finding, outline(chart), chart.example, chart.alternative)
                      for chart in charts] for one in _drawn(snapshot) if (charts := _charts(one))}  # fmt: skip


def draw(snapshot: Plain, told: Callable[[int], None] = lambda done: None) -> Pictures:
    """Proposal, indicator → its pictures; `told` hears after each indicator how many are done."""
    drawn: dict[Key, list[Drawn]] = {}
    for one in _drawn(snapshot):
        if charts := _charts(one):
            abreast = len(one.content.indicators) > 1
            drawn[one.key] = [_picture(chart, f"{len(drawn)}-{n}", abreast) for n, chart in enumerate(charts)]
            told(len(drawn))
    return drawn


def _charts(one: Measured) -> list[Chart]:
    """The curve of what is proposed, then the paces."""
    pace, line = one.pace, one.line
    if pace is None or pace.demanded is None:
        return []
    breaks, example = one.proposal["breaks"].get(line.key, []), one.proposal["example"]
    return [
        realistic.curve(one.content, line, pace, list(_points(one)), breaks, example=example),
        realistic.paces(line, pace, example=example),
    ]


def _points(one: Measured) -> Iterator[Point]:
    words = {str(code): str(label) for code, label in Missing.choices}
    for row in one.rows:
        if row["outcome"] is not None or row["missing"]:
            yield Point(int(row["period"]), exact(row["outcome"]), words.get(row["missing"], ""), row["preliminary"])


def _picture(chart: Chart, place: str, abreast: bool) -> Drawn:
    """Drawn narrow where two stand side by side, for a proposal with several indicators."""
    narrow = chart.figure | {"layout": chart.figure["layout"] | {"width": NARROW}}
    svg = replace(chart, figure=narrow).svg if abreast else chart.svg
    return Drawn(chart.name, chart.finding, own_ids(svg, place), chart.example, svg)
