"""The forms of the moves of a proposal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.clock import today
from burlov_styrning.forms import DateField, Form
from goals.forms.needs import box
from goals.forms.rows import RowField


class CommentForm(Form):
    """What is to be mended."""

    comment = forms.CharField(
        label=gettext_lazy("Kommentar"), help_text=gettext_lazy("Vad behöver göras om?"), widget=box(3)
    )


class SupplementForm(Form):
    """What is asked for, and by when."""

    comment = forms.CharField(
        label=gettext_lazy("Vad behöver kompletteras?"), help_text=gettext_lazy("Nämnden läser det."), widget=box(4)
    )
    due = DateField(label=gettext_lazy("Svar senast"), required=False)

    def clean_due(self) -> date | None:
        """An answer lies ahead."""
        due: date | None = self.cleaned_data["due"]
        if due and due < today():
            raise forms.ValidationError(_("Den dagen har varit. Ange en kommande dag."))
        return due


class InviteForm(Form):
    """Which controller."""

    person = RowField(label=gettext_lazy("Controller"))

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.fields["person"].choices = self.fields["person"].choices[1:]  # type: ignore[attr-defined]


class AskForm(Form):
    """Why an auditor opens a draft."""

    comment = forms.CharField(
        label=gettext_lazy("Skäl"), help_text=gettext_lazy("Vilken granskning gäller det?"), widget=box(3)
    )
