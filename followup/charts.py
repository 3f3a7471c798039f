"""The chart of one indicator of a goal: outcomes, path and target as they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from burlov_styrning.charts import Chart, Point
from followup.figures import Line
from goals.charts import Aim, progress_chart
from indicators.charts import Measure
from indicators.models import Missing
from indicators.series import Cell


def line_chart(line: Line, *, until: int | None = None) -> Chart:
    """Outcomes (`until`: no later ones) in ink, the decided path and the target in accent, a forecast hollow."""
    cells = {year: cell for year, cell in line.cells.items() if until is None or year <= until}
    version, values = line.target.version, line.values
    year = line.target.window_last or values.prolonged_to or values.last_year
    bounds = (values.low, values.high) if values.low is not None and values.high is not None else None
    aim = Aim(year, version.direction, values.value, bounds if version.direction == "within" else None)
    baseline = None if values.baseline_year is None else Point(values.baseline_year, values.baseline)
    return progress_chart(
        outcome_points(cells),
        [Point(year, value) for year, value in sorted((values.path or {}).items())],
        aim,
        Measure(version.unit, version.decimals),
        baseline=baseline,
        forecast=Point(line.forecast.year, line.forecast.value) if line.forecast else None,
        breaks=series_breaks(cells),
        name=version.name,
        example=line.is_example(),
    )


def outcome_points(cells: Mapping[int, Cell]) -> list[Point]:
    """Cells as a chart's points, each missing one with its word."""
    words = dict(Missing.choices)
    return [
        Point(year, cell.value, str(words.get(cell.outcome.missing, "")), cell.outcome.status == "preliminary")
        for year, cell in sorted(cells.items())
    ]


def series_breaks(cells: Mapping[int, Cell]) -> list[int]:
    """The years in which another definition begins."""
    return list(_breaks(sorted(cells.items())))


def _breaks(pairs: Iterable[tuple[int, Cell]]) -> Iterable[int]:
    before = None
    for year, cell in pairs:
        if before is not None and cell.outcome.version_id != before:
            yield year
        before = cell.outcome.version_id
