"""A proposal continues a goal of the last term: what it said, how it went, and that the proposal says so."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goals.models import Goal, GoalProposal
from goals.papers import proposals_paper
from tests.goals.making import made_earlier_goal
from tests.goals.test_pages_of_proposals import outcomes, page, post, typed
from tests.world import World

pytestmark = pytest.mark.django_db
NAME = "Plats i tid (2023–2026)"


@pytest.fixture
def goal(world: World) -> Goal:
    """The school committee's goal of the term before, with two indicators."""
    return made_earlier_goal(world)


def earlier(world: World, who: str, query: str = "") -> str:
    client = Client()
    client.force_login(world.users[who])
    return unescape(client.get(reverse("pages:earlier-goals", args=[world.term]) + query).content.decode())


def taken_over(world: World, goal: Goal, **changes: Any) -> Any:
    blank = {f"indikator-0-{name}": "" for name in ("indicator", "baseline_year", "baseline", "target", "value_2027")}
    return post(world, "staff", "proposal-new",
                **typed(world, continues=goal.pk, title="", **blank) | {"wording": ""} | changes)  # fmt: skip


def test_one_press_takes_over_wording_and_indicators(world: World, goal: Goal) -> None:
    world.phase("proposals")
    outcomes(world, y2024=60, y2025=65)
    text = unescape(taken_over(world, goal, gor="ta-over").content.decode())
    assert 'name="title" value="Plats i tid"' in text and goal.wording in text
    assert f'name="indikator-0-indicator" value="{world.indicator.name}"' in text
    assert 'name="indikator-0-baseline" value="65"' in text and 'name="indikator-1-indicator" value="Nöjda"' in text
    assert not GoalProposal.objects.exists()


def test_what_is_written_is_not_written_over(world: World, goal: Goal) -> None:
    world.phase("proposals")
    answer = post(world, "staff", "proposal-new", **typed(world, continues=goal.pk, gor="ta-over"))
    text = unescape(answer.content.decode())
    assert "Senast 2030 får 83 procent plats." in text and "67,5" in text
    assert text.count(f'value="{world.indicator.name}"') == 1 and 'value="Nöjda"' in text


def test_page_version_and_paper_say_which_goal_it_continues(world: World, goal: Goal) -> None:
    world.phase("proposals")
    post(world, "staff", "proposal-new", **typed(world, continues=goal.pk))
    proposal = GoalProposal.objects.get()
    shown = unescape(page(world, "staff", "proposal-show", proposal.pk))
    assert NAME in shown and f"continues={goal.pk}" in shown
    assert proposal.versions.get().content["continues"] == NAME
    assert NAME in str(proposals_paper(world.school, world.term, [proposal], world.staff))


def test_how_it_went_is_told_with_wording_target_and_last_outcome(world: World, goal: Goal) -> None:
    world.phase("proposals")
    outcomes(world, y2025=65)
    panel = earlier(world, "staff", f"?continues={goal.pk}")
    assert goal.wording in panel and "65\xa0%" in panel and "70\xa0%" in panel and "<html" not in panel
    whole = earlier(world, "staff")
    assert f"?fortsatter={goal.pk}" in whole and "<html" in whole
    assert "Nämnden hade inga mål" in earlier(world, "other_staff")
    assert goal.wording not in earlier(world, "staff", "?continues=")


def test_a_goal_that_one_may_not_read_is_not_told(world: World, goal: Goal) -> None:
    Goal.objects.update(exposure="working")
    assert goal.wording not in earlier(world, "other_staff", f"?continues={goal.pk}")


def test_the_form_opens_with_the_goal_that_was_chosen(world: World, goal: Goal) -> None:
    world.phase("proposals")
    text = page(world, "staff", "proposal-new", query=f"?fortsatter={goal.pk}")
    assert f'<option value="{goal.pk}" selected>' in text
    assert "selected>Plats" not in page(world, "other_staff", "proposal-new", query=f"?fortsatter={goal.pk}")
