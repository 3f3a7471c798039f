"""A published decision shows everybody what it decided, through the page: goals, needs, proposals, paths."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Decision
from goals.models import Goal, GoalProposal, Need, Path
from tests.goals.making import made, made_need
from tests.goals.test_goals import adopted, with_path
from tests.world import World

pytestmark = pytest.mark.django_db


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
