"""What an edition freezes: collected once, in a constant number of queries, and all that is needed to draw it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from burlov_styrning import pdf
from burlov_styrning.base.models import Event
from burlov_styrning.workflow import writing
from followup.content import report
from followup.content.naming import Edition
from followup.content.snapshot import canonical, collect
from goals.models import Goal, GoalArea
from tests.followup import reported
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF itself is tried on Burlöv's report."""
    monkeypatch.setattr(pdf, "render", reported.pretended)


def test_closing_froze_the_numbers(world: World) -> None:
    made = reported.goal(world, 1)
    round_ = reported.closed(world)
    Event.objects.create(row=round_, flow="rounds", move="close")
    reported.outcome(world, made.targets.get(), 2027, "85", published="2028-06")
    shown = {row["outcome"] for row in collect(round_, kind="annual")["figures"]}
    assert "83.46" in shown and "85" not in shown


def test_a_committees_report_has_its_own_goals_only(world: World) -> None:
    reported.goal(world, 1)
    with writing():
        theirs = reported.goal(world, 2)
        theirs.owners.update(organ=world.social)
    found = collect(reported.closed(world), kind="committee", organ=world.school)
    assert [goal["goal"] for goal in found["goals"]] == ["g1"]
    assert (found["areas"], found["whole"]) == ([], None)


@pytest.mark.alike
def test_collecting_takes_as_many_queries_for_ten_times_the_goals(world: World) -> None:
    reported.goal(world, 0)
    round_ = reported.closed(world)
    collect(round_, kind="annual")
    with CaptureQueriesContext(connection) as few:
        collect(round_, kind="annual")
    for number in range(1, 10):
        reported.goal(world, number)
    with CaptureQueriesContext(connection) as many:
        found = collect(round_, kind="annual")
    assert len(found["goals"]) == 10
    assert len(many) == len(few)


def test_the_snapshot_is_all_that_is_needed(world: World, django_assert_num_queries: Any) -> None:
    from followup.content import charts

    reported.goal(world, 1)
    snapshot = json.loads(json.dumps(collect(reported.closed(world), kind="annual")))
    with django_assert_num_queries(0):
        view = report.build(snapshot, Edition(1, "2028-03-01", "0" * 64), charts.draw(snapshot))
    assert view.areas[0].goals[0].judged.sign == "▲"


def test_a_real_outcome_stays_real_beside_an_invented_target(world: World) -> None:
    from followup.content import annex

    made = reported.goal(world, 1)
    made.targets.update(example_fields=["baseline"])
    snapshot = collect(reported.closed(world), kind="annual")
    marks = {row.name: row.example for row in annex.groups(snapshot)[0].rows}
    assert marks == {
        "Utgångsvärde": True, "Målnivå": False, "KF-mål": False, "Utfall": False, "Utfall, kvinnor": False,
        "Utfall, män": False,
    }  # fmt: skip
    assert snapshot["head"]["example"]


def test_areas_and_goals_stand_in_their_own_order_and_the_numbers_follow(world: World) -> None:
    first = GoalArea.objects.create(term=world.term, key="z-forst", name="Först", order=0)
    GoalArea.objects.filter(pk=world.area.pk).update(order=1)
    loose, second, one = (reported.goal(world, number) for number in (1, 2, 3))
    Goal.objects.filter(pk=loose.pk).update(area=None, kind="financial")
    Goal.objects.filter(pk=one.pk).update(area=first)
    snapshot = json.loads(canonical(collect(reported.closed(world), kind="annual")))
    view = report.build(snapshot, Edition(1, "2028-03-01", "0" * 64), {})
    printed = [(goal.number, goal.key) for area in view.areas for goal in area.goals]
    assert printed == [(1, one.key), (2, second.key), (3, loose.key)]
    assert [row.name for row in view.summary.areas][:2] == ["Först", world.area.name]
