"""The moves of an assessment: ready, back, opened again, opened to a reader; and one decision over many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning import rights
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.base.people import controllers
from burlov_styrning.base.views.drafts import Drafting
from burlov_styrning.clock import today
from burlov_styrning.forms import Form
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Check
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import Role
from burlov_styrning.views import saves, take
from burlov_styrning.workflow import require
from followup import assessments, figures, openings
from followup.assessments import missing, title
from followup.forms.assessments import AssessmentsDecisionForm, place_of
from followup.judgements import verdict_word
from followup.models import Assessment, FollowUpRound, Opening
from followup.moves import ASSESSMENTS
from followup.reading import reads_row
from followup.views.assessments import figures_of
from followup.views.shared import assessment_or_404, round_or_404
from followup.views.shared import assessments as rows_of_assessments
from followup.views.weighing import suggestion_words
from goals.forms.proposal_moves import AskForm, CommentForm, InviteForm

type Step = Callable[[Assessment, Any], Any]


class ReopenForm(CommentForm):
    """Why it is opened again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = gettext_lazy("Skäl")
        self.fields["comment"].help_text = gettext_lazy("Organet läser det.")


def assessment_ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Review it for the committee: everything missing is listed, with the way to each field."""
    row = assessment_or_404(request, pk)
    require(ASSESSMENTS, "mark_ready", row, request.user)
    if request.method == "POST":
        try:
            return take(
                request, lambda: assessments.mark_ready(row, by=request.user),
                _("Bedömningen är klar för beslut. Ledamöterna kan läsa den."), "followup:assessment-show", pk,
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.reason is not Reason.RULE:
                raise
    return _review(request, row)


def _review(request: HttpRequest, row: Assessment) -> HttpResponse:
    found = figures_of(row, None)
    suggestion = figures.suggestion_in(found, row) if found else None
    edit = reverse("followup:assessment-edit", args=[row.pk])
    gaps = missing(row, suggestion=suggestion)
    context = {
        "row": row, "title": title(row), "edit": edit, "round": row.round,
        "checks": [Check(sentence, False, url=f"{edit}#{place_of(field)}") for field, sentence in gaps],
        "word": (row.status or "unknown", verdict_word(row, row.status)),
        "suggestion": suggestion_words(row, suggestion) if suggestion else None,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "followup/assessments/ready.html", context, status=status)


def _asked(
    request: HttpRequest, row: Assessment, move: str, form: Form, step: Step, done: str, heading: str, lead: str,
    back: str = "",
) -> HttpResponse:  # fmt: skip
    """Ask before the move, with a form; then take it."""
    label = require(ASSESSMENTS, move, row, request.user).label
    if request.method == "POST" and saves(form, lambda: step(row, form.cleaned_data)):
        tell(request, done)
        return redirect("followup:assessment-show", row.pk)
    back = back or reverse("followup:assessment-show", args=[row.pk])
    context = {"title": heading, "lead": lead, "form": form, "submit": label, "back": back}
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


def assessment_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to draft, with a comment."""
    return _asked(
        request, assessment_or_404(request, pk), "back_to_draft", CommentForm(request.POST or None),
        lambda row, said: assessments.back_to_draft(row, by=request.user, comment=said["comment"]),
        _("Bedömningen är ett utkast igen."), _("Tillbaka till utkast?"),
        _("Ledamöterna ser den inte längre. Handläggarna ser din kommentar."),
    )  # fmt: skip


def assessment_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """The controller opens what was approved."""
    return _asked(
        request, assessment_or_404(request, pk), "reopen", ReopenForm(request.POST or None),
        lambda row, said: assessments.reopen(row, by=request.user, comment=said["comment"]),
        _("Bedömningen är öppen igen. Organet beslutar på nytt."), _("Öppna bedömningen igen?"),
        _("Organet får skriva om den och besluta på nytt. Fram till dess läser andra det som är godkänt."),
    )  # fmt: skip


def assessment_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a controller read the draft."""
    return _asked(
        request, assessment_or_404(request, pk), "invite", InviteForm(request.POST or None, people=controllers()),
        lambda row, said: assessments.invite(row, by=request.user, person=said["person"]),
        _("Controllern kan läsa utkastet."), _("Låta controllern läsa utkastet?"),
        _("Ett utkast som en annan myndighet kan läsa blir en allmän handling. Vem som bjöd in och när antecknas."),
    )  # fmt: skip


def assessment_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """An auditor opens what is not yet handed over, with a reason that is logged."""
    if not rights.actor_of(request.user).has(Role.AUDITOR):
        raise Http404
    row = get_object_or_404(rows_of_assessments(), pk=pk)
    seen = Assessment.objects.visible_to(request.user).filter(pk=pk).exists()
    if seen and reads_row(row, request.user):
        return redirect("followup:assessment-show", pk)
    return _asked(
        request, row, "ask_access", AskForm(request.POST or None),
        lambda found, said: assessments.ask_access(found, by=request.user, comment=said["comment"]),
        _("Du kan läsa utkastet. Begäran är antecknad."), _("Läsa ett utkast?"),
        _("Organet ser att revisionen har läst, när och varför."),
        reverse("followup:round-show", args=[row.round_id]),
    )  # fmt: skip


# One decision over many


def assessment_decision(request: HttpRequest, pk: int, organ: int) -> HttpResponse:
    """Record the organ's decision over the judgements that are ticked."""
    round_ = round_or_404(request, pk)
    body = get_object_or_404(Organ, pk=organ)
    if body.pk not in rights.actor_of(request.user).organs({Role.SECRETARY}):
        raise Refusal(Reason.RIGHT, _("Organets sekreterare antecknar organets beslut."))
    matters, opening = ready_in(round_, body, request.user), ready_opening(round_, body, request.user)
    drafting = Drafting(request, body, _("Beslut om bedömningar, %(round)s") % {"round": round_})
    if answer := drafting.answer():
        return answer
    form = drafting.filled(AssessmentsDecisionForm(
        drafting.posted, organ=body, kind=Decision.Kind.APPROVE, rows=matters,
        earliest=min(round_.year, today().year), asked=request.GET.getlist("arende"), ahead=True, opening=opening,
    ))  # fmt: skip
    remarks: list[str] = []
    if drafting.posted and saves(form, lambda: remarks.extend(_record(request, form, drafting))):
        tell(request, _recorded(form.cleaned_data), remarks)
        return redirect("base:decision", form.recorded.pk)
    context = {"round": round_, "term": round_.term, "organ": body, "form": form, "matters": matters or opening,
               "opening": opening, "drafting": drafting.shown([form])}  # fmt: skip
    status = 422 if form.errors else drafting.status
    return render(request, "followup/assessments/decision.html", context, status=status)


def ready_opening(round_: FollowUpRound, organ: Organ, user: Any) -> Opening | None:
    """What the organ wrote to open its chapter, where that waits for its decision."""
    rows = Opening.objects.visible_to(user).filter(round=round_, organ=organ, state=Opening.State.READY)
    found: Opening | None = rows.select_related("organ").first()
    if found:
        found.round = round_
    return found


def ready_in(round_: FollowUpRound, organ: Organ, user: Any) -> list[Assessment]:
    """The organ's judgements that wait for its decision."""
    rows = Assessment.objects.visible_to(user).filter(round=round_, organ=organ, state=Assessment.State.READY)
    found = list(rows.select_related("goal", "area", "organ"))
    for row in found:
        row.round = round_
        if row.goal:
            row.goal.term = round_.term
    return found


@transaction.atomic
def _record(request: HttpRequest, form: AssessmentsDecisionForm, drafting: Drafting) -> list[str]:
    decision, said = form.record(by=request.user), form.cleaned_data
    drafting.record(decision)
    remarks = assessments.approve_many(said["matters"], decision, by=request.user)
    if form.of_opening and said["opening"]:
        remarks += map(str, openings.approve(form.of_opening, decision, by=request.user).remarks)
    return list(dict.fromkeys(remarks))


def _recorded(said: dict[str, Any]) -> str:
    count = len(said["matters"])
    judged = ngettext("%(n)s bedömning är godkänd.", "%(n)s bedömningar är godkända.", count) % {"n": count}
    told = [judged] if count else []
    return " ".join([*told, *([_("Inledningen är godkänd.")] if said.get("opening") else [])])
