"""Paths: who laid them, which years they have, and where they go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.checks.context import Context
from burlov_styrning.pages.book.checks.goals import outside
from burlov_styrning.pages.book.faults import Fault, Note, Remark
from burlov_styrning.pages.book.schema import Goal, Indicator, Path, PathBefore, Target
from goals.rules import progression
from goals.rules.problem import Problem
from indicators.rules.direction import Bounds, Direction


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
    for problem in progression.problems(_as_rule(context, indicator, target, path)):
        if problem.code in SENTENCES and (year := str(problem.params["year"])) in path.values:
            yield Remark(path.at("values", year), SENTENCES[problem.code]() % _words(problem))


SENTENCES: dict[str, Callable[[], str]] = {
    "last_not_measured": lambda: _("Sista året är inte mätt, fast målet gäller det."),
    "last_outside_bounds": lambda: _("Sista årets nivå ligger utanför gränserna."),
    "last_worse_than_target": lambda: _("Sista årets nivå %(value)s är sämre än målvärdet %(target)s."),
    "step_back": lambda: _("Progressionen går tillbaka från %(old)s till %(value)s utan motivering."),
}
"""What history may hold; years without a value are just that, and years outside the term a fault."""


def _words(problem: Problem) -> dict[str, object]:
    return {name: format(v, "f") if isinstance(v, Decimal) else v for name, v in problem.params.items()}


def _as_rule(context: Context, indicator: Indicator, target: Target, path: Path) -> progression.Path:
    """The path as the rule of paths sees it."""
    term, bounds, start = context.book.term, target.bounds or indicator.bounds, target.baseline
    return progression.Path(
        term.first_year,
        term.last_year,
        Direction(indicator.direction),
        {int(year): value for year, value in path.values.items()},
        start.year if start else None,
        start.value if start else None,
        target.target,
        Bounds(*bounds) if bounds else None,
        motivation=path.motivation,
        prolonged_to=term.prolonged_to,
    )
