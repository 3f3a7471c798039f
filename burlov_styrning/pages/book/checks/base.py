"""Term, phases, organs, people and decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.checks.context import Context
from burlov_styrning.pages.book.faults import Fault, Note, Remark
from burlov_styrning.pages.book.phases import PHASES
from burlov_styrning.pages.book.schema.row import Part
from burlov_styrning.partial_dates import first_day, last_day

LONGEST_TERM = 30


def term(context: Context) -> Iterator[Note]:
    """The years stand in order."""
    term = context.book.term
    if term.last_year < term.first_year:
        yield Fault(term.at("last_year"), _("Sista året kan inte ligga före det första."))
    elif term.last_year - term.first_year >= LONGEST_TERM:
        yield Fault(term.at("last_year"), _("En målperiod är högst %(years)s år.") % {"years": LONGEST_TERM})
    if term.prolonged_to is not None and term.prolonged_to <= term.last_year:
        yield Fault(term.at("prolonged_to"), _("En förlängning går till ett år efter det sista."))
    if term.prolonged_to is not None and term.decision is None:
        yield Remark(term.at("decision"), _("Målperioden är förlängd, men beslutet är inte angivet."))


def in_order(part: Part, opens: str, closes: str) -> Iterator[Note]:
    """A second date is not before the first; dates of which only the year is known may be the same."""
    first, last = getattr(part, opens), getattr(part, closes)
    if first and last and last_day(last) < first_day(first):
        words = {"first": first, "last": last}
        yield Fault(part.at(closes), _("%(last)s ligger före %(first)s.") % words)


def phases(context: Context) -> Iterator[Note]:
    """A phase closes after it opens; an earlier one is not still planned when a later one has begun."""
    rows = sorted(context.book.phases, key=lambda row: PHASES.index(row.phase))
    begun = ""
    for row in reversed(rows):
        yield from in_order(row, "opens", "closes")
        if begun and row.state == "planned":
            yield Remark(row.at("state"), _("Fasen är planerad, fast en senare fas redan har börjat."))
        begun = begun or (row.phase if row.state != "planned" else "")


def people_and_organs(context: Context) -> Iterator[Note]:
    """Spans in order, no organ its own successor, units in the organ that the term gives them."""
    organs = {row.key: row.successor for row in context.book.organs}
    for organ in context.book.organs:
        yield from in_order(organ, "from_", "to")
        if runs_round(organ.key, organs):
            yield Fault(organ.at("successor"), _("Organet blir sin egen efterträdare."))
    for person in context.book.people:
        for assignment in person.assignments:
            yield from in_order(assignment, "from_", "to")
            if assignment.from_ is None:
                yield Fault(assignment.at("from_"), _("Uppdraget saknar datum från när det gäller."))


def runs_round(key: str, following: Mapping[str, str | None]) -> bool:
    """Whether a chain of references comes back to where it began."""
    seen, current = {key}, following.get(key)
    while current is not None and current not in seen:
        seen.add(current)
        current = following.get(current)
    return current == key


def decisions(context: Context) -> Iterator[Note]:
    """A date and a paragraph are asked for, but history may lack them."""
    for decision in context.book.decisions:
        if decision.date is None:
            yield Remark(decision.at("date"), _("Beslutets datum är inte angivet."))
        if decision.paragraph is None:
            yield Remark(decision.at("paragraph"), _("Beslutets paragraf är inte angiven."))
        for index, key in enumerate(decision.tabled):
            proposal = context.proposals.get(key)
            if proposal and proposal.council_decision == decision.key and proposal.state in ("adopted", "declined"):
                yield Fault(
                    decision.at("tabled", index),
                    _("Förslaget ”%(key)s” är både bordlagt och avgjort av samma beslut.") % {"key": key},
                )
