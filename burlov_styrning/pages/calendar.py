"""The calendar of all organs: the page, each person's own address of it, and what a calendar program fetches there."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning import ical
from burlov_styrning.base import calendars
from burlov_styrning.base.mailing import address_of
from burlov_styrning.base.models import CalendarAddress, Person
from burlov_styrning.clock import today
from burlov_styrning.lists import Listing
from burlov_styrning.middleware import tell
from burlov_styrning.pages import days
from burlov_styrning.pages.days import KINDS, Entry
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Role, Who, actor_of
from burlov_styrning.swedish import sort_key
from burlov_styrning.views import only, public
from followup import planning

PER_PAGE = 40
KEPT = timedelta(days=400)
"""So far back a calendar program is told."""


def calendar(request: HttpRequest) -> HttpResponse:
    """Meetings, papers, deadlines and phases from today on; what has been by choice."""
    only(request, Who.SIGNED_IN)
    found = days.entries(request.user)
    been = request.GET.get("tid") == "varit"
    rows = [entry for entry in found if (entry.day < today()) is been]
    organs = sorted({entry.organ for entry in found if entry.organ}, key=sort_key)
    listing = Listing(
        request, rows[::-1] if been else rows, search=["title", "organ"], per_page=PER_PAGE,
        filters=[Filter("organ", _("Organ"), [(name, name) for name in organs]),
                 Filter("kind", _("Slag"), list(KINDS.items())),
                 Filter("tid", _("Tid"), [("varit", _("dagar som har varit"))], _("kommande dagar"))],
        narrow={"tid": lambda some, _value: some},
        empty=Empty(_("Inga kommande dagar är inlagda.")),
    )  # fmt: skip
    steers = actor_of(request.user).has(Role.CONTROLLER)
    mine = CalendarAddress.objects.filter(person__user=request.user.pk).first()
    context = {
        "listing": listing, "today": today(),
        "conflicts": planning.conflicts(days.rounds()) if steers else [],
        "address": address_of(_feed(mine)) if mine else "",
    }  # fmt: skip
    return render(request, "pages/calendar.html", context)


def _feed(row: CalendarAddress) -> str:
    return reverse("pages:calendar-feed", args=[calendars.token_of(row)])


@require_POST
def calendar_address(request: HttpRequest) -> HttpResponse:
    """One's own address; a new one in place of the old."""
    calendars.make(_person(request))
    tell(request, _("Adressen är skapad. Den som har den läser kalendern som du, så dela den inte."))
    return redirect(f"{reverse('pages:calendar')}#prenumerera")


@require_POST
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    """The address leads nowhere any more."""
    calendars.revoke(_person(request))
    tell(request, _("Adressen är borttagen. Program som hämtar den får inget mer."))
    return redirect("pages:calendar")


def _person(request: HttpRequest) -> Person:
    only(request, Who.SIGNED_IN)
    return Person.objects.get(user=request.user.pk)


@public
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """What the address's owner may see today, for a program that is not signed in."""
    user = calendars.whose(token)
    if user is None or not actor_of(user).posts:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):
        found = [_as_day(entry) for entry in days.entries(user) if entry.day >= today() - KEPT]
        name = settings.PRODUCT_NAME
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        text = ical.calendar(name, found, host=host, product=name, stamp=timezone.now())
    headers = {"Cache-Control": "private, max-age=3600", "X-Robots-Tag": "noindex, nofollow"}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _as_day(entry: Entry) -> ical.Day:
    title = _("%(title)s (exempel)") % {"title": entry.whole} if entry.example else entry.whole
    return ical.Day(entry.key, entry.day, title, url=address_of(entry.url), category=str(KINDS[entry.kind]))
