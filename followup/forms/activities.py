"""The form of an activity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.models import Unit
from burlov_styrning.forms import Form, PartialDateField, columns, lay_out
from followup.activities import FIELDS, stamp
from followup.models import Activity
from goals.forms.needs import box
from goals.forms.rows import RowField


class ActivityForm(Form):
    """What, which unit and function, by when; state and effect."""

    unit = RowField(label=_("Enhet"), required=False, empty_label=_("Hela förvaltningen"))
    text = forms.CharField(
        label=_("Vad ska göras?"), widget=box(3), error_messages={"required": _("Skriv vad som ska göras.")}
    )
    function = forms.CharField(
        label=_("Ansvarig funktion"), required=False, max_length=200,
        help_text=_("En funktion, inte en person: till exempel enhetschef."),
    )  # fmt: skip
    due = PartialDateField(label=_("Klar"), required=False, help_text=_("År, månad eller dag: 2027, 2027-06."))
    state = forms.ChoiceField(label=_("Läge"), choices=Activity.State.choices, initial=Activity.State.PLANNED)
    effect = forms.CharField(
        label=_("Effekt"), required=False, widget=box(3), help_text=_("Vad det gav, så långt det går att se.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], row: Activity | None = None, **kwargs: Any) -> None:
        if row:
            kwargs.setdefault("initial", {n: getattr(row, n) for n in FIELDS} | {"seen": stamp(row)})
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]
        first = ["unit"]
        if row:
            del self.fields["unit"]  # an activity stays its unit's
            first = []
        lay_out(self, *first, "text", columns("function", "due"), "state", "effect", "seen")

    def words(self) -> dict[str, Any]:
        """What the steps take; an empty day is none."""
        said = {name: self.cleaned_data[name] for name in FIELDS}
        return said | {"due": said["due"] or None}
