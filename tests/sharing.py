"""What both databases need not say twice: they share it between them (docs/decisions/0027)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from zlib import crc32

from django.db import connection

WHOLE = "SHARED" not in os.environ or "WHOLE" in os.environ
"""This database takes all of it: tests that somebody runs by hand, and `WHOLE=1 make test`."""
ON_SQLITE = connection.vendor == "sqlite"


def share[T](things: Iterable[T], of: str = "") -> list[T]:
    """Every other on SQLite, the others elsewhere; `of` (a page's name) lets the first be now here, now there."""
    if WHOLE:
        return list(things)
    return list(things)[(crc32(of.encode()) + ON_SQLITE) % 2 :: 2]
