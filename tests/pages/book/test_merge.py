"""Two books of one term as one."""

from __future__ import annotations

from typing import Any

import pytest

from burlov_styrning.pages.book.canonical import differences
from burlov_styrning.pages.book.examine import Present, examine_reading
from burlov_styrning.pages.book.merge import Merged, merge
from burlov_styrning.pages.book.read import read
from burlov_styrning.pages.book.schema import Book
from tests.pages.book.books import REAL, changed, real, small

pytestmark = pytest.mark.both


def book_of(value: dict[str, Any]) -> Book:
    reading = read(value)
    assert reading.faults == ()
    assert reading.book is not None
    return reading.book


def partial(**lists: Any) -> dict[str, Any]:
    """A book that adds to the small one."""
    head = {name: small()[name] for name in ("format", "municipality")}
    return head | {"term": {"first_year": 2019, "last_year": 2022}, "organs": [], "goal_areas": []} | lists


def merged(**lists: Any) -> Merged:
    return merge(book_of(small()), book_of(partial(**lists)))


@pytest.mark.parametrize("name", REAL)
def test_the_same_again_changes_nothing(name: str) -> None:
    both = merge(book_of(real(name)), book_of(real(name)))
    assert both.faults == []
    assert differences(real(name), both.book.dump()) == []


def test_a_key_and_only_the_field_it_adds() -> None:
    both = merged(goals=[{"key": "f1", "contributors": ["ukn"]}])
    assert both.faults == []
    assert both.book.goals[1].contributors == ["ukn"]
    assert both.book.goals[1].wording == "Resultat 2 %"
    assert len(both.book.goals) == 2


def test_new_rows_come_after_the_old_in_their_order() -> None:
    goal = {"area": "attraktiva", "wording": "Ett till"}
    both = merged(goals=[goal | {"key": "z"}, goal | {"key": "b"}])
    assert [row.key for row in both.book.goals] == ["a1", "f1", "z", "b"]


@pytest.mark.parametrize(
    ("lists", "where", "values"),
    [
        ({"goals": [{"key": "a1", "wording": "Annat"}]}, "goals[0].wording", ("År 2022 …", "Annat")),
        ({"goals": [{"key": "a1", "owners": ["ukn"]}]}, "goals[0].owners", ("ks", "ukn")),
        (
            {"goals": [{"key": "a1", "indicators": [{"indicator": "hme", "target": "80"}]}]},
            "goals[0].indicators[0].target",
            ("79", "80"),
        ),
        (
            {"goals": [{"key": "a1", "indicators": [{"indicator": "hme", "paths": [
                {"owner": "ks", "values": {"2020": "77.5"}}]}]}]},
            "goals[0].indicators[0].paths[0].values.2020",
            ("ej mätt", "77.5"),
        ),
        (
            {"goals": [{"key": "a1", "indicators": [{"indicator": "hme", "paths": [
                {"owner": "ks", "values": {"2021": None}}]}]}]},
            "goals[0].indicators[0].paths[0].values.2021",
            ("78", "ej mätt"),
        ),
        ({"indicators": [{"key": "larm", "direction": "higher"}]}, "indicators[0].direction", ("lower", "higher")),
        ({"units": [{"key": "forskola", "organ": "ks"}]}, "units[0].organ", ("ukn", "ks")),
        ({"vision": {"text": "En annan"}}, "vision.text", ("Mötesplatsen", "En annan")),
        ({"core_values": ["mod"]}, "core_values", ("bemötande", "mod")),
        (
            {"outcomes": [{"indicator": "hme", "period": "2020", "value": "77", "source": "budget",
                           "published": "2021"}]},
            "outcomes[0].value",
            ("78", "77"),
        ),
    ],
)  # fmt: skip
def test_two_different_values_are_a_fault_that_names_both(lists: dict[str, Any], where: str, values: Any) -> None:
    (fault,) = merged(**lists).faults
    assert fault.place == where
    assert all(value in fault.sentence for value in values)


def test_a_number_written_with_more_zeros_is_the_same_number() -> None:
    assert merged(goals=[{"key": "f1", "indicators": [{"indicator": "resultat", "target": "2.00"}]}]).faults == []


def test_references_in_another_order_say_the_same_but_a_ranking_does_not() -> None:
    first = changed(["goals", 0, "owners"], ["ks", "mbn"])
    first["proposals"].append(first["proposals"][0] | {"key": "p2"})
    changed(["ballots", 0, "proposals"], ["p1", "p2"], first)
    second = partial(
        goals=[{"key": "a1", "owners": ["mbn", "ks"]}], ballots=[{"person": "c1", "proposals": ["p2", "p1"]}]
    )
    assert [fault.place for fault in merge(book_of(first), book_of(second)).faults] == ["ballots[0].proposals"]


def test_what_only_holds_its_default_can_be_said_by_a_later_book() -> None:
    both = merged(goals=[{"key": "a1", "stewardship": True}])
    assert both.faults == []
    assert both.book.goals[0].stewardship is True


def test_example_values_beside_published_ones_are_marked_field_by_field() -> None:
    both = merged(goals=[{"key": "f1", "contributors": ["ukn"], "title": "Resultat", "example": True}])
    assert both.book.goals[1].example == ["title", "contributors"]
    both = merged(goals=[{"key": "f1", "title": "Resultat", "example": ["title"]}])
    assert both.book.goals[1].example == ["title"]


def test_a_new_example_row_is_an_example_wholly() -> None:
    both = merged(needs=[{"key": "b2", "unit": "forskola", "text": "Mer", "example": True}])
    assert both.book.needs[1].example is True


def test_another_term_or_municipality_is_refused() -> None:
    other = changed(["term", "last_year"], 2021)
    assert [fault.place for fault in merge(book_of(small()), book_of(other)).faults] == ["term"]
    other = changed(["municipality", "code"], "2580")
    assert "municipality.code" in [fault.place for fault in merge(book_of(small()), book_of(other)).faults]


def test_neither_book_is_changed() -> None:
    old, new = book_of(small()), book_of(partial(goals=[{"key": "f1", "title": "Resultat"}]))
    before = old.dump(), new.dump()
    merge(old, new)
    assert (old.dump(), new.dump()) == before


def examined(value: dict[str, Any]) -> Any:
    return examine_reading(read(value), lambda book: Present(book_of(small())))


def test_a_file_is_checked_together_with_what_is_there_and_its_places_are_the_files() -> None:
    result = examined(partial(goals=[{"key": "a1", "indicators": [{"indicator": "ph", "target": "7"}]}]))
    assert [fault.place for fault in result.faults] == ["goals[0].indicators[0].target"]
    result = examined(partial(goals=[{"key": "new", "area": "attraktiva"}]))
    assert [fault.place for fault in result.faults] == ["goals[0].wording"]


def test_remarks_are_about_the_file_only() -> None:
    result = examine_reading(
        read(partial(goals=[{"key": "a1", "title": "Kort"}])),
        lambda book: Present(book_of(changed(["goals", 1, "decision"], None))),
    )
    assert result.faults == ()
    assert result.remarks == ()


def test_faults_of_form_contradiction_and_reference_come_together() -> None:
    result = examined(
        partial(
            goals=[
                {"key": "a1", "wording": "Annat", "kind": "other"},
                {"key": "f1", "decision": "nope"},
                {"key": "n", "area": "nope", "wording": "x"},
            ]
        )
    )
    assert {fault.place for fault in result.faults} == {
        "goals[0].kind",
        "goals[0].wording",
        "goals[1].decision",
        "goals[2].area",
    }


def test_a_faulty_field_brings_no_second_fault_at_the_same_place() -> None:
    book = changed(["organs", 0, "kind"], "parliament")
    result = examine_reading(read(book), lambda book: Present())
    assert [fault.place for fault in result.faults] == ["organs[0].kind"]


def test_a_row_that_two_lists_of_the_file_name_differently_is_told_once_each() -> None:
    book = partial(goals=[{"key": "f1", "title": "A"}, {"key": "f1", "title": "B"}])
    assert "goals[1].key" in [fault.place for fault in examined(book).faults]


def test_a_broken_optional_reference_does_not_make_its_row_unknown() -> None:
    book = changed(["units", 0, "organ"], 7)
    result = examine_reading(read(book), lambda book: Present())
    assert [fault.place for fault in result.faults] == ["units[0].organ"]
