"""A goal book's import, per row, against a bulk insert of the same rows (at most five times as long)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import groupby
from statistics import median
from typing import Any

import pytest
from django.db import transaction

from burlov_styrning.pages.book.importing import import_bytes
from burlov_styrning.pages.book.rows.saving import Saver
from burlov_styrning.workflow import writing
from tests.benchmarks.measure import PAIRS

MOST = 5


def book(organs: int = 12, goals: int = 120, years: int = 12) -> dict[str, Any]:
    """A municipality of the size that the benchmarks are made for: four indicators a goal, by sex."""
    owners = [f"o{n % (organs - 2) + 2}" for n in range(goals)]
    kinds = ["council", "executive_board"] + ["committee"] * (organs - 2)
    return {
        "format": "goal-book/1",
        "municipality": {"code": "9999", "name": "Provköping"},
        "term": {"first_year": 2019, "last_year": 2022},
        "sources": [{"key": "s", "title": "Källa"}],
        "organs": [{"key": f"o{n}", "name": f"Organ {n}", "kind": kind} for n, kind in enumerate(kinds)],
        "goal_areas": [{"key": f"a{n}", "name": f"Område {n}"} for n in range(4)],
        "indicators": [{"key": f"i{n}", "name": f"Mått {n}", "unit": "%", "by_sex": True} for n in range(4 * goals)],
        "goals": [_goal(n, owner) for n, owner in enumerate(owners)],
        "outcomes": [
            {
                "indicator": f"i{n}",
                "period": str(2011 + year),
                "sex": sex,
                "value": f"{40 + year}.{n % 10}",
                "source": "s",
            }
            for n in range(4 * goals)
            for year in range(years)
            for sex in "TKM"
        ],
        "rounds": [{"key": "ar", "year": 2022, "kind": "annual"}],
        "assessments": [
            {"round": "ar", "goal": f"g{n}", "owner": owner, "status": "met", "analysis": "Nått."}
            for n, owner in enumerate(owners)
        ],
    }


def _goal(number: int, owner: str) -> dict[str, Any]:
    path = {"owner": owner, "values": {"2019": "52", "2020": "54", "2021": "57", "2022": "60"}}
    target = {"baseline": {"year": 2018, "value": "50"}, "target": "60", "paths": [path]}
    indicators = [target | {"indicator": f"i{4 * number + n}"} for n in range(4)]
    return {
        "key": f"g{number}",
        "area": f"a{number % 4}",
        "wording": "Mål",
        "owners": [owner],
        "indicators": indicators,
    }


def taken_back(what: Callable[[], None]) -> float:
    """The processor seconds it takes; nothing of it is left."""
    with transaction.atomic():
        start = time.process_time()
        what()
        seconds = time.process_time() - start
        transaction.set_rollback(True)
    return seconds


@pytest.mark.benchmark
def test_import_against_a_bulk_insert_of_the_same_rows(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    data, finish = json.dumps(book()).encode(), Saver.finish
    made: list[list[Any]] = []

    def kept(self: Saver, source: dict[str, str]) -> None:
        made[:] = [list(rows) for _model, rows in groupby(self.made, key=type)]
        finish(self, source)

    def plain() -> None:
        with writing():
            for rows in made:
                type(rows[0])._base_manager.bulk_create(rows, batch_size=1000)

    def whole() -> None:
        assert import_bytes(data).faults == ()

    monkeypatch.setattr(Saver, "finish", kept)
    taken_back(whole)
    ratios = [taken_back(whole) / taken_back(plain) for _pair in range(PAIRS)]
    print(f"import per row / bulk insert: {median(ratios):.2f} ({sum(len(rows) for rows in made)} rows)")
    assert median(ratios) <= MOST
