"""Books broken in every way that comes to mind: always faults with places, never a traceback, nothing written."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from burlov_styrning import clock
from burlov_styrning.pages.book.importing import Imported, import_bytes
from tests.pages.book.books import changed, small
from tests.pages.book.test_import import rows
from tests.sharing import WHOLE

pytestmark = pytest.mark.django_db
BOOKS = 300 if WHOLE else 50
PLACE = re.compile(r"WORD(\.WORD|\[\d+\])*".replace("WORD", "([a-zA-Z0-9_-]+|”[^”]*”)"))


@pytest.fixture(autouse=True)
def example_shown(settings: Settings) -> Iterator[None]:
    """The example cast is shown; the day is set."""
    settings.DEMO = True
    with clock.at(date(2026, 11, 23)):
        yield


def tried(data: bytes) -> Imported:
    """Taken in, and taken back: with a fault nothing may be there, without one no fault of ours in the writing."""
    before = rows()
    with transaction.atomic():
        result = import_bytes(data, "bok.json")
        if result.faults:
            assert result.recorded is None
            assert rows() == before
        transaction.set_rollback(True)
    for note in (*result.faults, *result.remarks):
        assert note.sentence and len(str(note)) < 500
        assert str(note).isprintable()
        assert "Error" not in note.sentence and "constraint" not in note.sentence, note
    return result


# One place after the other

DEEP: Any = []
for _n in range(200):
    DEEP = [DEEP]
WRONG: list[Any] = [
    None, True, False, 0, -1, 7, 2.5, 1e300, 10**30, -(10**30), "", " ", "nope", "a1", "hme", "ks", "ukn", "p1",
    "kf-1",
    "2018-13", "2018-02-30", "0000", "9999", "2019-2", "99999", "-5", "1e9", "NaN", "Infinity", "9" * 17,
    "0." + "1" * 13,
    "å", "\u202e", "\ud800", "x\x00y", "x" * 100_001, [], {}, [[]], [None], [{}], ["a1", "a1"], {"": ""}, {"key": None},
    {"key": "a1", "key ": 1}, [1, 2], ["2", "1"], [2200, 1900], {"2019": "x"}, {"20199": "1"}, {"2019": {}}, DEEP,
]  # fmt: skip


NAMES = ["extra", "key", "example", "Key", "", "a.b", "\ud800", "from_", "_place", "__class__", "x" * 100_000]


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of a book, inner ones too."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield from places(item, (*path, name))


def broken(chance: random.Random) -> dict[str, Any]:
    """The small book with one to four places made wrong."""
    book = small()
    for _time in range(chance.randint(1, 4)):
        path = chance.choice([path for path in places(book) if path])
        holder: Any = book
        for step in path[:-1]:
            holder = holder[step]
        match chance.randint(0, 5):
            case 0 | 1 | 2:
                holder[path[-1]] = chance.choice(WRONG)
            case 3:
                del holder[path[-1]]
            case 4 if isinstance(holder, list):
                holder.append(holder[path[-1]])  # type: ignore[index]
            case 4:
                holder[
                    chance.choice(
                        ["extra", "key", "example", "Key", "", "a.b", "\ud800", "from_", "_place", "__class__"]
                    )
                ] = "x"
            case _:
                other = chance.choice([path for path in places(book) if path])
                value: Any = book
                for step in other:
                    value = value[step]
                holder[path[-1]] = json.loads(json.dumps(value))
    return book


def test_broken_books() -> None:
    chance, refused = random.Random(20261123), 0
    for number in range(BOOKS):
        book = broken(chance)
        result = tried(json.dumps(book).encode())
        refused += bool(result.faults)
        assert all(PLACE.fullmatch(note.place) for note in result.faults), (number, result.faults)
    assert BOOKS / 2 < refused < BOOKS


# The file itself


def text() -> str:
    return json.dumps(small())


FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "JSON"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "JSON"),
    "two byte order marks": (b"\xef\xbb\xbf" * 2 + text().encode(), "JSON"),
    "UTF-16": (text().encode("utf-16"), "UTF-8"),
    "Latin-1": (text().replace("F\\u00f6rskolan", "Förskolan").encode("latin-1"), "UTF-8"),
    "a broken character": (text().encode().replace(b"Resultat", b"Result\xc3("), "UTF-8"),
    "an encoded half of a pair": (text().encode().replace(b"Resultat", b"\xed\xa0\x80"), "UTF-8"),
    "null bytes": (text().encode().replace(b"Resultat", b"Res\x00ultat"), "JSON"),
    "nulls only": (b"\x00" * 1000, "JSON"),
    "cut off": (text().encode()[:-40], "JSON"),
    "something after it": (text().encode() + b"{}", "JSON"),
    "NaN": (text().replace('"79"', "NaN").encode(), "JSON"),
    "minus infinity": (text().replace('"79"', "-Infinity").encode(), "JSON"),
    "a number of 5000 digits": (text().replace('"79"', "9" * 5000).encode(), "JSON"),
    "nested without end": (b"[" * 1_000_000, "JSON"),
    "objects without end": (b'{"goals":' * 100_000, "JSON"),
    "a list": (b"[]", "rad med fält"),
    "a number": (b"7", "rad med fält"),
    "a text": (b'"bok"', "rad med fält"),
    "null": (b"null", "rad med fält"),
    "a page": (b"<html></html>", "JSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "UTF-8"),
    "ten megabytes of blanks": (b" " * 10_000_000, "JSON"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_book_is_told_in_one_sentence(name: str) -> None:
    data, word = FILES[name]
    (fault,) = tried(data).faults
    assert fault.place == ""
    assert word in fault.sentence


def told(book: dict[str, Any]) -> list[str]:
    """Where the faults are."""
    return [fault.place for fault in tried(json.dumps(book).encode()).faults]


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (["goals", 0, "wording"], "goals[0].wording"),
        (["goals", 0, "title"], "goals[0].title"),
        (["goals", 0, "key"], "goals[0].key"),
        (["outcomes", 0, "value"], "outcomes[0].value"),
        (["outcomes", 0, "comment"], "outcomes[0].comment"),
        (["municipality", "name"], "municipality.name"),
        (["phases", 0, "opens"], "phases[0].opens"),
        (["sources", 0, "url"], "sources[0].url"),
    ],
)
def test_a_text_of_ten_megabytes_is_a_fault_that_does_not_repeat_it(place: list[str | int], where: str) -> None:
    assert told(changed(place, "x" * 10_000_000))[0] == where  # a goal without a key is missed by what names it


def test_a_field_name_of_ten_megabytes_is_cut_in_its_place() -> None:
    (fault,) = tried(json.dumps(small() | {"x" * 10_000_000: 1}).encode()).faults
    assert len(fault.place) < 200


def test_a_field_deeper_than_any_reader_is_a_fault() -> None:
    data = text().replace('"79"', "[" * 900 + "]" * 900).encode()
    places = [fault.place for fault in tried(data).faults]
    assert "goals[0].indicators[0].target" in places


@pytest.mark.parametrize("length", [1, 2, 3, 30])
def test_successors_and_continued_indicators_that_run_round(length: int) -> None:
    book = small()
    ring = [
        {"key": f"r{n}", "name": "R", "kind": "committee", "successor": f"r{(n + 1) % length}"} for n in range(length)
    ]
    book["organs"] += ring
    book["indicators"] += [
        {"key": f"r{n}", "name": "R", "direction": "higher", "continues": f"r{(n + 1) % length}"} for n in range(length)
    ]
    assert told(book) == [f"organs[{4 + n}].successor" for n in range(length)] + [
        f"indicators[{4 + n}].continues" for n in range(length)
    ]


def test_one_that_leads_into_a_ring_is_not_itself_at_fault() -> None:
    book = small()
    book["organs"] += [
        {"key": key, "name": "R", "kind": "committee", "successor": successor}
        for key, successor in [("in", "r0"), ("r0", "r1"), ("r1", "r0")]
    ]
    assert told(book) == ["organs[5].successor", "organs[6].successor"]


def test_a_ring_that_two_books_make_together_is_a_fault_of_the_second() -> None:
    book = small()
    book["organs"].append({"key": "ny", "name": "Ny", "kind": "committee", "successor": "ukn"})
    head = {name: book[name] for name in ("format", "municipality", "goal_areas")}
    then = head | {"term": {"first_year": 2019, "last_year": 2022}, "organs": [{"key": "ukn", "successor": "ny"}]}
    with transaction.atomic():
        assert import_bytes(json.dumps(book).encode()).faults == ()
        assert "organs[0].successor" in told(then)
        transaction.set_rollback(True)


def test_every_field_twice_is_told_for_each() -> None:
    doubled = re.sub(r'("indicator": "hme")', r"\1, \1", text())
    found = [fault.place for fault in tried(doubled.encode()).faults]
    assert found and all(place.endswith(".indicator") for place in found)


@pytest.mark.parametrize(
    "day", ["2018-13", "2018-00", "2018-02-30", "2018-2-3", "18", "2018-01-01T00:00", "0000", "٢٠١٨", "2018-05-21\n"]
)
def test_days_that_do_not_exist(day: str) -> None:
    assert told(changed(["decisions", 0, "date"], day)) == ["decisions[0].date"]
