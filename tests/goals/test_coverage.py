"""What a term covers: holes are seen, and nothing is counted that one may not see."""

from __future__ import annotations

import pytest

from goals.coverage import coverage
from goals.models import GoalArea
from tests.goals.breaking import made_path
from tests.goals.making import made, made_need
from tests.world import World

pytestmark = pytest.mark.django_db


def test_areas_and_committees_without_a_proposal_are_named(world: World) -> None:
    GoalArea.objects.create(term=world.term, key="tomt", name="Tomma området")
    made(world, "submitted", made_need(world))
    made_need(world, "Ett behov som ingen har svarat på")
    seen = coverage(world.term, world.controller)
    lines = {line.name: line for line in seen.areas}
    assert (lines[world.area.name].needs, lines[world.area.name].proposals) == (1, 1)
    assert lines["Tomma området"].hole == "varken förslag eller mål"
    assert not seen.of_goals
    assert "Inget förslag i Tomma området." in seen.finding
    assert world.social.name in seen.finding
    assert [(organ.key, word) for organ, word in seen.matrix[0].cells] == [("ukn", "föreslår")]


def test_goals_take_the_place_of_proposals_and_paths_are_counted(world: World) -> None:
    made_path(world, "decided", organ=world.school)
    seen = coverage(world.term, world.controller)
    assert seen.of_goals
    mine = next(line for line in seen.organs if line.organ == world.school)
    assert (mine.owns, mine.paths, mine.decided) == (1, 1, 1)
    assert (world.school, "ansvarig") in seen.matrix[0].cells


def test_drafts_are_counted_for_those_who_write_them_only(world: World) -> None:
    made(world, "draft")
    count = {who: sum(line.proposals for line in coverage(world.term, getattr(world, who)).areas)
             for who in ("staff", "other_staff", "councillor", "employee")}  # fmt: skip
    assert count == {"staff": 1, "other_staff": 0, "councillor": 0, "employee": 0}
