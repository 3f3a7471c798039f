"""How a report is laid out, and what the controller writes to it: one form with a part for each chapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.forms import Form, lay_out
from followup.content.layout import Chapter, Layout
from followup.models import Report
from followup.offering import Offered
from goals.forms.needs import box

LONGEST = 20000


@dataclass(frozen=True)
class ChapterPart:
    """A chapter of the form with its fields."""

    offered: Offered
    kept: Any
    comment: Any
    first: bool
    last: bool


class LayoutForm(Form):
    """The choices, the preface, and for each chapter whether it is printed and a comment."""

    goals = forms.ChoiceField(label=gettext_lazy("Mål som tas med"))
    depth = forms.ChoiceField(label=gettext_lazy("Djup"), widget=forms.RadioSelect, choices=[
        (Report.Depth.FULL, gettext_lazy("Hela: bedömningar, siffror, diagram, analyser, underlag och aktiviteter")),
        (Report.Depth.SHORT, gettext_lazy("Kort: bedömningar, skäl och siffror")),
    ])  # fmt: skip
    compared = forms.ChoiceField(
        label=gettext_lazy("Jämförelse med andra kommuner"), required=False,
        help_text=gettext_lazy("Under varje mål står var kommunen ligger i gruppen på målets indikatorer: median, "
                               "mittersta hälften och plats. Bara slutliga värden räknas."),
    )  # fmt: skip
    by = forms.ChoiceField(label=gettext_lazy("Målen ordnas"), widget=forms.RadioSelect, choices=[
        (Report.By.AREA, gettext_lazy("Målområde för målområde")), (Report.By.ORGAN, gettext_lazy("Nämnd för nämnd")),
    ])  # fmt: skip
    preface = forms.CharField(
        label=gettext_lazy("Text"), required=False, widget=box(8), max_length=LONGEST,
        help_text=gettext_lazy("En rad som börjar med ## blir rubrik, med - eller 1. lista. **ord** blir fetstil. "
                               "Rader som | År | Antal | blir tabell, den första dess huvud. Tomt förord trycks inte."),
    )  # fmt: skip
    order = forms.CharField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, report: Report, layout: Layout, offered: Sequence[Offered],
        goals: Sequence[tuple[str, str]], groups: Sequence[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        self.offered = offered
        kwargs["initial"] = dict(_initial(report, layout, offered))
        super().__init__(*args, **kwargs)
        self.fields["goals"].choices = goals  # type: ignore[attr-defined]
        self.fields["compared"].choices = groups  # type: ignore[attr-defined]
        if report.organ_id or report.kind == Report.Kind.CATALOGUE:
            del self.fields["by"]
        if report.kind == Report.Kind.CATALOGUE:
            del self.fields["compared"]  # each proposal names its own group
            self.fields["goals"].label = _("Förslag som tas med")
            self.fields["depth"].choices = [  # type: ignore[attr-defined]
                (Report.Depth.FULL, _("Hela: ett uppslag om varje förslag, med behov, nämndens ord och diagram")),
                (Report.Depth.SHORT, _("Kort: lydelse, nivåer, takt och kostnad")),
            ]
        for chapter in offered:
            if not chapter.demanded:
                self.fields[f"with_{chapter.id}"] = forms.BooleanField(label=_("Ta med kapitlet"), required=False)
            self.fields[f"comment_{chapter.id}"] = forms.CharField(
                label=_("Kommentar till kapitlet"),
                required=False,
                widget=box(6 if layout.comment(chapter.id) else 2),
                max_length=LONGEST,
            )
        lay_out(self, *self.fields)

    def parts(self) -> Iterator[ChapterPart]:
        """The chapters in their order, each with its fields."""
        for at, one in enumerate(self.offered):
            kept = None if one.demanded else self[f"with_{one.id}"]
            yield ChapterPart(one, kept, self[f"comment_{one.id}"], at == 0, at == len(self.offered) - 1)

    def layout(self, order: Sequence[str]) -> Layout:
        """What was chosen and typed."""
        said, demanded = self.cleaned_data, {one.id for one in self.offered if one.demanded}
        chapters = [
            Chapter(one, one not in demanded and not said[f"with_{one}"], said[f"comment_{one}"]) for one in order
        ]
        by, compared = said.get("by") or Report.By.AREA, said.get("compared") or ""
        return Layout(said["preface"], chapters, said["goals"], said["depth"], compared, by)


def _initial(report: Report, layout: Layout, offered: Sequence[Offered]) -> Iterator[tuple[str, Any]]:
    out = layout.left_out()
    yield from (("goals", layout.goals), ("depth", layout.depth), ("by", layout.by), ("preface", layout.preface))
    yield "compared", layout.compared
    yield from (("order", " ".join(one.id for one in offered)), ("revision", report.revision))
    for one in offered:
        yield f"with_{one.id}", one.id not in out
        yield f"comment_{one.id}", layout.comment(one.id)
