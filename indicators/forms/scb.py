"""The form of a mapping: which values of SCB's table are fetched, and what they become here."""

from __future__ import annotations

from math import prod
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from burlov_styrning.forms import Form, lay_out, section
from burlov_styrning.swedish import number
from indicators.forms.choice import IndicatorField
from indicators.models import Indicator, Sex
from indicators.sources.scb import MOST_CELLS, Dimension, Table, region_of

BACK = 10
"""So many periods back are proposed."""
TALL = 8


class MappingForm(Form):
    """One table, one indicator."""

    population = forms.BooleanField(
        label=gettext_lazy("Blir befolkningen i ettårsklasser"), required=False,
        help_text=gettext_lazy("Alla åldrar följer med. Befolkningen läses sedan in under Demografiskt behov."),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Namn på urvalet"), max_length=120,
        help_text=gettext_lazy("Så att du känner igen det, till exempel Folkmängd 80 år och äldre."),
    )  # fmt: skip
    indicator = IndicatorField(
        label=gettext_lazy("Blir utfall för indikatorn"),
        required=False,
        help_text=gettext_lazy("Skriv en del av namnet och välj i listan."),
    )
    own = forms.BooleanField(label=gettext_lazy("Den egna kommunen"), required=False, initial=True)
    country = forms.BooleanField(label=gettext_lazy("Riket"), required=False)
    whom = forms.ChoiceField(label=gettext_lazy("Värdena gäller"))
    since = forms.ChoiceField(label=gettext_lazy("Från och med"))

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": table.title[:120]}
        super().__init__(*args, **kwargs)
        self.table, self.ours = table, Municipality.ours()
        self.rest = [d for d in table.dimensions if d.code not in (table.time, table.region, table.sex)]
        for place, dimension in enumerate(self.rest):
            self.fields[f"d{place}"] = _choice(dimension, by_age=dimension.code == table.age)
        self._say_when()
        whom = self._say_whom()
        becomes = ["name", "population", "indicator"]
        if not table.age:
            del self.fields["population"]
            becomes.remove("population")
        lay_out(
            self, section(_("Vad det blir"), *becomes), section(_("Vilka"), *whom),
            section(_("Vad"), *(f"d{place}" for place in range(len(self.rest)))) if self.rest else None,
            section(_("När"), "since"),
        )  # fmt: skip

    def _say_when(self) -> None:
        times = list(self.table.dimension(self.table.time).values.items())
        self.fields["since"].choices = times  # type: ignore[attr-defined]
        self.initial["since"] = times[-min(BACK, len(times))][0] if times else ""

    def _say_whom(self) -> list[str]:
        """By region where the table has one, else of whom the whole table is."""
        if not self.table.region:
            for name in ("own", "country"):
                del self.fields[name]
            own = [(self.ours.code, self.ours.name)] if self.ours else []
            self.fields["whom"].choices = [(COUNTRY_CODE, _("Riket")), *own]  # type: ignore[attr-defined]
            return ["whom"]
        del self.fields["whom"]
        return ["own", "country"]

    def clean(self) -> dict[str, Any]:
        """Somebody is asked for whom the table knows, and not more than the service gives."""
        said = super().clean() or {}
        if self.table.region and not self._regions():
            self.add_error("own", _("Välj kommunen eller riket, om tabellen har dem."))
        indicator: Indicator | None = said.get("indicator")
        self._say_what(bool(said.get("population")), indicator)
        if indicator and indicator.formula:
            self.add_error("indicator", _("Den räknas fram ur andra och kan inte hämtas."))
        if indicator and self.table.sex and not self._has_total():
            self.add_error("indicator", _("Tabellen saknar ett värde för kvinnor och män tillsammans. Välj en annan."))
        cells = prod(len(codes) for codes in self._chosen().values() if codes)
        if cells > MOST_CELLS:
            sentence = _("Urvalet har %(n)s värden. SCB lämnar högst %(most)s på en gång: välj färre.")
            self.add_error(None, sentence % {"n": number(cells), "most": number(MOST_CELLS)})
        return said

    def _say_what(self, population: bool, indicator: Indicator | None) -> None:
        """An indicator or the population, and what each of them needs."""
        if population == bool(indicator) and "indicator" not in self.errors:
            both = _("Välj antingen en indikator eller befolkningen, inte båda.")
            none = _("Välj en indikator eller befolkningen.") if self.table.age else _("Välj en indikator.")
            self.add_error("indicator", both if population else none)
        for place, dimension in enumerate(self.rest):
            codes = self.cleaned_data.get(f"d{place}") or []
            if dimension.code == self.table.age:
                if not population and not codes and not dimension.may_be_left_out:
                    self.add_error(f"d{place}", _("Välj minst ett värde."))
            elif population and dimension.code == self.table.metric and len(codes) > 1:
                self.add_error(f"d{place}", _("Välj ett innehåll: folkmängden vid årets slut."))
        if population and (self.cleaned_data.get("country") or not self.cleaned_data.get("own")):
            self.add_error("own", _("Befolkningen läses in för den egna kommunen och ingen annan."))

    def _has_total(self) -> bool:
        dimension = self.table.dimension(self.table.sex)
        return dimension.may_be_left_out or Sex.TOTAL in dimension.sexes().values()

    def _regions(self) -> list[str]:
        known = self.table.dimension(self.table.region).values
        codes = [self.ours.code] if self.cleaned_data.get("own") and self.ours else []
        codes += [COUNTRY_CODE] if self.cleaned_data.get("country") else []
        return [code for code in map(region_of, codes) if code in known]

    def _chosen(self) -> dict[str, list[str]]:
        pairs = ((d.code, self.cleaned_data.get(f"d{place}") or []) for place, d in enumerate(self.rest))
        chosen = {code: codes for code, codes in pairs if codes}
        if self.cleaned_data.get("population"):
            chosen |= {self.table.age: list(self.table.dimension(self.table.age).ages())} | self._both_sexes()
        return chosen | ({self.table.region: self._regions()} if self.table.region else {})

    def _both_sexes(self) -> dict[str, list[str]]:
        """Nothing where the table gives women and men together when nothing is said."""
        if not self.table.sex or self.table.dimension(self.table.sex).may_be_left_out:
            return {}
        sexes = self.table.dimension(self.table.sex).sexes()
        total = [code for code, sex in sexes.items() if sex == Sex.TOTAL]
        return {self.table.sex: total[:1] or list(sexes)}

    def selection(self) -> dict[str, list[str]]:
        """The codes to ask for; of time an expression, so that new years come by themselves."""
        return self._chosen() | {self.table.time: [f"from({self.cleaned_data['since']})"]}

    def mapping(self) -> dict[str, Any]:
        """What each dimension tells."""
        sexes: dict[str, str] = {}
        table = self.table
        said = {"time": table.time, "region": table.region, "subject": self.cleaned_data.get("whom", "")}
        if self.cleaned_data.get("population"):
            return said | {"age": table.age, "ages": table.dimension(table.age).ages()}
        if table.sex:
            dimension = table.dimension(table.sex)
            sexes = dimension.sexes()
            if not self.cleaned_data["indicator"].by_sex:
                sexes = {code: sex for code, sex in sexes.items() if sex == Sex.TOTAL}
        return said | {"sex": table.sex, "sexes": sexes}


def _choice(dimension: Dimension, *, by_age: bool = False) -> forms.MultipleChoiceField:
    help_text = _("Flera värden summeras, en egen beräkning.") if len(dimension.values) > 1 else ""
    if dimension.may_be_left_out:
        help_text = _("Inget valt betyder alla tillsammans. Flera valda summeras, en egen beräkning.")
    choices = list(dimension.values.items())
    return forms.MultipleChoiceField(
        label=dimension.label[:1].upper() + dimension.label[1:], choices=choices, help_text=help_text,
        required=not dimension.may_be_left_out and not by_age, initial=[choices[0][0]] if len(choices) == 1 else [],
        widget=forms.SelectMultiple({"size": min(TALL, max(2, len(choices)))}),
    )  # fmt: skip
