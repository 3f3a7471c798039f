"""Small groups in books: hidden on the way in, once; and outcomes corrected through the steps go out and in again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from burlov_styrning import clock
from burlov_styrning.pages.book.export import export
from burlov_styrning.pages.book.importing import Imported, import_bytes
from goals.models import Term
from indicators import outcomes
from indicators.entries import Entry
from indicators.models import HiddenValue, Indicator, Outcome
from tests.house import rows_of_flows as rows
from tests.indicators.making import entry
from tests.indicators.test_hiding import tells
from tests.pages.book.books import small
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CELLS = {"T": ("6980803", 43), "K": ("4017301", 40), "M": ("2963502", 3)}
"""Values that stand nowhere else; the men are three."""


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock.at(date(2026, 11, 23)):
        yield


def book(**cells: tuple[str, int]) -> dict[str, Any]:
    """The small book with an indicator that hides groups below five."""
    made = small()
    made["indicators"].append({"key": "sma", "name": "Små grupper", "unit": "st", "by_sex": True, "minimum_count": 5,
                               "organ": "ks"})  # fmt: skip
    made["outcomes"] += [
        {"indicator": "sma", "period": "2020", "sex": sex, "value": value, "count": count}
        for sex, (value, count) in cells.items()
    ]
    return made


def take(made: dict[str, Any]) -> Imported:
    done = import_bytes(json.dumps(made).encode(), "bok.json")
    assert list(map(str, done.faults)) == []
    return done


def shown() -> dict[str, str]:
    return {row.sex: row.missing or str(row.value) for row in Outcome.objects.filter(indicator__key="sma")}


def test_a_small_cell_of_a_book_and_what_gives_it_away_are_hidden(db: None) -> None:
    done = take(book(**CELLS))
    assert shown() == {"T": "6980803", "K": "suppressed", "M": "suppressed"}
    assert {str(row.value): row.count for row in HiddenValue.objects.all()} == {"4017301": 40, "2963502": 3}
    assert set(Outcome.objects.values_list("exposure", flat=True)) == {"published"}
    assert any("2 värden visas inte" in str(remark) for remark in done.remarks)


def test_what_a_book_hid_stands_in_no_log_page_or_export(db: None) -> None:
    take(book(**CELLS))
    logged = " ".join(str(entry.changes) for entry in LogEntry.objects.all())
    page = Client().get(reverse("pages:indicator", args=[Indicator.objects.get(key="sma").pk])).content.decode()
    out = json.dumps(export(Term.objects.get()))
    for text in (logged, page.replace("\u00a0", ""), out):
        assert tells(text, "6980803") is (text is not logged), "the log tells of no outcome what it was"
        assert not tells(text, "4017301", "2963502")


def test_the_same_book_again_changes_nothing(db: None) -> None:
    take(book(**CELLS))
    again = take(book(**CELLS))
    assert again.recorded and not again.recorded.new and not again.recorded.filled
    assert shown() == {"T": "6980803", "K": "suppressed", "M": "suppressed"}
    assert not Outcome.objects.filter(missing="suppressed", count__isnull=False).exists()


def test_a_book_that_says_otherwise_of_a_hidden_value_is_refused(db: None) -> None:
    take(book(**CELLS))
    other = import_bytes(json.dumps(book(**CELLS | {"M": ("2964", 3)})).encode(), "bok.json")
    assert other.faults and not other.recorded
    assert "2963502" not in " ".join(map(str, other.faults))


def test_a_later_book_does_not_give_a_hidden_value_away(db: None) -> None:
    take(book(K=CELLS["K"], M=CELLS["M"]))  # without the whole nothing follows from the women
    assert shown() == {"K": "4017301", "M": "suppressed"}
    take(book(**CELLS))
    assert shown() == {"K": "4017301", "M": "suppressed", "T": "suppressed"}


def test_large_groups_are_shown(db: None) -> None:
    take(book(T=("80", 80), K=("40", 40), M=("40", 40)))
    assert set(shown().values()) == {"80", "40"}
    assert not HiddenValue.objects.exists()


def corrected(world: World, *values: str) -> Outcome:
    """An outcome with corrections of the same day."""
    row = outcomes.enter(entry(world.indicator, "2025", "70"), by=world.staff).rows[0]
    for value in values:
        said = Entry(world.indicator, "2025", value=Decimal(value), comment="Rättat", status="revised")
        row = outcomes.revise(row, said, by=world.staff).rows[0]
    return row


def test_outcomes_corrected_twice_on_one_day_go_out_and_in_again(world: World) -> None:
    world.phase("follow_up")
    rows.target(world)
    corrected(world, "71", "72", "73")
    out = export(world.term)
    of_year = [row for row in out["outcomes"] if row["period"] == "2025"]
    assert [row["value"] for row in of_year] == ["70", "73"]
    done = import_bytes(json.dumps(out).encode(), "ut.json")
    assert list(map(str, done.faults)) == []
    assert done.recorded and not done.recorded.new and not done.recorded.filled
    assert Outcome.objects.filter(indicator=world.indicator).count() == 4
