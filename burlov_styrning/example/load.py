"""The example municipality: its books and meetings in loading order, and the filling of an empty installation."""

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

FIRST_GROUP = "g33621"
"""The group that is shown first: the municipalities of Skåne."""

REASONS = {
    "g33621": "Kommunerna i samma län: de har samma region, samma arbetsmarknad och samma länsstyrelse.",
    "stor-malmo": "Kommunerna i Stor-Malmö delar bostadsmarknad och pendling med Burlöv.",
    "g128681": "Kommunerna i Stor-Malmö delar bostadsmarknad och pendling med Burlöv.",
    "g185769": "Kommunerna samarbetar i Malmölundregionen om bostäder, näringsliv och trafik.",
}
"""Why just these. Made up, but for that they are neighbours; RKA's own groups have RKA's reason."""
LIKE = "De sju kommuner som RKA bedömer har förutsättningar mest lika Burlövs inom området."

COMPARED = {"koldioxid": "stor-malmo"}
"""Proposals of the coming term and the comparison group that each is held against."""


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


def scenario(today: date) -> dict[str, Any]:
    """What the example assumes of the coming years' economy; made up from the last published accounts."""
    told: dict[str, Any] = json.loads((HERE / "scenario.json").read_text(encoding="utf-8"))
    return resolve(told, today)


def onward() -> dict[str, Any]:
    """What the example decides of goals for the next term, and the activity that was carried over; all made up."""
    told: dict[str, Any] = json.loads((HERE / "onward.json").read_text(encoding="utf-8"))
    return told


def prepared() -> list[dict[str, Any]]:
    """Reports that the example's controller has begun: what is chosen and written; all made up."""
    told: list[dict[str, Any]] = json.loads((HERE / "reports.json").read_text(encoding="utf-8"))
    return told


def said() -> dict[str, Any]:
    """What the example's people have written between meetings: committees' openings, dated notes; all made up."""
    told: dict[str, Any] = json.loads((HERE / "said.json").read_text(encoding="utf-8"))
    return told


def comparison_groups() -> dict[str, dict[str, Any]]:
    """Kolada's groups of municipalities like Burlöv, by Kolada's id: title, members by code, source."""
    groups: dict[str, dict[str, Any]] = {}
    with (HERE / "comparison-groups.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            group = groups.setdefault(
                row["group_id"], {"title": row["group_title"], "members": {}, "source": row["source"]}
            )
            group["members"][row["member_code"]] = row["member"]
    return groups


def comparison_series() -> dict[str, Any]:
    """Published series of other municipalities for the example's indicators: sources, names by code, values by year."""
    told: dict[str, Any] = json.loads((HERE / "comparison-series.json").read_text(encoding="utf-8"))
    return told


def load(today: date | None = None) -> list[str]:
    """Fill an empty installation, all of it or nothing; where there is a municipality nothing happens.

    Returns what was odd in what was loaded, as sentences.
    """
    from burlov_styrning.example.filling import fill

    return fill(today)
