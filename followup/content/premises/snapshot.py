"""The snapshot of the premises of a budget: everything that is printed, with what is derived computed once and exactly.

The same outer form as a follow-up report's: its figures are flat rows with the book's keys, where `goal` is the goal's
key, or the proposal's before there are goals. Amounts are in tkr.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

from burlov_styrning.base.models import Municipality, Person, Source
from followup.content.compared import READER
from followup.content.premises import economy, people, wanted
from followup.content.premises.wanted import Wants
from followup.content.rows import source_keys
from followup.content.snapshot import Plain
from goals.models import Term
from indicators.models import ScenarioYear

PLAN_YEARS = 2


def years_of(year: int) -> list[int]:
    """The budget year and its plan years."""
    return list(range(year, year + PLAN_YEARS + 1))


def has_room(year: int) -> bool:
    """Whether the scenario in use says anything of the year."""
    rows = ScenarioYear.objects.filter(scenario__in_use=True, year=year)
    return rows.exists()  # type: ignore[no-any-return]


def collect(term: Term, year: int) -> Plain:
    """The snapshot of the premises of a budget year."""
    years = years_of(year)
    wants, found = wanted.read(term, year, READER), economy.in_use(READER)
    rows = [row for one in wants.rows for row in wanted.rows_of(one, years)]
    premises = {
        "years": years,
        "basis": wants.basis,
        "lists": wants.lists,
        "goals": [wanted.plain(number, one, years) for number, one in enumerate(wants.rows, 1)],
        "scenario": economy.scenario(found) if found else None,
        "room": economy.room(found, years, wants.rows) if found else [],
        "frames": economy.frames(found, years) if found else [],
        "frame_totals": economy.frame_totals(found, years) if found else [],
        "sensitivity": economy.sensitivity(found) if found else [],
        "key_figures": economy.key_figures(year, years[-1], READER),
        "demography": people.need(years),
        "staff": people.staff_block(year, READER),
    }
    organs = {**(economy.organs(found, years) if found else {}), **people.names(years), **wants.names}
    return {
        "format": "snapshot/1",
        "kind": "premises",
        "term": term.key,
        "round": None,
        "organ": None,
        "head": _head(term, year, premises, rows),
        "names": _names(organs, wants),
        "figures": rows,
        "lines": [],
        "goals": [],
        "areas": [],
        "whole": None,
        "activities": [],
        "counts": dict.fromkeys(("met", "on_course", "not_met", "not_assessable", "not_judged"), 0),
        "premises": premises,
        "sources": _sources(rows, premises),
    }


def _head(term: Term, year: int, premises: Plain, rows: Sequence[Plain]) -> Plain:
    own = Municipality.ours()
    need, staff = premises["demography"], premises["staff"]
    parts = [*rows, *premises["goals"], *premises["room"], *premises["frames"], *premises["key_figures"]]
    parts += [*([need] if need else []), *(staff["measures"] if staff else [])]
    return {
        "municipality": own.name if own else "",
        "code": own.code if own else "",
        "first_year": term.first_year,
        "last_year": term.last_year,
        "year": year,
        "example": any(row["example"] for row in parts) or settings.DEMO or _has_examples(),
    }


def _has_examples() -> bool:
    return Person.objects.filter(example=True).exists()  # type: ignore[no-any-return]


def _names(organs: Plain, wants: Wants) -> Plain:
    lines = {measure.indicator: measure.words for one in wants.rows for measure in one.measures}
    ordered = sorted(organs, key=lambda key: str(organs[key]))
    deciders = {made.organ.key: made.organ.name for one in wants.rows for made in one.decisions}
    return {
        "order": {"organs": ordered, "areas": []},
        "organs": {**deciders, **organs},
        "areas": {},
        "indicators": lines,
        "units": {},
    }


def _sources(rows: Sequence[Plain], premises: Plain) -> Plain:
    keys = set(source_keys(rows)) | set(_of_economy(premises))
    found = Source.objects.filter(key__in=keys)
    return {row.key: {"title": row.title, "url": row.url, "fetched": row.fetched} for row in found}


def _of_economy(premises: Plain) -> Iterable[Any]:
    parts = [part for row in premises["key_figures"] for part in row["parts"]]
    need, staff = premises["demography"], premises["staff"]
    parts += [need, *need["parts"]] if need else []
    parts += [cell for one in staff["measures"] for cell in one["cells"]] if staff else []
    return (row["source"] for row in [*parts, *filter(None, [premises["scenario"]])] if row["source"])


def premises_json(snapshot: Plain) -> Plain:
    """What `report/1` has of it besides the flat rows: exact decimals as text, amounts in tkr."""
    return {"premises": snapshot["premises"]}
