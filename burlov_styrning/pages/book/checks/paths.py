"""Paths: who laid them, which years they have, and where they go."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.checks.context import Context
from burlov_styrning.pages.book.checks.goals import outside
from burlov_styrning.pages.book.faults import Fault, Note, Remark
from burlov_styrning.pages.book.schema import Goal, Path, PathBefore, Target


def paths(context: Context) -> Iterator[Note]:
    """Every path of every goal."""
    for goal in context.book.goals:
        for target in goal.indicators:
            for path in target.paths:
                yield from _owner(context, goal, path)
                yield from _years(context, path)
                yield from _course(context, target, path)
                for before in path.earlier:
                    yield from _years(context, before)


def _owner(context: Context, goal: Goal, path: Path) -> Iterator[Note]:
    """History has financial goals whose yearly value somebody else is printed as owner of."""
    if goal.kind == "financial":
        if context.kinds.get(path.owner) not in ("council", None):
            yield Remark(path.at("owner"), _("Ett finansiellt måls nivåer sätts av fullmäktige, inte av ”%(key)s”.") % {
                "key": path.owner,
            })  # fmt: skip
    elif path.owner not in goal.owners:
        yield Remark(path.at("owner"), _("”%(key)s” är inte ansvarig för målet.") % {"key": path.owner})


def _years(context: Context, path: Path | PathBefore) -> Iterator[Note]:
    for year in path.values or {}:
        if int(year) not in context.book.term.years:
            yield Fault(path.at("values", year), outside(context))


def _course(context: Context, target: Target, path: Path) -> Iterator[Note]:
    """What a person could not enter: a step back without a motivation, a last year short of the target."""
    indicator = context.indicators.get(target.indicator)
    if indicator is None or path.state != "decided":
        return
    bounds = target.bounds or indicator.bounds
    last = str(context.book.term.last_year)
    if last in path.values:
        yield from _last_year(path, last, indicator.direction, target.target, bounds)
    if not path.motivation:
        yield from _steps_back(target, path, indicator.direction, bounds)


def _last_year(
    path: Path, last: str, direction: str, goal: Decimal | None, bounds: list[Decimal] | None
) -> Iterator[Note]:
    value = path.values[last]
    place = path.at("values", last)
    if value is None:
        yield Remark(place, _("Sista året är inte mätt, fast målet gäller det."))
    elif direction == "within" and bounds and not bounds[0] <= value <= bounds[1]:
        yield Remark(place, _("Sista årets nivå ligger utanför gränserna."))
    elif direction != "within" and goal is not None and is_worse(value, goal, direction, bounds):
        words = {"value": format(value, "f"), "target": format(goal, "f")}
        yield Remark(place, _("Sista årets nivå %(value)s är sämre än målvärdet %(target)s.") % words)


def _steps_back(target: Target, path: Path, direction: str, bounds: list[Decimal] | None) -> Iterator[Note]:
    before = target.baseline.value if target.baseline else None
    for year, value in sorted(path.values.items()):
        if value is not None and before is not None and is_worse(value, before, direction, bounds):
            words = {"value": format(value, "f"), "before": format(before, "f")}
            yield Remark(
                path.at("values", year),
                _("Progressionen går tillbaka från %(before)s till %(value)s utan motivering.") % words,
            )
        before = before if value is None else value


def is_worse(value: Decimal, other: Decimal, direction: str, bounds: list[Decimal] | None) -> bool:
    """Whether a value is worse than another in the indicator's direction."""
    if direction == "within":
        return bool(bounds) and _distance(value, bounds or []) > _distance(other, bounds or [])
    return value < other if direction == "higher" else value > other


def _distance(value: Decimal, bounds: list[Decimal]) -> Decimal:
    return max(bounds[0] - value, value - bounds[1], Decimal(0))
