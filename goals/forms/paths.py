"""The form of a path: a value for each year of the term, or that the year is not measured."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.forms import DecisionForm
from burlov_styrning.base.forms.decisions import COUNCIL_KINDS
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.forms import DecimalField, Form, lay_out, section
from burlov_styrning.quantities import suffix
from burlov_styrning.swedish import typed_number
from goals.forms.matters import MattersForm
from goals.forms.needs import box
from goals.models import Path
from goals.paths import Values
from goals.rules.progression import back_loaded, even, field_of, flat, front_loaded

HELP = {"jamn": even, "fram": front_loaded, "bak": back_loaded, "platt": flat}
"""What each help button lays."""


SIDE = "g-3 align-items-end"


def _beside(*names: str) -> Column:
    return Column(*names, css_class="col-sm")


def tick_of(year: int) -> str:
    """The form field that says that a year is not measured."""
    return f"unmeasured_{year}"


class YearsMixin(Form):
    """The values by year; mixed into the committee's form and the council's."""

    years: range
    added: range

    def add_years(self, path: Path) -> None:
        """A box for each year; the last year is always measured, an added year may be left to the target."""
        term = path.target.goal.term
        self.years = range(term.first_year, term.last_year + 1)
        self.added = range(term.last_year + 1, term.end_year + 1)
        for year in (*self.years, *self.added):
            self.fields[field_of(year)] = DecimalField(
                label=str(year), required=False, unit=suffix(path.target.version.unit).strip(),
                help_text=_("Förlängt år. Tomt betyder att målvärdet gäller.") if year in self.added else "",
            )  # fmt: skip
            if year < term.last_year:
                label = _("Mäts inte %(year)s") % {"year": year}
                self.fields[tick_of(year)] = forms.BooleanField(label=label, required=False)
        self.fields["motivation"] = forms.CharField(
            label=_("Motivering till steg bakåt"),
            help_text=_("Behövs bara om ett år är sämre än ett tidigare. Den skrivs ut tillsammans med progressionen."),
            required=False, widget=box(3),
        )  # fmt: skip

    def year_parts(self) -> Any:
        """The years under a heading, each with its tick beside it."""
        rows = [
            Row(
                _beside(field_of(year)),
                _beside(*[tick_of(year)] if tick_of(year) in self.fields else []),
                css_class=SIDE,
            )
            for year in (*self.years, *self.added)
        ]
        return section(_("Nivå per år"), *rows, "motivation")

    def clean(self) -> dict[str, Any]:
        """A year that is not measured has no value."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for year in self.years:
            if said.get(tick_of(year)) and said.get(field_of(year)) is not None:
                self.add_error(field_of(year), _("Ta bort nivån eller krysset: ett år som inte mäts har ingen nivå."))
        return said

    def values(self) -> dict[int, Decimal | None]:
        """Year → value or None where it is not measured; a year that says neither is left out."""
        said = getattr(self, "cleaned_data", {})
        found: dict[int, Decimal | None] = {}
        for year in (*self.years, *self.added):
            value = said.get(field_of(year))
            if value is not None or said.get(tick_of(year)):
                found[year] = value
        return found


def initial_of(path: Path) -> dict[str, Any]:
    """What the form shows of a path."""
    values = {row.year: row.value for row in path.values.all()} if path.pk else {}
    boxes = {field_of(year): value for year, value in values.items()}
    ticks = {tick_of(year): True for year, value in values.items() if value is None}
    return boxes | ticks | {"motivation": path.motivation, "revision": path.revision}


class PathForm(YearsMixin):
    """The committee's path."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, path: Path, begun_from: Path | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(begun_from or path))
        super().__init__(*args, **kwargs)
        self.add_years(path)
        lay_out(self, self.year_parts(), "revision")


def filled(data: QueryDict, values: Mapping[int, Decimal]) -> QueryDict:
    """What was typed, with these values; a year that was ticked as not measured stays so."""
    full = data.copy()
    for year, value in values.items():
        full[field_of(year)] = "" if data.get(tick_of(year)) else typed_number(value)
    return full


class CouncilPathForm(YearsMixin, DecisionForm):
    """The council's own values of a financial goal, with the decision."""

    def __init__(self, *args: Any, path: Path, organ: Organ, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(path))
        super().__init__(*args, organ=organ, kind=Decision.Kind.PATH, kinds=COUNCIL_KINDS, **kwargs)
        self.add_years(path)
        lay_out(self, self.year_parts(), *self.decision_parts())

    def values(self) -> Values:  # type: ignore[override]
        """As the committee's."""
        return YearsMixin.values(self)


class PathsDecisionForm(MattersForm):
    """A committee's decision, and the paths it decides."""

    label = gettext_lazy("Progressioner som beslutet gäller")
    demanded = gettext_lazy("Kryssa för minst en progression.")

    @staticmethod
    def named(row: Path) -> str:
        """A path by its goal and indicator."""
        return f"{row.target.goal}: {row.target.version.name}"
