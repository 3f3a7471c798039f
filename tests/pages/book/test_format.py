"""The format's own words: its example, every word of its table, and each sentence of what an export holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

import pytest
from pytest_django import Settings

from burlov_styrning import clock
from burlov_styrning.pages.book.canonical import differences
from burlov_styrning.pages.book.export import export
from burlov_styrning.pages.book.importing import import_bytes
from burlov_styrning.pages.book.schema import Book
from burlov_styrning.pages.book.schema.row import Part
from goals.models import Term
from indicators import series
from indicators.models import Indicator
from tests.pages.book.books import changed, small

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def example_shown(settings: Settings) -> Iterator[None]:
    """The example cast is shown; the day is set."""
    settings.DEMO = True
    with clock.at(date(2026, 11, 23)):
        yield


def faults(book: dict[str, Any]) -> list[str]:
    """What hinders a book that is taken in."""
    return [str(fault) for fault in import_bytes(json.dumps(book).encode(), "bok.json").faults]


def taken(book: dict[str, Any]) -> dict[str, Any]:
    """Taken in and out again."""
    assert faults(book) == []
    return export(Term.objects.get(first_year=book["term"]["first_year"]))


def closed() -> dict[str, Any]:
    """The small book with its lists closed, so that they are exported."""
    return changed(["phases", 0], {"phase": "selection", "state": "closed", "closes": "2018-05"})


LEAST = {
    "format": "goal-book/1",
    "municipality": {"code": "1231", "name": "Burlövs kommun"},
    "term": {"first_year": 2019, "last_year": 2022},
    "organs": [],
    "goal_areas": [],
}


def test_everything_else_may_be_left_out() -> None:
    assert differences(LEAST, taken(LEAST)) == []


@pytest.mark.parametrize("name", LEAST)
def test_these_may_not(name: str) -> None:
    (fault,) = faults({key: value for key, value in LEAST.items() if key != name})
    assert fault.startswith(f"{name}: ")


@pytest.mark.parametrize("years", [1, 4, 5, 7])
def test_a_term_is_any_run_of_years(years: int) -> None:
    book = LEAST | {"term": {"first_year": 2019, "last_year": 2018 + years}}
    assert differences(book, taken(book)) == []


# Every word of the table


def words(part: type[Part], path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each field whose values are words, with each of them."""
    for name, info in part.model_fields.items():
        place = (*path, part.written(name))
        for kind in (info.annotation, *get_args(info.annotation)):
            if get_origin(kind) is Literal:
                yield from ((place, word) for word in get_args(kind))
            elif isinstance(kind, type) and issubclass(kind, Part):
                yield from words(kind, (*place, 0) if get_origin(info.annotation) is list else place)


FITTING: dict[tuple[str, str], dict[str, Any]] = {
    ("goals", "kind"): {"area": None},
    ("outcomes", "missing"): {"value": None},
    ("rounds", "kind"): {"year": 2022, "period_end": "2022-08-31"},
}


@pytest.mark.parametrize(
    ("place", "word"),
    [(place, word) for place, word in words(Book) if "earlier" not in place and place[0] != "format"],
)
def test_every_word_comes_out_as_it_went_in(place: tuple[str | int, ...], word: str) -> None:
    book = closed()
    holder: Any = book
    for step in place[:-1]:
        holder = holder[step]
    name = str(place[-1])
    if (place[0], name) == ("phases", "phase"):
        book["phases"] = [{"phase": word, "state": "closed"}]
        book["ballots"] = book["ballots"] if word == "selection" else []
    elif (place[0], name) == ("organs", "kind"):
        book["organs"].append({"key": "till", "name": "Ett till", "kind": word})
    elif (place[0], name) == ("indicators", "direction"):
        bounds = {"bounds": ["1", "2"]} if word == "within" else {}
        book["indicators"].append({"key": "till", "name": "Ett till", "direction": word, **bounds})
    elif "grounds" in place:
        book["assessments"][0]["grounds"] = [{"text": "Egen", "kind": word}]
    else:
        holder |= {name: word} | FITTING.get((str(place[0]), name), {})
    if (place[0], name) == ("phases", "state") and word != "closed":
        book["ballots"] = []
    if (place[0], name) == ("goals", "kind") and word == "operational":
        holder["area"] = "attraktiva"
    if (place[0], name, word) == ("outcomes", "missing", "suppressed"):
        del holder["published"]
    if (place[0], name) == ("assessments", "status") and word == "not_assessable":
        holder["goal"] = "a1"
    assert differences(book, taken(book)) == []


@pytest.mark.parametrize("period", ["2022", "2022-T1", "2022-T3", "2022-Q1", "2022-Q4", "2022-08"])
@pytest.mark.parametrize("sex", ["T", "K", "M"])
def test_every_kind_of_period(period: str, sex: str) -> None:
    book = closed()
    book["outcomes"].append({"indicator": "larm", "period": period, "sex": sex, "value": "9"})
    assert differences(book, taken(book)) == []


@pytest.mark.parametrize("day", ["2018", "2018-05", "2018-05-21", None])
def test_days_as_exact_as_they_are_known(day: str | None) -> None:
    book = changed(["decisions", 0, "date"], day, closed())
    book["decisions"][0] |= {"paragraph": None, "registry": None}
    assert differences(book, taken(book)) == []


# What an export holds


def test_outcomes_of_the_own_municipality_and_the_country_up_to_the_last_year() -> None:
    book = closed()
    more = [
        {"indicator": "larm", "period": "2023", "value": "9.1"},  # the term was prolonged to it
        {"indicator": "larm", "period": "2024", "value": "9.2"},
        {"indicator": "larm", "period": "2020", "area": "1280", "value": "9.4"},
    ]
    out = taken(book | {"outcomes": [*book["outcomes"], *more]})
    assert differences(book | {"outcomes": [*book["outcomes"], more[0]]}, out) == []


def test_the_municipalitys_lists_are_in_every_terms_export() -> None:
    later = LEAST | {"term": {"first_year": 2024, "last_year": 2027}}
    assert faults(closed()) == []
    out = taken(later)
    for name in ("organs", "sources", "indicators", "people"):
        assert differences(LEAST | {"organs": []}, out | {name: []}) != differences(LEAST, out), name
        assert [row["key"] for row in out[name]] == [row["key"] for row in small()[name]]
    for name in ("goals", "proposals", "decisions", "vision", "core_values", "rounds", "activities"):
        assert name not in out


def test_revisions_stand_in_the_order_of_publishing_then_of_fetching_whatever_the_books_order() -> None:
    book = closed()
    cell = {"indicator": "larm", "period": "2021"}
    rows = [
        cell | {"value": "4", "published": "2023"},
        cell | {"value": "3", "published": "2022", "fetched": "2022-06"},
        cell | {"value": "1"},
        cell | {"value": "2", "published": "2022"},
    ]
    book["outcomes"] += rows
    assert differences(book, taken(book)) == []
    larm = Indicator.objects.get(key="larm").pk
    found = series.load([larm]).years(larm)[2021]
    assert [str(row.value) for row in (*found.earlier, found.outcome)] == ["1", "2", "3", "4"]


def test_forecasts_of_another_terms_round_with_the_same_key_stay_in_that_term() -> None:
    first = closed()
    later = LEAST | {
        "term": {"first_year": 2024, "last_year": 2027},
        "rounds": [{"key": "ar2022", "year": 2024, "kind": "annual"}],
        "forecasts": [{"indicator": "hme", "round": "ar2022", "period": "2024", "value": "5"}],
    }
    for book in (first, later):
        assert faults(book) == []
    assert differences(first, export(Term.objects.get(first_year=2019))) == []
    assert [row["period"] for row in export(Term.objects.get(first_year=2024))["forecasts"]] == ["2024"]
