"""The forms of a year's rounds: what the year has, and the days of each round as proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import batched
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Organ
from burlov_styrning.forms import DateField, Form, columns, lay_out, section
from burlov_styrning.swedish import month
from followup.models import FollowUpRound
from followup.rules.calendar import INTERIM_MONTHS, RoundKind
from followup.rules.year import Dates
from goals.models import Term

TERTIALS = ("4", "3", "5", "3,10", "4,10")


class YearForm(Form):
    """Which year, how long an interim period, how many reports besides; by GET, for it only proposes."""

    ar = forms.TypedChoiceField(label=gettext_lazy("År"), coerce=int)
    delar = forms.TypedChoiceField(label=gettext_lazy("Delårsperiod"), coerce=int)
    tertial = forms.ChoiceField(label=gettext_lazy("Uppföljningsrapporter utöver delår och år"), required=False)

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["ar"].choices = [(year, str(year)) for year in term.years]
        choices["delar"].choices = [(n, _period(n)) for n in INTERIM_MONTHS]
        choices["tertial"].choices = [("", _("ingen")), *((one, _tertials(one)) for one in TERTIALS)]
        lay_out(self, columns("ar", "delar"), "tertial")

    def tertial_months(self) -> list[int]:
        """The months that such a report ends with."""
        return [int(n) for n in self.cleaned_data["tertial"].split(",") if n]


def _period(months: int) -> str:
    return _("%(n)s månader, till och med %(month)s") % {"n": months, "month": month(months)}


def _tertials(text: str) -> str:
    months = [month(int(n)) for n in text.split(",")]
    if len(months) == 1:
        return _("en, till och med %(month)s") % {"month": months[0]}
    return _("två, till och med %(first)s och %(second)s") % {"first": months[0], "second": months[1]}


class ProposedForm(Form):
    """One round of the year: whether it is to be planned, its name and days."""

    take = forms.BooleanField(label=gettext_lazy("Planera den här uppföljningen"), required=False, initial=True)
    name = forms.CharField(
        label=gettext_lazy("Benämning"), required=False, max_length=120,
        help_text=gettext_lazy("Lämna tomt för slag och år."),
    )  # fmt: skip
    due = DateField(label=gettext_lazy("Bedömningar klara senast"), required=False)
    hand_over = DateField(label=gettext_lazy("Överlämnas av styrelsen senast"), required=False)

    def __init__(self, *args: Any, proposed: Dates, term: Term, organs: Sequence[Organ], **kwargs: Any) -> None:
        self.proposed, self.term, self.organs = proposed, term, organs
        days = {f"due_{key}": day for key, day in proposed.own.items()}
        kwargs["initial"] = {"take": True, "due": proposed.due, "hand_over": proposed.hand_over} | days
        super().__init__(*args, prefix=f"{proposed.kind}-{proposed.period_end.month}", **kwargs)
        for organ in organs:
            self.fields[f"due_{organ.pk}"] = DateField(label=organ.name, required=False)
        names = [f"due_{organ.pk}" for organ in organs]
        own = [section(_("Egna dagar för organen"), *(columns(*pair) for pair in batched(names, 2)))] if organs else []
        lay_out(self, "take", "name", columns("due", "hand_over"), *own)

    @property
    def title(self) -> str:
        """What the round is called unless it is named."""
        return str(self.unsaved({}))

    def unsaved(self, said: dict[str, Any]) -> FollowUpRound:
        """The round as it was typed."""
        one = self.proposed
        return FollowUpRound(
            term=self.term, kind=one.kind, year=one.year, period_end=one.period_end.isoformat(), **said
        )

    def words(self) -> dict[str, Any]:
        """Name and days, as the steps take them."""
        return {name: self.cleaned_data[name] for name in ("name", "due", "hand_over")}

    def deadlines(self) -> dict[Organ, date | None]:
        """Each organ's own day."""
        return {organ: self.cleaned_data[f"due_{organ.pk}"] for organ in self.organs}

    def dates(self) -> Dates:
        """The days as they stand in the form: typed, or as proposed."""
        if not self.is_bound:
            return self.proposed
        said = self.cleaned_data
        own = {organ.pk: day for organ, day in self.deadlines().items() if day}
        one = self.proposed
        return Dates(RoundKind(one.kind), one.year, one.period_end, said["due"], said["hand_over"], own)
