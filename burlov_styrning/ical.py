"""iCalendar (RFC 5545): days of a calendar as the text that calendar programs fetch. Pure: values in, text out.

Whole days alone: no clock, so no time zone. A library for it would be for the ninety-nine parts of the standard that
are not used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS = 75
"""No line is longer, its end aside (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Day:
    """A whole-day event: `key` tells it from all others and stays the same when its day is moved."""

    key: str
    day: date
    title: str
    text: str = ""
    url: str = ""
    category: str = ""


def calendar(name: str, days: Iterable[Day], *, host: str, product: str, stamp: datetime) -> str:
    """The whole file; `stamp` says when it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{escape(product)}//SV", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
             "X-PUBLISHED-TTL:PT6H"]  # fmt: skip
    made = stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for day in days:
        lines += _event(day, host, made)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in fold(line))


def _event(one: Day, host: str, made: str) -> list[str]:
    found = ["BEGIN:VEVENT", f"UID:{one.key}@{host}", f"DTSTAMP:{made}", f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
             f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{escape(one.title)}"]  # fmt: skip
    found += [f"DESCRIPTION:{escape(one.text)}"] if one.text else []
    found += [f"URL:{one.url}"] if one.url else []
    found += [f"CATEGORIES:{escape(one.category)}"] if one.category else []
    return [*found, "TRANSP:TRANSPARENT", "END:VEVENT"]


def escape(text: str) -> str:
    """A text as a value: backslash, comma, semicolon and line ends are written out (3.3.11)."""
    text = "".join(sign for sign in text if (sign >= " " and sign != "\x7f") or sign in "\n\t")
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, no letter cut in two; the second and later begin with a space."""
    piece, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + length
    yield piece
