"""The change log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Role, actor_of
from burlov_styrning.views import only
from followup.audit import log, searches
from followup.audit.logged import ALL, by_type
from followup.audit.telling import ACTIONS, tell
from followup.views.audit_goals import EXAMINERS
from goals.models import Goal


def audit_log(request: HttpRequest) -> HttpResponse:
    """Who did what and when, to any row; what it was and became where one may read that."""
    only(request, *EXAMINERS)
    goals = list(Goal.objects.visible_to(request.user).select_related("term"))
    by_pk = {str(goal.pk): goal for goal in goals}
    listing = Listing(
        request, log.lines(request.user),
        columns=[Column(_("När"), "timestamp"), Column(_("Vem"), "actor__person__name"),
                 Column(_("Vad"), "content_type"), Column(_("Ändringen"))],
        filters=[Filter("vem", _("Vem"), typed=True),
                 Filter("mal", _("Mål"), [(pk, f"{goal.term} {goal}") for pk, goal in by_pk.items()]),
                 Filter("slag", _("Slag"), [(kind.label, kind.word) for kind in ALL]),
                 Filter("handelse", _("Händelse"), [(str(code), word) for code, word in ACTIONS.items()]),
                 Filter("fran", _("Från"), typed=True, day=True),
                 Filter("till", _("Till och med"), typed=True, day=True)],
        narrow={"vem": lambda rows, name: rows.filter(actor__person__name__icontains=name),
                "mal": lambda rows, pk: log.about_goal(rows, by_pk.get(pk)), "slag": _of_kind,
                "handelse": lambda rows, code: rows.filter(action=code),
                "fran": _by_day(log.since), "till": _by_day(log.until)},
        sort="-timestamp",
        empty=Empty(_("Ingenting är loggat ännu.")),
    )  # fmt: skip
    told = tell(list(listing.rows), request.user)
    if "page" not in request.GET:
        searches.keep(listing, request.user)
    context = {"listing": listing, "told": told, "auditor": actor_of(request.user).has(Role.AUDITOR)}
    return render(request, "followup/audit/log.html", context)


def _of_kind(rows: Any, label: str) -> Any:
    return rows.filter(content_type__in=[number for number, kind in by_type().items() if kind.label == label])


def _by_day(narrow: Callable[[Any, date], Any]) -> Callable[[Any, str], Any]:
    """What is no day narrows nothing."""

    def narrowed(rows: Any, text: str) -> Any:
        try:
            return narrow(rows, date.fromisoformat(text))
        except (ValueError, OverflowError):
            return rows

    return narrowed
