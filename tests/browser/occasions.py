"""Two rounds of the example municipality as it stood before them: what its books tell, without what became of them.

What people write in a journey is what the books say that they wrote. `python -m tests.browser.occasions begin KEY` puts
the municipality into the empty database that the environment names, `go_on KEY` what others write meanwhile.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from burlov_styrning.example import load
from burlov_styrning.example.dates import resolve

type Row = dict[str, Any]

CAST_BOOK = "2027-2030-example"
AUDITORS = {"key": "revisorer", "name": "Kommunens revisorer", "kind": "auditors", "example": True}
PAPERS = timedelta(days=7)


@dataclass(frozen=True)
class Occasion:
    """A round that the books tell to its end, and the days on which a journey does what leads there."""

    key: str
    name: str
    report: str
    term: str
    days: Mapping[str, str]
    """When it is planned, written, decided by the committees and by the board, approved by the council."""
    meetings: Mapping[str, str]
    lawful: str
    """The last day that the law allows for handing the report over."""
    too_late: str
    accounts: int
    """The last year whose accounts are printed by then."""
    written: tuple[str, ...]
    """The goals that the officer judges in the browser; everybody else has written meanwhile."""
    area: str
    """The area that the board judges in the browser."""
    measured: tuple[str, str]
    """Indicator and period of the outcome that is entered in the browser."""
    earlier: str = ""
    """The term before it, told whole."""
    later: str = ""
    """The round that comes after it, left out too."""

    @property
    def is_last(self) -> bool:
        """Whether the judgements are the term's final ones."""
        return self.key == "ar2022"

    @cached_property
    def told(self) -> Row:
        """The term's example book as it is told at the end."""
        return resolve(load.read_book(f"{self.term}-example"), date.fromisoformat(self.days["planned"]))

    @property
    def judged(self) -> list[Row]:
        """The judgements of the round."""
        return [row for row in self.told["assessments"] if row["round"] == self.key]

    def of(self, **what: Any) -> Row:
        """The judgement of a goal, an area or the whole: `of(goal="a2")`, `of(whole=True)`."""
        return next(row for row in self.judged if all(row.get(name) == value for name, value in what.items()))

    def goal(self, key: str) -> Row:
        """A goal of the term."""
        return next(row for row in self.told["goals"] if row["key"] == key)

    def wording(self, key: str) -> str:
        """The goal as the council adopted it, which is what residents find it by."""
        rows = [*load.read_book(self.term)["goals"], *self.told["goals"]]
        return next(str(row["wording"]) for row in rows if row["key"] == key and "wording" in row)

    def indicator(self, key: str) -> str:
        """An indicator's name."""
        rows = [row for name in load.NAMES for row in load.read_book(name)["indicators"]]
        return next(str(row["name"]) for row in rows if row["key"] == key and "name" in row)

    def area_name(self) -> str:
        """What that area is called."""
        rows = load.read_book(self.term)["goal_areas"]
        return next(str(row["name"]) for row in rows if row["key"] == self.area)

    def decided(self, organ: str) -> Row:
        """What the minutes of the organ say of its judgements."""
        key = [row["decision"] for row in self.judged if row["owner"] == organ][-1]
        return next(row for row in self.told["decisions"] if row["key"] == key)

    def count(self, organ: str) -> int:
        """How many judgements the organ decides on."""
        return sum(row["owner"] == organ for row in self.judged)

    @property
    def plain(self) -> str:
        """Its name inside a sentence."""
        return self.name[0].lower() + self.name[1:]

    def papers(self, organ: str) -> str:
        """When the papers for the organ's meeting are due."""
        return (date.fromisoformat(self.meetings[organ]) - PAPERS).isoformat()

    def outcome(self) -> Row:
        """The outcome that is entered in the browser."""
        return next(row for row in self.told["outcomes"] if self._is_measured(row))

    def source(self) -> str:
        """What the book calls the source of what was made up."""
        rows = [row for name in load.NAMES for row in load.read_book(name)["sources"]]
        return next(str(row["title"]) for row in rows if row["key"] == self.outcome()["source"] and "title" in row)

    def forecasts(self, goal: str) -> list[Row]:
        """The forecasts that the round made of the goal's indicators."""
        measured = [line["indicator"] for line in self.goal(goal)["indicators"]]
        rows = self.told.get("forecasts", [])
        return [row for row in rows if row["round"] == self.key and row["indicator"] in measured]

    # What the database begins with

    def books(self) -> Iterator[Row]:
        """The books in loading order: the earlier term whole, this one without the round and what comes of it."""
        for name in (self.earlier, f"{self.earlier}-example") if self.earlier else ():
            yield load.read_book(name)
        yield load.read_book(self.term) | {"phases": PHASES}
        yield self._before()

    def _before(self) -> Row:
        gone = {self.key, self.later}
        decisions = {row["decision"] for row in self.told["assessments"] if row["round"] in gone}
        decisions |= {row["key"] for row in self.told["decisions"] if row["kind"] == "prolong"}
        decisions |= {row["key"] for row in self.told["decisions"] if row["kind"] == "round" and self._is_later(row)}
        book = dict(self.told) | {"people": self._people(), "organs": [*self.told["organs"], AUDITORS]}
        book["term"] = {name: book["term"][name] for name in ("first_year", "last_year")}
        book["decisions"] = [row for row in book["decisions"] if row["key"] not in decisions]
        book["outcomes"] = [row for row in book["outcomes"] if not self._is_measured(row)]
        for name in ("rounds", "assessments", "forecasts"):
            book[name] = [row for row in book.get(name, []) if row.get("round", row.get("key")) not in gone]
        for name in ("phases", "ballots", "selection"):
            book.pop(name, None)
        return book

    def _is_measured(self, row: Row) -> bool:
        return row["sex"] == "T" and (row["indicator"], row["period"]) == self.measured

    def _is_later(self, decision: Row) -> bool:
        return bool(decision["date"] > self.days["planned"])

    def _people(self) -> list[Row]:
        """The cast, but for those of organs that there are not yet."""
        organs = {"revisorer", *(row["key"] for row in load.read_book(self.term)["organs"])}
        units = {row["key"] for name in (self.term, f"{self.term}-example") for row in load.read_book(name)["units"]}
        people = load.read_book(CAST_BOOK)["people"]
        return [
            row for row in people
            if all(one["organ"] in organs and one["unit"] in {None, *units} for one in row["assignments"])
        ]  # fmt: skip

    def others(self) -> Row:
        """What all others have written meanwhile, ready for their organs' decisions."""
        mine = [*(self.of(goal=key) for key in self.written), self.of(area=self.area), self.of(whole=True)]
        rest = [row for row in self.judged if row not in mine]
        forecasts = [row for row in self.told.get("forecasts", []) if row["round"] == self.key]
        typed = {line["indicator"] for key in self.written for line in self.goal(key)["indicators"]}
        return {
            **{name: self.told[name] for name in ("format", "municipality")},
            "term": {name: self.told["term"][name] for name in ("first_year", "last_year")},
            "organs": [], "goal_areas": [],
            "assessments": [{k: v for k, v in row.items() if k != "decision"} | {"state": "ready"} for row in rest],
            "forecasts": [row for row in forecasts if row["indicator"] not in typed],
        }  # fmt: skip


PHASES = [
    {"phase": "follow_up", "state": "open", "example": True},
    {"phase": "closed", "state": "planned", "example": True},
]
"""Else a term whose years have passed is told as closed."""

ANNUAL = Occasion(
    key="ar2022",
    name="Årsredovisning 2022",
    report="Årsredovisningens målkapitel",
    term="2019-2022",
    days={"planned": "2023-01-16", "written": "2023-03-15", "decided": "2023-03-24", "board": "2023-04-13",
          "council": "2023-04-25"},
    meetings={"ukn": "2023-03-22", "sn": "2023-03-23", "ks": "2023-04-12", "kf": "2023-04-24"},
    lawful="2023-04-15",
    too_late="2023-04-17",
    accounts=2022,
    written=("a2",),
    area="attraktiva",
    measured=("hemtjanst_helhet", "2022"),
)  # fmt: skip
INTERIM = Occasion(
    key="delar2026",
    name="Delårsrapport 2026",
    report="Delårsrapportens målkapitel",
    term="2023-2026",
    days={"planned": "2026-06-01", "written": "2026-09-14", "decided": "2026-09-25", "board": "2026-10-08",
          "council": "2026-10-27"},
    meetings={"sbn": "2026-09-22", "ukn": "2026-09-23", "sn": "2026-09-24", "ks": "2026-10-07", "kf": "2026-10-26"},
    lawful="2026-10-31",
    too_late="2026-11-02",
    accounts=2024,
    written=("a1", "tr3"),
    area="trygga",
    measured=("belaggning", "2026-T2"),
    earlier="2019-2022",
    later="ar2026",
)  # fmt: skip


def begin(occasion: Occasion) -> None:
    """The municipality as it stood before the occasion, in an empty database."""
    from django.conf import settings
    from django.core.management import call_command

    from burlov_styrning.base.models import Meeting, Organ
    from burlov_styrning.example import figures, filling
    from indicators.models import AccountFigure

    settings.MIGRATION_MODULES = dict.fromkeys((app.rpartition(".")[2] for app in settings.INSTALLED_APPS), None)
    call_command("migrate", run_syncdb=True, verbosity=0)
    for book in occasion.books():
        read(book)
    organs = {row.key: row for row in Organ.objects.all()}
    for organ, text in occasion.meetings.items():
        day = date.fromisoformat(text)
        Meeting.objects.create(organ=organs[organ], date=day, papers=day - PAPERS, example=True)
    sources = filling.Sources()
    told = [row for row in figures.accounts() if row.report <= f"Årsredovisning {occasion.accounts}"]
    AccountFigure.objects.bulk_create([filling._figure(row, {}, sources) for row in told])
    filling._accounts()


def go_on(occasion: Occasion) -> None:
    """What the others have written, and what is to go on of a term that ends."""
    from burlov_styrning.example import filling, onwards

    read(occasion.others())
    decided = [row for row in load.onward()["decided"] if row["term"] == occasion.term and occasion.is_last]
    if decided:
        onwards.fill({"decided": decided, "carried": []}, filling._insert, filling.ORIGIN)


def read(book: Row) -> None:
    """A book into the database."""
    from burlov_styrning.pages.book.importing import import_bytes

    found = import_bytes(json.dumps(book).encode())
    assert not found.faults, found.faults


if __name__ == "__main__":
    import django

    django.setup()
    from burlov_styrning import clock

    step, key = sys.argv[1:]
    chosen = {one.key: one for one in (ANNUAL, INTERIM)}[key]
    with clock.at(date.fromisoformat(chosen.days["planned" if step == "begin" else "written"])):
        {"begin": begin, "go_on": go_on}[step](chosen)
