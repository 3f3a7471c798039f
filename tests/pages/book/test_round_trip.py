"""What a book said comes out, what it did not say does not, and nothing of a term is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from burlov_styrning import clock
from burlov_styrning.base.models import Decision, Organ, Person
from burlov_styrning.pages.book.canonical import differences
from burlov_styrning.pages.book.export import export
from burlov_styrning.pages.book.importing import import_bytes
from burlov_styrning.pages.book.merge import merge
from burlov_styrning.pages.book.phases import PHASES
from burlov_styrning.pages.book.read import read
from goals.models import Ballot, Goal, Path, Phase, Term
from tests.pages.book.books import changed, real, small

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def example_shown(settings: Settings) -> Iterator[None]:
    """The example cast is shown; the day is set."""
    settings.DEMO = True
    with clock.at(TODAY):
        yield


def faults(book: dict[str, Any]) -> list[str]:
    """What hinders a book that is taken in."""
    return [str(fault) for fault in import_bytes(json.dumps(book).encode(), "bok.json").faults]


def term(first: int = 2019) -> Term:
    """The term that begins in a year."""
    found: Term = Term.objects.get(first_year=first)
    return found


def taken(*books: dict[str, Any]) -> dict[str, Any]:
    """The export of the first one's term when all were taken in."""
    for book in books:
        assert faults(book) == []
    return export(term(books[0]["term"]["first_year"]))


def alone(*books: dict[str, Any]) -> dict[str, Any]:
    """The same in an empty installation, which is empty again afterwards."""
    with transaction.atomic():
        out = taken(*books)
        transaction.set_rollback(True)
    return out


def closed() -> dict[str, Any]:
    """The small book with its lists closed, so that they are exported."""
    return changed(["phases", 0], {"phase": "selection", "state": "closed", "closes": "2018-05"})


def second(**lists: Any) -> dict[str, Any]:
    """Another book of the small one's term, which names only what it adds to."""
    head = {name: small()[name] for name in ("format", "municipality")}
    return head | {"term": {"first_year": 2019, "last_year": 2022}, "organs": [], "goal_areas": []} | lists


def empty() -> None:
    """Take everything away."""
    models = [
        model
        for label in ("followup", "goals", "indicators", "base")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


# Lists of party groups


def council() -> dict[str, Any]:
    """The small book with three councillors of two parties, and two proposals."""
    book = closed()
    for key, party in (("c2", "A"), ("c3", "B")):
        person = book["people"][0] | {
            "key": key,
            "name": key,
            "assignments": [dict(book["people"][0]["assignments"][0])],
        }
        person["assignments"][0]["party"] = party
        book["people"].append(person)
    book["proposals"].append(book["proposals"][0] | {"key": "p2", "council_decision": None, "state": "submitted"})
    return book


def test_a_party_groups_list_is_the_groups_and_comes_out_with_the_one_who_laid_it() -> None:
    book = council()
    book["ballots"] = [{"person": "c2", "proposals": ["p2", "p1"]}, {"person": "c3", "proposals": ["p1"]}]
    out = taken(book)
    assert differences(book, out) == []
    assert set(Ballot.objects.values_list("person", "party", "laid_by__key")) == {(None, "A", "c2"), (None, "B", "c3")}


def test_a_list_that_a_councillor_laid_for_the_group_here_is_exported() -> None:
    book = council() | {"ballots": []}
    taken(book)
    group = Ballot.objects.create(term=term(), party="B", laid_by=Person.objects.get(key="c3"))
    assert "ballots" not in export(term())  # an empty list says nothing
    group.priorities.create(proposal=term().proposals.get(key="p2"), place=1)
    assert export(term())["ballots"] == [{"person": "c3", "proposals": ["p2"]}]


def test_a_party_group_has_one_list() -> None:
    book = council()
    book["ballots"] = [{"person": "c1", "proposals": ["p1"]}, {"person": "c2", "proposals": ["p2"]}]
    (fault,) = faults(book)
    assert fault.startswith("ballots[1].person: ") and "ballots[0]" in fault
    book["selection"]["by"] = "person"
    assert faults(book) == []


def test_a_list_without_a_known_party_is_kept_and_remarked_on() -> None:
    book = council()
    for person in book["people"][1:]:
        del person["assignments"][0]["party"]
    book["ballots"] = [{"person": "c2", "proposals": ["p1"]}, {"person": "c3", "proposals": ["p2"]}]
    result = import_bytes(json.dumps(book).encode())
    assert "ballots[0].person" in [remark.place for remark in result.remarks]
    assert differences(book, export(term())) == []


# A path in work beside the decided one


def in_work(state: str = "draft", **more: Any) -> dict[str, Any]:
    """The small book with a path that its owner works on."""
    book = closed()
    book["goals"][0]["indicators"][0]["paths"].append({"owner": "ks", "state": state, "values": {"2022": "80"}} | more)
    return book


def mine() -> Any:
    """The paths of that target."""
    return Path.objects.filter(target__goal__key="a1", target__indicator__key="hme")


@pytest.mark.parametrize("state", ["draft", "ready"])
def test_a_path_in_work_stands_beside_the_decided_one(state: str) -> None:
    assert differences(in_work(state), taken(in_work(state))) == []
    assert set(mine().values_list("state", "exposure")) == {
        ("decided", "published"), (state, "working" if state == "draft" else "ready")
    }  # fmt: skip


def test_two_decided_paths_or_two_in_work_of_one_owner_are_one_too_many() -> None:
    assert [f.partition(":")[0] for f in faults(in_work("decided"))] == ["goals[0].indicators[0].paths[1].owner"]
    book = in_work("draft")
    book["goals"][0]["indicators"][0]["paths"].append({"owner": "ks", "state": "ready"})
    assert [f.partition(":")[0] for f in faults(book)] == ["goals[0].indicators[0].paths[2].owner"]


def path(**fields: Any) -> dict[str, Any]:
    """A book that tells of the board's path only."""
    return second(goals=[{"key": "a1", "indicators": [{"indicator": "hme", "paths": [{"owner": "ks"} | fields]}]}])


def test_a_row_without_a_state_tells_of_the_decided_path_or_of_the_only_one() -> None:
    taken(in_work("draft"), path(motivation="Flytten"))
    assert list(Path.objects.filter(motivation="Flytten").values_list("state", flat=True)) == ["decided"]


def test_a_row_without_a_state_tells_of_the_only_path_although_it_is_a_draft() -> None:
    book = closed()
    book["goals"][0]["indicators"][0]["paths"][0] |= {"state": "draft"}
    taken(book, path(motivation="Flytten"))
    assert list(mine().values_list("state", "motivation")) == [
        ("draft", "Flytten")
    ]  # fmt: skip


# What nobody said

SILENT: list[tuple[str, dict[str, Any], str, Any]] = [
    ("goals", {"key": "a1"}, "level", "committee"),
    ("goals", {"key": "a1"}, "stewardship", True),
    ("goals", {"key": "a1"}, "private_providers", True),
    ("rounds", {"key": "ar2022"}, "state", "open"),
    ("rounds", {"key": "ar2022"}, "period_end", "2022-12"),
    ("activities", {"goal": "a1", "unit": "forskola", "text": "Utbilda"}, "state", "ongoing"),
    ("assessments", {"round": "ar2022", "goal": "a1", "owner": "ks"}, "state", "ready"),
    ("proposals", {"key": "p1"}, "state", "submitted"),
    ("outcomes", {"indicator": "larm", "period": "2020", "area": "0000"}, "status", "preliminary"),
    ("indicators", {"key": "hme"}, "kind", "cost"),
    ("indicators", {"key": "hme"}, "frequency", "two_years"),
    ("indicators", {"key": "larm"}, "by_sex", True),
]


def silent() -> dict[str, Any]:
    """The small book without what `SILENT` says."""
    book = closed()
    del book["rounds"][0]["period_end"], book["activities"][0]["state"], book["proposals"][0]["state"]
    book["ballots"] = []
    return book


@pytest.mark.parametrize(("name", "row", "field", "value"), SILENT)
def test_a_default_that_nobody_said_is_not_exported_and_another_book_may_say_it(
    name: str, row: dict[str, Any], field: str, value: Any
) -> None:
    def told(out: dict[str, Any]) -> Any:
        return next(each.get(field) for each in out[name] if row.items() <= ({"area": "1231"} | each).items())

    assert told(taken(silent())) is None
    out = taken(silent(), second(**{name: [row | {field: value}]}))
    assert told(out) == value
    assert differences(out, alone_in_an_empty_one(out)) == []


def alone_in_an_empty_one(out: dict[str, Any]) -> dict[str, Any]:
    """Taken into an empty installation and out again."""
    with transaction.atomic():
        empty()
        again = taken(out)
        transaction.set_rollback(True)
    return again


@pytest.mark.parametrize(("name", "row", "field", "value"), SILENT)
def test_a_default_that_a_book_said_is_exported_and_contradicted_by_another(
    name: str, row: dict[str, Any], field: str, value: Any
) -> None:
    book = silent()
    default = read(book).book
    assert default is not None
    rows = {id(each): part for each, part in zip(book[name], getattr(default, name), strict=True)}
    mine = next(each for each in book[name] if row.items() <= ({"area": "1231"} | each).items())
    meant = "2022-12-31" if field == "period_end" else getattr(rows[id(mine)], field)
    mine[field] = meant
    out = taken(book)
    assert meant in [each.get(field) for each in out[name]]
    (fault,) = faults(second(**{name: [row | {field: value}]}))
    assert fault.startswith(f"{name}[0].{field}: ")


def test_a_state_that_is_told_later_brings_the_row_as_far_out_as_it_says() -> None:
    judged = {"round": "ar2022", "area": "attraktiva", "owner": "ks", "state": "draft"}
    taken(silent(), second(proposals=[{"key": "p1", "state": "adopted"}], assessments=[judged]))
    assert term().proposals.get(key="p1").exposure == "published"
    assert term().rounds.get(key="ar2022").assessments.get(area__key="attraktiva").exposure == "working"


def test_who_saves_a_row_stands_for_what_it_says() -> None:
    taken(silent())
    goal = Goal.objects.get(key="a1")
    assert "level" in goal.untold
    goal.title = "Kort"
    goal.save(update_fields=["title"])
    assert Goal.objects.get(key="a1").untold == []
    assert export(term())["goals"][0]["level"] == "council"
    (fault,) = faults(second(goals=[{"key": "a1", "level": "committee"}]))
    assert "council" in fault


def test_the_selection_remembers_each_of_its_two() -> None:
    book = changed(["selection"], {"places": 10}, closed())
    out = taken(book)
    assert out["selection"] == {"places": 10}
    assert taken(book, second(selection={"by": "party"}))["selection"] == {"places": 10, "by": "party"}
    assert [f.partition(":")[0] for f in faults(second(selection={"places": 9}))] == ["selection.places"]


def test_phases_that_were_told_come_out_also_when_they_are_what_a_silent_book_means() -> None:
    told = [
        {"phase": phase, "state": "closed"} for phase in ("needs", "proposals", "selection", "breakdown", "follow_up")
    ]
    book = changed(["phases"], [*told, {"phase": "closed", "state": "open"}])
    assert differences(book, alone(book)) == []
    assert alone(changed(["phases"], [{"phase": "needs", "state": "planned"}]))["phases"] == [
        {"phase": "needs", "state": "planned"}
    ]
    assert "phases" not in taken(changed(["phases"], []))
    with clock.at(date(2022, 5, 1)):  # the same phases mean something else on another day
        assert export(term())["phases"][-2:] == [
            {"phase": "follow_up", "state": "closed"}, {"phase": "closed", "state": "open"}
        ]  # fmt: skip


def test_phases_that_the_controller_moved_come_out() -> None:
    book = real("burlov-2023-2026")
    taken(book)
    phase = Phase.objects.get(phase="breakdown", term=term(2023))
    phase.opens = "2022-10-01"
    phase.save()
    assert {row["phase"] for row in export(term(2023))["phases"]} >= {"breakdown", "follow_up"}


def test_a_municipality_without_a_name_gets_none() -> None:
    book = changed(["municipality"], {"code": "1231"}, closed())
    assert taken(book)["municipality"] == {"code": "1231"}
    assert taken(book, second())["municipality"] == small()["municipality"]


# Decisions stand in the term that they concern


def loose(*kinds: str, first: int = 2019, **fields: Any) -> dict[str, Any]:
    """A book of a term with decisions that nothing names."""
    book = second(term={"first_year": first, "last_year": first + 3})
    rows = [{"key": f"{kind}-{first}", "organ": "kf", "kind": kind} | fields for kind in kinds]
    return book | {"organs": small()["organs"][:1], "decisions": rows}


KINDS = ("submit", "withdraw", "propose", "select", "vision", "change", "path", "approve", "round", "correction", "end")


def test_a_decision_that_nothing_names_stands_in_the_term_whose_book_told_of_it() -> None:
    books = [loose(*KINDS, first=2019), loose(*KINDS, first=2023, date="2018-01-01")]
    for book in books:
        assert faults(book) == []
    for book in books:
        assert differences(book, export(term(book["term"]["first_year"]))) == []


def test_a_decision_that_was_made_here_stands_in_the_term_of_its_day() -> None:
    for first in (2019, 2023):
        assert faults(loose(first=first)) == []
    organ = Organ.objects.get(key="kf")
    for key, day in (("a", "2017"), ("b", "2022-12-31"), ("c", "2023-01-01"), ("d", "2031"), ("e", None)):
        Decision.objects.create(key=key, organ=organ, kind="round", date=day)
    keys = [[row["key"] for row in export(term(first)).get("decisions", [])] for first in (2019, 2023)]
    assert keys == [["a", "b"], ["c", "d", "e"]]


def test_what_an_indicators_history_names_is_in_every_export() -> None:
    book = closed()
    book["indicators"][0]["earlier"][0]["decision"] = "kf-1"
    taken(book)
    assert faults(loose(first=2023)) == []
    later = export(term(2023))
    assert [row["key"] for row in later["decisions"]] == ["kf-1"]
    assert differences(later, alone_in_an_empty_one(later)) == []


# Any book

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
AMOUNT = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9).map(
    lambda number: format(number, "f")
)
PARTIAL = st.sampled_from([None, "2019", "2020-05", "2021-05-21"])
VALUES = st.dictionaries(st.sampled_from(["2019", "2020", "2021", "2022", "2023"]), st.none() | AMOUNT)
SAID: dict[str, list[Any]] = {
    "goals.level": ["council", "committee"],
    "goals.kind": ["operational", "financial"],
    "goals.stewardship": [True, False],
    "goals.private_providers": [True, False],
    "rounds.state": ["planned", "open", "closed", "adopted"],
    "activities.state": ["planned", "ongoing", "done", "stopped"],
    "assessments.state": ["draft", "ready", "approved"],
    "proposals.state": ["draft", "ready", "submitted", "supplement", "adopted", "declined", "lapsed"],
    "proposals.within_frame": [True, False],
    "outcomes.status": ["preliminary", "final", "revised"],
    "indicators.kind": ["quality", "cost", "finance", "volume"],
    "indicators.frequency": ["year", "tertial"],
    "indicators.cumulative": [True, False],
    "indicators.decimals": [0, 1],
}
"""Fields that have a default, which a book may say or not."""


@st.composite
def books(draw: st.DrawFn) -> dict[str, Any]:
    """Small books with drawn content in the places where books differ."""
    book = council()
    target = book["goals"][0]["indicators"][0]
    target |= {
        "target": draw(st.none() | AMOUNT),
        "baseline": draw(st.none() | st.fixed_dictionaries({"year": st.just(2017), "example": st.booleans()})),
        "lag": draw(st.sampled_from([None, 0, 1, 2])),
        "version": draw(st.sampled_from([None, "2020-12-31"])),
        "example": draw(st.sampled_from([False, True, ["baseline"], ["target"]])),
    }
    target["paths"] = draw(paths())
    book["goals"][0] |= {"title": draw(TEXT), "ended": draw(PARTIAL)}
    book["proposals"][0] |= {"continues": draw(st.sampled_from([None, "gammalt"])), "reason": draw(TEXT)}
    book["needs"][0] |= {"evidence": draw(TEXT), "example": draw(st.sampled_from([False, True, ["text"]]))}
    book["selection"] = draw(st.none() | selections())
    book["ballots"] = draw(lists_of(book["selection"] or {}))
    book["phases"] = sorted([*book["phases"], *draw(phases())], key=lambda row: PHASES.index(row["phase"]))
    book["outcomes"][0] |= {
        "value": draw(AMOUNT),
        "margin": draw(st.none() | st.just("1.50")),
        "fetched": draw(PARTIAL),
    }
    book["decisions"] += [
        {"key": f"fri-{kind}", "organ": "kf", "kind": kind}
        for kind in draw(st.lists(st.sampled_from(KINDS), unique=True))
    ]
    book["decisions"][0]["reservations"] = draw(st.lists(TEXT, max_size=2))
    book["indicators"][0]["earlier"] += draw(
        st.sampled_from([[], [{"until": "2018", "unit": "%", "direction": "lower"}]])
    )
    for place, values in SAID.items():
        name, field = place.split(".")
        for row in book[name]:
            row.pop(field, None)
            if draw(st.booleans()):
                row[field] = draw(st.sampled_from(values))
    book["goals"][1]["kind"] = "financial"  # it stands in no area
    book["goals"] = book["goals"][: draw(st.integers(1, 2))]
    if draw(st.booleans()):
        del book["municipality"]["name"]
    return book


@st.composite
def paths(draw: st.DrawFn) -> list[dict[str, Any]]:
    """None, a decided one that may say so, one in work, or both."""
    decided = {"owner": "ks", "values": draw(VALUES), "motivation": draw(TEXT)}
    decided |= draw(st.sampled_from([{}, {"state": "decided"}, {"state": None}]))
    working = {"owner": "ks", "values": draw(VALUES), "state": draw(st.sampled_from(["draft", "ready"]))}
    return draw(st.sampled_from([[], [decided], [working], [decided, working], [working, decided]]))


@st.composite
def selections(draw: st.DrawFn) -> dict[str, Any]:
    """Any part of it."""
    return draw(
        st.fixed_dictionaries(
            {},
            optional={
                "places": st.integers(2, 12),
                "by": st.sampled_from(["person", "party"]),
                "example": st.booleans(),
            },
        )
    )


@st.composite
def lists_of(draw: st.DrawFn, selection: dict[str, Any]) -> list[dict[str, Any]]:
    """Councillors' lists, or one for each of the two parties."""
    people = ["c1", "c2", "c3"] if selection.get("by") != "party" else [draw(st.sampled_from(["c1", "c2"])), "c3"]
    order = st.sampled_from([["p1"], ["p2", "p1"], ["p1", "p2"]])
    return [
        {"person": key, "proposals": draw(order), "example": draw(st.booleans())}
        for key in people
        if draw(st.booleans())
    ]


@st.composite
def phases(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Some phases with a state or not, with dates or not."""
    names = draw(st.lists(st.sampled_from([name for name in PHASES if name != "selection"]), unique=True))
    states = st.sampled_from([{}, {"state": "planned"}, {"state": "open"}, {"state": "closed"}])
    return [{"phase": name, "opens": draw(PARTIAL)} | draw(states) for name in names]


PROPERTY = hypothesis_settings(
    max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@PROPERTY
@given(books())
def test_any_book_comes_out_equal_and_again(book: dict[str, Any]) -> None:
    out = alone(book)
    assert differences(book, out) == []
    assert alone(out) == out


@st.composite
def additions(draw: st.DrawFn) -> dict[str, Any]:
    """A book that says of rows of the small one what is left to a default there."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, row, *_rest in SILENT:
        fields = {place.partition(".")[2]: values for place, values in SAID.items() if place.startswith(f"{name}.")}
        told = {field: draw(st.sampled_from(values)) for field, values in fields.items() if draw(st.booleans())}
        if row not in [{k: v for k, v in each.items() if k in row} for each in rows.get(name, [])]:
            rows.setdefault(name, []).append(row | told)
    return second(**rows)


@PROPERTY
@given(books(), additions())
def test_two_books_one_after_the_other_are_the_two_as_one(first: dict[str, Any], then: dict[str, Any]) -> None:
    one, other = read(first).book, read(then).book
    assert one is not None and other is not None
    both = merge(one, other)
    with transaction.atomic():
        assert faults(first) == []
        contradictions = [fault.partition(":")[0] for fault in faults(then)]
        out = export(term())
        transaction.set_rollback(True)
    assert contradictions == [fault.place for fault in both.faults]
    if not both.faults:
        assert differences(alone(both.book.dump()), out) == []
        assert differences(both.book.dump(), out) == []
