"""The six criteria of a proposal, with the pace of each indicator read from outcomes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goals.models import GoalProposal
from goals.rules.content import IndicatorContent, ProposalContent
from goals.rules.pace import Demand, Pace, pace
from goals.rules.smart import Criterion, check
from goals.written import Written, content_from, content_of, written_of
from indicators.models import Indicator, Outcome, Sex
from indicators.series import Cell, Subject, Table, load, of_group


@dataclass(frozen=True)
class Examined:
    """A proposal's content with its criteria, paces and the outcomes behind them, by indicator key."""

    content: ProposalContent
    criteria: Sequence[Criterion]
    paces: Mapping[str, Pace]
    series: Mapping[str, Mapping[int, Cell]]

    @property
    def done(self) -> int:
        """How many of the six lack nothing."""
        return sum(1 for criterion in self.criteria if criterion.done)


def examine(proposal: GoalProposal, user: Any, written: Written | None = None, *, decided: bool = False) -> Examined:
    """Check what is written (else what is stored) against outcomes that the person may see. One query."""
    written = written or written_of(proposal)
    indicators = {line.indicator.key: line.indicator for line in written.lines}
    return _examine(content_from(proposal, written), indicators, user, decided)


def examine_many(proposals: Iterable[GoalProposal], user: Any) -> dict[int, Examined]:
    """Proposal id → what is stored of it, examined."""
    return examine_contents({proposal.pk: content_of(proposal) for proposal in proposals}, user)


def examine_contents(contents: Mapping[int, ProposalContent], user: Any) -> dict[int, Examined]:
    """Each content examined. A query for the indicators, and one for each comparison group among them."""
    keys = {line.key for content in contents.values() for line in content.indicators}
    indicators = {indicator.key: indicator for indicator in Indicator.objects.filter(key__in=keys)}
    by_group: dict[str, list[int]] = {}
    for pk, content in contents.items():
        by_group.setdefault(content.comparison_group, []).append(pk)
    found: dict[int, Examined] = {}
    for group, members in by_group.items():
        wanted = {line.key for pk in members for line in contents[pk].indicators}
        table = _whole_municipalities([one for key, one in indicators.items() if key in wanted], group, user)
        found |= {pk: _examined(contents[pk], indicators, table, False) for pk in members}
    return found


def examine_content(content: ProposalContent, user: Any, *, decided: bool = False) -> Examined:
    """The same of a content, such as a version that was handed in. Two queries."""
    indicators = {i.key: i for i in Indicator.objects.filter(key__in=[line.key for line in content.indicators])}
    return _examine(content, indicators, user, decided)


def _examine(
    content: ProposalContent,
    indicators: Mapping[str, Indicator],
    user: Any,
    decided: bool,
) -> Examined:
    table = _whole_municipalities(indicators.values(), content.comparison_group, user)
    return _examined(content, indicators, table, decided)


def _examined(content: ProposalContent, indicators: Mapping[str, Indicator], table: Table, decided: bool) -> Examined:
    paces = {
        line.key: _pace(content, line, indicators[line.key], table)
        for line in content.indicators
        if line.key in indicators and line.direction
    }
    verdicts = {key: found.verdict for key, found in paces.items()}
    mine = {line.key for line in content.indicators}
    series = {key: table.years(indicator.pk) for key, indicator in indicators.items() if key in mine}
    return Examined(content, check(content, verdicts, decided), paces, series)


def examine_text(content: ProposalContent, *, decided: bool = False) -> Examined:
    """The criteria without the pace: no outcome is read."""
    return Examined(content, check(content, {}, decided), {}, {})


def _whole_municipalities(indicators: Collection[Indicator], group: str, user: Any) -> Table:
    if not indicators:
        return Table(0, None)
    rows = Outcome.objects.filter(organ__isnull=True, unit__isnull=True, sex=Sex.TOTAL)
    beside, computed = of_group(group) if group else None, any(i.formula for i in indicators)
    return load([i.pk for i in indicators], user=user, rows=rows, beside=beside, computed=computed)


def _pace(content: ProposalContent, line: IndicatorContent, indicator: Indicator, table: Table) -> Pace:
    """The peers are the municipalities that have values beside our own, by name."""
    others = [subject for subject in table.subjects(indicator.pk) if subject.municipality != table.own]
    peers = {_name(indicator.pk, subject, table): table.readings(indicator.pk, subject) for subject in others}
    return pace(_demand(content, line, indicator), table.readings(indicator.pk), peers)


def _name(indicator: int, subject: Subject, table: Table) -> str:
    return str(next(iter(table.periods(indicator, subject).values())).outcome.municipality)


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
