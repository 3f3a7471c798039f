"""What the minutes say of a decision: one form for every place where a decision is recorded.

    form = DecisionForm(request.POST or None, organ=organ, kind=Decision.Kind.SUBMIT)
    if form.is_valid(): decision = form.record(by=request.user)   # in the same transaction as the matter's own step

A form with more fields inherits it and lays out `*form.decision_parts()` beside its own. `{% form form %}` draws it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.db.models import Case, F, QuerySet, When
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning import swedish
from burlov_styrning.base import decisions
from burlov_styrning.base.models import Decision, Meeting, Organ
from burlov_styrning.clock import today
from burlov_styrning.forms import DateField, Form, PartialDateField, columns, lay_out, section
from burlov_styrning.partial_dates import first_day, last_day

YEARS_BACK = 2
COUNCIL_KINDS = (
    Decision.Kind.SELECT,
    Decision.Kind.CHANGE,
    Decision.Kind.END,
    Decision.Kind.PROLONG,
    Decision.Kind.VISION,
    Decision.Kind.PATH,
)
"""What one paragraph of the council can do at once: a budget adopts, changes, ends, prolongs and sets the years."""
PARAGRAPH = re.compile(r"\d{1,4}( ?[^\W\d_])?(/\d{2,4})?( ?[-–,] ?\d{1,4}( ?[^\W\d_])?)*")
"""`112`, `12 a`, `112/2026`, `12–14`, `3, 5`."""
MORE = ("reservations", "notes", "motions", "votes", "absent_for_bias")
REST = ("paragraph", "registry", "adjusted", "text", *MORE)


class MeetingChoice(forms.ModelChoiceField):
    """An organ's meeting by its day."""

    def label_from_instance(self, meeting: Meeting) -> str:  # type: ignore[override]
        coming = _("(kommande)") if meeting.date > today() else ""
        return " ".join(filter(None, (swedish.long_date(meeting.date, today()), meeting.title, coming)))


class DecisionChoice(forms.ModelChoiceField):
    """A decision by its paragraph and date."""

    def label_from_instance(self, decision: Decision) -> str:  # type: ignore[override]
        when = swedish.partial_date(decision.date) if decision.date else ""
        return ", ".join(filter(None, (f"§\u00a0{decision.paragraph}", when, decision.registry)))


def _says(bound: BoundField) -> bool:
    """Whether a field has something of its own; the first choice of a list is what stands there untouched."""
    value, choices = bound.value(), getattr(bound.field, "choices", ())
    first = next(iter(choices), ("", ""))[0] if isinstance(bound.field, forms.TypedChoiceField) else ""
    return bool(value) and str(value) != str(first)


class More(Fieldset):
    """Fields that are seldom filled, behind a line that opens; open when one of them has something."""

    template = "components/more_fields.html"
    opened = False

    def render(self, form: Any, context: Any, *args: Any, **kwargs: Any) -> str:
        """Drawn when the form is, so that what was typed is known."""
        self.opened = any(_says(form[name]) or form[name].errors for name in self.fields)
        drawn: str = super().render(form, context, *args, **kwargs)
        return drawn


def area(rows: int = 3) -> forms.Textarea:
    """A text box of so many rows."""
    return forms.Textarea({"rows": rows})


class MinutesForm(Form):
    """What the minutes say besides when: registry number, wording, reservations, notes, votes, jäv."""

    registry = forms.CharField(label=gettext_lazy("Diarienummer"), max_length=60, required=False)
    adjusted = DateField(label=gettext_lazy("Protokollet justerat"), required=False)
    text = forms.CharField(label=gettext_lazy("Beslutets ordalydelse"), required=False, widget=area())
    reservations = forms.CharField(
        label=gettext_lazy("Reservationer"),
        help_text=gettext_lazy("En reservation på varje rad."),
        required=False,
        widget=area(),
    )
    notes = forms.CharField(label=gettext_lazy("Protokollsanteckningar"), required=False, widget=area())
    motions = forms.CharField(label=gettext_lazy("Yrkanden"), required=False, widget=area())
    votes = forms.CharField(label=gettext_lazy("Omröstning"), required=False, widget=area(2))
    absent_for_bias = forms.CharField(label=gettext_lazy("Deltog inte på grund av jäv"), required=False, widget=area(2))

    def clean_reservations(self) -> list[str]:
        """One reservation per line."""
        return [line.strip() for line in self.cleaned_data["reservations"].splitlines() if line.strip()]

    def clean_adjusted(self) -> Any:
        """Minutes are adjusted after the fact, never ahead of it."""
        day = self.cleaned_data["adjusted"]
        if day and day > today():
            raise forms.ValidationError(_("Dagen har inte varit. Lämna fältet tomt tills protokollet är justerat."))
        return day

    def more(self) -> More:
        """The seldom filled fields."""
        return More(_("Reservationer, yrkanden, omröstning och jäv"), *MORE)


class DecisionForm(MinutesForm):
    """A decision that an organ has made: one already recorded, or a new one with meeting or date and §."""

    known = DecisionChoice(
        queryset=Decision.objects.none(),
        label=gettext_lazy("Redan antecknat beslut"),
        help_text=gettext_lazy("Välj det om samma paragraf gäller flera ärenden. Lämna då resten tomt."),
        empty_label=gettext_lazy("Nytt beslut, fyll i nedan"),
        required=False,
    )
    meeting = MeetingChoice(
        queryset=Meeting.objects.none(),
        label=gettext_lazy("Sammanträde"),
        empty_label=gettext_lazy("Välj sammanträde"),
        required=False,
    )
    date = PartialDateField(
        label=gettext_lazy("Eller datum"),
        help_text=gettext_lazy("Om sammanträdet inte finns i listan. År eller månad räcker."),
        required=False,
    )
    paragraph = forms.CharField(label=gettext_lazy("Paragraf"), max_length=40, required=False)

    def __init__(
        self, *args: Any, organ: Organ, kind: str, kinds: Collection[str] = (), earliest: int = 1, ahead: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """`kinds`: what one paragraph of the organ can do at once, where it is more than `kind`.

        `earliest`: the first year in which the matter can have been decided; an older date is a slip of the pen.
        `ahead`: coming meetings can be chosen too, for the draft that is written before them.
        """
        self.organ, self.kind, self.kinds = organ, str(kind), {str(one) for one in (kind, *kinds)}
        self.earliest = earliest
        super().__init__(*args, **kwargs)
        self._offer_known()
        self._choice("meeting").queryset = held(organ, ahead).filter(date__year__gte=earliest)
        lay_out(self, *self.decision_parts())

    def _offer_known(self) -> None:
        """The recorded decisions as choices, fetched once; none: the field is not shown."""
        field = self._choice("known")
        field.queryset = known(self.organ, *self.kinds).filter(date__gte=f"{self.earliest:04}")
        rows = [(row.pk, field.label_from_instance(row)) for row in field.queryset]
        if rows:
            field.choices = [("", field.empty_label), *rows]
        else:
            field.widget = forms.HiddenInput()

    def _choice(self, name: str) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def decision_parts(self) -> tuple[Any, ...]:
        """The fields in their order, for the layout of a form that has more."""
        when = section(
            _("Beslutet"),
            "known",
            columns("meeting", "date"),
            columns("paragraph", "registry", "adjusted"),
            "text",
            self.more(),
        )
        return (when,)

    def clean(self) -> dict[str, Any]:
        """Either a decision that stands already, or a new one with one time and a paragraph."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("known"):
            self._nothing_else(values)
        else:
            self._when(values)
            self._paragraph(values)
        return values

    def _nothing_else(self, values: dict[str, Any]) -> None:
        filled = [name for name in ("meeting", "date", *REST) if values.get(name)]
        if filled:
            labels = swedish.listed(str(self.fields[name].label).lower() for name in filled)
            sentence = _("Töm %(fields)s, eller välj Nytt beslut: ett antecknat beslut ändras på sin egen sida.")
            self.add_error("known", sentence % {"fields": labels})

    def _when(self, values: dict[str, Any]) -> None:
        meeting, text = values.get("meeting"), values.get("date")
        if self.has_error("meeting") or self.has_error("date"):
            return
        if meeting and text:
            self.add_error("date", _("Ange sammanträde eller datum, inte båda."))
        elif not meeting and not text:
            self.add_error("meeting", _("Välj sammanträdet, eller skriv datumet då beslutet fattades."))
        elif meeting and meeting.date > today():
            sentence = _("Sammanträdet har inte varit. Spara utkastet; beslutet antecknas när det är fattat.")
            self.add_error("meeting", sentence)
        elif text and first_day(text) > today():
            self.add_error("date", _("Den dagen har inte varit. Ett beslut antecknas när det är fattat."))
        elif text and last_day(text).year < self.earliest:
            sentence = _("Kontrollera året: beslutet kan inte ha fattats före %(year)s.")
            self.add_error("date", sentence % {"year": self.earliest})
        elif values.get("adjusted") and values["adjusted"] < self._day(values):
            self.add_error("adjusted", _("Protokollet kan inte ha justerats före sammanträdet."))

    def _paragraph(self, values: dict[str, Any]) -> None:
        values["paragraph"] = values.get("paragraph", "").lstrip("§").strip()
        if not values["paragraph"]:
            self.add_error("paragraph", _("Ange paragrafen i protokollet, till exempel 112."))
        elif not PARAGRAPH.fullmatch(values["paragraph"]):
            self.add_error("paragraph", _("Skriv paragrafens nummer som i protokollet, till exempel 112 eller 12 a."))
        elif not self.errors and self._same(values).exists():
            sentence = _("§ %(paragraph)s den dagen är redan antecknad. Välj den under Redan antecknat beslut.")
            if self._same(values).exclude(kind__in=self.kinds).exists():
                sentence = _("§ %(paragraph)s den dagen är redan antecknad för ett annat slags beslut.")
            self.add_error("paragraph", sentence % {"paragraph": values["paragraph"]})

    def _day(self, values: dict[str, Any]) -> Any:
        return values["meeting"].date if values["meeting"] else first_day(values["date"])

    def _same(self, values: dict[str, Any]) -> QuerySet[Decision]:
        text = values["meeting"].date.isoformat() if values["meeting"] else values["date"]
        rows: QuerySet[Decision] = Decision.objects.filter(organ=self.organ, date=text, paragraph=values["paragraph"])
        return rows

    def record(self, *, by: Any) -> Decision:
        """The decision: the one chosen, or the new one recorded. Call it inside the matter's transaction."""
        values = self.cleaned_data
        minutes = {name: values[name] for name in REST}
        self.recorded: Decision = values["known"] or decisions.record(
            self.organ, self.kind, by=by, meeting=values["meeting"], date=values["date"] or None, **minutes
        )
        return self.recorded


def held(organ: Organ, ahead: bool = False) -> QuerySet[Meeting]:
    """The organ's meetings that have been, the latest first; with `ahead` then those to come, the next first."""
    now = today()
    earliest = now.replace(year=now.year - YEARS_BACK, day=1)
    rows: QuerySet[Meeting] = Meeting.objects.filter(organ=organ, date__gte=earliest)
    coming = Case(When(date__gt=now, then=F("date")))
    return (rows if ahead else rows.filter(date__lte=now)).order_by(coming.asc(nulls_first=True), "-date")


def known(organ: Organ, *kinds: str) -> QuerySet[Decision]:
    """The organ's recorded decisions of the kinds, of the last years, the latest first."""
    since = str(today().year - YEARS_BACK)
    rows: QuerySet[Decision] = Decision.objects.filter(organ=organ, kind__in=kinds, date__gte=since)
    return rows.exclude(paragraph="").order_by("-date", "-id")


class CompleteForm(MinutesForm):
    """What was not known when the decision was recorded."""

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        self.decision = decision
        stored = {name: getattr(decision, name) for name in decisions.MINUTES}
        initial = stored | {"reservations": "\n".join(decision.reservations)}
        super().__init__(*args, initial=initial, **kwargs)
        lay_out(self, columns("registry", "adjusted"), "text", *MORE)

    def clean_adjusted(self) -> Any:
        """After the decision, and not ahead of today."""
        day = super().clean_adjusted()
        if day and self.decision.date and day < first_day(self.decision.date):
            raise forms.ValidationError(_("Protokollet kan inte ha justerats före sammanträdet."))
        return day


class CorrectForm(Form):
    """How it is to stand, and what was wrong."""

    date = PartialDateField(label=gettext_lazy("Datum"), required=False)
    paragraph = forms.CharField(label=gettext_lazy("Paragraf"), max_length=40, required=False)
    registry = forms.CharField(label=gettext_lazy("Diarienummer"), max_length=60, required=False)
    text = forms.CharField(label=gettext_lazy("Beslutets ordalydelse"), required=False, widget=area())
    reason = forms.CharField(
        label=gettext_lazy("Vad var fel?"),
        help_text=gettext_lazy("Läses av alla som läser beslutet. Det som stod tidigare visas bredvid."),
        widget=area(2),
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        self.decision = decision
        initial = {name: getattr(decision, name) for name in decisions.CORRECTABLE}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Skriv vad som var fel.")
        if decision.meeting_id:
            del self.fields["date"]
        parts = [name for name in ("date", "paragraph", "registry") if name in self.fields]
        lay_out(self, columns(*parts), "text", "reason")

    def clean_date(self) -> str | None:
        """A decision lies behind us."""
        text: str | None = self.cleaned_data["date"]
        if text and first_day(text) > today():
            raise forms.ValidationError(_("Den dagen har inte varit."))
        return text or None

    def clean_paragraph(self) -> str:
        """A paragraph as the minutes write it; what stood without one may still."""
        said: str = self.cleaned_data["paragraph"].lstrip("§").strip()
        if said and not PARAGRAPH.fullmatch(said):
            raise forms.ValidationError(_("Skriv paragrafens nummer som i protokollet, till exempel 112 eller 12 a."))
        if not said and self.decision.paragraph:
            raise forms.ValidationError(_("Ange paragrafen i protokollet, till exempel 112."))
        return said

    def said(self) -> dict[str, Any]:
        """How it is to stand."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}
