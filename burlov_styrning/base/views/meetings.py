"""Meetings: everybody signed in reads them, the organ's secretary enters them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base import meetings
from burlov_styrning.base.forms.meetings import MeetingForm
from burlov_styrning.base.models import Decision, Meeting, Organ
from burlov_styrning.base.moves import MEETINGS
from burlov_styrning.clock import today
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Role, Who
from burlov_styrning.views import only, saves, visible_or_404
from burlov_styrning.workflow import require


def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings from today on; those that have been by choice."""
    only(request, Who.SIGNED_IN)
    mine = organs_of(request)
    rows = Meeting.objects.visible_to(request.user).select_related("organ").annotate(count=Count("decisions"))
    been = request.GET.get("time") == "been"
    listing = Listing(
        request,
        rows if been else rows.filter(date__gte=today()),
        search=["organ__name", "title"],
        columns=[
            Column(_("Dag"), "date"),
            Column(_("Organ"), "organ__name", words=True),
            Column(_("Handlingsstopp"), "papers"),
            Column(_("Beslut"), "count", number=True),
        ],
        filters=[
            Filter(
                "organ", _("Organ"), [(str(o.pk), o.name) for o in Organ.objects.filter(meetings__in=rows).distinct()]
            ),
            Filter("time", _("Tid"), [("been", _("sammanträden som har varit"))], _("kommande sammanträden")),
        ],
        narrow={"time": lambda found, value: found.filter(date__lt=today())},
        sort="-date" if been else "date",
        empty=_empty(bool(mine)),
    )
    return render(request, "base/meetings/list.html", {"listing": listing, "may_add": bool(mine), "today": today()})


def _empty(may_add: bool) -> Empty:
    sentence = _("Inga kommande sammanträden är inlagda.")
    if may_add:
        return Empty(sentence, _("Lägg in sammanträde"), "nytt/")
    return Empty(" ".join((sentence, _("Varje organs sekreterare lägger in sina."))))


def organs_of(request: HttpRequest) -> QuerySet[Organ]:
    """Organs whose secretary this person is."""
    rows: QuerySet[Organ] = Organ.objects.filter(pk__in=rights.actor_of(request.user).organs({Role.SECRETARY}))
    return rows


def meeting_show(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting with the decisions that this person may read."""
    meeting = visible_or_404(request, Meeting.objects.select_related("organ"), pk=pk)
    values = {
        "meeting": meeting,
        "decisions": Decision.objects.visible_to(request.user).filter(meeting=meeting).order_by("paragraph", "id"),
        "may_edit": MEETINGS.offers("edit", meeting, request.user),
    }
    return render(request, "base/meetings/show.html", values)


def meeting_add(request: HttpRequest) -> HttpResponse:
    """Enter a meeting."""
    only(request, Who.SECRETARY)
    mine = organs_of(request)
    form = MeetingForm(
        request.POST or None, organs=mine, initial={"organ": mine.first() if mine.count() == 1 else None}
    )
    said = _broken(form)
    if not form.asks(said) and saves(
        form, lambda: meetings.plan(form.cleaned_data["organ"], by=request.user, **_given(form.cleaned_data))
    ):
        tell(request, _("Sammanträdet är inlagt."), said)
        return redirect("base:meetings")
    return _page(request, form, _("Lägg in ett sammanträde"), _("Lägg in"))


def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a meeting or its deadline."""
    meeting = visible_or_404(request, Meeting.objects.select_related("organ"), pk=pk)
    require(MEETINGS, "edit", meeting, request.user)
    initial = {"date": meeting.date, "papers": meeting.papers, "title": meeting.title}
    form = MeetingForm(request.POST or None, meeting=meeting, initial=initial)
    said = _broken(form)
    if not form.asks(said) and saves(
        form, lambda: meetings.edit(meeting, by=request.user, **_given(form.cleaned_data))
    ):
        tell(request, _("Sammanträdet är ändrat."), said)
        return redirect("base:meeting", pk)
    return _page(request, form, _("Ändra sammanträdet i %s") % meeting.organ.name, _("Spara"))


def _broken(form: MeetingForm) -> list[str]:
    """What the typed days would break, of a new meeting or of one that is moved."""
    if not form.is_valid():
        return []
    known, said = form.meeting, form.cleaned_data
    organ = known.organ if known else said["organ"]
    return meetings.breaks(
        Meeting(pk=known.pk if known else None, organ=organ, date=said["date"], papers=said["papers"])
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {"day": values["date"], "papers": values["papers"], "title": values["title"]}


def _page(request: HttpRequest, form: Any, title: str, submit: str) -> HttpResponse:
    return render(request, "confirm.html", {"form": form, "title": title, "submit": submit, "back": "../"})
