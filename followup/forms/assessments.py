"""The one page where a judgement is written: judgement, forecasts, grounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.forms import DecimalField, Form, PartialDateField, columns, lay_out, section
from followup import grounds
from followup.assessments import FIELDS, WHOLE, allowed, title
from followup.figures import Line
from followup.grounds import Written
from followup.judgements import verdict_word
from followup.models import Activity, Assessment, Ground, Opening
from goals.forms.matters import MattersForm
from goals.forms.needs import box
from goals.forms.proposal_parts import ONE_MORE, Lines
from goals.forms.rows import RowsField
from indicators.economy import balance
from indicators.models import Forecast

K = Ground.Kind


class JudgementForm(Form):
    """The word, the analysis, the motivation."""

    status = forms.ChoiceField(
        label=gettext_lazy("Omdöme"), widget=forms.RadioSelect, required=False,
        error_messages={"invalid_choice": gettext_lazy("Välj ett av omdömena.")},
    )  # fmt: skip
    analysis = forms.CharField(label=gettext_lazy("Analys"), required=False, widget=box(8), max_length=20000)
    motivation = forms.CharField(
        label=gettext_lazy("Varför omdömet avviker från förslaget"), required=False, widget=box(4), max_length=10000,
        help_text=gettext_lazy("Krävs när omdömet är ett annat än indikatorernas. Det trycks i rapporten."),
    )  # fmt: skip
    balance = DecimalField(label=gettext_lazy("Balanskravsresultat"), unit="mnkr", required=False)
    balance_text = forms.CharField(
        label=gettext_lazy("Om balanskravsresultatet"), required=False, widget=box(3), max_length=10000,
        help_text=gettext_lazy("Vad resultatet består av. Är det negativt: hur det återställs inom tre år."),
    )  # fmt: skip
    group_text = forms.CharField(
        label=gettext_lazy("Om kommunkoncernen"), required=False, widget=box(3), max_length=10000,
        help_text=gettext_lazy("Hur bolagens resultat och ställning påverkar kommunens ekonomi."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (code, verdict_word(row, code).capitalize()) for code in allowed(row)
        ]
        self.fields["analysis"].help_text = f"{_analysis_help(row)} {_how_to_set()}"
        more = ["motivation"] if row.goal else list(WHOLE) if row.whole else []
        for name in {"motivation", *WHOLE} - {*more}:
            del self.fields[name]
        if row.whole and (steps := balance.frozen(row.round.year)):
            self.fields["balance"].help_text = _("Av redovisningen: %(verdict)s") % {"verdict": steps["verdict"]}
        lay_out(self, "status", "analysis", *more, "revision")


def _how_to_set() -> str:
    return _("En rad som börjar med ## blir rubrik, med - eller 1. lista. **ord** blir fetstil. Rader som "
             "| År | Antal | blir tabell, den första dess huvud. Kontrollera visar hur det blir.")  # fmt: skip


def _analysis_help(row: Assessment) -> str:
    if row.whole:
        return _("Väg samman de finansiella målen, målen av vikt för god ekonomisk hushållning, "
                 "balanskravsresultatet och kommunkoncernen, som också skrivs in nedan.")  # fmt: skip
    if row.area:
        return _("Väg samman områdets mål: vad som har nåtts, vad som återstår och varför.")
    return _("Vad hände, varför blev det så, och vad gör ni nu?")


class ForecastForm(Form):
    """A full-year forecast for each indicator."""

    def __init__(self, *args: Any, lines: Sequence[Line], stored: Mapping[int, Forecast], **kwargs: Any) -> None:
        self.lines = lines
        kwargs["initial"] = dict(_forecast_initial(stored))
        super().__init__(*args, **kwargs)
        parts = []
        for line in lines:
            pk, version = line.target.indicator_id, line.target.version
            self.fields[f"value_{pk}"] = DecimalField(label=_("Prognos, %(unit)s") % {"unit": version.unit or _("tal")},
                                                      required=False)  # fmt: skip
            self.fields[f"comment_{pk}"] = forms.CharField(label=_("Kommentar"), required=False, max_length=2000)
            parts.append(section(version.name, columns(f"value_{pk}", f"comment_{pk}")))
        lay_out(self, *parts)

    def typed(self) -> dict[int, tuple[Decimal | None, str]]:
        """Indicator id → value, comment."""
        said = self.cleaned_data
        keys = [line.target.indicator_id for line in self.lines]
        return {pk: (said.get(f"value_{pk}"), said.get(f"comment_{pk}", "")) for pk in keys}


def _forecast_initial(stored: Mapping[int, Forecast]) -> Iterator[tuple[str, Any]]:
    for pk, forecast in stored.items():
        yield f"value_{pk}", forecast.value
        yield f"comment_{pk}", forecast.comment


# Grounds


class ActivitiesForm(Form):
    """Which of the goal's activities the judgement rests on."""

    activities = RowsField(label=gettext_lazy("Aktiviteter som omdömet vilar på"), required=False)

    def __init__(self, *args: Any, offered: Iterable[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activities"].offer(offered, _activity_label)  # type: ignore[attr-defined]


def _activity_label(row: Activity) -> str:
    return f"{row.text} ({row.get_state_display()})"


class GroundForm(Form):
    """What the kinds of grounds have in common."""

    kind = ""
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=gettext_lazy("Vad det visar"), required=False, widget=box(2), max_length=5000)

    def written(self) -> Written | None:
        """The ground as it was typed; None for an empty line."""
        said = getattr(self, "cleaned_data", {})
        if said.get("DELETE"):
            return Written(self.kind, pk=said.get("pk"), gone=True) if said.get("pk") else None
        values = {name: said.get(name) for name in self.fields if name not in ("pk", "DELETE")}
        if not said.get("pk") and not any(value not in (None, "") for value in values.values()):
            return None
        return Written(self.kind, pk=said.get("pk"), **self._tidy(values))

    def _tidy(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if value is not None} | (
            {"date": values["date"] or None} if "date" in values else {}
        )


class FigureForm(GroundForm):
    """Another figure than the indicators'."""

    kind = K.FIGURE.value
    line_name = gettext_lazy("Annan siffra")
    value = DecimalField(label=gettext_lazy("Värde"), required=False)
    unit = forms.CharField(label=gettext_lazy("Enhet"), required=False, max_length=60)
    date = PartialDateField(label=gettext_lazy("Datum"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "pk", "text", columns("value", "unit", "date"))


class MeasurementForm(FigureForm):
    """An own measurement: with method, number and date."""

    kind = K.MEASUREMENT.value
    line_name = gettext_lazy("Egen mätning")
    method = forms.CharField(label=gettext_lazy("Metod"), required=False, max_length=300)
    number = forms.IntegerField(
        label=gettext_lazy("Antal"), required=False, min_value=1, max_value=2_000_000_000,
        widget=forms.TextInput({"inputmode": "numeric"}), help_text=gettext_lazy("Svarande eller mätta."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "pk", "text", columns("value", "unit"), columns("method", "number", "date"))


class AttachmentForm(GroundForm):
    """A file with what it shows."""

    kind = K.ATTACHMENT.value
    line_name = gettext_lazy("Bilaga")
    file = forms.FileField(label=gettext_lazy("Fil"), required=False, allow_empty_file=True, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "pk", "text", "file")
        if self.initial.get("pk"):
            del self.fields["file"]
            lay_out(self, "pk", "text")

    def clean_file(self) -> Any:
        """Kind and size."""
        file = self.cleaned_data.get("file")
        if file and (sentence := grounds.refusal(file)):
            raise ValidationError(sentence)
        return file


class GroundLines(Lines):
    """Stored grounds, and an empty line."""

    @property
    def opened(self) -> bool:
        """Whether there is something to see: stored lines, or a line that somebody has begun."""
        return bool(self.initial) or (self.is_bound and any(form.has_changed() for form in self.forms))


FigureForms = formset_factory(FigureForm, GroundLines, max_num=50, absolute_max=100, **ONE_MORE)
MeasurementForms = formset_factory(MeasurementForm, GroundLines, max_num=50, absolute_max=100, **ONE_MORE)
AttachmentForms = formset_factory(AttachmentForm, GroundLines, max_num=50, absolute_max=100, **ONE_MORE)


class Writing:
    """All forms of the page as one: bound to what was typed, or showing what is stored."""

    def __init__(
        self, row: Assessment, lines: Sequence[Line], activities: Sequence[Activity],
        forecasts: Mapping[int, Forecast], data: Any = None, files: Any = None,
    ) -> None:  # fmt: skip
        self.row, self.data, self.files = row, data, files
        self.stored = grounds.written_of(row)
        values = {name: getattr(row, name) for name in FIELDS}
        self.judgement = JudgementForm(data, initial=values | {"revision": row.revision}, row=row)
        self.forecasts = ForecastForm(data, lines=lines, stored=forecasts)
        ticked = [one.activity for one in self.stored if one.kind == K.ACTIVITY]
        self.activities = ActivitiesForm(data, initial={"activities": ticked}, offered=activities)
        self.figures = FigureForms(data, prefix="siffra", initial=self._initial(K.FIGURE))
        self.measurements = MeasurementForms(data, prefix="matning", initial=self._initial(K.MEASUREMENT))
        self.attachments = AttachmentForms(data, files, prefix="bilaga", initial=self._initial(K.ATTACHMENT))

    def _initial(self, kind: str) -> list[dict[str, Any]]:
        names = ("pk", "text", "value", "unit", "method", "number", "date")
        return [{name: getattr(one, name) for name in names} for one in self.stored if one.kind == kind]

    @property
    def forms(self) -> list[Any]:
        """The parts in the order of the page."""
        return [
            self.judgement, self.forecasts, self.activities, self.figures, self.measurements, self.attachments
        ]  # fmt: skip

    @cached_property
    def is_valid(self) -> bool:
        """Whether all of it can be read; every part is asked, so that every fault is shown."""
        return all([self.data is not None and form.is_valid() for form in self.forms])

    def words(self) -> dict[str, Any]:
        """Judgement, analysis, motivation; of the whole also balance result and group."""
        said = getattr(self.judgement, "cleaned_data", {})
        return {name: said.get(name, None if name == "balance" else "") for name in FIELDS}

    def predicted(self) -> dict[int, tuple[Decimal | None, str]]:
        """The forecasts, as far as they can be read."""
        return self.forecasts.typed() if hasattr(self.forecasts, "cleaned_data") else {}

    def written(self) -> list[Written]:
        """The grounds, as far as they can be read."""
        forms = [form for some in (self.figures, self.measurements, self.attachments) for form in some.forms]
        typed = [one for form in forms if (one := form.written())]
        files = {one.pk: one.file for one in self.stored}
        return [*self._activities(), *(_with_file(one, files) for one in typed)]

    def _activities(self) -> Iterator[Written]:
        ticked = {row.pk: row for row in getattr(self.activities, "cleaned_data", {}).get("activities", [])}
        for one in self.stored:
            if one.kind == K.ACTIVITY and one.activity:
                gone = ticked.pop(one.activity.pk, None) is None
                yield Written(K.ACTIVITY, one.text, one.activity, pk=one.pk, gone=gone)
        yield from (Written(K.ACTIVITY, activity=row) for row in ticked.values())

    def refuse(self, problems: Iterable[tuple[str, str]]) -> None:
        """Show a step's refusal beside the fields it names."""
        for name, sentence in problems:
            form = next((f for f in self.forms if not isinstance(f, BaseFormSet) and name in f.fields), self.judgement)
            form.add_error(name if name in form.fields else None, sentence)


def _with_file(one: Written, files: Mapping[int | None, Any]) -> Written:
    """A stored attachment keeps its file."""
    if one.kind != K.ATTACHMENT or one.pk is None:
        return one
    return Written(one.kind, one.text, file=files.get(one.pk), pk=one.pk, gone=one.gone)


PLACES = {"figures": "id_siffra-0-text", "measurements": "id_matning-0-text", "attachments": "id_bilaga-0-text"}


def place_of(field: str) -> str:
    """The id of the field that something missing is about."""
    return PLACES.get(field, "id_status_0" if field == "status" else f"id_{field}")


# One decision over many


class AssessmentsDecisionForm(MattersForm):
    """A decision, and the judgements it approves; with them what the committee wrote to open its chapter."""

    label = gettext_lazy("Bedömningar som beslutet gäller")
    demanded = gettext_lazy("Kryssa för minst en bedömning.")

    def __init__(self, *args: Any, opening: Opening | None = None, **kwargs: Any) -> None:
        self.of_opening = opening
        super().__init__(*args, **kwargs)

    def more_matters(self) -> Sequence[str]:
        """The opening, where it waits: it can be decided alone."""
        if self.of_opening is None:
            return ()
        self.fields["matters"].required = False
        self.fields["opening"] = forms.BooleanField(
            label=_("Inledningen till nämndens kapitel"), required=False, initial=True
        )
        return ("opening",)

    def clean(self) -> dict[str, Any]:
        """Something is decided."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.of_opening and not values.get("opening") and not values.get("matters") and "matters" in values:
            self.add_error("matters", _("Kryssa för minst en bedömning, eller inledningen."))
        return values

    @staticmethod
    def named(row: Assessment) -> str:
        """A judgement by what is judged and its word."""
        return f"{title(row)}: {verdict_word(row, row.status)}"
