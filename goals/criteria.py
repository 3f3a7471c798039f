"""The six criteria of a proposal, with the pace of each indicator read from outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goals.models import GoalProposal
from goals.rules.content import IndicatorContent, ProposalContent
from goals.rules.pace import Demand, Pace, pace
from goals.rules.smart import Criterion, check
from goals.written import Written, content_from, written_of
from indicators.models import ComparisonGroup, Indicator
from indicators.rules.direction import Reading
from indicators.series import SeriesByPlace, latest_series


@dataclass(frozen=True)
class Examined:
    """A proposal's content with its criteria, paces and the outcomes behind them, by indicator key."""

    content: ProposalContent
    criteria: Sequence[Criterion]
    paces: Mapping[str, Pace]
    series: Mapping[str, Mapping[int, Reading]]

    @property
    def done(self) -> int:
        """How many of the six lack nothing."""
        return sum(1 for criterion in self.criteria if criterion.done)


def examine(proposal: GoalProposal, user: Any, written: Written | None = None, *, decided: bool = False) -> Examined:
    """Check what is written (else what is stored) against outcomes that the person may see. At most three queries."""
    written = written or written_of(proposal)
    content = content_from(proposal, written)
    indicators = {line.indicator.key: line.indicator for line in written.lines}
    return examine_content(content, indicators, written.columns.get("comparison_group"), user, decided=decided)


def examine_content(
    content: ProposalContent,
    indicators: Mapping[str, Indicator],
    group: ComparisonGroup | None,
    user: Any,
    *,
    decided: bool = False,
) -> Examined:
    """The same of a content, such as a version that was handed in."""
    names = dict(group.members.values_list("code", "name")) if group else {}
    ids = [indicator.pk for indicator in indicators.values()]
    own = latest_series(ids, user) if ids else {}
    others = latest_series(ids, user, municipalities=list(names)) if ids and names else {}
    series = {key: _only(own.get(indicator.pk, {})) for key, indicator in indicators.items()}
    paces = {
        line.key: pace(_demand(content, line, indicators[line.key]), series[line.key],
                       {names[code]: s for code, s in others.get(indicators[line.key].pk, {}).items()})
        for line in content.indicators
        if line.key in indicators and line.direction
    }  # fmt: skip
    verdicts = {key: found.verdict for key, found in paces.items()}
    return Examined(content, check(content, verdicts, decided), paces, series)


def _only(places: SeriesByPlace) -> Mapping[int, Reading]:
    return next(iter(places.values()), {})


def _demand(content: ProposalContent, line: IndicatorContent, indicator: Indicator) -> Demand:
    assert line.direction
    return Demand(
        line.direction,
        line.baseline_year,
        line.baseline,
        content.year,
        line.target,
        line.bounds,
        str(indicator.current_id) if indicator.current_id else None,
    )
