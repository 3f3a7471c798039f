"""Follow-up rounds: the list of a term, one round with what is left, its departures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Organ
from burlov_styrning.clock import today
from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.rights import Role, Who
from burlov_styrning.views import only
from followup import progress
from followup.judgements import verdict_word
from followup.models import Assessment, FollowUpRound, Opening
from followup.moves import ASSESSMENTS, OPENINGS, ROUNDS
from followup.openings import state_word
from followup.progress import Piece, Progress, Standing
from followup.views.shared import examines, looks_over, round_or_404
from goals.models import Term
from goals.views.shared import Years, buttons, the_term

PAGES = {
    "edit": "followup:round-edit",
    "open": "followup:round-open",
    "close": "followup:round-close",
    "adopt": "followup:round-adopt",
}


def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of the term that is followed up now."""
    only(request, Who.OFFICIAL)
    term = followed_term()
    if term is None:
        empty = Empty(_("Ingen målperiod finns ännu. Uppföljningen planeras när det finns mål att följa upp."))
        return render(request, "followup/rounds/none.html", {"empty": empty})
    return round_list(request, (term.first_year, term.last_year))


def followed_term() -> Term | None:
    """The term that runs this year, else the one that began last, else the first to come."""
    year, terms = today().year, list(Term.objects.all())
    begun = [term for term in terms if term.first_year <= year]
    running = [term for term in begun if year <= term.end_year]
    return (running[::-1] or begun[::-1] or terms or [None])[0]


def round_list(request: HttpRequest, term: Years) -> HttpResponse:
    """The rounds of a term, with what is to be judged by when."""
    only(request, Who.OFFICIAL)
    of = the_term(request, term)
    may_plan = ROUNDS.may_create("plan", FollowUpRound(term=of), request.user)
    # Each organ may have a day of its own: all are ready on the last of them.
    rows = FollowUpRound.objects.filter(term=of).annotate(all_due=Coalesce("due", Max("deadlines__due")))
    listing = Listing(
        request, rows.select_related("decision__organ"), search=["name", "year"],
        columns=[Column(_("Uppföljning"), "period_end"), Column(_("Avser till och med")),
                 Column(_("Bedömningar klara"), "all_due"), Column(_("Överlämnas"), "hand_over"),
                 Column(_("Läge"), "state")],
        filters=[Filter("state", _("Läge"), list(FollowUpRound.State.choices)),
                 Filter("kind", _("Slag"), list(FollowUpRound.Kind.choices))],
        sort="-period_end",
        empty=Empty(_("Ingen uppföljning är planerad för perioden. Börja med den första.") if may_plan else
                    _("Ingen uppföljning är planerad för perioden. Controllern planerar den.")),
    )  # fmt: skip
    others = Term.objects.exclude(pk=of.pk)
    context = {"term": of, "listing": listing, "may_plan": may_plan, "others": others}
    return render(request, "followup/rounds/list.html", context)


# One round

ORGANS = 10
"""So many organs' judgements stand on a page."""


@dataclass(frozen=True)
class Line:
    """A judgement of the round as a row: what can be opened or begun, and the word that one may read."""

    piece: Piece
    url: str
    label: str
    word: str
    ask: str


@dataclass(frozen=True)
class Opened:
    """How far an organ's opening has come, and the way to it for those who read or begin it."""

    state: str
    url: str = ""
    label: str = ""
    ready: bool = False


@dataclass(frozen=True)
class Shown:
    """A part with its rows."""

    part: Standing
    lines: Sequence[Line]
    decide: str
    """Where its organ's decision is recorded; empty for all but its secretary."""
    opening: Opened | None
    """What the organ wrote to open its chapter; nothing where it has none, or this person may not know."""


def round_show(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the round has come: what is left, and whose it is."""
    row = round_or_404(request, pk)
    found = Progress(row, request.user)
    parts = found.by_organ()
    listing = Listing(request, parts, filters=_organs(parts), narrow={"organ": _of_organ}, per_page=ORGANS)
    pieces = iter(found.pieces([ask for part in listing.rows for ask in part.asks]))
    openings = openings_of(row, request.user)
    context = {
        "round": row,
        "term": row.term,
        "whole": found.whole,
        "organs": parts,
        "listing": listing,
        "parts": [
            shown(row, part, list(islice(pieces, len(part.asks))), openings, request.user) for part in listing.rows
        ],
        "areas": found.by_area(),
        "deadlines": row.deadlines.select_related("organ"),
        "moves": round_moves(row, request.user),
        "looks_over": looks_over(request.user),
        "examines": examines(request.user),
    }
    return render(request, "followup/rounds/show.html", context)


def openings_of(row: FollowUpRound, user: Any) -> dict[int, Any]:
    """What organs have written to open their chapters, by organ; each says whether this person sees it. One query."""
    seen = Opening.objects.visible_to(user).filter(pk=OuterRef("pk"))
    rows = Opening.objects.filter(round=row).annotate(is_seen=Exists(seen))
    return {one.organ_id: one for one in rows}


def _organs(parts: Sequence[Standing]) -> list[Filter]:
    """To find an organ, where there are more than one page of them."""
    if len(parts) <= ORGANS:
        return []
    return [Filter("organ", _("Organ"), [(str(part.asks[0].organ), str(part.name)) for part in parts])]


def _of_organ(parts: Sequence[Standing], organ: str) -> list[Standing]:
    return [part for part in parts if str(part.asks[0].organ) == organ]


def round_moves(row: FollowUpRound, user: Any) -> list[Button]:
    """What can be done with the round."""
    return buttons(ROUNDS, row, user, PAGES, row.pk)


def shown(row: FollowUpRound, part: Standing, pieces: Sequence[Piece], openings: Mapping[int, Any], user: Any) -> Shown:
    """One organ's part of the page."""
    organ = part.name if isinstance(part.name, Organ) else None
    opening = opened(row, organ, openings.get(organ.pk), user) if organ else None
    ready = any(piece.state == Assessment.State.READY for piece in pieces) or (opening and opening.ready)
    decide = ""
    if organ and ready and organ.pk in rights.actor_of(user).organs({Role.SECRETARY}):
        decide = reverse("followup:assessment-decision", args=[row.pk, organ.pk])
    return Shown(part, [line(row, piece, user) for piece in pieces], decide, opening)


def opened(row: FollowUpRound, organ: Organ, opening: Any, user: Any) -> Opened | None:
    """The line of an organ's opening."""
    actor, address = rights.actor_of(user), [row.pk, organ.pk]
    if opening is None:
        if OPENINGS.may_create("start", Opening(round=row, organ=organ), user):
            return Opened(str(progress.STATES[progress.NOT_STARTED]), reverse("followup:opening-write", args=address),
                          _("Skriv"))  # fmt: skip
        return Opened(str(progress.STATES[progress.NOT_STARTED])) if progress.knows_all(actor) else None
    state = state_word(opening)
    if opening.is_seen:
        ready = opening.state == Opening.State.READY
        return Opened(state, reverse("followup:opening", args=address), _("Läs"), ready)
    if not progress.knows_all(actor):
        return None
    ask = actor.has(Role.AUDITOR)
    return Opened(
        state, reverse("followup:opening-ask", args=address) if ask else "", _("Begär att få läsa") if ask else ""
    )


def line(row: FollowUpRound, piece: Piece, user: Any) -> Line:
    """A judgement with the way to it."""
    url, label, word, ask = "", "", "", ""
    if piece.row:
        url, label = reverse("followup:assessment-show", args=[piece.row.pk]), _("Läs")
        piece.row.round = row
        if piece.is_done:
            word = verdict_word(piece.row, piece.row.status)
        elif ASSESSMENTS.offers("edit", piece.row, user):
            url, label = reverse("followup:assessment-edit", args=[piece.row.pk]), _("Skriv")
    elif piece.hidden and rights.actor_of(user).has(Role.AUDITOR):
        ask = reverse("followup:assessment-ask", args=[piece.hidden])
    elif piece.state == progress.NOT_STARTED and ASSESSMENTS.may_create("start", piece.blank(row), user):
        url, label = begin_url(row, piece), _("Skriv")
    return Line(piece, url, label, word, ask)


def begin_url(row: FollowUpRound, piece: Piece) -> str:
    """Where a judgement is begun."""
    if piece.weighed and piece.goal:
        return reverse("followup:assessment-weigh", args=[row.pk, piece.goal.pk])
    if piece.goal and piece.organ:
        return reverse("followup:assessment-new", args=[row.pk, piece.goal.pk, piece.organ.pk])
    if piece.area:
        return reverse("followup:assessment-area", args=[row.pk, piece.area.pk])
    return reverse("followup:assessment-whole", args=[row.pk])
