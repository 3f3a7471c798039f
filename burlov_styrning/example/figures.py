"""Burlöv's published accounts and budgets: values in, values out, no Django.

Values are kept as printed; a net cost is positive, whichever sign its page gives it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
NET_COST = "Verksamhetens nettokostnader"
INCOME, COST = "Intäkter", "Kostnader"
VERSIONS = {"Bokslut": "actual", "Prognos": "forecast", "Budget": "budget", "Plan": "plan"}
ROUNDED = Decimal(2)
"""tkr: three figures, each rounded to whole ones, may miss each other by so much."""


@dataclass(frozen=True)
class Figure:
    """One printed figure: what it is of (an organ's name, or empty for the municipality), when, and where."""

    organ: str
    figure: str
    year: int
    version: str
    unit: str
    printed: str
    value: Decimal
    report: str
    address: str

    @property
    def column(self) -> tuple[str, ...]:
        """The column of the page that it stands in."""
        return (self.address, self.organ, str(self.year), self.version)


def accounts() -> list[Figure]:
    """The five-year overviews of the annual reports; where two reports disagree both figures stay."""
    return [
        Figure(
            "", row["figure"], int(row["year"]), "actual", row["unit"], row["value_as_printed"], Decimal(row["value"]),
            row["report"], row["source_url"],
        )
        for row in _rows("accounts.csv")
    ]  # fmt: skip


def budgets() -> list[Figure]:
    """The committees' budgets, one figure for each column of their pages."""
    return [_budget_figure(row) for row in _rows("budgets.csv")]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _budget_figure(row: dict[str, str]) -> Figure:
    kind, year = row["column"].split()
    report = re.search(r"/budget-(\d{4})/", row["source_url"])
    value = Decimal(row["value"])
    return Figure(
        row["organ"], row["figure"], int(year), VERSIONS[kind], row["unit"], row["value_as_printed"],
        -value if row["figure"] == NET_COST else value, f"Budget {report[1]}" if report else "", row["source_url"],
    )  # fmt: skip


@dataclass(frozen=True)
class Impossible:
    """A net cost that is not what its own column's income and cost give."""

    figure: Figure
    computed: Decimal


def impossible(figures: Sequence[Figure]) -> list[Impossible]:
    """Net costs that their columns contradict by more than rounding: kept as printed, and pointed out."""
    columns: dict[tuple[str, ...], dict[str, Figure]] = {}
    for figure in figures:
        columns.setdefault(figure.column, {})[figure.figure] = figure
    found = []
    for column in columns.values():
        if {INCOME, COST, NET_COST} <= set(column):
            computed = -(column[INCOME].value + column[COST].value)
            if abs(computed - column[NET_COST].value) > ROUNDED:
                found.append(Impossible(column[NET_COST], computed))
    return found
