"""The snapshot of the proposal catalogue: the proposals as they were handed in, with outcomes and the realistic check.

The same outer form as a follow-up report's: its figures are flat rows with the book's keys, where `goal` is the
proposal's key, `progression` its proposed value and `target` its proposed target. No list and no note is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import slugify
from pydantic import TypeAdapter

from burlov_styrning.base.models import Decision, Meeting, Municipality, Organ, Person, Source
from followup.content import layout as layouts
from followup.content.layout import PLAIN, Layout
from followup.content.rows import calculated, decision_words, source_keys
from followup.content.snapshot import Plain
from goals import terms
from goals.catalogue import ORDER, content
from goals.criteria import Examined, examine_contents
from goals.models import GoalProposal, Term
from goals.rules.content import IndicatorContent, ProposalContent, to_json
from goals.rules.pace import Pace
from goals.tally import COUNTED
from goals.written import JOINED, PARTS
from indicators.models import Sex
from indicators.series import Cell, new_definitions

HISTORY = 10
"""So many years of outcomes stand in a chart; more where the pace goes further back."""
PACES = TypeAdapter(Pace)
DECISIONS = ("handed_in__decision__organ", "committee_decision__organ")


@dataclass(frozen=True)
class _Handed:
    """One proposal with the text that was handed in, examined."""

    number: int
    row: GoalProposal
    examined: Examined

    @property
    def content(self) -> ProposalContent:
        return self.examined.content

    def years(self, line: IndicatorContent) -> list[int]:
        """The years that are printed of an indicator: of outcomes the latest, and those that are proposed."""
        cells, pace = self.examined.series.get(line.key, {}), self.examined.paces.get(line.key)
        first = max(cells, default=0) - HISTORY + 1
        if pace and pace.first_year:
            first = min(first, pace.first_year)
        return sorted({year for year in cells if year >= first} | set(line.values) | {self.content.year})

    def cells(self, line: IndicatorContent) -> Mapping[int, Cell]:
        """The outcomes of those years."""
        found = self.examined.series.get(line.key, {})
        return {year: found[year] for year in self.years(line) if year in found}


def is_empty(term: Term) -> bool:
    """Whether nothing has been handed in."""
    return not _rows(term).exists()


def _rows(term: Term) -> QuerySet[GoalProposal]:
    rows: QuerySet[GoalProposal] = GoalProposal.objects.filter(term=term, state__in=COUNTED)
    return rows


def collect(term: Term, meeting: Meeting | None = None, layout: Layout = PLAIN) -> Plain:
    """The snapshot of a term's catalogue, for the papers of a meeting where one is named; a choice of proposals, and
    fewer words, where the layout says so. A proposal keeps its number whichever of them are chosen.
    """
    every = _fetch(term)
    areas = {area.name: area.key for area in term.areas.all()}
    handed = [one for one in every if takes(one.row.organ.key, one.content.area, areas, layout)]
    rows = [row for one in handed for row in _figures(one)]
    found = {
        "format": "snapshot/1",
        "kind": "catalogue",
        "term": term.key,
        "round": None,
        "organ": None,
        "head": _head(term, meeting, handed, rows),
        "names": _names(term, handed),
        "figures": rows,
        "lines": [],
        "goals": [],
        "areas": [],
        "whole": None,
        "activities": [],
        "counts": dict.fromkeys(("met", "on_course", "not_met", "not_assessable", "not_judged"), 0),
        "proposals": [_proposal(one) for one in handed],
        "sources": _sources(rows),
    }
    return layouts.apply(found, layout, of=len(every))


def takes(organ: str, area: str, areas: Mapping[str, str], layout: Layout) -> bool:
    """Whether the catalogue takes up such a proposal; `areas`: the keys of the term's areas by their names."""
    key = areas.get(area) or slugify(area)
    return layouts.takes(layout, "catalogue", area=key, owners=[organ], of_weight=False)


def handed_in(term: Term) -> list[GoalProposal]:
    """In the order in which councillors read them."""
    rows = _rows(term).order_by(*ORDER)
    return list(rows.select_related("term", "handed_in", *JOINED, *DECISIONS).prefetch_related(*PARTS))


def _fetch(term: Term) -> list[_Handed]:
    found = handed_in(term)
    examined = examine_contents({row.pk: content(row) for row in found}, None)
    return [_Handed(number, row, examined[row.pk]) for number, row in enumerate(found, 1)]


def _head(term: Term, meeting: Meeting | None, handed: Sequence[_Handed], rows: Sequence[Plain]) -> Plain:
    own, council = Municipality.ours(), Organ.objects.filter(kind=Organ.Kind.COUNCIL).first()
    marks = [*(one.row.is_example() for one in handed), *(row["example"] for row in rows)]
    return {
        "municipality": own.name if own else "",
        "code": own.code if own else "",
        "council": council.name if council else "",
        "meeting": meeting.date.isoformat() if meeting else None,
        "first_year": term.first_year,
        "last_year": term.last_year,
        "places": term.places,
        "by": term.ballots_by,
        "lists_close": terms.lists_close(term),
        "example": any(marks) or settings.DEMO or Person.objects.filter(example=True).exists(),
    }


def _names(term: Term, handed: Sequence[_Handed]) -> Plain:
    areas = list(term.areas.all())
    organs = {one.row.organ.key: one.row.organ.name for one in handed}
    organs |= {made.organ.key: made.organ.name for one in handed if (made := _decision(one.row))}
    return {
        "order": {"organs": list(organs), "areas": [area.key for area in areas]},
        "organs": organs,
        "areas": {area.key: {"name": area.name, "text": area.text} for area in areas},
        "indicators": {line.key: _measure(line) for one in handed for line in one.content.indicators},
        "units": {},
    }


def _measure(line: IndicatorContent) -> Plain:
    return {"name": line.name, "unit": line.unit, "decimals": line.decimals, "direction": line.direction}


# A proposal


def _proposal(one: _Handed) -> Plain:
    return {
        "proposal": one.row.key,
        "number": one.number,
        "owner": one.row.organ.key,
        "state": one.row.state,
        "example": one.row.is_example(),
        "decision": decision_words(_decision(one.row)),
        "content": to_json(one.content),
        "paces": {key: PACES.dump_python(pace, mode="json") for key, pace in sorted(one.examined.paces.items())},
        "breaks": {line.key: new_definitions(one.cells(line)) for line in one.content.indicators},
    }


def _decision(row: GoalProposal) -> Decision | None:
    """The committee's decision that handed in this text."""
    decision: Decision | None = row.handed_in.decision if row.handed_in else None
    return decision or row.committee_decision


# Figures


def _figures(one: _Handed) -> Iterator[Plain]:
    for line in one.content.indicators:
        cells = one.cells(line)
        for year in one.years(line):
            yield _figure(one, line, year, cells.get(year))


def _figure(one: _Handed, line: IndicatorContent, year: int, cell: Cell | None) -> Plain:
    """Outcome, proposed value and target of one year; nothing is judged yet."""
    made_up, outcome = one.row.is_example(), cell.outcome if cell else None
    source = outcome.source if outcome else None
    return {
        "goal": one.row.key,
        "owner": one.row.organ.key,
        "indicator": line.key,
        "period": str(year),
        "read": None,
        "sex": Sex.TOTAL.value,
        "baseline": _text(line.baseline),
        "baseline_year": line.baseline_year,
        "outcome": _text(cell.value) if cell else None,
        "missing": outcome.missing or None if outcome else None,
        "progression": _text(line.values.get(year)),
        "status": None,
        "forecast": None,
        "forecast_status": None,
        "target": _text(line.target),
        "target_status": None,
        "trend": None,
        "preliminary": bool(outcome and outcome.status == "preliminary"),
        "revised": bool(cell and cell.earlier),
        "part_year": False,
        "example": made_up or bool(outcome and outcome.is_example()),
        "examples": [*(["outcome"] if outcome and outcome.is_example() else []), *(["proposed"] if made_up else [])],
        "source": source.key if source else None,
        "fetched": (outcome.fetched or (source.fetched if source else None)) if outcome else None,
        **calculated(cell),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _sources(rows: Sequence[Plain]) -> Plain:
    found = Source.objects.filter(key__in=source_keys(rows))
    return {row.key: {"title": row.title, "url": row.url, "fetched": row.fetched} for row in found}


# The form that other programs read


def proposals_json(snapshot: Plain) -> list[Plain]:
    """The proposals as `report/1` tells them: exact decimals as text, paces as improvements over `span` years."""
    return [_proposal_json(row) for row in snapshot["proposals"]]


def _proposal_json(row: Plain) -> Plain:
    said = row["content"]
    return {
        "proposal": row["proposal"],
        "number": row["number"],
        "owner": row["owner"],
        "state": row["state"],
        "example": row["example"],
        **{name: said[name] or None for name in ("area", "title", "wording", "target_group", "function", "continues")},
        "year": said["target_year"] or said["term_last"],
        "needs": [{"unit": need["unit"], "text": need["text"]} for need in said["needs"]],
        "consulted": [{"name": unit["name"], "date": unit["date"]} for unit in said["consulted"]],
        "costs": said["cost"],
        "within_frame": said["within_frame"],
        "checks": [_check_json(key, pace) for key, pace in row["paces"].items()],
    }


def _check_json(indicator: str, pace: Plain) -> Plain:
    found = PACES.validate_python(pace)
    return {
        "indicator": indicator,
        "verdict": found.verdict,
        "span": found.span,
        "demanded": _text(found.demanded),
        "own": _text(found.own),
        "peers": len(found.peers),
        "peers_as_fast": found.peers_as_fast,
    }
