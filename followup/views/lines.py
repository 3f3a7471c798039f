"""An indicator's figures in words, for the pages where a goal is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from burlov_styrning.charts import Chart
from followup.charts import line_chart
from followup.figures import GoalFigures, Line
from followup.models import Assessment
from followup.words import last_known_word, reason_word, status_word, target_status_word, trend_word
from indicators.words import missing_sign, missing_text


@dataclass(frozen=True)
class Shown:
    """A line with its words."""

    line: Line
    missing: str
    status: str
    target_status: str
    why: str
    last_known: str
    trend: str
    forecast_status: str
    chart: Chart | None = None


def shown(line: Line, *, with_chart: bool = True) -> Shown:
    """An indicator's line in words."""
    figure, version = line.figure, line.target.version
    last = line.values.is_last(figure.year)
    chart = line_chart(line, until=figure.year) if with_chart and (line.cells or line.path) else None
    return Shown(
        line,
        f"{missing_sign(figure.missing)} {missing_text(figure.missing)}" if figure.missing else "",
        status_word(figure.status) if figure.status else "",
        target_status_word(figure.target_status, last_year=last) if figure.target_status else "",
        reason_word(figure.reason),
        last_known_word(figure, version.decimals, version.unit),
        trend_word(figure.trend),
        status_word(figure.forecast_status) if figure.forecast_status else "",
        chart,
    )


def lines_of(row: Assessment, found: GoalFigures) -> Sequence[Line]:
    """The lines a judgement is about: the owner's own, or all owners'."""
    mine = [owner.lines for owner in found.owners if owner.organ and owner.organ.pk == row.organ_id]
    return mine[0] if mine and not row.weighed else found.lines
