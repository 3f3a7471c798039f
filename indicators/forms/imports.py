"""The forms of imports: which file, and whether to go on without what was rejected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning.forms import Form
from indicators.forms.outcomes import status_field
from indicators.models import Outcome


class SheetForm(Form):
    """The spreadsheet to read."""

    file = forms.FileField(
        label=gettext_lazy("Fil"), allow_empty_file=True, max_length=200,
        help_text=gettext_lazy("Excel (.xlsx) eller CSV, högst 5 MB. Makron och formler körs aldrig."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Välj en fil."), "invalid": gettext_lazy("Välj en fil.")},
    )  # fmt: skip
    status = status_field(Outcome.Status.choices[:2])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].help_text = _("Gäller de rader som inte säger något annat.")


class ApplyForm(Form):
    """Rejected rows are left out only where the person says so."""

    without_rejected = forms.BooleanField(label=gettext_lazy("Läs in resten utan de avvisade raderna"), required=False)

    confirmed = forms.BooleanField(label=gettext_lazy("Beloppen stämmer som de står"), required=False)

    def __init__(self, *args: Any, rejected: int, asked: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rejected:
            del self.fields["without_rejected"]
        if asked:
            self.fields["confirmed"].help_text = ngettext(
                "Gäller %(n)s belopp som verkar stå i en annan enhet än åren intill.",
                "Gäller %(n)s belopp som verkar stå i en annan enhet än åren intill.", asked,
            ) % {"n": asked}  # fmt: skip
        else:
            del self.fields["confirmed"]
