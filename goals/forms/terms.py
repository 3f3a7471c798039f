"""The forms of a term: its years, lists, areas, phases; and the council's decisions about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.forms import DecisionForm
from burlov_styrning.base.forms.decisions import COUNCIL_KINDS
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.forms import Form, ModelForm, PartialDateField, columns, lay_out, section
from burlov_styrning.swedish import partial_date
from goals.forms.needs import box
from goals.models import GoalArea, Phase, Term


class TermForm(ModelForm):
    """A new term."""

    class Meta:
        model = Term
        fields = ["first_year", "last_year", "places", "ballots_by"]
        labels = {"places": gettext_lazy("Platser på listan"), "ballots_by": gettext_lazy("Vems listorna är")}
        help_texts = {
            "first_year": gettext_lazy("Åren kan inte ändras sedan."),
            "places": gettext_lazy("Så många förslag får en lista ha."),
            "ballots_by": gettext_lazy("En lista per partigrupp vägs efter partiets mandat."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_year", "last_year"):
            if name in self.fields:
                self.fields[name].widget = forms.TextInput({"inputmode": "numeric", "size": 4})
        self.fields["ballots_by"].choices = Term.By.choices  # type: ignore[attr-defined]
        years = [columns("first_year", "last_year")] if "first_year" in self.fields else []
        lay_out(self, *years, section(_("Prioriteringslistor"), columns("places", "ballots_by")))

    def _post_clean(self) -> None:
        """The step asks what a term's row must be: the form only reads what was typed."""


class ListsForm(TermForm):
    """What can be changed of a term."""

    class Meta(TermForm.Meta):
        fields = ["places", "ballots_by"]


class AreaForm(Form):
    """A goal area and how it serves the vision."""

    name = forms.CharField(label=gettext_lazy("Målområde"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Koppling till visionen"),
        help_text=gettext_lazy("Hur målen i området för kommunen mot visionen."),
        required=False,
        widget=box(4),
    )

    def __init__(self, *args: Any, area: GoalArea | None = None, **kwargs: Any) -> None:
        if area:
            kwargs.setdefault("initial", {"name": area.name, "text": area.text})
        super().__init__(*args, **kwargs)


class PhaseForm(Form):
    """When a phase is planned to open and close."""

    opens = PartialDateField(label=gettext_lazy("Öppnar"), required=False)
    closes = PartialDateField(
        label=gettext_lazy("Sista dag"), help_text=gettext_lazy("År, månad eller dag: 2026-12-11."), required=False
    )

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"opens": phase.opens, "closes": phase.closes})
        super().__init__(*args, **kwargs)
        if phase.phase == Phase.Name.SELECTION:
            self.fields["closes"].help_text = _("Listorna stänger när dagen är slut, även om fasen är öppen.")


class ReopenForm(Form):
    """Why a closed phase opens again, and until when."""

    closes = PartialDateField(label=gettext_lazy("Ny sista dag"), required=False)

    comment = forms.CharField(
        label=gettext_lazy("Skäl"), help_text=gettext_lazy("Antecknas i målperiodens historik."), widget=box(3)
    )

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = _("Fasen stängde %(day)s.") % {"day": partial_date(phase.closes)} if phase.closes else ""
        until = _("Tomt betyder att fasen är öppen tills du stänger den.")
        if phase.phase == Phase.Name.SELECTION:
            until = _("Listorna stänger när dagen är slut. Tomt betyder att de är öppna tills du stänger fasen.")
        self.fields["closes"].help_text = f"{closed} {until}".strip()


class ProlongForm(DecisionForm):
    """The council's decision that a term goes on."""

    to_year = forms.IntegerField(
        label=gettext_lazy("Målen gäller till och med"),
        widget=forms.TextInput({"inputmode": "numeric", "size": 4}),
        min_value=1990,
        max_value=2100,
    )

    def __init__(self, *args: Any, term: Term, organ: Organ, **kwargs: Any) -> None:
        self.term = term
        super().__init__(*args, organ=organ, kind=Decision.Kind.PROLONG, kinds=COUNCIL_KINDS, **kwargs)
        lay_out(self, section(_("Förlängningen"), "to_year"), *self.decision_parts())

    def clean_to_year(self) -> int:
        """After the last year, and not by decades."""
        year: int = self.cleaned_data["to_year"]
        last = self.term.last_year
        if not last < year <= last + 4:
            values = {"first": last + 1, "last": last + 4}
            raise forms.ValidationError(_("Ange ett år från %(first)s till %(last)s.") % values)
        return year


class VisionForm(DecisionForm):
    """The council's decision about vision and core values."""

    vision = forms.CharField(label=gettext_lazy("Vision"), widget=box(4))
    words = forms.CharField(
        label=gettext_lazy("Värdegrund"), help_text=gettext_lazy("Ett värdeord på varje rad."), required=False,
        widget=box(4),
    )  # fmt: skip

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, organ=organ, kind=Decision.Kind.VISION, kinds=COUNCIL_KINDS, **kwargs)
        lay_out(self, section(_("Vision och värdegrund"), "vision", "words"), *self.decision_parts())

    def clean_words(self) -> list[str]:
        """One word a line, each once."""
        lines = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if any(len(line) > 120 for line in lines):
            raise forms.ValidationError(_("Ett värdeord har högst 120 tecken. Skriv ett på varje rad."))
        return list(dict.fromkeys(lines))
