"""The forms of an indicator: what it means, and who answers for it."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.models import Organ
from burlov_styrning.forms import DecimalField, Form, PartialDateField, columns, lay_out, section
from indicators.definitions import FACTS, MEANING, stamp_of
from indicators.forms.choice import IndicatorField
from indicators.models import Indicator, IndicatorVersion

ORIGINS = [
    ("", _("Ingen angiven")),
    ("own", _("Egen mätning")),
    ("kolada", "Kolada"),
    ("scb", "SCB"),
    ("survey", _("Undersökning")),
]
MEANS = [columns("name"), "definition", columns("unit", "decimals"), "direction", columns("low", "high"), "tolerance"]
COMPUTED = ["formula", HTML('{% include "indicators/indicator/formula_live.html" %}')]
ANSWERS = [columns("organ", "function"), columns("kind", "frequency")]
COUNTS = ["months", "minimum_count", "by_sex", "cumulative", "ratio_scale"]
COMES_FROM = [columns("origin_system", "origin_id"), "continues"]


class MeaningForm(Form):
    """What the indicator means: a version of it."""

    name = forms.CharField(label=_("Namn"), max_length=300)
    definition = forms.CharField(
        label=_("Definition"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Vad som räknas, vilka som ingår och hur det mäts."),
    )  # fmt: skip
    unit = forms.CharField(label=_("Enhet"), max_length=60, help_text=_("Till exempel %, kr per invånare, antal."))
    decimals = forms.IntegerField(
        label=_("Decimaler i tryck"), min_value=0, max_value=6, initial=0, help_text=_("Allt som lämnas sparas ändå.")
    )
    direction = forms.ChoiceField(label=_("Riktning"), choices=IndicatorVersion.Direction.choices)
    low = DecimalField(
        label=_("Undre gräns"), required=False, help_text=_("När indikatorn ska hålla sig inom gränser.")
    )
    high = DecimalField(label=_("Övre gräns"), required=False)
    tolerance = DecimalField(
        label=_("Tolerans"), required=False,
        help_text=_("I indikatorns enhet. Så nära årets värde räknas som på väg. Tomt betyder ingen."),
    )  # fmt: skip
    formula = forms.CharField(
        label=_("Formel"), required=False, widget=forms.Textarea({"rows": 2, "spellcheck": "false"}),
        help_text=_("Tomt när utfall lämnas eller hämtas. Annars nycklar, + − × /, parenteser och funktioner som "
                    "andel(del; helhet)."),
    )  # fmt: skip
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        if indicator:
            kwargs.setdefault("initial", meaning_of(indicator))
        super().__init__(*args, **kwargs)
        lay_out(self, *means(), "stamp")

    def meaning(self) -> dict[str, Any]:
        """The meaning, as the steps take it."""
        return {name: self.cleaned_data[name] for name in MEANING}


class RedefineForm(MeaningForm):
    """The same where values stand already: the old ones keep the old meaning."""

    until = PartialDateField(
        label=_("De gamla värdena gäller till och med"), required=False,
        help_text=_("Ett år eller en dag, till exempel 2025. Diagrammet bryter serien där."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, *means(), section(_("Brottet i serien"), "until"), "stamp")


class FactsForm(Form):
    """Who answers for the indicator, how often it is measured, and where it comes from."""

    organ = forms.ModelChoiceField(
        queryset=Organ.objects.none(), label=_("Ansvarigt organ"), required=False, empty_label=_("Inget")
    )
    function = forms.CharField(
        label=_("Ansvarig funktion"), required=False, max_length=200, help_text=_("En funktion, inte ett namn.")
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=Indicator.Kind.choices)
    frequency = forms.ChoiceField(label=_("Mäts"), choices=Indicator.Frequency.choices)
    minimum_count = forms.IntegerField(
        label=_("Minsta antal svar eller fall"), required=False, min_value=1, max_value=100_000,
        help_text=_("Värden som bygger på färre visas inte. Tomt när indikatorn inte handlar om små grupper."),
    )  # fmt: skip
    months = forms.IntegerField(
        label=_("Värdet brukar finnas så många månader efter periodens slut"), required=False, min_value=0,
        max_value=60, help_text=_("Till dess väntar ingen på det. Tomt: så snart perioden är slut."),
    )  # fmt: skip
    by_sex = forms.BooleanField(label=_("Delas upp på kvinnor och män"), required=False)
    cumulative = forms.BooleanField(label=_("Räknas samman under året"), required=False)
    ratio_scale = forms.BooleanField(
        label=_("Har en verklig nollpunkt, så att dubbelt så mycket betyder något (kvotskala)"), required=False
    )
    origin_system = forms.ChoiceField(label=_("Källa"), choices=ORIGINS, required=False)
    origin_id = forms.CharField(label=_("Id i källan"), required=False, max_length=80)
    continues = IndicatorField(
        label=_("Fortsätter"), required=False, help_text=_("En tidigare indikator, när källan har bytt serie.")
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        if indicator:
            kwargs.setdefault("initial", facts_of(indicator))
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = Organ.objects.all()  # type: ignore[attr-defined]
        self._keep_origin(indicator)
        lay_out(self, *answers(), "stamp")

    def _keep_origin(self, indicator: Indicator | None) -> None:
        """A register that only this indicator comes from stays a choice."""
        system = indicator.origin_system if indicator else ""
        if system and system not in dict(ORIGINS):
            self.fields["origin_system"].choices = [*ORIGINS, (system, system)]  # type: ignore[attr-defined]

    def clean_months(self) -> int:
        """Nothing said is at once."""
        return self.cleaned_data["months"] or 0

    def facts(self) -> dict[str, Any]:
        """The facts, as the steps take them."""
        return {name: self.cleaned_data[name] for name in FACTS}


class DefineForm(FactsForm, MeaningForm):
    """A new indicator: both at once."""

    field_order = [*MEANING, *FACTS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, *means(), *answers())


def means() -> list[Any]:
    """The sections that say what it means, and what it is computed by."""
    return [section(_("Vad den betyder"), *MEANS), section(_("Om den beräknas av andra"), *COMPUTED)]


def answers() -> list[Any]:
    """The sections that say who answers and how it is counted."""
    return [
        section(_("Vem svarar"), *ANSWERS),
        section(_("Hur den räknas"), *COUNTS),
        section(_("Varifrån den kommer"), *COMES_FROM),
    ]


def meaning_of(indicator: Indicator) -> dict[str, Any]:
    """What the form shows of the current version."""
    return {name: getattr(indicator.current, name, "") for name in MEANING} | {"stamp": stamp_of(indicator)}


def facts_of(indicator: Indicator) -> dict[str, Any]:
    """What the form shows of the indicator."""
    values = {name: getattr(indicator, name) for name in FACTS} | {"stamp": stamp_of(indicator)}
    return values | {"organ": indicator.organ_id, "continues": indicator.continues_id}
