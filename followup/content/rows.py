"""The flat rows of a report's snapshot: figures by goal, owner, indicator, sex and year, and what a chart needs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from burlov_styrning.base.models import Decision, Organ
from followup.figures import GoalFigures, Line
from followup.rules.figures import Figure
from goals.models import Goal
from indicators.models import IndicatorVersion, Sex
from indicators.series import Cell, new_definitions

type Plain = dict[str, Any]


def indicator_words(version: IndicatorVersion) -> Plain:
    """What an indicator is called and how its numbers are written."""
    return {
        "name": version.name,
        "definition": version.definition,
        "unit": version.unit,
        "decimals": version.decimals,
        "direction": version.direction,
        "low": text(version.low),
        "high": text(version.high),
    }


def decision_words(decision: Decision | None) -> Plain | None:
    """A decision as it is cited: who, when, §, registry number."""
    if decision is None:
        return None
    return {
        "organ": decision.organ.key,
        "date": decision.date,
        "paragraph": decision.paragraph,
        "registry": decision.registry,
    }


def lines(goal: Goal, found: GoalFigures) -> Iterable[Plain]:
    """What a chart needs besides the figures: the whole path, the bounds, where a new definition begins."""
    for owner in found.owners:
        for line in owner.lines:
            values = line.values
            yield {
                "goal": goal.key,
                "owner": owner.organ.key if owner.organ else None,
                "indicator": line.indicator.key,
                "measure": indicator_words(line.target.version),
                "path": {str(year): text(value) for year, value in sorted((values.path or {}).items())},
                "low": text(values.low),
                "high": text(values.high),
                "breaks": new_definitions(line.cells),
                "example": line.is_example(),
            }


def figures(goal: Goal, found: GoalFigures, now: int) -> Iterable[Plain]:
    """Each indicator of each owner, by sex and year; `now`: the round's year, as the occasion reads it."""
    for owner in found.owners:
        for line in owner.lines:
            for sex in _sexes(line):
                for year, shown in line.years[sex].items():
                    of_round = sex == Sex.TOTAL and year == now
                    yield _row(goal, owner.organ, line, sex, line.figure if of_round else shown)


def _sexes(line: Line) -> list[str]:
    """The total always; women and men where there are values for them."""
    return [Sex.TOTAL, *(sex for sex in (Sex.WOMEN, Sex.MEN) if line.cells_by_sex.get(sex))]


def _row(goal: Goal, organ: Organ | None, line: Line, sex: str, shown: Figure) -> Plain:
    cell = line.cells_by_sex[sex].get(shown.read or shown.year)
    source = cell.outcome.source if cell else None
    return {
        "goal": goal.key,
        "owner": organ.key if organ else None,
        "indicator": line.indicator.key,
        "period": str(shown.year),
        "read": str(shown.read) if shown.read else None,
        "sex": sex,
        "baseline": text(shown.baseline),
        "outcome": text(shown.outcome),
        "missing": shown.missing,
        "progression": text(shown.progression),
        "status": shown.status,
        "reason": shown.reason,
        "forecast": text(shown.forecast),
        "forecast_status": shown.forecast_status,
        "target": text(shown.target),
        "target_status": shown.target_status,
        "trend": shown.trend.movement.value if shown.trend else None,
        "trend_since": shown.trend.since if shown.trend else None,
        "trend_inside_margin": bool(shown.trend and shown.trend.inside_margin),
        "last_known": [shown.last_known[0], text(shown.last_known[1])] if shown.last_known else None,
        "part_year": shown.part_year,
        "preliminary": bool(cell and cell.outcome.status == "preliminary"),
        "revised": bool(cell and cell.earlier),
        "example": goal.is_example() or line.is_example(shown.year),
        "examples": list(_examples(line, cell)),
        "source": source.key if source else None,
        "fetched": (cell.outcome.fetched or (source.fetched if source else None)) if cell else None,
        "entered_by": None,
        "baseline_year": line.target.baseline_year,
        "lag": line.target.lag,
        "window": [line.target.window_first, line.target.window_last] if line.target.window_first else None,
        "path_decision": decision_words(line.path.row.decision) if line.path else None,
        "path_stale": bool(line.path and line.path.row.stale),
        **calculated(cell),
        **({"section": cell.outcome.section} if cell and shown.missing == "secret" and cell.outcome.section else {}),
        **({"new_definition": True} if cell and cell.reading.version != line.values.version else {}),
    }


def calculated(cell: Cell | None) -> Plain:
    """Of what is computed: by which formula, from what, and where that is from; nothing of what was entered."""
    row: Any = cell.outcome if cell else None
    if row is None or not getattr(row, "computed", False):
        return {}
    parts = [[leaf.indicator.key, leaf.period, leaf.sex, text(leaf.value), leaf.missing or None] for leaf in row.leaves]
    return {"calculation": {"formula": row.formula, "parts": parts, "sources": [one.key for one in row.source.sources]}}


def source_keys(rows: Iterable[Plain]) -> set[str]:
    """The sources that the rows name, also those of the parts of what is computed."""
    named = {row["source"] for row in rows}
    return (named | {key for row in rows for key in row.get("calculation", {}).get("sources", [])}) - {None}


def _examples(line: Line, cell: Cell | None) -> Iterable[str]:
    """Which of the row's figures are made up: a real outcome stays real beside an invented target."""
    if cell and cell.outcome.is_example():
        yield "outcome"
    yield from (name for name in ("baseline", "target") if line.target.is_example(name))
    if line.path and line.path.row.is_example("values"):
        yield "progression"
    if line.forecast and line.forecast.is_example():
        yield "forecast"


def text(value: Decimal | None) -> str | None:
    """An exact decimal, as it stands."""
    return None if value is None else format(value, "f")
