"""What the municipality wants with a budget's years: adopted goals, or proposals before there are any, in one shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from burlov_styrning.base.models import Decision
from followup import figures
from followup.content.rows import calculated, decision_words
from followup.content.snapshot import Plain
from followup.figures import Line as GoalLine
from followup.figures import Occasion
from goals import costs, terms
from goals.catalogue import ORDER, content
from goals.criteria import Examined, examine_contents
from goals.models import Goal, GoalProposal, Term
from goals.rules.content import Cost, IndicatorContent
from goals.tally import tally
from goals.written import JOINED, PARTS
from indicators.models import IndicatorVersion, Sex
from indicators.series import Cell, new_definitions

S = GoalProposal.State
BEFORE_THE_COUNCIL = (S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK)
"""What may still become a goal."""
BACK = 5
"""So many years back the outcomes before the latest are told."""
DECISIONS = ("handed_in__decision__organ", "committee_decision__organ")


@dataclass(frozen=True)
class Measure:
    """One indicator as one owner is to bring it on its way."""

    owner: str | None
    indicator: str
    words: Plain
    """Name, unit, decimals and direction."""
    baseline_year: int | None
    baseline: Decimal | None
    target: Decimal | None
    low: Decimal | None
    high: Decimal | None
    levels: Mapping[int, Decimal | None]
    """The level of each year; None where it is not measured."""
    cells: Mapping[int, Cell]
    window: tuple[int, int] | None = None
    decision: Decision | None = None
    made_up: bool = False

    @property
    def told(self) -> list[int]:
        """The latest years with an outcome."""
        known = sorted(year for year, cell in self.cells.items() if cell.value is not None)
        return [year for year in known if year > known[-1] - BACK]

    @property
    def breaks(self) -> list[int]:
        """Those of them from which a value means something else than before."""
        told = self.told
        return [year for year in new_definitions(self.cells) if told and told[0] < year <= told[-1]]


@dataclass(frozen=True)
class Wanted:
    """A goal, or a proposal for one."""

    key: str
    title: str
    wording: str
    area: str
    owners: Sequence[str]
    decision: Decision | None
    measures: Sequence[Measure]
    year: int
    """The year of its targets."""
    cost: Sequence[Cost] = ()
    within_frame: bool | None = None
    state: str = ""
    recommended: str = ""
    """What the executive board proposes the council to do with it."""
    rank: int | None = None
    points: int | None = None
    example: bool = False

    @property
    def decisions(self) -> list[Decision]:
        """What it and its levels rest on."""
        return [made for made in (self.decision, *(one.decision for one in self.measures)) if made]


@dataclass(frozen=True)
class Wants:
    """All of them; whether they are adopted, and how many priority lists their ranks are counted from."""

    basis: str
    rows: Sequence[Wanted] = ()
    lists: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """The organs by key."""


def read(term: Term, year: int, reader: Any) -> Wants:
    """The council's goals that apply in the year; where none is adopted yet the proposals before the council."""
    rows = term.goals.filter(level=Goal.Level.COUNCIL).select_related("area", "decision__organ", "term")
    rows = rows.prefetch_related("owners__organ", "proposals")
    goals = [goal for goal in rows if not goal.ended or int(goal.ended[:4]) > year]
    goals.sort(key=lambda goal: (goal.area is None, goal.area.order if goal.area else 0, goal.area_id or 0, goal.pk))
    return _goals(goals, year) if goals else _proposals(term, reader)


# Goals


def _goals(goals: list[Goal], year: int) -> Wants:
    found = figures.load(goals, Occasion(year))
    proposals = GoalProposal.objects.filter(goals__in=goals)
    priced = {pk: one for pk, (_row, one) in costs.read(proposals.distinct()).items()}
    names: dict[str, str] = {}
    rows = []
    for goal in goals:
        lines = found[goal.pk].lines
        organs = {owner.organ.key: owner.organ.name for owner in found[goal.pk].owners if owner.organ}
        names |= organs
        mine = [priced[row.pk] for row in goal.proposals.all() if row.pk in priced]
        rows.append(Wanted(
            goal.key, goal.title, goal.wording, goal.area.name if goal.area else "", list(organs), goal.decision,
            [_of_goal(line) for line in lines], max(goal.term.last_year, year), _summed(mine),
            example=goal.is_example(),
        ))  # fmt: skip
    return Wants("goals", rows, names=names)


def _of_goal(line: GoalLine) -> Measure:
    target, values = line.target, line.values
    window = (target.window_first, target.window_last) if target.window_first and target.window_last else None
    return Measure(
        line.organ.key if line.organ else None, line.indicator.key, measure_words(target.version), target.baseline_year,
        values.baseline, values.value, values.low, values.high, values.path or {}, line.cells, window,
        line.path.row.decision if line.path else None, line.is_example(),
    )  # fmt: skip


def measure_words(version: IndicatorVersion) -> Plain:
    """What an indicator is called and how its numbers are written."""
    return {"name": version.name, "unit": version.unit, "decimals": version.decimals, "direction": version.direction}


def _summed(priced: Iterable[costs.Priced]) -> list[Cost]:
    """The costs of the proposals that a goal was made of, year by year."""
    found: dict[int, Cost] = {}
    for cost in (cost for one in priced for cost in one.cost):
        before = found.get(cost.year, Cost(cost.year))
        found[cost.year] = Cost(
            cost.year, _plus(before.operating, cost.operating), _plus(before.investment, cost.investment)
        )
    return [found[year] for year in sorted(found)]


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else other if one is None else one + other


# Proposals


def _proposals(term: Term, reader: Any) -> Wants:
    rows = GoalProposal.objects.filter(term=term, state__in=BEFORE_THE_COUNCIL).order_by(*ORDER)
    rows = rows.select_related("term", "handed_in", *JOINED, *DECISIONS)
    proposals = list(rows.prefetch_related(*PARTS, "recommendations"))
    if not proposals:
        return Wants("none")
    examined = examine_contents({row.pk: content(row) for row in proposals}, None)
    result = tally(term, proposals, reader) if terms.lists_are_closed(term) else None
    places = {line.proposal.pk: line.row for line in result.lines} if result else {}
    made = [_proposal(row, examined[row.pk], places.get(row.pk)) for row in proposals]
    if places:
        made.sort(key=lambda one: one.rank or 0)
    return Wants(
        "proposals", made, result.counted if result else None, {row.organ.key: row.organ.name for row in proposals}
    )


def _proposal(row: GoalProposal, examined: Examined, place: Any) -> Wanted:
    said = examined.content
    decision = (row.handed_in.decision if row.handed_in else None) or row.committee_decision
    board = [one.outcome for one in row.recommendations.all()]
    return Wanted(
        row.key, said.title, said.wording, said.area, [row.organ.key], decision,
        [_of_proposal(row, line, examined, decision) for line in said.indicators], said.year, said.cost,
        said.within_frame, row.state, board[-1] if board else "", place.rank if place else None,
        place.points if place else None, row.is_example(),
    )  # fmt: skip


def _of_proposal(row: GoalProposal, line: IndicatorContent, examined: Examined, decision: Decision | None) -> Measure:
    words = {"name": line.name, "unit": line.unit, "decimals": line.decimals, "direction": line.direction}
    return Measure(
        row.organ.key, line.key, words, line.baseline_year, line.baseline, line.target, line.low, line.high,
        line.values, examined.series.get(line.key, {}), None, decision, row.is_example(),
    )  # fmt: skip


# As plain values


def text(value: Decimal | None) -> str | None:
    """All its digits; noughts that only arithmetic has put after the last of them are left out."""
    if value is None:
        return None
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def plain(number: int, one: Wanted, years: Sequence[int]) -> Plain:
    """A goal or proposal as it is frozen."""
    return {
        "goal": one.key,
        "number": number,
        "title": one.title,
        "wording": one.wording,
        "area": one.area,
        "owners": list(one.owners),
        "decision": decision_words(one.decision),
        "year": one.year,
        "costs": [{"year": cost.year, "operating": text(cost.operating), "investment": text(cost.investment)}
                  for cost in one.cost],
        "within_frame": one.within_frame,
        "state": one.state,
        "recommended": one.recommended,
        "rank": one.rank,
        "points": one.points,
        "example": one.example,
        "lines": [_line(measure, years) for measure in one.measures],
    }  # fmt: skip


def _line(one: Measure, years: Sequence[int]) -> Plain:
    return {
        "owner": one.owner,
        "indicator": one.indicator,
        "baseline": text(one.baseline),
        "baseline_year": one.baseline_year,
        "latest": one.told[-1] if one.told else None,
        "breaks": one.breaks,
        "levels": {str(year): text(one.levels[year]) for year in years if year in one.levels},
        "target": text(one.target),
        "low": text(one.low),
        "high": text(one.high),
        "window": list(one.window) if one.window else None,
        "decision": decision_words(one.decision),
    }


def rows_of(one: Wanted, years: Sequence[int]) -> Iterator[Plain]:
    """The flat rows: the latest outcomes, then the level of each of the budget's years."""
    for measure in one.measures:
        told = measure.told
        for year in dict.fromkeys([*told, *years]):
            yield _row(one, measure, year, measure.cells.get(year) if year in told else None)


def _row(one: Wanted, measure: Measure, year: int, cell: Cell | None) -> Plain:
    outcome = cell.outcome if cell else None
    source = outcome.source if outcome else None
    shown_example = bool(outcome and outcome.is_example())
    return {
        "goal": one.key,
        "owner": measure.owner,
        "indicator": measure.indicator,
        "period": str(year),
        "read": None,
        "sex": Sex.TOTAL.value,
        "baseline": text(measure.baseline),
        "baseline_year": measure.baseline_year,
        "outcome": None if cell is None or cell.value is None else format(cell.value, "f"),
        "missing": None,
        "progression": text(measure.levels.get(year)),
        "status": None,
        "forecast": None,
        "forecast_status": None,
        "target": text(measure.target),
        "target_status": None,
        "trend": None,
        "preliminary": bool(outcome and outcome.status == "preliminary"),
        "revised": bool(cell and cell.earlier),
        "part_year": False,
        "example": one.example or measure.made_up or shown_example,
        "examples": [*(["outcome"] if shown_example else []), *(["levels"] if one.example or measure.made_up else [])],
        "source": source.key if source else None,
        "fetched": (outcome.fetched or (source.fetched if source else None)) if outcome else None,
        **calculated(cell),
    }
