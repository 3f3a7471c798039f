"""The forms of accounts: a year's amounts typed, a file or a pasted block to read, one amount to correct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Organ
from burlov_styrning.clock import today
from burlov_styrning.forms import DecimalField, Form, columns, lay_out, section
from burlov_styrning.swedish import NotANumber, parse_number, typed_number
from indicators.account_words import LINES
from indicators.economy.accounts import MONEY_UNITS, Amount, natural_unit
from indicators.economy.books import Entity
from indicators.forms.grids import LONGEST_BLOCK
from indicators.forms.outcomes import Confirming
from indicators.forms.surveys import file_field
from indicators.models import AccountFigure
from indicators.rules.accounts import BY_KEY, Kind

FIRST_YEAR, LAST_YEAR = 1990, 2100
BLOCKS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("Resultat"), (
        "taxes", "grants", "income", "cost", "depreciation", "net_cost", "financial_income", "financial_cost", "result",
        "comparability", "land_development",
    )),
    (gettext_lazy("Investeringar, tillgångar och skulder"), (
        "investment", "land", "equity", "assets", "pension_liability", "debt", "cash",
    )),
    (gettext_lazy("Balanskrav"), (
        "capital_gains", "gains_excepted", "losses_excepted", "unrealised", "reversed", "to_reserve", "from_reserve",
        "special_reasons", "reserve", "old_reserve",
    )),
    (gettext_lazy("Invånare och skattesats"), ("inhabitants", "tax_rate", "tax_rate_county", "tax_rate_country")),
)  # fmt: skip
"""The lines of a typed year, under their headings."""
OF_ORGAN = ("income", "cost", "net_cost")


def organs() -> list[Organ]:
    """Those that have accounts of their own."""
    kinds = (Organ.Kind.EXECUTIVE_BOARD, Organ.Kind.COMMITTEE, Organ.Kind.COMPANY)
    return list(Organ.objects.filter(kind__in=kinds).order_by("name"))


def _entity_choices(rows: Sequence[Organ]) -> list[tuple[str, Any]]:
    E = AccountFigure.Entity
    return [(E.MUNICIPALITY.value, _("Kommunen")), (E.GROUP.value, _("Koncernen")),
            *((f"{row.pk:d}", row.name) for row in rows)]  # fmt: skip


class TermsForm(Form):
    """What holds for all amounts that say nothing else."""

    entity = forms.ChoiceField(label=gettext_lazy("Avser"))
    version = forms.ChoiceField(label=gettext_lazy("Version"), choices=AccountFigure.Version.choices)
    unit = forms.ChoiceField(label=gettext_lazy("Belopp i"), choices=[(unit, unit) for unit in MONEY_UNITS])
    report = forms.CharField(
        label=gettext_lazy("Källa"), max_length=120, help_text=gettext_lazy("Till exempel Årsredovisning 2025.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organs = organs()
        chosen: Any = self.fields["entity"]
        chosen.choices = _entity_choices(self.organs)

    def entity_of(self, code: str) -> Entity:
        """The one that was chosen."""
        organ = next((row for row in self.organs if f"{row.pk:d}" == code), None)
        return Entity(AccountFigure.Entity.ORGAN.value, organ) if organ else Entity(code)


class SheetForm(TermsForm):
    """A spreadsheet, or a block pasted from one."""

    file = file_field(gettext_lazy("Fil"), gettext_lazy("Excel (.xlsx) eller CSV, högst 5 MB."), required=False)
    block = forms.CharField(
        label=gettext_lazy("Eller klistra in från kalkylblad"), required=False, max_length=LONGEST_BLOCK, strip=False,
        help_text=gettext_lazy("Ta med rubrikraden: Post och sedan år, till exempel 2024 eller Budget 2025."),
        widget=forms.Textarea({"rows": 6, "wrap": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].help_text = _("Om filen själv inte säger något annat.")
        lay_out(self, "file", "block", section(_("Gäller där filen inte säger något annat"),
                columns("entity", "version"), columns("unit", "report")))  # fmt: skip

    def written(self) -> dict[str, Any]:
        """What is handed over, as the step takes it."""
        said = self.cleaned_data
        terms = {name: said[name] for name in ("entity", "version", "unit", "report")}
        return {"file": said["file"], "block": said["block"], "terms": terms}


class YearForm(Confirming, TermsForm):
    """A year's amounts, line by line; a line that is left empty is not touched."""

    year = forms.IntegerField(
        label=gettext_lazy("År"), min_value=FIRST_YEAR, max_value=LAST_YEAR, initial=lambda: today().year - 1
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("Beloppen stämmer som de står"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for _heading, keys in BLOCKS:
            for key in keys:
                self.fields[key] = DecimalField(label=LINES[key], required=False, unit=self._unit(key))
        blocks = [section(heading, *self._rows(keys)) for heading, keys in BLOCKS]
        lay_out(self, columns("entity", "year"), columns("version", "unit"), "report", *blocks, "confirmed")

    @staticmethod
    def _unit(key: str) -> str:
        return {Kind.PERCENT: "%"}.get(BY_KEY[key].kind, "")

    @staticmethod
    def _rows(keys: Sequence[str]) -> list[Any]:
        return [columns(*keys[place : place + 2]) for place in range(0, len(keys), 2)]

    def amounts(self) -> list[Amount]:
        """What was typed, under the lines' own names, a cost without its minus."""
        said = self.cleaned_data
        entity = self.entity_of(said["entity"])
        found = []
        for _heading, keys in BLOCKS:
            for key in keys:
                if (value := said.get(key)) is not None:
                    line = BY_KEY[key]
                    unit = natural_unit(line, said["unit"])
                    found.append(Amount(entity, line.printed, said["year"], said["version"], unit, typed_number(value),
                                        value, said["report"], key))  # fmt: skip
        return found


class GiveForm(Form):
    """Which indicator a key figure is the outcome of, and over which years it is taken."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indikator"))
    year = forms.IntegerField(
        label=gettext_lazy("Utfall för år"), min_value=FIRST_YEAR, max_value=LAST_YEAR,
        initial=lambda: today().year - 1,
    )  # fmt: skip
    first = forms.IntegerField(
        label=gettext_lazy("Medel från år"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        help_text=gettext_lazy("Bara för mål som gäller flera år."),
    )  # fmt: skip
    last = forms.IntegerField(
        label=gettext_lazy("Till år"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        help_text=gettext_lazy("År utan utfall tas ur prognos, budget eller plan, och det sägs."),
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {f"{row.pk:d}": row for row in indicators}
        chosen: Any = self.fields["indicator"]
        chosen.choices = [(key, row.name) for key, row in self.indicators.items()]
        lay_out(self, "indicator", "year", columns("first", "last"))

    def clean(self) -> dict[str, Any]:
        """Both ends of the span, in their order, or none."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if (first is None) != (last is None) and not self.errors:
            self.add_error("last" if last is None else "first", _("Ange både första och sista året, eller inget."))
        elif first and last and not 0 <= last - first < 15:
            self.add_error("last", _("Skriv det första året före det sista, högst femton år."))
        return said

    def written(self) -> dict[str, Any]:
        """As the step takes it."""
        said = self.cleaned_data
        window = (said["first"], said["last"]) if said["first"] else None
        return {"indicator": self.indicators[said["indicator"]], "year": said["year"], "window": window}


class CorrectForm(Confirming, Form):
    """One amount as it should have been copied."""

    printed = forms.CharField(label=gettext_lazy("Som tryckt"), max_length=60)
    unit = forms.CharField(label=gettext_lazy("Enhet"), max_length=40)
    confirmed = forms.BooleanField(
        label=gettext_lazy("Beloppet stämmer som det står"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, columns("printed", "unit"), "confirmed")

    def clean_printed(self) -> str:
        """A number as people write it."""
        try:
            self.value = parse_number(self.cleaned_data["printed"])
        except NotANumber as error:
            raise ValidationError(str(error)) from error
        return str(self.cleaned_data["printed"])
