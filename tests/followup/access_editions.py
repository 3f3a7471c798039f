"""Who gets reports: everybody the published ones, officials those handed over, the controller all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from followup import opinions
from tests.followup import reported
from tests.house.rows import EVERYBODY, OFFICIALS, Row
from tests.world import World

JSON = {"form": "json"}
CONTROLLER = frozenset({"controller"})
SECRETARY = frozenset({"council_secretary"})


def handed_over(world: World) -> dict[str, Any]:
    return {"pk": reported.quick(world).pk}


def published(world: World) -> dict[str, Any]:
    return {"pk": reported.quick(world, "published").pk}


def making(world: World) -> dict[str, Any]:
    return {"pk": reported.unfinished(world).pk}


def opinion_of(world: World, exposure: str = "record") -> dict[str, Any]:
    edition = reported.quick(world, exposure)
    made = opinions.attach(
        edition, SimpleUploadedFile("b.pdf", b"%PDF-1.7"), dated=date(2026, 4, 1), by=world.controller
    )
    return {"pk": edition.pk, "opinion": made.pk}


ROWS: list[Row] = [
    Row("followup:reports", EVERYBODY, public=True),
    Row("followup:report-verify", EVERYBODY, public=True),
    Row("followup:report-issue", CONTROLLER),
    Row("followup:edition", EVERYBODY, published, public=True, case="published"),
    Row("followup:edition", OFFICIALS, handed_over, public=True, case="not published"),
    Row("followup:edition", CONTROLLER, making, public=True, case="being made"),
    Row("followup:edition-file", EVERYBODY, lambda w: published(w) | JSON, public=True, case="published"),
    Row("followup:edition-file", OFFICIALS, lambda w: handed_over(w) | JSON, public=True, case="not published"),
    Row("followup:edition-file", (), lambda w: published(w) | {"form": "docx"}, public=True, case="no such form"),
    Row("followup:edition-publish", CONTROLLER, handed_over, refused=OFFICIALS - CONTROLLER),
    Row("followup:edition-approve", SECRETARY, handed_over, refused=OFFICIALS - SECRETARY),
    Row("followup:edition-attach", CONTROLLER, handed_over, refused=OFFICIALS - CONTROLLER),
    Row("followup:edition-opinion", EVERYBODY, lambda w: opinion_of(w, "published"), public=True, case="published"),
    Row("followup:edition-opinion", OFFICIALS, lambda w: opinion_of(w), public=True, case="not published"),
    Row("followup:edition-retry", CONTROLLER, making, post_only=True),
]
