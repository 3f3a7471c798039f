"""What the chapters of the premises are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A row of a table: what it is about, and a value for each column."""

    name: str
    cells: Sequence[tuple[str, str]]
    """Column and value: on a phone each value names its column."""
    note: str = ""
    total: bool = False
    example: bool = False


@dataclass(frozen=True)
class Grid:
    """A table of numbers; `first` heads the column of names."""

    caption: str
    first: str
    columns: Sequence[str]
    rows: Sequence[Row]
    note: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter: sentences, then tables."""

    id: str
    title: str
    lead: Sequence[str]
    grids: Sequence[Grid]
    facts: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    follows: bool = False
    """It stands on the page of the one before."""
