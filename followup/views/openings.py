"""What a committee writes to open its chapter of a round's report: read, written, and moved on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning import rights
from burlov_styrning.base.models import Event, Organ
from burlov_styrning.base.people import controllers
from burlov_styrning.forms import Form
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Clash
from burlov_styrning.refusals import Conflict
from burlov_styrning.rights import Role, Who
from burlov_styrning.views import saves
from burlov_styrning.workflow import require
from followup import openings
from followup.models import Opening
from followup.moves import OPENINGS
from followup.reading import reads_row
from followup.views.assessment_moves import ReopenForm
from followup.views.shared import round_or_404
from goals.forms.needs import box
from goals.forms.proposal_moves import AskForm, CommentForm, InviteForm
from goals.views.shared import buttons

PAGES = {
    "edit": "followup:opening-write",
    "mark_ready": "followup:opening-ready",
    "back_to_draft": "followup:opening-back",
    "reopen": "followup:opening-reopen",
    "invite": "followup:opening-invite",
    "ask_access": "followup:opening-ask",
}


class OpeningForm(Form):
    """The words, and which revision they were written on."""

    text = forms.CharField(
        label=gettext_lazy("Inledning"), widget=box(12), max_length=20000,
        help_text=gettext_lazy("Det som läsaren behöver veta innan nämndens mål redovisas. En rad som börjar med ## "
                               "blir rubrik, med - eller 1. lista. **ord** blir fetstil. Rader som | År | Antal | blir "
                               "tabell, den första dess huvud."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


def the_opening(request: HttpRequest, pk: int, organ: int) -> Opening:
    """The opening if this person may see it; an empty one for those who may begin it."""
    round_, body = round_or_404(request, pk), get_object_or_404(Organ, pk=organ)
    rows = Opening.objects.visible_to(request.user).select_related("organ", "decision__organ", "written_by")
    row = rows.filter(round=round_, organ=body).first() or Opening(round=round_, organ=body)
    row.round = round_
    if row.pk is None and not openings.may_start(row, request.user):
        raise Http404
    return row  # type: ignore[no-any-return]


def opening_show(request: HttpRequest, pk: int, organ: int) -> HttpResponse:
    """The opening as one may read it, and what can be done with it."""
    row = the_opening(request, pk, organ)
    if row.pk is None:
        return redirect("followup:opening-write", pk, organ)
    context = {
        "row": row, "round": row.round, "term": row.round.term, "text": openings.text_for(row, request.user),
        "working": reads_row(row, request.user), "moves": _moves(row, request.user),
        "events": _events(row, request.user),
    }  # fmt: skip
    return render(request, "followup/openings/show.html", context)


def _moves(row: Opening, user: Any) -> list[Button]:
    """The moves that are offered; nobody asks for what can be read already."""
    pages = {move: page for move, page in PAGES.items() if move != "ask_access" or not reads_row(row, user)}
    return buttons(OPENINGS, row, user, pages, row.round_id, row.organ_id)


def _events(row: Opening, user: Any) -> list[Event]:
    """What happened to it: all of it for those who write and keep the minutes, what was decided for others."""
    rows, actor = Event.of(row), rights.actor_of(user)
    if any(rights.holds(who, actor, row) for who in (Who.STAFF, Who.SECRETARY)):
        return list(rows.exclude(move="edit"))
    return list(rows.filter(decision__isnull=False))


def opening_write(request: HttpRequest, pk: int, organ: int) -> HttpResponse:
    """Begin it, or write on the draft."""
    row = the_opening(request, pk, organ)
    require(OPENINGS, "edit" if row.pk else "start", row, request.user)
    form = OpeningForm(request.POST or None, initial={"text": row.text, "revision": row.revision if row.pk else 0})
    try:
        if saves(form, lambda: _save(row, form.cleaned_data, request.user)):
            tell(request, _("Inledningen är sparad."))
            return redirect("followup:opening", pk, organ)
    except Conflict as conflict:
        return _both(request, row, conflict)
    return _writing(request, row, form, 422 if form.errors else 200)


def _save(row: Opening, said: dict[str, Any], user: Any) -> Opening:
    if row.pk is None:
        return openings.start(row.round, row.organ, by=user, text=said["text"])
    return openings.edit(row, by=user, revision=said["revision"] or 0, text=said["text"])


def _both(request: HttpRequest, row: Opening, conflict: Conflict) -> HttpResponse:
    """Both texts side by side; the form goes on with mine from the revision that stands."""
    theirs: Any = conflict.theirs
    data = request.POST.copy()
    data["revision"] = str(theirs.revision)
    last = Event.of(theirs).select_related("person").order_by("-at", "-pk").first()
    rows = [Clash(_("Inledning"), str(conflict.mine), theirs.text)]
    more = {"rows": rows, "who": last.person if last else "", "when": last.at if last else None}
    return _writing(request, row, OpeningForm(data), 409, **more)


def _writing(request: HttpRequest, row: Opening, form: OpeningForm, status: int, **more: Any) -> HttpResponse:
    back = reverse("followup:opening" if row.pk else "followup:round-show", args=_address(row))
    context = {"row": row, "round": row.round, "term": row.round.term, "form": form, "back": back, **more}
    return render(request, "followup/openings/form.html", context, status=status)


def _address(row: Opening) -> list[int]:
    return [row.round_id, row.organ_id] if row.pk else [row.round_id]


# Moves


def opening_ready(request: HttpRequest, pk: int, organ: int) -> HttpResponse:
    """The manager marks it ready for the committee."""
    return _asked(
        request, the_opening(request, pk, organ), "mark_ready",
        Form(request.POST if request.method == "POST" else None),
        _("Inledningen är klar för beslut. Ledamöterna kan läsa den."), _("Är inledningen klar för nämnden?"),
        _("Nämnden beslutar om den tillsammans med sina bedömningar."),
    )  # fmt: skip


def opening_back(request: HttpRequest, pk: int, organ: int) -> HttpResponse:
    """Back to draft, with a comment."""
    return _asked(
        request, the_opening(request, pk, organ), "back_to_draft", CommentForm(request.POST or None),
        _("Inledningen är ett utkast igen."), _("Tillbaka till utkast?"),
        _("Ledamöterna ser den inte längre. Handläggarna ser din kommentar."),
    )  # fmt: skip


def opening_reopen(request: HttpRequest, pk: int, organ: int) -> HttpResponse:
    """The controller opens what was approved."""
    return _asked(
        request, the_opening(request, pk, organ), "reopen", ReopenForm(request.POST or None),
        _("Inledningen är öppen igen. Nämnden beslutar på nytt."), _("Öppna inledningen igen?"),
        _("Nämnden får skriva om den och besluta på nytt. Fram till dess läser andra det som är godkänt."),
    )  # fmt: skip


def opening_invite(request: HttpRequest, pk: int, organ: int) -> HttpResponse:
    """Let a controller read the draft."""
    return _asked(
        request, the_opening(request, pk, organ), "invite", InviteForm(request.POST or None, people=controllers()),
        _("Controllern kan läsa utkastet."), _("Låta controllern läsa utkastet?"),
        _("Ett utkast som en annan myndighet kan läsa blir en allmän handling. Vem som bjöd in och när antecknas."),
    )  # fmt: skip


def opening_ask(request: HttpRequest, pk: int, organ: int) -> HttpResponse:
    """An auditor opens what is not yet decided, with a reason that is logged."""
    if not rights.actor_of(request.user).has(Role.AUDITOR):
        raise Http404
    round_ = round_or_404(request, pk)
    row = get_object_or_404(Opening.objects.select_related("organ"), round=round_, organ=organ)
    row.round = round_
    if Opening.objects.visible_to(request.user).filter(pk=row.pk).exists() and reads_row(row, request.user):
        return redirect("followup:opening", pk, organ)
    return _asked(
        request, row, "ask_access", AskForm(request.POST or None), _("Du kan läsa utkastet. Begäran är antecknad."),
        _("Läsa ett utkast?"), _("Organet ser att revisionen har läst, när och varför."),
        reverse("followup:round-show", args=[pk]),
    )  # fmt: skip


STEPS: dict[str, Any] = {
    "mark_ready": openings.mark_ready, "back_to_draft": openings.back_to_draft, "reopen": openings.reopen,
    "invite": openings.invite, "ask_access": openings.ask_access,
}  # fmt: skip


def _asked(
    request: HttpRequest, row: Opening, move: str, form: Form, done: str, heading: str, lead: str, back: str = ""
) -> HttpResponse:
    """Ask before the move; then take it."""
    label = require(OPENINGS, move, row, request.user).label
    sent = request.method == "POST"
    if sent and saves(form, lambda: STEPS[move](row, by=request.user, **form.cleaned_data)):
        tell(request, done)
        return redirect("followup:opening", row.round_id, row.organ_id)
    back = back or reverse("followup:opening", args=_address(row))
    context = {"title": heading, "lead": lead, "small": row.organ, "form": form, "submit": label, "back": back}
    return render(request, "confirm.html", context, status=422 if form.errors else 200)
