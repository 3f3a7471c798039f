"""The form of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Meeting, Organ
from burlov_styrning.forms import DateField, Form, columns, lay_out, remark


class MeetingForm(Form):
    """When an organ meets, and when its papers are due. With one organ to choose from nothing is asked."""

    organ = forms.ModelChoiceField(
        Organ.objects.none(), label=gettext_lazy("Organ"), empty_label=gettext_lazy("Välj organ")
    )
    date = DateField(label=gettext_lazy("Sammanträdesdag"))
    papers = DateField(
        label=gettext_lazy("Handlingsstopp"),
        help_text=gettext_lazy("Den dag då handlingarna senast ska vara klara."),
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("Benämning"),
        help_text=gettext_lazy("Till exempel budgetsammanträde. Kan lämnas tomt."),
        max_length=200,
        required=False,
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("Ändra sammanträdet ändå"), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, organs: QuerySet[Organ] | None = None, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        if meeting is None:
            self.fields["confirmed"].label = _("Lägg in sammanträdet ändå")
        if organs is None:
            del self.fields["organ"]
        else:
            field = self.fields["organ"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = organs
        lay_out(self, *(["organ"] if organs is not None else []), columns("date", "papers"), "title", "confirmed")

    def asks(self, broken: list[str]) -> bool:
        """Whether it is told first what the days break, and asked; it was not, where the box is ticked already."""
        if not broken or self.cleaned_data["confirmed"]:
            return False
        remark(self, "date", broken)
        self.fields["confirmed"].widget = forms.CheckboxInput({"class": "form-check-input"})
        question = (
            _("Dagarna bryter mot uppföljningen. Kryssa i om sammanträdet ska ändras ändå.")
            if self.meeting
            else _("Dagarna bryter mot uppföljningen. Kryssa i om sammanträdet ska läggas in ändå.")
        )
        self.add_error("confirmed", question)
        return True

    def clean(self) -> dict[str, Any]:
        """Papers before the meeting, and one meeting a day."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        day, papers = values.get("date"), values.get("papers")
        if day and papers and papers > day:
            self.add_error("papers", _("Handlingsstoppet kan inte ligga efter sammanträdet."))
        organ = self.meeting.organ if self.meeting else values.get("organ")
        others = Meeting.objects.exclude(pk=self.meeting.pk) if self.meeting else Meeting.objects.all()
        if day and organ and others.filter(organ=organ, date=day).exists():
            self.add_error("date", _("Organet har redan ett sammanträde den dagen."))
        return values
