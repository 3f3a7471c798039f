"""Who gets the pages of selection, of the council's decision and of goals as decided."""

from __future__ import annotations

from typing import Any

from burlov_styrning.base import drafts
from goals.models import GoalProposal, Phase
from tests.goals.making import made
from tests.goals.test_goals import adopted
from tests.house.rows import Row
from tests.world import World

COUNCILLORS = {"councillor", "councillor_b"}
TALLY = COUNCILLORS | {
    "council_secretary", "board_staff", "board_manager", "board_member", "board_secretary", "controller", "auditor",
}  # fmt: skip
OF_TERM = {"term": (2027, 2030)}


def in_term(world: World) -> dict[str, Any]:
    """A term in selection with a proposal handed in."""
    made(world, "submitted")
    world.phase("selection")
    return OF_TERM


def closed(world: World, **more: Any) -> dict[str, Any]:
    """The lists have closed."""
    in_term(world)
    Phase.objects.filter(phase="selection").update(closes="2026-10-01")
    return {**OF_TERM, **more}


def submitted(world: World) -> dict[str, Any]:
    in_term(world)
    return {**OF_TERM, "pk": GoalProposal.objects.get().pk}


def draft(world: World) -> dict[str, Any]:
    proposal = made(world, "ready")
    world.phase("selection")
    return {**OF_TERM, "pk": proposal.pk}


def declined(world: World) -> dict[str, Any]:
    return {**OF_TERM, "pk": made(world, "declined").pk}


def drafted(world: World, organ: str, page: str) -> dict[str, Any]:
    """A decision that the organ's secretary is preparing."""
    by = world.users[f"{organ}_secretary"]
    drafts.begin(getattr(world, organ), f"/2027-2030/urval/{page}/", "Utkast", {}, by=by)
    return {**in_term(world), "kind": "docx"}


def goal(world: World) -> dict[str, Any]:
    return {**OF_TERM, "pk": adopted(world).pk}


SCHOOL = {"unit_staff", "staff", "manager", "member", "deputy", "chair", "secretary"}
READERS = SCHOOL | TALLY
SECRETARY = {"council_secretary"}
NOBODY: set[str] = set()
ROWS = [
    Row("goals:selection", COUNCILLORS, in_term),
    Row("goals:selection-list", COUNCILLORS, in_term),
    Row("goals:ballot-receipt", COUNCILLORS, in_term),
    Row("goals:selection-beside", COUNCILLORS, in_term),
    Row("goals:selection-read", COUNCILLORS, submitted),
    Row("goals:selection-read", NOBODY, draft, "not handed in"),
    *[
        Row(f"goals:{name}", COUNCILLORS, submitted, post_only=True)
        for name in ("selection-note", "ballot-add", "ballot-remove", "ballot-up", "ballot-down", "ballot-put")
    ],
    Row("goals:selection-tally", TALLY, in_term, "before the lists closed"),
    Row("goals:selection-tally", TALLY, closed),
    Row("goals:selection-tally-file", TALLY, lambda world: closed(world, kind="csv")),
    Row("goals:selection-recommend", {"board_secretary"}, in_term),
    Row("goals:selection-decide", SECRETARY, in_term),
    Row(
        "goals:selection-recommend-draft",
        {"board_secretary"},
        lambda world: drafted(world, "board", "styrelsens-forslag"),
    ),
    Row("goals:selection-decide-draft", SECRETARY, lambda world: drafted(world, "council", "beslut")),
    Row("goals:goal-new", SECRETARY, in_term),
    Row("goals:goal-change", SECRETARY, goal, refused=READERS - SECRETARY),
    Row("goals:goal-end", SECRETARY, goal, refused=READERS - SECRETARY),
    Row("goals:proposal-own-goal", {"secretary"}, declined, refused=READERS - {"secretary"}),
]
