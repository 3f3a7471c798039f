"""The description of the goal book, sentence by sentence: each test's docstring is a sentence of it.

What takes more than a few lines is tried where it belongs: words, periods, days and what an export holds in
`test_format`, faults in `test_check`, two books in `test_merge`, round trips in `test_round_trip`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.management import call_command
from pytest_django import Settings

from burlov_styrning import clock
from burlov_styrning.base.models import Municipality, Person
from burlov_styrning.pages.book.canonical import differences
from burlov_styrning.pages.book.check import check
from burlov_styrning.pages.book.export import export, not_in_a_book
from burlov_styrning.pages.book.importing import import_bytes
from burlov_styrning.pages.book.merge import merge
from burlov_styrning.pages.book.phases import default_phases
from burlov_styrning.pages.book.read import read, read_bytes
from burlov_styrning.pages.book.schema import Book, Term
from burlov_styrning.workflow import writing
from goals.models import Goal, Need, PathValue
from goals.models import Term as TermRow
from indicators.models import Outcome
from tests.pages.book.books import changed, real, small

HME: list[str | int] = ["goals", 0, "indicators", 0]


def faults(book: dict[str, Any]) -> list[str]:
    """The places of all faults of a book by itself."""
    reading = read(book)
    found = check(reading.book).faults if reading.book else []
    return [fault.place for fault in (*reading.faults, *found)]


def remarks(book: dict[str, Any]) -> list[str]:
    """The places of what is remarked on, in a book without faults."""
    assert faults(book) == []
    return [remark.place for remark in check(book_of(book)).remarks]


def book_of(value: dict[str, Any]) -> Book:
    """The book as it was read."""
    book = read(value).book
    assert book is not None
    return book


def adding(**lists: Any) -> dict[str, Any]:
    """A second book of the small one's term."""
    head = {name: small()[name] for name in ("format", "municipality")}
    return head | {"term": {"first_year": 2019, "last_year": 2022}, "organs": [], "goal_areas": []} | lists


def clashes(**lists: Any) -> list[str]:
    """Where a second book contradicts the small one."""
    return [fault.place for fault in merge(book_of(small()), book_of(adding(**lists))).faults]


# The goal book: one term as a JSON file


def test_encoding() -> None:
    """UTF-8."""
    assert read_bytes(json.dumps(small(), ensure_ascii=False).encode()).faults == ()
    assert read_bytes('{"municipality": "Luleå"}'.encode("latin-1")).book is None


@pytest.mark.parametrize("value", [79, 79.5, "79,5", "1e3", ""])
def test_numbers(value: Any) -> None:
    """Numbers that are values are **strings** with a decimal point (`"95.2"`), because they are exact decimals."""
    assert faults(changed([*HME, "target"], "79.50")) == []
    assert faults(changed([*HME, "target"], value)) == ["goals[0].indicators[0].target"]


@pytest.mark.parametrize("key", ["A1", "å1", "a 1", "a.1", "", 1])
def test_keys(key: Any) -> None:
    """Keys are lower-case ASCII words (letters, digits, `_`, `-`), unique in their list."""
    assert "needs[0].key" in faults(changed(["needs", 0, "key"], key))
    assert faults(changed(["goals", 1, "key"], "a1")) == ["goals[1].key"]


def test_references() -> None:
    """All references are by key."""
    assert faults(changed(["goals", 0, "owners"], ["Kommunstyrelsen"])) == ["goals[0].owners[0]"]


@pytest.mark.parametrize("place", [["belopp"], ["needs", 0, "for_whom"], [*HME, "paths", 0, "even"]])
def test_unknown_fields(place: list[str | int]) -> None:
    """Unknown fields are refused by name."""
    (fault,) = read(changed(place, None)).faults
    assert fault.place.endswith(str(place[-1])) and "finns inte i formatet" in fault.sentence


# The table of fields


@pytest.mark.parametrize(("year", "phase"), [(2023, "closed"), (2022, "follow_up"), (2018, "follow_up")])
def test_phases(year: int, phase: str) -> None:
    """No phases: `closed` if the last year is past, else `follow_up` is open."""
    found = dict(default_phases(Term(first_year=2019, last_year=2022), date(year, 11, 23)))
    assert [name for name, state in found.items() if state == "open"] == [phase]


@pytest.mark.parametrize(
    "place",
    [["selection", "by"], ["organs", 0, "kind"], ["people", 0, "assignments", 0, "role"], ["decisions", 0, "kind"],
     ["indicators", 0, "direction"], ["proposals", 0, "state"], ["goals", 0, "level"], ["rounds", 0, "kind"],
     ["rounds", 0, "state"], ["assessments", 0, "status"], ["activities", 0, "state"], ["outcomes", 0, "status"]],
)  # fmt: skip
def test_words(place: list[str | int]) -> None:
    """`selection.by`: `person` or `party` (and every other list of words): no other word is taken."""
    assert len(set(faults(changed(place, "annat")))) == 1


def test_tabled() -> None:
    """`select` (each proposal's `state` says what it did to it; `tabled` lists keys)."""
    book = changed(["decisions", 0, "tabled"], ["p2"])
    book["proposals"].append({"key": "p2", "organ": "ukn", "title": "Annat", "state": "submitted"})
    assert faults(book) == []
    assert faults(changed(["decisions", 0, "tabled"], ["p9"])) == ["decisions[0].tabled[0]"]


def test_within() -> None:
    """`within` (then `bounds` = `["low", "high"]`)."""
    assert faults(changed(["indicators", 2, "bounds"], None)) != []
    assert faults(changed(["indicators", 2, "bounds"], ["8.5", "6.5"])) == ["indicators[2].bounds"]


@pytest.mark.parametrize(("system", "id_"), [("own", None), ("kolada", None), ("brottsregistret", "7")])
def test_origin(system: str, id_: str | None) -> None:
    """`origin.system`: `own`, `kolada`, `scb`, `survey`, or another register's name; `id` may be null."""
    assert faults(changed(["indicators", 0, "origin"], {"system": system, "id": id_})) == []


@pytest.mark.parametrize("period", ["2022-T4", "2022-Q5", "2022-13", "22", "2022-01-01"])
def test_periods(period: str) -> None:
    """`outcomes.period`: `2022`, `2022-T1` … `T3`, `2022-Q1` … `Q4`, `2022-08`."""
    assert faults(changed(["outcomes", 0, "period"], period)) == ["outcomes[0].period"]


def test_area_of_an_outcome() -> None:
    """Municipality code; `0000` the country. `organ` or `unit` when it is a part of the own municipality."""
    assert faults(changed(["outcomes", 2, "area"], "1231")) == []
    assert faults(changed(["outcomes", 2, "area"], "0000")) == ["outcomes[2].area"]


@pytest.mark.parametrize("row", [{"value": "1", "missing": "lapse"}, {"value": None, "missing": None}])
def test_value_or_missing(row: dict[str, Any]) -> None:
    """Exactly one of `value`, `missing` is set."""
    assert len(faults(adding_outcome(row))) == 1


def adding_outcome(row: dict[str, Any]) -> dict[str, Any]:
    """The small book with one outcome more."""
    book = small()
    book["outcomes"].append({"indicator": "larm", "period": "2021", **row})
    return book


def test_version() -> None:
    """The `until` of the indicator's `earlier` entry that is meant; null = the current one."""
    assert faults(changed(["outcomes", 0, "version"], "2020-12-31")) == []
    assert faults(changed(["outcomes", 0, "version"], None)) == []
    assert faults(changed(["outcomes", 0, "version"], "2020-12-30")) == ["outcomes[0].version"]


def test_area_of_a_goal() -> None:
    """`goals.area` may be `null` for a financial goal."""
    assert faults(changed(["goals", 1, "area"], None)) == []
    assert faults(changed(["goals", 0, "area"], None)) == ["goals[0].area"]


def test_no_owners() -> None:
    """`goals.owners` may be empty: nobody printed it."""
    assert remarks(changed(["goals", 1, "owners"], [])) == ["goals[1].owners"]


@pytest.mark.parametrize(
    ("place", "default"),
    [(["goals", 0, "level"], "council"), (["goals", 0, "kind"], "operational"), (["rounds", 0, "state"], "closed"),
     ([*HME, "paths", 0, "state"], "decided"), (["assessments", 0, "state"], "approved"),
     (["outcomes", 0, "status"], "final")],
)  # fmt: skip
def test_defaults(place: list[str | int], default: str) -> None:
    """`council` (default); `decided` (default); `approved` (default); `closed` (default); `final` (default)."""
    assert differences(changed(place, default), small()) == []


def test_no_target() -> None:
    """`goals.indicators.target` may be left out: followed without a target."""
    assert faults(changed([*HME, "target"], ...)) == []


def test_within_has_bounds_for_a_target() -> None:
    """For `within` it is left out and `bounds` are the target; path values are plain values, the last one inside."""
    assert faults(changed(["goals", 0, "indicators", 1, "target"], "7")) == ["goals[0].indicators[1].target"]
    outside = changed(["goals", 0, "indicators", 1, "paths", 0, "values", "2022"], "9")
    assert "goals[0].indicators[1].paths[0].values.2022" in remarks(outside)


def test_window() -> None:
    """`[2023, 2028]` where the target is for a window of years."""
    free = changed(["goals", 1, "indicators", 0, "paths"], [])
    assert faults(changed(["goals", 1, "indicators", 0, "window"], [2023, 2028], free)) == []
    assert faults(changed(["goals", 1, "indicators", 0, "window"], [2023], free)) != []


def test_owner_of_a_financial_path() -> None:
    """`paths.owner` of a financial goal: the council."""
    place = "goals[1].indicators[0].paths[0].owner"
    assert place not in remarks(small())
    assert place in remarks(changed(["goals", 1, "indicators", 0, "paths", 0, "owner"], "ks"))


def test_earlier() -> None:
    """What applied before: any of that row's fields with `until` and `decision`, newest first."""
    rows = [{"until": "2020-01-01", "wording": "b"}, {"until": "2021-01-01", "wording": "a"}]
    assert faults(changed(["goals", 0, "earlier"], rows[::-1])) == []
    assert faults(changed(["goals", 0, "earlier"], rows)) != []
    assert faults(changed(["goals", 0, "earlier"], [{"until": "2020", "owner": "ks"}])) != []


@pytest.mark.parametrize(
    ("row", "fine"),
    [({"goal": "a1", "owner": "ks"}, True), ({"area": "attraktiva", "owner": "ks"}, True),
     ({"whole": True, "owner": "ks"}, True), ({"goal": "f1", "owner": "ks", "weighed": True}, True),
     ({"goal": "a1", "area": "attraktiva"}, False), ({"owner": "ks"}, False),
     ({"area": "attraktiva", "owner": "ks", "weighed": True}, False)],
)  # fmt: skip
def test_what_is_assessed(row: dict[str, Any], fine: bool) -> None:
    """Of a goal by an owner (the board's own weighing: `"weighed": true`), of a goal area, or of the whole."""
    book = small() | {"assessments": [{"round": "ar2022", "status": "met", "analysis": "Ja.", **row}]}
    assert (faults(book) == []) is fine


# What a book does


def test_nothing_said() -> None:
    """Absent or null says nothing (but for a path's null, which says *not measured*)."""
    assert differences(small(), changed(["goals", 0, "title"], None)) == []
    assert differences(small(), changed([*HME, "paths", 0, "values", "2020"], ...)) != []


def test_fills() -> None:
    """A book may fill what is empty, or name a key and only the fields it adds."""
    both = merge(book_of(small()), book_of(adding(goals=[{"key": "f1", "title": "Resultat"}])))
    assert both.faults == [] and both.book.goals[1].title == "Resultat" and both.book.goals[1].wording == "Resultat 2 %"


def test_two_values() -> None:
    """Two different non-null values for the same thing are a fault."""
    assert clashes(goals=[{"key": "f1", "wording": "Annat"}]) == ["goals[0].wording"]
    assert clashes(goals=[{"key": "f1", "wording": "Resultat 2 %"}]) == []


@pytest.mark.django_db
def test_terms_of_one_municipality() -> None:
    """Areas, vision, core values and a unit's organ belong to the term: another organ in another term is none."""
    later = small() | {"term": {"first_year": 2024, "last_year": 2027}, "vision": {"text": "En annan"}}
    later["decisions"] = later["decisions"][:1]
    later = {name: later[name] for name in ("format", "municipality", "term", "organs", "goal_areas", "vision")}
    later |= {"units": [{"key": "forskola", "organ": "ks", "name": "Förskolan"}]}
    for book in (small(), later):
        assert import_bytes(json.dumps(book).encode()).faults == ()


@pytest.mark.django_db
def test_without_demo(settings: Settings) -> None:
    """Example people, their ballots and private things are imported only where `DEMO` is on, else with a remark."""
    settings.DEMO = False
    result = import_bytes(json.dumps(small()).encode())
    assert "people[0]" in [remark.place for remark in result.remarks] and not Person.objects.exists()


# History


@pytest.mark.parametrize(
    ("place", "value"),
    [(["assessments", 0, "status"], "not_met"), ([*HME, "paths", 0, "values", "2021"], "70"),
     (["goals", 0, "owners"], [])],
)  # fmt: skip
def test_history(place: list[str | int], value: Any) -> None:
    """A book may hold history that a person could not enter today."""
    assert faults(changed(place, value)) == []


@pytest.mark.django_db
def test_the_actor() -> None:
    """The log's actor is the book and its hash."""
    import_bytes(json.dumps(real("lulea-2015-2018")).encode(), "lulea.json")
    entry = LogEntry.objects.get_for_objects(Goal.objects.all()).first()
    assert entry is not None and entry.actor is None
    assert entry.additional_data["file"] == "lulea.json" and len(entry.additional_data["book"]) == 64


@pytest.mark.django_db
def test_all_or_nothing() -> None:
    """The software imports and exports it, all or nothing."""
    result = import_bytes(json.dumps(changed(["activities", 0, "unit"], "finns-inte")).encode())
    assert [fault.place for fault in result.faults] == ["activities[0].unit"]
    assert not Municipality.objects.exists()


# What an export holds


@pytest.fixture
def stored(db: None, settings: Settings) -> Iterator[TermRow]:
    """The term of the small book."""
    settings.DEMO = True
    with clock.at(date(2026, 11, 23)):
        book = changed(["phases", 0], {"phase": "selection", "state": "closed", "closes": "2018-05"})
        assert import_bytes(json.dumps(book).encode()).faults == ()
        yield TermRow.objects.get()


def test_order(stored: TermRow) -> None:
    """The term's rows in their order; all of the municipality's organs, sources and indicators."""
    out = export(stored)
    for name in ("goals", "organs", "sources", "indicators", "decisions"):
        assert [row["key"] for row in out[name]] == [row["key"] for row in small()[name]]


def test_again(stored: TermRow) -> None:
    """The same again changes nothing; one book into an empty installation comes out equal."""
    out, cells = export(stored), Outcome.objects.count()
    assert import_bytes(json.dumps(out).encode()).faults == ()
    assert Outcome.objects.count() == cells and differences(out, export(stored)) == []


def test_not_measured_and_not_decided(stored: TermRow) -> None:
    """Path value `null`: not measured that year; a year left out has no value decided."""
    owned = PathValue.objects.filter(path__target__goal__key="a1", path__target__indicator__key="hme")
    assert owned.get(year=2020, path__replaced=False).value is None
    assert not PathValue.objects.filter(path__target__indicator__key="resultat", year=2019).exists()


def test_suppressed(stored: TermRow) -> None:
    """A suppressed value comes out as its code."""
    (row,) = [row for row in export(stored)["outcomes"] if row.get("sex") == "K"]
    assert row["missing"] == "suppressed" and "value" not in row


def test_not_in_a_book(stored: TermRow) -> None:
    """Editions, logs, notes and mail are not in a book, and the export says so: also what else has no place in it."""
    assert any("utgåvor" in sentence and "e-post" in sentence for sentence in not_in_a_book(stored))
    assert not any("uppgifter som inte följer med" in sentence for sentence in not_in_a_book(stored))
    links = [{"url": "https://example.se", "title": "Studien"}]
    with writing():
        Need.objects.update(for_whom="Barnen", since="2019", links=links, group="Personal", rank=1)
    told = StringIO()
    call_command("export_book", stored.key, out="/dev/null", stderr=told)
    sentence = "Behov, uppgifter som inte följer med: för vem (1), sedan när (1), länkar (1), grupp (1) och plats i"
    assert sentence in told.getvalue()
