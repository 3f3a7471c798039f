"""The forms of Kolada: what to fetch, an indicator that is added from the catalogue, a change that is decided."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from burlov_styrning.clock import today
from burlov_styrning.forms import Form, PartialDateField, columns, lay_out, section
from burlov_styrning.swedish import listed
from indicators.due import due_year
from indicators.forms.choice import IndicatorsField
from indicators.forms.indicators import ANSWERS, COUNTS, MEANS, DefineForm
from indicators.models import ComparisonGroup, Indicator, IndicatorVersion, KoladaItem
from indicators.rules.kolada import kind_of, unit_of

OLDEST = 1970
YEARS = 5
"""So many years are asked for unless the person says otherwise."""


class FetchForm(Form):
    """Which indicators, of whom, of which years."""

    every = forms.BooleanField(label="", required=False)
    indicators = IndicatorsField(
        label=gettext_lazy("Bara de här indikatorerna"), required=False,
        help_text=gettext_lazy("Skriv en del av namnet och välj i listan."),
    )  # fmt: skip
    own = forms.BooleanField(label=gettext_lazy("Den egna kommunen"), required=False, initial=True)
    country = forms.BooleanField(label=gettext_lazy("Riket"), required=False, initial=True)
    group = forms.ModelChoiceField(
        ComparisonGroup.objects.none(), label=gettext_lazy("Kommunerna i en grupp"), required=False,
        empty_label=gettext_lazy("Ingen grupp"),
    )  # fmt: skip
    named = forms.CharField(
        label=gettext_lazy("Andra kommuner"), required=False, max_length=2000,
        help_text=gettext_lazy("Namn eller kommunkoder med komma emellan, till exempel Lund, Staffanstorp."),
    )  # fmt: skip
    first = forms.IntegerField(label=gettext_lazy("Från och med år"), min_value=OLDEST, max_value=9999)
    last = forms.IntegerField(label=gettext_lazy("Till och med år"), min_value=OLDEST, max_value=9999)

    def __init__(self, *args: Any, in_use: list[Indicator], chosen: list[Indicator], **kwargs: Any) -> None:
        year = due_year()
        kwargs["initial"] = {"first": year - YEARS + 1, "last": year, "indicators": chosen, "every": not chosen}
        super().__init__(*args, **kwargs)
        self.in_use = {row.pk: row for row in in_use}
        n = len(in_use)
        self.fields["every"].label = ngettext("Den enda indikatorn från Kolada", "Alla %(n)s indikatorer från Kolada",
                                              n) % {"n": n}  # fmt: skip
        self.fields["group"].queryset = ComparisonGroup.objects.order_by("title")  # type: ignore[attr-defined]
        lay_out(
            self, section(_("Vad"), "every", "indicators"), section(_("Vilka"), "own", "country", "group", "named"),
            section(_("När"), columns("first", "last")),
        )  # fmt: skip

    def clean_indicators(self) -> list[Indicator]:
        """Those that come from Kolada."""
        rows: list[Indicator] = self.cleaned_data["indicators"]
        if others := [row.name for row in rows if row.pk not in self.in_use]:
            raise ValidationError(_("Det här kommer inte från Kolada: %(names)s.") % {"names": listed(others)})
        return rows

    def clean_named(self) -> list[str]:
        """The codes of the municipalities that were named."""
        typed = [" ".join(word.split()) for word in re.split(r"[,;\n]", self.cleaned_data["named"]) if word.strip()]
        if not typed:
            return []
        known = {row.name.casefold(): row.code for row in Municipality.objects.all()}
        known |= {one.title.casefold(): one.code for one in _municipalities()}
        codes = set(known.values())
        if unknown := [word for word in typed if word.casefold() not in known and word not in codes]:
            names = listed(f"”{word[:40]}”" for word in unknown[:5])
            raise ValidationError(
                _("Ingen kommun heter %(names)s. Uppdatera katalogen om de är nya.") % {"names": names}
            )
        return [known.get(word.casefold(), word) for word in typed]

    def clean(self) -> dict[str, Any]:
        """Something must be asked for, of somebody, of a year that has begun."""
        said = super().clean() or {}
        if not said.get("every") and not said.get("indicators") and "indicators" not in self.errors:
            self.add_error("indicators", _("Välj minst en indikator, eller kryssa för alla."))
        first, last = said.get("first"), said.get("last")
        if first and last and first > last:
            self.add_error("last", _("Det sista året kan inte ligga före det första."))
        elif last and last > today().year:
            self.add_error("last", _("Det året har inte börjat. Skriv högst %(year)s.") % {"year": today().year})
        if "named" not in self.errors and not self.codes():
            self.add_error("own", _("Välj minst en kommun, eller riket."))
        return said

    def chosen(self) -> list[Indicator]:
        """The indicators to ask for."""
        rows: list[Indicator] = self.cleaned_data["indicators"]
        return list(self.in_use.values()) if self.cleaned_data["every"] else [self.in_use[row.pk] for row in rows]

    def codes(self) -> list[str]:
        """The municipalities to ask for."""
        said = self.cleaned_data
        own = Municipality.ours()
        codes = [own.code] if said.get("own") and own else []
        codes += [COUNTRY_CODE] if said.get("country") else []
        codes += said["group"].members.values_list("code", flat=True) if said.get("group") else []
        return list(dict.fromkeys([*codes, *(said.get("named") or [])]))

    def years(self) -> list[int]:
        """The years to ask for."""
        return list(range(self.cleaned_data["first"], self.cleaned_data["last"] + 1))


def _municipalities() -> Any:
    return KoladaItem.objects.filter(kind=KoladaItem.Kind.MUNICIPALITY)


class AddForm(DefineForm):
    """An indicator from the catalogue: what Kolada says is filled in, the direction is the person's to say."""

    def __init__(self, *args: Any, item: KoladaItem, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": item.title[:300], "definition": item.text, "unit": unit_of(item.title), "by_sex": item.by_sex,
            "kind": kind_of(item.title, item.area), "direction": "", "decimals": 1 if "%" in item.title else 0,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields["direction"].choices = [("", _("Välj")), *IndicatorVersion.Direction.choices]  # type: ignore[attr-defined]
        self.fields["direction"].help_text = _("Kolada säger inte vad som är bättre.")
        for name in ("origin_system", "origin_id"):
            del self.fields[name]
        parts = [section(_("Vad den betyder"), *MEANS), section(_("Vem svarar"), *ANSWERS)]
        lay_out(self, *parts, section(_("Hur den räknas"), *COUNTS), section(_("Varifrån den kommer"), "continues"))

    def facts(self) -> dict[str, Any]:
        """With Kolada as its source."""
        self.cleaned_data |= {"origin_system": "kolada", "origin_id": self.item.code}
        return super().facts()


class TakeOverForm(Form):
    """Until when the old values keep the old meaning."""

    until = PartialDateField(
        label=gettext_lazy("De gamla värdena gäller till och med"), required=False,
        help_text=gettext_lazy("Ett år eller en dag, till exempel 2025. Diagrammet bryter serien där."),
    )  # fmt: skip
