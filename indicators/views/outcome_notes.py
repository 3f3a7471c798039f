"""Notes on one outcome: what happened behind the figure, written down while one remembers it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base import comments
from burlov_styrning.forms import Form
from burlov_styrning.views import take, visible_or_404
from indicators import noted, words
from indicators.models import Outcome
from indicators.views.indicators import TO_SHOW


class OutcomeNoteForm(Form):
    """What is noted."""

    text = forms.CharField(
        label=gettext_lazy("Anteckning"), widget=forms.Textarea({"rows": 4}), max_length=5000,
        help_text=gettext_lazy("Läses av handläggare, ledamöter och sekreterare i det organ som svarar för "
                               "indikatorn, och av controllern."),
    )  # fmt: skip


def outcome_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """What has been noted of a value, the oldest first, and room for one more."""
    rows = Outcome.objects.filter(municipality__own=True)
    rows = rows.select_related("indicator__current", "municipality", "organ", "unit", "source")
    outcome: Any = visible_or_404(request, rows, pk=pk)
    if not noted.may_note(outcome, request.user):
        raise Http404
    form = OutcomeNoteForm(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        return take(
            request, lambda: comments.write(outcome, by=request.user, text=text), _("Anteckningen är sparad."),
            "indicators:outcome-notes", pk,
        )  # fmt: skip
    indicator = outcome.indicator
    here = noted.key_of(outcome)
    decimals = indicator.current.decimals if indicator.current else 0
    context = {
        "indicator": indicator, "form": form, "back": reverse(TO_SHOW, args=[indicator.pk]),
        "facts": [(_("Utfall"), noted.sentence_of(outcome)),
                  (_("Står nu"), words.outcome_words(outcome, indicator.unit, decimals))],
        "notes": [one for one in noted.of([indicator], request.user) if noted.key_of(one.outcome) == here],
    }  # fmt: skip
    return render(request, "indicators/outcome/notes.html", context, status=422 if form.errors else 200)
