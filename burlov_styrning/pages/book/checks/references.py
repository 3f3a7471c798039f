"""All references are by key, and lead to something."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from burlov_styrning.pages.book import schema
from burlov_styrning.pages.book.checks.context import Context, parts
from burlov_styrning.pages.book.faults import Fault, Note, Remark
from burlov_styrning.pages.book.schema.row import Part

_GOAL = {"area": "goal_areas", "owners": "organs", "contributors": "organs", "proposals": "proposals"}
_SOURCED = {"decision": "decisions", "source": "sources"}
_DECIDED = {"decision": "decisions"}

REFERENCES: dict[type[Part], dict[str, str]] = {
    schema.Term: _DECIDED,
    schema.Vision: _SOURCED,
    schema.Organ: {"successor": "organs"},
    schema.Unit: {"organ": "organs"},
    schema.Assignment: {"organ": "organs", "unit": "units"},
    schema.Indicator: {"organ": "organs", "continues": "indicators"},
    schema.IndicatorBefore: {"organ": "organs", "continues": "indicators"} | _DECIDED,
    schema.Decision: {"organ": "organs", "tabled": "proposals", "source": "sources"},
    schema.Need: {"unit": "units", "indicators": "indicators"},
    schema.Proposal: {
        "organ": "organs",
        "area": "goal_areas",
        "needs": "needs",
        "committee_decision": "decisions",
        "council_decision": "decisions",
    },
    schema.Consultation: {"unit": "units"},
    schema.ProposalIndicator: {"indicator": "indicators"},
    schema.Ballot: {"person": "people", "proposals": "proposals"},
    schema.Goal: _GOAL | _DECIDED,
    schema.GoalBefore: _GOAL | _DECIDED,
    schema.Target: {"indicator": "indicators"},
    schema.TargetBefore: _DECIDED,
    schema.Path: {"owner": "organs"} | _DECIDED,
    schema.PathBefore: {"owner": "organs"} | _DECIDED,
    schema.Outcome: {"indicator": "indicators", "organ": "organs", "unit": "units", "source": "sources"},
    schema.Forecast: {"indicator": "indicators", "owner": "organs", "round": "rounds"},
    schema.Assessment: {"round": "rounds", "goal": "goals", "area": "goal_areas", "owner": "organs"} | _SOURCED,
    schema.Activity: {"goal": "goals", "unit": "units"},
}

SENTENCES: dict[str, Callable[[], str]] = {
    "organs": lambda: _("Det finns inget organ med nyckeln ”%(key)s”."),
    "units": lambda: _("Det finns ingen enhet med nyckeln ”%(key)s”."),
    "people": lambda: _("Det finns ingen person med nyckeln ”%(key)s”."),
    "sources": lambda: _("Det finns ingen källa med nyckeln ”%(key)s”."),
    "indicators": lambda: _("Det finns ingen indikator med nyckeln ”%(key)s”."),
    "decisions": lambda: _("Det finns inget beslut med nyckeln ”%(key)s”."),
    "goal_areas": lambda: _("Det finns inget målområde med nyckeln ”%(key)s” i målperioden."),
    "needs": lambda: _("Det finns inget behov med nyckeln ”%(key)s” i målperioden."),
    "proposals": lambda: _("Det finns inget förslag med nyckeln ”%(key)s” i målperioden."),
    "goals": lambda: _("Det finns inget mål med nyckeln ”%(key)s” i målperioden."),
    "rounds": lambda: _("Det finns inget uppföljningstillfälle med nyckeln ”%(key)s” i målperioden."),
}


def resolve(context: Context) -> Iterator[Note]:
    """Every reference in the book."""
    for part in parts(context.book):
        for name, target in REFERENCES.get(type(part), {}).items():
            yield from _resolve(context, part, name, target)
        if isinstance(part, schema.Proposal):
            yield from _continued(context, part)


def _resolve(context: Context, part: Part, name: str, target: str) -> Iterator[Note]:
    value = getattr(part, name)
    if isinstance(value, str):
        if value not in context.keys[target]:
            yield Fault(part.at(name), SENTENCES[target]() % {"key": value})
        return
    for index, key in enumerate(value or ()):
        if key not in context.keys[target]:
            yield Fault(part.at(name, index), SENTENCES[target]() % {"key": key})


def _continued(context: Context, proposal: schema.Proposal) -> Iterator[Note]:
    """A goal of an earlier term may be missing here: the book of that term is another file."""
    key = proposal.continues
    if key is not None and key not in context.known.earlier:
        yield Remark(
            proposal.at("continues"),
            _("Målet ”%(key)s” som förslaget fortsätter finns inte i en tidigare målperiod.") % {"key": key},
        )
