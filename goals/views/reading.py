"""Reading what is in selection: one proposal a screen, the own list beside, a private note under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from burlov_styrning.forms import Form
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Empty, Filter, Ranked
from burlov_styrning.rights import Who
from burlov_styrning.views import back, only
from goals import ballots, terms
from goals.catalogue import MyList, content, handed_in, title
from goals.criteria import examine_content
from goals.models import GoalProposal, Note, Recommendation, Term
from goals.views.checks import paces_of
from goals.views.shared import Years, the_term
from goals.views.titles import titled

FILTERS = {"omrade": "shown_area", "namnd": "organ"}


# The catalogue


@dataclass
class Catalogue:
    """The proposals as the address narrows them, and the way through them."""

    request: HttpRequest
    term: Term

    @cached_property
    def all(self) -> Sequence[Any]:
        """Every proposal, with what it is chosen by; the text of one only is fetched.

        The areas stand in the texts as handed in: they are read only where one has chosen an area.
        """
        rows = handed_in(self.term, self.request.user)
        area = ["shown_area"] if "omrade" in self.chosen else []
        rows = titled(rows, self.request.user) if area else rows
        return list(rows.values_list("pk", "organ_id", "organ__name", "is_read", *area, named=True))

    @cached_property
    def keys(self) -> set[int]:
        """Their ids."""
        return {p.pk for p in self.all}

    @property
    def read(self) -> set[int]:
        """The ids of those that this person has opened."""
        return {p.pk for p in self.all if p.is_read}

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters that are on."""
        return {name: value for name in FILTERS if (value := self.request.GET.get(name, ""))}

    @cached_property
    def narrowed(self) -> Sequence[Any]:
        """Those that pass the filters."""
        area, organ = self.chosen.get("omrade"), self.chosen.get("namnd")
        return [p for p in self.all if organ in (None, str(p.organ_id)) and (area is None or area == p.shown_area)]

    def read_now(self, pk: int) -> None:
        """It was not read when the catalogue was fetched."""
        self.all = [p._replace(is_read=True) if p.pk == pk else p for p in self.all]
        self.__dict__.pop("narrowed", None)

    @property
    def filters(self) -> list[tuple[Filter, str]]:
        """The choices that the catalogue has, with what is chosen."""
        areas = self.term.areas.values_list("name", flat=True)
        organs = {str(p.organ_id): p.organ__name for p in self.all}
        found = [Filter("omrade", _("Målområde"), [(area, area) for area in areas]),
                 Filter("namnd", _("Nämnd"), list(organs.items()))]  # fmt: skip
        return [(one, self.chosen.get(one.name, "")) for one in found]

    def address(self, pk: int | None) -> str:
        """The screen of a proposal, under the same filters."""
        if pk is None:
            return ""
        url = reverse("goals:selection-read", args=[self.term, pk])
        return f"{url}?{urlencode(self.chosen)}" if self.chosen else url

    def around(self, pk: int) -> tuple[str, str, int]:
        """The addresses before and after, and the place; what the filters leave out stands before the first."""
        keys = [p.pk for p in self.narrowed]
        at = keys.index(pk) if pk in keys else -1
        before, after = (keys[at - 1] if at > 0 else None), (keys[at + 1] if at + 1 < len(keys) else None)
        return self.address(before), self.address(after), at + 1

    def first_unread(self) -> int | None:
        """Where to go on reading; the first when all is read."""
        rows = self.narrowed
        return next((p.pk for p in rows if not p.is_read), rows[0].pk if rows else None)


# Pages


def selection(request: HttpRequest, term: Years) -> HttpResponse:
    """Go on reading where one was."""
    only(request, Who.COUNCILLOR)
    catalogue = Catalogue(request, the_term(request, term))
    pk = catalogue.first_unread()
    if pk is None:
        return render(request, "goals/selection/empty.html", {"term": catalogue.term, "catalogue": catalogue})
    return _screen(request, catalogue, pk)


def selection_read(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """One proposal."""
    only(request, Who.COUNCILLOR)
    return _screen(request, Catalogue(request, the_term(request, term)), pk)


JOINED = ("term", "organ", "area", "handed_in", "council_decision__organ")


def _screen(request: HttpRequest, catalogue: Catalogue, pk: int, form: Form | None = None) -> HttpResponse:
    rows = GoalProposal.objects.select_related(*JOINED)
    proposal = get_object_or_404(rows, pk=pk if pk in catalogue.keys else None)
    if pk not in catalogue.read:
        ballots.read(proposal, by=request.user)
        catalogue.read_now(pk)
    note = Note.objects.visible_to(request.user).filter(proposal=pk).first()
    before, after, place = catalogue.around(pk)
    context = {
        "term": catalogue.term, "catalogue": catalogue, "proposal": proposal, "before": before, "after": after,
        "where": _where(catalogue, place), "note_form": form or NoteForm(initial={"text": note.text if note else ""}),
        **_read(proposal, request.user), **_my_list(request, catalogue, proposal),
    }  # fmt: skip
    return render(request, "goals/selection/read.html", context)


def _where(catalogue: Catalogue, place: int) -> str:
    rows = catalogue.narrowed
    said = {"place": place, "all": len(rows), "read": sum(1 for p in rows if p.is_read)}
    if not place:
        return _("Utanför det du har filtrerat fram: %(all)s förslag, %(read)s lästa") % said
    return _("Förslag %(place)s av %(all)s · %(read)s lästa") % said


def _read(proposal: GoalProposal, user: Any) -> dict[str, Any]:
    """The text as it was handed in, with pace and what the board proposes."""
    text = content(proposal)
    paces = paces_of(examine_content(text, user, decided=True))
    rows = Recommendation.objects.filter(proposal=proposal).select_related("decision__organ")
    return {"content": text, "paces": paces, "recommendation": rows.order_by("-decision__date", "-id").first()}


def _my_list(request: HttpRequest, catalogue: Catalogue, proposal: GoalProposal | None = None) -> dict[str, Any]:
    mine, term = MyList(catalogue.term, request.user), catalogue.term
    is_open = ballots.are_open(term, request.user)
    here = catalogue.address(proposal.pk) if proposal else reverse("goals:selection-list", args=[term])
    return {
        "mine": mine,
        "is_open": is_open,
        "ranked": [_ranked(mine, number, catalogue, here, is_open) for number in range(len(mine.rows))],
        "add_url": _list_url("add", proposal, here) if proposal and _can_add(mine, proposal) and is_open else "",
        "on_list": bool(proposal and proposal.pk in mine.chosen),
        "closes": terms.lists_close(term),
        "closed": terms.lists_are_closed(term),
    }


def _can_add(mine: MyList, proposal: GoalProposal) -> bool:
    return proposal.pk not in mine.chosen and not mine.is_full and proposal.state in ballots.RANKABLE


def _ranked(mine: MyList, number: int, catalogue: Catalogue, here: str, is_open: bool) -> Ranked:
    row = mine.rows[number]
    gone = "" if row.proposal.state in ballots.RANKABLE else f" · {row.proposal.get_state_display()}"
    urls = {}
    if is_open:
        urls["up"] = _list_url("up", row.proposal, here) if number else ""
        urls["down"] = _list_url("down", row.proposal, here) if number + 1 < len(mine.rows) else ""
        urls["remove"] = _list_url("remove", row.proposal, here)
    url = catalogue.address(row.proposal_id) if row.proposal_id in catalogue.keys else ""
    return Ranked(title(row.proposal), url, f"{row.proposal.organ.name}{gone}", **urls)


def _list_url(move: str, proposal: GoalProposal, here: str) -> str:
    return (
        f"{reverse(f'goals:ballot-{move}', args=[proposal.term, proposal.pk])}?{urlencode({'next': f'{here}#lista'})}"
    )


def selection_list(request: HttpRequest, term: Years) -> HttpResponse:
    """All that is handed in, to search and choose from, and the own list with its receipt."""
    only(request, Who.COUNCILLOR)
    catalogue = Catalogue(request, the_term(request, term))
    context = {"term": catalogue.term, "catalogue": catalogue, "listing": _listing(request, catalogue)}
    return render(request, "goals/selection/list.html", context | _my_list(request, catalogue))


def _listing(request: HttpRequest, catalogue: Catalogue) -> Listing:
    filters = [Filter(FILTERS[one.name], one.label, one.choices) for one, _chosen in catalogue.filters]
    return Listing(
        request, titled(handed_in(catalogue.term, request.user), request.user),
        search=["shown_title", "shown_wording", "organ__name"],
        columns=[Column(_("Förslag"), "shown_title", words=True), Column(_("Nämnd"), "organ__name", words=True),
                 Column(_("Målområde"), "shown_area", words=True), Column(_("Läst"), "is_read")],
        filters=filters, sort="shown_title",
        empty=Empty(_("Inga förslag är inlämnade ännu. Nämnderna lämnar in dem under fasen Förslag.")),
    )  # fmt: skip


def my_list(request: HttpRequest, term: Years) -> HttpResponse:
    """The own list as a receipt: what stands on it, in order, and when it was saved."""
    only(request, Who.COUNCILLOR)
    catalogue = Catalogue(request, the_term(request, term))
    return render(request, "goals/selection/receipt.html", {"term": catalogue.term, **_my_list(request, catalogue)})


# Moves


def _ranked_proposal(request: HttpRequest, term: Years, pk: int) -> GoalProposal:
    """A proposal that the councillor sees, or that stands on the own list although it was withdrawn."""
    only(request, Who.COUNCILLOR)
    of = the_term(request, term)
    rows: QuerySet[GoalProposal] = GoalProposal.objects.select_related("term").filter(term=of)
    found: GoalProposal = get_object_or_404(rows, pk=pk)
    if found.pk not in MyList(of, request.user).chosen and not handed_in(of, request.user).filter(pk=pk).exists():
        raise Http404
    return found


def _changed(request: HttpRequest, proposal: GoalProposal) -> HttpResponse:
    return back(request, reverse("goals:selection-read", args=[proposal.term, proposal.pk]))


@require_POST
def ballot_add(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Put it last on the own list."""
    proposal = _ranked_proposal(request, term, pk)
    ballots.add(proposal, by=request.user)
    return _changed(request, proposal)


@require_POST
def ballot_remove(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Take it off the own list."""
    proposal = _ranked_proposal(request, term, pk)
    ballots.remove(proposal, by=request.user)
    return _changed(request, proposal)


@require_POST
def ballot_up(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """One place up."""
    proposal = _ranked_proposal(request, term, pk)
    ballots.move(proposal, -1, by=request.user)
    return _changed(request, proposal)


@require_POST
def ballot_down(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """One place down."""
    proposal = _ranked_proposal(request, term, pk)
    ballots.move(proposal, 1, by=request.user)
    return _changed(request, proposal)


class NoteForm(Form):
    """A private note."""

    text = forms.CharField(
        label=gettext_lazy("Min anteckning"), help_text=gettext_lazy("Bara du ser den, nu och senare."),
        required=False, max_length=5000, widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": gettext_lazy("Korta anteckningen till högst 5 000 tecken.")},
    )  # fmt: skip


@require_POST
def selection_note(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Save the own note."""
    only(request, Who.COUNCILLOR)
    catalogue = Catalogue(request, the_term(request, term))
    proposal = get_object_or_404(handed_in(catalogue.term, request.user).select_related("term"), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _screen(request, catalogue, pk, form)
    ballots.note(proposal, form.cleaned_data["text"], by=request.user)
    tell(request, _("Anteckningen är sparad. Bara du ser den."))
    return redirect(f"{reverse('goals:selection-read', args=[catalogue.term, pk])}#anteckning")
