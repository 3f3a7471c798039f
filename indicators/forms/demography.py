"""The forms of demography: a table of the population, and an organ's costs per inhabitant."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.clock import today
from burlov_styrning.forms import DateField, DecimalField, Form, columns, lay_out, section
from indicators import mappings, population
from indicators.demography import class_words
from indicators.forms.accounts import organs
from indicators.forms.grids import LONGEST_BLOCK
from indicators.forms.surveys import file_field
from indicators.models import CostPerInhabitant, PopulationReading, ScbMapping
from indicators.rules.demography import CODES
from indicators.sources import guard
from indicators.sources.row import Unreadable


class PopulationForm(Form):
    """A table with ages down and years across, as a file or pasted."""

    title = forms.CharField(
        label=gettext_lazy("Namn och version"), max_length=120,
        help_text=gettext_lazy("Till exempel SCB:s folkmängd 2025 och egen prognos, oktober."),
    )  # fmt: skip
    date = DateField(label=gettext_lazy("Datum"), required=False)
    counted_to = forms.IntegerField(
        label=gettext_lazy("Räknat till och med"), min_value=1990, max_value=2100,
        help_text=gettext_lazy("Det sista årsskiftet som är räknat. Åren efter är prognos."),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Källa"), required=False, max_length=300)
    file = file_field(gettext_lazy("Fil"), gettext_lazy("Excel (.xlsx) eller CSV, högst 5 MB."), required=False)
    table = forms.CharField(
        label=gettext_lazy("Eller klistra in"), required=False, max_length=LONGEST_BLOCK, strip=False,
        widget=forms.Textarea({"rows": 8, "wrap": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Överst åren, under dem en rad för varje ålder: 0, 1, 2 … till 90+ eller 100+."),
    )  # fmt: skip
    mapping = forms.ModelChoiceField(
        queryset=ScbMapping.objects.none(), label=gettext_lazy("Eller hämta från SCB"), required=False,
        empty_label=gettext_lazy("Inte från SCB"),
        help_text=gettext_lazy("Ett sparat urval. SCB tillfrågas när du läser in."),
    )  # fmt: skip
    forecast = forms.ModelChoiceField(
        queryset=PopulationReading.objects.none(), label=gettext_lazy("Åren efter tabellens sista tas från"),
        required=False, empty_label=gettext_lazy("Ingen annan prognos"),
    )  # fmt: skip

    def __init__(self, *args: Any, mapping: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"date": today(), "counted_to": today().year - 1})
        super().__init__(*args, **kwargs)
        self.ends: population.Ends = {}
        self._offer("mapping", saved := mappings.of_population())
        self._offer("forecast", PopulationReading.objects.defer("ends"))
        if chosen := next((row for row in saved if row.pk == mapping), None):
            self.initial = {**self.initial, "mapping": chosen, "title": chosen.name}
        table, later = ([name for name in some if name in self.fields] for some in (
            ("file", "table", "mapping"), ("forecast",),
        ))  # fmt: skip
        lay_out(self, "title", columns("date", "counted_to"), "source", section(_("Tabellen"), *table),
                *([section(_("Prognosen"), *later)] if later else []))  # fmt: skip

    def _offer(self, name: str, rows: Any) -> None:
        """A choice is there where there is something to choose."""
        if rows:
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Read the table; what is wrong with it is said beside where it was given."""
        said = super().clean() or {}
        file, text, mapping = said.get("file"), said.get("table", ""), said.get("mapping")
        if bool(file) + bool(text.strip()) + bool(mapping) > 1:
            raise ValidationError({"table": _("Ge tabellen på ett sätt: som fil, inklistrad eller från SCB.")})
        if mapping:
            self._ask(mapping, said)
            return said
        if not file and not text.strip():
            raise ValidationError({"table": _("Välj en fil eller klistra in en tabell.")})
        if file and (sentence := guard.refusal(file)):
            raise ValidationError({"file": sentence})
        try:
            body, name = (_body(file), file.name) if file else (text.encode(), "inklistrat.csv")
            self.ends = population.table(body, name)
        except Unreadable as error:
            raise ValidationError({"file" if file else "table": str(error)}) from error
        return said

    def _ask(self, mapping: ScbMapping, said: dict[str, Any]) -> None:
        """Ask SCB; what it does not answer is said beside the choice. The source is told by itself."""
        if self.errors:
            return  # not asked for nothing
        try:
            self.ends = mappings.ends(mapping)
        except Unreadable as error:
            raise ValidationError({"mapping": str(error)}) from error
        last = max(self.ends, default=0)
        if last and said.get("counted_to", 0) > last:
            sentence = _("SCB:s tabell slutar %(year)s. Ange det året eller ett tidigare.") % {"year": last}
            raise ValidationError({"counted_to": sentence})
        told = _("SCB, tabellen %(table)s, hämtad %(day)s") % {"table": mapping.table, "day": today().isoformat()}
        said["source"] = said.get("source") or told

    def written(self) -> dict[str, Any]:
        """What is given, as the step takes it."""
        said = self.cleaned_data
        return {"title": said["title"], "date_": said["date"], "counted_to": said["counted_to"],
                "source": said["source"], "ends": self.ends, "mapping": said.get("mapping"),
                "forecast": said.get("forecast")}  # fmt: skip


def _body(file: Any) -> bytes:
    file.seek(0)
    body: bytes = file.read()
    return body


class CostsForm(Form):
    """An organ's cost per inhabitant of each age class."""

    organ = forms.ChoiceField(label=gettext_lazy("Organ"))
    price_year = forms.IntegerField(
        label=gettext_lazy("I vilket års priser?"), min_value=1990, max_value=2100,
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Källa"), required=False, max_length=300)

    def __init__(self, *args: Any, rows: Iterable[CostPerInhabitant] = (), **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(list(rows)))
        super().__init__(*args, **kwargs)
        self.organs = {f"{row.pk:d}": row for row in organs()}
        chosen: Any = self.fields["organ"]
        chosen.choices = [(key, row.name) for key, row in self.organs.items()]
        for code in CODES:
            self.fields[code] = DecimalField(label=class_words(code), required=False, min_value=0, unit="tkr")
        pairs = [columns(*CODES[at : at + 2]) for at in range(0, len(CODES), 2)]
        lay_out(self, columns("organ", "price_year"), "source", section(_("Kostnad per invånare, tkr"), *pairs))

    def written(self) -> dict[str, Any]:
        """What is typed, as the step takes it."""
        said = self.cleaned_data
        amounts: dict[str, Decimal | None] = {code: said[code] for code in CODES}
        return {"organ": self.organs[said["organ"]], "price_year": said["price_year"], "amounts": amounts,
                "source": said["source"]}  # fmt: skip


def _initial(rows: list[CostPerInhabitant]) -> dict[str, Any]:
    if not rows:
        return {"price_year": today().year}
    first = rows[0]
    source = first.source.title if first.source else ""
    return {row.age_class: row.value for row in rows} | {
        "organ": f"{first.organ_id:d}", "price_year": first.price_year, "source": source
    }  # fmt: skip
