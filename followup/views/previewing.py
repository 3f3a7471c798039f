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
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from burlov_styrning import spoken
from burlov_styrning.base.models import Meeting, Organ
from burlov_styrning.clock import today
from burlov_styrning.swedish import listed, sentence
from burlov_styrning.views import saves
from followup import checking, editions, making
from followup.content import layout, naming
from followup.content.drawing import drawing_of
from followup.content.naming import Edition
from followup.content.report import Part
from followup.content.snapshot import Plain, canonical, digest
from followup.forms.editions import MeetingForm
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
    view: Any
    body: str


def snapshot_of(report: Report, meeting: Meeting | None = None) -> Plain:
    """What would be frozen now."""
    found: Plain = json.loads(canonical(editions.collected(report, meeting)))
    return found


def outline(report: Report, meeting: Meeting | None = None) -> Draft:
    """The whole of it, with what its charts say in place of the charts."""
    snapshot = snapshot_of(report, meeting)
    drawing = drawing_of(snapshot)
    with translation.override(settings.LANGUAGE_CODE):
        view = drawing.build(snapshot, Edition(0, today().isoformat(), ""), drawing.outlined(snapshot))
        return Draft(snapshot, view, making.chapters(view))


def draft(report: Report, chapter: str = EVERY) -> Draft:
    """One chapter, or all of them, from what stands now; only its own charts are drawn."""
    snapshot = snapshot_of(report)
    drawing, about = drawing_of(snapshot), Edition(0, today().isoformat(), "")
    with translation.override(settings.LANGUAGE_CODE):
        whole = drawing.build(snapshot, about, {})
        known = [part.id for part in whole.contents]
        if chapter not in known:
            view = drawing.build(snapshot, about, drawing.charts(snapshot))
            return Draft(snapshot, view, making.chapters(view))
        mine = next((one for one in whole.chapters if one.id == chapter), None)
        view = drawing.build(snapshot, about, drawing.charts(drawing.of_chapter(snapshot, mine)))
        shown = replace(
            view, chapters=[one for one in view.chapters if one.id == chapter],
            preface=view.preface if chapter == layout.PREFACE else "",
            opening=view.opening if chapter == layout.OPENING else None,
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
    """What would be frozen now, and the question whether it is to be; of a catalogue also to which meeting."""
    report = the_report(request, pk)
    form = _meeting_form(request, report)
    issued: list[editions.Issued] = []
    if form is None and request.method == "POST":
        issued.append(_issue(report, request))
    elif form is not None and saves(form, lambda: issued.append(_issue(report, request, form.cleaned_data["meeting"]))):
        pass
    if issued:
        tell_issued(request, issued[0])
        return redirect("followup:edition", issued[0].edition.pk)
    found = outline(report, form.initial["meeting"] if form else None)
    if form:
        form.initial["content"] = digest(canonical(found.snapshot))
    values = {
        "report": report, "round": report.round, "name": name_of(report), "title": naming.title(found.snapshot),
        "facts": list(_facts(report, found)), "form": form, "back": reverse("followup:report-prepare", args=[pk]),
        "wrong": [sentence(why) for _field, why in editions.problems_of(report)],
        "checked": checking.checked(report, found.snapshot, found.view.contents, accessible.examine(found.body)),
    }  # fmt: skip
    return render(request, "followup/reports/issue.html", values, status=422 if form and form.errors else 200)


def _issue(report: Report, request: HttpRequest, meeting: Meeting | None = None) -> editions.Issued:
    if report.kind == Report.Kind.CATALOGUE:
        return editions.issue_catalogue(report.term, by=request.user, meeting=meeting)
    return editions.issue(of_round(report), report.kind, by=request.user, organ=report.organ)


def _meeting_form(request: HttpRequest, report: Report) -> MeetingForm | None:
    """Of a catalogue: the council's next meeting, or another."""
    if report.kind != Report.Kind.CATALOGUE:
        return None
    ahead = Meeting.objects.filter(organ__kind=Organ.Kind.COUNCIL, date__gte=today())
    return MeetingForm(request.POST if request.method == "POST" else None, initial={"meeting": ahead.first()})


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
