"""The example's books: they only fill what is empty, all made-up things say so, and together they hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from burlov_styrning.example.load import HERE, NAMES, TERMS, books, comparison_groups, meetings, read_book
from burlov_styrning.pages.book.merge import merge
from burlov_styrning.pages.book.schema import Book, Part, Row
from tests.example.whole import TODAY, loaded, parsed, whole

EXAMPLES = tuple(f"{term}-example" for term in TERMS)
SOURCED = {
    ("2019-2022-example", "vision"): {"text", "adopted", "decision", "source"},
    ("2023-2026-example", "vision"): {"text", "adopted", "decision", "source"},
    ("2019-2022-example", "decisions"): {"organ", "kind", "date", "source"},
    ("2023-2026-example", "decisions"): {"organ", "kind", "date", "source"},
    ("2019-2022-example", "goals"): {"decision"},
    ("2023-2026-example", "goals"): {"window"},
    ("2027-2030-example", "units"): {"name"},
}
"""Facts that Burlöv has published (docs/example.md), told in an example book as what they hang on is made up there."""


def rows(part: Part, place: str = "", marked: bool = False) -> Iterator[tuple[str, Row, bool]]:
    """Every row of a book, with the list it stands in and whether it is inside something wholly an example."""
    fields = part.example if isinstance(part, Row) and isinstance(part.example, list) else []
    for name in part.said():
        value = getattr(part, name)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, Row):
                inside = marked or name in fields or child.example is True
                yield place or name, child, inside
                yield from rows(child, place or name, inside)


@pytest.mark.parametrize("name", NAMES)
def test_every_book_keeps_the_format(name: str) -> None:
    assert parsed(name).municipality.code == "1231"


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_written_to_be_read(name: str) -> None:
    text = (HERE / "books" / f"{name}.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", EXAMPLES)
def test_everything_made_up_is_marked(name: str) -> None:
    unmarked = []
    for place, row, inside in rows(parsed(name)):
        if place == "municipality" or inside:
            continue
        said = set(row.said()) - set(row.IDENTITY) - {"example"}
        said -= {field for field in said if isinstance(getattr(row, field), list) and rows_in(getattr(row, field))}
        marks = set(row.example) if isinstance(row.example, list) else set()
        if left := said - marks - SOURCED.get((name, place), set()):
            unmarked.append((place, row.identity(), left))
    assert unmarked == []


def rows_in(values: list[Any]) -> bool:
    """Whether the list's rows are looked at by themselves."""
    return any(isinstance(value, Row) for value in values)


@pytest.mark.parametrize("name", TERMS)
def test_nothing_published_is_marked_as_example(name: str) -> None:
    assert [row for _, row, _ in rows(parsed(name)) if row.example] == []


@pytest.mark.parametrize("term", TERMS)
def test_the_example_contradicts_nothing_published(term: str) -> None:
    assert merge(parsed(term), parsed(f"{term}-example")).faults == []


def test_no_cell_with_a_published_outcome_has_an_example_outcome() -> None:
    published = {outcome.cell() for term in TERMS for outcome in parsed(term).outcomes}
    made_up = {outcome.cell() for name in EXAMPLES for outcome in parsed(name).outcomes}
    assert published and made_up
    assert published & made_up == set()


def test_published_targets_and_outcomes_survive() -> None:
    book = whole("2019-2022")
    targets = {target.indicator: str(target.target) for goal in book.goals for target in goal.indicators}
    published = {"planberedskap": "23", "rekommendera": "55", "hemtjanst_helhet": "92", "foretagsklimat": "70"}
    published |= {"heltid_ab": "80", "hme": "79", "forskola_hogskola": "53", "telefon_direkt": "70"}
    published |= {"forskola_datum": "60", "kultur_nojda": "50", "bibliotek_nojda": "60"}
    assert published.items() <= targets.items()
    insikt = {row.period: str(row.value) for row in book.outcomes if row.indicator == "foretagsklimat"}
    assert (insikt["2019"], insikt["2020"]) == ("73", "77")


def test_all_references_resolve() -> None:
    shared: dict[str, set[str]] = {"organ": set(), "indicator": set(), "source": set(), "person": set()}
    terms = [whole(term) for term in TERMS]
    for book in terms:
        for kind, values in (("organ", book.organs), ("indicator", book.indicators), ("source", book.sources)):
            shared[kind] |= {row.key for row in values}
        shared["person"] |= {row.key for row in book.people}
    for book in terms:
        known = shared | {
            "unit": {row.key for row in book.units},
            "area": {row.key for row in book.goal_areas},
            "decision": {row.key for row in book.decisions},
            "need": {row.key for row in book.needs},
            "proposal": {row.key for row in book.proposals},
            "goal": {row.key for row in book.goals},
            "round": {row.key for row in book.rounds},
        }
        missing = [(kind, key) for kind, key in references(book) if key not in known[kind]]
        assert missing == []


KIND_OF = {
    "committee_decision": "decision",
    "council_decision": "decision",
    "successor": "organ",
    "owner": "organ",
    "owners": "organ",
    "contributors": "organ",
    "needs": "need",
    "proposals": "proposal",
    "indicators": "indicator",
    "continues": "indicator",
}
KINDS = {"round", "goal", "unit", "area", "decision", "organ", "source", "indicator", "person", "need", "proposal"}
NOT_KEYS = {("area", "outcomes"), ("unit", "indicators"), ("unit", "assessments")}
"""A municipality's code, and units of measurement."""


def references(book: Book) -> Iterator[tuple[str, str]]:
    """Every key that a row names, with what it should be a key of."""
    for place, row, _ in rows(book):
        for name in row.said():
            kind = KIND_OF.get(name, name)
            value = getattr(row, name)
            if kind not in KINDS or (kind, place) in NOT_KEYS:
                continue
            yield from ((kind, key) for key in (value if isinstance(value, list) else [value]) if isinstance(key, str))


@pytest.mark.parametrize("today", [date(2026, 2, 28), TODAY, date(2027, 3, 1), date(2028, 2, 29)])
def test_no_token_is_left_whenever_it_is_loaded(today: date) -> None:
    for book in [*books(today), {"meetings": meetings(today)}]:
        assert '"@' not in json.dumps(book)
    for name in NAMES:
        parsed(name, today)


def test_the_open_phase_and_what_has_been_decided_fit_the_loading_day() -> None:
    book = parsed("2027-2030-example")
    phases = {row.phase: row for row in book.phases}
    assert phases["needs"].state == "closed"
    proposals = phases["proposals"]
    assert proposals.state == "open"
    assert str(proposals.opens) < TODAY.isoformat() < str(proposals.closes)
    assert all(str(decision.date) < TODAY.isoformat() for decision in book.decisions)


def test_meetings_ahead_have_their_deadline_before_them() -> None:
    rows_ = meetings(TODAY)
    assert all(row["papers"] < row["date"] for row in rows_)
    assert all(row["example"] is True for row in rows_)
    ahead = {row["organ"] for row in rows_ if row["date"] > TODAY.isoformat()}
    assert ahead == {"kf", "ks", "ukn", "sn", "sbn"}


def test_a_decision_on_a_meeting_day_exists_as_a_meeting() -> None:
    held = {(row["organ"], row["date"]) for row in meetings(TODAY)}
    recent = [d for term in ("2023-2026", "2027-2030") for d in read_book(f"{term}-example")["decisions"]]
    tokens = [(d["organ"], d["date"]) for d in recent if d["date"].startswith("@")]
    raw = json.loads((HERE / "meetings.json").read_text(encoding="utf-8"))
    assert set(tokens) <= {(row["organ"], row["date"]) for row in raw}
    assert held


@pytest.mark.parametrize("term", ["2019-2022", "2023-2026"])
def test_paths_end_at_the_target_and_step_back_only_with_a_motivation(term: str) -> None:
    book = whole(term)
    indicators = {row.key: row for each in TERMS for row in whole(each).indicators}
    paths = [(goal, target, path) for goal in book.goals for target in goal.indicators for path in target.paths]
    assert len(paths) >= 10
    for goal, target, path in paths:
        direction = indicators[target.indicator].direction
        values = [value for _, value in sorted(path.values.items()) if value is not None]
        assert path.values[str(book.term.last_year)] is not None
        if direction == "within":
            assert target.bounds is not None
            assert target.bounds[0] <= values[-1] <= target.bounds[1]
            continue
        sign = 1 if direction == "higher" else -1
        start = [target.baseline.value] if target.baseline and target.baseline.value is not None else []
        assert sign * (values[-1] - Decimal(str(target.target))) >= 0, goal.key
        steps = [*start, *values]
        steps_back = any(sign * (b - a) < 0 for a, b in pairwise(steps))
        assert bool(path.motivation) == steps_back, goal.key


def test_the_closed_term_has_every_odd_case() -> None:
    book = whole("2019-2022")
    missing = Counter(row.missing for row in book.outcomes if row.missing)
    assert missing["suppressed"] == 2 and missing["not_measured"] and missing["not_published"]
    assert {row.status for row in book.outcomes} == {"preliminary", "final", "revised"}
    assert any(target.lag for goal in book.goals for target in goal.indicators)
    assert any(path.earlier for goal in book.goals for target in goal.indicators for path in target.paths)
    assert any(path.motivation for goal in book.goals for target in goal.indicators for path in target.paths)
    assert [goal.key for goal in book.goals if len(goal.owners) > 1] == ["a5"]
    judged = {(row.goal, row.owner) for row in book.assessments if row.goal and not row.weighed}
    assert judged == {(goal.key, owner) for goal in book.goals for owner in goal.owners}
    assert [row.goal for row in book.assessments if row.weighed] == ["a5"]
    assert {row.area for row in book.assessments if row.round == "ar2022" and row.area} == {
        a.key for a in book.goal_areas
    }
    assert any(row.whole for row in book.assessments)
    assert any(row.grounds for row in book.assessments)
    by_goal = {row.status for row in book.assessments if row.goal}
    assert by_goal == {"met", "on_course", "not_met", "not_assessable"}


def test_by_sex_measures_have_both_sexes() -> None:
    measures = {row.key for term in TERMS for row in whole(term).indicators if row.by_sex}
    told = {(row.indicator, row.sex) for term in TERMS for row in whole(term).outcomes}
    assert {(key, sex) for key in measures for sex in "TKM"} <= told


def test_the_term_in_follow_up_is_prolonged_by_the_council() -> None:
    book = whole("2023-2026")
    decision = next(row for row in book.decisions if row.key == book.term.decision)
    assert book.term.prolonged_to == 2027
    assert (decision.organ, decision.kind) == ("kf", "prolong")
    states = {row.key: row.state for row in book.rounds}
    assert states == {
        "ar2023": "adopted",
        "ar2024": "adopted",
        "ar2025": "adopted",
        "delar2026": "closed",
        "ar2026": "open",
    }
    financial = {goal.key: goal for goal in book.goals if goal.kind == "financial"}
    assert [path.owner for path in financial["f1"].indicators[0].paths] == ["kf"]
    assert financial["f2"].indicators[0].window == [2023, 2028]


def test_proposals_in_every_state_that_is_possible_before_the_council() -> None:
    book = whole("2027-2030")
    states = Counter(row.state for row in book.proposals)
    assert 12 <= len(book.proposals) <= 16
    assert set(states) == {"draft", "ready", "submitted", "supplement", "withdrawn"}
    assert {row.organ for row in book.proposals} == {"ks", "ukn", "sn", "sbn"}
    for row in book.proposals:
        if row.state == "draft":
            continue
        assert row.statements is not None
        assert all(getattr(row.statements, name) for name in row.statements.said())
        assert row.function and row.target_group and str(row.target_year) in row.wording and row.consulted
        assert all(i.baseline and i.baseline.value and i.target and i.values for i in row.indicators)
        assert bool(row.committee_decision) == (row.state != "ready")
    assert any(not row.function or not row.consulted for row in book.proposals if row.state == "draft")
    assert {need.unit for need in book.needs} >= {"forskola", "hemtjanst", "grundskola", "teknik", "mb", "stab"}


CAST = {
    "employee": {"ukn"},
    "staff": {"ukn", "sn", "sbn", "ks"},
    "manager": {"ukn", "sn", "sbn", "ks"},
    "chair": {"ukn", "sn", "sbn", "ks"},
    "member": {"ukn", "sn", "ks"},
    "deputy": {"ukn", "sn", "ks"},
    "councillor": {"kf"},
    "secretary": {"kf", "ks", "ukn", "sn", "sbn"},
    "controller": {"ks"},
    "auditor": {"revisorer"},
    "administrator": {"ks"},
}


def test_the_cast_has_one_person_per_role_and_committee() -> None:
    people = [row for name in EXAMPLES for row in parsed(name).people]
    found: dict[str, set[str]] = {}
    for person in people:
        for assignment in person.assignments:
            found.setdefault(assignment.role, set()).add(assignment.organ)
            assert assignment.to is None
    assert found == CAST
    assert all(person.example is True for person in people)
    assert len({person.key for person in people}) == len({person.name for person in people}) == len(people)
    parties = Counter(a.party for person in people for a in person.assignments if a.role == "councillor")
    assert sum(parties.values()) >= 9 and all(count >= 3 for count in parties.values())
    units = {(a.unit, a.role) for person in people for a in person.assignments if a.unit}
    assert units == {("forskola", "employee"), ("forskola", "staff"), ("forskola", "manager"), ("hemtjanst", "staff")}


def test_lists_are_by_councillors_and_no_longer_than_the_places() -> None:
    book = whole("2023-2026")
    councillors = {row.key for row in book.people}
    assert book.selection is not None and book.selection.places is not None
    assert {row.person for row in book.ballots} <= councillors
    assert all(len(row.proposals) <= book.selection.places for row in book.ballots)


def test_real_figures_of_other_municipalities_allow_a_realistic_check() -> None:
    members = set(comparison_groups()["G128681"]["members"]) - {"1231"}
    book = parsed("2027-2030")
    years = {code: {row.period for row in book.outcomes if row.area == code} for code in members}
    assert sum({"2015", "2022"} <= told for told in years.values()) >= 5
    assert {row.example for row in book.outcomes} == {False}


def test_loaded_in_order_nothing_is_refused_and_little_is_odd() -> None:
    remarks = {name: sorted({remark.place.split(".")[-1] for remark in found}) for name, found in loaded(TODAY)}
    assert remarks == {
        "2019-2022": ["decision", "owners"],
        "2023-2026": ["decision", "owners"],
        "2027-2030": [],
        "2019-2022-example": ["paragraph"],
        "2023-2026-example": ["owner", "paragraph"],
        "2027-2030-example": [],
    }
