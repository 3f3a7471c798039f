"""Who gets the pages of the roof."""

from __future__ import annotations

from tests.base.access import READERS, decision, published
from tests.house.rows import EVERYBODY, SIGNED_IN, Row

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
    Row("pages:demo", (), public=True, case="outside the example municipality"),
]
