"""Dated notes on a goal, on how one of its indicators goes, or on one outcome, at any time between rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base import comments
from burlov_styrning.forms import Form, lay_out
from burlov_styrning.views import take
from followup.noted import About, of_goal, outcome_words
from followup.noted import about as noted_about
from goals.forms.needs import box
from goals.models import Goal
from goals.views.shared import Years, row_of_term
from indicators import noted
from indicators.models import Outcome, Sex

YEARS = 5
"""So many years' outcomes can be chosen."""


class NoteForm(Form):
    """What is noted, and of what."""

    about = forms.ChoiceField(label=gettext_lazy("Gäller"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Anteckning"), widget=box(4), max_length=5000,
        help_text=gettext_lazy("Läses av det ansvariga organets handläggare, ledamöter och sekreterare, och av "
                               "controllern."),
    )  # fmt: skip

    def __init__(self, *args: Any, about: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("målet som helhet")), *about.items()]  # type: ignore[attr-defined]
        lay_out(self, "about", "text")


def goal_notes(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """What has been noted, the oldest first, and room for one more."""
    goal: Goal = row_of_term(request, Goal.objects.prefetch_related("owners"), term, pk)
    if not comments.talks(goal, request.user):
        raise Http404
    targets = list(goal.targets.select_related("version", "indicator"))
    known = noted_about(targets)
    outcomes = _outcomes(known, request.user)
    about = _about(known, outcomes)
    asked = request.GET.get("om", "")
    form = NoteForm(request.POST or None, about=about, initial={"about": asked if asked in about else ""})
    here = reverse("followup:goal-notes", args=[goal.term, pk])
    if form.is_valid():
        of, text = form.cleaned_data["about"], form.cleaned_data["text"]
        row: Goal | Outcome = outcomes.get(of, goal)
        section = "" if of in outcomes else of
        return take(
            request, lambda: comments.write(row, by=request.user, text=text, section=section),
            _("Anteckningen är sparad."), here,
        )  # fmt: skip
    context = {"goal": goal, "term": goal.term, "notes": of_goal(goal, targets, request.user), "form": form}
    return render(request, "followup/notes.html", context, status=422 if form.errors else 200)


def _outcomes(known: Mapping[int, About], user: Any) -> dict[str, Outcome]:
    """The municipality's latest yearly outcomes that this person can note something of, as the form names them."""
    mine = {pk: one.indicator for pk, one in known.items() if comments.talks(one.indicator, user)}
    whole = Outcome.objects.visible_to(user).filter(
        indicator__in=mine, municipality__own=True, organ=None, unit=None, sex=Sex.TOTAL
    )
    yearly = [row for row in whole.order_by("-year", "pk") if len(row.period) == 4] if mine else []
    hidden = {noted.key_of(row) for row in yearly if row.missing in noted.HIDDEN}
    latest = {noted.key_of(row): row for row in yearly}
    seen = [row for key, row in latest.items() if key not in hidden]
    for row in seen:
        row.indicator = mine[row.indicator_id]
    return {f"o{row.pk}": row for row in seen if _rank(row, seen) < YEARS}


def _rank(row: Outcome, rows: Sequence[Outcome]) -> int:
    """How many later years of the same indicator there are."""
    return sum(1 for one in rows if one.indicator_id == row.indicator_id and one.year > row.year)


def _about(known: Mapping[int, About], outcomes: Mapping[str, Outcome]) -> dict[str, str]:
    """What can be chosen: each indicator of the goal, and under it its outcomes; of a formula those of its parts."""
    found = {}
    for pk in dict.fromkeys(one.under for one in known.values()):
        found[f"i{pk}"] = _("utfallet för %(name)s") % {"name": known[pk].name}
        for key, row in outcomes.items():
            if known[row.indicator_id].under == pk:
                found[key] = outcome_words(noted.sentence_of(row), known[row.indicator_id].name)
    return found
