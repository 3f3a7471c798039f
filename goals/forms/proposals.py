"""The form of a proposal: parts under headings on one page, saved, checked and kept together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from crispy_forms.layout import HTML, Column, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Unit
from burlov_styrning.clock import today
from burlov_styrning.forms import DecimalField, Form, PartialDateField, RowForms, columns, lay_out
from burlov_styrning.partial_dates import first_day
from burlov_styrning.quantities import suffix
from goals.forms.needs import box
from goals.forms.rows import RowField, RowsField
from goals.models import Goal, GoalArea, GoalProposal, Need, Term
from goals.needs import in_order
from goals.written import COLUMNS, Asked, Line, Written
from indicators.forms.choice import Choices, IndicatorField
from indicators.models import ComparisonGroup, Indicator

Union = GoalProposal.Union


@dataclass
class Offered:
    """What a proposal can be tied to."""

    needs: Sequence[Need] = ()
    areas: Sequence[GoalArea] = ()
    goals: Sequence[Goal] = ()
    groups: Sequence[ComparisonGroup] = ()
    units: Sequence[Unit] = ()
    choices: Choices = field(default_factory=Choices)


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


class Writing:
    """All forms of the page as one: bound to what was typed, or showing what is written."""

    def __init__(
        self, proposal: GoalProposal, offered: Offered, data: Any = None, written: Written | None = None
    ) -> None:
        self.proposal, self.offered, self.data = proposal, offered, data
        self.written = written or Written({})
        years = list(range(proposal.term.first_year, proposal.term.last_year + 1))
        columns = self.written.columns
        self.aim = AimForm(data, initial={**columns, "needs": self.written.needs}, offered=offered)
        self.wording = WordingForm(data, initial=columns)
        self.lines = _formset(LineForms, data, "indikator", [_line_initial(line) for line in self.written.lines],
                              {"choices": offered.choices, "years": years})  # fmt: skip
        self.realism = RealismForm(data, initial=columns, offered=offered)
        asked = [{"unit": one.unit, "date": one.date} for one in self.written.consulted]
        self.consulted = _formset(AskedForms, data, "hord", asked, {"units": offered.units})
        self.acceptance = AcceptanceForm(data, initial=columns)
        self.responsibility = ResponsibilityForm(data, initial=columns, term=proposal.term)
        self.economy = EconomyForm(data, initial={**columns, **_cost_initial(self.written)}, years=years)

    @property
    def forms(self) -> list[Any]:
        """The parts in the order of the page."""
        return [
            self.aim, self.wording, self.lines, self.realism, self.consulted, self.acceptance, self.responsibility,
            self.economy,
        ]  # fmt: skip

    @cached_property
    def is_valid(self) -> bool:
        """Whether all of it can be read; every part is asked, so that every fault is shown."""
        answers = [self.data is not None and form.is_valid() for form in self.forms]
        return all(answers)

    @property
    def has_unreadable(self) -> bool:
        """Whether something typed cannot be read; a title that is not written yet is not such a thing."""
        _ = self.is_valid
        errors = [form.errors for form in self.forms]
        each = [one for part in errors for one in (part if isinstance(part, list) else [part])]
        return any(error.code != "required" for one in each for found in one.as_data().values() for error in found)

    def read(self) -> Written:
        """What was typed, as far as it can be read: what is wrong is left out."""
        assert self.is_valid or self.data is not None
        columns: dict[str, Any] = {}
        for form in self.forms:
            if not isinstance(form, BaseFormSet):
                columns |= {name: form.cleaned_data.get(name) for name in form.fields if name in COLUMNS}
        needs = self.aim.cleaned_data.get("needs", [])
        lines = [line for form in self.lines.forms if (line := form.line())]
        return Written(columns, needs, lines, list(self._asked()), self.economy.costs())

    def read_over(self) -> Written:
        """What was typed, and where it cannot be read what was written before: nothing is saved as empty by mistake."""
        typed, before = self.read(), self.written
        kept = {name: before.columns[name] for name in self._unread() if name in before.columns}
        return Written(
            {**typed.columns, **kept},
            before.needs if "needs" in self._unread() else typed.needs,
            _lines_over(self.lines, typed.lines, before.lines),
            _asked_over(self.consulted, typed.consulted, before.consulted),
            before.costs if self.economy.errors else typed.costs,
        )

    def _unread(self) -> set[str]:
        """The names of the fields, formsets aside, that cannot be read."""
        return {name for form in self.forms if not isinstance(form, BaseFormSet) for name in form.errors}

    def unread_labels(self) -> list[str]:
        """The fields that cannot be read, by their labels, each once, in the order of the page."""
        found = [one for part in self.forms for one in (part.forms if isinstance(part, BaseFormSet) else [part])]
        labels = [str(form.fields[name].label) for form in found for name in form.errors if name in form.fields]
        return list(dict.fromkeys(labels))

    def _asked(self) -> Iterator[Asked]:
        for form in self.consulted.forms:
            said = getattr(form, "cleaned_data", {})
            if said.get("unit") and not said.get("DELETE"):
                yield Asked(said["unit"], said.get("date") or None)

    def begin_at(self, name: str) -> None:
        """Let the page open at this field of a row, such as the target of an indicator that was just chosen."""
        prefix, _dash, field_name = name.rpartition("-")
        for form in [*self.lines.forms, *self.consulted.forms]:
            if form.prefix == prefix and field_name in form.fields:
                form.fields[field_name].widget.attrs["autofocus"] = True

    def refuse(self, problems: Sequence[tuple[str, str]]) -> None:
        """Show a step's refusal beside the fields it names."""
        for name, sentence in problems:
            form = next((f for f in self.forms if not isinstance(f, BaseFormSet) and name in f.fields), self.aim)
            form.add_error(name if name in form.fields else None, sentence)

    def place(self, name: str) -> str:
        """The id of the field that a problem is about."""
        return place_of([line.indicator.key if (line := _line_of(f)) else "" for f in self.lines.forms], name)


def _lines_over(formset: Any, typed: Sequence[Line], before: Sequence[Line]) -> list[Line]:
    """The typed lines with the cells that cannot be read as they were; a line whose name cannot be read stays."""
    if formset.non_form_errors():
        return list(before)
    known = {line.indicator.pk: line for line in before}
    unread = {line.indicator.pk: set(form.errors) for form in formset.forms if (line := form.line())}
    lines = [_line_over(line, known.get(line.indicator.pk), unread.get(line.indicator.pk, set())) for line in typed]
    if any("indicator" in form.errors for form in formset.forms):
        gone = {form.cleaned_data["indicator"].pk for form in formset.forms if _is_taken_away(form)}
        said = {line.indicator.pk for line in typed} | gone
        lines += [line for line in before if line.indicator.pk not in said]
    return lines


def _is_taken_away(form: Any) -> bool:
    said = getattr(form, "cleaned_data", {})
    return bool(said.get("DELETE") and said.get("indicator"))


def _line_over(line: Line, before: Line | None, unread: set[str]) -> Line:
    if before is None or not unread:
        return line
    names = unread | {"low", "high"} if unread & {"low", "high"} else unread
    values = {year: before.values.get(year) if f"value_{year}" in names else v for year, v in line.values.items()}
    cells = {name: getattr(before, name) for name in names if hasattr(before, name)}
    return replace(line, values=values, **cells)


def _asked_over(formset: Any, typed: Sequence[Asked], before: Sequence[Asked]) -> list[Asked]:
    """The typed units; where something cannot be read, also those that stood there before."""
    if formset.non_form_errors():
        return list(before)
    if not any(form.errors for form in formset.forms):
        return list(typed)
    said = {asked.unit.pk for asked in typed if asked.date}
    return [*[a for a in typed if a.date], *[a for a in before if a.unit.pk not in said]]


def _line_of(form: Any) -> Line | None:
    if form.is_bound:
        line: Line | None = form.line()
        return line
    return Line(form.initial["indicator"]) if form.initial.get("indicator") else None


def _formset(kind: Any, data: Any, prefix: str, initial: list[dict[str, Any]], kwargs: dict[str, Any]) -> Any:
    return kind(data, prefix=prefix, initial=initial, form_kwargs=kwargs)


def _line_initial(line: Line) -> dict[str, Any]:
    names = ("indicator", "baseline_year", "baseline", "target", "low", "high")
    return {name: getattr(line, name) for name in names} | {f"value_{y}": v for y, v in line.values.items()}


def _cost_initial(written: Written) -> dict[str, Decimal | None]:
    return {
        f"{name}_{year}": amount
        for year, amounts in written.costs.items()
        for name, amount in zip(("operating", "investment"), amounts, strict=True)
    }


def offered_to(proposal: GoalProposal) -> Offered:
    """What a proposal of its organ and term can be tied to. Two queries, and one for the indicators."""
    needs = Need.objects.filter(term=proposal.term, organ=proposal.organ_id).select_related("unit")
    named = list(_named(proposal))
    return Offered(
        needs=in_order(needs),
        areas=[GoalArea(pk=pk, name=name, term=proposal.term) for kind, pk, name, _key in named if kind == "area"],
        goals=[Goal(pk=pk, title=name) for kind, pk, name, _key in reversed(named) if kind == "goal"],
        groups=[ComparisonGroup(pk=pk, title=name) for kind, pk, name, _key in named if kind == "group"],
        units=[Unit(pk=pk, name=name, key=key) for kind, pk, name, key in named if kind == "unit"],
    )


def earlier_goals(proposal: GoalProposal) -> QuerySet[Goal]:
    """The goals of its organ in earlier terms."""
    return Goal.objects.filter(owners__organ=proposal.organ_id, term__last_year__lt=proposal.term.first_year).distinct()


def _named(proposal: GoalProposal) -> Any:
    """(kind, id, name, key) of areas, earlier goals (with their term), comparison groups and units, in one query."""
    title = Case(When(title="", then="wording"), default="title", output_field=TextField())
    first, last = (Cast(f"term__{which}_year", TextField()) for which in ("first", "last"))
    with_term = Concat(title, Value(" ("), first, Value("–"), last, Value(")"), output_field=TextField())
    return _rows("area", proposal.term.areas.all(), Cast("name", TextField())).union(
        _rows("goal", earlier_goals(proposal), with_term),
        _rows("group", _groups_for(proposal), Cast("title", TextField())),
        _rows("unit", Unit.objects.all(), Cast("name", TextField())),
    ).order_by("part", "pk")  # fmt: skip


def _groups_for(proposal: GoalProposal) -> QuerySet[ComparisonGroup]:
    """Those in use, and the one that the proposal has."""
    groups: QuerySet[ComparisonGroup] = ComparisonGroup.objects.filter(
        Q(until=None) | Q(pk=proposal.comparison_group_id)
    )
    return groups


def _rows(kind: str, rows: Any, label: Any) -> Any:
    plain = rows.order_by().annotate(part=Value(kind), label=label, code=Cast("key", TextField()))
    return plain.values_list("part", "pk", "label", "code")


def place_of(keys: Sequence[str], name: str) -> str:
    """The id of the field of a problem (`wording`, `indicators.hme.target`, `consulted`); `keys` in form order."""
    head, _dot, rest = name.partition(".")
    if head == "consulted":
        return "id_hord-0-unit"
    if head != "indicators":
        return f"id_{head}"
    key, _dot, what = rest.partition(".")
    field_name = {"": "indicator", "unit": "indicator", "direction": "indicator", "bounds": "low"}.get(what, what)
    return f"id_indikator-{keys.index(key) if key in keys else 0}-{field_name}"
