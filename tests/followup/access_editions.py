"""Who gets reports: everybody the published ones, officials those handed over, the controller all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from followup import opinions, preparing
from followup.models import Report
from tests.followup import reported
from tests.goals.making import made
from tests.house.rows import EVERYBODY, OFFICIALS, Row
from tests.world import World

JSON = {"form": "json"}
YEAR = {"kind": "arsredovisning", "year": 2027}
PREMISES = {"kind": "budgetforutsattningar", "year": 2027}
CONTROLLER = frozenset({"controller"})
SECRETARY = frozenset({"council_secretary"})
BEFORE_COUNCIL = frozenset({
    "councillor", "councillor_b", "council_secretary", "board_staff", "board_manager", "board_member",
    "board_secretary", "controller", "auditor",
})  # fmt: skip


def handed_over(world: World) -> dict[str, Any]:
    return {"pk": reported.quick(world).pk}


def published(world: World) -> dict[str, Any]:
    return {"pk": reported.quick(world, "published").pk}


def making(world: World) -> dict[str, Any]:
    return {"pk": reported.unfinished(world).pk}


def prepared(world: World) -> dict[str, Any]:
    """A report that the controller prepares."""
    return {"pk": preparing.begin(reported.closed(world), "annual", None, by=world.controller).pk}


def prepared_catalogue(world: World) -> dict[str, Any]:
    """A proposal catalogue that the controller prepares."""
    made(world, "submitted")
    return {"pk": preparing.begin_catalogue(world.term, by=world.controller).pk}


def premises(world: World, exposure: str = "record") -> dict[str, Any]:
    """An edition of a budget's premises: it can print proposals, so they are read as the catalogue is."""
    pk = reported.quick(world, exposure).pk
    Report.objects.filter(editions=pk).update(kind="premises", round=None, year=2027)
    return {"pk": pk}


def catalogue(world: World, exposure: str = "record") -> dict[str, Any]:
    """An edition of the proposal catalogue: read by those who read every handed-in proposal."""
    pk = reported.quick(world, exposure).pk
    Report.objects.filter(editions=pk).update(kind="catalogue", round=None)
    return {"pk": pk}


def opinion_of(world: World, exposure: str = "record") -> dict[str, Any]:
    edition = reported.quick(world, exposure)
    made = opinions.attach(
        edition, SimpleUploadedFile("b.pdf", b"%PDF-1.7"), dated=date(2026, 4, 1), by=world.controller
    )
    return {"pk": edition.pk, "opinion": made.pk}


ROWS: list[Row] = [
    Row("followup:reports", EVERYBODY, public=True),
    Row("followup:report-verify", EVERYBODY, public=True),
    Row("followup:report-choose", CONTROLLER),
    Row("followup:report-prepare", CONTROLLER, prepared),
    Row("followup:report-preview", CONTROLLER, prepared),
    Row("followup:report-issue", CONTROLLER, prepared),
    Row("followup:report-prepare", CONTROLLER, prepared_catalogue, case="catalogue"),
    Row("followup:report-preview", CONTROLLER, prepared_catalogue, case="catalogue"),
    Row("followup:report-issue", CONTROLLER, prepared_catalogue, case="catalogue"),
    Row("followup:edition", EVERYBODY, published, public=True, case="published"),
    Row("followup:edition", OFFICIALS, handed_over, public=True, case="not published"),
    Row("followup:edition", CONTROLLER, making, public=True, case="being made"),
    Row("followup:edition", BEFORE_COUNCIL, catalogue, public=True, case="catalogue, not published"),
    Row("followup:edition", EVERYBODY, lambda w: catalogue(w, "published"), public=True, case="published catalogue"),
    Row("followup:edition-file", BEFORE_COUNCIL, lambda w: catalogue(w) | JSON, public=True, case="catalogue"),
    Row("followup:edition", BEFORE_COUNCIL, premises, public=True, case="premises, not published"),
    Row(
        "followup:report-latest",
        EVERYBODY,
        lambda w: premises(w, "published") and PREMISES,
        public=True,
        case="published premises",
    ),
    Row("followup:premises-issue", CONTROLLER),
    Row("followup:catalogue-issue", CONTROLLER),
    Row("followup:catalogue", EVERYBODY, lambda w: {"term": w.term.key}, public=True),
    Row("followup:edition-file", EVERYBODY, lambda w: published(w) | JSON, public=True, case="published"),
    Row("followup:edition-file", OFFICIALS, lambda w: handed_over(w) | JSON, public=True, case="not published"),
    Row("followup:edition-file", (), lambda w: published(w) | {"form": "docx"}, public=True, case="no such form"),
    Row("followup:report-feed", EVERYBODY, public=True),
    Row("followup:report-latest", EVERYBODY, lambda w: published(w) and YEAR, public=True, case="published"),
    Row("followup:report-latest", OFFICIALS, lambda w: handed_over(w) and YEAR, public=True, case="not published"),
    Row("followup:report-numbered", EVERYBODY, lambda w: published(w) and YEAR | {"number": 1}, public=True),
    Row("followup:report-numbered", (), lambda w: published(w) and YEAR | {"number": 2}, public=True, case="no such"),
    Row("followup:edition-publish", CONTROLLER, handed_over, refused=OFFICIALS - CONTROLLER),
    Row("followup:edition-approve", SECRETARY, handed_over, refused=OFFICIALS - SECRETARY),
    Row("followup:edition-attach", CONTROLLER, handed_over, refused=OFFICIALS - CONTROLLER),
    Row("followup:edition-opinion", EVERYBODY, lambda w: opinion_of(w, "published"), public=True, case="published"),
    Row("followup:edition-opinion", OFFICIALS, lambda w: opinion_of(w), public=True, case="not published"),
    Row("followup:edition-cancel", CONTROLLER, making, post_only=True),
    Row("followup:edition-retry", CONTROLLER, making, post_only=True),
]
