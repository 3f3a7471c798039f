"""Who gets the goals: everybody the published ones, the council and the owners also those not yet published."""

from __future__ import annotations

from typing import Any

from goals.models import Goal
from tests.goals.making import made, made_need
from tests.house import rows_of_flows as rows
from tests.house.rows import EVERYBODY, SIGNED_IN, Row
from tests.world import World

OWNERS = {"unit_staff", "staff", "manager", "member", "deputy", "chair", "secretary"}
COUNCIL = {"councillor", "councillor_b", "council_secretary", "board_staff", "board_manager", "board_member",
           "board_secretary", "controller", "auditor"}  # fmt: skip


def term(world: World) -> dict[str, Any]:
    return {"term": world.term}


def decided(world: World) -> dict[str, Any]:
    return {"term": world.term, "pk": rows.goal(world).pk}


def published(world: World) -> dict[str, Any]:
    goal = rows.goal(world)
    Goal.objects.filter(pk=goal.pk).update(exposure="published")
    return {"term": world.term, "pk": goal.pk}


def area_of_published(world: World) -> dict[str, Any]:
    return {**published(world), "pk": world.area.pk}


def area_of_decided(world: World) -> dict[str, Any]:
    return {**decided(world), "pk": world.area.pk}


def answered(world: World) -> dict[str, Any]:
    """A need whose proposal became a goal."""
    goal = rows.goal(world)
    proposal = made(world, "adopted", made_need(world))
    goal.proposals.add(proposal)
    return {"term": world.term}


ROWS: list[Row] = [
    Row("pages:goals", EVERYBODY, public=True, case="no goals"),
    Row("pages:goal-list", EVERYBODY, term, public=True),
    Row("pages:goal", EVERYBODY, published, public=True, case="published"),
    Row("pages:goal-area", EVERYBODY, area_of_published, public=True, case="with a published goal"),
    Row("pages:goal-area", OWNERS | COUNCIL, area_of_decided, public=True, case="without any published goal"),
    Row("pages:earlier-goals", SIGNED_IN, term),
    Row("pages:way-back", SIGNED_IN, answered),
    Row("pages:goal", OWNERS | COUNCIL, decided, public=True, case="decided by the council, not published"),
]
