"""The forms of outcomes: one in full, and a grid of those that are due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Organ, Source, Unit
from burlov_styrning.forms import DecimalField, Form, HouseForm, PartialDateField, columns, lay_out, section
from indicators import words
from indicators.due import Due
from indicators.entries import EXAMPLES, Entry, problems
from indicators.models import HiddenValue, Indicator, Missing, Outcome
from indicators.rules.periods import is_period

SOURCES_ID = "kallor"
"""The id of the page's one list of sources, suggested while one types."""


def source_field() -> forms.CharField:
    """A source by its title; one that is not there yet is made."""
    return forms.CharField(
        label=gettext_lazy("Källa"), required=False, max_length=300,
        help_text=gettext_lazy("Rapporten, undersökningen eller systemet som värdet kommer ur."),
        widget=forms.TextInput({"list": SOURCES_ID, "autocomplete": "off"}),
    )  # fmt: skip


def source_titles() -> list[str]:
    """The titles to suggest."""
    return list(Source.objects.order_by("title").values_list("title", flat=True).distinct())


def status_field(choices: Any) -> forms.ChoiceField:
    """Asked for, never assumed: a figure that stands as final by an oversight is worse than one more choice."""
    return forms.ChoiceField(label=gettext_lazy("Status"), choices=choices, widget=forms.RadioSelect)


class Confirming:
    """A form with a value that may have to be confirmed: its box is shown once the question has been put."""

    fields: dict[str, forms.Field]

    def ask_back(self) -> None:
        """Show the box."""
        self.fields["confirmed"].widget = forms.CheckboxInput({"class": "form-check-input"})

    def add_error(self, field: str | None, error: Any) -> None:
        """The question itself comes as an error beside the box."""
        if field == "confirmed":
            self.ask_back()
        super().add_error(field, error)  # type: ignore[misc]


def confirmed_field() -> forms.BooleanField:
    """The box, hidden until the question is put."""
    return forms.BooleanField(label=gettext_lazy("Ja, värdet stämmer"), required=False, widget=forms.HiddenInput)


class OutcomeForm(Confirming, Form):
    """One outcome in full: of which period, for whom, the value or why it is missing, how good it is."""

    period = forms.CharField(label=gettext_lazy("Period"), max_length=7)
    sex = forms.ChoiceField(label=gettext_lazy("Kön"), choices=[(s, w) for s, w in words.SEX_WORDS.items()])
    organ = forms.ModelChoiceField(
        Organ.objects.none(), label=gettext_lazy("Organ"), required=False,
        empty_label=gettext_lazy("Hela kommunen"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Enhet"), required=False, empty_label=gettext_lazy("Ingen enskild")
    )
    value = DecimalField(label=gettext_lazy("Värde"), required=False)
    confirmed = confirmed_field()
    missing = forms.ChoiceField(
        label=gettext_lazy("Eller varför det saknas"), required=False,
        choices=[("", gettext_lazy("Det saknas inte")), *Missing.choices],
    )  # fmt: skip
    section = forms.CharField(
        label=gettext_lazy("Paragraf i OSL"), required=False, max_length=60,
        help_text=gettext_lazy("Vid sekretess, till exempel 26 kap. 1 §."),
    )  # fmt: skip
    count = forms.IntegerField(
        label=gettext_lazy("Antal svarande eller fall"), required=False, min_value=0, max_value=2_000_000_000
    )
    response_rate = DecimalField(label=gettext_lazy("Svarsfrekvens"), required=False, unit="%")
    margin = DecimalField(label=gettext_lazy("Felmarginal"), required=False)
    status = status_field(Outcome.Status.choices)
    source = source_field()
    published = PartialDateField(
        label=gettext_lazy("Publicerat"), required=False, help_text=gettext_lazy("2026, 2026-11 eller 2026-11-23.")
    )
    comment = forms.CharField(label=gettext_lazy("Kommentar"), required=False, widget=forms.Textarea({"rows": 2}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, indicator: Indicator, outcome: Outcome | None = None, hidden: HiddenValue | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        if outcome:
            kwargs.setdefault("initial", values_of(outcome, hidden))
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self._fit(indicator, outcome)
        if self.data.get(self.add_prefix("confirmed")):
            self.ask_back()
        cell = [n for n in ("period", "sex", "organ", "unit") if n in self.fields]
        lay_out(
            self, *([section(_("Vad värdet gäller"), columns(*cell[:2]), *_pair(cell[2:]))] if cell else []),
            section(
                _("Värdet"), columns("value", "missing"), "confirmed", "section",
                columns("count", "response_rate", "margin"),
            ),
            section(_("Var det kommer ifrån"), "status", columns("published", "source"), "comment"), "seen",
        )  # fmt: skip

    def _fit(self, indicator: Indicator, outcome: Outcome | None) -> None:
        fields: Any = self.fields
        fields["value"].label = _("Värde (%(unit)s)") % {"unit": indicator.unit} if indicator.unit else _("Värde")
        fields["period"].help_text = _("Skriv så här: %(example)s.") % {"example": EXAMPLES[indicator.frequency]}
        if indicator.minimum_count is not None:
            fields["count"].help_text = _("Under %(least)s visas värdet inte.") % {"least": indicator.minimum_count}
        fields["organ"].queryset = Organ.objects.all()
        fields["unit"].queryset = Unit.objects.all()
        if not indicator.by_sex:
            del fields["sex"]
        if outcome:  # a revision stays in its cell
            for name in {"period", "sex", "organ", "unit"} & set(fields):
                del fields[name]

    def entry(self) -> Entry:
        """What was said, as the steps take it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Entry(indicator=self.indicator, **({"period": ""} | said))


def _pair(names: Sequence[str]) -> list[Any]:
    return [columns(*names)] if names else []


def values_of(outcome: Outcome, hidden: HiddenValue | None) -> dict[str, Any]:
    """What the form of a revision shows; what is hidden, to those who may read it."""
    names = ("value", "missing", "section", "count", "response_rate", "margin", "published", "comment")
    values = {name: getattr(outcome, name) for name in names}
    if hidden:
        values |= {"value": hidden.value, "count": hidden.count, "margin": hidden.margin, "missing": ""}
    source = outcome.source.title if outcome.source else ""
    status = Outcome.Status.FINAL if outcome.status == Outcome.Status.PRELIMINARY else Outcome.Status.REVISED
    return values | {"source": source, "status": status, "seen": outcome.pk, "comment": ""}


class SharedForm(Form):
    """What holds for everything that is entered in the grid."""

    source = source_field()
    published = PartialDateField(label=gettext_lazy("Publicerat"), required=False)
    status = status_field(Outcome.Status.choices[:2])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, section(_("Gäller allt du lämnar nu"), "status", columns("source", "published")))


class CellForm(Confirming, HouseForm, forms.Form):
    """One cell of the grid: a value or the sign for why it is missing, and the number of answers where it matters."""

    value = forms.CharField(required=False, max_length=60)
    count = forms.CharField(required=False, max_length=12)
    confirmed = confirmed_field()

    def __init__(self, *args: Any, due: Due, **kwargs: Any) -> None:
        super().__init__(*args, prefix=due.name, **kwargs)
        self.due = due
        label = f"{due.indicator.name}, {words.period_words(due.period)}, {words.SEX_WORDS[due.sex]}"
        self.fields["value"].label = label
        self.fields["value"].widget.attrs = {
            "class": "form-control num", "aria-label": label, "autocomplete": "off", "data-paste": "value",
        }  # fmt: skip
        self.fields["count"].label = label
        self.fields["confirmed"].label = label
        if self.data.get(self.add_prefix("confirmed")):
            self.ask_back()
        if due.indicator.minimum_count is None:
            del self.fields["count"]
            return
        counted = _("Antal: %(cell)s") % {"cell": label}
        self.fields["count"].widget.attrs = {
            "class": "form-control num", "aria-label": counted, "inputmode": "numeric", "autocomplete": "off",
            "data-paste": "count",
        }  # fmt: skip

    @property
    def value_box(self) -> forms.BoundField:
        """The box for the value."""
        return self["value"]

    @property
    def count_box(self) -> forms.BoundField | None:
        """The box for the number of answers, where there is one."""
        return self["count"] if "count" in self.fields else None

    @property
    def confirm_box(self) -> forms.BoundField | None:
        """The box by which an odd value is confirmed, once the question has been put."""
        return None if self.fields["confirmed"].widget.is_hidden else self["confirmed"]

    @property
    def period_words(self) -> str:
        """The period, for people."""
        return words.period_words(self.due.period)

    @property
    def sex_words(self) -> str:
        """Whom the cell counts, where that is asked."""
        return str(words.SEX_WORDS[self.due.sex]) if self.due.indicator.by_sex else ""

    def clean_value(self) -> tuple[Decimal | None, str]:
        """(value, missing code)."""
        found = words.typed(self.cleaned_data["value"])
        if found[1] == Missing.SECRET:
            raise ValidationError(_("Sekretess kräver sin paragraf. Lämna det utfallet för sig, på indikatorns sida."))
        return found

    def clean_count(self) -> int | None:
        """A whole number, or nothing."""
        bare = "".join(self.cleaned_data["count"].split()).replace("\u00a0", "")
        if not bare:
            return None
        if not bare.isascii() or not bare.isdecimal() or len(bare) > 9:
            raise ValidationError(_("Skriv antalet med siffror, till exempel 120."))
        return int(bare)

    def filled(self) -> bool:
        """Whether anything was said of the cell."""
        return self.cleaned_data.get("value", (None, "")) != (None, "")

    def entry(self, shared: SharedForm) -> Entry:
        """What was said of the cell, with what holds for all."""
        value, missing = self.cleaned_data["value"]
        return Entry(
            self.due.indicator, self.due.period, self.due.sex, value=value, missing=missing,
            count=self.cleaned_data.get("count"), confirmed=self.cleaned_data["confirmed"], **shared.cleaned_data,
        )  # fmt: skip

    def examine(self, shared: SharedForm) -> None:
        """Say beside the cell what the rules find wrong with it."""
        for field, sentence in problems(self.entry(shared)):
            if field in self.fields:
                self.add_error(field, sentence)


class Grid:
    """The cells that are due, as forms, with what holds for all of them."""

    def __init__(self, data: Any, due: Sequence[Due], allowed: Iterable[Indicator] = ()) -> None:
        self.waiting = {cell.name for cell in due}
        self.shared = SharedForm(data or None)
        shown = _posted(data, allowed) if data else due
        self.cells = [CellForm(data or None, due=cell) for cell in shown]

    def is_valid(self) -> bool:
        """Whether everything that was filled in can be stored; else the errors stand beside their cells."""
        fine = [self.shared.is_valid(), *(cell.is_valid() for cell in self.cells)]
        for cell in self.cells if self.shared.is_valid() else []:
            if cell.is_valid() and cell.filled():
                self._examine(cell)
                fine.append(not cell.errors)
        return all(fine)

    def _examine(self, cell: CellForm) -> None:
        cell.examine(self.shared)
        if cell.due.name not in self.waiting:
            cell.add_error("value", _("Någon annan har lämnat det här utfallet. Töm rutan för att spara resten."))

    def entries(self) -> list[Entry]:
        """What was filled in."""
        return [cell.entry(self.shared) for cell in self.cells if cell.filled()]

    @property
    def forms(self) -> list[Any]:
        """Everything whose errors are summed up on top."""
        return [self.shared, *self.cells]


def _posted(data: Any, allowed: Iterable[Indicator]) -> list[Due]:
    """The cells that the form held when it was opened: what somebody else has filled since is not lost."""
    rows = {str(row.pk): row for row in allowed}
    found = []
    for name in data:
        pk, _dash, rest = name.removesuffix("-value").partition("-")
        period, _dash, sex = rest.rpartition("-")
        if name.endswith("-value") and pk in rows and sex in words.SEX_WORDS and is_period(period):
            found.append(Due(rows[pk], period, sex))
    return found
