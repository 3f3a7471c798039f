"""A term that ends: what goes on is decided, carried over and continued, and the term is closed.

Asked in one query for all terms, for the page has many to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.pages.kinds import address
from burlov_styrning.pages.work.deadlines import is_due_to_open
from burlov_styrning.partial_dates import first_day
from burlov_styrning.parts import Task
from burlov_styrning.rights import ANY_ROW, WRITERS, Actor, Role, Who, any_of
from followup.activities import UNFINISHED
from followup.models import Activity, FollowUpRound, Onward
from followup.moves import ACTIVITIES, ONWARDS
from goals.models import Goal, GoalOwner, Phase, Term
from goals.moves import PROPOSALS
from goals.views.proposals import may_draft

if TYPE_CHECKING:
    from burlov_styrning.pages.work.facts import Facts

PREPARING = (Phase.Name.NEEDS, Phase.Name.PROPOSALS)
WORKING = (Phase.Name.BREAKDOWN, Phase.Name.FOLLOW_UP)
Round = FollowUpRound.State


@dataclass(frozen=True)
class Ends:
    """Of one term: the state of its last annual round, and how many goals and activities wait for the person."""

    last_round: str = ""
    undecided: int = 0
    to_continue: int = 0
    to_carry: int = 0


def ends_of(facts: Facts) -> dict[int, Ends]:
    """By live term; one query, for those who decide, write or carry over, of what the open phases let them do."""
    deciding, organs = _decides(facts.actor), facts.actor.organs(WRITERS)
    later = [term for term in facts.live if any(one.end_year < term.first_year for one in facts.terms.values())]
    followed = [term for term in facts.live if facts.is_open(term, Phase.Name.FOLLOW_UP)]
    ending = len(facts.terms) > 1 or any(term.end_year <= facts.day.year for term in followed)
    wanted: dict[str, Any] = {}
    if deciding is not None and followed and ending:
        rows = Goal.objects.filter(deciding, term=OuterRef("pk"), ended=None, onward=None)
        wanted |= {"last_round": Subquery(_last_rounds().values("state")[:1]), "undecided": _count(rows, "term")}
    if organs and any(facts.is_open(term, *PREPARING) for term in later):
        wanted["to_continue"] = _count(_to_continue(organs), "term")
    if organs and any(facts.is_open(term, *WORKING) for term in later):
        wanted["to_carry"] = _to_carry(facts.actor)
    if not wanted:
        return {}
    values = Term.objects.filter(pk__in=[term.pk for term in facts.live]).annotate(**wanted).values("pk", *wanted)
    return {row.pop("pk"): Ends(**{name: value for name, value in row.items() if value}) for row in values}


def _last_rounds() -> QuerySet[FollowUpRound]:
    """The annual rounds of a term's last year."""
    rows: QuerySet[FollowUpRound] = FollowUpRound.objects.filter(
        term=OuterRef("pk"),
        kind=FollowUpRound.Kind.ANNUAL,
        year=Coalesce(OuterRef("prolonged_to"), OuterRef("last_year")),
    )
    return rows


def _decides(actor: Actor) -> Q | None:
    """The goals that are this person's to decide of."""
    if actor.has(Role.CONTROLLER):
        return Q()
    organs = actor.organs({Role.MANAGER})
    owned = GoalOwner.objects.filter(organ__in=organs, role=GoalOwner.Role.OWNER)
    return Q(pk__in=owned.values("goal")) if organs else None


def _count(rows: QuerySet[Any], by: str) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")[:1])


def _to_continue(organs: Any) -> QuerySet[Goal]:
    """Goals of the term before that go on and that no proposal continues."""
    before = Term.objects.filter(last_year__lt=OuterRef(OuterRef("first_year"))).order_by("-last_year").values("pk")[:1]
    owned = GoalOwner.objects.filter(organ__in=organs, role=GoalOwner.Role.OWNER)
    rows: QuerySet[Goal] = Goal.objects.filter(
        term=Subquery(before), pk__in=owned.values("goal"), onward__course=Onward.Course.GOES_ON, continued_by=None,
        level=Goal.Level.COUNCIL,
    )  # fmt: skip
    return rows


def _to_carry(actor: Actor) -> Subquery:
    mine = any_of((Who.STAFF,), actor, {**ANY_ROW, "unit": "unit"})
    rows = Activity.objects.filter(mine if isinstance(mine, Q) else Q(pk__in=[]), continued_by=None)
    rows = rows.filter(state__in=UNFINISHED, goal__term__last_year__lt=OuterRef("first_year"))
    going = Onward.activities.through.objects.filter(activity=OuterRef("pk"))
    return _count(rows.filter(Exists(going)).annotate(one=F("pk") * 0), "one")


def ending(facts: Facts) -> Iterator[Task]:
    """What the end of a term asks of this person."""
    for term in facts.live:
        ends = facts.ends.get(term.pk, Ends())
        if facts.is_open(term, Phase.Name.FOLLOW_UP):
            yield from _to_decide(facts, term, ends)
        if ends.to_continue and facts.is_open(term, *PREPARING):
            yield from _to_write(facts, term, ends.to_continue)
        if (many := ends.to_carry) and facts.is_open(term, *WORKING):
            title = ngettext("För över en aktivitet till %(term)s", "För över %(n)s aktiviteter till %(term)s", many)
            url = address("followup:activity-carry", term=term.key)
            text = _("Välj vilket av periodens mål som varje aktivitet hör till.")
            yield Task(title % {"n": many, "term": term}, url, ACTIVITIES.move("carry").label, text)


def _to_decide(facts: Facts, term: Term, ends: Ends) -> Iterator[Task]:
    """When the next term is prepared, or the last annual report is under way: what goes on; then the closing."""
    url, many = address("followup:onward-list", term=term.key), ends.undecided
    begun = any(facts.is_open(other, *PREPARING, Phase.Name.SELECTION) for other in facts.live if other != term)
    if many and (begun or ends.last_round in (Round.OPEN, Round.CLOSED, Round.ADOPTED)):
        text = ngettext("%(n)s mål är inte bestämt.", "%(n)s mål är inte bestämda.", many) % {"n": many}
        title = _("%(move)s från %(term)s") % {"move": ONWARDS.move("decide").label, "term": term}
        yield Task(title, f"{url}?lage=kvar", _("Bestäm"), text)
    infos = list(term.phase_infos())
    before, last = infos[-2:] if len(infos) > 1 else (None, None)
    if last is None or last.name != Phase.Name.CLOSED or not facts.actor.has(Role.CONTROLLER):
        return
    adopted = last.state == Phase.State.PLANNED and ends.last_round == Round.ADOPTED and not many
    if adopted or is_due_to_open(last, before, facts.day):
        day = first_day(last.opens) if last.opens else None
        text = _("Årsredovisningen är godkänd och alla mål är bestämda.") if adopted else _("Se vad som återstår.")
        yield Task(_("Avsluta målperioden %(term)s") % {"term": term}, url, _("Avsluta"), text, day)


def _to_write(facts: Facts, term: Term, many: int) -> Iterator[Task]:
    """Goals that go on reach a committee as something to propose."""
    if not may_draft(term, facts.user):
        return
    title = ngettext("Ett mål går vidare till %(term)s", "%(n)s mål går vidare till %(term)s", many)
    text = _("Inget förslag fortsätter det ännu.") if many == 1 else _("Inget förslag fortsätter dem ännu.")
    yield Task(title % {"n": many, "term": term}, address("pages:earlier-goals", term=term.key),
               PROPOSALS.move("draft").label, text)  # fmt: skip
