"""Dated notes on a goal, or on how one of its indicators goes, at any time between rounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning import rights
from burlov_styrning.base import comments
from burlov_styrning.base.talk import talk_about
from burlov_styrning.forms import Form, lay_out
from burlov_styrning.views import take
from goals.forms.needs import box
from goals.models import Goal
from goals.views.shared import Years, row_of_term


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
    actor = rights.actor_of(request.user)
    if not any(rights.holds(who, actor, goal) for who in rights.IN_ORGAN):
        raise Http404
    about = {f"i{target.indicator_id}": _("utfallet för %(name)s") % {"name": target.version.name}
             for target in goal.targets.select_related("version")}  # fmt: skip
    form = NoteForm(request.POST or None, about=about)
    here = reverse("followup:goal-notes", args=[goal.term, pk])
    if form.is_valid():
        said = form.cleaned_data
        return take(
            request, lambda: comments.write(goal, by=request.user, text=said["text"], section=said["about"]),
            _("Anteckningen är sparad."), here,
        )  # fmt: skip
    notes = [(about.get(note.section, ""), note) for note in talk_about(goal, request.user, f"{here}#n")]
    context = {"goal": goal, "term": goal.term, "notes": notes, "form": form}
    return render(request, "followup/notes.html", context, status=422 if form.errors else 200)
