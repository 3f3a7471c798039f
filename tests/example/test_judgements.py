"""The example's judgements against what its own figures suggest."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache

import pytest

from burlov_styrning.pages.book.schema import Assessment, Book, Goal, Indicator, Target
from followup.rules.figures import Figure, Status, TargetValues, figure, own_or_municipal
from followup.rules.suggestion import Suggestion, departs, is_brighter, suggestion, worst_of
from followup.rules.suggestion import Verdict as V
from indicators.rules.direction import Direction, Reading
from tests.example.whole import everything

ANNUAL = {"2019-2022": ["ar2022"], "2023-2026": ["ar2023", "ar2024", "ar2025"]}


@cache
def terms() -> dict[str, Book]:
    """The terms as loaded."""
    return everything()


def series(book: Book, key: str, organ: str | None) -> dict[int, Reading]:
    """Outcomes per whole year, the last revision of each."""
    rows = [row for row in book.outcomes if row.indicator == key and row.sex == "T" and row.organ == organ]
    rows = [row for row in rows if row.period.isdigit() and (organ or row.area == "1231")]
    return {int(row.period): Reading(row.value, row.missing, row.version) for row in rows}


def values_of(book: Book, target: Target, indicator: Indicator, owner: str) -> TargetValues:
    """A target as an owner reads it; a financial goal's path is the council's."""
    path = next((p for p in target.paths if p.owner in (owner, "kf")), None)
    low, high = target.bounds or indicator.bounds or (None, None)
    return TargetValues(
        book.term.first_year,
        book.term.last_year,
        Direction(indicator.direction),
        target.baseline.year if target.baseline else None,
        target.baseline.value if target.baseline else None,
        target.target,
        low,
        high,
        indicator.tolerance or Decimal(0),
        target.lag,
        target.window is not None,
        target.version,
        None,
        None if path is None else {int(year): value for year, value in path.values.items()},
    )


def figure_of(book: Book, target: Target, owner: str, year: int) -> Figure:
    """One indicator as its owner reads it."""
    indicator = next(row for row in book.indicators if row.key == target.indicator)
    read = own_or_municipal(series(book, indicator.key, owner), series(book, indicator.key, None))
    return figure(values_of(book, target, indicator, owner), read, year)


def suggested(book: Book, goal: Goal, owners: list[str], year: int) -> Suggestion:
    """What the figures suggest of a goal for these owners."""
    each = [worst_of(figure_of(book, target, o, year).statuses for o in owners) for target in goal.indicators]
    return suggestion(each, last_year=year == book.term.last_year)


def judged(term: str, round_: str) -> list[tuple[Assessment, V]]:
    """Every judgement of a goal in a round, with the suggestion beside it."""
    book = terms()[term]
    goals = {goal.key: goal for goal in book.goals}
    found = []
    for row in book.assessments:
        if row.round == round_ and row.goal and row.owner:
            goal = goals[row.goal]
            owners = list(goal.owners) if row.weighed or row.owner not in goal.owners else [row.owner]
            found.append((row, suggested(book, goal, owners, int(round_[-4:])).verdict))
    return found


@pytest.mark.parametrize(("term", "round_"), [(term, r) for term, rounds in ANNUAL.items() for r in rounds])
def test_a_judgement_that_departs_says_why_and_no_other_does(term: str, round_: str) -> None:
    rows = judged(term, round_)
    assert len(rows) >= 11
    for row, suggests in rows:
        assert row.status is not None and row.analysis
        assert departs(V(row.status), suggests) == bool(row.motivation), (row.goal, row.owner, suggests)


def test_the_closed_term_shows_every_status_and_a_brighter_judgement() -> None:
    book = terms()["2019-2022"]
    figures = [
        figure_of(book, target, owner, 2022)
        for goal in book.goals
        for owner in goal.owners
        for target in goal.indicators
    ]
    assert {found.status for found in figures} == set(Status)
    brighter = [
        row.goal for row, suggests in judged("2019-2022", "ar2022") if is_brighter(V(str(row.status)), suggests)
    ]
    assert brighter == ["a2", "a5"]


def test_the_closed_terms_counts() -> None:
    rows = [row for row, _ in judged("2019-2022", "ar2022") if row.weighed or row.goal != "a5"]
    assert Counter(row.status for row in rows) == {"met": 3, "on_course": 3, "not_met": 3, "not_assessable": 1}


def test_a_lagging_survey_is_read_from_the_year_before() -> None:
    book = terms()["2019-2022"]
    goal = next(goal for goal in book.goals if goal.key == "tr2")
    assert figure_of(book, goal.indicators[0], "ukn", 2022).read == 2021


def test_two_owners_read_their_own_outcomes() -> None:
    book = terms()["2019-2022"]
    goal = next(goal for goal in book.goals if goal.key == "a5")
    hme = next(target for target in goal.indicators if target.indicator == "hme")
    assert figure_of(book, hme, "ks", 2022).status is Status.ON_COURSE
    assert figure_of(book, hme, "ukn", 2022).status is Status.MET
