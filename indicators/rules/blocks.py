"""A block copied from a spreadsheet: cells apart by tabs, rows by line ends; cells with either of them in quotes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import StringIO

MOST = 500
"""Rows, and cells of a row, that are looked at."""

type Block = list[list[str]]
type Place = tuple[int, int]
"""Row and column of the grid, from nought."""
type Find = Callable[[str], int | None]
"""Which row or column a heading names; None where it names none."""


@dataclass
class Placed:
    """Where each text of a block belongs, and what found no place."""

    texts: dict[Place, str] = field(default_factory=dict)
    left_over: list[str] = field(default_factory=list)

    def put(self, row: int, column: int | None, text: str, size: Place) -> None:
        """A text in its place, if the grid has it; what is empty says nothing of a cell."""
        if not text:
            return
        if column is None or row >= size[0] or column >= size[1]:
            self.left_over.append(text)
        else:
            self.texts[(row, column)] = text


def block_of(text: str) -> Block:
    """The cells of what was pasted; empty lines at the ends are no rows."""
    plain = text.replace("\x00", "").strip("\r\n")
    try:
        rows = list(csv.reader(StringIO(plain, newline=""), delimiter="\t"))
    except csv.Error:  # a cell beyond all measure
        return []
    return [[" ".join(cell.split()) for cell in row[:MOST]] for row in rows[:MOST]] if plain.strip() else []


def placed(block: Block, start: Place, size: Place, row_of: Find, column_of: Find) -> Placed:
    """By the block's own names where its rows have them (and its columns, above); else from the cell where it begins.

    Headings above alone are no proof: 2023, 2024, 2025 may be values.
    """
    named = {n: found for n, cells in enumerate(block) if (found := _name(cells, row_of))}
    result = Placed()
    if not named:
        for down, cells in enumerate(block):
            for right, text in enumerate(cells):
                result.put(start[0] + down, start[1] + right, text, size)
        return result
    heads = {} if 0 in named else {n: at for n, text in enumerate(block[0]) if (at := column_of(text)) is not None}
    for n, cells in enumerate(block[1:] if heads else block, start=1 if heads else 0):
        row, width = named.get(n, (size[0], 0))  # a row that nobody knows lies beyond the grid
        for place, text in enumerate(cells[width:], start=width):
            result.put(row, heads.get(place) if heads else start[1] + place - width, text, size)
    return result


def _name(cells: Sequence[str], row_of: Find) -> tuple[int, int] | None:
    """(row of the grid, how many cells the name takes): an indicator may have women or men in a cell of its own."""
    for width in (2, 1):
        named = ", ".join(text for text in cells[:width] if text)
        if len(cells) > width and named and (row := row_of(named)) is not None:
            return row, width
    return None
