"""Who gets the pages of the roof."""

from __future__ import annotations

from typing import Any

from burlov_styrning.base import calendars
from tests.base.access import READERS, decision, published
from tests.house.rows import EVERYBODY, OFFICIALS, SIGNED_IN, Row
from tests.world import World


def feed(world: World) -> dict[str, Any]:
    return {"token": calendars.token_of(calendars.make(world.staff.person))}


ROWS: list[Row] = [
    Row("pages:start", EVERYBODY),
    Row("pages:about", EVERYBODY),
    Row("pages:about-edit", {"controller"}),
    Row("pages:data", EVERYBODY),
    Row("pages:data-file", EVERYBODY, lambda world: {"name": "utfall", "form": "csv"}, public=True),
    Row("pages:data-file", (), lambda world: {"name": "behov", "form": "csv"}, public=True, case="no such table"),
    Row("pages:accessibility", EVERYBODY),
    Row("pages:work", SIGNED_IN),
    Row("pages:decision-extract", READERS, lambda world: decision(world) | {"kind": "docx"}),
    Row("pages:decision-extract", EVERYBODY, lambda world: published(world) | {"kind": "docx"}, "published"),
    Row("pages:calendar", SIGNED_IN),
    Row("pages:calendar-address", SIGNED_IN, post_only=True),
    Row("pages:calendar-revoke", SIGNED_IN, post_only=True),
    Row("pages:calendar-feed", EVERYBODY, feed, public=True),
    Row("pages:calendar-feed", (), lambda world: {"token": "gissad"}, public=True, case="guessed"),
    Row("pages:records", OFFICIALS),
    Row("pages:record-file", OFFICIALS),
    Row("pages:demo", (), public=True, case="outside the example municipality"),
]
