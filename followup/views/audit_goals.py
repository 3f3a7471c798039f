"""The goals as auditors examine them: the list to choose from, one of them as it stood on a day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.clock import today
from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import FileLink, Filter
from burlov_styrning.rights import Role, Who, actor_of
from burlov_styrning.views import only, visible_or_404
from followup.audit import sheet
from followup.audit.sheet import Sheet
from goals.models import Goal, Term

EXAMINERS = (Who.AUDITOR, Who.CONTROLLER)


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
    samples = actor_of(request.user).has(Role.AUDITOR)
    return render(request, "followup/audit/start.html", {"listing": listing, "samples": samples})


def audit_goal(request: HttpRequest, pk: int) -> HttpResponse:
    """One goal as it stood on the day that the address names (`?per=2027-04-01`), else today."""
    found = _sheet(request, pk)
    links = [FileLink(name, reverse("followup:ground-file", args=[file])) for file, name in found.attachments]
    links += [
        FileLink(str(row), reverse("followup:edition", args=[row.pk]), digest=row.sha256) for row in found.editions
    ]
    context = {"sheet": found, "goal": found.goal, "paper": found.paper, "links": links, "today": today()}
    return render(request, "followup/audit/goal.html", context)


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
