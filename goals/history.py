"""The history that a path is laid beside: the indicator's outcomes as points, and the chart of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.charts import Chart, Point
from goals.charts import Aim, progress_chart
from goals.models import Goal, Path, Target
from goals.paths import Values
from indicators import series
from indicators.charts import Measure
from indicators.models import Missing
from indicators.series import Cell, new_definitions


def aim_of(target: Target) -> Aim:
    """What is to be reached, and in which year: a prolonged term moves no target."""
    version, term = target.version, target.goal.term
    low, high = (target.low, target.high) if target.low is not None else (version.low, version.high)
    bounds = (low, high) if version.direction == "within" and low is not None and high is not None else None
    name = _("KF-mål") if target.goal.level == Goal.Level.COUNCIL else _("Nämndmål")
    return Aim(target.window_last or term.last_year, version.direction, target.value, bounds, name)


def cells_of(path: Path, user: Any) -> dict[int, Cell]:
    """The organ's own outcomes where the indicator has them, else the municipality's; those that one may see."""
    table = series.load([path.target.indicator_id], user=user)
    return table.years(path.target.indicator_id, table.of_organ(path.organ_id)) or table.years(path.target.indicator_id)


def path_chart(path: Path, values: Values, cells: Mapping[int, Cell], example: bool = False) -> Chart:
    """The path as typed or stored beside what has happened."""
    version, target = path.target.version, path.target
    return progress_chart(
        outcome_points(cells),
        [Point(year, value) for year, value in sorted(values.items())],
        aim_of(target),
        Measure(version.unit, version.decimals),
        baseline=None if target.baseline_year is None else Point(target.baseline_year, target.baseline_value),
        breaks=new_definitions(cells),
        name=version.name,
        example=example,
    )


def outcome_points(cells: Mapping[int, Cell]) -> list[Point]:
    """Cells as a chart's points, each missing one with its word."""
    words = dict(Missing.choices)
    return [
        Point(
            year,
            cell.value,
            str(words.get(cell.outcome.missing, "")),
            cell.outcome.status == "preliminary",
            cell.outcome.margin,
        )
        for year, cell in sorted(cells.items())
    ]
