"""Forms of organs and units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Organ
from burlov_styrning.forms import Form, PartialDateField, columns, lay_out


class OrganForm(Form):
    """Name, kind, from–to and successor."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Slag"), choices=Organ.Kind.choices, initial=Organ.Kind.COMMITTEE)
    starts = PartialDateField(label=gettext_lazy("Från och med"), required=False)
    ends = PartialDateField(
        label=gettext_lazy("Till och med"), help_text=gettext_lazy("Tomt betyder tills vidare."), required=False
    )
    successor = forms.ModelChoiceField(
        Organ.objects.all(),
        label=gettext_lazy("Efterträdare"),
        help_text=gettext_lazy("Det organ som har tagit över uppgifterna."),
        empty_label=gettext_lazy("Ingen"),
        required=False,
    )

    def __init__(self, *args: Any, organ: Organ | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organ:
            field = self.fields["successor"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Organ.objects.exclude(pk=organ.pk)
        lay_out(self, "name", "kind", columns("starts", "ends"), "successor")

    def clean(self) -> dict[str, Any]:
        """Ends after it began; what has no date is empty, not a blank text."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends < starts[: len(ends)]:
            self.add_error("ends", _("Organet kan inte upphöra innan det börjar."))
        return values | {"starts": starts or None, "ends": ends or None}


class UnitForm(Form):
    """A unit's name and organ."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=200)
    organ = forms.ModelChoiceField(
        Organ.objects.all(), label=gettext_lazy("Organ"), empty_label=gettext_lazy("Välj organ")
    )
