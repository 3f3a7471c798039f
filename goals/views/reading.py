"""Reading what is in selection: one proposal a screen, the own list beside, a private note under; two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from burlov_styrning.forms import Form
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Clash
from burlov_styrning.refusals import Conflict
from burlov_styrning.rights import Who
from burlov_styrning.swedish import sort_key
from burlov_styrning.views import carried_number, only
from goals import ballots, costs
from goals.catalogue import MyList, content, handed_in
from goals.criteria import examine_content
from goals.models import GoalProposal, Note, Recommendation, Term
from goals.titles import titled
from goals.views.checks import paces_of
from goals.views.costs import bill_shown, cost_shown, of_committee
from goals.views.narrowing import Catalogue
from goals.views.ranking import list_context
from goals.views.shared import Years, the_term

# One at a time


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
    note = Note.objects.visible_to(request.user).filter(proposal=OuterRef("pk")).values("text")
    rows = GoalProposal.objects.select_related(*JOINED).annotate(note=Subquery(note[:1]))
    proposal = get_object_or_404(rows, pk=pk if pk in catalogue.keys else None)
    if pk not in catalogue.read:
        ballots.read(proposal, by=request.user)
        catalogue.read_now(pk)
    before, after, place = catalogue.around(pk)
    mine = MyList(catalogue.term, request.user)
    rows = _rows(catalogue, proposal, mine)
    prices = costs.Prices(costs.room_for(request.user), {pk: one for pk, (_row, one) in rows.items()})
    shown = _read(proposal, request.user)
    measures = {line.key: line.name for line in shown["content"].indicators}
    context = {
        "term": catalogue.term, "catalogue": catalogue, "proposal": proposal, "before": before, "after": after,
        "place_in_all": place, "filters": catalogue.filters(measures),
        "note_form": form or _note_form(proposal.note or ""),
        "read": sum(1 for p in catalogue.narrowed if p.is_read), "count": len(catalogue.narrowed),
        **_committee(catalogue, proposal, [row for row, _one in rows.values()], prices),
        "costs": cost_shown(shown["content"], prices.room), **shown,
        **list_context(catalogue, proposal, str(pk), mine, prices),
    }  # fmt: skip
    return render(request, "goals/selection/read.html", context)


def _read(proposal: GoalProposal, user: Any) -> dict[str, Any]:
    """The text as it was handed in, with pace and what the board proposes."""
    text = content(proposal)
    paces = paces_of(examine_content(text, user, decided=True))
    rows = Recommendation.objects.filter(proposal=proposal).select_related("decision__organ")
    return {"content": text, "paces": paces, "recommendation": rows.order_by("-decision__date", "-id").first()}


def _rows(catalogue: Catalogue, proposal: GoalProposal, mine: MyList) -> dict[int, tuple[Any, costs.Priced]]:
    """What the committee handed in and what the own list holds, with title and cost. One query for both."""
    user = catalogue.request.user
    both = Q(organ=proposal.organ_id) | Q(pk__in=mine.places)
    rows: Any = titled(handed_in(catalogue.term, user).filter(both), user)
    return costs.read(rows, "shown_title", "is_read", "organ_id")


def _committee(
    catalogue: Catalogue, proposal: GoalProposal, rows: Sequence[Any], prices: costs.Prices
) -> dict[str, Any]:
    """What else its committee handed in (title, read or not, its address, both side by side), and what it all costs."""
    ours, beside = [row for row in rows if row.organ_id == proposal.organ_id], _beside(catalogue.term)
    together = prices.bill(row.pk for row in ours)
    return {
        "others": [
            (row.shown_title, row.is_read, catalogue.address(row.pk), f"{beside}?a={proposal.pk}&b={row.pk}")
            for row in ours if row.pk != proposal.pk
        ],
        "committee_bill": bill_shown(together, prices.room, of_committee(proposal.organ.name, together)),
    }  # fmt: skip


def _beside(term: Term) -> str:
    return reverse("goals:selection-beside", args=[term])


# Two side by side


def selection_beside(request: HttpRequest, term: Years) -> HttpResponse:
    """Two proposals beside each other, part by part; before two are chosen, the choice alone."""
    only(request, Who.COUNCILLOR)
    of = the_term(request, term)
    choices = _choices(of, request.user)
    chosen = [pk for name in "ab" if (pk := carried_number(request.GET.get(name, ""))) in dict(choices)]
    context = {
        "term": of, "choices": [(str(pk), title) for pk, title in choices],
        "boxes": [(name, label, str(chosen[n]) if n < len(chosen) else "")
                  for n, (name, label) in enumerate([("a", _("Det ena")), ("b", _("Det andra"))])],
        "same": len(chosen) == 2 and len(set(chosen)) == 1,
        "pair": _pair(request, of, chosen) if len(set(chosen)) == 2 else [],
    }  # fmt: skip
    return render(request, "goals/selection/beside.html", context)


def _choices(term: Term, user: Any) -> list[tuple[int, str]]:
    rows: Any = titled(handed_in(term, user), user)
    named = rows.values_list("pk", "shown_title", "organ__name")
    return sorted(((pk, f"{title} ({organ})") for pk, title, organ in named), key=lambda pair: sort_key(pair[1]))


def _pair(request: HttpRequest, term: Term, chosen: list[int]) -> list[dict[str, Any]]:
    """Both with text, own note and what the list can do with each."""
    rows = {row.pk: row for row in GoalProposal.objects.filter(pk__in=chosen).select_related(*JOINED)}
    notes = dict(Note.objects.visible_to(request.user).filter(proposal__in=chosen).values_list("proposal", "text"))
    catalogue = Catalogue(request, term)
    return [
        {"proposal": rows[pk], "note": notes.get(pk, ""), "url": catalogue.address(pk), **_read(rows[pk], request.user)}
        for pk in chosen
    ]


# The private note


class NoteForm(Form):
    """A private note, with the text that the page showed, so that another window's is not written over."""

    text = forms.CharField(
        label=gettext_lazy("Min anteckning"), help_text=gettext_lazy("Bara du ser den, nu och senare."),
        required=False, max_length=5000, widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": gettext_lazy("Korta anteckningen till högst 5 000 tecken.")},
    )  # fmt: skip
    shown = forms.CharField(required=False, widget=forms.HiddenInput)


def _note_form(text: str) -> NoteForm:
    return NoteForm(initial={"text": text, "shown": ballots.seen_text(text)})


@require_POST
def selection_note(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Save the own note; when another window saved in between, both texts."""
    only(request, Who.COUNCILLOR)
    catalogue = Catalogue(request, the_term(request, term))
    proposal = get_object_or_404(handed_in(catalogue.term, request.user).select_related("term"), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _screen(request, catalogue, pk, form)
    back = f"{reverse('goals:selection-read', args=[catalogue.term, pk])}#anteckning"
    try:
        ballots.note(proposal, form.cleaned_data["text"], by=request.user, shown=form.cleaned_data["shown"] or None)
    except Conflict as conflict:
        return render(request, "conflict.html", _both(form, conflict) | {"back": back}, status=409)
    tell(request, _("Anteckningen är sparad. Bara du ser den."))
    return redirect(back)


def _both(form: NoteForm, conflict: Conflict) -> dict[str, Any]:
    """Both texts; the form goes on from the one that stands now."""
    mine, theirs = str(conflict.mine), str(conflict.theirs)
    again = NoteForm(initial={"text": mine, "shown": ballots.seen_text(theirs)})
    clash = Clash(form["text"].label or "", mine, theirs)
    return {"rows": [clash], "who": _("Du"), "form": again, "submit": _("Spara min text")}
