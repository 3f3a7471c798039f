"""The decided paths of goals, with their values: what their outcomes are read against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from burlov_styrning.base.abstract import made_up
from burlov_styrning.base.models import Organ
from goals.models import Goal, Path, PathValue


@dataclass(frozen=True)
class DecidedPath:
    """A decided path with its values by year, and the years in which they are an example."""

    row: Any
    values: dict[int, Any]
    examples: set[int] = field(default_factory=set)


type Paths = dict[int, dict[int, DecidedPath]]
"""Target id → organ id → decided path."""


def _decided(goals: list[int], user: Any) -> QuerySet[Path]:
    paths: QuerySet[Path] = Path.objects.filter(target__goal__in=goals, state=Path.State.DECIDED)
    return paths if user is None else paths.visible_to(user)  # type: ignore[attr-defined, no-any-return]


def of_goals(goals: list[int], user: Any) -> Paths:
    """The paths with their values, in one query."""
    rows = PathValue.objects.filter(path__in=_decided(goals, user)).select_related(
        "path__organ", "path__decision__organ"
    )
    found: Paths = {}
    # A replaced one comes last: only those who do not read its successor are shown it.
    for value in rows.order_by("path__replaced", "path", "year"):
        of_target = found.setdefault(value.path.target_id, {})
        decided = of_target.setdefault(value.path.organ_id, DecidedPath(value.path, {}))
        if decided.row.pk == value.path_id:
            decided.values[value.year] = value
            if value.is_example() or value.path.is_example("values"):
                decided.examples.add(value.year)
    return found


ALL = (0, 9999)
"""From which year to which, where all are read."""


def plain(goals: list[int], user: Any, years: tuple[int, int]) -> Paths:
    """The same as plain rows, with the values of some years."""
    paths = _decided(goals, user).annotate(laid=FilteredRelation("values", condition=Q(values__year__range=years)))
    rows = paths.order_by("replaced", "pk").annotate(value=F("laid__value"))
    found: Paths = {}
    for row in rows.values_list(
        "pk", "target", "organ", "laid__year", "value", "laid__example", "example", "example_fields", named=True
    ):
        decided = found.setdefault(row.target, {}).setdefault(row.organ, DecidedPath(row, {}))
        if decided.row.pk == row.pk and row.laid__year is not None:
            decided.values[row.laid__year] = row
            if row.laid__example or made_up(row, "values"):
                decided.examples.add(row.laid__year)
    return found


def path_of(goal: Goal, organ: Organ | None, paths: Mapping[int, DecidedPath]) -> DecidedPath | None:
    """The path that an owner is read on: its own, a financial goal's the council's, the only one where nobody owns."""
    if organ is not None and organ.pk in paths:
        return paths[organ.pk]
    if goal.kind == Goal.Kind.FINANCIAL or organ is None:
        return next(iter(paths.values()), None)
    return None
