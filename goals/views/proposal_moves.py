"""The moves of a proposal: ready, back, supplement, answer, taken up, opened; and one decision over many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning import rights
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.base.people import controllers
from burlov_styrning.base.views.drafts import Drafting
from burlov_styrning.forms import Form
from burlov_styrning.middleware import tell
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.views import take
from burlov_styrning.workflow import require
from goals import proposals
from goals.criteria import examine
from goals.forms.matters import MattersForm
from goals.forms.proposal_moves import AskForm, CommentForm, InviteForm, SupplementForm
from goals.forms.proposals import place_of
from goals.models import GoalProposal
from goals.moves import PROPOSALS
from goals.rules.smart import hinders_ready
from goals.titles import existing
from goals.views.checks import checks_of, paces_of
from goals.views.shared import Years, row_of_term, the_term
from goals.written import JOINED, PARTS

type Step = Callable[[GoalProposal, Any], Any]


def proposal_ready(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Review it for the committee: everything missing is listed, with the way to each field."""
    rows = GoalProposal.objects.select_related(*JOINED).prefetch_related(*PARTS)
    proposal = row_of_term(request, rows, term, pk)
    require(PROPOSALS, "mark_ready", proposal, request.user)
    if request.method == "POST":
        try:
            return take(
                request, lambda: proposals.mark_ready(proposal, by=request.user),
                _("Förslaget är klart för nämnden. Nämndens ledamöter kan läsa det."),
                "goals:proposal-show", proposal.term, pk,
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.reason is not Reason.RULE:
                raise
    return _review(request, proposal)


def _review(request: HttpRequest, proposal: GoalProposal) -> HttpResponse:
    examined = examine(proposal, request.user)
    edit = reverse("goals:proposal-edit", args=[proposal.term, proposal.pk])
    keys = [line.key for line in examined.content.indicators]
    context = {
        "proposal": proposal,
        "examined": examined,
        "checks": checks_of(examined, lambda field: f"{edit}#{place_of(keys, field)}"),
        "paces": paces_of(examined),
        "hindered": hinders_ready(examined.criteria),
        "edit": edit,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "goals/proposal/ready.html", context, status=status)


def _asked(
    request: HttpRequest, proposal: GoalProposal, move: str, form: Form | None, step: Step, done: str,
    title: str, lead: str = "",
) -> HttpResponse:  # fmt: skip
    """Ask before the move, with a form where one is needed; then take it."""
    label = require(PROPOSALS, move, proposal, request.user).label
    if request.method == "POST" and (form is None or form.is_valid()):
        values = form.cleaned_data if form else {}
        return take(request, lambda: step(proposal, values), done, "goals:proposal-show", proposal.term, proposal.pk)
    back = reverse("goals:proposal-show", args=[proposal.term, proposal.pk])
    context = {"title": title, "lead": lead, "form": form, "submit": label, "back": back}
    return render(request, "confirm.html", context, status=422 if form and form.errors else 200)


def proposal_back(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Back to draft, with a comment."""
    proposal = row_of_term(request, GoalProposal, term, pk)
    return _asked(
        request, proposal, "back_to_draft", CommentForm(request.POST or None),
        lambda row, said: proposals.back_to_draft(row, by=request.user, comment=said["comment"]),
        _("Förslaget är ett utkast igen."), _("Tillbaka till utkast?"),
        _("Ledamöterna ser det inte längre. Handläggarna ser din kommentar."),
    )  # fmt: skip


def proposal_supplement(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """The controller asks for a supplement."""
    proposal = row_of_term(request, GoalProposal, term, pk)
    return _asked(
        request, proposal, "ask_supplement", SupplementForm(request.POST or None),
        lambda row, said: proposals.ask_supplement(row, by=request.user, comment=said["comment"], due=said["due"]),
        _("Nämnden är ombedd att komplettera förslaget."), _("Begära komplettering?"),
        _("Ny lydelse, indikator, utgångsvärde eller mål kräver ett nytt beslut av nämnden."),
    )  # fmt: skip


def proposal_answer(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Hand in the supplement."""
    proposal = row_of_term(request, GoalProposal, term, pk)
    return _asked(
        request, proposal, "answer", None, lambda row, said: proposals.answer(row, by=request.user),
        _("Kompletteringen är inlämnad."), _("Lämna kompletteringen?"),
        _("Det du har skrivit blir det som alla läser. Har det som nämnden beslutade ändrats, antecknar sekreteraren "
          "ett nytt beslut i stället."),
    )  # fmt: skip


def proposal_take_up(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """A withdrawn one is worked on again."""
    proposal = row_of_term(request, GoalProposal, term, pk)
    return _asked(
        request, proposal, "take_up", None, lambda row, said: proposals.take_up(row, by=request.user),
        _("Förslaget är ett utkast igen."), _("Ta upp förslaget igen?"),
        _("Det som lämnades in finns kvar. Nämnden beslutar på nytt när förslaget är klart."),
    )  # fmt: skip


def proposal_invite(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Let a controller read the draft."""
    proposal = row_of_term(request, GoalProposal, term, pk)
    return _asked(
        request, proposal, "invite", InviteForm(request.POST or None, people=controllers()),
        lambda row, said: proposals.invite(row, by=request.user, person=said["person"]),
        _("Controllern kan läsa utkastet."), _("Låta controllern läsa utkastet?"),
        _("Ett utkast som en annan myndighet kan läsa blir en allmän handling. Vem som bjöd in och när antecknas."),
    )  # fmt: skip


def proposal_ask(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """An auditor opens what is not yet handed over, with a reason that is logged."""
    first, last = term
    hidden = existing(request.user)
    if hidden is None or not rights.actor_of(request.user).has(rights.Role.AUDITOR):
        raise Http404
    rows = hidden.select_related("term").filter(term__first_year=first, term__last_year=last)
    return _asked(
        request, get_object_or_404(rows, pk=pk), "ask_access", AskForm(request.POST or None),
        lambda row, said: proposals.ask_access(row, by=request.user, comment=said["comment"]),
        _("Du kan läsa utkastet. Begäran är antecknad."), _("Läsa ett utkast?"),
        _("Nämnden ser att revisionen har läst, när och varför."),
    )  # fmt: skip


# One decision over many


KINDS = {
    "submit": Decision.Kind.SUBMIT,
    "answer_decided": Decision.Kind.SUBMIT,
    "withdraw": Decision.Kind.WITHDRAW,
}


DRAFTED_BEFORE = 2
"""So many years before its term may a proposal be decided on at the earliest."""


def proposal_decision(request: HttpRequest, term: Years, organ: int, move: str) -> HttpResponse:
    """Record the committee's decision over the matters that are ticked."""
    of = the_term(request, term)
    body = get_object_or_404(Organ, pk=organ)
    rows = GoalProposal.objects.visible_to(request.user).filter(term=of, organ=body).select_related("organ")
    matters = list(rows.filter(state__in=PROPOSALS.move(move).sources))
    if rights.Role.SECRETARY not in {p.role for p in rights.actor_of(request.user).posts if p.organ == organ}:
        raise Refusal(Reason.RIGHT, _("Nämndens sekreterare antecknar nämndens beslut."))
    drafting = Drafting(request, body, _("Beslut om målförslag %(term)s") % {"term": of})
    if answer := drafting.answer():
        return answer
    form = drafting.filled(MattersForm(
        drafting.posted, organ=body, kind=KINDS[move], rows=matters, earliest=of.first_year - DRAFTED_BEFORE,
        asked=request.GET.getlist("arende"), ahead=True,
    ))  # fmt: skip
    if form.is_valid():
        return _record(request, form, move, drafting)
    context = {
        "term": of, "organ": body, "form": form, "matters": matters, "move": PROPOSALS.move(move),
        "drafting": drafting.shown([form]),
        "others": [(m, reverse("goals:proposal-decision", args=[of, organ, m.name]))
                   for m in PROPOSALS.moves if m.name in KINDS and m.name != move],
    }  # fmt: skip
    return render(request, "goals/proposal/decision.html", context, status=422 if form.errors else drafting.status)


def _record(request: HttpRequest, form: MattersForm, move: str, drafting: Drafting) -> HttpResponse:
    """Then the decision's own page: there the extract is fetched, and the decision is published."""
    with transaction.atomic():
        decision = form.record(by=request.user)
        drafting.record(decision)
        done = proposals.record_many(move, form.cleaned_data["matters"], by=request.user, decision=decision)
    tell(request, _recorded(move, len(done.proposals)), done.remarks)
    return redirect("base:decision", decision.pk)


def _recorded(move: str, count: int) -> str:
    if move == "withdraw":
        return ngettext("%(n)s förslag är tillbakadraget.", "%(n)s förslag är tillbakadragna.", count) % {"n": count}
    return ngettext("%(n)s förslag är inlämnat.", "%(n)s förslag är inlämnade.", count) % {"n": count}
