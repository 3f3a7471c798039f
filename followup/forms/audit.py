"""The form with which an auditor draws a sample."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Organ
from burlov_styrning.clock import today
from burlov_styrning.forms import DateField, Form, columns, lay_out
from followup.audit.examining import MOST
from followup.forms.editions import RoundChoice
from followup.models import FollowUpRound
from goals.models import Term


class SampleForm(Form):
    """Of which term, how many, by which seed, as it stood when."""

    term = forms.ModelChoiceField(
        label=gettext_lazy("Målperiod"), queryset=Term.objects.none(), empty_label=gettext_lazy("Välj")
    )
    size = forms.IntegerField(label=gettext_lazy("Antal mål"), min_value=1, max_value=MOST, initial=5)
    day = DateField(label=gettext_lazy("Som det stod den"))
    seed = forms.CharField(
        label=gettext_lazy("Slumpfrö"), required=False, max_length=40,
        help_text=gettext_lazy("Samma slumpfrö ger samma mål. Lämna tomt, så väljs ett som skrivs ut."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": today()})
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = Term.objects.order_by("-first_year")  # type: ignore[attr-defined]
        lay_out(self, columns("term", "size"), "day", "seed")

    def clean_day(self) -> date:
        """No day that has not come."""
        day: date = self.cleaned_data["day"]
        if day > today():
            raise forms.ValidationError(gettext_lazy("Välj en dag som har varit, eller i dag."))
        return day


class AuditReportForm(Form):
    """The round, and the committee where only its goals are examined."""

    round = RoundChoice(
        queryset=FollowUpRound.objects.none(), label=gettext_lazy("Uppföljning"),
        empty_label=gettext_lazy("Välj uppföljning"),
        help_text=gettext_lazy("Medan den är öppen tas det med som är beslutat hittills."),
    )  # fmt: skip
    organ = forms.ModelChoiceField(
        queryset=Organ.objects.none(), label=gettext_lazy("Nämnd"), required=False,
        empty_label=gettext_lazy("Alla nämnder"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begun = FollowUpRound.objects.exclude(state=FollowUpRound.State.PLANNED).select_related("term")
        self.fields["round"].queryset = begun.order_by("-year", "-period_end", "-pk")  # type: ignore[attr-defined]
        organs = Organ.objects.exclude(kind__in=[Organ.Kind.COUNCIL, Organ.Kind.AUDITORS])
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]
        lay_out(self, "round", "organ")
