"""Every state × move × role is tried: what is offered is let through, what is not offered is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from burlov_styrning.base.models import Decision
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import Actor, actor_of
from burlov_styrning.workflow import WORKFLOWS, Move, Workflow, acting, writing
from tests.house.rows_of_flows import MAKERS
from tests.sharing import share
from tests.world import PHASES, World

pytestmark = pytest.mark.both

GUARDS = {Reason.RIGHT, Reason.STATE, Reason.PHASE}
STATELESS = {"comments", "texts"}
"""Comments and texts hang on other rows; their own tests try them."""


class Undone(Exception):
    """Takes back what a tried step wrote."""


def let_through(flow: Workflow, move: Move, row: object, user: Any, decision: Decision) -> bool:
    """Whether the guards of a step let this person make the move; what it writes is undone."""
    try:
        with transaction.atomic(), acting(flow, move.name, row, by=user, comment="Skäl", decision=decision):
            raise Undone
    except Undone:
        return True
    except Refusal as refusal:
        assert refusal.reason in GUARDS
        assert all(sentence.strip().endswith(".") for sentence in refusal.sentences)
        return False


def cases() -> list[tuple[str, str]]:
    """Each workflow with each of its states."""
    return [(name, state) for name, flow in WORKFLOWS.items() if name in MAKERS for state in flow.states or ("",)]


def test_what_was_done_is_told_in_words_of_its_own() -> None:
    """A button's imperative in a log is an order to its reader: `Bordlägg Disa Stämpel`."""
    for flow in WORKFLOWS.values():
        assert set(flow.told) == {move.name for move in flow.moves}, flow.name


def test_no_workflow_is_left_untried() -> None:
    assert set(WORKFLOWS) - STATELESS == set(MAKERS)


@pytest.mark.django_db
@pytest.mark.parametrize("phase", ["proposals", "follow_up"])
@pytest.mark.parametrize(("name", "state"), cases())
def test_offered_is_what_is_let_through(name: str, state: str, phase: str, world: World) -> None:
    flow = WORKFLOWS[name]
    assert phase in PHASES
    world.phase(phase)
    with writing():
        row = MAKERS[name](world, state)
    row = type(row)._base_manager.get(pk=row.pk)
    wrong, decision = [], world.decision(world.school, "path")
    for who, user in share(sorted(world.users.items()), of=f"{name} {state} {phase}"):
        offered = {move.name for move in flow.offered(row, user)}
        for move in flow.moves:
            if move.creates or move.by_clock:
                assert move.name not in offered
                continue
            if (move.name in offered) != let_through(flow, move, row, user, decision):
                wrong.append((who, move.name))
    assert not wrong


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "state"), cases())
def test_a_row_is_changed_by_its_own_people_only(name: str, state: str, world: World) -> None:
    """No employee, resident, auditor or administrator has a move on content (DOMAIN §10); what the auditors take out
    is their own.
    """
    flow = WORKFLOWS[name]
    with writing():
        row = MAKERS[name](world, state)
    row = type(row)._base_manager.get(pk=row.pk)
    for who in ("employee", "auditor", "administrator"):
        changing = {m.name for m in flow.permitted(row, _actor(world, who))} - {"ask_access"}
        own = {"administrator": {"people", "organs"}, "auditor": {"audit_editions"}}
        assert not changing or name in own.get(who, set())


def _actor(world: World, who: str) -> Actor:
    return actor_of(world.users[who])
