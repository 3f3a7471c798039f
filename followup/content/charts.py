"""The charts of a report, drawn from its snapshot: one for each indicator with something to draw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html

from burlov_styrning.charts import Chart, Point
from followup.content.layout import is_short
from followup.content.lines import target_year
from followup.content.snapshot import Plain
from goals.charts import Aim, progress_chart
from indicators.charts import Measure
from indicators.models import Missing, Sex

ID = re.compile(r"""((?:\bid=["']|url\(["']?#|href=["']#))""")

LOW = 180
"""Pixels: in a report the charts are lower than on a page, so that a goal has room on one."""

type Key = tuple[str, str | None, str]


@dataclass(frozen=True)
class Drawn:
    """A finished picture: its finding is its heading."""

    name: str
    finding: str
    svg: str
    example: bool
    picture: str
    """The drawing before its ids were made its own: two pictures may be the same."""


def draw(snapshot: Plain, told: Callable[[int], None] = lambda done: None) -> dict[Key, Drawn]:
    """Goal, owner, indicator → picture; `told` hears after each how many are done."""
    drawn: dict[Key, Drawn] = {}
    for line, rows in _drawable(snapshot):
        drawn[_key(line)] = _picture(snapshot, line, rows, len(drawn))
        told(len(drawn))
    return drawn


def outlined(snapshot: Plain) -> dict[Key, Drawn]:
    """The same without the drawings: with what each says to those who cannot see it."""
    return {_key(line): _outline(snapshot, line, rows) for line, rows in _drawable(snapshot)}


def number_of(snapshot: Plain) -> int:
    """How many there will be."""
    return sum(1 for _line in _drawable(snapshot))


def _key(row: Plain) -> Key:
    return (row["goal"], row["owner"], row["indicator"])


def _drawable(snapshot: Plain) -> Iterator[tuple[Plain, list[Plain]]]:
    """The lines with a measured value to draw."""
    rows: dict[Key, list[Plain]] = {}
    for row in snapshot["figures"]:
        if row["sex"] == Sex.TOTAL:
            rows.setdefault(_key(row), []).append(row)
    for line in () if is_short(snapshot) else snapshot["lines"]:
        mine = rows.get(_key(line), [])
        if any(row["outcome"] is not None for row in mine):
            yield line, mine


def _picture(snapshot: Plain, line: Plain, rows: list[Plain], place: int) -> Drawn:
    chart = _chart(snapshot, line, rows)
    return Drawn(line["measure"]["name"], chart.finding, own_ids(chart.svg, place), line["example"], chart.svg)


def _outline(snapshot: Plain, line: Plain, rows: list[Plain]) -> Drawn:
    chart = _chart(snapshot, line, rows)
    svg = outline(chart)
    key = f"{svg}{line['goal']}{line['indicator']}"
    return Drawn(line["measure"]["name"], chart.finding, svg, line["example"], key)


def outline(chart: Chart) -> str:
    """A picture with nothing drawn: what it says stands in it."""
    return format_html('<svg role="img"><title>{}</title></svg>', chart.alternative)


def _chart(snapshot: Plain, line: Plain, rows: list[Plain]) -> Chart:
    measure, now = line["measure"], rows[-1]
    within = measure["direction"] == "within" and line["low"] is not None and line["high"] is not None
    window = now["window"]
    aim = Aim(
        window[1] if window else target_year(snapshot),
        measure["direction"],
        exact(now["target"]),
        (Decimal(line["low"]), Decimal(line["high"])) if within else None,
    )
    year, forecast = int(now["period"]), exact(now["forecast"])
    return progress_chart(
        list(_points(rows)),
        [Point(int(at), exact(value)) for at, value in line["path"].items()],
        aim,
        Measure(measure["unit"], measure["decimals"]),
        baseline=Point(now["baseline_year"], exact(now["baseline"])) if now["baseline_year"] else None,
        forecast=Point(year, forecast) if forecast is not None and now["outcome"] is None else None,
        breaks=[at for at in line["breaks"] if at > int(rows[0]["period"])],
        name=measure["name"],
        example=line["example"],
        height=LOW,
    )


def own_ids(svg: str, place: object) -> str:
    """The same figure has the same ids; in one document each picture needs its own."""
    return ID.sub(rf"\g<1>c{place}-", svg)


def _points(rows: list[Plain]) -> Iterator[Point]:
    """Each year's own outcome; what a lag carried over is drawn in its own year only."""
    words: Mapping[str, str] = {str(code): str(label) for code, label in Missing.choices}
    for row in rows:
        carried = row["read"] is not None and row["read"] != row["period"]
        if row["outcome"] is not None and not carried:
            yield Point(int(row["period"]), exact(row["outcome"]), "", row["preliminary"] or row["part_year"])
        elif row["missing"]:
            yield Point(int(row["period"]), None, words[row["missing"]])


def exact(text: str | None) -> Decimal | None:
    """A stored decimal."""
    return None if text is None else Decimal(text)
