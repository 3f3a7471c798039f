"""Needs: the term's list, one need, writing and answering it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning import rights
from burlov_styrning.base.models import Event, Unit
from burlov_styrning.forms import Form
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Clash, Empty, Filter
from burlov_styrning.refusals import Conflict
from burlov_styrning.views import opened_when_published, something_published, take
from burlov_styrning.workflow import require
from goals import needs
from goals.evidence import evidence_of
from goals.forms.needs import FIELDS, NeedForm, box, writable_units
from goals.models import GoalProposal, Need, Term
from goals.moves import NEEDS
from goals.rules.links import typed
from goals.titles import titled
from goals.views import sorting
from goals.views.shared import Years, buttons, row_of_term, the_term

PAGES = {
    "edit": "goals:need-edit",
    "carry": "goals:need-carry",
    "set_aside": "goals:need-set-aside",
    "take_up": "goals:need-take-up",
}


@opened_when_published
def need_list(request: HttpRequest, term: Years) -> HttpResponse:
    """The needs of a term that this person may see, as a list or sorted as the address asks (`?visa=`).

    The unsigned see those published with what was decided.
    """
    of = the_term(request, term)
    rows = Need.objects.visible_to(request.user).filter(term=of).select_related("unit", "organ")
    something_published(request, rows)
    writes = may_write(of, request.user)
    context = {"term": of, "may_write": writes, "not_now": _not_now(of, request.user)}
    if shape := sorting.asked(request):
        return render(request, "goals/need/sorted.html", context | sorting.sorted_needs(rows, of, request.user, shape))
    empty = _("Inga behov är skrivna här ännu. En enhet skriver vad som betyder mest under fasen Behov.")
    if writes:
        empty = _("Inga behov är skrivna här ännu. Börja med det som betyder mest för er.")
    listing = Listing(
        request, rows, search=["text", "for_whom", "evidence", "unit__name", "organ__name"],
        columns=[Column(_("Behov"), "text", words=True), Column(_("Enhet"), "unit__name", words=True),
                 Column(_("Läge"), "state")],
        filters=[Filter("state", _("Läge"), list(Need.State.choices)), Filter("unit", _("Enhet"), _units(rows))],
        sort="unit__name", empty=Empty(empty),
    )  # fmt: skip
    context |= {"listing": listing, "shapes": sorting.shapes(of, request.user)}
    return render(request, "goals/need/list.html", context)


def _units(rows: QuerySet[Need]) -> list[tuple[str, str]]:
    found = rows.order_by("unit__name").values_list("unit", "unit__name").distinct()
    return [(str(pk), name) for pk, name in found]


def may_write(term: Term, user: Any) -> bool:
    """Whether this person can write a need in the term now."""
    actor = rights.actor_of(user)
    fresh = _fresh(term, actor)
    return fresh is not None and NEEDS.may_create("write", fresh, actor)


def _not_now(term: Term, user: Any) -> str:
    """Why nobody who writes needs can write one now; empty for those who never can."""
    actor = rights.actor_of(user)
    fresh = _fresh(term, actor)
    problem = NEEDS.not_now("write", fresh, actor) if fresh else ""
    return _("Nya behov kan inte skrivas nu. %(why)s") % {"why": problem} if problem else ""


def _fresh(term: Term, actor: rights.Actor) -> Need | None:
    """A new need of the unit or organ that the person writes for."""
    post = next((p for p in actor.posts if p.role in rights.WRITERS), None)
    if post is None:
        return None
    fresh = Need(term=term, organ_id=post.organ)
    fresh.unit_id = post.unit  # type: ignore[assignment]
    return fresh


@opened_when_published
def need_show(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """One need, and what became of it."""
    rows = Need.objects.select_related("unit", "organ", "written_by").prefetch_related("indicators__current")
    need = row_of_term(request, rows, term, pk)
    answers = titled(GoalProposal.objects.visible_to(request.user).filter(needs=need), request.user)
    actor = rights.actor_of(request.user)
    moves = buttons(NEEDS, need, request.user, PAGES, need.term, need.pk)
    context = {
        "need": need,
        "answers": answers.select_related("organ"),
        "evidence": evidence_of(list(need.indicators.all()), request.user),
        "group": need.group if any(rights.holds(who, actor, need) for who in rights.IN_ORGAN) else "",
        "events": Event.of(need) if rights.holds(rights.Who.STAFF, actor, need) else [],
        "moves": [*moves, *sorting.to_group(need, request.user)],
    }
    return render(request, "goals/need/show.html", context)


def need_write(request: HttpRequest, term: Years) -> HttpResponse:
    """A new need of a unit."""
    of = the_term(request, term)
    units = writable_units(request.user)
    form = NeedForm(request.POST or None, units=units)
    require(NEEDS, "write", _blank(of, units), request.user)
    if form.is_valid():
        need = needs.write(of, form.cleaned_data["unit"], by=request.user, **form.words())
        tell(request, _("Behovet är sparat. Din nämnd ser det, ingen annan."))
        return redirect("goals:need-show", of, need.pk)
    return render(
        request, "goals/need/form.html", {"term": of, "form": form, "back": reverse("goals:needs", args=[of])}
    )


def _blank(term: Term, units: QuerySet[Unit]) -> Need:
    unit = units.first()
    return Need(term=term, unit=unit, organ_id=unit.organ_id) if unit else Need(term=term)


def need_edit(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Change a need; when somebody saved in between, both texts."""
    need = row_of_term(request, Need.objects.select_related("unit").prefetch_related("indicators__current"), term, pk)
    require(NEEDS, "edit", need, request.user)
    form = NeedForm(request.POST or None, units=Unit.objects.none(), need=need)
    back = reverse("goals:need-show", args=[need.term, pk])
    context = {"term": need.term, "need": need, "form": form, "back": back}
    if not form.is_valid():
        return render(request, "goals/need/form.html", context)
    try:
        needs.edit(need, by=request.user, revision=form.cleaned_data["revision"] or 0, **form.words())
    except Conflict as conflict:
        return render(request, "conflict.html", context | _both(form, conflict), status=409)
    tell(request, _("Behovet är sparat."))
    return redirect(back)


def _both(form: NeedForm, conflict: Conflict) -> dict[str, Any]:
    """Both texts; the form goes on from the revision that stands now."""
    theirs: Any = conflict.theirs
    data: Any = form.data
    form.data = data.copy()
    form.data["revision"] = str(theirs.revision)  # type: ignore[index]
    rows = [Clash(form[n].label, form.cleaned_data[n], getattr(theirs, n)) for n in FIELDS]
    rows.append(Clash(form["links"].label, typed(form.cleaned_data["links"]), typed(theirs.links)))
    return {"rows": rows, "when": theirs.changed_at, "submit": _("Spara min text")}


# Moves


class ReasonForm(Form):
    """Why."""

    comment = forms.CharField(
        label=gettext_lazy("Skäl"), help_text=gettext_lazy("Enheten som skrev behovet läser det."), widget=box(3)
    )


def need_carry(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """The committee deals with it without a goal."""
    lead = _("Nämnden tar hand om behovet inom sin verksamhet, utan ett mål.")
    return _with_reason(request, term, pk, "carry", needs.carry, _("Tar nämnden hand om behovet själv?"), lead)


def need_set_aside(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """The committee does nothing about it now."""
    lead = _("Behovet finns kvar och kan tas upp igen.")
    return _with_reason(request, term, pk, "set_aside", needs.set_aside, _("Lägga behovet åt sidan?"), lead)


def _with_reason(
    request: HttpRequest, term: Years, pk: int, move: str, step: Any, title: str, lead: str
) -> HttpResponse:
    need = row_of_term(request, Need, term, pk)
    label = require(NEEDS, move, need, request.user).label
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        return take(
            request, lambda: step(need, by=request.user, comment=form.cleaned_data["comment"]),
            _("Sparat. Enheten ser skälet."), "goals:need-show", need.term, pk,
        )  # fmt: skip
    back = reverse("goals:need-show", args=[need.term, pk])
    context = {"title": title, "lead": lead, "facts": [(_("Behov"), need.text)], "form": form, "submit": label}
    return render(request, "confirm.html", context | {"back": back})


def need_take_up(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """The need is open again."""
    need = row_of_term(request, Need, term, pk)
    move = require(NEEDS, "take_up", need, request.user)
    if request.method == "POST":
        return take(
            request, lambda: needs.take_up(need, by=request.user), _("Behovet är öppet igen."),
            "goals:need-show", need.term, pk,
        )  # fmt: skip
    back = reverse("goals:need-show", args=[need.term, pk])
    context = {"title": _("Ta upp behovet igen?"), "facts": [(_("Behov"), need.text), (_("Skäl"), need.reason)]}
    return render(request, "confirm.html", context | {"submit": move.label, "back": back})
