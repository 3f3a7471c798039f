"""Own rows are fetched without asking of each who reads it: exactly those that would be let through."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q

from burlov_styrning import rights
from burlov_styrning.exposure import Exposure
from burlov_styrning.pages.kinds import PROPOSAL
from burlov_styrning.workflow import writing
from followup.models import Activity, Assessment
from goals.models import Goal, GoalProposal, Path, ProposalVersion
from tests.house import rows_of_flows as rows
from tests.world import World

pytestmark = pytest.mark.django_db

WRITERS = ("unit_staff", "staff", "manager", "other_staff", "board_staff")
READERS = ("employee", "member", "secretary", "controller")


def test_own_rows_are_those_of_own_organs_and_units_that_one_may_read(world: World) -> None:
    with writing():
        Activity.objects.create(goal=rows.goal(world), organ=world.school, unit=world.preschool, text="Gör")
        Activity.objects.create(goal=rows.goal(world), organ=world.school, unit=world.library, text="Läs")
        rows.path(world)
        rows.assessment(world)
        rows.proposal(world)
    models: tuple[Any, ...] = (Goal, GoalProposal, Path, Assessment, Activity)
    for exposure in Exposure:
        for model in models:
            model.objects.update(exposure=exposure)
            for who in (*WRITERS, *READERS):
                user = world.users[who]
                own = rights.any_of((rights.Who.STAFF,), rights.actor_of(user), model.rights_lookups)
                wanted = set(model.objects.visible_to(user).filter(own)) if isinstance(own, Q) else set()
                assert set(model.objects.own_of(user)) == wanted, (model, exposure, who)
                assert bool(wanted) is (who in WRITERS[:3]), (model, exposure, who)


def test_an_own_proposal_is_called_what_it_is_called_where_it_is_written(world: World) -> None:
    with writing():
        for state in GoalProposal.State.values:
            row = rows.proposal(world, state)
            row.handed_in = ProposalVersion.objects.create(proposal=row, number=1, content={"title": "Som det var"})
            row.save()
    for who in WRITERS[:3]:
        own = {row.pk: row.shown_title for row in PROPOSAL.own_rows(world.users[who])}
        assert own == {row.pk: row.shown_title for row in PROPOSAL.rows(world.users[who])}
        assert len(own) == len(GoalProposal.State)
