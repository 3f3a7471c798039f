"""The forms of a goal as a decision states it: final wording, area, owners, targets, yearly values of the council."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from crispy_forms.layout import HTML, Column, Row
from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.forms.decisions import More, area
from burlov_styrning.base.models import Organ
from burlov_styrning.forms import DecimalField, Form, RowForms, as_typed, columns, in_words, lay_out
from burlov_styrning.parts import Clash
from goals.forms.rows import RowField, RowsField
from goals.goals import GoalWords
from goals.models import Goal, GoalOwner, GoalProposal, Target, Term
from goals.rules.content import ProposalContent
from goals.targets import TargetWords
from indicators.forms.choice import Choices, IndicatorField

OWNING = (Organ.Kind.COUNCIL, Organ.Kind.EXECUTIVE_BOARD, Organ.Kind.COMMITTEE, Organ.Kind.COMPANY)


@dataclass
class Offered:
    """What a goal can be tied to, fetched once for all goals of the page."""

    term: Term
    choices: Choices = field(default_factory=Choices)

    @cached_property
    def areas(self) -> Sequence[Any]:
        """The term's areas."""
        return list(self.term.areas.all())

    @cached_property
    def organs(self) -> Sequence[Organ]:
        """The organs that can own a goal."""
        return list(Organ.objects.filter(kind__in=OWNING, ends=None))

    @cached_property
    def indicators(self) -> Mapping[str, Any]:
        """Key → indicator."""
        return {row.key: row for row in self.choices.by_label.values()}


class GoalForm(Form):
    """The goal's words and whose it is."""

    kind = forms.ChoiceField(label=gettext_lazy("Slag"), choices=Goal.Kind.choices, initial=Goal.Kind.OPERATIONAL)
    title = forms.CharField(label=gettext_lazy("Kort titel"), max_length=200, required=False)
    wording = forms.CharField(label=gettext_lazy("Målets slutliga lydelse"), widget=area(3))
    area = RowField(
        label=gettext_lazy("Målområde"), required=False, empty_label=gettext_lazy("Inget, målet är finansiellt")
    )
    owners = RowsField(label=gettext_lazy("Ansvarig"), required=False)
    contributors = RowsField(label=gettext_lazy("Medverkande"), required=False)
    stewardship = forms.BooleanField(label=gettext_lazy("Av vikt för god ekonomisk hushållning"), required=False)
    private_providers = forms.BooleanField(label=gettext_lazy("Gäller även privata utförare"), required=False)
    owner_directive = forms.CharField(
        label=gettext_lazy("Ägardirektiv"), max_length=300, required=False,
        help_text=gettext_lazy("Om ett kommunalt bolag är ansvarigt."),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].offer(offered.areas)
        fields["owners"].offer(offered.organs)
        fields["contributors"].offer(offered.organs)
        more = More(_("Medverkande, god ekonomisk hushållning, privata utförare, ägardirektiv"),
                    "contributors", "stewardship", "private_providers", "owner_directive")  # fmt: skip
        lay_out(self, "title", "wording", columns("area", "kind"), "owners", more)

    def clean(self) -> dict[str, Any]:
        """An operational goal stands in an area; nobody owns and contributes at once."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("kind") == Goal.Kind.OPERATIONAL and not values.get("area") and not self.has_error("area"):
            self.add_error("area", _("Välj målområde. Bara ett finansiellt mål kan stå utan."))
        both = [o.name for o in values.get("owners", []) if o in values.get("contributors", [])]
        if both:
            sentence = _("%(organ)s är både ansvarig och medverkande. Välj det ena.")
            self.add_error("contributors", sentence % {"organ": both[0]})
        return values


def year_field(label: Any) -> forms.IntegerField:
    """A year, typed."""
    return forms.IntegerField(
        label=label, required=False, min_value=1990, max_value=2100, widget=forms.TextInput({"inputmode": "numeric"})
    )


class TargetForm(Form):
    """An indicator of the goal with what the council decided for it."""

    indicator = IndicatorField(
        label=gettext_lazy("Indikator"), required=False,
        help_text=gettext_lazy("Skriv en del av namnet och välj i listan."),
    )  # fmt: skip
    baseline_year = year_field(gettext_lazy("Utgångsår"))
    baseline = DecimalField(label=gettext_lazy("Utgångsvärde"), required=False)
    value = DecimalField(label=gettext_lazy("Målvärde"), required=False)
    low = DecimalField(label=gettext_lazy("Undre gräns"), required=False)
    high = DecimalField(label=gettext_lazy("Övre gräns"), required=False)
    lag = forms.TypedChoiceField(
        label=gettext_lazy("Läses med"), coerce=int, required=False,
        choices=[(0, gettext_lazy("samma års utfall")), (1, gettext_lazy("utfall upp till ett år tidigare")),
                 (2, gettext_lazy("utfall upp till två år tidigare"))],
    )  # fmt: skip
    window_first = year_field(gettext_lazy("Gäller åren från"))
    window_last = year_field(gettext_lazy("till och med"))

    def __init__(self, *args: Any, offered: Offered, years: Sequence[int], kept: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        self.fields["indicator"].choices = offered.choices  # type: ignore[attr-defined]
        if kept and self.initial:
            self.fields["indicator"].disabled = True  # what has been followed up ends, and is never another
        for year in years:
            self.fields[f"value_{year}"] = DecimalField(label=str(year), required=False)
        more = More(_("Gränser, eftersläpning, mål för flera år"), "low", "high", "lag", "window_first", "window_last")
        lay_out(self, "indicator", columns("baseline_year", "baseline", "value"), more, *self._yearly())

    def _yearly(self) -> list[Any]:
        if not self.years:
            return []
        label = _("Fullmäktiges årsvärden, för ett finansiellt mål")
        boxes = Row(*(Column(f"value_{year}", css_class="col-6 col-sm") for year in self.years), css_class="g-3")
        return [HTML(f'<p class="form-label">{label}</p>'), boxes]

    def clean(self) -> dict[str, Any]:
        """Numbers belong to an indicator; bounds and windows come in pairs and in order."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        typed = [n for n, v in values.items() if n not in ("indicator", "DELETE", "lag") and v is not None]
        if typed and not values.get("indicator") and not self.has_error("indicator"):
            self.add_error("indicator", _("Välj vilken indikator siffrorna gäller."))
        self._pair("low", "high", _("Ange båda gränserna."), _("Den övre gränsen är lägre än den undre."))
        self._pair("window_first", "window_last", _("Ange båda åren."), _("Det sista året ligger före det första."))
        return values

    def _pair(self, first: str, last: str, both: str, order: str) -> None:
        low, high = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if (low is None) != (high is None) and not self.has_error(first) and not self.has_error(last):
            self.add_error(first if low is None else last, both)
        elif low is not None and high is not None and low > high:
            self.add_error(last, order)

    def words(self) -> TargetWords | None:
        """The target as it is stated; none where the line is empty or taken away."""
        said = self.cleaned_data
        if not said.get("indicator") or said.get("DELETE"):
            return None
        window = (said["window_first"], said["window_last"]) if said.get("window_first") else None
        values = {year: said.get(f"value_{year}") for year in self.years}
        said_values = values if any(value is not None for value in values.values()) else {}
        return TargetWords(
            said["indicator"], said.get("baseline_year"), said.get("baseline"), said.get("value"), said.get("low"),
            said.get("high"), said.get("lag") or 0, window, said_values,
        )  # fmt: skip


class TargetForms(RowForms):
    """The lines of a goal; what was proposed can be left out."""

    deleting: Any = gettext_lazy("Ta inte med indikatorn")

    def add_fields(self, form: Any, index: int | None) -> None:
        """Say what the tick does."""
        super().add_fields(form, index)
        if index is not None:
            form.row_name = f"{_('Indikator')} {index + 1}"
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = self.deleting
            form.helper.layout.append("DELETE")


class StandingTargetForms(TargetForms):
    """The lines of a goal that stands; what has been followed up can end."""

    deleting = gettext_lazy("Målvärdet upphör genom beslutet")


class Writing:
    """A goal's form with its targets, bound to what was typed or showing what is proposed or stands."""

    def __init__(
        self, offered: Offered, data: Any = None, *, prefix: str = "mal", initial: Mapping[str, Any] | None = None,
        lines: Sequence[Mapping[str, Any]] = (), years: Sequence[int] = (), kept: bool = False, extra: int = 1,
        drafted: Any = None,
    ) -> None:  # fmt: skip
        """`drafted`: what an unfinished decision says of the goal, shown in place of what is proposed or stands."""
        self.prefix, self.offered, self.kept = prefix, offered, kept
        self.form = GoalForm(data, prefix=prefix, initial=dict(initial or {}), offered=offered)
        kind = formset_factory(
            TargetForm,
            StandingTargetForms if kept else TargetForms,
            extra=max(extra, _lines_in(drafted, f"{prefix}-t") - len(lines) + 1),
            can_delete=True,
            can_delete_extra=False,
            max_num=30,
            absolute_max=60,
        )
        self.targets = kind(
            data, prefix=f"{prefix}-t", initial=[dict(line) for line in lines],
            form_kwargs={"offered": offered, "years": years, "kept": kept},
        )  # fmt: skip
        if data is None:
            for form in (self.form, *self.targets.forms):
                as_typed(form, drafted)

    @cached_property
    def is_valid(self) -> bool:
        """Whether all of it can be read; every part is asked, so that every fault is shown."""
        fine = all([self.form.is_valid(), self.targets.is_valid()])
        return fine and self._each_once() and self._values_are_the_councils()

    def _each_once(self) -> bool:
        keys: set[int] = set()
        for form in self.targets.forms:
            words = form.words()
            if words and words.indicator.pk in keys:
                form.add_error("indicator", _("Indikatorn står redan på en annan rad."))
                return False
            keys |= {words.indicator.pk} if words else set()
        return True

    def _values_are_the_councils(self) -> bool:
        if self.form.cleaned_data["kind"] == Goal.Kind.FINANCIAL:
            return True
        for form in self.targets.forms:
            words = form.words()
            if words and words.values:
                sentence = _("Nämnden lägger årsvärdena för ett verksamhetsmål. Töm dem, eller välj finansiellt mål.")
                form.add_error(f"value_{min(words.values)}", sentence)
                return False
        return True

    def words(self) -> GoalWords:
        """The goal as it is stated."""
        said = dict(self.form.cleaned_data)
        found = [words for form in self.targets.forms if (words := form.words())]
        gone = [form.cleaned_data["indicator"] for form in self.targets.forms if form.cleaned_data.get("DELETE")]
        return GoalWords(**said, targets=found, ended=gone if self.kept else ())

    def differences(self, before: Writing) -> list[Clash]:
        """What this goal says otherwise than the other one, field by field, as people read it."""
        pairs = [(str(one.label), one, before.form[one.name]) for one in self.form.visible_fields()]
        found = [Clash(label, _read(now), _read(was)) for label, now, was in pairs]
        return [row for row in (*found, *self._targets_differ(before)) if row.differs]

    def _targets_differ(self, before: Writing) -> Iterator[Clash]:
        now, was = self.by_indicator(), before.by_indicator()
        for name in dict.fromkeys((*was, *now)):
            yield Clash(name, now.get(name, ""), was.get(name, ""))

    def by_indicator(self) -> dict[str, str]:
        """Indicator → its figures in words; what is not taken along says nothing."""
        found = {}
        for form in self.targets.forms:
            taken_away = "DELETE" in form.fields and form["DELETE"].value()
            if (name := _read(form["indicator"])) and not taken_away:
                rest = [one for one in form.visible_fields() if one.name not in ("indicator", "DELETE")]
                rest = [one for one in rest if one.name != "lag" or str(one.value() or 0) != "0"]
                found[name] = ", ".join(f"{one.label}: {words}" for one in rest if (words := _read(one)))
        return found


def _read(bound: BoundField) -> str:
    return in_words(bound.field, bound.value())


def _lines_in(drafted: Any, prefix: str) -> int:
    """How many lines of targets an unfinished decision fills."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,2}})-indicator")
    filled = [int(m[1]) for name in drafted or () if (m := pattern.fullmatch(name)) and drafted[name]]
    return max(filled, default=-1) + 1


# What the forms show first


def proposed(proposal: GoalProposal, content: ProposalContent, offered: Offered) -> dict[str, Any]:
    """A goal as it was proposed, for the form."""
    area_row = next((a for a in offered.areas if a.name == content.area), None)
    organ = next((o for o in offered.organs if o.pk == proposal.organ_id), None)
    initial = {
        "title": content.title, "wording": content.wording or content.title, "area": area_row,
        "owners": [organ] if organ else [],
    }  # fmt: skip
    return {"initial": initial, "lines": [_line(words) for words in proposed_targets(content, offered)]}


def proposed_targets(content: ProposalContent, offered: Offered) -> list[TargetWords]:
    """The targets as proposed; bounds that are the indicator's own are left to it."""
    found = []
    for line in content.indicators:
        indicator = offered.indicators.get(line.key)
        if indicator is None:
            continue
        now = indicator.current
        own = (line.low, line.high) if now is None or (line.low, line.high) != (now.low, now.high) else (None, None)
        found.append(TargetWords(indicator, line.baseline_year, line.baseline, line.target, *own))
    return found


def _line(words: TargetWords) -> dict[str, Any]:
    return {
        "indicator": words.indicator, "baseline_year": words.baseline_year, "baseline": words.baseline_value,
        "value": words.value, "low": words.low, "high": words.high,
    }  # fmt: skip


def standing(goal: Goal, values: Mapping[int, Mapping[int, Decimal | None]]) -> dict[str, Any]:
    """A goal as it stands, for the form that changes it. `values`: the council's own by target and year."""
    owners = list(goal.owners.all())
    initial = {name: getattr(goal, name) for name in GoalForm.base_fields if name not in ("owners", "contributors")}
    for name, role in (("owners", GoalOwner.Role.OWNER), ("contributors", GoalOwner.Role.CONTRIBUTOR)):
        initial[name] = [row.organ for row in owners if row.role == role]
    return {"initial": initial, "lines": [_standing_line(row, values.get(row.pk, {})) for row in goal.targets.all()]}


def _standing_line(target: Target, values: Mapping[int, Decimal | None]) -> dict[str, Any]:
    names = ("indicator", "baseline_year", "value", "low", "high", "lag", "window_first", "window_last")
    line = {name: getattr(target, name) for name in names} | {"baseline": target.baseline_value}
    return line | {f"value_{year}": value for year, value in values.items()}
