"""Who gets the pages of the third floor: one module of rows for each noun."""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.house.rows import Row

NOUNS = sorted(path.stem for path in Path(__file__).parent.glob("access_*.py"))
ROWS: list[Row] = [row for noun in NOUNS for row in importlib.import_module(f"tests.followup.{noun}").ROWS]
