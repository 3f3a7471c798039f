"""The goals as auditors examine them: the list to choose from, one of them as it stood on a day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.clock import today
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import FileLink, Filter
from burlov_styrning.rights import Role, Who, actor_of
from burlov_styrning.swedish import sentence
from burlov_styrning.views import only, saves, visible_or_404
from followup.audit import drafts, sheet
from followup.audit.sheet import Sheet
from followup.models import FollowUpRound
from followup.moves import ASSESSMENTS
from goals.forms.proposal_moves import AskForm
from goals.models import Goal, Term

EXAMINERS = (Who.AUDITOR, Who.CONTROLLER)
ROUNDS = 6
"""So many rounds' judgements are a click away."""


def audit(request: HttpRequest) -> HttpResponse:
    """The auditors' start: every goal that is decided, and the ways into the log."""
    only(request, *EXAMINERS)
    rows = Goal.objects.visible_to(request.user).select_related("term", "area", "decision")
    listing = Listing(
        request, rows, search=["title", "wording", "area__name", "owners__organ__name"],
        columns=[Column(_("Mål"), "title", words=True), Column(_("Period"), "term__first_year"),
                 Column(_("Område"), "area__name", words=True), Column(_("Beslutat"), "decision__date")],
        filters=[Filter("term", _("Målperiod"), [(str(term.pk), str(term)) for term in Term.objects.all()])],
        sort="-term__first_year",
        empty=_("Inga mål är antagna ännu. Här visas de när fullmäktige har beslutat."),
    )  # fmt: skip
    rounds = FollowUpRound.objects.exclude(state=FollowUpRound.State.PLANNED).select_related("term")
    context = {
        "listing": listing, "samples": actor_of(request.user).has(Role.AUDITOR),
        "rounds": rounds.order_by("-period_end", "-id")[:ROUNDS],
    }  # fmt: skip
    return render(request, "followup/audit/start.html", context)


def audit_goal(request: HttpRequest, pk: int) -> HttpResponse:
    """One goal as it stood on the day that the address names (`?per=2027-04-01`), else today."""
    found = _sheet(request, pk)
    links = [FileLink(name, reverse("followup:ground-file", args=[file])) for file, name in found.attachments]
    links += [
        FileLink(sentence(str(row)), reverse("followup:edition", args=[row.pk]), digest=row.sha256)
        for row in found.editions
    ]
    asks = actor_of(request.user).has(Role.AUDITOR)
    context = {"sheet": found, "goal": found.goal, "paper": found.paper, "links": links, "today": today(),
               "drafts": drafts.of(found.goal, request.user), "asks": asks}  # fmt: skip
    return render(request, "followup/audit/goal.html", context)


def audit_goal_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """An auditor asks to read the drafts about a goal, with a reason that is logged."""
    only(request, Who.AUDITOR)
    goal = visible_or_404(request, Goal.objects.select_related("term"), pk=pk)
    form, address = AskForm(request.POST or None), reverse("followup:audit-goal", args=[pk])
    if saves(form, lambda: drafts.ask(goal, by=request.user, comment=form.cleaned_data["comment"])):
        tell(request, _("Du kan läsa de utkast och anteckningar som finns om målet nu. Begäran är antecknad."))
        return redirect(address)
    values = {
        "form": form, "title": _("Läsa utkast och anteckningar om målet?"), "lead": str(goal), "back": address,
        "submit": ASSESSMENTS.move("ask_access").label,
        "facts": [(_("Så antecknas det"), _("Organet ser att revisionen har läst, när och varför."))],
    }  # fmt: skip
    return render(request, "confirm.html", values, status=422 if form.errors else 200)


def audit_goal_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same as a file."""
    return papers.answer(_sheet(request, pk).paper, kind)


def _sheet(request: HttpRequest, pk: int) -> Sheet:
    only(request, *EXAMINERS)
    rows = Goal.objects.select_related(
        "term", "area", "decision__organ", "decision__recorded_by", "end_decision__organ"
    ).prefetch_related("owners__organ", "term__phases")
    goal = visible_or_404(request, rows, pk=pk)
    request.term = goal.term  # type: ignore[attr-defined]
    return sheet.of(goal, request.user, day_of(request.GET.get("per", "")))


def day_of(text: str) -> date:
    """The day that is asked for; what is none, or has not come, is today."""
    try:
        return min(date.fromisoformat(text), today())
    except ValueError:
        return today()
