"""Which report to issue, and which file to check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Meeting, Organ
from burlov_styrning.clock import today
from burlov_styrning.forms import DateField, Form, columns, lay_out
from burlov_styrning.swedish import long_date
from followup.grounds import refusal
from followup.models import FollowUpRound, Report
from followup.preparing import ON_ROUNDS
from goals.models import GoalProposal, Term
from goals.tally import COUNTED

LARGEST = 50_000_000
HASH = re.compile(r"[0-9a-f]{64}")


class RoundChoice(forms.ModelChoiceField):
    """A closed round, with its term."""

    def label_from_instance(self, round_: FollowUpRound) -> str:  # type: ignore[override]
        return f"{round_}, {_('perioden %(term)s') % {'term': round_.term}}"


class MeetingChoice(forms.ModelChoiceField):
    """A meeting by its day."""

    def label_from_instance(self, meeting: Meeting) -> str:  # type: ignore[override]
        return f"{meeting.organ.name} {long_date(meeting.date, today())}"


class IssueForm(Form):
    """The round, the kind, and the committee where it is a committee's report."""

    round = RoundChoice(
        queryset=FollowUpRound.objects.none(),
        label=gettext_lazy("Uppföljning"),
        help_text=gettext_lazy("Rapporten kan förberedas medan uppföljningen är öppen, och ges ut när den är stängd."),
        empty_label=gettext_lazy("Välj uppföljning"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Rapport"))
    organ = forms.ModelChoiceField(
        queryset=Organ.objects.none(),
        label=gettext_lazy("Nämnd"),
        help_text=gettext_lazy("Bara för nämndens egen rapport."),
        empty_label=gettext_lazy("Ingen: hela kommunen"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begun = FollowUpRound.objects.exclude(state="planned").select_related("term")
        self._choice("round").queryset = begun.order_by("-year", "-period_end", "-pk")
        self._choice("organ").queryset = Organ.objects.exclude(kind__in=["council", "auditors"])
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(value, str(label).capitalize()) for value, label in Report.Kind.choices
                        if value in ON_ROUNDS]  # fmt: skip
        lay_out(self, "round", columns("kind", "organ"))

    def _choice(self, name: str) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field


class CatalogueForm(Form):
    """The term: one of those that proposals have been handed in for."""

    term = forms.ModelChoiceField(queryset=Term.objects.none(), label=gettext_lazy("Målperiod"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handed_in = GoalProposal.objects.filter(term=OuterRef("pk"), state__in=COUNTED)
        field = self.fields["term"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Term.objects.filter(Exists(handed_in)).order_by("-first_year")
        lay_out(self, "term")


class MeetingForm(Form):
    """The council's meeting that reads the catalogue."""

    meeting = MeetingChoice(
        queryset=Meeting.objects.none(),
        label=gettext_lazy("Sammanträde"),
        help_text=gettext_lazy("Står på omslaget. Kan lämnas tomt."),
        empty_label=gettext_lazy("Inget särskilt"),
        required=False,
    )
    content = forms.CharField(widget=forms.HiddenInput, required=False)
    """What would be frozen: issuing anew when it has changed is not the same form sent twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ahead = Meeting.objects.filter(organ__kind=Organ.Kind.COUNCIL, date__gte=today())
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = ahead.select_related("organ")
        lay_out(self, "meeting", "content")


class PremisesForm(Form):
    """The budget year: one that the scenario in use speaks of and a term has."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("Budgetår"), coerce=int, help_text=gettext_lazy("De två åren därefter står med som plan.")
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, f"{year}") for year in years]
        lay_out(self, "year")


class OpinionForm(Form):
    """The auditors' written assessment, as a PDF."""

    file = forms.FileField(
        label=gettext_lazy("Fil"), help_text=gettext_lazy("PDF, högst 10 MB."), allow_empty_file=True, max_length=200
    )
    date = DateField(label=gettext_lazy("Daterad"), help_text=gettext_lazy("Den dag som står på bedömningen."))
    registry = forms.CharField(
        label=gettext_lazy("Diarienummer"),
        help_text=gettext_lazy("Kan lämnas tomt."),
        max_length=60,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "file", columns("date", "registry"))

    def clean_file(self) -> Any:
        """Said beside the field at once."""
        file = self.cleaned_data["file"]
        if sentence := refusal(file, pdf_only=True):
            raise forms.ValidationError(sentence)
        return file


class VerifyForm(Form):
    """A file, or the SHA-256 that is printed on the cover."""

    file = forms.FileField(
        label=gettext_lazy("Fil"), help_text=gettext_lazy("PDF, HTML eller JSON, högst 50 MB."), required=False
    )
    sha256 = forms.CharField(
        label=gettext_lazy("Eller SHA-256 från omslaget"),
        help_text=gettext_lazy("64 tecken, siffror och bokstäver a–f."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "file", "sha256")

    def clean_file(self) -> Any:
        """Reports are smaller than this."""
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("Filen är större än 50 MB. Så stora rapporter finns inte här."))
        return file

    def clean_sha256(self) -> str:
        """Sixty-four digits and letters; spaces and case do not matter."""
        text = re.sub(r"\s|sha-?256:?", "", self.cleaned_data["sha256"].lower())
        if text and not HASH.fullmatch(text):
            raise forms.ValidationError(_("Det är ingen SHA-256: den har 64 tecken, siffror och bokstäverna a–f."))
        return text

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not values.get("file") and not values.get("sha256"):
            self.add_error("file", _("Välj en fil, eller klistra in den SHA-256 som står på omslaget."))
        return values
