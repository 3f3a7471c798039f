"""Writing a proposal: new, edited, checked while it is typed; what one typed is never lost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning import rights
from burlov_styrning.base.models import Organ
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Clash
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.views import carried_number
from burlov_styrning.workflow import require
from goals import proposals, words
from goals.criteria import Examined, examine, examine_text
from goals.forms.proposal_offers import earlier_goals, offered_to
from goals.forms.proposals import Writing
from goals.models import Goal, GoalProposal
from goals.moves import PROPOSALS
from goals.views.checks import checks_of, paces_of
from goals.views.filling import filled, fills, lines_of
from goals.views.proposals import changed_rows
from goals.views.remarks import talk_of
from goals.views.shared import Years, row_of_term, the_term
from goals.written import JOINED, PARTS, Written, content_from, written_of

S = GoalProposal.State


def proposal_new(request: HttpRequest, term: Years) -> HttpResponse:
    """A committee's new proposal."""
    of = the_term(request, term)
    actor = rights.actor_of(request.user)
    organs = list(Organ.objects.filter(pk__in=actor.organs(rights.WRITERS)))
    organ = next((o for o in organs if str(o.pk) == request.POST.get("organ", request.GET.get("organ"))), None)
    proposal = GoalProposal(term=of, organ=organ or (organs[0] if organs else None))
    require(PROPOSALS, "draft", proposal, request.user)
    return _page(request, proposal, Written({"continues": _continued(request, proposal)}), organs)


def _continued(request: HttpRequest, proposal: GoalProposal) -> Goal | None:
    """The earlier goal that the address names, as the page of earlier goals links here."""
    return earlier_goals(proposal).filter(pk=carried_number(request.GET.get("fortsatter", ""))).first()


def proposal_edit(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Write on a draft, or on what was sent back."""
    rows = GoalProposal.objects.select_related(*JOINED).prefetch_related(*PARTS).annotate(turn=proposals.turn())
    proposal = row_of_term(request, rows, term, pk)
    require(PROPOSALS, _move(proposal), proposal, request.user)
    return _page(request, proposal, written_of(proposal), [])


def _move(proposal: GoalProposal) -> str:
    return "complete" if proposal.state in (S.SUPPLEMENT, S.REFERRED_BACK) else "edit"


@require_POST
def proposal_check(request: HttpRequest, term: Years) -> HttpResponse:
    """The criteria of what is typed and not yet saved, for the panel beside the form."""
    if pk := request.POST.get("forslag"):
        proposal = row_of_term(request, GoalProposal.objects.select_related("organ"), term, carried_number(pk))
        require(PROPOSALS, _move(proposal), proposal, request.user)
    else:
        of = the_term(request, term)
        organs = Organ.objects.filter(pk__in=rights.actor_of(request.user).organs(rights.WRITERS))
        proposal = GoalProposal(term=of, organ=organs.first())
        require(PROPOSALS, "draft", proposal, request.user)
    writing = Writing(proposal, offered_to(proposal), request.POST)
    return render(request, "goals/proposal/checked.html", check_context(writing, request.user))


@require_POST
def proposal_autosave(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """A draft saves itself while it is written on; answers with the line that says so, or why it stops."""
    rows = GoalProposal.objects.select_related(*JOINED).prefetch_related(*PARTS)
    proposal = row_of_term(request, rows, term, pk)
    writing = Writing(proposal, offered_to(proposal), request.POST, written_of(proposal))
    revision = carried_number(request.POST.get("revision", ""))
    line: dict[str, Any] = {"revision": revision}
    status = 200
    try:
        require(PROPOSALS, "edit", proposal, request.user)
        saved = proposals.autosave(proposal, _readable(writing), by=request.user, revision=revision)
        line = {"revision": saved.revision, "saved": localtime(), "unread": writing.unread_labels()}
    except Conflict:
        line |= {"theirs": _last_saved(proposal, request.user), "stops": True}
        status = 409
    except Refusal as refusal:
        if refusal.reason is Reason.RIGHT:
            raise
        line |= {"sentences": refusal.sentences, "stops": refusal.reason is not Reason.RULE}
        status = 422
    return render(request, "goals/proposal/saved.html", line, status=status)


def _readable(writing: Writing) -> Written:
    _ = writing.is_valid  # cleans every part
    return writing.read_over()


def _last_saved(proposal: GoalProposal, user: Any) -> dict[str, Any]:
    """Who saved in between, and when; nobody is named where it was oneself, in another window."""
    last = proposals.last_written(proposal)
    mine = last is not None and last.person_id == rights.actor_of(user).person
    return {"who": last.person if last and not mine else "", "mine": mine, "when": last.at if last else None}


def _page(request: HttpRequest, proposal: GoalProposal, written: Written, organs: list[Organ]) -> HttpResponse:
    offered = offered_to(proposal)
    if request.method != "POST":
        return _form(request, Writing(proposal, offered, written=written), organs)
    if fills(request.POST.get("gor", "")):
        data, place = filled(request.POST, Writing(proposal, offered, request.POST), request.user)
        writing = Writing(proposal, offered, data, written)
        writing.begin_at(place)
        return _form(request, writing, organs, checked=True)
    writing = Writing(proposal, offered, request.POST, written)
    if not writing.is_valid:
        return _form(request, writing, organs, checked=True)
    return _save(request, proposal, writing, organs)


def _save(request: HttpRequest, proposal: GoalProposal, writing: Writing, organs: list[Organ]) -> HttpResponse:
    try:
        saved = _step(request, proposal, writing.read())
    except Conflict as conflict:
        return _both(request, writing, conflict)
    except Refusal as refusal:
        if refusal.reason is not Reason.RULE:
            raise
        writing.refuse(refusal.fields)
        return _form(request, writing, organs, checked=True)
    tell(request, _("Förslaget är sparat."))
    again = request.POST.get("gor") == "fortsatt"
    return redirect("goals:proposal-edit" if again else "goals:proposal-show", saved.term, saved.pk)


def _step(request: HttpRequest, proposal: GoalProposal, written: Written) -> GoalProposal:
    if proposal.pk is None:
        return proposals.draft(proposal.term, proposal.organ, written, by=request.user)
    step = {"edit": proposals.edit, "complete": proposals.complete}[_move(proposal)]
    return step(proposal, written, by=request.user, revision=carried_number(request.POST.get("revision", "")))


def _form(request: HttpRequest, writing: Writing, organs: list[Organ], checked: bool = False) -> HttpResponse:
    proposal = writing.proposal
    status = 200 if writing.data is None or writing.is_valid else 422
    context = {
        "writing": writing,
        "proposal": proposal,
        "organs": organs if len(organs) > 1 else [],
        "back": _back(proposal),
        "revision": request.POST.get("revision", proposal.revision),
        "check_url": reverse("goals:proposal-check", args=[proposal.term]),
        "saves_itself": proposal.pk is not None and _move(proposal) == "edit",
        "lines": lines_of(writing, request.user),
        "talk": talk_of(proposal, request.user, f"{request.path}#sagt-") if proposal.pk else None,
        "sections": words.SECTIONS,
        **check_context(writing, request.user, with_pace=checked),
    }
    return render(request, "goals/proposal/form.html", context, status=status)


def _back(proposal: GoalProposal) -> str:
    if proposal.pk is None:
        return reverse("goals:proposal-list", args=[proposal.term])
    return reverse("goals:proposal-show", args=[proposal.term, proposal.pk])


def check_context(writing: Writing, user: Any, with_pace: bool = True) -> dict[str, Any]:
    """The panel's values: of what was typed as far as it can be read, else of what is stored."""
    examined = _examined(writing, user, with_pace)
    return {
        "examined": examined,
        "checks": checks_of(examined, lambda field: f"#{writing.place(field)}"),
        "paces": paces_of(examined) if with_pace else [],
        "unreadable": writing.data is not None and writing.has_unreadable,
    }


def _examined(writing: Writing, user: Any, with_pace: bool) -> Examined:
    written = writing.written if writing.data is None else _typed(writing)
    if with_pace:
        return examine(writing.proposal, user, written)
    return examine_text(content_from(writing.proposal, written))


def _typed(writing: Writing) -> Written:
    _ = writing.is_valid  # cleans every part
    return writing.read()


# Two who save


def _both(request: HttpRequest, writing: Writing, conflict: Conflict) -> HttpResponse:
    """Both texts side by side; the form goes on with mine from the revision that stands."""
    theirs: Any = GoalProposal.objects.select_related(*JOINED, "term").get(pk=writing.proposal.pk)
    mine, stands = content_from(writing.proposal, writing.read()), content_from(theirs, written_of(theirs))
    rows = [Clash(row.label, row.old, row.new) for row in changed_rows(mine, stands)]
    context = {
        "rows": rows, **_last_saved(theirs, request.user), "writing": writing, "proposal": theirs,
        "back": _back(theirs), "revision": theirs.revision,
        "check_url": reverse("goals:proposal-check", args=[theirs.term]),
        "lines": lines_of(writing, request.user),
        "talk": talk_of(theirs, request.user, f"{request.path}#sagt-"), "sections": words.SECTIONS,
        **check_context(writing, request.user),
    }  # fmt: skip
    return render(request, "goals/proposal/form.html", context, status=409)
