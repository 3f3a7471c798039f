"""Who gets the pages of the roof."""

from __future__ import annotations

from tests.house.rows import Row

ROWS: list[Row] = [
    Row("pages:demo", (), public=True, case="outside the example municipality"),
]
