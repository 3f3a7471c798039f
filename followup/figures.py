"""The figures of goals in a year: targets, paths, outcomes and forecasts brought to the rules, in few queries.

Goal page, assessment page, public start and reports all read their statuses and suggestions here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import starmap
from types import SimpleNamespace
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from burlov_styrning.base.abstract import made_up
from burlov_styrning.base.models import Organ
from burlov_styrning.partial_dates import first_day
from followup import laid
from followup.laid import DecidedPath, Paths, path_of
from followup.models import Assessment, FollowUpRound
from followup.rules.figures import Figure, TargetValues, figure, own_or_municipal
from followup.rules.suggestion import Suggestion, suggestion, worst_of
from goals.models import Goal, GoalOwner, Target, Term
from indicators import series
from indicators.models import Forecast, Indicator, Outcome, Sex
from indicators.rules import periods
from indicators.rules.direction import Direction, Reading
from indicators.series import Cell, Subject, Table


@dataclass(frozen=True)
class Occasion:
    """When one looks: a year, as a whole or in part, and the round whose forecasts are read."""

    year: int
    part_until: date | None = None
    round_key: str = ""

    @property
    def ends_on(self) -> date:
        """The last day that is looked at: a target that ended by then is not read."""
        return self.part_until or date(self.year, 12, 31)

    @classmethod
    def of(cls, round_: FollowUpRound) -> Occasion:
        """A round's occasion."""
        return cls(round_.year, round_.ends_on if round_.is_part_year else None, round_.key)


@dataclass(frozen=True)
class Line:
    """One indicator of a goal as one owner reads it on an occasion."""

    target: Target
    organ: Organ | None
    path: DecidedPath | None
    values: TargetValues
    cells: Mapping[int, Cell]
    figure: Figure
    occasion: Occasion
    cells_by_sex: Mapping[str, Mapping[int, Cell]] = field(default_factory=dict)
    forecast: Forecast | None = None

    @cached_property
    def years(self) -> Mapping[str, Mapping[int, Figure]]:
        """By sex the figures of each year that a report prints: computed where they are read, for no page reads all."""
        return {sex: _years(self.values, cells, self.occasion, sex) for sex, cells in self.cells_by_sex.items()}

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.target.indicator

    def is_example(self, year: int | None = None) -> bool:
        """Whether the occasion's figure (or that of a year) rests on something made up."""
        shown = self.figure if year is None else self.years[Sex.TOTAL].get(year, self.figure)
        cell = self.cells.get(shown.read or shown.year)
        parts = [self.target.is_example("baseline", "target")]
        parts.append(cell is not None and cell.outcome.is_example())
        return any([*parts, self.path is not None and shown.year in self.path.examples])


@dataclass(frozen=True)
class OwnerFigures:
    """A goal as one owner answers for it."""

    organ: Organ | None
    lines: Sequence[Line]
    suggestion: Suggestion


@dataclass(frozen=True)
class GoalFigures:
    """A goal's figures on an occasion, per owner, and its suggestion over all of them."""

    goal: Goal
    owners: Sequence[OwnerFigures]
    suggestion: Suggestion

    @property
    def lines(self) -> list[Line]:
        """All lines of all owners."""
        return [line for owner in self.owners for line in owner.lines]


@dataclass
class _Material:
    """What was fetched for all goals at once."""

    occasion: Occasion
    targets: dict[int, list[Target]]
    owners: dict[int, list[Organ]]
    paths: Paths
    table: Table
    forecasts: dict[tuple[int, int | None], Forecast]
    brief: bool = False


def load(
    goals: Sequence[Goal], occasion: Occasion, *, user: Any = None, brief: bool = False, outcomes: Any = None,
    typed: Iterable[Forecast] = (),
) -> dict[int, GoalFigures]:  # fmt: skip
    """Goal id → figures. For a user only outcomes and paths that the user may see count; without one all (reports).

    `brief`, for lists: plain rows, no women and men, and the statuses and suggestions alone, without earlier years and
    trends; with `outcomes` these too, as a curve shows them.
    `outcomes` says what is read, such as what was there when a round closed; else it is the totals: women and men are
    what reports print.
    `typed`: forecasts that are being written, in place of the stored ones.
    """
    material = _fetch(goals, occasion, user, outcomes, brief)
    material.forecasts.update({(row.indicator_id, row.organ_id): row for row in typed})
    return {goal.pk: _goal(goal, material) for goal in goals}


def lines_of(targets: Sequence[Target], occasions: Mapping[int, Occasion], table: Table, user: Any) -> list[Line]:
    """One indicator's targets in any terms: the line of each owner, as its term's occasion reads the given outcomes."""
    goals = list({target.goal_id: target.goal for target in targets}.values())
    prefetch_related_objects(goals, OWNERS)
    owned = {goal.pk: [row for row in goal.owners.all() if row.role == GoalOwner.Role.OWNER] for goal in goals}
    paths = laid.of_goals([goal.pk for goal in goals], user)
    found = []
    for target in targets:
        material = _Material(occasions[target.goal.term_id], {}, {}, paths, table, {})
        organs: Sequence[Organ | None] = [row.organ for row in owned[target.goal_id]] or [None]
        found += [_line(target.goal, target, organ, material) for organ in organs]
    return found


def suggestion_for(goal: Goal, organ: Organ | None, round_: FollowUpRound) -> Suggestion:
    """What the indicators suggest for an owner's judgement (no organ: for the goal as a whole)."""
    found = load([goal], Occasion.of(round_))[goal.pk]
    mine = [owner.suggestion for owner in found.owners if organ is not None and owner.organ == organ]
    return mine[0] if mine else found.suggestion


OWNERS = Prefetch("owners", GoalOwner.objects.select_related("organ"))


def of_years(first: int, last: int) -> QuerySet[Outcome]:
    """The outcomes of these years, and all of an organ's own: any of them tells that its owner is read on its own."""
    # Said as what is left out: said as what is wanted, SQLite goes through all outcomes of these years.
    others = Q(organ=None) & ~Q(year__range=(first, last))
    return Outcome.objects.filter(~others)


def _needed(occasion: Occasion, lags: Iterable[int]) -> QuerySet[Outcome]:
    """The outcomes that a status can read: those of the years that these lags allow."""
    return of_years(occasion.year - max(lags, default=0), occasion.year).filter(sex=Sex.TOTAL)


def _fetch(known: Sequence[Goal], occasion: Occasion, user: Any, outcomes: Any, brief: bool) -> _Material:
    goals = [goal.pk for goal in known]
    targets = _targets(known, occasion, brief)
    owners: dict[int, list[Organ]] = {}
    prefetch_related_objects(known, OWNERS)  # asks nothing where the caller fetched them
    for goal in known:
        owners[goal.pk] = [row.organ for row in goal.owners.all() if row.role == GoalOwner.Role.OWNER]
    indicators = {target.indicator_id for some in targets.values() for target in some}
    computed = any(target.indicator.formula for some in targets.values() for target in some)
    years = laid.ALL
    if brief and outcomes is None:
        years = (occasion.year, occasion.year)
        outcomes = _needed(occasion, [target.lag for some in targets.values() for target in some])
    elif outcomes is None:
        outcomes = _totals()
    return _Material(
        occasion,
        targets,
        owners,
        laid.plain(goals, user, years) if brief else laid.of_goals(goals, user),
        # What is computed may read years that no status does.
        series.load(
            indicators, user=user, rows=outcomes, brief=brief, parts=_totals() if brief else None, computed=computed
        ),
        {(row.indicator_id, row.organ_id): row for row in _forecasts(indicators, occasion, user)},
        brief,
    )


def _totals() -> QuerySet[Outcome]:
    """Every year of the totals."""
    return Outcome.objects.filter(sex=Sex.TOTAL)  # type: ignore[no-any-return]


def _forecasts(indicators: Iterable[int], occasion: Occasion, user: Any) -> Iterable[Forecast]:
    """Those of the round; a page reads them in part-year rounds only."""
    if not occasion.round_key or (user is not None and occasion.part_until is None):
        return []
    rows = Forecast.objects.filter(indicator__in=indicators, round_key=occasion.round_key, period=str(occasion.year))
    return rows if user is None else rows.visible_to(user)


def _targets(goals: Sequence[Goal], occasion: Occasion, brief: bool) -> dict[int, list[Target]]:
    """Goal id → targets, with the goals that the caller has, whose term was fetched with them."""
    by_pk, found = {goal.pk: goal for goal in goals}, dict[int, list[Target]]()
    rows = Target.objects.filter(goal__in=by_pk)
    for target in starmap(_shaped, rows.values_list(*BRIEF)) if brief else rows.select_related(*JOINED):
        if target.ended and first_day(target.ended) <= occasion.ends_on:
            continue
        target.goal = by_pk[target.goal_id]
        found.setdefault(target.goal_id, []).append(target)
    return found


class PlainTarget(SimpleNamespace):
    """Plain values in the shape of a target: a third of the time of making rows of three models."""

    def is_example(self, *names: str) -> bool:
        """Whether it, or one of these parts, is made up."""
        return made_up(self, *names)


def _shaped(*row: Any) -> Any:
    values = iter(row)
    indicator, version, own = (dict(zip(names, values, strict=False)) for names in BRIEF_PARTS)
    return PlainTarget(**own, indicator=SimpleNamespace(**indicator), version=SimpleNamespace(**version))


JOINED = ("indicator__current", "version")
OF_INDICATOR = ("cumulative", "formula")
OF_VERSION = ("direction", "low", "high", "tolerance", "name", "unit", "decimals")
OF_TARGET = (
    "pk", "goal_id", "indicator_id", "version_id", "ended", "baseline_year", "baseline_value", "value", "window_first",
    "low", "high", "lag", "example", "example_fields",
)  # fmt: skip
"""What `target_values` reads of a target, and a curve."""
BRIEF_PARTS = (OF_INDICATOR, OF_VERSION, OF_TARGET)
BRIEF = (*(f"indicator__{name}" for name in OF_INDICATOR), *(f"version__{name}" for name in OF_VERSION), *OF_TARGET)


def _goal(goal: Goal, material: _Material) -> GoalFigures:
    organs: Sequence[Organ | None] = material.owners.get(goal.pk) or [None]
    owners = [_owner(goal, organ, material) for organ in organs]
    per_indicator = zip(*(owner.lines for owner in owners), strict=True)
    together = [worst_of(line.figure.statuses for line in lines) for lines in per_indicator]
    return GoalFigures(goal, owners, _suggest(goal.term, material.occasion, together))


def _owner(goal: Goal, organ: Organ | None, material: _Material) -> OwnerFigures:
    lines = [_line(goal, target, organ, material) for target in material.targets.get(goal.pk, [])]
    statuses = [line.figure.statuses for line in lines]
    return OwnerFigures(organ, lines, _suggest(goal.term, material.occasion, statuses))


def _suggest(term: Term, occasion: Occasion, statuses: Iterable[Any]) -> Suggestion:
    return suggestion(
        list(statuses), last_year=occasion.year >= term.last_year, part_year=occasion.part_until is not None
    )


def _line(goal: Goal, target: Target, organ: Organ | None, material: _Material) -> Line:
    path = path_of(goal, organ, material.paths.get(target.pk, {}))
    values = target_values(target, path)
    sexes = [Sex.TOTAL.value] if material.brief else Sex.values
    cells = {sex: cells_of(material.table, target.indicator_id, organ, sex) for sex in sexes}
    forecast = _forecast(material, target.indicator_id, organ)
    part = part_of(material.table, target.indicator_id, organ, material.occasion)
    shown = figure(
        values,
        _readings(cells[Sex.TOTAL]),
        material.occasion.year,
        part=part.reading if part else None,
        cumulative=target.indicator.cumulative,
        forecast=forecast.value if forecast else None,
    )
    return Line(target, organ, path, values, cells[Sex.TOTAL], shown, material.occasion, cells, forecast)


def target_values(target: Target, path: DecidedPath | None) -> TargetValues:
    """A target with an owner's path as the rules read them."""
    term, version = target.goal.term, target.version
    low, high = (target.low, target.high) if target.low is not None else (version.low, version.high)
    return TargetValues(
        first_year=term.first_year,
        last_year=term.last_year,
        prolonged_to=term.prolonged_to,
        direction=Direction(version.direction),
        baseline_year=target.baseline_year,
        baseline=target.baseline_value,
        value=target.value,
        low=low,
        high=high,
        tolerance=version.tolerance or Decimal(0),
        lag=target.lag,
        window=target.window_first is not None,
        version=str(target.version_id),
        path=None if path is None else {year: row.value for year, row in path.values.items()},
    )


def cells_of(table: Table, indicator: int, organ: Organ | None, sex: str) -> dict[int, Cell]:
    """Year → outcome as an owner reads it: its organ's where the indicator has them, else the municipality's."""
    own = table.years(indicator, Subject(table.own, organ.pk), sex) if organ else {}
    return own_or_municipal(own, table.years(indicator, None, sex))


def _readings(cells: Mapping[int, Cell]) -> dict[int, Reading]:
    return {year: cell.reading for year, cell in cells.items()}


def _years(values: TargetValues, cells: Mapping[int, Cell], occasion: Occasion, sex: str) -> dict[int, Figure]:
    """Figures of all years that a report prints: from the baseline's or the term's first, whichever is earlier."""
    first = min(values.first_year, values.baseline_year or values.first_year)
    readings = _readings(cells)
    years = range(first, occasion.year + 1)
    return {year: figure(values, readings, year, judged=sex == Sex.TOTAL) for year in years}


def _forecast(material: _Material, indicator: int, organ: Organ | None) -> Forecast | None:
    found = material.forecasts
    return found.get((indicator, organ.pk if organ else None)) or found.get((indicator, None))


def part_of(table: Table, indicator: int, organ: Organ | None, occasion: Occasion) -> Cell | None:
    """The latest part-year outcome that ends inside the round's period."""
    if occasion.part_until is None:
        return None
    subject = Subject(table.own, organ.pk) if organ else None
    cells = table.periods(indicator, subject) or table.periods(indicator)
    ends = {
        periods.end_of(period): cell
        for period, cell in cells.items()
        if len(period) > 4 and periods.year_of(period) == occasion.year
    }
    inside = [day for day in ends if day <= occasion.part_until]
    return ends[max(inside)] if inside else None


def suggestion_in(found: GoalFigures, row: Assessment) -> Suggestion:
    """What a goal's figures suggest for a judgement: the owner's own, or the goal's as a whole."""
    mine = [o.suggestion for o in found.owners if o.organ and o.organ.pk == row.organ_id and not row.weighed]
    return mine[0] if mine else found.suggestion
