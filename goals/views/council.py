"""One decision over many proposals: the executive board's proposal to the council, and the council's decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning import rights
from burlov_styrning.base import drafts
from burlov_styrning.base.models import Organ
from burlov_styrning.base.papers import draft_paper
from burlov_styrning.base.people import assignments_of
from burlov_styrning.base.views.drafts import Drafting, as_sent
from burlov_styrning.exposure import Exposure
from burlov_styrning.middleware import tell
from burlov_styrning.papers import answer as answer_with
from burlov_styrning.parts import Button
from burlov_styrning.rights import Role, Who
from burlov_styrning.views import only, saves
from goals import ballots, selection, terms
from goals.catalogue import PARTS, handed_in
from goals.forms.council import Deciding, Recommending, from_the_board
from goals.forms.goals import Offered
from goals.models import Ballot, GoalProposal, Recommendation, Term
from goals.moves import GOALS, PROPOSALS
from goals.views.drafted import decided_blocks, recommended_blocks
from goals.views.shared import Years, the_term

S = GoalProposal.State


def organ_of(request: HttpRequest, kind: str) -> Organ:
    """The organ of that kind whose secretary this person is."""
    held = [row for row in assignments_of(request.user) if row.role == Role.SECRETARY]  # type: ignore[arg-type]
    return next(row.organ for row in held if row.organ.kind == kind)


def before_the_council(request: HttpRequest, term: Term) -> list[GoalProposal]:
    """The proposals that can be decided, with their texts; the same number of queries however many."""
    return _before(request, term, S.SUBMITTED)


def _before(request: HttpRequest, term: Term, *states: str) -> list[GoalProposal]:
    rows = handed_in(term, request.user).filter(state__in=states)
    found = list(rows.select_related("term", "area", "handed_in"))
    prefetch_related_objects([row for row in found if row.handed_in is None], *PARTS)
    return found


# The executive board


def selection_recommend(request: HttpRequest, term: Years) -> HttpResponse:
    """Record what the board proposes the council to decide, over many proposals at once."""
    only(request, Who.BOARD_SECRETARY)
    of = the_term(request, term)
    drafting = Drafting(request, organ_of(request, rights.BOARD), recommend_title(of))
    if answer := drafting.answer():
        return answer
    rows = before_the_council(request, of)
    page = Recommending(drafting.organ, rows, drafting.posted, drafting.typed)
    if drafting.posted and page.is_valid and saves(page.decision, lambda: _recommend(request, page, drafting)):
        return redirect("base:decision", page.decision.recorded.pk)
    context = {
        "term": of, "page": page, "standing": _standing(rows), "back": _back(of),
        "drafting": drafting.shown(page.forms),
        **on_paper("goals:selection-recommend-draft", of),
    }  # fmt: skip
    return render(request, "goals/selection/recommend.html", context, status=max(drafting.status, _status(page.forms)))


def recommend_title(term: Term) -> str:
    """What the board's draft is called."""
    return _("Styrelsens förslag till fullmäktige om målen %(term)s") % {"term": term}


def decide_title(term: Term) -> str:
    """What the council's draft is called."""
    return _("Fullmäktiges beslut om målen %(term)s") % {"term": term}


def on_paper(name: str, term: Term) -> dict[str, str]:
    """Where the draft is fetched to be printed."""
    return {f"paper_{kind}": reverse(name, args=[term, kind]) for kind in ("pdf", "docx")}


@transaction.atomic
def _recommend(request: HttpRequest, page: Recommending, drafting: Drafting) -> None:
    decision, said = page.decision.record(by=request.user), page.said()
    drafting.record(decision)
    remarks = selection.recommend_many(said, decision, by=request.user)
    done = ngettext("Styrelsens förslag om %(n)s målförslag är antecknat.",
                    "Styrelsens förslag om %(n)s målförslag är antecknat.", len(said))  # fmt: skip
    tell(request, done % {"n": len(said)}, remarks)


def _standing(rows: list[GoalProposal]) -> dict[int, Recommendation]:
    """What the board proposed last about each."""
    found = Recommendation.objects.filter(proposal__in=rows).select_related("decision__organ")
    return {row.proposal_id: row for row in found.order_by("decision__date", "id")}


def _status(forms: list[Any]) -> int:
    return 422 if any(form.is_bound and form.errors and any(_flat(form.errors)) for form in forms) else 200


def _flat(errors: Any) -> list[Any]:
    return [*errors] if isinstance(errors, dict) else [one for some in errors for one in some]


def _back(term: Term) -> str:
    return reverse("goals:proposal-list", args=[term])


# The council


def selection_decide(request: HttpRequest, term: Years) -> HttpResponse:
    """Prepare, then record what the council decided about the proposals; final words are asked for where it amends."""
    only(request, Who.COUNCIL_SECRETARY)
    of = the_term(request, term)
    found, offered = _before(request, of, S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK), Offered(of)
    rows = [row for row in found if row.state == S.SUBMITTED]
    standing = _standing(rows)
    drafting = Drafting(request, organ_of(request, rights.COUNCIL), decide_title(of), {"mal": "?mal=1"})
    if answer := _begun(request, drafting, standing) or drafting.answer():
        return answer
    page = Deciding(offered, drafting.organ, rows, drafting.posted, drafting.typed, more="mal" in request.GET)
    if drafting.posted and page.is_valid and saves(page.decision, lambda: _decide(request, of, page, drafting)):
        return redirect("base:decision", page.decision.recorded.pk)
    for matter in page.matters:
        matter.recommendation = standing.get(matter.proposal.pk)
    context = {
        "term": of, "page": page, "offered": offered, "waiting": len(found) - len(rows), "back": _back(of),
        "unwritten": page.unwritten if drafting.posted else [], "others": other_decisions(of),
        "drafting": drafting.shown(page.fields), "from_the_board": standing and not drafting.draft,
        **on_paper("goals:selection-decide-draft", of),
    }  # fmt: skip
    return render(request, "goals/selection/decide.html", context, status=max(drafting.status, _status(page.forms)))


def _begun(request: HttpRequest, drafting: Drafting, standing: Mapping[int, Recommendation]) -> HttpResponse | None:
    """Begin the draft with what the executive board proposed, where that was asked for."""
    if request.POST.get("gor") != "styrelsens":
        return None
    drafting.begin(from_the_board(standing.values()))
    tell(request, _("Utkastet börjar med styrelsens förslag. Det är inget beslut förrän du antecknar det."))
    return redirect(drafting.address)


@transaction.atomic
def _decide(request: HttpRequest, term: Term, page: Deciding, drafting: Drafting) -> None:
    decision = page.decision.record(by=request.user)
    drafting.record(decision)
    done = selection.decide(term, decision, page.choices(), by=request.user, added=page.goals())
    tell(request, _decided(page, len(done.goals)), done.remarks)


def _decided(page: Deciding, goals: int) -> str:
    made = ngettext("%(n)s mål är antaget", "%(n)s mål är antagna", goals) % {"n": goals}
    rest = len(page.choices()) - sum(1 for choice in page.choices() if choice.outcome in ("adopt", "merge"))
    other = ngettext("%(n)s annat förslag avgjort", "%(n)s andra förslag avgjorda", rest) % {"n": rest}
    what = ", ".join(words for count, words in ((goals, made), (rest, other)) if count)
    return _("Beslutet är antecknat: %(what)s. Publicera det när protokollet är justerat.") % {"what": what}


# The drafts on paper


def recommend_draft(request: HttpRequest, term: Years, kind: str) -> HttpResponse:
    """The board's draft, clearly marked as no decision."""
    only(request, Who.BOARD_SECRETARY)
    of, organ = the_term(request, term), organ_of(request, rights.BOARD)
    typed = _typed(organ, reverse("goals:selection-recommend", args=[of]))
    page = Recommending(organ, before_the_council(request, of), None, typed)
    return answer_with(draft_paper(organ, recommend_title(of), page.decision, recommended_blocks(page)), kind)


def decide_draft(request: HttpRequest, term: Years, kind: str) -> HttpResponse:
    """The council's draft, clearly marked as no decision."""
    only(request, Who.COUNCIL_SECRETARY)
    of, organ = the_term(request, term), organ_of(request, rights.COUNCIL)
    typed = _typed(organ, reverse("goals:selection-decide", args=[of]))
    page = Deciding(Offered(of), organ, before_the_council(request, of), None, typed)
    return answer_with(draft_paper(organ, decide_title(of), page.decision, decided_blocks(page)), kind)


def _typed(organ: Organ, address: str) -> QueryDict:
    draft = drafts.of(organ, address)
    if draft is None:
        raise Http404
    return as_sent(drafts.latest(draft).typed)


def other_decisions(term: Term) -> list[tuple[str, str]]:
    """What else the council can decide, with the page where it is recorded."""
    return [
        (_("Mål som inte kommer från ett förslag"), reverse("goals:goal-new", args=[term])),
        (_("Förlängning av målperioden"), reverse("goals:term-prolong", args=[term])),
        (_("Vision och värdeord"), reverse("goals:term-vision", args=[term])),
    ]


# Ways here


PAGES = {"adopt": "goals:selection-decide", "recommend": "goals:selection-recommend"}
NOT_ADOPTED = (S.DECLINED, S.LAPSED)
"""What a committee can make a goal of its own of."""


def decision_moves(proposal: GoalProposal, user: Any, *, is_goal: bool) -> list[Button]:
    """Where council, board or committee record what they decided about a proposal, with this matter in sight."""
    found = []
    for move in PROPOSALS.offered(proposal, user):
        if move.name in PAGES:
            label = _("Anteckna fullmäktiges beslut") if move.name == "adopt" else move.label
            found.append(Button(label, f"{reverse(PAGES[move.name], args=[proposal.term])}#f{proposal.pk}"))
    if not is_goal and proposal.state in NOT_ADOPTED and rights.holds(Who.SECRETARY, rights.actor_of(user), proposal):
        own = reverse("goals:proposal-own-goal", args=[proposal.term, proposal.pk])
        found.append(Button(GOALS.move("adopt_own").label, own))
    return found


def selection_moves(term: Term, user: Any) -> list[Button]:
    """The pages of selection that this person has, for the list of proposals."""
    actor = rights.actor_of(user)

    def holds(*whos: Who) -> bool:
        return rights.any_of(whos, actor, rights.ANY_ROW) is not False

    found = []
    if holds(Who.COUNCILLOR):
        label = _("Läs och prioritera") if ballots.are_open(term, user) else _("Läs ett i taget")
        found.append(Button(label, reverse("goals:selection", args=[term])))
    if holds(Who.BOARD_SECRETARY):
        found.append(Button(_("Anteckna styrelsens förslag"), reverse("goals:selection-recommend", args=[term])))
    if holds(Who.COUNCIL_SECRETARY):
        found.append(Button(_("Anteckna fullmäktiges beslut"), reverse("goals:selection-decide", args=[term])))
    readers = rights.READ[Ballot.rights_kind][Exposure.RECORD] - {Who.SELF}
    if holds(*readers) and terms.lists_are_closed(term):
        found.append(Button(_("Se sammanräkningen"), reverse("goals:selection-tally", args=[term])))
    return found
