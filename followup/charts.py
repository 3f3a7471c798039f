"""The chart of one indicator of a goal: outcomes, path and target as they stand now."""

from __future__ import annotations

from burlov_styrning.charts import Chart, Point
from followup.figures import Line
from goals.charts import progress_chart
from goals.history import aim_of, outcome_points
from indicators.charts import Measure
from indicators.series import new_definitions


def line_chart(line: Line, *, until: int | None = None) -> Chart:
    """Outcomes (`until`: no later ones) in ink, the decided path and the target in accent, a forecast hollow."""
    cells = {year: cell for year, cell in line.cells.items() if until is None or year <= until}
    version, values = line.target.version, line.values
    baseline = None if values.baseline_year is None else Point(values.baseline_year, values.baseline)
    return progress_chart(
        outcome_points(cells),
        [Point(year, value) for year, value in sorted((values.path or {}).items())],
        aim_of(line.target),
        Measure(version.unit, version.decimals),
        baseline=baseline,
        forecast=Point(line.forecast.year, line.forecast.value) if line.forecast else None,
        breaks=new_definitions(cells),
        name=version.name,
        example=line.is_example(),
    )
