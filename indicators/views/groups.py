"""Comparison groups: the list, one with its municipalities, making, changing and ending it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Event
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.rights import actor_of
from burlov_styrning.swedish import sort_key
from burlov_styrning.views import public, saves, take, visible_or_404
from burlov_styrning.workflow import require
from indicators import groups
from indicators.forms.groups import GroupForm
from indicators.models import ComparisonGroup
from indicators.moves import GROUPS

LISTED = ComparisonGroup.objects.select_related("source")
TO_SHOW = "indicators:group-show"


@public
def group_list(request: HttpRequest) -> HttpResponse:
    """All groups, those in use first asked for."""
    may_make = GROUPS.may_create("make", ComparisonGroup(), request.user)
    make = (_("Lägg till grupp"), reverse("indicators:group-make")) if may_make else ("", "")
    listing = Listing(
        request, LISTED.visible_to(request.user).annotate(count=Count("members")),
        search=["title", "reason", "members__name"],
        columns=[Column(_("Grupp"), "title", words=True), Column(_("Kommuner"), "count", number=True),
                 Column(_("Varför just de")), Column(_("Läge"))],
        filters=[Filter("state", _("Läge"), list(ComparisonGroup.State.choices))],
        narrow={"state": _in_state},
        sort="title",
        empty=Empty(_("Här finns inga grupper ännu. En grupp är kommuner som är bra att jämföra sig med."), *make),
    )  # fmt: skip
    return render(request, "indicators/group/list.html", {"listing": listing, "may_make": may_make})


def _in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    return rows.filter(until__isnull=state == ComparisonGroup.State.USED)


@public
def group_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: why just these, and which they are."""
    group = visible_or_404(request, LISTED, pk=pk)
    members = sorted(group.members.all(), key=lambda row: sort_key(row.name))
    official = bool(actor_of(request.user).posts)
    context = {
        "group": group, "members": members, "moves": _moves(group, request.user),
        "events": Event.of(group) if official else [],
    }  # fmt: skip
    return render(request, "indicators/group/show.html", context)


def _moves(group: ComparisonGroup, user: Any) -> list[Button]:
    offered = GROUPS.offered(group, user)
    return [Button(move.label, reverse(f"indicators:group-{move.name}", args=[group.pk])) for move in offered]


def group_make(request: HttpRequest) -> HttpResponse:
    """A new group."""
    require(GROUPS, "make", ComparisonGroup(), request.user)
    form = GroupForm(request.POST or None)
    made: list[ComparisonGroup] = []
    if saves(form, lambda: made.append(groups.make(by=request.user, **form.written()))):
        tell(request, _("Gruppen är tillagd. Nu kan indikatorer och förslag jämföras med den."))
        return redirect(TO_SHOW, made[0].pk)
    context = {
        "form": form, "title": _("Vilka ska kommunen jämföras med?"), "back": reverse("indicators:groups"),
        "submit": _("Lägg till"), "choices": _choices(form),
    }  # fmt: skip
    return render(request, "indicators/group/form.html", context)


def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change why and who."""
    group = visible_or_404(request, LISTED, pk=pk)
    require(GROUPS, "edit", group, request.user)
    form = GroupForm(request.POST or None, group=group)
    if saves(form, lambda: _edit(request, group, form)):
        tell(request, _("Gruppen är ändrad. Alla jämförelser räknas med den som den nu är."))
        return redirect(TO_SHOW, pk)
    context = {
        "group": group, "form": form, "title": group.title, "back": reverse(TO_SHOW, args=[pk]), "submit": _("Spara"),
        "choices": _choices(form),
    }  # fmt: skip
    return render(request, "indicators/group/form.html", context)


def _edit(request: HttpRequest, group: ComparisonGroup, form: GroupForm) -> None:
    groups.edit(group, by=request.user, stamp=form.cleaned_data["stamp"], **form.written())


def _choices(form: GroupForm) -> list[str]:
    return list(form.fields["members"].choices.by_label)  # type: ignore[attr-defined]


def group_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end it."""
    group = visible_or_404(request, LISTED, pk=pk)
    move = require(GROUPS, "end", group, request.user)
    if request.method == "POST":
        done = _("Gruppen är avslutad. Den som redan jämför med den gör det fortfarande.")
        return take(request, lambda: groups.end(group, by=request.user), done, TO_SHOW, pk)
    context = {
        "title": _("Avsluta gruppen?"), "lead": _("Den kan sedan inte väljas i nya jämförelser och förslag."),
        "facts": [(_("Grupp"), group.title)], "submit": move.label, "back": reverse(TO_SHOW, args=[pk]),
    }  # fmt: skip
    return render(request, "confirm.html", context)
