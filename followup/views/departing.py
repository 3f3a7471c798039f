"""What the controller looks at in a round: judgements that depart from the indicators, and those that have changed.

Three lists of one make: searched, ordered, narrowed to a committee or an area, and had as a spreadsheet as they are
narrowed. Those brighter than the figures are a list of their own, for controller and auditors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Role, Who, actor_of
from burlov_styrning.swedish import sort_key
from burlov_styrning.views import only
from followup import departures
from followup.departure_lines import BRIGHT, BRIGHTER, CHANGED, DEPARTING, Kind, Line, sheet
from followup.models import FollowUpRound
from followup.views.shared import examines, round_or_404
from indicators.views.efficiency import answer


def round_departures(request: HttpRequest, pk: int) -> HttpResponse:
    """Judgements that depart from the indicators."""
    return _page(request, pk, DEPARTING)


def round_departures_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a spreadsheet."""
    return _file(request, pk, DEPARTING)


def round_brighter(request: HttpRequest, pk: int) -> HttpResponse:
    """Judgements that are better than what the indicators say: a list of their own, for controller and auditors."""
    only(request, Who.CONTROLLER, Who.AUDITOR)
    return _page(request, pk, BRIGHT)


def round_brighter_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a spreadsheet."""
    only(request, Who.CONTROLLER, Who.AUDITOR)
    return _file(request, pk, BRIGHT)


def round_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Goals whose judgement is another than in the round before."""
    return _page(request, pk, CHANGED)


def round_changes_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a spreadsheet."""
    return _file(request, pk, CHANGED)


# The list


def _page(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    row, previous, listing = _listing(request, pk, kind)
    query = request.GET.urlencode()
    address = reverse(f"followup:round-{kind.name}-xlsx", args=[pk])
    context = {
        "round": row, "term": row.term, "kind": kind, "listing": listing, "previous": previous,
        "tabs": [(tab, reverse(f"followup:round-{tab.name}", args=[pk])) for tab in _tabs(request.user)],
        "file": f"{address}?{query}" if query else address,
    }  # fmt: skip
    return render(request, "followup/rounds/departures.html", context)


def _tabs(user: Any) -> list[Kind]:
    reads = actor_of(user).has(Role.CONTROLLER, Role.AUDITOR)
    return [DEPARTING, *([BRIGHT] if reads else []), CHANGED]


def _listing(request: HttpRequest, pk: int, kind: Kind) -> tuple[FollowUpRound, FollowUpRound | None, Listing]:
    if not examines(request.user):
        raise Http404
    row = round_or_404(request, pk)
    found = departures.of(row, request.user)
    if found.previous:
        found.previous.term = row.term
    lines = list(kind.of(found, row))
    filters = [
        Filter("organ", _("Bedöms av"), _names(line.organ for line in lines)),
        Filter("area", _("Målområde"), _names(line.area for line in lines)),
    ]
    if kind.narrows:
        filters.append(Filter("riktning", _("Riktning"), list(kind.narrows)))
    empty = kind.empty if kind is not CHANGED or found.previous else _("Det här är periodens första uppföljning.")
    listing = Listing(
        request, lines, search=["goal", "organ", "area", "motivation"], filters=filters,
        columns=[Column(_("Mål"), "goal"), Column(_("Bedöms av"), "organ"), Column(_("Omdöme"), "place"),
                 Column(kind.before, "other_place"), Column(_("Motivering"))],
        narrow={"riktning": lambda rows, asked: [one for one in rows if one.brighter is (asked == BRIGHTER)]},
        empty=Empty(empty),
    )  # fmt: skip
    return row, found.previous, listing


def _names(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in sorted({name for name in names if name}, key=sort_key)]


def _file(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    row, _previous, listing = _listing(request, pk, kind)
    lines: Sequence[Line] = listing.page.paginator.object_list  # type: ignore[assignment]
    return answer([sheet(kind, lines)], f"{kind.name}-{row.term.key}-{row.key}")
