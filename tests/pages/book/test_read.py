"""Reading: all faults of form at once, each with its place, in Swedish."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning.pages.book.read import read, read_bytes
from tests.pages.book.books import REAL, changed, real, small


def fault_at(book: dict[str, Any], place: str) -> str:
    faults = {fault.place: fault.sentence for fault in read(book).faults}
    assert list(faults) == [place]
    return faults[place]


@pytest.mark.parametrize("name", REAL)
def test_the_published_books_are_read_without_faults_and_come_out_the_same(name: str) -> None:
    reading = read(real(name))
    assert reading.faults == ()
    assert reading.book is not None
    again = read(reading.book.dump())
    assert again.book == reading.book


def test_the_small_book_has_no_fault_and_keeps_every_digit() -> None:
    book = read(small()).book
    assert book is not None
    assert book.goals[1].indicators[0].target == Decimal("2.0")
    assert book.dump()["goals"][1]["indicators"][0]["target"] == "2.0"
    assert book.dump()["assessments"][0]["grounds"] == small()["assessments"][0]["grounds"]


def test_null_says_nothing_but_a_path_value_of_null_does() -> None:
    book = read(changed(["goals", 0, "title"], None)).book
    assert book is not None
    assert "title" not in book.goals[0].said()
    assert book.goals[0].indicators[0].paths[0].values["2020"] is None


def test_a_null_enum_is_its_default() -> None:
    book = read(changed(["rounds", 0, "state"], None)).book
    assert book is not None
    assert book.rounds[0].state == "closed"


@pytest.mark.parametrize(
    ("place", "value", "where", "words"),
    [
        (["x"], 1, "x", "finns inte i formatet"),
        (["example"], True, "example", "finns inte i formatet"),
        (["goals", 0, "onwers"], [], "goals[0].onwers", "finns inte i formatet"),
        (["goals", 0, "unknown"], None, "goals[0].unknown", "finns inte i formatet"),
        (["format"], "goal-book/2", "format", "goal-book/1"),
        (["organs"], ..., "organs", "saknas"),
        (["organs"], None, "organs", "saknas"),
        (["goals", 0, "key"], ..., "goals[0].key", "saknas"),
        (["goals", 0, "key"], "A1", "goals[0].key", "a–z"),
        (["goals", 0, "key"], "a1\n", "goals[0].key", "a–z"),
        (["goals", 0, "indicators", 0, "target"], 79, "goals[0].indicators[0].target", "citattecken"),
        (["goals", 0, "indicators", 0, "target"], 79.5, "goals[0].indicators[0].target", "citattecken"),
        (["goals", 0, "indicators", 0, "target"], True, "goals[0].indicators[0].target", "inte ett tal"),
        (["goals", 0, "indicators", 0, "target"], "79,5", "goals[0].indicators[0].target", "decimalpunkt"),
        (["goals", 0, "indicators", 0, "target"], "1e3", "goals[0].indicators[0].target", "inte ett tal"),
        (["goals", 0, "indicators", 0, "target"], "NaN", "goals[0].indicators[0].target", "inte ett tal"),
        (["goals", 0, "indicators", 0, "target"], "٣", "goals[0].indicators[0].target", "inte ett tal"),
        (["goals", 0, "indicators", 0, "target"], "", "goals[0].indicators[0].target", "inte ett tal"),
        (["goals", 0, "indicators", 0, "lag"], 3, "goals[0].indicators[0].lag", "större än 2"),
        (["goals", 0, "indicators", 0, "lag"], "1", "goals[0].indicators[0].lag", "heltal"),
        (["goals", 0, "indicators", 0, "window"], [2023], "goals[0].indicators[0].window", "minst 2"),
        (["goals", 0, "kind"], "other", "goals[0].kind", "operational eller financial"),
        (["goals", 0, "owners"], "ks", "goals[0].owners", "lista"),
        (["goals", 0], "a1", "goals[0]", "rad med fält"),
        (["goals"], {}, "goals", "lista"),
        (["goals", 0, "stewardship"], "yes", "goals[0].stewardship", "true eller false"),
        (["goals", 0, "title"], "x" * 201, "goals[0].title", "200"),
        (["goals", 0, "wording"], "a\x00b", "goals[0].wording", "styrtecken"),
        (["goals", 0, "wording"], "\ud800", "goals[0].wording", "Unicode"),
        (["goals", 0, "example"], ["colour"], "goals[0].example", "colour"),
        (["goals", 0, "example"], "yes", "goals[0].example", "true eller en lista"),
        (["term", "first_year"], 2019.5, "term.first_year", "heltal"),
        (["sources", 0, "url"], "javascript:alert(1)", "sources[0].url", "https://"),
        (["phases", 0, "phase"], "later", "phases[0].phase", "follow_up"),
        (["phases", 0, "opens"], "2018-02-30", "phases[0].opens", "inte ett datum"),
        (["phases", 0, "opens"], "2018-2", "phases[0].opens", "inte ett datum"),
        (["phases", 0, "opens"], 2018, "phases[0].opens", "text"),
        (["outcomes", 0, "period"], "2022-T4", "outcomes[0].period", "inte en period"),
        (["outcomes", 0, "period"], "2022-13", "outcomes[0].period", "inte en period"),
        (["outcomes", 0, "area"], "12", "outcomes[0].area", "fyra siffror"),
        (["outcomes", 0, "count"], -1, "outcomes[0].count", "mindre än 0"),
        (
            ["goals", 0, "indicators", 0, "paths", 0, "values", "19"],
            "7",
            "goals[0].indicators[0].paths[0].values.19",
            "fyra siffror",
        ),
        (
            ["goals", 0, "indicators", 0, "paths", 0, "values", "2019"],
            7,
            "goals[0].indicators[0].paths[0].values.2019",
            "citattecken",
        ),
    ],
)
def test_a_fault_names_its_place_and_what_is_wrong(place: list[str | int], value: Any, where: str, words: str) -> None:
    assert words in fault_at(changed(place, value), where)


@pytest.mark.parametrize("period", ["2022", "2022-T3", "2022-Q4", "2022-08"])
def test_periods(period: str) -> None:
    assert read(changed(["outcomes", 0, "period"], period)).faults == ()


def test_all_faults_are_told_at_once_and_what_is_sound_is_kept() -> None:
    book = changed(["goals", 0, "kind"], "other")
    changed(["organs", 3, "key"], "UKN", book)
    changed(["outcomes", 0, "value"], 78, book)
    changed(["x"], 1, book)
    reading = read(book)
    assert {fault.place for fault in reading.faults} == {"goals[0].kind", "organs[3].key", "outcomes[0].value", "x"}
    assert reading.book is not None
    assert [organ.key for organ in reading.book.organs] == ["kf", "ks", "mbn"]
    assert reading.book.goals[0].key == "a1"


def test_rows_after_a_faulty_one_keep_their_place() -> None:
    book = changed(["goals", 0, "key"], "A1")
    reading = read(book)
    assert reading.book is not None
    assert reading.book.goals[0].place == "goals[1]"
    assert reading.book.goals[0].indicators[0].paths[0].place == "goals[1].indicators[0].paths[0]"


def test_a_file_that_is_no_book() -> None:
    assert "UTF-8" in read_bytes(b"\xff\xfe").faults[0].sentence
    assert "rad 1" in read_bytes(b"{").faults[0].sentence
    assert "JSON" in read_bytes(b"[" * 100_000).faults[0].sentence
    assert "JSON" in read_bytes(b'{"a": NaN}').faults[0].sentence
    assert "rad med fält" in read_bytes(b"[]").faults[0].sentence
    assert read_bytes(b"null").book is None


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_bytes(b"\xef\xbb\xbf" + json.dumps(small()).encode()).faults == ()


def test_a_field_that_stands_twice_is_a_fault() -> None:
    text = json.dumps(small()).replace('"2019": "77",', '"2019": "77", "2019": "78",')
    assert [fault.place for fault in read_bytes(text.encode()).faults] == [
        "goals[0].indicators[0].paths[0].values.2019"
    ]
