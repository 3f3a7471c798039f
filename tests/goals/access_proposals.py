"""Who gets the pages of needs and proposals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burlov_styrning.workflow import writing
from goals import needs
from goals.models import GoalProposal, Need
from tests.goals.making import made, made_draft, made_need
from tests.house.rows import EVERYBODY, SIGNED_IN, Row
from tests.world import World

WRITERS = frozenset({"unit_staff", "staff", "manager"})
MEMBERS = frozenset({"member", "deputy", "chair"})
BOARD = frozenset({"board_staff", "board_manager", "board_member", "board_secretary"})
INSIDE = WRITERS | MEMBERS | {"secretary", "controller"}
HANDED_IN = INSIDE | BOARD | {"auditor", "councillor", "councillor_b", "council_secretary"}
ALL_WRITERS = WRITERS | {"other_staff", "other_manager", "board_staff", "board_manager"}
WITH_UNITS = WRITERS | {"other_staff", "other_manager"}
"""A need is a unit's; the executive board of the cast has none."""
ORGAN_STAFF = frozenset({"staff", "manager"})
ALL_ORGAN_STAFF = ALL_WRITERS - {"unit_staff"}
SECRETARIES = frozenset({"secretary"})


def at(world: World, row: Any, phase: str = "proposals") -> dict[str, Any]:
    world.phase(phase)
    return {"term": (world.term.first_year, world.term.last_year), "pk": row.pk}


def of_term(*phases: str) -> Callable[[World], dict[str, Any]]:
    def kwargs(world: World) -> dict[str, Any]:
        return {"term": (world.phase(*phases).first_year, world.term.last_year)}

    return kwargs


def need(phase: str = "needs") -> Callable[[World], dict[str, Any]]:
    return lambda world: at(world, made_need(world), phase)


def published_need(world: World) -> dict[str, Any]:
    row = made_need(world)
    Need.objects.filter(pk=row.pk).update(exposure="published")
    return at(world, row)


def list_with_published(world: World) -> dict[str, Any]:
    published_need(world)
    published(world)
    return of_term("breakdown")(world)


def others_need(world: World) -> dict[str, Any]:
    row = needs.write(world.phase("needs"), world.homecare, by=world.other_staff, text="Hemtjänstens")
    return at(world, row, "needs")


def set_aside_need(world: World) -> dict[str, Any]:
    row = made_need(world)
    return at(world, needs.set_aside(row, by=world.staff, comment="Löst"))


def placed_need(world: World) -> dict[str, Any]:
    return need()(world) | {"way": "upp"}


def others_placed(world: World) -> dict[str, Any]:
    return others_need(world) | {"way": "ned"}


def proposal(state: str, phase: str = "proposals") -> Callable[[World], dict[str, Any]]:
    return lambda world: at(world, made(world, state), phase)


def others_draft(world: World) -> dict[str, Any]:
    row = made_draft(world)
    with writing():
        row.organ = world.social
        row.save()
    return at(world, row)


def published(world: World) -> dict[str, Any]:
    row = made(world, "submitted")
    GoalProposal.objects.filter(pk=row.pk).update(exposure="published")
    return at(world, row)


def decision(move: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: of_term("proposals")(world) | {"organ": world.school.pk, "move": move}


def paper(world: World) -> dict[str, Any]:
    made(world, "ready")
    return of_term("proposals")(world) | {"organ": world.school.pk, "kind": "docx"}


PREPARES = WRITERS | SECRETARIES
OTHERS = frozenset({"other_staff", "other_manager"})
ROWS = [
    Row("goals:needs", SIGNED_IN, of_term("needs")),
    Row("goals:needs", EVERYBODY, list_with_published, "published"),
    Row("goals:need-write", WITH_UNITS, of_term("needs"), refused=SIGNED_IN - WITH_UNITS),
    Row("goals:need-show", WRITERS, need()),
    Row("goals:need-show", EVERYBODY, published_need, "published"),
    Row("goals:need-show", OTHERS, others_need, "another committee's"),
    Row("goals:need-edit", WRITERS, need()),
    Row("goals:need-edit", OTHERS, others_need, "another committee's"),
    Row("goals:need-carry", ORGAN_STAFF, need(), refused=WRITERS - ORGAN_STAFF),
    Row("goals:need-set-aside", ORGAN_STAFF, need(), refused=WRITERS - ORGAN_STAFF),
    Row("goals:need-take-up", ORGAN_STAFF, set_aside_need, refused=WRITERS - ORGAN_STAFF),
    Row("goals:need-place", ORGAN_STAFF, placed_need, refused=WRITERS - ORGAN_STAFF, post_only=True),
    Row("goals:need-place", OTHERS, others_placed, "another committee's", post_only=True),
    Row("goals:needs-group", ALL_ORGAN_STAFF, of_term("needs")),
    Row("goals:proposals", SIGNED_IN),
    Row("goals:proposal-list", SIGNED_IN, of_term("proposals")),
    Row("goals:proposal-list", EVERYBODY, list_with_published, "published"),
    Row("goals:proposal-new", ALL_WRITERS, of_term("proposals"), refused=SIGNED_IN - ALL_WRITERS),
    Row("goals:indicator-search", SIGNED_IN, of_term("proposals")),
    Row("goals:proposal-check", SIGNED_IN, of_term("proposals"), post_only=True),
    Row("goals:proposal-show", WRITERS, proposal("draft"), "draft"),
    Row("goals:proposal-show", OTHERS, others_draft, "draft of another committee"),
    Row("goals:proposal-show", INSIDE, proposal("ready"), "ready"),
    Row("goals:proposal-show", HANDED_IN, proposal("submitted"), "submitted"),
    Row("goals:proposal-show", EVERYBODY, published, "published"),
    Row("goals:proposal-edit", WRITERS, proposal("draft")),
    Row("goals:proposal-edit", OTHERS, others_draft, "draft of another committee"),
    Row("goals:proposal-edit", WRITERS, proposal("supplement"), "supplement", refused=HANDED_IN - WRITERS),
    Row("goals:proposal-autosave", WRITERS, proposal("draft"), post_only=True),
    Row("goals:proposal-autosave", OTHERS, others_draft, "draft of another committee", post_only=True),
    Row("goals:proposal-comment", INSIDE, proposal("ready")),
    Row("goals:proposal-comment", INSIDE, proposal("submitted"), "submitted"),
    Row("goals:proposal-comment", INSIDE, proposal("supplement"), "supplement"),
    Row("goals:proposal-comment", WRITERS, proposal("draft"), "draft"),
    Row("goals:proposal-versions", WRITERS, proposal("draft")),
    Row("goals:proposal-versions", HANDED_IN, proposal("submitted"), "submitted"),
    Row("goals:proposal-versions", EVERYBODY, published, "published"),
    Row("goals:proposal-compare", WRITERS, proposal("draft")),
    Row("goals:proposal-compare", HANDED_IN, proposal("submitted"), "submitted"),
    Row("goals:proposal-ready", {"manager"}, proposal("draft"), refused=WRITERS - {"manager"}),
    Row("goals:proposal-back", {"manager", "secretary"}, proposal("ready"), refused=INSIDE - {"manager", "secretary"}),
    Row("goals:proposal-supplement", {"controller"}, proposal("submitted"), refused=HANDED_IN - {"controller"}),
    Row("goals:proposal-answer", WRITERS, proposal("supplement"), refused=HANDED_IN - WRITERS),
    Row("goals:proposal-take-up", WRITERS, proposal("withdrawn"), refused=HANDED_IN - WRITERS),
    Row("goals:proposal-invite", WRITERS, proposal("draft")),
    Row("goals:proposal-ask", {"auditor"}, proposal("draft")),
    *(
        Row("goals:proposal-decision", SECRETARIES, decision(move), move, refused=SIGNED_IN - SECRETARIES)
        for move in ("submit", "answer_decided", "withdraw")
    ),
    Row("goals:proposal-paper", PREPARES, paper),
]
