"""What every source gives: one value as it stood there, in words; nothing of it is believed yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from itertools import batched
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
    fetched: str = ""
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


@dataclass(frozen=True)
class Part:
    """Some rows, kept together; `done` of the whole's `total` are then read. Reading goes on after the last kept."""

    rows: Sequence[Row]
    done: int
    answered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Address → what the source said of its answer, such as its ETag."""


@dataclass
class Found:
    """What a source gives: parts of rows, how much there is to read, and what the person must know of the whole.

    `remarks` may grow while the parts are read.
    """

    parts: Iterable[Part]
    total: int
    remarks: list[str] = field(default_factory=list)


BATCH = 500


def in_parts(rows: Iterable[Row]) -> Iterator[Part]:
    """Rows that are all there at once, a handful at a time; what is told is how many are read."""
    for number, some in enumerate(batched(rows, BATCH)):
        yield Part(some, number * BATCH + len(some))


class Unreadable(Exception):
    """The source cannot be read at all; carries the sentence that says what to do."""
