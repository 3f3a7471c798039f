"""Books that say the same are equal; those that don't differ at a named place. Generated books survive all of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burlov_styrning.pages.book.canonical import canonical, differences
from burlov_styrning.pages.book.demo import without_example_people
from burlov_styrning.pages.book.merge import merge
from burlov_styrning.pages.book.phases import default_phases
from burlov_styrning.pages.book.read import read, read_bytes
from burlov_styrning.pages.book.schema.base import Term
from tests.pages.book.books import REAL, changed, real, small


@pytest.mark.parametrize("name", REAL)
def test_canonical_form_says_the_same_and_is_its_own(name: str) -> None:
    form = canonical(real(name))
    assert differences(real(name), form) == []
    assert canonical(form) == form


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["goals", 0, "level"], "council"),
        (["goals", 0, "title"], None),
        (["goals", 0, "title"], ""),
        (["goals", 0, "stewardship"], False),
        (["goals", 0, "indicators", 0, "target"], "79.00"),
        (["outcomes", 1, "area"], "1231"),
        (["outcomes", 0, "status"], "final"),
        (["outcomes", 0, "area"], None),
        (["rounds", 0, "period_end"], ...),
        (["rounds", 0, "state"], "closed"),
        (["municipality", "example"], False),
        (["activities", 0, "effect"], ""),
    ],
)
def test_a_field_left_out_equals_its_default(place: list[str | int], value: Any) -> None:
    assert differences(small(), changed(place, value)) == []


@pytest.mark.parametrize(
    ("place", "value", "where"),
    [
        (["goals", 0, "level"], "committee", "goals[0].level"),
        (
            ["goals", 0, "indicators", 0, "paths", 0, "values", "2020"],
            ...,
            "goals[0].indicators[0].paths[0].values.2020",
        ),
        (
            ["goals", 0, "indicators", 0, "paths", 0, "values", "2019"],
            None,
            "goals[0].indicators[0].paths[0].values.2019",
        ),
        (["indicators", 0, "earlier", 0, "definition"], ..., "indicators[0].earlier[0].definition"),
        (["rounds", 0, "period_end"], "2022-12", "rounds[0].period_end"),
        (["needs", 0, "example"], ..., "needs[0].example"),
    ],
)
def test_what_says_something_else_differs_at_its_place(place: list[str | int], value: Any, where: str) -> None:
    (difference,) = differences(small(), changed(place, value))
    assert difference.startswith(f"{where}: ")


def test_a_row_that_only_one_book_has() -> None:
    book = small()
    book["goals"].pop()
    assert differences(small(), book) == ["goals[1]: ”{…}” ≠ inget"]


def test_phases_that_equal_the_days_default_need_not_be_said() -> None:
    book = changed(["phases"], [])
    rows = [
        {"phase": phase, "state": state}
        for phase, state in default_phases(Term(first_year=2019, last_year=2022), date(2022, 5, 1))
    ]
    said = changed(["phases"], rows)
    assert differences(book, said, date(2022, 5, 1)) == []
    assert differences(book, said, date(2024, 5, 1)) != []


def test_default_phases() -> None:
    term = Term(first_year=2019, last_year=2022, prolonged_to=2023)
    assert default_phases(term, date(2023, 12, 31))[-2:] == [("follow_up", "open"), ("closed", "planned")]
    assert default_phases(term, date(2024, 1, 1))[-2:] == [("follow_up", "closed"), ("closed", "open")]


def test_without_the_example_cast_people_and_lists_are_left_out_with_a_remark() -> None:
    book = read(small()).book
    assert book is not None
    rest, remarks = without_example_people(book)
    assert rest.people == [] and rest.ballots == []
    assert [remark.place for remark in remarks] == ["people[0]", "ballots[0]"]
    assert len(rest.goals) == len(book.goals)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
AMOUNT = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9).map(
    lambda number: format(number, "f")
)
PATH_VALUES = st.dictionaries(st.sampled_from(["2019", "2020", "2021", "2022"]), st.none() | AMOUNT)


@st.composite
def targets(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "indicator": "hme",
        "target": draw(st.none() | AMOUNT),
        "lag": draw(st.sampled_from([None, 0, 1, 2])),
        "paths": draw(st.lists(st.fixed_dictionaries({"owner": st.just("ks"), "values": PATH_VALUES}), max_size=1)),
    }


GOAL = st.fixed_dictionaries(
    {"area": st.just("attraktiva"), "indicators": st.lists(targets(), max_size=1)},
    optional={
        "wording": TEXT,
        "title": st.none() | TEXT,
        "owners": st.lists(st.sampled_from(["ks", "ukn"]), unique=True),
        "kind": st.sampled_from(["operational", "financial"]),
        "ended": st.sampled_from([None, "2020", "2020-02", "2020-02-29"]),
        "stewardship": st.booleans(),
        "example": st.sampled_from([True, False, ["wording"], []]),
    },
)
OUTCOME = st.fixed_dictionaries(
    {
        "indicator": st.just("hme"),
        "period": st.sampled_from(["2019", "2020-T1", "2021-Q4", "2022-12"]),
        "value": AMOUNT,
    },
    optional={"sex": st.sampled_from("TKM"), "published": st.sampled_from(["2020", None]), "comment": TEXT},
)


@st.composite
def books(draw: st.DrawFn) -> dict[str, Any]:
    book = small()
    rows = draw(st.lists(GOAL, max_size=4))
    book["goals"] = [{"key": f"g{index}", **row} for index, row in enumerate(rows)]
    book["outcomes"] = draw(st.lists(OUTCOME, max_size=5))
    book["core_values"] = draw(st.lists(TEXT, max_size=3))
    return book


@settings(max_examples=60, deadline=None)
@given(books())
def test_a_generated_book_comes_out_as_it_went_in(value: dict[str, Any]) -> None:
    reading = read_bytes(json.dumps(value).encode())
    assert reading.faults == ()
    assert reading.book is not None
    again = read_bytes(json.dumps(reading.book.dump(), ensure_ascii=False).encode())
    assert again.book == reading.book
    assert differences(value, reading.book.dump()) == []
    assert canonical(canonical(value)) == canonical(value)


@settings(max_examples=30, deadline=None)
@given(books())
def test_a_generated_book_merged_with_itself_is_itself(value: dict[str, Any]) -> None:
    value["outcomes"] = list(
        {(row["period"], row.get("sex", "T"), row.get("published")): row for row in value["outcomes"]}.values()
    )
    book = read(value).book
    assert book is not None
    both = merge(book, book)
    assert both.faults == []
    assert differences(value, both.book.dump()) == []
