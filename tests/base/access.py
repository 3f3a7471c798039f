"""Who gets the pages of the ground."""

from __future__ import annotations

from datetime import date
from typing import Any

from burlov_styrning.base import comments, drafts
from burlov_styrning.base.models import Assignment, Decision, Meeting
from tests.goals.making import made
from tests.house.rows import EVERYBODY, SIGNED_IN, Row
from tests.world import World

ADMINISTRATOR = frozenset({"administrator"})
SECRETARIES = frozenset({"secretary", "other_secretary", "council_secretary", "board_secretary"})
READERS = frozenset(
    {
        "unit_staff", "staff", "manager", "member", "deputy", "chair", "secretary", "controller", "auditor",
        "board_staff", "board_manager", "board_member", "board_secretary", "council_secretary", "councillor",
        "councillor_b",
    }
)  # fmt: skip


def person(world: World) -> dict[str, Any]:
    return {"pk": world.staff.person.pk}


def assignment(world: World) -> dict[str, Any]:
    return {"pk": Assignment.objects.get(person=world.staff.person).pk}


def meeting(world: World) -> dict[str, Any]:
    return {"pk": Meeting.objects.create(organ=world.school, date=date(2026, 12, 2)).pk}


def decision(world: World) -> dict[str, Any]:
    return {"pk": world.decision(world.school, "submit").pk}


def other_decision(world: World) -> dict[str, Any]:
    return {"pk": world.decision(world.social, "submit").pk}


def published(world: World) -> dict[str, Any]:
    row = world.decision(world.school, "submit")
    Decision.objects.filter(pk=row.pk).update(exposure="published")
    return {"pk": row.pk}


def comment(world: World) -> dict[str, Any]:
    return {"pk": comments.write(made(world, "ready"), by=world.member, text="Varför inte 85?").pk}


def draft(world: World) -> dict[str, Any]:
    return {"pk": drafts.begin(world.school, "/sammantraden/", "Utkast", {}, by=world.secretary).pk}


MARK = frozenset({"unit_staff", "staff", "manager", "member"})
"""Who wrote it, and the staff of its organ."""
ROWS: list[Row] = [
    Row("base:people", ADMINISTRATOR),
    Row("base:person-add", ADMINISTRATOR),
    Row("base:person", ADMINISTRATOR, person),
    Row("base:person-edit", ADMINISTRATOR, person),
    Row("base:person-account", ADMINISTRATOR, person),
    Row("base:person-account-close", ADMINISTRATOR, person, post_only=True),
    Row("base:assignment-add", ADMINISTRATOR, person),
    Row("base:assignment-end", ADMINISTRATOR, assignment),
    Row("base:organs", ADMINISTRATOR),
    Row("base:organ-add", ADMINISTRATOR),
    Row("base:organ-edit", ADMINISTRATOR, lambda world: {"pk": world.school.pk}),
    Row("base:unit-add", ADMINISTRATOR),
    Row("base:unit-edit", ADMINISTRATOR, lambda world: {"pk": world.library.pk}),
    Row("base:meetings", SIGNED_IN),
    Row("base:meeting-add", SECRETARIES),
    Row("base:meeting", SIGNED_IN, meeting),
    Row("base:meeting-edit", {"secretary"}, meeting, refused=SIGNED_IN - {"secretary"}),
    Row("base:decisions", EVERYBODY),
    Row("base:decision", READERS, decision, public=True),
    Row("base:decision", (READERS - {"unit_staff", "staff", "manager", "member", "deputy", "chair", "secretary"})
        | {"other_staff", "other_manager", "other_member", "other_secretary"}, other_decision,
        case="of another committee", public=True),
    Row("base:decision", EVERYBODY, published, case="published"),
    Row("base:decision-correct", {"secretary"}, decision, refused=READERS - {"secretary"}),
    Row("base:decision-complete", {"secretary"}, decision, refused=READERS - {"secretary"}),
    Row("base:decision-complete", {"other_secretary"}, other_decision, case="of another committee",
        refused=(READERS - {"unit_staff", "staff", "manager", "member", "deputy", "chair", "secretary"})
        | {"other_staff", "other_manager", "other_member"}),
    Row("base:decision-publish", {"secretary"}, decision, refused=READERS - {"secretary"}),
    Row("base:mail", SIGNED_IN),
    Row("base:draft-discard", {"secretary"}, draft),
    Row("base:comment-resolve", MARK, comment, refused={"deputy", "chair", "secretary", "controller"}, post_only=True),
    Row("base:comment-reopen", MARK, comment, refused={"deputy", "chair", "secretary", "controller"}, post_only=True),
]  # fmt: skip
