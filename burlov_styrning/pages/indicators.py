"""The page of one indicator: what the first floor shows of it, with the goals that use it, in each term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from burlov_styrning.charts import Chart
from burlov_styrning.clock import today
from burlov_styrning.pages.goals import approved
from burlov_styrning.quantities import quantity
from burlov_styrning.views import carried_number, public
from followup import figures
from followup.charts import line_chart
from followup.figures import Line, Occasion
from followup.words import reason_word, status_word, target_status_word
from goals.models import Goal, Target, Term
from indicators import words
from indicators.models import Indicator
from indicators.series import Table
from indicators.views.indicators import show_context

CHOSEN = "mal"
NONE = "utan"


@dataclass(frozen=True)
class Standing:
    """How it stands to a goal for one owner, in the year that the term was last judged."""

    organ: Any
    year: int
    code: str
    word: str
    why: str
    target_code: str
    target_word: str


@dataclass(frozen=True)
class Use:
    """A goal that uses the indicator: in which term, from where, to what, and how it went."""

    term: Term
    goal: Goal
    target: Target
    baseline: str
    value: str
    standings: Sequence[Standing]
    lines: Sequence[Line]
    alone: bool = True
    """Whether it is the only goal of its term that uses the indicator."""

    @property
    def label(self) -> str:
        """The term, with the goal where it takes that to tell them apart."""
        return str(self.term) if self.alone else f"{self.term}: {self.goal}"

    @property
    def drawn(self) -> bool:
        """Whether there is a path or a target to draw it against."""
        return self.target.value is not None or any(line.path or line.values.low is not None for line in self.lines)


@public
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """What it means, how it goes against path and target, every value, and which goals use it."""
    context = show_context(request, pk)
    uses = uses_of(context["indicator"], context["table"], request.user)
    drawn = [use for use in uses if use.drawn]
    chosen = _chosen(request.GET.get(CHOSEN, ""), drawn)
    return render(request, "pages/indicator.html", context | {
        "uses": uses, "drawn": drawn, "chosen": chosen, "against": _charts(chosen) if chosen else [],
    })  # fmt: skip


def _chosen(asked: str, drawn: Sequence[Use]) -> Use | None:
    """The goal that is asked for, else that of the newest term; none where that is asked for."""
    if asked == NONE:
        return None
    pk = carried_number(asked)
    return next((use for use in drawn if use.target.pk == pk), next(iter(drawn), None))


def _charts(use: Use) -> list[Chart]:
    """One curve for each owner with a path of its own."""
    own = [line for line in use.lines if line.path] or list(use.lines[:1])
    return [line_chart(line, until=use.term.end_year) for line in own]


def uses_of(row: Indicator, table: Table, user: Any) -> list[Use]:
    """The goals that this person may see, newest term first, each with its status then. Four queries."""
    rows = Target.objects.filter(indicator=row, ended=None, goal__in=Goal.objects.visible_to(user))
    joined = rows.select_related("goal__term", "version", "indicator")
    targets = list(joined.order_by("-goal__term__first_year", "goal__id"))
    if not targets:
        return []
    lines = figures.lines_of(targets, _occasions(targets, user), table, user)
    terms = Counter(target.goal.term_id for target in targets)
    return [
        _use(target, row, [line for line in lines if line.target is target], terms[target.goal.term_id] == 1)
        for target in targets
    ]


def _occasions(targets: Iterable[Target], user: Any) -> Mapping[int, Occasion]:
    """Term → its latest round with a judgement of one of these goals that one may read, else this year."""
    terms = {target.goal.term_id: target.goal.term for target in targets}
    judged = approved(user).filter(goal__in=[target.goal_id for target in targets], round__term__in=terms)
    rounds = {row.round.term_id: row.round for row in judged.select_related(None).select_related("round")}
    return {
        pk: Occasion.of(rounds[pk]) if pk in rounds
        else Occasion(min(max(today().year, term.first_year), term.end_year))
        for pk, term in terms.items()
    }  # fmt: skip


def _use(target: Target, row: Indicator, lines: Sequence[Line], alone: bool) -> Use:
    decimals = row.current.decimals if row.current else 0
    baseline, aim = (
        "" if value is None else quantity(value, row.unit, words.digits(value, decimals))
        for value in (target.baseline_value, target.value)
    )
    term = target.goal.term
    return Use(term, target.goal, target, baseline, aim, [_standing(line, term) for line in lines], lines, alone)


def _standing(line: Line, term: Term) -> Standing:
    figure = line.figure
    target = figure.target_status if figure.has_target else None
    return Standing(
        line.organ, figure.year, figure.status or "", status_word(figure.status) if figure.status else "",
        reason_word(figure.reason), target or "",
        target_status_word(target, last_year=figure.year >= term.last_year) if target else "",
    )  # fmt: skip
