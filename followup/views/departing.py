"""What the controller looks at in a round: judgements that depart from the indicators, and those that have changed.

Three lists of one make: searched, ordered, narrowed to a committee or an area, and had as a spreadsheet as they are
narrowed. Those brighter than the figures are a list of their own, for controller and auditors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Empty, Filter, Text
from burlov_styrning.rights import Role, Who, actor_of
from burlov_styrning.sheets import Sheet, Value
from burlov_styrning.swedish import sort_key
from burlov_styrning.views import only
from followup import departures
from followup.departures import Change, Departure, Departures
from followup.judgements import verdict_word
from followup.models import Assessment, FollowUpRound
from followup.rules.suggestion import BRIGHTNESS, Verdict
from followup.views.shared import examines, round_or_404
from followup.words import measured_word
from indicators.views.efficiency import answer

BRIGHTER, DARKER = "ljusare", "morkare"


@dataclass(frozen=True)
class Line:
    """A judgement as the lists show it, beside what it is compared with (the indicators, or the round before)."""

    row: Assessment
    word: str
    other: str
    other_word: str
    measured: str
    brighter: bool

    @property
    def goal(self) -> str:
        """What was judged."""
        return str(self.row.goal)

    @property
    def area(self) -> str:
        """The area of the goal; a financial goal has none."""
        goal: Any = self.row.goal
        return str(goal.area.name) if goal.area else _("Finansiellt mål")

    @property
    def organ(self) -> str:
        """Who judged."""
        return str(self.row.organ or "")

    @property
    def motivation(self) -> str:
        """Why."""
        return str(self.row.motivation)

    @property
    def place(self) -> int:
        """The worst judgements first."""
        return _place(self.row.status)

    @property
    def other_place(self) -> int:
        """The same of what it is compared with."""
        return _place(self.other)


def _place(code: str) -> int:
    return BRIGHTNESS.index(Verdict(code))


@dataclass(frozen=True)
class Kind:
    """One of the lists."""

    name: str
    label: Text
    heading: Text
    lead: Text
    before: Text
    """The heading of what the judgement is compared with."""
    empty: Text
    of: Callable[[Departures, FollowUpRound], Iterable[Line]]
    narrows: Sequence[tuple[str, Text]] = ()


def _departing(found: Departures, round_: FollowUpRound) -> Iterable[Line]:
    return [_departure(one, round_) for one in found.departing]


def _brighter(found: Departures, round_: FollowUpRound) -> Iterable[Line]:
    return [_departure(one, round_) for one in found.departing if one.brighter]


def _changed(found: Departures, round_: FollowUpRound) -> Iterable[Line]:
    return [_change(one, round_, found.previous or round_) for one in found.changed]


DEPARTING = Kind(
    "departures", gettext_lazy("Avviker från siffrorna"), gettext_lazy("Var omdömet är ett annat än siffrorna"),
    gettext_lazy("Ett omdöme får avvika från indikatorerna om det motiveras. Här står alla som gör det."),
    gettext_lazy("Indikatorerna"), gettext_lazy("Inget omdöme som du kan läsa avviker från indikatorerna."),
    _departing, ((BRIGHTER, gettext_lazy("ljusare än siffrorna")), (DARKER, gettext_lazy("mörkare än siffrorna"))),
)  # fmt: skip
BRIGHT = Kind(
    "brighter", gettext_lazy("Ljusare än siffrorna"), gettext_lazy("Omdömen som är ljusare än siffrorna"),
    gettext_lazy("Ett omdöme får vara bättre än vad indikatorerna säger, om det motiveras. Här står de för sig."),
    gettext_lazy("Indikatorerna"), gettext_lazy("Inget omdöme i uppföljningen är ljusare än siffrorna."), _brighter,
)  # fmt: skip
CHANGED = Kind(
    "changes", gettext_lazy("Ändrade sedan förra uppföljningen"), gettext_lazy("Mål som bedöms annorlunda än förut"),
    gettext_lazy("Godkända omdömen som är andra än i periodens förra uppföljning."),
    gettext_lazy("Förra uppföljningen"), gettext_lazy("Inget godkänt omdöme har ändrats."), _changed,
    ((BRIGHTER, gettext_lazy("har blivit bättre")), (DARKER, gettext_lazy("har blivit sämre"))),
)  # fmt: skip


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


def _departure(one: Departure, round_: FollowUpRound) -> Line:
    suggested = one.suggestion.verdict
    return Line(
        one.row, _word(one.row, round_), suggested.value, verdict_word(one.row, suggested),
        measured_word(one.suggestion), one.brighter,
    )  # fmt: skip


def _change(one: Change, round_: FollowUpRound, previous: FollowUpRound) -> Line:
    return Line(one.now, _word(one.now, round_), one.before.status, _word(one.before, previous), "", one.brighter)


def _word(row: Assessment, round_: FollowUpRound) -> str:
    row.round = round_
    return verdict_word(row, row.status)


# The spreadsheet


def _file(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    row, _previous, listing = _listing(request, pk, kind)
    lines: Sequence[Line] = listing.page.paginator.object_list  # type: ignore[assignment]
    headings = [_("Mål"), _("Nyckel"), _("Målområde"), _("Bedöms av"), _("Omdöme"), str(kind.before), _("Mätta"),
                _("Läge"), _("Motivering")]  # fmt: skip
    sheet = Sheet(str(kind.label), headings, [_cells(line) for line in lines])
    return answer([sheet], f"{kind.name}-{row.term.key}-{row.key}")


def _cells(line: Line) -> list[Value]:
    goal: Any = line.row.goal
    return [line.goal, goal.key, line.area, line.organ, line.word, line.other_word, line.measured,
            str(line.row.get_state_display()), line.motivation]  # fmt: skip
