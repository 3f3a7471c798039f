"""The form of a follow-up round: what it follows up, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Organ
from burlov_styrning.forms import DateField, Form, columns, lay_out, remark, section
from followup.models import FollowUpRound
from goals.models import Term

DATES = ("due", "hand_over")


class RoundForm(Form):
    """Year, kind, period, name; days for all and for each organ."""

    kind = forms.ChoiceField(label=gettext_lazy("Slag"), choices=FollowUpRound.Kind.choices)
    year = forms.TypedChoiceField(label=gettext_lazy("År"), coerce=int)
    period_end = DateField(
        label=gettext_lazy("Avser tiden till och med"),
        help_text=gettext_lazy("En delårsperiod omfattar sex, sju eller åtta hela månader."),
    )
    name = forms.CharField(
        label=gettext_lazy("Benämning"), required=False, max_length=120,
        help_text=gettext_lazy("Till exempel Uppföljningsrapport 1. Lämna tomt för slag och år."),
    )  # fmt: skip
    due = DateField(label=gettext_lazy("Bedömningar klara senast"), required=False)
    hand_over = DateField(label=gettext_lazy("Överlämnas av styrelsen senast"), required=False)

    def __init__(
        self, *args: Any, term: Term, organs: Sequence[Organ], row: FollowUpRound | None = None, **kwargs: Any
    ) -> None:
        self.term, self.organs, self.row = term, organs, row
        kwargs.setdefault("initial", initial(row) if row else {"year": term.first_year})
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in term.years]  # type: ignore[attr-defined]
        for organ in organs:
            self.fields[f"due_{organ.pk}"] = DateField(label=organ.name, required=False)
        if row:
            del self.fields["kind"], self.fields["year"]
        what = ["period_end"] if row else [columns("kind", "year"), "period_end"]
        days = [section(_("Egna dagar för organen"), *(f"due_{organ.pk}" for organ in organs))] if organs else []
        lay_out(self, section(_("Vad som följs upp"), *what, "name"), section(_("Dagar"), columns(*DATES)), *days)

    def unsaved(self) -> FollowUpRound:
        """The round as it was typed."""
        said = self.cleaned_data
        kind = said["kind"] if self.row is None else self.row.kind
        year = said["year"] if self.row is None else self.row.year
        return FollowUpRound(
            term=self.term, kind=kind, year=year, period_end=said["period_end"].isoformat(), due=said["due"],
            hand_over=said["hand_over"],
        )  # fmt: skip

    def words(self) -> dict[str, Any]:
        """Name and days, as the steps take them."""
        return {name: self.cleaned_data[name] for name in ("name", *DATES)}

    def deadlines(self) -> dict[Organ, date | None]:
        """Each organ's own day."""
        return {organ: self.cleaned_data[f"due_{organ.pk}"] for organ in self.organs}

    def own(self) -> dict[int, date]:
        """The same, of those that have one."""
        return {organ.pk: day for organ, day in self.deadlines().items() if day}

    def remark(self, said: Iterable[tuple[str | int, str]]) -> None:
        """What the days break, each beside its field."""
        remark_days(self, said)


def remark_days(form: Form, said: Iterable[tuple[str | int, str]]) -> None:
    """Beside the day that breaks it; what is broken by the days together stands beside the day for all."""
    for place, sentence in said:
        name = f"due_{place}" if isinstance(place, int) else place
        remark(form, name if name in form.fields else "due", [sentence])


def initial(row: FollowUpRound) -> dict[str, Any]:
    """What the form shows of a round."""
    own = {f"due_{deadline.organ_id}": deadline.due for deadline in row.deadlines.all()}
    return {"period_end": row.ends_on, "name": row.name, "due": row.due, "hand_over": row.hand_over} | own
