"""The parts of a proposal's form, each under its heading."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Column, Row
from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Unit
from burlov_styrning.clock import today
from burlov_styrning.forms import DecimalField, Form, PartialDateField, RowForms, columns, lay_out
from burlov_styrning.partial_dates import first_day
from burlov_styrning.quantities import suffix
from goals.forms.needs import box
from goals.forms.proposal_offers import Offered
from goals.forms.rows import RowField, RowsField
from goals.models import GoalProposal, Term
from goals.written import Line
from indicators.forms.choice import Choices, IndicatorField
from indicators.models import Indicator

Union = GoalProposal.Union
OWN_WORDS = gettext_lazy("Med egna ord")


class AimForm(Form):
    """What the proposal is about and which needs it answers."""

    title = forms.CharField(
        label=gettext_lazy("Kort titel"), max_length=200,
    )  # fmt: skip
    needs = RowsField(label=gettext_lazy("Behov som förslaget svarar på"), required=False)
    area = RowField(label=gettext_lazy("Målområde"), required=False, empty_label=gettext_lazy("Inte valt än"))
    continues = RowField(
        label=gettext_lazy("Fortsätter ett mål från förra perioden"), required=False,
        empty_label=gettext_lazy("Nej, målet är nytt"),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["title"].error_messages["required"] = _("Ge förslaget en kort titel. Resten kan vänta.")
        fields["needs"].offer(offered.needs, lambda need: f"{need.unit.name}: {need.text[:160]}")
        fields["area"].offer(offered.areas)
        fields["continues"].offer(offered.goals)
        for name, there in {"needs": offered.needs, "continues": offered.goals}.items():
            if not there:
                fields[name].widget = forms.MultipleHiddenInput() if name == "needs" else forms.HiddenInput()


class WordingForm(Form):
    """Specific: the wording and for whom."""

    wording = forms.CharField(
        label=gettext_lazy("Målets lydelse"), required=False, widget=box(3),
        help_text=gettext_lazy("En mening som säger vad som är uppnått och när. Målåret ska stå i den."),
    )  # fmt: skip
    target_group = forms.CharField(label=gettext_lazy("Målgrupp"), required=False, max_length=300)
    specific = forms.CharField(label=OWN_WORDS, required=False, widget=box(2))


AIMS = {"higher": gettext_lazy("Målvärde (minst)"), "lower": gettext_lazy("Målvärde (högst)")}
"""What the target is called, by the direction of its indicator."""


class LineForm(Form):
    """An indicator with baseline, target and yearly values."""

    line_name = gettext_lazy("Indikator")

    indicator = IndicatorField(
        label=gettext_lazy("Sök indikator"), required=False, widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Skriv några ord ur namnet eller definitionen, egna eller inlästa indikatorer."),
    )  # fmt: skip
    baseline_year = forms.IntegerField(label=gettext_lazy("Utgångsår"), required=False, min_value=1990, max_value=2100,
                                       widget=forms.TextInput({"inputmode": "numeric"}))  # fmt: skip
    baseline = DecimalField(label=gettext_lazy("Utgångsvärde"), required=False)
    target = DecimalField(label=gettext_lazy("Föreslaget målvärde"), required=False)
    low = DecimalField(label=gettext_lazy("Mellan (undre gräns)"), required=False)
    high = DecimalField(label=gettext_lazy("Och (övre gräns)"), required=False)

    def __init__(self, *args: Any, choices: Choices, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]
        for year in years:
            self.fields[f"value_{year}"] = DecimalField(label=str(year), required=False)
        self.chosen = self._chosen()
        self._speak()
        heading = _("Föreslaget värde per år")
        lay_out(
            self, columns("baseline_year", "baseline", *self._aims()),
            HTML(f'<p class="form-label">{heading}</p>'),
            Row(*(Column(f"value_{year}", css_class="col-6 col-sm") for year in years), css_class="g-3"),
        )  # fmt: skip

    def _chosen(self) -> Indicator | None:
        """The indicator as far as it is chosen; what is typed may fit none yet, or several."""
        if not self.is_bound:
            return self.initial.get("indicator")
        with suppress(ValidationError):
            chosen: Indicator | None = self.fields["indicator"].clean(self.typed)
            return chosen
        return None

    @property
    def typed(self) -> str:
        """What was typed in the box of the indicator."""
        return str(self.data.get(self.add_prefix("indicator"), ""))

    def said(self, name: str) -> Any:
        """The value of a field as far as it can be read."""
        if not self.is_bound:
            return self.initial.get(name)
        return self.cleaned_data.get(name) if self.is_valid() or hasattr(self, "cleaned_data") else None

    @property
    def _direction(self) -> str:
        return self.chosen.current.direction if self.chosen and self.chosen.current else ""

    def _speak(self) -> None:
        """Label the target by what is better, and print the unit where it is short."""
        if label := AIMS.get(self._direction):
            self.fields["target"].label = label
        if self.chosen:
            self.fields["indicator"].label = _("Indikator")
            for name in ("baseline", "target", "low", "high"):
                self.fields[name].unit = suffix(self.chosen.unit).strip()  # type: ignore[attr-defined]

    def _aims(self) -> list[str]:
        """Bounds where the indicator is to keep within them, else a target; a target already there is not hidden."""
        if self._direction != "within":
            return ["target"]
        there = self.data.get(self.add_prefix("target")) if self.is_bound else self.initial.get("target")
        return ["low", "high"] if there in (None, "") else ["target", "low", "high"]

    def clean(self) -> dict[str, Any]:
        """Numbers without an indicator belong to nothing; bounds come in order."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        typed = [n for n, v in values.items() if n not in ("indicator", "DELETE") and v is not None]
        if typed and not values.get("indicator") and not self.has_error("indicator"):
            self.add_error("indicator", _("Välj vilken indikator siffrorna gäller."))
        low, high = values.get("low"), values.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("Den övre gränsen är lägre än den undre. Byt plats på dem."))
        return values

    def line(self) -> Line | None:
        """The line as far as it can be read."""
        said = getattr(self, "cleaned_data", {})
        if not said.get("indicator") or said.get("DELETE"):
            return None
        values = {year: said.get(f"value_{year}") for year in self.years}
        names = ("baseline_year", "baseline", "target", "low", "high")
        return Line(indicator=said["indicator"], values=values, **{name: said.get(name) for name in names})


class RealismForm(Form):
    """What to compare with, and why the target can be reached."""

    comparison_group = RowField(
        label=gettext_lazy("Jämför med"), required=False,
        empty_label=gettext_lazy("Ingen jämförelsegrupp vald"),
        help_text=gettext_lazy("Kommuner vars takt visas bredvid. Minst fem med värden behövs."),
    )  # fmt: skip
    measurable = forms.CharField(label=gettext_lazy("Mätbart, med egna ord"), required=False, widget=box(2))
    realistic = forms.CharField(
        label=gettext_lazy("Varför målet kan nås"), required=False, widget=box(3),
        help_text=gettext_lazy("Krävs när målet går snabbare än någon jämförbar kommun."),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comparison_group"].offer(offered.groups)  # type: ignore[attr-defined]


class AskedForm(Form):
    """A unit that was consulted."""

    line_name = gettext_lazy("Hörd enhet")

    unit = RowField(label=gettext_lazy("Enhet"), required=False, empty_label=gettext_lazy("Välj enhet"))
    date = PartialDateField(label=gettext_lazy("Hördes"), required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]
        lay_out(self, columns("unit", "date"))

    def clean(self) -> dict[str, Any]:
        """A date belongs to a unit."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("date") and not values.get("unit") and not self.has_error("unit"):
            self.add_error("unit", _("Välj vilken enhet som hördes."))
        if values.get("date") and first_day(values["date"]) > today():
            self.add_error("date", _("Dagen har inte varit. Lämna fältet tomt tills enheten har hörts."))
        return values


class AcceptanceForm(Form):
    """Union consultation and own words."""

    union = forms.ChoiceField(label=gettext_lazy("Facklig samverkan"), choices=Union.choices, required=False)
    union_date = PartialDateField(label=gettext_lazy("Samverkan ägde rum"), required=False)
    accepted = forms.CharField(label=OWN_WORDS, required=False, widget=box(2))

    def clean(self) -> dict[str, Any]:
        """What has been carried out was not tomorrow."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        day = values.get("union_date")
        if day and values.get("union") == Union.DONE and first_day(day) > today():
            self.add_error("union_date", _("Dagen har inte varit. Välj planerad så länge."))
        return values


class ResponsibilityForm(Form):
    """Time-bound and responsibility."""

    target_year = forms.IntegerField(
        label=gettext_lazy("Målår"), required=False, min_value=1990, max_value=2100,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )  # fmt: skip
    time_bound = forms.CharField(label=gettext_lazy("Tidsatt, med egna ord"), required=False, widget=box(2))
    function = forms.CharField(
        label=gettext_lazy("Ansvarig funktion"), required=False, max_length=200,
        help_text=gettext_lazy("En funktion, inte en person: till exempel förskolechef."),
    )  # fmt: skip
    responsibility = forms.CharField(label=gettext_lazy("Ansvar, med egna ord"), required=False, widget=box(2))

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target_year"].help_text = _("Lämna tomt för periodens sista år, %(year)s.") % {
            "year": term.last_year
        }


class EconomyForm(Form):
    """Cost per year in tkr, and the frame."""

    within_frame = forms.TypedChoiceField(
        label=gettext_lazy("Ryms i ramen"), required=False, empty_value=None,
        choices=[("", gettext_lazy("Inte angivet")), ("True", gettext_lazy("Ja")), ("False", gettext_lazy("Nej"))],
        coerce=lambda text: text == "True",
    )  # fmt: skip

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        rows = []
        for year in years:
            names = {"operating": _("Drift %(year)s, tkr"), "investment": _("Investering %(year)s, tkr")}
            for name, label in names.items():
                self.fields[f"{name}_{year}"] = DecimalField(label=label % {"year": year}, required=False)
            rows.append(columns(f"operating_{year}", f"investment_{year}"))
        lay_out(self, *rows, "within_frame")

    def costs(self) -> dict[int, tuple[Decimal | None, Decimal | None]]:
        """Year → operating, investment."""
        said = self.cleaned_data
        return {year: (said.get(f"operating_{year}"), said.get(f"investment_{year}")) for year in self.years}


class Lines(RowForms):
    """Rows of which a saved one can be taken away."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None:
            form.row_name = f"{form.line_name} {index + 1}"
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Ta bort")
            form.helper.layout.append("DELETE")


ONE_MORE: Any = {"extra": 1, "can_delete": True, "can_delete_extra": False}
LineForms = formset_factory(LineForm, Lines, max_num=30, absolute_max=60, **ONE_MORE)
AskedForms = formset_factory(AskedForm, Lines, max_num=60, absolute_max=120, **ONE_MORE)
