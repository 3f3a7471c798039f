"""The realistic check of one indicator as two charts, on the screen and on paper: what is proposed, and the paces."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from burlov_styrning.charts import Chart, Point
from goals.charts import Aim
from goals.proposed_charts import pace_chart, proposed_chart
from goals.rules.content import IndicatorContent, ProposalContent
from goals.rules.pace import Pace
from indicators.charts import Measure


def paces(line: IndicatorContent, pace: Pace, *, example: bool = False) -> Chart:
    """What is demanded beside what the indicator and its peers have done; something must be demanded."""
    return pace_chart(pace, Measure(line.unit, line.decimals), name=line.name, example=example)


def curve(
    content: ProposalContent,
    line: IndicatorContent,
    pace: Pace,
    outcomes: Sequence[Point],
    breaks: Sequence[int] = (),
    *,
    example: bool = False,
) -> Chart:
    """The proposed values beside the history; something must be demanded."""
    assert line.baseline is not None and line.baseline_year is not None  # without them nothing is demanded
    bounds = (line.low, line.high) if line.low is not None and line.high is not None else None
    within = line.direction == "within"
    return proposed_chart(
        outcomes,
        [Point(year, value) for year, value in sorted(line.values.items()) if value is not None],
        Aim(content.year, str(line.direction), line.target, bounds if within else None, _("Föreslaget mål")),
        Measure(line.unit, line.decimals),
        baseline=Point(line.baseline_year, line.baseline),
        own=None if pace.own is None else pace.per_year(pace.own),
        breaks=breaks,
        name=line.name,
        example=example,
    )
