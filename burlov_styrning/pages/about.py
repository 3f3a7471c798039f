"""*Om styrningen*: the model, who does what when, drawn from the tables of moves; its text is the controller's."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base import texts
from burlov_styrning.base.moves import TEXTS
from burlov_styrning.forms import Form
from burlov_styrning.pages import drawing
from burlov_styrning.rights import Who
from burlov_styrning.views import only, public, take
from burlov_styrning.workflow import WORKFLOWS


class TextForm(Form):
    """A text of the municipality's own."""

    body = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("En tom rad skiljer stycken åt. Lämnas fältet tomt visas programmets egen text."),
        required=False,
        max_length=20000,
        widget=forms.Textarea({"rows": 18}),
    )


def standard_text() -> str:
    """What the page says until the controller has written a text of the municipality's own."""
    return "\n\n".join(
        [
            _("Styrningen börjar i verksamheterna. Enheterna beskriver vad som är viktigast: det är behoven. "
              "Nämnden gör målförslag av dem, och visar i varje förslag hur målet ska mätas."),
            _("Fullmäktiges ledamöter läser och rangordnar förslagen. Fullmäktige antar de viktigaste som sina mål "
              "och bestämmer vilket värde som ska nås det sista året."),
            _("Varje mål går tillbaka till sin nämnd, som bestämmer nivån år för år. "
              "Målvärdet är fullmäktiges, progressionen är nämndens."),
            _("Utfallen följs upp mot progressionen. Nämnden bedömer sina mål, kommunstyrelsen helheten, "
              "och fullmäktige får rapporten. Från varje mål går det att följa vägen tillbaka till behovet "
              "och fram till varje rapport som bedömt det."),
        ]
    )  # fmt: skip


@public
def about(request: HttpRequest) -> HttpResponse:
    """The model in words, who does what in which phase, and each kind of matter's way."""
    text = texts.text(texts.ABOUT)
    flows = [(table, drawing.drawing(WORKFLOWS[table.name])) for table in drawing.tables()]
    values = {
        "text": text.body or standard_text(),
        "phases": drawing.by_phase(),
        "flows": flows,
        "may_edit": TEXTS.offers("edit", text, request.user),
    }
    return render(request, "pages/about.html", values)


def about_edit(request: HttpRequest) -> HttpResponse:
    """The controller's page of the text."""
    only(request, Who.CONTROLLER)
    form = TextForm(request.POST or None, initial={"body": texts.text(texts.ABOUT).body or standard_text()})
    if form.is_valid():
        body = form.cleaned_data["body"]
        return take(
            request, lambda: texts.edit(texts.ABOUT, body, by=request.user), _("Texten är sparad."), "pages:about"
        )
    values = {"form": form, "title": _("Ändra texten om styrningen"), "submit": _("Spara texten"), "back": "../"}
    return render(request, "confirm.html", values)
