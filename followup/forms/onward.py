"""The form of what becomes of a goal when its term ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.forms import Form, lay_out
from burlov_styrning.swedish import partial_date
from followup.models import Activity, Onward
from followup.onward import AtTheEnd
from goals.forms.needs import box
from goals.forms.rows import RowsField


class OnwardForm(Form):
    """Whether it goes on, why, and what of it goes on."""

    course = forms.ChoiceField(label=gettext_lazy("Målet"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Varför?"), widget=box(4), max_length=5000,
        help_text=gettext_lazy("Står i periodens sista årsredovisning, och läses av dem som skriver nästa periods "
                               "förslag."),
    )  # fmt: skip
    targets = RowsField(
        label=gettext_lazy("Indikatorer att följa även nästa period"), required=False,
        help_text=gettext_lazy("En indikator kan följas vidare även om målet avslutas."),
    )  # fmt: skip
    activities = RowsField(
        label=gettext_lazy("Öppna aktiviteter att arbeta vidare med"), required=False,
        help_text=gettext_lazy("Enheten för själv över dem när nästa periods mål är antagna."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, about: AtTheEnd, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(about))
        super().__init__(*args, **kwargs)
        words = {
            Onward.Course.GOES_ON: _("Går vidare till nästa period"),
            Onward.Course.ENDS: _("Avslutas med perioden"),
        }
        self.fields["course"].choices = [(course.value, words[course]) for course in Onward.Course]  # type: ignore[attr-defined]
        self.fields["reason"].error_messages["required"] = _("Skriv varför, så att den som läser förstår.")
        self.fields["targets"].offer(about.targets, lambda target: target.version.name)  # type: ignore[attr-defined]
        self.fields["activities"].offer(about.activities, activity_words)  # type: ignore[attr-defined]
        shown = ["course", "reason"]
        for name, rows in (("targets", about.targets), ("activities", about.activities)):
            if rows:
                shown.append(name)
            else:
                del self.fields[name]
        lay_out(self, *shown, "seen")

    def words(self) -> dict[str, Any]:
        """What the step takes."""
        said = self.cleaned_data
        return {name: said[name] for name in ("course", "reason")} | {
            name: said.get(name, []) for name in ("targets", "activities")
        }


def _initial(about: AtTheEnd) -> dict[str, Any]:
    """What was decided; before that nothing is chosen of the goal, and all that hangs on it."""
    row = about.onward
    if row is None:
        return {"targets": about.targets, "activities": about.activities, "seen": 0}
    return {"course": row.course, "reason": row.reason, "targets": list(row.targets.all()),
            "activities": list(row.activities.all()), "seen": row.revision}  # fmt: skip


def activity_words(row: Activity) -> str:
    """An activity to choose: what, whose, by when."""
    due = _("klar %(day)s") % {"day": partial_date(row.due)} if row.due else ""
    return ", ".join(str(part) for part in (row.text.rstrip("."), row.unit or row.organ, due) if part)
