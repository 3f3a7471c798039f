"""The checks of a whole book: each kind of fault at its place, remarks apart from them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from burlov_styrning.pages.book.check import Findings, Known, check
from burlov_styrning.pages.book.read import read
from tests.pages.book.books import REAL, changed, real, small


def find(book: dict[str, Any], known: Known | None = None) -> Findings:
    reading = read(book)
    assert reading.faults == ()
    assert reading.book is not None
    return check(reading.book, known)


@pytest.mark.parametrize("name", REAL)
def test_the_published_books_have_no_fault_only_remarks(name: str) -> None:
    found = find(real(name))
    assert found.faults == []
    assert found.remarks


def test_the_published_book_of_2019_lacks_owners_and_decisions() -> None:
    fields = Counter(remark.place.rsplit(".", 1)[1] for remark in find(real("burlov-2019-2022")).remarks)
    assert fields == {"owners": 7, "decision": 8}


def test_luleas_financial_goals_have_the_boards_paths_which_is_history() -> None:
    places = [remark.place for remark in find(real("lulea-2015-2018")).remarks]
    assert "goals[1].indicators[0].paths[0].owner" in places


def test_the_small_book_has_neither() -> None:
    found = find(small())
    assert found.faults == []
    assert found.remarks == []


FAULTS: list[tuple[list[str | int], Any, str]] = [
    (["term", "last_year"], 2018, "term.last_year"),
    (["term", "prolonged_to"], 2022, "term.prolonged_to"),
    (["term", "decision"], "nope", "term.decision"),
    (["phases", 0, "closes"], "2017-08", "phases[0].closes"),
    (["vision", "source"], "nope", "vision.source"),
    (["vision", "text"], "", "vision.text"),
    (["core_values"], ["a", "a"], "core_values[1]"),
    (["organs", 1, "key"], "kf", "organs[1].key"),
    (["organs", 0, "name"], ..., "organs[0].name"),
    (["organs", 0, "kind"], None, "organs[0].kind"),
    (["organs", 0, "successor"], "nope", "organs[0].successor"),
    (["organs", 3, "successor"], "mbn", "organs[2].successor"),
    (["organs", 3, "to"], "2014", "organs[3].to"),
    (["units", 0, "organ"], "nope", "units[0].organ"),
    (["people", 0, "assignments", 0, "to"], "2018-10-14", "people[0].assignments[0].to"),
    (["people", 0, "assignments", 0, "from"], ..., "people[0].assignments[0].from"),
    (["people", 0, "assignments", 0, "unit"], "nope", "people[0].assignments[0].unit"),
    (["indicators", 0, "name"], ..., "indicators[0].name"),
    (["indicators", 0, "bounds"], ["1", "2"], "indicators[0].bounds"),
    (["indicators", 2, "bounds"], ["8.5", "6.5"], "indicators[2].bounds"),
    (["indicators", 2, "bounds"], ..., "indicators[2].bounds"),
    (["indicators", 0, "tolerance"], "-1", "indicators[0].tolerance"),
    (["indicators", 0, "continues"], "hme", "indicators[0].continues"),
    (["indicators", 0, "continues"], "nope", "indicators[0].continues"),
    (["decisions", 0, "organ"], "nope", "decisions[0].organ"),
    (["decisions", 0, "tabled"], ["p1"], "decisions[0].tabled[0]"),
    (["decisions", 0, "tabled"], ["nope"], "decisions[0].tabled[0]"),
    (["needs", 0, "unit"], "nope", "needs[0].unit"),
    (["needs", 0, "text"], ..., "needs[0].text"),
    (["needs", 0, "indicators"], ["hme", "nope"], "needs[0].indicators[1]"),
    (["proposals", 0, "needs"], ["nope"], "proposals[0].needs[0]"),
    (["proposals", 0, "council_decision"], "ukn-1", "proposals[0].council_decision"),
    (["proposals", 0, "committee_decision"], "kf-1", "proposals[0].committee_decision"),
    (["proposals", 0, "consulted", 0, "unit"], "nope", "proposals[0].consulted[0].unit"),
    (["proposals", 0, "indicators", 0, "values"], {"2024": "1"}, "proposals[0].indicators[0].values.2024"),
    (["proposals", 0, "cost"], [{"year": 2019}, {"year": 2019}], "proposals[0].cost[1].year"),
    (["ballots", 0, "person"], "nope", "ballots[0].person"),
    (["ballots", 0, "proposals"], ["p1", "p1"], "ballots[0].proposals[1]"),
    (["ballots", 0, "proposals"], [], "ballots[0].proposals"),
    (["goals", 0, "area"], None, "goals[0].area"),
    (["goals", 0, "area"], "nope", "goals[0].area"),
    (["goals", 0, "wording"], ..., "goals[0].wording"),
    (["goals", 0, "owners"], ["ks", "forskola"], "goals[0].owners[1]"),
    (["goals", 0, "contributors"], ["ks"], "goals[0].contributors[0]"),
    (["goals", 0, "decision"], "nope", "goals[0].decision"),
    (["goals", 0, "indicators", 1, "target"], "7", "goals[0].indicators[1].target"),
    (["goals", 1, "indicators", 0, "bounds"], ["1", "2"], "goals[1].indicators[0].bounds"),
    (["goals", 0, "indicators", 1, "bounds"], ["9", "8"], "goals[0].indicators[1].bounds"),
    (["goals", 0, "indicators", 0, "version"], "2019", "goals[0].indicators[0].version"),
    (["goals", 0, "indicators", 1, "indicator"], "hme", "goals[0].indicators[1].indicator"),
    (["goals", 0, "indicators", 1, "window"], [2024, 2023], "goals[0].indicators[1].window"),
    (["goals", 1, "indicators", 0, "window"], [2023, 2028], "goals[1].indicators[0].paths"),
    (["goals", 0, "indicators", 0, "paths", 0, "values", "2024"], "80", "goals[0].indicators[0].paths[0].values.2024"),
    (["goals", 0, "indicators", 0, "paths", 0, "owner"], "nope", "goals[0].indicators[0].paths[0].owner"),
    (["outcomes", 0, "missing"], "lapse", "outcomes[0].missing"),
    (["outcomes", 0, "value"], None, "outcomes[0].value"),
    (["outcomes", 0, "indicator"], "nope", "outcomes[0].indicator"),
    (["outcomes", 0, "version"], "1999", "outcomes[0].version"),
    (["outcomes", 2, "area"], "0000", "outcomes[2].area"),
    (["outcomes", 3, "response_rate"], "101", "outcomes[3].response_rate"),
    (["outcomes", 3, "margin"], "-1", "outcomes[3].margin"),
    (["forecasts", 0, "round"], "nope", "forecasts[0].round"),
    (["forecasts", 0, "value"], ..., "forecasts[0].value"),
    (["rounds", 0, "year"], 2024, "rounds[0].year"),
    (["rounds", 0, "period_end"], "2021-12-31", "rounds[0].period_end"),
    (["rounds", 1, "period_end"], ..., "rounds[1].period_end"),
    (["assessments", 0, "area"], "attraktiva", "assessments[0]"),
    (["assessments", 0, "goal"], "nope", "assessments[0].goal"),
    (["assessments", 0, "status"], ..., "assessments[0].status"),
    (["assessments", 1, "weighed"], True, "assessments[1].weighed"),
    (["assessments", 2, "status"], "not_assessable", "assessments[2].status"),
    (["activities", 0, "unit"], "nope", "activities[0].unit"),
]


@pytest.mark.parametrize(("place", "value", "where"), FAULTS)
def test_a_fault_is_reported_at_its_place(place: list[str | int], value: Any, where: str) -> None:
    faults = [fault.place for fault in find(changed(place, value)).faults]
    assert where in faults


def test_all_faults_of_many_kinds_at_once() -> None:
    book = small()
    for place, value, _where in FAULTS[40:60:3]:
        changed(place, value, book)
    expected = {where for _place, _value, where in FAULTS[40:60:3]}
    assert expected <= {fault.place for fault in find(book).faults}


REMARKS: list[tuple[list[str | int], Any, str]] = [
    (["term", "decision"], None, "term.decision"),
    (["decisions", 0, "paragraph"], None, "decisions[0].paragraph"),
    (["decisions", 0, "date"], None, "decisions[0].date"),
    (["indicators", 1, "direction"], None, "indicators[1].direction"),
    (["proposals", 0, "council_decision"], None, "proposals[0].council_decision"),
    (["proposals", 0, "committee_decision"], None, "proposals[0].committee_decision"),
    (["proposals", 0, "target_year"], 2030, "proposals[0].target_year"),
    (["proposals", 0, "continues"], "a9", "proposals[0].continues"),
    (["proposals", 0, "state"], "draft", "ballots[0].proposals[0]"),
    (["proposals", 0, "state"], "declined", "proposals[0].reason"),
    (["people", 0, "assignments", 0, "role"], "member", "ballots[0].person"),
    (["goals", 0, "owners"], [], "goals[0].owners"),
    (["goals", 0, "decision"], None, "goals[0].decision"),
    (["goals", 0, "proposals"], [], "proposals[0].state"),
    (["goals", 0, "indicators", 0, "paths", 0, "values", "2021"], "76", "goals[0].indicators[0].paths[0].values.2021"),
    (
        ["goals", 0, "indicators", 0, "paths", 0, "values", "2019"],
        "76.9",
        "goals[0].indicators[0].paths[0].values.2019",
    ),
    (
        ["goals", 0, "indicators", 0, "paths", 0, "values", "2022"],
        "78.9",
        "goals[0].indicators[0].paths[0].values.2022",
    ),
    (["goals", 0, "indicators", 0, "paths", 0, "values", "2022"], None, "goals[0].indicators[0].paths[0].values.2022"),
    (["goals", 0, "indicators", 1, "paths", 0, "values", "2022"], "8.1", "goals[0].indicators[1].paths[0].values.2022"),
    (["goals", 0, "indicators", 0, "paths", 0, "owner"], "ukn", "goals[0].indicators[0].paths[0].owner"),
    (["goals", 1, "indicators", 0, "paths", 0, "owner"], "ks", "goals[1].indicators[0].paths[0].owner"),
    (["rounds", 1, "period_end"], "2022-05-31", "rounds[1].period_end"),
    (["assessments", 0, "analysis"], "", "assessments[0].analysis"),
    (["assessments", 0, "decision"], None, "assessments[0].decision"),
    (["assessments", 0, "owner"], "ukn", "assessments[0].owner"),
    (["assessments", 0, "owner"], None, "assessments[0].owner"),
    (["assessments", 1, "owner"], "ukn", "assessments[1].owner"),
]


@pytest.mark.parametrize(("place", "value", "where"), REMARKS)
def test_what_history_may_hold_is_a_remark_not_a_fault(place: list[str | int], value: Any, where: str) -> None:
    found = find(changed(place, value))
    assert found.faults == []
    assert where in [remark.place for remark in found.remarks]


def test_a_step_back_with_a_motivation_needs_no_remark() -> None:
    book = changed(["goals", 0, "indicators", 0, "paths", 0, "values", "2021"], "76")
    changed(["goals", 0, "indicators", 0, "paths", 0, "motivation"], "Flytten", book)
    assert find(book).remarks == []


def test_a_list_longer_than_its_places() -> None:
    book = changed(["selection", "places"], 1)
    book["proposals"].append(book["proposals"][0] | {"key": "p2"})
    book["ballots"][0]["proposals"] = ["p1", "p2"]
    assert [fault.place for fault in find(book).faults] == ["ballots[0].proposals"]


def test_a_value_from_too_few_is_remarked_on() -> None:
    book = changed(["indicators", 0, "minimum_count"], 50)
    assert [remark.place for remark in find(book).remarks] == ["outcomes[2].count"]


def test_the_same_outcome_twice_changes_nothing_but_another_value_is_a_fault() -> None:
    book = small()
    book["outcomes"].append(dict(book["outcomes"][0]))
    assert find(book).faults == []
    book["outcomes"][-1]["value"] = "79"
    (fault,) = find(book).faults
    assert fault.place == "outcomes[4]"
    assert "78" in fault.sentence and "79" in fault.sentence


def test_an_outcome_published_later_is_a_revision() -> None:
    book = small()
    book["outcomes"].append(book["outcomes"][0] | {"value": "79", "published": "2022"})
    assert find(book).faults == []


def test_earlier_rows_stand_newest_first() -> None:
    book = changed(["indicators", 0, "earlier"], [{"until": "2018"}, {"until": "2020-12-31"}])
    assert [fault.place for fault in find(book).faults] == ["indicators[0].earlier[1].until"]


def test_what_the_database_knows_resolves_references() -> None:
    book = changed(["goals", 0, "owners"], ["old"])
    known = Known(organs={"old": "committee"}, earlier=frozenset({"a9"}))
    changed(["proposals", 0, "continues"], "a9", book)
    assert "goals[0].owners[0]" in [fault.place for fault in find(book).faults]
    found = find(book, known)
    assert found.faults == []
    assert "proposals[0].continues" not in [remark.place for remark in found.remarks]


def test_a_judgement_that_departs_from_the_figures_without_saying_why() -> None:
    book = read(small()).book
    assert book is not None
    found = check(book, None, lambda assessment: "not_met")
    assert [remark.place for remark in found.remarks] == ["assessments[0].motivation"]
    assert check(book, None, lambda assessment: "met").remarks == []
    assert check(book, None, lambda assessment: None).remarks == []


def test_an_area_and_the_whole_are_judged_once_in_a_round_whoever_judges() -> None:
    book = small()
    book["assessments"] += [row | {"owner": "ukn"} for row in book["assessments"][1:]]
    faults = [str(fault) for fault in find(book).faults]
    assert [fault.partition(":")[0] for fault in faults] == ["assessments[3]", "assessments[4]"]
    assert "assessments[1]" in faults[0]
