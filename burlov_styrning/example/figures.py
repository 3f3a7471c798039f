"""Burlöv's published accounts and budgets: values in, values out, no Django.

Values are kept as printed; a cost is positive, whichever sign its page gives it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from indicators.rules.accounts import contradiction, identity, kept

HERE = Path(__file__).parent
VERSIONS = {"Bokslut": "actual", "Prognos": "forecast", "Budget": "budget", "Plan": "plan"}
STATEMENT = "Årsredovisning 2020, resultaträkningen"


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
    """The five-year overviews and the one income statement; where two reports disagree both figures stay."""
    return [*_overviews(), *_statement()]


def _statement() -> list[Figure]:
    """The income statement of 2020, which writes its costs with a minus; the only one whose depreciation was found."""
    rows = [(row, row["column"].split()) for row in _rows("statements-2020.csv")]
    return [
        Figure("", row["figure"], int(year), VERSIONS[kind], row["unit"], row["value_as_printed"],
               kept(row["figure"], Decimal(row["value"]), turn=True), STATEMENT, row["source_url"])
        for row, (kind, year) in rows
    ]  # fmt: skip


def _overviews() -> list[Figure]:
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
        kept(row["figure"], value, turn=True), f"Budget {report[1]}" if report else "", row["source_url"],
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
        columns.setdefault(figure.column, {})[identity(figure.figure)] = figure
    found = []
    for column in columns.values():
        if {"income", "cost", "net_cost"} <= set(column):
            computed = contradiction(column["income"].value, column["cost"].value, column["net_cost"].value)
            if computed is not None:
                found.append(Impossible(column["net_cost"], computed))
    return found
