"""What every source gives: one value as it stood there, in words; nothing of it is believed yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Row:
    """One value. `number` tells the row apart in its source; `problem` was found while it was read."""

    number: int
    key: str = ""
    indicator: str = ""
    period: str = ""
    sex: str = ""
    subject: str = ""
    value: str = ""
    section: str = ""
    count: str = ""
    response_rate: str = ""
    margin: str = ""
    status: str = ""
    source: str = ""
    published: str = ""
    comment: str = ""
    problem: str = ""

    def said(self) -> dict[str, str]:
        """What there is to keep of it."""
        return {name: text for name, text in asdict(self).items() if name != "number" and text}


NAMES = [one.name for one in fields(Row) if one.name not in ("number", "problem")]
"""What a source can say of a value."""


def row_of(number: int, said: dict[str, Any]) -> Row:
    """The row that was kept."""
    return Row(number, **said)


@dataclass
class Found:
    """What a source gave: its rows, how many they are about, and what the person must know of the whole."""

    rows: Iterator[Row] | Sequence[Row]
    total: int
    remarks: list[str] = field(default_factory=list)


class Unreadable(Exception):
    """The source cannot be read at all; carries the sentence that says what to do."""
