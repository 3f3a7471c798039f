"""Proposals, ballots, goals and targets."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.pages.book.checks.context import Context
from burlov_styrning.pages.book.checks.indicators import bounds_in_order
from burlov_styrning.pages.book.faults import Fault, Note, Remark
from burlov_styrning.pages.book.schema import Ballot, Book, Goal, Proposal, ProposalIndicator, Target

HANDED_IN = ("submitted", "supplement", "referred_back", "adopted", "declined", "lapsed")


def proposals(context: Context) -> Iterator[Note]:
    """Each state has had its decision, and the right organ made it."""
    used = {key for goal in context.book.goals for key in goal.proposals}
    for row in context.book.proposals:
        yield from _decided_by(context, row)
        yield from _state_has_reason(row, used)
        if row.target_year is not None and row.target_year not in context.book.term.years:
            yield Remark(row.at("target_year"), _("Målåret ligger utanför målperioden."))
        for indicator in row.indicators:
            yield from target_fits(context, indicator)
            yield from years_in_term(context, indicator)


def _decided_by(context: Context, row: Proposal) -> Iterator[Note]:
    council, committee = row.council_decision, row.committee_decision
    if council in context.deciders and context.kinds.get(context.deciders[council] or "") not in ("council", None):
        yield Fault(row.at("council_decision"), _("Beslutet ”%(key)s” är inte fullmäktiges.") % {"key": council})
    if committee in context.deciders and context.deciders[committee] != row.organ and row.organ:
        yield Fault(row.at("committee_decision"), _("Beslutet ”%(key)s” är inte nämndens eget.") % {"key": committee})


def _state_has_reason(row: Proposal, used: set[str]) -> Iterator[Note]:
    if row.state in HANDED_IN and row.committee_decision is None:
        yield Remark(row.at("committee_decision"), _("Nämndens beslut att lämna in förslaget är inte angivet."))
    if row.state in ("adopted", "declined", "referred_back") and row.council_decision is None:
        yield Remark(row.at("council_decision"), _("Fullmäktiges beslut är inte angivet."))
    if row.state == "declined" and not row.reason:
        yield Remark(row.at("reason"), _("Skälet till att förslaget inte antogs är inte angivet."))
    if row.state == "adopted" and row.key not in used:
        yield Remark(row.at("state"), _("Förslaget är antaget, men inget mål bygger på det."))


def years_in_term(context: Context, row: ProposalIndicator) -> Iterator[Note]:
    """Yearly values are for years of the term."""
    term = context.book.term
    for year in row.values:
        if int(year) not in term.years:
            yield Fault(row.at("values", year), outside(context))


def outside(context: Context) -> str:
    """The sentence about a year that the term does not have."""
    years = context.book.term.years
    if not years:
        return _("Året ligger utanför målperioden.")
    return _("Året ligger utanför målperioden %(first)s–%(last)s.") % {"first": years[0], "last": years[-1]}


def target_fits(context: Context, row: ProposalIndicator | Target) -> Iterator[Note]:
    """Bounds go with `within` and a target with the other directions; never both."""
    indicator = context.indicators.get(row.indicator)
    yield from bounds_in_order(row, row.bounds)
    if indicator is None or (isinstance(row, Target) and row.version is not None):
        return
    if indicator.direction == "within" and row.target is not None:
        yield Fault(row.at("target"), _("För en indikator inom gränser är gränserna målet: målvärdet lämnas tomt."))
    if indicator.direction != "within" and row.bounds is not None:
        yield Fault(row.at("bounds"), _("Indikatorn ska inte hålla sig inom gränser: ange ett målvärde i stället."))


def parties(book: Book) -> dict[str, str]:
    """The party that each councillor was elected for, as far as the book says."""
    posts = [(person.key, post) for person in book.people for post in person.assignments]
    return {key: post.party for key, post in reversed(posts) if post.role == "councillor" and post.party}


def ballots(context: Context) -> Iterator[Note]:
    """No list is longer than its places, or ranks what nobody had handed in."""
    places = context.book.selection.places if context.book.selection else None
    councillors = {
        row.key for row in context.book.people if any(each.role == "councillor" for each in row.assignments)
    } | context.known.people
    for ballot in context.book.ballots:
        if places is not None and len(ballot.proposals) > places:
            words = {"number": len(ballot.proposals), "places": places}
            many = ngettext("Listan har %(number)s förslag, men %(places)s plats.",
                            "Listan har %(number)s förslag, men %(places)s platser.", places)  # fmt: skip
            yield Fault(ballot.at("proposals"), many % words)
        if ballot.person in context.keys["people"] and ballot.person not in councillors:
            yield Remark(ballot.at("person"), _("Personen har inget uppdrag i fullmäktige i boken."))
        yield from _ranked(context, ballot)
    if context.book.selection and context.book.selection.by == "party":
        yield from _one_a_party(context)


def _one_a_party(context: Context) -> Iterator[Note]:
    """Where lists are the party groups', each group has one, named by the councillor who laid it."""
    known, first = parties(context.book), dict[str, Ballot]()
    for ballot in context.book.ballots:
        party = known.get(ballot.person)
        if party is None:
            yield Remark(ballot.at("person"), _("Personens parti är inte angivet: listan räknas inte."))
        elif first.setdefault(party, ballot) is not ballot:
            words = {"party": party, "place": first[party].place}
            yield Fault(ballot.at("person"), _("Partigruppen ”%(party)s” har redan en lista i %(place)s.") % words)


def _ranked(context: Context, ballot: Ballot) -> Iterator[Note]:
    for index, key in enumerate(ballot.proposals):
        proposal = context.proposals.get(key)
        if proposal and proposal.state not in HANDED_IN:
            yield Remark(ballot.at("proposals", index), _("Förslaget ”%(key)s” är inte inlämnat.") % {"key": key})


def goals(context: Context) -> Iterator[Note]:
    """An operational goal stands in an area; owner and decision are asked for, but history may lack them."""
    for goal in context.book.goals:
        if goal.area is None and goal.kind == "operational":
            yield Fault(goal.at("area"), _("Ett verksamhetsmål står i ett målområde."))
        for index, key in enumerate(goal.contributors):
            if key in goal.owners:
                yield Fault(
                    goal.at("contributors", index), _("”%(key)s” är både ansvarig och medverkande.") % {"key": key}
                )
        yield from _provenance(context, goal)


def _provenance(context: Context, goal: Goal) -> Iterator[Note]:
    if not goal.owners:
        yield Remark(goal.at("owners"), _("Målets ansvariga är inte angivna."))
    if goal.decision is None:
        yield Remark(goal.at("decision"), _("Beslutet om målet är inte angivet."))
    for index, key in enumerate(goal.proposals):
        proposal = context.proposals.get(key)
        if proposal and goal.level == "council" and proposal.state != "adopted":
            yield Remark(goal.at("proposals", index), _("Förslaget ”%(key)s” är inte antaget.") % {"key": key})


def targets(context: Context) -> Iterator[Note]:
    """Targets fit their indicators; a window has its years in order, and no path."""
    for goal in context.book.goals:
        for target in goal.indicators:
            yield from target_fits(context, target)
            if target.window and target.window[0] > target.window[1]:
                yield Fault(target.at("window"), _("Fönstrets sista år kan inte ligga före det första."))
            if target.window and target.paths:
                yield Fault(target.at("paths"), _("Ett mål för ett fönster av år har ingen progression."))
            if target.baseline and target.baseline.value is not None and target.baseline.year is None:
                yield Remark(target.baseline.at("year"), _("Utgångsvärdets år är inte angivet."))
