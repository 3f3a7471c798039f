"""The own list: ordered by drag, by buttons and by keyboard, saved at each change, with its receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning import rights
from burlov_styrning.base.models import Organ
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import STATUS
from burlov_styrning.parts import Empty, Filter, Ranked
from burlov_styrning.refusals import Refusal
from burlov_styrning.rights import Who
from burlov_styrning.views import carried_number, only
from goals import ballots, costs, terms
from goals.catalogue import MyList, handed_in, title
from goals.models import GoalProposal, Term
from goals.models.ballot import party_of
from goals.titles import titled
from goals.views.costs import BillShown, bill_shown
from goals.views.narrowing import FILTERS, Catalogue
from goals.views.shared import Years, the_term

ALL, RECEIPT = "alla", "min-lista"
"""Pages with the list on them, besides the screens of the proposals."""


def list_context(
    catalogue: Catalogue,
    proposal: GoalProposal | None,
    page: str,
    mine: MyList | None = None,
    prices: costs.Prices | None = None,
) -> dict[str, Any]:
    """What `my_list.html` draws. `page` is where one is: a proposal's id, ALL or RECEIPT."""
    term, user = catalogue.term, catalogue.request.user
    mine, is_open = mine or MyList(term, user), ballots.are_open(term, user)
    urls = _Addresses(catalogue, page)
    ranked = [_ranked(mine, number, urls, is_open) for number in range(len(mine.rows))]
    return {
        "mine": mine, "is_open": is_open, "ranked": ranked, "shown": ballots.seen(mine.places),
        "add_url": urls.to("add", proposal) if proposal and is_open and _can_add(mine, proposal) else "",
        "place": mine.places.index(proposal.pk) + 1 if proposal and proposal.pk in mine.chosen else 0,
        "of_party": term.ballots_by == Term.By.PARTY, "party": party_of(rights.actor_of(user)),
        "closes": terms.lists_close(term), "closed": terms.lists_are_closed(term),
        "alone": page == RECEIPT, "beside_text": page != RECEIPT, "bill": _bill(mine, prices, user),
    }  # fmt: skip


def _bill(mine: MyList, prices: costs.Prices | None, user: Any) -> BillShown | None:
    """What the proposals of the list cost together, beside the economic room."""
    if not mine.rows:
        return None
    if prices is None:
        prices = costs.prices_of(handed_in(mine.term, user).filter(pk__in=mine.places), user)
    return bill_shown(prices.bill(mine.places), prices.room)


def _can_add(mine: MyList, proposal: GoalProposal) -> bool:
    return proposal.pk not in mine.chosen and not mine.is_full and proposal.state in ballots.RANKABLE


@dataclass(frozen=True)
class _Addresses:
    """Where the list's buttons lead: each carries the page that it stands on, and that page's filters."""

    catalogue: Catalogue
    page: str

    def to(self, move: str, proposal: GoalProposal) -> str:
        url = reverse(f"goals:ballot-{move}", args=[proposal.term, proposal.pk])
        return self.catalogue.with_filters(url, sida=self.page)


def _ranked(mine: MyList, number: int, urls: _Addresses, is_open: bool) -> Ranked:
    row = mine.rows[number]
    gone = "" if row.proposal.state in ballots.RANKABLE else f" · {row.proposal.get_state_display()}"
    moves = {}
    if is_open:
        moves["up"] = urls.to("up", row.proposal) if number else ""
        moves["down"] = urls.to("down", row.proposal) if number + 1 < len(mine.rows) else ""
        moves["remove"] = urls.to("remove", row.proposal)
        moves["put"] = urls.to("put", row.proposal)
    url = urls.catalogue.address(row.proposal_id) if row.proposal_id in urls.catalogue.keys else ""
    return Ranked(title(row.proposal), url, f"{row.proposal.organ.name}{gone}", key=str(row.proposal_id), **moves)


# Pages


def selection_list(request: HttpRequest, term: Years) -> HttpResponse:
    """All that is handed in, to search and choose from, and the own list with its receipt."""
    only(request, Who.COUNCILLOR)
    catalogue = Catalogue(request, the_term(request, term))
    listing = _listing(request, catalogue)
    catalogue.chosen = _for_screens(listing, catalogue)
    context = {"term": catalogue.term, "catalogue": catalogue, "listing": listing,
               "read_url": catalogue.with_filters(reverse("goals:selection", args=[catalogue.term]))}  # fmt: skip
    return render(request, "goals/selection/list.html", context | list_context(catalogue, None, ALL))


def _for_screens(listing: Listing, catalogue: Catalogue) -> dict[str, str]:
    """The same filters lead on to the screens: an indicator where the typed words say which one."""
    typed = {one.name: value for one, value in listing.filters}
    chosen = {name: value for name, field in FILTERS.items() if (value := typed[field])}
    if words := chosen.pop("indikator", ""):
        keys = catalogue.indicators_named(words)
        chosen |= {"indikator": keys.pop()} if len(keys) == 1 else {}
    return chosen


def _listing(request: HttpRequest, catalogue: Catalogue) -> Listing:
    rows = handed_in(catalogue.term, request.user)
    organs = Organ.objects.filter(pk__in=rows.order_by().values("organ")).order_by("name").values_list("pk", "name")
    areas = catalogue.term.areas.values_list("name", flat=True)
    return Listing(
        request, titled(rows, request.user),
        search=["shown_title", "shown_wording", "organ__name"],
        columns=[Column(_("Förslag"), "shown_title", words=True), Column(_("Nämnd"), "organ__name", words=True),
                 Column(_("Målområde"), "shown_area", words=True), Column(_("Läst"), "is_read")],
        filters=[Filter("shown_area", _("Målområde"), [(area, area) for area in areas]),
                 Filter("organ", _("Nämnd"), [(str(pk), name) for pk, name in organs]),
                 Filter("indicator", _("Indikator"), typed=True)],
        narrow={"indicator": lambda rows, words: rows.filter(
            pk__in=catalogue.of_indicators(catalogue.indicators_named(words)))},
        sort="shown_title",
        empty=Empty(_("Inga förslag är inlämnade ännu. Nämnderna lämnar in dem under fasen Förslag.")),
    )  # fmt: skip


def my_list(request: HttpRequest, term: Years) -> HttpResponse:
    """The own list alone, with room to order it, and as a receipt: what stands on it and when it was saved."""
    only(request, Who.COUNCILLOR)
    catalogue = Catalogue(request, the_term(request, term))
    context = {"term": catalogue.term, **list_context(catalogue, None, RECEIPT)}
    return render(request, "goals/selection/receipt.html", context)


# Moves


type Step = Callable[..., ballots.Saved]


def _take(request: HttpRequest, term: Years, pk: int, step: Step, *given: int) -> HttpResponse:
    """Take the step; then the list as it stands (to a script), or the page that one was on."""
    only(request, Who.COUNCILLOR)
    catalogue = Catalogue(request, the_term(request, term))
    proposal = _on_offer(request, catalogue.term, pk)
    try:
        saved = step(proposal, *given, by=request.user, shown=request.POST.get("shown"))
    except Refusal as refusal:
        if not _asks_for_a_part(request):
            raise
        said = {"problem": " ".join(map(str, refusal.sentences))}
        return _part(request, catalogue, said, STATUS.get(refusal.reason, 422))
    if _asks_for_a_part(request):
        return _part(request, catalogue, _said(proposal, saved))
    if saved.meanwhile:
        messages.warning(request, _meanwhile(catalogue.term))
    return redirect(f"{_page_of(catalogue)}#lista")


def _on_offer(request: HttpRequest, term: Term, pk: int) -> GoalProposal:
    """A proposal that the councillor sees, or that stands on the own list although it was withdrawn."""
    rows: QuerySet[GoalProposal] = GoalProposal.objects.select_related("term", "handed_in").filter(term=term)
    found: GoalProposal = get_object_or_404(rows, pk=pk)
    if found.pk not in MyList(term, request.user).chosen and not handed_in(term, request.user).filter(pk=pk).exists():
        raise Http404
    return found


def _asks_for_a_part(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]


def _said(proposal: GoalProposal, saved: ballots.Saved) -> dict[str, str]:
    """What the list tells of the change, also to those who hear it."""
    if proposal.pk in saved.places:
        numbers = {"place": saved.places.index(proposal.pk) + 1, "all": len(saved.places), "title": title(proposal)}
        said = _("Plats %(place)s av %(all)s: %(title)s. Sparad.") % numbers
    else:
        said = _("”%(title)s” står inte på listan. Sparad.") % {"title": title(proposal)}
    return {"said": said, "meanwhile": _meanwhile(proposal.term) if saved.meanwhile else ""}


def _meanwhile(term: Term) -> str:
    if term.ballots_by == Term.By.PARTY:
        return _("Listan hade ändrats av någon annan i gruppen eller i ett annat fönster. Så här står den nu.")
    return _("Listan hade ändrats i ett annat fönster. Så här står den nu.")


def _part(request: HttpRequest, catalogue: Catalogue, said: dict[str, str], status: int = 200) -> HttpResponse:
    page = request.GET.get("sida", "")
    on_screen = handed_in(catalogue.term, request.user).filter(pk=carried_number(page)).select_related("term").first()
    context = {"term": catalogue.term, "on_screen": on_screen, **list_context(catalogue, on_screen, page), **said}
    return render(request, "goals/selection/my_list.html", context, status=status)


def _page_of(catalogue: Catalogue) -> str:
    page = catalogue.request.GET.get("sida", "")
    if (pk := carried_number(page)) in catalogue.keys:
        return catalogue.address(pk)
    return reverse("goals:ballot-receipt" if page == RECEIPT else "goals:selection-list", args=[catalogue.term])


@require_POST
def ballot_add(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Put it last on the own list."""
    return _take(request, term, pk, ballots.add)


@require_POST
def ballot_remove(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Take it off the own list."""
    return _take(request, term, pk, ballots.remove)


@require_POST
def ballot_up(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """One place up."""
    return _take(request, term, pk, ballots.move, -1)


@require_POST
def ballot_down(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """One place down."""
    return _take(request, term, pk, ballots.move, 1)


@require_POST
def ballot_put(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """To a place, as it was dragged there."""
    return _take(request, term, pk, ballots.put, carried_number(request.POST.get("place", "")))
