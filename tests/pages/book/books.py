"""Books for tests: the real ones, a small one with a row of every kind, and a way to change one place."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data"
REAL = ("burlov-2019-2022", "burlov-2023-2026", "lulea-2015-2018")


def real(name: str) -> dict[str, Any]:
    """One of the published books."""
    book: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return book


def small() -> dict[str, Any]:
    """A book with a row of every kind and no fault."""
    return copy.deepcopy(SMALL)


def changed(place: list[str | int], value: Any, book: dict[str, Any] | None = None) -> dict[str, Any]:
    """The small book with one place changed (`...` takes the field away)."""
    book = small() if book is None else book
    row: Any = book
    for step in place[:-1]:
        row = row[step]
    if value is ...:
        del row[place[-1]]
    else:
        row[place[-1]] = value
    return book


SMALL: dict[str, Any] = {
    "format": "goal-book/1",
    "municipality": {"code": "1231", "name": "Burlövs kommun"},
    "term": {"first_year": 2019, "last_year": 2022, "prolonged_to": 2023, "decision": "forlangning"},
    "phases": [{"phase": "needs", "state": "closed", "opens": "2017-09-01", "closes": "2017-12"}],
    "selection": {"places": 2, "by": "party"},
    "sources": [{"key": "budget", "title": "Budget 2022", "url": "https://example.se/budget"}],
    "vision": {"text": "Mötesplatsen", "adopted": "2017", "decision": "kf-1", "source": "budget"},
    "core_values": ["bemötande", "förtroende"],
    "organs": [
        {"key": "kf", "name": "Kommunfullmäktige", "kind": "council"},
        {"key": "ks", "name": "Kommunstyrelsen", "kind": "executive_board"},
        {"key": "mbn", "name": "Miljönämnden", "kind": "committee", "to": "2020", "successor": "ukn"},
        {"key": "ukn", "name": "Utbildningsnämnden", "kind": "committee", "from": "2015-01-01"},
    ],
    "units": [{"key": "forskola", "organ": "ukn", "name": "Förskolan"}],
    "people": [
        {
            "key": "c1",
            "name": "Anna Exempel",
            "example": True,
            "assignments": [{"organ": "kf", "role": "councillor", "from": "2018-10-15", "to": None, "party": "A"}],
        }
    ],
    "goal_areas": [{"key": "attraktiva", "name": "Attraktiva Burlöv", "text": ""}],
    "indicators": [
        {
            "key": "hme",
            "name": "Medarbetarengagemang",
            "unit": "index",
            "direction": "higher",
            "by_sex": True,
            "organ": "ks",
            "origin": {"system": "kolada", "id": "U00200"},
            "earlier": [{"until": "2020-12-31", "name": "Nöjda medarbetare", "definition": ""}],
        },
        {"key": "larm", "name": "Larmtid", "unit": "min", "direction": "lower", "decimals": 1, "tolerance": "0.5"},
        {"key": "ph", "name": "Surhet", "unit": "pH", "direction": "within", "bounds": ["6.5", "8.5"]},
        {"key": "resultat", "name": "Resultatandel", "unit": "%", "direction": "higher", "kind": "finance"},
    ],
    "decisions": [
        {"key": "kf-1", "organ": "kf", "kind": "select", "date": "2018-05-21", "paragraph": "45", "registry": "2018/1"},
        {"key": "ukn-1", "organ": "ukn", "kind": "submit", "date": "2018-03", "paragraph": "§ 3"},
        {"key": "forlangning", "organ": "kf", "kind": "prolong", "date": "2022-11", "paragraph": "9"},
        {"key": "ks-1", "organ": "ks", "kind": "approve", "date": "2023-03-01", "paragraph": "12"},
    ],
    "needs": [{"key": "b1", "unit": "forskola", "text": "Fler utbildade", "indicators": ["hme"], "example": True}],
    "proposals": [
        {
            "key": "p1",
            "organ": "ukn",
            "area": "attraktiva",
            "title": "Engagerade medarbetare",
            "wording": "År 2022 …",
            "needs": ["b1"],
            "state": "adopted",
            "target_year": 2022,
            "statements": {"specific": "ja"},
            "consulted": [{"unit": "forskola", "date": "2018-03-01"}],
            "committee_decision": "ukn-1",
            "council_decision": "kf-1",
            "cost": [{"year": 2019, "operating": "400", "investment": "0"}],
            "within_frame": True,
            "indicators": [
                {
                    "indicator": "hme",
                    "baseline": {"year": 2017, "value": "77"},
                    "target": "79",
                    "values": {"2022": "79"},
                }
            ],
            "example": True,
        }
    ],
    "ballots": [{"person": "c1", "proposals": ["p1"], "example": True}],
    "goals": [
        {
            "key": "a1",
            "area": "attraktiva",
            "wording": "År 2022 …",
            "owners": ["ks"],
            "contributors": ["ukn"],
            "proposals": ["p1"],
            "decision": "kf-1",
            "earlier": [{"until": "2019-06", "wording": "", "decision": "kf-1"}],
            "indicators": [
                {
                    "indicator": "hme",
                    "baseline": {"year": 2017, "value": "77"},
                    "target": "79",
                    "version": "2020-12-31",
                    "lag": 1,
                    "paths": [
                        {
                            "owner": "ks",
                            "decision": "ks-1",
                            "earlier": [{"until": "2020-01-01", "values": {"2022": "78.5"}}],
                            "values": {"2019": "77", "2020": None, "2021": "78", "2022": "79.0"},
                        }
                    ],
                },
                {"indicator": "ph", "bounds": ["7", "8"], "paths": [{"owner": "ks", "values": {"2022": "7.5"}}]},
            ],
        },
        {
            "key": "f1",
            "area": None,
            "kind": "financial",
            "wording": "Resultat 2 %",
            "owners": ["ks"],
            "decision": "kf-1",
            "stewardship": True,
            "indicators": [
                {"indicator": "resultat", "target": "2.0", "paths": [{"owner": "kf", "values": {"2022": "2"}}]}
            ],
        },
    ],
    "outcomes": [
        {"indicator": "hme", "period": "2020", "area": "1231", "value": "78", "source": "budget", "published": "2021"},
        {"indicator": "hme", "period": "2020", "sex": "K", "missing": "suppressed"},
        {"indicator": "hme", "period": "2020-T1", "unit": "forskola", "value": "-0.5", "count": 40},
        {"indicator": "larm", "period": "2020", "area": "0000", "value": "9.30", "response_rate": "61.5"},
    ],
    "forecasts": [{"indicator": "hme", "owner": "ks", "round": "ar2022", "period": "2022", "value": "79"}],
    "rounds": [
        {"key": "ar2022", "year": 2022, "kind": "annual", "period_end": "2022-12-31"},
        {"key": "del2022", "year": 2022, "kind": "interim", "period_end": "2022-08-31", "state": "planned"},
    ],
    "assessments": [
        {
            "round": "ar2022",
            "goal": "a1",
            "owner": "ks",
            "status": "met",
            "analysis": "Bra.",
            "grounds": ["Enkäten", {"kind": "measurement", "text": "Egen mätning", "value": "81", "number": 120}],
            "decision": "ks-1",
        },
        {
            "round": "ar2022",
            "area": "attraktiva",
            "owner": "ks",
            "status": "met",
            "analysis": "Ja.",
            "decision": "ks-1",
        },
        {
            "round": "ar2022",
            "whole": True,
            "owner": "ks",
            "status": "on_course",
            "analysis": "Ja.",
            "balance": "-12.5",
            "balance_text": "Återställs 2023.",
            "group_text": "Bolagen gick jämnt ut.",
            "decision": "ks-1",
        },
    ],
    "activities": [{"goal": "a1", "unit": "forskola", "text": "Utbilda", "due": "2022-10", "state": "done"}],
}
