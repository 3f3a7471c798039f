"""The forms of surveys: a file to show, what its columns, questions and groups are, and a year's file to read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Organ, Unit
from burlov_styrning.forms import Form, columns, lay_out, section
from indicators import surveys
from indicators.forms.choice import Choices, IndicatorField
from indicators.forms.imports import SheetForm
from indicators.models import Survey
from indicators.reading import period_of
from indicators.sources.surveys import COLUMNS, NEEDED
from indicators.words import SEX_WORDS

LABELS: dict[str, Any] = {
    "question": gettext_lazy("Fråga"), "value": gettext_lazy("Värde"), "count": gettext_lazy("Antal svar"),
    "group": gettext_lazy("Grupp eller enhet"), "sex": gettext_lazy("Kön"), "asked": gettext_lazy("Antal tillfrågade"),
    "response_rate": gettext_lazy("Svarsfrekvens"), "margin": gettext_lazy("Felmarginal"),
    "deviation": gettext_lazy("Standardavvikelse"), "period": gettext_lazy("Period"),
}  # fmt: skip


def file_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.FileField:
    """A spreadsheet, judged by the step that takes it."""
    return forms.FileField(
        label=label, help_text=help_text, required=required, allow_empty_file=True, max_length=200,
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Välj en fil."), "invalid": gettext_lazy("Välj en fil.")},
    )  # fmt: skip


class WriteForm(Form):
    """A survey's name and a file of it."""

    name = forms.CharField(
        label=gettext_lazy("Namn"), max_length=120, help_text=gettext_lazy("Till exempel Brukarundersökning hemtjänst.")
    )
    file = file_field(
        gettext_lazy("En fil ur undersökningen"),
        gettext_lazy("Rubriker och frågor läses, inga värden sparas. Excel (.xlsx) eller CSV, högst 5 MB."),
    )


class SurveyForm(Form):
    """What each column, question and group of the file is."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=120)
    margin = forms.ChoiceField(label=gettext_lazy("Felmarginalen"), choices=Survey.Margin.choices)
    file = file_field(
        gettext_lazy("Visa en ny fil"), gettext_lazy("Det som är nytt i den läggs till ovanför."), required=False
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": survey.name, "margin": survey.margin, "stamp": surveys.stamp_of(survey)}
        super().__init__(*args, **kwargs)
        self.survey = survey
        self.questions, self.groups = surveys.questions_of(survey), surveys.groups_of(survey)
        self.indicators = Choices()
        read = [self._column(name) for name in COLUMNS]
        pairs = [columns(*read[n : n + 2]) for n in range(0, len(read), 2)]
        asked = [self._question(n, text) for n, text in enumerate(self.questions)]
        about = [self._group(n, text) for n, text in enumerate(self.groups)]
        lay_out(
            self, columns("name", "margin"), section(_("Kolumnerna"), *pairs),
            *([section(_("Frågorna, och indikatorn som var och en är"), *asked)] if asked else []),
            *([section(_("Grupperna"), *about)] if about else []), "file", "stamp",
        )  # fmt: skip

    def _column(self, name: str) -> str:
        heads = dict.fromkeys([*self.survey.texts, *self.survey.columns.values()])
        self.fields[f"column_{name}"] = forms.ChoiceField(
            label=LABELS[name], required=False, choices=[("", _("Finns inte")), *((text, text) for text in heads)],
            initial=self.survey.columns.get(name, ""),
        )  # fmt: skip
        self.fields[f"column_{name}"].required = name in NEEDED
        return f"column_{name}"

    def _question(self, n: int, text: str) -> str:
        field = IndicatorField(label=text, required=False)
        field.choices = self.indicators
        field.initial = next(
            (row for row in self.indicators.by_label.values() if row.key == self.survey.questions.get(text)), None
        )
        self.fields[f"question_{n}"] = field
        return f"question_{n}"

    def _group(self, n: int, text: str) -> str:
        self.fields[f"group_{n}"] = forms.ChoiceField(
            label=text, required=False, choices=self._abouts, initial=self.survey.groups.get(text, "")
        )
        return f"group_{n}"

    @property
    def _abouts(self) -> list[Any]:
        if not hasattr(self, "_known"):
            organs = [(f"organ {row.key}", row.name) for row in Organ.objects.order_by("name")]
            units = [(f"unit {row.key}", row.name) for row in Unit.objects.order_by("name")]
            self._known = [
                ("", _("Läses inte")), *((sex, word) for sex, word in SEX_WORDS.items()),
                (_("Organ"), organs), (_("Enheter"), units),
            ]  # fmt: skip
        return self._known

    def written(self) -> dict[str, Any]:
        """What was said, as the step takes it."""
        said = self.cleaned_data
        chosen = {name: said.get(f"column_{name}", "") for name in COLUMNS}
        keys = {text: said.get(f"question_{n}") for n, text in enumerate(self.questions)}
        return {
            "name": said["name"], "margin": said["margin"], "file": said["file"], "stamp": said["stamp"],
            "columns": {name: text for name, text in chosen.items() if text},
            "questions": {text: row.key if row else "" for text, row in keys.items()},
            "groups": {text: said.get(f"group_{n}", "") for n, text in enumerate(self.groups)},
        }  # fmt: skip


class YearForm(SheetForm):
    """A year's file of a survey."""

    period = forms.CharField(label=gettext_lazy("Period"), max_length=40)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = survey.columns.get("period", "")
        self.fields["period"].help_text = _("Där kolumnen ”%(name)s” är tom.") % {"name": told} if told else ""
        self.order_fields(["period", "file", "status"])

    def clean_period(self) -> str:
        """A year or a part of one, as people write it."""
        found = period_of(self.cleaned_data["period"])
        if len(found) > 7:
            raise ValidationError(_("Skriv till exempel 2025 eller 2025-T1."))
        return found
