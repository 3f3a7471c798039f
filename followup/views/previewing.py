"""A report as it would be now: any chapter as a draft, and the check before it is issued."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from burlov_styrning import spoken
from burlov_styrning.clock import today
from burlov_styrning.swedish import listed, sentence
from followup import checking, editions, making, preparing
from followup.content import charts, layout, naming
from followup.content import report as reports
from followup.content.naming import Edition
from followup.content.report import Part
from followup.content.snapshot import Plain, canonical, collect, digest
from followup.models import Report
from followup.rules import accessible
from followup.views.editions import tell_issued
from followup.views.preparing import is_ready, name_of, of_round, the_report

PLACE = re.compile(r'href="#([^"]+)"')
EVERY = "allt"


@dataclass(frozen=True)
class Draft:
    """What the report would be now, as its templates draw it; nothing of it is stored."""

    snapshot: Plain
    view: reports.Report
    body: str


def snapshot_of(report: Report) -> Plain:
    """What would be frozen now."""
    chosen = preparing.layout_of(report)
    found: Plain = json.loads(canonical(collect(of_round(report), kind=report.kind, organ=report.organ, layout=chosen)))
    return found


def draft(report: Report, chapter: str = EVERY, draw: Any = charts.draw) -> Draft:
    """One chapter, or all of them, from what stands now; only its own charts are drawn."""
    snapshot = snapshot_of(report)
    about = Edition(0, today().isoformat(), "")
    with translation.override(settings.LANGUAGE_CODE):
        whole = reports.build(snapshot, about, {})
        known = [part.id for part in whole.contents]
        if chapter not in known:
            view = reports.build(snapshot, about, draw(snapshot))
            return Draft(snapshot, view, making.chapters(view))
        goals = [goal.key for one in whole.chapters if one.id == chapter and one.area for goal in one.area.goals]
        lines = [line for line in snapshot["lines"] if line["goal"] in goals]
        view = reports.build(snapshot, about, draw(snapshot | {"lines": lines}))
        shown = replace(
            view, chapters=[one for one in view.chapters if one.id == chapter],
            preface=view.preface if chapter == layout.PREFACE else "",
        )  # fmt: skip
        return Draft(snapshot, view, _turned(making.chapters(shown), view.contents, chapter))


def _turned(body: str, contents: Sequence[Part], chapter: str) -> str:
    """Links to what is not on the page lead to the chapter that it is in."""
    of = {place: part.id for part in contents for place in (part.id, *(one.id for one in part.parts))}
    inside = {"efter-omrade": layout.SUMMARY, "efter-namnd": layout.SUMMARY, "alla-mal": layout.SUMMARY}

    def turn(match: re.Match[str]) -> str:
        place = match[1]
        there = of.get(place) or inside.get(place)
        return match[0] if there in (None, chapter) else f'href="?kapitel={there}#{place}"'

    return PLACE.sub(turn, body)


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """`?kapitel=`: a chapter as it would be now; without it, all of them."""
    report = the_report(request, pk)
    asked = request.GET.get("kapitel", "")
    found = draft(report, asked)
    contents = found.view.contents
    spoken.note(found.view.subtitle, *(part.title for part in contents))
    values = {
        "report": report, "name": name_of(report), "title": naming.title(found.snapshot),
        "subtitle": found.view.subtitle, "contents": contents, "body": found.body,
        "ready": is_ready(report),
        "chapter": next((part for part in contents if part.id == asked), None),
    }  # fmt: skip
    return render(request, "followup/reports/preview.html", values)


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be frozen now, and the question whether it is to be."""
    report = the_report(request, pk)
    about = of_round(report), report.kind
    wrong = [sentence(why) for _field, why in editions.problems(*about, report.organ)]
    if request.method == "POST":
        issued = editions.issue(*about, by=request.user, organ=report.organ)
        tell_issued(request, issued)
        return redirect("followup:edition", issued.edition.pk)
    found = draft(report, draw=charts.outlined)
    values = {
        "report": report, "round": about[0], "name": name_of(report), "title": naming.title(found.snapshot),
        "facts": list(_facts(report, found)), "wrong": wrong,
        "checked": checking.checked(report, found.view.contents, accessible.examine(found.body)),
    }  # fmt: skip
    return render(request, "followup/reports/issue.html", values)


def _facts(report: Report, found: Draft) -> Iterator[tuple[str, str]]:
    yield _("Innehåll"), found.view.subtitle
    titles = listed(part.title for part in found.view.contents)
    spoken.note(found.view.subtitle, titles)
    yield _("Kapitel"), titles
    last = report.editions.filter(number__isnull=False).defer("snapshot").order_by("-number").first()
    if last is None:
        yield _("Blir"), _("utgåva 1")
    elif last.sha256 == digest(canonical(found.snapshot)):
        yield _("Blir"), _("ingen ny utgåva: innehållet är detsamma som i utgåva %(n)s") % {"n": last.number}
    else:
        yield _("Blir"), _("utgåva %(n)s") % {"n": (last.number or 0) + 1}
