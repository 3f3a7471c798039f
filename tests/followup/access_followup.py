"""Who gets the pages of rounds, assessments and activities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from followup import activities
from followup.grounds import Written
from followup.models import Assessment
from tests.followup.making import made_activity, made_assessment, made_goal, made_opening, made_round
from tests.goals.access_proposals import of_term
from tests.house.rows import EVERYBODY, OFFICIALS, SIGNED_IN, Row
from tests.world import World

type Kwargs = Callable[[World], dict[str, Any]]

WRITERS = frozenset({"unit_staff", "staff", "manager"})
OTHERS = frozenset({"other_staff", "other_manager"})
MEMBERS = frozenset({"member", "deputy", "chair"})
BOARD_WRITERS = frozenset({"board_staff", "board_manager"})
BOARD = BOARD_WRITERS | {"board_member", "board_secretary"}
IN_ORGAN = WRITERS | MEMBERS | {"secretary", "controller"}
HANDED_IN = IN_ORGAN | BOARD | {"auditor"}
CONTROLLER = frozenset({"controller"})


def round_in(state: str = "open") -> Kwargs:
    return lambda world: {"pk": made_round(world, state).pk}


def assessment(state: str = "draft") -> Kwargs:
    return lambda world: {"pk": made_assessment(world, state).pk}


def paper(world: World) -> dict[str, Any]:
    row = made_assessment(world, "ready")
    return {"pk": row.round_id, "organ": world.school.pk, "kind": "docx"}


def opening(state: str = "draft") -> Kwargs:
    return lambda world: {"pk": made_opening(world, state).round_id, "organ": world.school.pk}


def to_open(world: World) -> dict[str, Any]:
    made_goal(world)
    return {"pk": made_round(world).pk, "organ": world.school.pk}


def others_draft(world: World) -> dict[str, Any]:
    row = made_assessment(world)
    Assessment.objects.filter(pk=row.pk).update(organ=world.social)
    return {"pk": row.pk}


def published(world: World) -> dict[str, Any]:
    row = made_assessment(world, "approved")
    Assessment.objects.filter(pk=row.pk).update(exposure="published")
    return {"pk": row.pk}


def published_reopened(world: World) -> dict[str, Any]:
    row = made_assessment(world, "reopened")
    Assessment.objects.filter(pk=row.pk).update(exposure="published")
    return {"pk": row.pk}


def attachment(state: str) -> Kwargs:
    def kwargs(world: World) -> dict[str, Any]:
        file = SimpleUploadedFile("enkat.pdf", b"%PDF-1.7")
        row = made_assessment(world, state, written=[Written("attachment", "Enkäten", file=file)])
        return {"pk": row.grounds.get().pk}

    return kwargs


def to_begin(world: World) -> dict[str, Any]:
    return {"pk": made_round(world).pk, "goal": made_goal(world).pk, "organ": world.school.pk}


def to_weigh(world: World) -> dict[str, Any]:
    return {"pk": made_round(world).pk, "goal": made_goal(world, world.school, world.social).pk}


def activity(decided: bool) -> Kwargs:
    return lambda world: {"pk": made_activity(world, decided).pk}


def others_activity(world: World) -> dict[str, Any]:
    goal = made_goal(world)
    world.phase("follow_up")
    row = activities.plan(goal, world.social, by=world.other_staff, unit=world.homecare, text="Hemtjänstens")
    return {"pk": row.pk}


def goal_of_term(world: World) -> dict[str, Any]:
    return of_term("follow_up")(world) | {"pk": made_goal(world).pk}


def published_goal(world: World) -> dict[str, Any]:
    return of_term("follow_up")(world) | {"pk": made_goal(world, exposure="published").pk}


GOAL_READERS = HANDED_IN | {"councillor", "councillor_b", "council_secretary"}
ALL_WRITERS = WRITERS | OTHERS | BOARD_WRITERS
ROWS = [
    Row("followup:rounds", OFFICIALS),
    Row("followup:round-list", OFFICIALS, of_term("follow_up")),
    Row("followup:round-plan", CONTROLLER, of_term("follow_up"), refused=SIGNED_IN - CONTROLLER),
    Row("followup:round-year", CONTROLLER, of_term("follow_up"), refused=SIGNED_IN - CONTROLLER),
    Row("followup:round-show", OFFICIALS, round_in()),
    Row("followup:round-departures", BOARD | {"controller", "auditor"}, round_in()),
    Row("followup:round-departures-xlsx", BOARD | {"controller", "auditor"}, round_in()),
    Row("followup:round-brighter", {"controller", "auditor"}, round_in()),
    Row("followup:round-brighter-xlsx", {"controller", "auditor"}, round_in()),
    Row("followup:round-changes", BOARD | {"controller", "auditor"}, round_in()),
    Row("followup:round-changes-xlsx", BOARD | {"controller", "auditor"}, round_in()),
    Row("followup:round-edit", CONTROLLER, round_in(), refused=OFFICIALS - CONTROLLER),
    Row("followup:round-open", CONTROLLER, round_in("planned"), refused=OFFICIALS - CONTROLLER),
    Row("followup:round-close", CONTROLLER, round_in(), refused=OFFICIALS - CONTROLLER),
    Row("followup:round-adopt", {"council_secretary"}, round_in("closed"), refused=OFFICIALS - {"council_secretary"}),
    Row("followup:assessment-new", WRITERS, to_begin, refused=GOAL_READERS - WRITERS),
    Row("followup:assessment-weigh", BOARD_WRITERS, to_weigh, refused=(GOAL_READERS | OTHERS | {
        "other_member", "other_secretary"}) - BOARD_WRITERS),
    Row("followup:assessment-area", BOARD_WRITERS, lambda world: {"pk": made_round(world).pk, "area": world.area.pk},
        refused=OFFICIALS - BOARD_WRITERS),
    Row("followup:assessment-whole", BOARD_WRITERS, round_in(), refused=OFFICIALS - BOARD_WRITERS),
    Row("followup:assessment-decision", {"secretary"},
        lambda world: {"pk": made_round(world).pk, "organ": world.school.pk}, refused=OFFICIALS - {"secretary"}),
    Row("followup:assessment-paper", WRITERS | {"secretary"}, paper),
    Row("followup:assessment-show", WRITERS, assessment(), "draft"),
    Row("followup:assessment-show", OTHERS, others_draft, "draft of another committee"),
    Row("followup:assessment-show", IN_ORGAN, assessment("ready"), "ready"),
    Row("followup:assessment-show", HANDED_IN, assessment("approved"), "approved"),
    Row("followup:assessment-show", HANDED_IN, assessment("reopened"), "opened again"),
    Row("followup:assessment-show", EVERYBODY, published, "published"),
    Row("followup:assessment-show", EVERYBODY, published_reopened, "published, opened again"),
    Row("followup:assessment-edit", WRITERS, assessment()),
    Row("followup:assessment-edit", OTHERS, others_draft, "draft of another committee"),
    Row("followup:assessment-edit", WRITERS, assessment("reopened"), "opened again", refused=HANDED_IN - WRITERS),
    Row("followup:assessment-comment", WRITERS, assessment(), "draft"),
    Row("followup:assessment-comment", IN_ORGAN, assessment("ready"), "ready"),
    Row("followup:assessment-comment", WRITERS, assessment("reopened"), "opened again"),
    Row("followup:assessment-ready", {"manager"}, assessment(), refused=WRITERS - {"manager"}),
    Row("followup:assessment-ready", {"other_manager"}, others_draft, "another committee's", refused={"other_staff"}),
    Row("followup:assessment-back", {"manager", "secretary"}, assessment("ready"),
        refused=IN_ORGAN - {"manager", "secretary"}),
    Row("followup:assessment-reopen", CONTROLLER, assessment("approved"), refused=HANDED_IN - CONTROLLER),
    Row("followup:assessment-invite", WRITERS, assessment()),
    Row("followup:assessment-ask", {"auditor"}, assessment()),
    Row("followup:opening", WRITERS, opening(), "draft"),
    Row("followup:opening", IN_ORGAN, opening("ready"), "ready"),
    Row("followup:opening", HANDED_IN, opening("approved"), "approved"),
    Row("followup:opening", HANDED_IN, opening("reopened"), "opened again"),
    Row("followup:opening-write", WRITERS, to_open, "not begun"),
    Row("followup:opening-write", WRITERS, opening(), "draft"),
    Row("followup:opening-write", WRITERS, opening("reopened"), "opened again", refused=HANDED_IN - WRITERS),
    Row("followup:opening-ready", {"manager"}, opening(), refused=WRITERS - {"manager"}),
    Row("followup:opening-back", {"manager", "secretary"}, opening("ready"),
        refused=IN_ORGAN - {"manager", "secretary"}),
    Row("followup:opening-invite", WRITERS, opening()),
    Row("followup:opening-ask", {"auditor"}, opening()),
    Row("followup:opening-reopen", CONTROLLER, opening("approved"), refused=HANDED_IN - CONTROLLER),
    Row("followup:ground-file", WRITERS, attachment("draft"), "draft"),
    Row("followup:ground-file", IN_ORGAN, attachment("ready"), "ready"),
    Row("followup:ground-file", HANDED_IN, attachment("reopened"), "opened again"),
    Row("followup:goal-notes", IN_ORGAN, goal_of_term),
    Row("followup:goal-notes", IN_ORGAN, published_goal, "published"),
    Row("followup:onward-list", OFFICIALS, of_term("follow_up")),
    Row("followup:onward-edit", {"manager", "controller"}, goal_of_term, refused=GOAL_READERS - {
        "manager", "controller"}),
    Row("followup:term-close", CONTROLLER, of_term("follow_up"), refused=OFFICIALS - CONTROLLER),
    Row("followup:activity-carry", ALL_WRITERS, of_term("follow_up")),
    Row("followup:activity-list", SIGNED_IN, of_term("follow_up")),
    Row("followup:activity-plan", WRITERS | BOARD_WRITERS, goal_of_term, refused=GOAL_READERS - ALL_WRITERS),
    Row("followup:activity-plan", ALL_WRITERS, published_goal, "published", refused=SIGNED_IN - ALL_WRITERS),
    Row("followup:activity-edit", WRITERS, activity(False)),
    Row("followup:activity-edit", OTHERS, others_activity, "another committee's"),
    Row("followup:activity-edit", WRITERS, activity(True), "decided", refused=(HANDED_IN | {"employee"}) - WRITERS),
    Row("followup:activity-decide", {"manager"}, activity(False), refused=WRITERS - {"manager"}),
]  # fmt: skip
