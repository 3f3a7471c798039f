"""What the chapters of the premises are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from followup.content.charts import Drawn
from followup.content.premises.charts import Key, Pictures


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
    """A table of numbers; `first` heads the column of names. `shows`: the charts that have its values."""

    caption: str
    first: str
    columns: Sequence[str]
    rows: Sequence[Row]
    note: str = ""
    shows: Sequence[Key] = ()
    pictures: Sequence[Drawn] = ()


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

    def drawn(self, pictures: Pictures) -> Chapter:
        """The same with its pictures."""
        grids = [replace(grid, pictures=[pictures[key] for key in grid.shows if key in pictures])
                 for grid in self.grids]  # fmt: skip
        return replace(self, grids=grids)
