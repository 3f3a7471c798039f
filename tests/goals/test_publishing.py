"""A published decision shows everybody what it decided, through the page: goals, needs, proposals, paths."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Decision
from followup import figures
from goals import paths
from goals.models import Goal, GoalProposal, Need, Path
from tests.goals.making import made, made_need
from tests.goals.test_goals import adopted, with_path
from tests.world import World

pytestmark = pytest.mark.django_db
D = Decimal


def publish(world: World, who: str, decision: Decision) -> None:
    client = Client()
    client.force_login(world.users[who])
    assert client.post(reverse("base:decision-publish", args=[decision.pk])).status_code == 302


def answers(*addresses: str) -> list[int]:
    return [Client().get(address).status_code for address in addresses]


def test_the_councils_decision_shows_goals_needs_and_what_was_handed_in(world: World) -> None:
    need = made_need(world)
    proposal, other = made(world, "submitted", need), made(world, "submitted")
    goal = adopted(world, proposals=[proposal])
    address = reverse("pages:goal", args=[world.term, goal.pk])
    assert goal.decision and answers(address) == [404]
    publish(world, "council_secretary", goal.decision)
    assert answers(address) == [200]
    text = Client().get(address).content.decode()
    assert "Ett behov" in text and str(proposal.organ) in text
    assert Need.objects.get(pk=need.pk).exposure == "published"
    shown = GoalProposal.objects.filter(exposure="published")
    assert list(shown) == [proposal] and other.exposure == "record"


def test_the_committees_decision_shows_its_progressions(world: World) -> None:
    goal = adopted(world)
    path = with_path(world, goal)
    Path.objects.update(decision=world.decision(world.school, "path"))
    assert goal.decision
    publish(world, "council_secretary", goal.decision)
    assert Path.objects.get().exposure == "record" and Goal.objects.get().exposure == "published"
    path.refresh_from_db()
    assert path.decision
    publish(world, "secretary", path.decision)
    assert Path.objects.get().exposure == "published"


def test_residents_read_the_last_published_progression_never_an_unpublished_one(world: World) -> None:
    goal = adopted(world)
    assert goal.decision
    publish(world, "council_secretary", goal.decision)
    first = decided(world, goal, {2027: D(70), 2028: D(74), 2029: D(78), 2030: D(83)}, "11")
    assert levels(goal) == {}  # decided, not published
    publish(world, "secretary", first)
    assert levels(goal)[2027] == D(70)
    second = decided(world, goal, {2027: D(71), 2028: D(75), 2029: D(79), 2030: D(83)}, "12")
    assert levels(goal)[2027] == D(70) and levels(goal, world.staff)[2027] == D(71)
    third = decided(world, goal, {2027: D(72), 2028: D(76), 2029: D(80), 2030: D(83)}, "13")
    assert levels(goal)[2027] == D(70)
    publish(world, "secretary", second)  # replaced before it was published: nothing of it is shown
    assert levels(goal)[2027] == D(70)
    publish(world, "secretary", third)
    assert levels(goal)[2027] == D(72)
    path = Path.objects.get()
    assert (path.decision, path.exposure, path.replaced) == (third, "published", False)
    assert len(path.earlier.all()) == 2


def decided(world: World, goal: Goal, values: dict[int, Decimal], paragraph: str) -> Decision:
    world.phase("breakdown")
    path = paths.lay(goal.targets.get(), world.school, by=world.staff, values=values)
    paths.mark_ready(path, by=world.manager)
    decision = world.decision(world.school, "path", paragraph)
    paths.decide(path, decision, by=world.secretary)
    return decision


def levels(goal: Goal, user: Any = None) -> dict[int, Decimal | None]:
    """The yearly values as a person reads them with the goal."""
    found = figures.load([goal], figures.Occasion(2027), user=user or AnonymousUser())[goal.pk]
    path = found.lines[0].path
    return {year: row.value for year, row in path.values.items()} if path else {}
