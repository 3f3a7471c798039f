"""Who gets the pages of terms and paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from goals.models import GoalArea, Path
from tests.goals.breaking import made_path, made_target
from tests.house.rows import SIGNED_IN, Row
from tests.world import World

WRITERS = frozenset({"unit_staff", "staff", "manager"})
MEMBERS = frozenset({"member", "deputy", "chair"})
BOARD = frozenset({"board_staff", "board_manager", "board_member", "board_secretary"})
INSIDE = WRITERS | MEMBERS | {"secretary", "controller"}
HANDED_IN = INSIDE | BOARD | {"auditor", "employee"}
GOAL_READERS = INSIDE | BOARD | {"auditor", "councillor", "councillor_b", "council_secretary"}
CONTROLLER = frozenset({"controller"})
COUNCIL = frozenset({"council_secretary"})
SECRETARIES = frozenset({"secretary"})
YEARS = (2027, 2030)


def term(*phases: str) -> Callable[[World], dict[str, Any]]:
    def kwargs(world: World) -> dict[str, Any]:
        world.phase(*phases)
        return {"term": YEARS}

    return kwargs


def area(world: World) -> dict[str, Any]:
    return {"term": YEARS, "pk": world.area.pk}


def moved_area(world: World) -> dict[str, Any]:
    return area(world) | {"way": "upp"}


def elsewhere(world: World) -> dict[str, Any]:
    """An area of another term under this term's address."""
    from goals import terms

    other = terms.create(2031, 2034, by=world.controller)
    return {"term": YEARS, "pk": GoalArea.objects.create(term=other, key="x", name="X").pk}


def phase(name: str) -> Callable[[World], dict[str, Any]]:
    """The phase of proposals is open: needs closed, selection planned."""
    return lambda world: term("proposals")(world) | {"phase": name}


def path(state: str, *, other: bool = False, published: bool = False) -> Callable[[World], dict[str, Any]]:
    def kwargs(world: World) -> dict[str, Any]:
        row = made_path(world, state, organ=world.social if other else world.school)
        if published:
            Path.objects.filter(pk=row.pk).update(exposure="published")
        return {"term": YEARS, "pk": row.pk}

    return kwargs


def paper(world: World) -> dict[str, Any]:
    made_path(world, "ready", organ=world.school)
    return {"term": YEARS, "organ": world.school.pk, "kind": "docx"}


def to_lay(world: World, organ: str = "school", **target: Any) -> dict[str, Any]:
    world.phase("breakdown")
    made = made_target(world, **target)
    return {"term": YEARS, "target": made.pk, "organ": getattr(world, organ).pk}


def financial(world: World) -> dict[str, Any]:
    world.phase("breakdown")
    return {"term": YEARS, "target": made_target(world, world.school, kind="financial").pk}


ROWS: list[Row] = [
    Row("goals:terms", SIGNED_IN),
    Row("goals:term", SIGNED_IN, term("proposals")),
    Row("goals:term", (), lambda world: {"term": (1999, 2002)}, case="no such term"),
    Row("goals:term-new", CONTROLLER, refused=SIGNED_IN - CONTROLLER),
    Row("goals:term-edit", CONTROLLER, term("proposals"), refused=SIGNED_IN - CONTROLLER),
    Row("goals:term-prolong", COUNCIL, term("proposals"), refused=SIGNED_IN - COUNCIL),
    Row("goals:term-vision", COUNCIL, term("proposals"), refused=SIGNED_IN - COUNCIL),
    Row("goals:term-area-new", CONTROLLER, term("proposals"), refused=SIGNED_IN - CONTROLLER),
    Row("goals:term-area-edit", CONTROLLER, area, refused=SIGNED_IN - CONTROLLER),
    Row("goals:term-area-edit", (), elsewhere, case="area of another term"),
    Row("goals:term-area-move", SIGNED_IN, moved_area, post_only=True),
    Row("goals:term-phase-plan", CONTROLLER, phase("needs"), refused=SIGNED_IN - CONTROLLER),
    Row("goals:term-phase-plan", (), phase("nonsense"), case="no such phase"),
    Row("goals:term-phase-open", CONTROLLER, phase("selection"), refused=SIGNED_IN - CONTROLLER),
    Row("goals:term-phase-close", CONTROLLER, phase("proposals"), refused=SIGNED_IN - CONTROLLER),
    Row("goals:term-phase-reopen", CONTROLLER, phase("needs"), refused=SIGNED_IN - CONTROLLER),
    Row("goals:coverage", SIGNED_IN, term("proposals")),
    Row("goals:paths", SIGNED_IN, term("breakdown")),
    Row("goals:path-lay", WRITERS, to_lay, refused=GOAL_READERS - WRITERS),
    Row("goals:path-lay", (), lambda world: to_lay(world, "social"), case="not the owner"),
    Row("goals:path-decision", SECRETARIES, lambda world: {"term": YEARS, "organ": world.school.pk},
        refused=SIGNED_IN - SECRETARIES),
    Row("goals:path-council", COUNCIL, financial, refused=GOAL_READERS - COUNCIL),
    Row("goals:path-paper", WRITERS | SECRETARIES, paper),
    Row("goals:path-show", WRITERS, path("draft"), case="draft"),
    Row("goals:path-show", INSIDE, path("ready"), case="ready"),
    Row("goals:path-show", HANDED_IN, path("decided"), case="decided"),
    Row("goals:path-show", {"other_staff", "other_manager"}, path("draft", other=True), case="another's draft"),
    Row("goals:path-show", SIGNED_IN, path("decided", published=True), case="published"),
    Row("goals:path-edit", WRITERS, path("draft")),
    Row("goals:path-edit", {"other_staff", "other_manager"}, path("draft", other=True), case="another committee's"),
    Row("goals:path-ready", {"manager"}, path("draft"), refused=WRITERS - {"manager"}),
    Row("goals:path-back", {"manager", "secretary"}, path("ready"), refused=INSIDE - {"manager", "secretary"}),
    Row("goals:path-comment", INSIDE, path("ready")),
    Row("goals:path-comment", INSIDE, path("decided"), case="decided"),
]  # fmt: skip
