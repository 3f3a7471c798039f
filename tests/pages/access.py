"""Who gets the pages of the roof."""

from __future__ import annotations

from tests.house.rows import EVERYBODY, SIGNED_IN, Row

ROWS: list[Row] = [
    Row("pages:start", EVERYBODY),
    Row("pages:about", EVERYBODY),
    Row("pages:about-edit", {"controller"}),
    Row("pages:work", SIGNED_IN),
    Row("pages:demo", (), public=True, case="outside the example municipality"),
]
