"""The form of a need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from burlov_styrning import rights
from burlov_styrning.base.models import Unit
from burlov_styrning.forms import Form, lay_out, section
from goals import words
from goals.forms.rows import RowsField
from goals.models import Need
from goals.needs import FIELDS, LONGEST_NAME
from goals.rules import links
from goals.rules.links import Link
from indicators.forms.choice import IndicatorsField


def box(rows: int = 3) -> forms.Textarea:
    """A text box of so many rows."""
    return forms.Textarea({"rows": rows})


class LinksField(forms.CharField):
    """Links as lines; cleans to the list that a need keeps."""

    def clean(self, value: Any) -> list[Link]:  # type: ignore[override]
        found = links.read(super().clean(value))
        if wrong := [words.sentence(problem) for problem in links.problems(found)]:
            raise ValidationError(wrong)
        return found

    def prepare_value(self, value: Any) -> Any:
        """A list is shown as lines."""
        return links.typed(value) if isinstance(value, list) else value


class NeedForm(Form):
    """What is the case, for whom, since when, what happens if nothing is done; with evidence."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("Enhet"), empty_label=None)
    text = forms.CharField(
        label=_("Vad är det som behöver bli bättre?"),
        help_text=_("Beskriv läget, inte lösningen. Nämnden gör mål av det."),
        widget=box(4),
    )
    for_whom = forms.CharField(label=_("För vem?"), required=False, widget=box(2))
    since = forms.CharField(label=_("Sedan när?"), required=False, max_length=200)
    if_nothing = forms.CharField(label=_("Vad händer om inget görs?"), required=False, widget=box())
    evidence = forms.CharField(
        label=_("Underlag"),
        help_text=_("Siffror, undersökningar, klagomål: det som visar att det är så."),
        required=False,
        widget=box(),
    )
    links = LinksField(
        label=_("Länkar"),
        help_text=_("En länk på varje rad: först adressen, sedan ett mellanslag och vad den heter."),
        required=False,
        widget=box(2),
    )
    indicators = IndicatorsField(
        label=_("Indikatorer som visar det"),
        help_text=_("Skriv en del av namnet och välj. Fler rader kommer när du har sparat."),
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], need: Need | None = None, **kwargs: Any) -> None:
        if need:
            kwargs.setdefault("initial", initial(need))
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Beskriv behovet: vad är det som behöver bli bättre?")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if need:
            del self.fields["unit"]  # a need stays its unit's
        first = [] if need else ["unit"]
        lay_out(self, section(_("Behovet"), *first, "text", "for_whom", "since", "if_nothing"),
                section(_("Vad visar det?"), "evidence", "links", "indicators"), "revision")  # fmt: skip

    def words(self) -> dict[str, Any]:
        """The texts, as the steps take them."""
        return {name: self.cleaned_data[name] for name in (*FIELDS, "links", "indicators")}


def initial(need: Need) -> dict[str, Any]:
    """What the form shows of a need."""
    texts = {name: getattr(need, name) for name in FIELDS}
    rest = {"links": need.links, "indicators": list(need.indicators.all()), "revision": need.revision}
    return texts | rest


class GroupForm(Form):
    """Which needs belong together, and the committee's word for it."""

    needs = RowsField(label=_("Behov"))
    name = forms.CharField(
        label=_("Gruppens namn"),
        help_text=_("Skriv ett nytt namn eller välj ett som finns. Lämna tomt för att ta behoven ur sin grupp."),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"list": "grupper", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, rows: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["needs"]
        field.offer(rows, _in_a_line)
        field.error_messages["required"] = _("Välj minst ett behov.")
        lay_out(self, "needs", "name")


def _in_a_line(need: Need) -> str:
    text = f"{need.unit.name}: {need.text[:160]}"
    return f"{text} ({need.group})" if need.group else text


def writable_units(user: Any) -> QuerySet[Unit]:
    """The units that this person writes for: the own one, or all of the organ."""
    actor = rights.actor_of(user)
    organs, units = actor.organs(rights.WRITERS, whole=True), actor.units(rights.WRITERS)
    rows: QuerySet[Unit] = Unit.objects.filter(Q(organ__in=organs) | Q(pk__in=units))
    return rows
