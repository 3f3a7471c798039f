"""What a proposal can be tied to, as its form offers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat

from burlov_styrning.base.models import Unit
from goals.models import Goal, GoalArea, GoalProposal, Need
from goals.needs import in_order
from indicators.forms.choice import Choices
from indicators.models import ComparisonGroup


@dataclass
class Offered:
    """What a proposal can be tied to."""

    needs: Sequence[Need] = ()
    areas: Sequence[GoalArea] = ()
    goals: Sequence[Goal] = ()
    groups: Sequence[ComparisonGroup] = ()
    units: Sequence[Unit] = ()
    choices: Choices = field(default_factory=Choices)


def offered_to(proposal: GoalProposal) -> Offered:
    """What a proposal of its organ and term can be tied to. Two queries, and one for the indicators."""
    needs = Need.objects.filter(term=proposal.term, organ=proposal.organ_id).select_related("unit")
    named = list(_named(proposal))
    return Offered(
        needs=in_order(needs),
        areas=[GoalArea(pk=pk, name=name, term=proposal.term) for kind, pk, name, _key in named if kind == "area"],
        goals=[Goal(pk=pk, title=name) for kind, pk, name, _key in reversed(named) if kind == "goal"],
        groups=[ComparisonGroup(pk=pk, title=name) for kind, pk, name, _key in named if kind == "group"],
        units=[Unit(pk=pk, name=name, key=key) for kind, pk, name, key in named if kind == "unit"],
    )


def earlier_goals(proposal: GoalProposal) -> QuerySet[Goal]:
    """The goals of its organ in earlier terms."""
    return Goal.objects.filter(owners__organ=proposal.organ_id, term__last_year__lt=proposal.term.first_year).distinct()


def _named(proposal: GoalProposal) -> Any:
    """(kind, id, name, key) of areas, earlier goals (with their term), comparison groups and units, in one query."""
    title = Case(When(title="", then="wording"), default="title", output_field=TextField())
    first, last = (Cast(f"term__{which}_year", TextField()) for which in ("first", "last"))
    with_term = Concat(title, Value(" ("), first, Value("–"), last, Value(")"), output_field=TextField())
    return _rows("area", proposal.term.areas.all(), Cast("name", TextField())).union(
        _rows("goal", earlier_goals(proposal), with_term),
        _rows("group", _groups_for(proposal), Cast("title", TextField())),
        _rows("unit", Unit.objects.all(), Cast("name", TextField())),
    ).order_by("part", "pk")  # fmt: skip


def _groups_for(proposal: GoalProposal) -> QuerySet[ComparisonGroup]:
    """Those in use, and the one that the proposal has."""
    groups: QuerySet[ComparisonGroup] = ComparisonGroup.objects.filter(
        Q(until=None) | Q(pk=proposal.comparison_group_id)
    )
    return groups


def _rows(kind: str, rows: Any, label: Any) -> Any:
    plain = rows.order_by().annotate(part=Value(kind), label=label, code=Cast("key", TextField()))
    return plain.values_list("part", "pk", "label", "code")
