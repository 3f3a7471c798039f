"""The example municipality's books and meetings, in the order in which they are loaded."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from burlov_styrning.example.dates import resolve

HERE = Path(__file__).parent
TERMS = ("2019-2022", "2023-2026", "2027-2030")
NAMES = (*TERMS, *(f"{term}-example" for term in TERMS))
"""What is published first, so that the example books can only fill what it leaves empty."""


def read_book(name: str) -> dict[str, Any]:
    """One book as it is written, with its date tokens."""
    book: dict[str, Any] = json.loads((HERE / "books" / f"{name}.json").read_text(encoding="utf-8"))
    return book


def books(today: date) -> list[dict[str, Any]]:
    """All books in loading order, dated from `today`."""
    return [resolve(read_book(name), today) for name in NAMES]


def meetings(today: date) -> list[dict[str, Any]]:
    """Meetings of the example: organ (its key), date, deadline for papers, title. A book has none."""
    rows = json.loads((HERE / "meetings.json").read_text(encoding="utf-8"))
    return [resolve(row, today) for row in rows]


def comparison_groups() -> dict[str, dict[str, Any]]:
    """Kolada's groups of municipalities like Burlöv, by Kolada's id: title, members' codes, source."""
    groups: dict[str, dict[str, Any]] = {}
    with (HERE / "comparison-groups.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            group = groups.setdefault(
                row["group_id"], {"title": row["group_title"], "members": [], "source": row["source"]}
            )
            group["members"].append(row["member_code"])
    return groups
