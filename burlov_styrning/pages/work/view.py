"""The page *Mitt arbete*."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from burlov_styrning.pages.way_back import own_units
from burlov_styrning.pages.work import around
from burlov_styrning.pages.work.facts import gather
from burlov_styrning.pages.work.tasks import lead, tasks
from burlov_styrning.swedish import counted


def work(request: HttpRequest) -> HttpResponse:
    """What waits for me now, by deadline; one click to each."""
    facts = gather(request.user)
    rows = tasks(facts)
    title = counted(len(rows), _("sak väntar på dig"), _("saker väntar på dig"))
    request.term = next(iter(facts.live), None)  # type: ignore[attr-defined]
    values = {
        "title": title if rows else _("Inget väntar på dig just nu"),
        "lead": lead(facts),
        "tasks": rows,
        "elsewhere": around.elsewhere(facts),
        "standings": around.standings(facts),
        "happened": around.happened(facts),
        "coming": [] if rows else around.coming(facts),
        "posts": bool(facts.actor.posts),
        "way_back": facts.live if own_units(facts.actor) else [],
    }
    return render(request, "pages/work.html", values)
