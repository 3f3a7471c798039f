"""The forms of a service area and of the indicators that all areas share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.models import Organ
from burlov_styrning.forms import Form, lay_out, section
from indicators.areas import FACTS, stamp_of
from indicators.efficiency import Side, indicators_of
from indicators.forms.choice import Choices, IndicatorField, IndicatorsField
from indicators.models import Indicator, IndicatorUse, ServiceArea


class AreaForm(Form):
    """An activity and what shows its quality and its cost."""

    name = forms.CharField(label=_("Namn"), max_length=120, help_text=_("Till exempel Förskola eller Äldreomsorg."))
    organ = forms.ModelChoiceField(
        queryset=Organ.objects.none(), label=_("Ansvarigt organ"), required=False, empty_label=_("Inget")
    )
    text = forms.CharField(
        label=_("Vad som räknas hit"), required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("Det som en läsare behöver för att veta att kvalitet och kostnad gäller samma sak."),
    )  # fmt: skip
    quality = IndicatorsField(
        label=_("Kvalitet"), required=False,
        help_text=_("En eller flera. Index räknas på dem som har kvotskala. Töm en ruta för att ta bort."),
    )  # fmt: skip
    cost = IndicatorField(label=_("Kostnad"), required=False, help_text=_("Mäts i kronor, till exempel kr per elev."))
    deviation = IndicatorField(
        label=_("Nettokostnadsavvikelse"), required=False,
        help_text=_("Skillnaden mot referenskostnaden i procent. Den tar hänsyn till kommunens struktur."),
    )  # fmt: skip
    revenue = IndicatorField(
        label=_("Intäktsandel"),
        required=False,
        help_text=_("Externa intäkter som andel av bruttokostnaden, i procent."),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, area: ServiceArea | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(area) if area else {})
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = Organ.objects.order_by("name")  # type: ignore[attr-defined]
        share_choices(self)
        lay_out(
            self, "name", "organ", "text", section(_("Det som ställs mot varandra"), "quality", "cost"),
            section(_("Om det finns"), "deviation", "revenue"), "stamp",
        )  # fmt: skip

    def written(self) -> dict[str, Any]:
        """What is typed, as the steps take it."""
        said = self.cleaned_data
        pairs = {side: [said[side]] if said[side] else [] for side in ("cost", "deviation", "revenue")}
        return {"facts": {name: said[name] for name in FACTS}, "pairs": pairs | {"quality": said["quality"]}}


def share_choices(form: Form) -> None:
    """All boxes ask for the names together, once."""
    shared = Choices()
    for field in form.fields.values():
        if isinstance(field, IndicatorField | IndicatorsField):
            field.choices = shared


def _initial(area: ServiceArea) -> dict[str, Any]:
    facts = {name: getattr(area, name) for name in FACTS}
    sides = {side: next(iter(indicators_of(area, side)), None) for side in (Side.COST, Side.DEVIATION, Side.REVENUE)}
    quality = indicators_of(area, Side.QUALITY)
    return facts | {side.value: row for side, row in sides.items()} | {"quality": quality, "stamp": stamp_of(area)}


class UsesForm(Form):
    """Which indicators are the price indices, the tax rates and the staff's figures."""

    def __init__(self, *args: Any, chosen: Mapping[str, Indicator], **kwargs: Any) -> None:
        kwargs.setdefault("initial", dict(chosen))
        super().__init__(*args, **kwargs)
        for use in IndicatorUse.Use:
            label = str(use.label)
            self.fields[use.value] = IndicatorField(label=label[:1].upper() + label[1:], required=False)
        share_choices(self)
        prices, staff = ([use.value for use in uses] for uses in (IndicatorUse.PRICES, IndicatorUse.STAFF))
        taxes = section(_("Skattesats"), IndicatorUse.Use.TAX_RATE.value)
        lay_out(self, section(_("Prisindex"), *prices), taxes, section(_("Medarbetarna"), *staff))

    def written(self) -> dict[str, Indicator | None]:
        """Use → indicator, as the step takes it."""
        return {use.value: self.cleaned_data[use.value] for use in IndicatorUse.Use}
