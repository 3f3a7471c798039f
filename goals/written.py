"""What a committee has written in a proposal: read from rows, stored in rows, and as content to check and freeze.

Form, rows and check share this one value, so what is checked while somebody types is what is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from burlov_styrning.base.models import Unit
from goals.models import Consultation, Goal, GoalProposal, Need, ProposalIndicator
from goals.rules.content import Consulted, Cost, IndicatorContent, NeedContent, ProposalContent, Statements
from indicators.models import Indicator
from indicators.rules.direction import Direction

STATEMENTS = ("specific", "measurable", "accepted", "realistic", "time_bound", "responsibility")
COLUMNS = (
    "title", "wording", "area", "target_group", "target_year", "function", *STATEMENTS, "union", "union_date",
    "within_frame", "comparison_group", "continues",
)  # fmt: skip
JOINED = ("organ", "area", "comparison_group", "continues__term")
"""What `content_of` reads with the row, for select_related."""
NEEDS = Prefetch("needs", Need.objects.select_related("unit"))
PARTS = (
    NEEDS,
    Prefetch("indicators", ProposalIndicator.objects.select_related("indicator__current")),
    "indicators__values",
    Prefetch("consultations", Consultation.objects.select_related("unit")),
    "costs",
)
"""What it reads besides the row, for prefetch_related: a query each."""


@dataclass(frozen=True)
class Line:
    """An indicator of the proposal, with what is proposed for it."""

    indicator: Indicator
    baseline_year: int | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    values: Mapping[int, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A unit that was consulted, and when."""

    unit: Unit
    date: str | None = None


@dataclass(frozen=True)
class Written:
    """A proposal's text and parts; `columns` by the names in `COLUMNS`."""

    columns: Mapping[str, Any]
    needs: Sequence[Need] = ()
    lines: Sequence[Line] = ()
    consulted: Sequence[Asked] = ()
    costs: Mapping[int, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    """Year → operating, investment in tkr."""


# From rows


def written_of(proposal: GoalProposal) -> Written:
    """What the rows say; no queries where `PARTS` are prefetched."""
    return Written(
        {name: getattr(proposal, name) for name in COLUMNS},
        list(proposal.needs.all()),
        [_line(row) for row in proposal.indicators.all()],
        [Asked(row.unit, row.date) for row in proposal.consultations.all()],
        {row.year: (row.operating, row.investment) for row in proposal.costs.all()},
    )


def _line(row: ProposalIndicator) -> Line:
    values = {v.year: v.value for v in row.values.all()}
    return Line(row.indicator, row.baseline_year, row.baseline_value, row.target, row.low, row.high, values)


# As content


def content_of(proposal: GoalProposal) -> ProposalContent:
    """The rows as a value."""
    return content_from(proposal, written_of(proposal))


def content_from(proposal: GoalProposal, written: Written) -> ProposalContent:
    """What is written as a value, saved or not; term, organ and key are the proposal's."""
    said = written.columns
    return ProposalContent(
        key=proposal.key,
        term_first=proposal.term.first_year,
        term_last=proposal.term.last_year,
        organ_key=proposal.organ.key,
        organ_name=proposal.organ.name,
        area=said["area"].name if said.get("area") else "",
        **{name: said.get(name) or "" for name in ("title", "wording", "target_group", "function")},
        target_year=said.get("target_year"),
        statements=Statements(**{name: said.get(name) or "" for name in STATEMENTS}),
        needs=tuple(NeedContent(n.key, n.unit.name, n.text) for n in written.needs),
        consulted=tuple(Consulted(a.unit.key, a.unit.name, a.date or None) for a in written.consulted),
        union_applies=union_applies(said.get("union") or ""),
        union_date=said.get("union_date") or None,
        indicators=tuple(_indicator(line) for line in written.lines),
        cost=tuple(Cost(year, *amounts) for year, amounts in sorted(written.costs.items())),
        within_frame=said.get("within_frame"),
        continues=_goal_title(said.get("continues")),
        comparison_group=group.title if (group := said.get("comparison_group")) else "",
    )


def union_applies(answer: str) -> bool | None:
    """What the choice says: whether union consultation applies; None while nothing is said."""
    return None if not answer else answer != GoalProposal.Union.NOT_NEEDED


def _goal_title(goal: Goal | None) -> str | None:
    """The earlier goal and its term, as page, paper and versions say it; one that a form offers has it in its title."""
    if goal is None:
        return None
    return f"{goal} ({goal.term})" if goal.term_id else str(goal)


def _indicator(line: Line) -> IndicatorContent:
    now = line.indicator.current
    own = line.low is not None and line.high is not None
    return IndicatorContent(
        key=line.indicator.key,
        name=line.indicator.name,
        unit=line.indicator.unit,
        direction=Direction(now.direction) if now else None,
        decimals=now.decimals if now else 0,
        baseline_year=line.baseline_year,
        baseline=line.baseline,
        target=line.target,
        low=line.low if own or not now else now.low,
        high=line.high if own or not now else now.high,
        values=dict(sorted(line.values.items())),
    )


# Into rows


def store(proposal: GoalProposal, written: Written) -> None:
    """Let the saved proposal and its parts say what is written; only what differs is touched."""
    for name in COLUMNS:
        if name in written.columns:
            setattr(proposal, name, written.columns[name])
    proposal.save()
    proposal.needs.set(written.needs)
    _store_lines(proposal, written.lines)
    _store_consulted(proposal, written.consulted)
    costs = {y: dict(zip(("operating", "investment"), amounts, strict=True)) for y, amounts in written.costs.items()}
    _store_by_year(proposal.costs, {y: said for y, said in costs.items() if set(said.values()) != {None}})


def _store_lines(proposal: GoalProposal, lines: Sequence[Line]) -> None:
    kept = {row.indicator_id: row for row in proposal.indicators.all()}
    for line in lines:
        row = kept.pop(line.indicator.pk, None) or ProposalIndicator(proposal=proposal, indicator=line.indicator)
        said = {"baseline_year": line.baseline_year, "baseline_value": line.baseline, "target": line.target}
        _save_changed(row, said | {"low": line.low, "high": line.high})
        _store_by_year(row.values, {y: {"value": value} for y, value in line.values.items() if value is not None})
    for row in kept.values():
        row.delete()


def _store_consulted(proposal: GoalProposal, consulted: Sequence[Asked]) -> None:
    kept = {(row.unit_id, row.date or None): row for row in proposal.consultations.all()}
    for asked in consulted:
        if kept.pop((asked.unit.pk, asked.date or None), None) is None:
            proposal.consultations.get_or_create(unit=asked.unit, date=asked.date or None)
    for row in kept.values():
        row.delete()


def _store_by_year(rows: Any, said: Mapping[int, Mapping[str, Any]]) -> None:
    kept = {row.year: row for row in rows.all()}
    for year, values in said.items():
        _save_changed(kept.pop(year, None) or rows.model(**{rows.field.name: rows.instance}, year=year), values)
    for row in kept.values():
        row.delete()


def _save_changed(row: Any, said: Mapping[str, Any]) -> None:
    if row.pk and all(getattr(row, name) == value for name, value in said.items()):
        return
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
