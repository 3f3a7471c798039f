"""The page of one indicator: what the first floor shows of it, with the goals that use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from burlov_styrning.quantities import quantity
from burlov_styrning.views import public
from goals.models import Goal, Target, Term
from indicators import words
from indicators.models import Indicator
from indicators.views.indicators import show_context


@dataclass(frozen=True)
class Use:
    """A goal that uses the indicator: in which term, from where, to what."""

    term: Term
    goal: Goal
    baseline: str
    value: str


@public
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """What it means, how it goes, every value, and which goals use it."""
    context = show_context(request, pk)
    return render(request, "pages/indicator.html", context | {"uses": uses_of(context["indicator"], request.user)})


def uses_of(row: Indicator, user: Any) -> list[Use]:
    """The goals that this person may see, newest term first."""
    targets = Target.objects.filter(indicator=row, ended=None, goal__in=Goal.objects.visible_to(user))
    ordered = targets.select_related("goal__term").order_by("-goal__term__first_year", "goal__id")
    return [_use(target, row) for target in ordered]


def _use(target: Target, row: Indicator) -> Use:
    decimals = row.current.decimals if row.current else 0
    numbers = [
        "" if value is None else quantity(value, row.unit, words.digits(value, decimals))
        for value in (target.baseline_value, target.value)
    ]
    return Use(target.goal.term, target.goal, *numbers)
