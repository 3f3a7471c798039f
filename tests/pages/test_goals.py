"""The goals of a term and one goal: what is shown, to whom, and in how many queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.workflow import writing
from followup.models import Activity, Assessment
from goals.models import (
    Ballot,
    EarlierTarget,
    Goal,
    GoalArea,
    GoalOwner,
    GoalProposal,
    Path,
    PathValue,
    Priority,
    Recommendation,
    Target,
)
from indicators.models import Outcome
from tests.house import rows_of_flows as rows
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


def outcome(world: World, target: Target, year: int, value: str | None, **more: Any) -> Outcome:
    made: Outcome = Outcome.objects.create(
        indicator=target.indicator, version=target.version, municipality=world.municipality, period=str(year),
        year=year, value=value, exposure="published", **more,
    )  # fmt: skip
    return made


def goal(world: World, number: int) -> Goal:
    """A published goal with a path, outcomes and a judgement."""
    indicator = make_indicator(f"i{number}", world.school)
    with writing():
        made = Goal.objects.create(
            term=world.term, key=f"g{number}", area=world.area, wording=f"Senast 2030 når vi mål {number}",
            exposure="published", decision=world.decision(world.council, "select", "120"),
        )  # fmt: skip
        GoalOwner.objects.create(goal=made, organ=world.school)
        target = Target.objects.create(
            goal=made, indicator=indicator, version=indicator.current, baseline_year=2026, baseline_value="80",
            value="92",
        )  # fmt: skip
        path = Path.objects.create(
            target=target, organ=world.school, state="decided", exposure="published",
            decision=world.decision(world.school, "path", "22"),
        )  # fmt: skip
        for year, value in [(2027, "83"), (2028, "86"), (2029, None), (2030, "92")]:
            PathValue.objects.create(path=path, year=year, value=value)
        outcome(world, target, 2026, "80")
        outcome(world, target, 2027, "84")
        Assessment.objects.create(
            round=rows.round_(world, "adopted"), goal=made, organ=world.school, state="approved", status="on_course",
            analysis="Nöjdheten ökar.", motivation="Egen mätning.", exposure="published",
        )  # fmt: skip
        Activity.objects.create(
            goal=made, organ=world.school, unit=world.preschool, text="Fler platser", exposure="published"
        )
        proposal = GoalProposal.objects.create(
            term=world.term, key=f"p{number}", organ=world.school, title="Förslag", state="adopted",
            exposure="published",
        )  # fmt: skip
        made.proposals.add(proposal)
        EarlierTarget.objects.create(target=target, until="2027-06", fields={"target": "91"})
    return made


def page(world: World, made: Goal, who: str = "") -> str:
    client = Client()
    if who:
        client.force_login(world.users[who])
    response = client.get(reverse("pages:goal", args=[world.term, made.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_goal_shows_judgement_figures_words_and_its_way(world: World) -> None:
    text = page(world, goal(world, 1))
    assert "På väg att uppfyllas" in text
    assert "Nöjdheten ökar." in text
    assert "84\N{NO-BREAK SPACE}%" in text
    assert "92\N{NO-BREAK SPACE}%" in text
    assert "Antaget av Kommunfullmäktige" in text
    assert "Progression fastställd av Utbildningsnämnden" in text
    assert "från 91 till 92" in text
    assert "Fler platser" in text


def test_the_way_tells_of_the_lists_and_of_what_the_board_proposed(world: World) -> None:
    made = goal(world, 1)
    proposal = GoalProposal.objects.get()
    ballot = Ballot.objects.create(term=world.term, person=world.councillor_b.person, party="Parti B")
    Priority.objects.create(ballot=ballot, proposal=proposal, place=1)
    said = world.decision(world.board, "propose", "201")
    Recommendation.objects.create(decision=said, proposal=proposal, outcome="adopt")
    lists, board = "Prioriterat av fullmäktiges ledamöter", "Kommunstyrelsens förslag: anta"
    world.phase("selection")
    assert lists not in page(world, made, "controller")  # nobody's before they close
    assert board in page(world, made, "controller") and board not in page(world, made)
    world.phase("breakdown")
    text = page(world, made, "controller")
    assert text.index(lists) < text.index(board) < text.index("Antaget av Kommunfullmäktige")
    assert f'href="{reverse("goals:selection-tally", args=[world.term])}"' in text
    assert f'href="{reverse("base:decision", args=[said.pk])}"' in text
    said.exposure = "published"
    said.save()
    assert board in page(world, made) and lists not in page(world, made)


def test_each_judgement_on_the_way_has_its_paragraph(world: World) -> None:
    made = goal(world, 1)
    Assessment.objects.update(decision=world.decision(world.school, "approve", "77"))
    text = page(world, made)
    assert "På väg att uppfyllas enligt Utbildningsnämnden, §\N{NO-BREAK SPACE}77" in text
    assert f'href="{reverse("followup:assessment-show", args=[Assessment.objects.get().pk])}"' in text


def test_a_draft_is_not_there(world: World) -> None:
    made = goal(world, 1)
    with writing():
        rows.assessment(world, "draft")
        Assessment.objects.filter(goal=made).update(state="draft", exposure="working", analysis="HEMLIGT")
    assert "HEMLIGT" not in page(world, made)
    assert "HEMLIGT" not in page(world, made, "staff")
    assert "inte bedömt" in page(world, made)


@pytest.mark.alike
def test_the_queries_of_a_goal_are_few(world: World, django_assert_max_num_queries: Any) -> None:
    made = goal(world, 1)
    client = Client()
    client.force_login(world.users["controller"])
    address = reverse("pages:goal", args=[world.term, made.pk])
    client.get(address)
    with django_assert_max_num_queries(15):
        client.get(address)


@pytest.mark.alike
def test_the_list_has_as_many_queries_with_more_goals(world: World, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    goal(world, 1)
    client = Client()
    client.force_login(world.users["councillor"])
    address = reverse("pages:goal-list", args=[world.term])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(2, 12):
        goal(world, number)
    assert len(few) <= 15
    with django_assert_num_queries(len(few)):
        text = client.get(address).content.decode()
    assert text.count("mål 1") >= 2
    assert "På väg att uppfyllas" in text


def test_officials_go_from_the_goal_to_their_work(world: World) -> None:
    world.phase("follow_up")
    made = goal(world, 1)
    with writing():
        open_round = rows.round_(world)
    text = page(world, made, "staff")
    path = Path.objects.get()
    for name, args in [
        ("goals:paths", [world.term]),
        ("goals:path-show", [world.term, path.pk]),
        ("followup:activity-plan", [world.term, made.pk]),
        ("followup:assessment-new", [open_round.pk, made.pk, world.school.pk]),
    ]:
        assert f'href="{reverse(name, args=args)}"' in text, name
    for who in ("", "other_staff"):
        assert reverse("followup:assessment-new", args=[open_round.pk, made.pk, world.school.pk]) not in page(
            world, made, who
        )
    assert reverse("goals:path-show", args=[world.term, path.pk]) not in page(world, made)


def test_a_path_that_the_target_outgrew_says_so(world: World) -> None:
    made = goal(world, 1)
    assert "Ny progression behövs" not in page(world, made)
    Path.objects.update(stale=True)
    assert "Ny progression behövs" in page(world, made)


def test_the_choices_of_the_list_tell_nothing_of_goals_that_are_not_shown(world: World, client: Client) -> None:
    for number, (organ, exposure) in enumerate([(world.school, "published"), (world.board, "record")]):
        goal = Goal.objects.create(
            term=world.term, key=f"f{number}", area=world.area, wording=f"Mål {number}", exposure=exposure
        )
        GoalOwner.objects.create(goal=goal, organ=organ)
    GoalArea.objects.create(term=world.term, key="tomt", name="Ett område utan mål", order=9)
    html = client.get(reverse("pages:goal-list", args=[world.term])).content.decode()
    assert f">{world.school.name}</option>" in html
    assert f">{world.board.name}</option>" not in html and "Ett område utan mål" not in html
