"""Planning a round, changing its days, opening, closing, and recording that the council approved it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.base.forms import DecisionForm
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.middleware import tell
from burlov_styrning.views import saves, take
from burlov_styrning.workflow import require
from followup import openings, planning, rounds
from followup.forms.rounds import RoundForm
from followup.models import FollowUpRound
from followup.moves import ROUNDS
from followup.planning import Advice
from followup.progress import Progress
from followup.views.shared import round_or_404
from goals.views.shared import Years, the_term


def round_plan(request: HttpRequest, term: Years) -> HttpResponse:
    """A round to come, with what the calendar says of its days."""
    of = the_term(request, term)
    require(ROUNDS, "plan", FollowUpRound(term=of), request.user)
    form = RoundForm(request.POST or None, term=of, organs=planning.owners_in(of))
    made: list[FollowUpRound] = []

    def step() -> None:
        unsaved = form.unsaved()
        made.append(
            rounds.plan(of, unsaved.year, unsaved.kind, unsaved.ends_on, by=request.user,
                        deadlines=form.deadlines(), **form.words())
        )  # fmt: skip

    if not _only_checking(request) and saves(form, step):
        tell(request, _("Uppföljningen är planerad."), list(advice_on(form).breaches))
        return redirect("followup:round-show", made[0].pk)
    return _page(request, form, reverse("followup:round-list", args=[of]))


def round_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change days and name."""
    row = round_or_404(request, pk)
    require(ROUNDS, "edit", row, request.user)
    form = RoundForm(request.POST or None, term=row.term, organs=planning.owners_in(row.term), row=row)
    back = reverse("followup:round-show", args=[pk])

    def step() -> None:
        period_end = form.cleaned_data["period_end"].isoformat()
        rounds.edit(row, by=request.user, deadlines=form.deadlines(), period_end=period_end, **form.words())

    if not _only_checking(request) and saves(form, step):
        tell(request, _("Dagarna är sparade."), list(advice_on(form).breaches))
        return redirect(back)
    return _page(request, form, back)


def _only_checking(request: HttpRequest) -> bool:
    return request.method != "POST" or request.POST.get("gor") == "kontrollera"


def _page(request: HttpRequest, form: RoundForm, back: str) -> HttpResponse:
    advice = None
    if form.row and not form.is_bound:
        own = {deadline.organ_id: deadline.due for deadline in form.row.deadlines.all()}
        advice = planning.advise(form.row, form.organs, own)
    elif form.is_bound and form.is_valid():
        advice = advice_on(form)
    if advice:
        form.remark(advice.said)
    context = {
        "form": form, "round": form.row, "term": form.term, "back": back, "advice": advice,
        "ready": _ready(form, advice) if advice else [],
    }  # fmt: skip
    return render(request, "followup/rounds/form.html", context, status=422 if form.errors else 200)


def advice_on(form: RoundForm) -> Advice:
    """What the calendar says of what was typed."""
    return planning.advise(form.unsaved(), form.organs, form.own())


def _ready(form: RoundForm, advice: Advice) -> list[tuple[Organ, Any]]:
    return [(organ, advice.ready[organ.pk]) for organ in form.organs if organ.pk in advice.ready]


# Moves


def round_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the owners judge."""
    row = round_or_404(request, pk)
    label = require(ROUNDS, "open", row, request.user).label
    if request.method == "POST":
        return take(
            request, lambda: rounds.open_round(row, by=request.user),
            _("Uppföljningen är öppen. De ansvariga ser den i sitt arbete."), "followup:round-show", pk,
        )  # fmt: skip
    facts = [(_("Uppföljning"), str(row)), (_("Avser tiden till och med"), row.ends_on.isoformat()),
             (_("Bedömningar klara senast"), row.due.isoformat() if row.due else "")]  # fmt: skip
    context = {"title": _("Öppna uppföljningen?"), "facts": facts, "submit": label}
    lead = _("De ansvariga skriver sina bedömningar medan den är öppen.")
    return render(request, "confirm.html", context | {"lead": lead, "back": _show(pk)})


def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it; says first what is not approved and will be printed as not judged."""
    row = round_or_404(request, pk)
    label = require(ROUNDS, "close", row, request.user).label
    left = [piece for piece in Progress(row, request.user).pieces() if not piece.is_done]
    unsaid = [(one.organ, openings.state_word(one)) for one in openings.undecided(row)]
    if request.method == "POST":
        rounds.close(row, by=request.user)
        remarks = ([_unjudged(len(left))] if left else []) + ([_unsaid(len(unsaid))] if unsaid else [])
        tell(request, _("Uppföljningen är stängd."), remarks)
        return redirect("followup:round-show", pk)
    context = {"round": row, "term": row.term, "left": left, "openings": unsaid, "submit": label, "back": _show(pk)}
    return render(request, "followup/rounds/close.html", context)


def _unjudged(count: int) -> str:
    return ngettext(
        "%(n)s bedömning är inte godkänd och trycks som inte bedömd.",
        "%(n)s bedömningar är inte godkända och trycks som inte bedömda.",
        count,
    ) % {"n": count}


def _unsaid(count: int) -> str:
    return ngettext(
        "%(n)s inledning är inte beslutad och tas inte med i rapporten.",
        "%(n)s inledningar är inte beslutade och tas inte med i rapporten.",
        count,
    ) % {"n": count}


def round_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the council approved the report."""
    row = round_or_404(request, pk)
    label = require(ROUNDS, "adopt", row, request.user).label
    council = Organ.objects.filter(kind=Organ.Kind.COUNCIL).order_by("id").last()
    assert council is not None  # whoever may do this is its secretary
    form = DecisionForm(request.POST or None, organ=council, kind=Decision.Kind.ROUND)

    def step() -> None:
        with transaction.atomic():
            rounds.adopt(row, form.record(by=request.user), by=request.user)

    if request.method == "POST" and saves(form, step):
        tell(request, _("Fullmäktiges beslut är antecknat."))
        return redirect("followup:round-show", pk)
    context = {
        "title": _("Vad beslutade fullmäktige om rapporten?"), "facts": [(_("Uppföljning"), str(row))],
        "form": form, "submit": label, "back": _show(pk),
    }  # fmt: skip
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


def _show(pk: int) -> str:
    return reverse("followup:round-show", args=[pk])
