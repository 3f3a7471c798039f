"""The form of an economic scenario: what it is, and five amounts a year in tkr."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.models import Organ
from burlov_styrning.clock import today
from burlov_styrning.forms import DateField, DecimalField, Form, columns, lay_out, section
from burlov_styrning.swedish import number, typed_number
from indicators.models import EconomicScenario, OrganFrame
from indicators.rules.frames import ENTERED
from indicators.scenarios import AMOUNTS, FACTS, stamp_of

LABELS: dict[str, str | Promise] = {
    "taxes": _("Skatteintäkter, tkr"),
    "grants": _("Generella statsbidrag och utjämning, tkr"),
    "financial_net": _("Finansnetto, tkr"),
    "net_cost": _("Beslutad nettokostnad, tkr"),
    "result_target": _("Fullmäktiges resultatmål, tkr"),
}
HELP: dict[str, str | Promise] = {
    "financial_net": _("Minus om de finansiella kostnaderna är störst."),
    "net_cost": _("I det årets priser, utan minus."),
}


FRAME_LABELS: dict[str, str | Promise] = {
    "last": _("Förra årets ram, tkr"),
    "index": _("Uppräkning, procent"),
    "demography": _("Demografiskt behov, tkr"),
    "changes": _("Beslutade förändringar, tkr"),
    "efficiency": _("Effektiviseringskrav, tkr"),
    "remaining": _("Övrigt, tkr"),
}


class ScenarioForm(Form):
    """A scenario and its years; a year that is left empty is not part of it."""

    name = forms.CharField(label=_("Namn"), max_length=120, help_text=_("Till exempel Budget 2027 med plan."))
    version = forms.CharField(label=_("Version"), max_length=60, help_text=_("Till exempel Oktober eller Version 2."))
    date = DateField(label=_("Datum"))
    source = forms.CharField(
        label=_("Källa"), required=False, max_length=300,
        help_text=_("Till exempel SKR:s skatteunderlagsprognos och budgetberedningens underlag."),
    )  # fmt: skip
    assumptions = forms.CharField(
        label=_("Antaganden"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Befolkning, priser, löner, skattesats: det som en läsare behöver för att pröva siffrorna."),
    )  # fmt: skip
    base_year = forms.IntegerField(label=_("Beloppen gäller år"), required=False, min_value=1990, max_value=2100)
    wage_cost = DecimalField(label=_("Personalkostnad, tkr"), required=False, min_value=0)
    price_base = DecimalField(
        label=_("Övriga kostnader, tkr"), required=False, min_value=0, help_text=_("De som följer priserna.")
    )
    income_per_inhabitant = DecimalField(label=_("Skatt och utjämning per invånare, tkr"), required=False, min_value=0)
    tax_base = DecimalField(label=_("Skatteunderlag, tkr"), required=False, min_value=0)
    floating_debt = DecimalField(
        label=_("Lån med rörlig ränta, tkr"), required=False, min_value=0,
        help_text=_("Lån som får ny ränta under året."),
    )  # fmt: skip
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, years: Sequence[int], scenario: EconomicScenario | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(scenario) if scenario else {"date": today()})
        super().__init__(*args, **kwargs)
        self.years = years
        parts: list[Any] = ["name", columns("version", "date"), "source", "assumptions"]
        for year in years:
            for name in AMOUNTS:
                self.fields[f"{name}_{year}"] = DecimalField(
                    label=LABELS[name], required=False, help_text=HELP.get(name, "")
                )
            first, second = [f"{name}_{year}" for name in AMOUNTS[:2]], [f"{name}_{year}" for name in AMOUNTS[2:]]
            parts.append(section(str(year), columns(*first), columns(*second)))
        bases = section(_("Känslighet: vad en liten ändring betyder"), columns("base_year", "wage_cost", "price_base"),
                        columns("income_per_inhabitant", "tax_base", "floating_debt"))  # fmt: skip
        lay_out(self, *parts, bases, "stamp")

    def written(self) -> dict[str, Any]:
        """What is typed, as the steps take it."""
        said = self.cleaned_data
        return {"facts": {name: said[name] for name in FACTS}, "years": self._amounts(), "source": said["source"]}

    def _amounts(self) -> dict[int, dict[str, Decimal | None]]:
        said = self.cleaned_data
        return {year: {name: said.get(f"{name}_{year}") for name in AMOUNTS} for year in self.years}


class FramesForm(Form):
    """The committees' frames of a year."""

    def __init__(
        self,
        *args: Any,
        organs: Sequence[Organ],
        rows: Sequence[OrganFrame],
        last: Mapping[int, Decimal],
        needs: Mapping[int, Decimal],
        **kwargs: Any,
    ) -> None:
        stated = {row.organ_id: row for row in rows}
        initial = {
            f"{name}_{organ.pk:d}": getattr(stated[organ.pk], name)
            for organ in organs if organ.pk in stated for name in ENTERED
        }  # fmt: skip
        initial |= {f"last_{pk:d}": value for pk, value in last.items() if pk not in stated}
        super().__init__(*args, initial=initial, **kwargs)
        self.organs, self.needs = organs, needs
        parts = []
        for organ in organs:
            names = [f"{name}_{organ.pk:d}" for name in ENTERED]
            for field, name in zip(names, ENTERED, strict=True):
                self.fields[field] = DecimalField(
                    label=FRAME_LABELS[name], required=False, min_value=0 if name in ("last", "efficiency") else None
                )
            if organ.pk in needs:
                said = _("Beräknat: %(need)s tkr.") % {"need": number(needs[organ.pk])}
                self.fields[f"demography_{organ.pk:d}"].help_text = said
            parts.append(section(organ.name, columns(*names[:3]), columns(*names[3:])))
        lay_out(self, *parts)

    def with_needs(self, typed: QueryDict) -> QueryDict:
        """What is typed, with the computed need in place of what stood there; an organ without one keeps its own."""
        filled = typed.copy()
        for organ in self.organs:
            if organ.pk in self.needs:
                filled[f"demography_{organ.pk:d}"] = typed_number(self.needs[organ.pk])
        return filled

    def written(self) -> dict[int, dict[str, Decimal | None]]:
        """What is stated, organ by organ."""
        said = self.cleaned_data
        return {organ.pk: {name: said.get(f"{name}_{organ.pk:d}") for name in ENTERED} for organ in self.organs}


def _initial(scenario: EconomicScenario) -> dict[str, Any]:
    facts = {name: getattr(scenario, name) for name in FACTS}
    amounts = {f"{name}_{row.year}": getattr(row, name) for row in scenario.years.all() for name in AMOUNTS}
    source = scenario.source.title if scenario.source else ""
    return facts | amounts | {"source": source, "stamp": stamp_of(scenario)}
