"""Proposals: the term's list, one proposal, its versions, a word about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Decision, Event, Organ
from burlov_styrning.base.papers import prepares
from burlov_styrning.kinds import KINDS, Link
from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.swedish import number
from burlov_styrning.views import opened_when_published, something_published
from goals import costs, words
from goals.criteria import Examined, examine, examine_content
from goals.forms.proposals import place_of
from goals.models import Goal, GoalProposal, ProposalVersion, Term
from goals.moves import PROPOSALS
from goals.papers import IN_WORK
from goals.proposals import MANY, changed_since_decision, turn
from goals.rules.content import Difference, ProposalContent, differences, from_json
from goals.rules.smart import hinders_ready
from goals.titles import existing, titled
from goals.versions import WORKING_ON, opened_to, reads_history, reads_rows, title_for, versions_for
from goals.views.checks import Place, checks_of, paces_of
from goals.views.costs import bill_shown, cost_shown, of_committee
from goals.views.council import NOT_ADOPTED, decision_moves, selection_moves
from goals.views.remarks import CommentForm, may_comment, takes_part, talk_of
from goals.views.shared import Years, buttons, current_term, row_of_term, the_term
from goals.written import PARTS, STATEMENTS
from indicators.models import IndicatorVersion
from indicators.rules.direction import Direction

S = GoalProposal.State
PAGES = {
    "edit": "goals:proposal-edit",
    "complete": "goals:proposal-edit",
    "mark_ready": "goals:proposal-ready",
    "back_to_draft": "goals:proposal-back",
    "answer": "goals:proposal-answer",
    "ask_supplement": "goals:proposal-supplement",
    "take_up": "goals:proposal-take-up",
    "invite": "goals:proposal-invite",
    "ask_access": "goals:proposal-ask",
}


def proposals(request: HttpRequest) -> HttpResponse:
    """The list of the term that is being prepared."""
    term = current_term()
    if term is None:
        return render(request, "goals/proposal/no_term.html")
    return proposal_list(request, (term.first_year, term.last_year))


@opened_when_published
def proposal_list(request: HttpRequest, term: Years) -> HttpResponse:
    """The proposals of a term that one may see; of others' drafts controller and auditors see that they exist."""
    of = the_term(request, term)
    rows = titled(GoalProposal.objects.visible_to(request.user).filter(term=of), request.user)
    something_published(request, rows)
    hidden = existing(request.user)
    context = {
        "term": of,
        "listing": _listing(request, rows.select_related("organ"), of),
        "drafts": _drafts(hidden, of) if hidden is not None else None,
        "may_ask": rights.actor_of(request.user).has(rights.Role.AUDITOR),
        "moves": _list_moves(of, request.user),
        "may_draft": may_draft(of, request.user),
        "closes": next((p.closes for p in of.phases.all() if p.phase == "proposals"), ""),
    }
    return render(request, "goals/proposal/list.html", context)


def _listing(request: HttpRequest, rows: QuerySet[GoalProposal], term: Term) -> Listing:
    organs = Organ.objects.filter(pk__in=rows.values("organ")).order_by("name").values_list("pk", "name")
    areas = [(name, name) for name in term.areas.values_list("name", flat=True)]
    return Listing(
        request,
        rows,
        search=["shown_title", "shown_wording", "organ__name"],
        columns=[
            Column(_("Förslag"), "shown_title", words=True),
            Column(_("Nämnd"), "organ__name", words=True),
            Column(_("Målområde"), "shown_area", words=True),
            Column(_("Läge"), "state"),
        ],
        filters=[
            Filter("shown_area", _("Målområde"), areas),
            Filter("organ", _("Nämnd"), [(str(pk), name) for pk, name in organs]),
            Filter("state", _("Läge"), list(S.choices)),
        ],
        sort="shown_title",
        empty=Empty(_nothing_yet(term, request.user)),
    )


def _nothing_yet(term: Term, user: Any) -> str:
    if may_draft(term, user):
        return _("Inga förslag ännu. Läs behoven och börja med det viktigaste.")
    return _("Här finns inga förslag som du kan läsa ännu. %(when)s") % {"when": _when_read(rights.actor_of(user))}


FROM_READY = frozenset({rights.Who.MEMBER, rights.Who.SECRETARY, rights.Who.CONTROLLER})


def _when_read(actor: rights.Actor) -> str:
    """When those who do not write proposals come to read them (DOMAIN §10)."""
    if rights.any_of(FROM_READY, actor, rights.ANY_ROW) is not False:
        return _("De syns här när de är klarmarkerade för nämnden.")
    if rights.any_of(rights.BEFORE_COUNCIL - rights.IN_ORGAN, actor, rights.ANY_ROW) is not False:
        return _("De syns här när nämnderna har lämnat in dem.")
    if rights.any_of(rights.INSIDE, actor, rights.ANY_ROW) is not False:
        return _("Din nämnds förslag syns här så snart någon har börjat skriva dem.")
    return _("De syns här, med behoven bakom, när fullmäktige har beslutat om dem och beslutet är publicerat.")


def _drafts(hidden: QuerySet[GoalProposal], term: Term) -> QuerySet[GoalProposal]:
    """Only what may be known of a draft: whose it is and its state."""
    found: QuerySet[GoalProposal] = hidden.filter(term=term).select_related("organ").order_by("organ__name", "id")
    return found.only("id", "key", "state", "organ", "term", "changed_at")


def _list_moves(term: Term, user: Any) -> list[Button]:
    actor = rights.actor_of(user)
    found = []
    if may_draft(term, user):
        found.append(Button(_("Nytt förslag"), reverse("goals:proposal-new", args=[term])))
    for post in actor.posts:
        if post.role == rights.Role.SECRETARY and post.kind not in (rights.COUNCIL, "auditors"):
            address = reverse("goals:proposal-decision", args=[term, post.organ, "submit"])
            found.append(Button(_("Anteckna nämndens beslut"), address))
    return [*found, *selection_moves(term, user)]


def may_draft(term: Term, user: Any) -> bool:
    """Whether this person can write a new proposal in the term now."""
    actor = rights.actor_of(user)
    organs = actor.organs(rights.WRITERS)
    return any(PROPOSALS.may_create("draft", GoalProposal(term=term, organ_id=organ), actor) for organ in organs)


DECIDED = (S.ADOPTED, *NOT_ADOPTED)

JOINED = (
    "organ", "area", "comparison_group", "continues__term", "handed_in",
    "committee_decision__organ", "council_decision__organ",
)  # fmt: skip

# Counted beside it: counted in a join, all columns of all that is joined are grouped by.
COUNTED = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by().values("proposal")
VERSIONS = Coalesce(Subquery(COUNTED.annotate(count=Count("pk")).values("count")), 0)


@opened_when_published
def proposal_show(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """One proposal as this person may read it: the text, the criteria, the moves, what happened."""
    told = {"version_count": VERSIONS, "turn": turn(), "opened": opened_to(rights.actor_of(request.user))}
    rows = GoalProposal.objects.select_related(*JOINED).annotate(**told)
    proposal = row_of_term(request, rows, term, pk)
    working = reads_rows(proposal, request.user)
    examined = _examined(proposal, request.user, working)
    inside = takes_part(proposal, request.user)
    events = events_for(proposal, request.user)
    changed = changed_since_decision(proposal) if working and proposal.state == S.SUPPLEMENT else []
    made, continued = _goals(proposal, examined.content, request.user)
    context = {
        "proposal": proposal,
        "content": examined.content,
        "examined": examined,
        "checks": checks_of(examined, _place(proposal, examined, request.user)),
        "paces": paces_of(examined),
        "statements": statements_of(examined.content),
        **_costs(proposal, examined.content, request.user),
        "moves": [*_moves(proposal, request.user, examined, changed), *_decision_moves(proposal, request.user, made)],
        "events": events,
        "goals": made,
        "sent_back": _is_sent_back(proposal, working, inside),
        "needs_decision": changed,
        "may_be_own": inside and proposal.state in NOT_ADOPTED and not made,
        "continued": continued,
        "tabled": _tabled(proposal, events),
        "talk": talk_of(proposal, request.user, f"{request.path}#samtal-") if inside else None,
        "comment_form": CommentForm() if inside else None,
        "history": reads_history(proposal, request.user),
        "paper": proposal.state in IN_WORK and prepares(request.user, proposal.organ_id),
    }
    return render(request, "goals/proposal/show.html", context)


def _is_sent_back(proposal: GoalProposal, working: bool, inside: bool) -> bool:
    """Whether the person reads why it is worked on again: of a draft its writers, else all who talk about it."""
    return proposal.state in WORKING_ON and (working or (inside and proposal.state != S.DRAFT))


def _costs(proposal: GoalProposal, content: ProposalContent, user: Any) -> dict[str, Any]:
    """Its cost beside the room, and until it is decided what the committee's proposals cost together.

    The unsigned read the cost alone.
    """
    if not content.cost or not rights.actor_of(user).posts:
        return {"costs": cost_shown(content, costs.NO_ROOM)}
    if proposal.state in DECIDED:
        return {"costs": cost_shown(content, costs.room_for(user))}
    prices = costs.of_committee(proposal, user)
    together = prices.bill(prices.by_proposal)
    whose = of_committee(content.organ_name, together)
    bill = bill_shown(together, prices.room, whose) if together.count > 1 else None
    return {"costs": cost_shown(content, prices.room), "bill": bill}


def _tabled(proposal: GoalProposal, events: Sequence[Event]) -> Decision | None:
    """The decision that put it off, while nothing has happened since."""
    return events[-1].decision if proposal.state == S.SUBMITTED and events and events[-1].move == "table" else None


def _goals(proposal: GoalProposal, content: ProposalContent, user: Any) -> tuple[list[Link], Goal | None]:
    """The goals that it became part of and the earlier one that its text continues, as this person may read them."""
    became = proposal.state in DECIDED  # of what was not adopted a committee may make its own
    earlier = proposal.continues_id if content.continues else None
    if not became and not earlier:
        return [], None
    kind, parts = KINDS[Goal], Goal.proposals.through.objects.filter(goalproposal=proposal, goal=OuterRef("pk"))
    wanted = Q(became=True) | Q(pk=earlier) if became else Q(pk=earlier)
    found = list(kind.rows(user).annotate(became=Exists(parts)).filter(wanted))
    made = [kind.link(goal) for goal in found if became and goal.became]
    return made, next((goal for goal in found if goal.pk == earlier), None)


def _examined(proposal: GoalProposal, user: Any, working: bool) -> Examined:
    """The text that this person reads, with its criteria."""
    decided = proposal.committee_decision_id is not None
    if working or proposal.handed_in is None:
        prefetch_related_objects([proposal], *PARTS)
        return examine(proposal, user, decided=decided)
    return examine_content(from_json(proposal.handed_in.content), user, decided=decided)


def _place(proposal: GoalProposal, examined: Examined, user: Any) -> Place | None:
    """Where what is missing is filled in, for those who can write on it now."""
    offered = [move.name for move in PROPOSALS.offered(proposal, user) if move.name in ("edit", "complete")]
    if not offered:
        return None
    edit = reverse(PAGES[offered[0]], args=[proposal.term, proposal.pk])
    keys = [line.key for line in examined.content.indicators]
    return lambda field: f"{edit}#{place_of(keys, field)}"


def statements_of(content: ProposalContent) -> list[tuple[str, str]]:
    """The committee's own words, criterion by criterion."""
    said = content.statements
    return [(words.criterion_name(name), getattr(said, name)) for name in STATEMENTS if getattr(said, name)]


def _moves(proposal: GoalProposal, user: Any, examined: Examined, changed: Sequence[str]) -> list[Button]:
    """What this person can do with it; a manager's first button is to mark ready what lacks nothing.

    What has `changed` of what the committee decided is not handed in without it: that would be refused.
    """
    found = buttons(PROPOSALS, proposal, user, PAGES, proposal.term, proposal.pk)
    if rights.may_read(GoalProposal.rights_kind, rights.actor_of(user), proposal):  # nothing to ask for
        asking = reverse(PAGES["ask_access"], args=[proposal.term, proposal.pk])
        found = [button for button in found if button.url != asking]
    if changed:
        answering = reverse(PAGES["answer"], args=[proposal.term, proposal.pk])
        found = [button for button in found if button.url != answering]
    ready = reverse(PAGES["mark_ready"], args=[proposal.term, proposal.pk])
    return found if hinders_ready(examined.criteria) else sorted(found, key=lambda button: button.url != ready)


def _decision_moves(proposal: GoalProposal, user: Any, made: Sequence[Link]) -> list[Button]:
    """The page where its organ's decision is recorded, with this matter ticked; what was `made` of it is made once."""
    found = []
    for move in PROPOSALS.offered(proposal, user):
        if move.name in MANY:
            address = reverse("goals:proposal-decision", args=[proposal.term, proposal.organ_id, move.name])
            found.append(Button(move.label, f"{address}?arende={proposal.pk}"))
    return [*found, *decision_moves(proposal, user, is_goal=bool(made))]


def events_for(proposal: GoalProposal, user: Any) -> Sequence[Event]:
    """What happened to it: all of it inside its organ, what organs decided to those outside."""
    rows = Event.of(proposal)
    actor = rights.actor_of(user)
    if any(rights.holds(who, actor, proposal) for who in (rights.Who.STAFF, rights.Who.SECRETARY)):
        return list(rows.exclude(move__in=["edit", "complete"]))
    if may_comment(proposal, user):
        return list(rows.filter(Q(decision__isnull=False) | Q(move__in=["mark_ready", "ask_supplement", "answer"])))
    return list(rows.filter(decision__isnull=False))


# Versions


@opened_when_published
def proposal_versions(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """The saved versions that this person may read."""
    proposal = row_of_term(request, GoalProposal.objects.select_related("organ", "handed_in"), term, pk)
    found = versions_for(proposal, request.user)
    context = {"proposal": proposal, "title": title_for(proposal, request.user), "versions": found}
    return render(request, "goals/proposal/versions.html", context)


@opened_when_published
def proposal_compare(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Two versions word by word: the two that are named, else the last two."""
    proposal = row_of_term(request, GoalProposal.objects.select_related("organ", "handed_in"), term, pk)
    found = versions_for(proposal, request.user)
    if not found:
        raise Http404
    old = _numbered(found, request.GET.get("fran"), found[min(1, len(found) - 1)])
    new = _numbered(found, request.GET.get("till"), found[0])
    before, after = from_json(old.content), from_json(new.content)
    context = {
        "proposal": proposal, "title": after.title, "versions": found, "old": old, "new": new,
        "rows": changed_rows(before, after),
    }  # fmt: skip
    return render(request, "goals/proposal/compare.html", context)


def _numbered(found: Sequence[ProposalVersion], asked: str | None, default: ProposalVersion) -> ProposalVersion:
    if asked is None:
        return default
    for version in found:
        if str(version.number) == asked:
            return version
    raise Http404


@dataclass(frozen=True)
class ChangedRow:
    """A field that two versions say differently; `prose` is shown word by word, the rest as old → new."""

    label: str
    old: str
    new: str
    prose: bool


def changed_rows(before: ProposalContent, after: ProposalContent) -> list[ChangedRow]:
    """What differs, field by field; of an indicator that came or went its name and numbers are enough."""
    names = {line.key: line.name for content in (before, after) for line in content.indicators}
    return [
        ChangedRow(_changed_label(d, names), _shown(d.before), _shown(d.after), d.prose)
        for d in differences(before, after)
        if not (d.field.endswith((".unit", ".direction")) and None in (d.before, d.after))
    ]


def _changed_label(changed: Difference, names: Mapping[str, str]) -> str:
    if changed.field.startswith("indicators.") and changed.field.endswith(".name"):
        if changed.before is None:
            return _("Indikator tillagd")
        if changed.after is None:
            return _("Indikator borttagen")
    return words.field_label(changed.field, names)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, Direction):
        return str(IndicatorVersion.Direction(value.value).label)
    return number(value) if isinstance(value, Decimal) else str(value)
