"""The forms of the grid where many outcomes are entered at once: cells that show what stands, and revise it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.forms import Form, PartialDateField, columns, lay_out, section
from burlov_styrning.views import carried_number
from indicators import words
from indicators.due import Due
from indicators.entries import Entry
from indicators.forms.outcomes import CellForm, source_field, status_field
from indicators.grids import Layout
from indicators.models import Missing, Outcome
from indicators.outcomes import Change, change_problems
from indicators.reading import value_of

FILL = "fill"
"""The button that puts a pasted block in the boxes and saves nothing."""
LONGEST_BLOCK = 40_000


class TogetherForm(Form):
    """What holds for everything that is saved now. A status is asked for, once for new values and once for changed."""

    status = status_field(Outcome.Status.choices[:2])
    again = status_field(Outcome.Status.choices)
    settle = forms.BooleanField(
        label=gettext_lazy("De preliminära värdena här ovanför är nu slutliga, där inget annat skrivs"), required=False
    )
    source = source_field()
    published = PartialDateField(label=gettext_lazy("Publicerat"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("status", _("Status på nya värden")), ("again", _("Status på värden som ändras"))):
            self.fields[name].required, self.fields[name].label = False, label
        self.fields["again"].help_text = _("Det förra värdet finns kvar bland de tidigare.")
        parts = [columns("status", "again"), "settle", columns("source", "published")]
        lay_out(self, section(_("Gäller allt du lämnar nu"), *parts))


class PasteForm(Form):
    """A block from a spreadsheet, where no script can take the paste: it fills the boxes and saves nothing."""

    block = forms.CharField(
        label=gettext_lazy("Klistra in från kalkylblad"), required=False, max_length=LONGEST_BLOCK, strip=False,
        help_text=gettext_lazy("Har blocket rubriker hamnar varje värde efter dem, annars från rutan du väljer."),
        widget=forms.Textarea({"rows": 4, "wrap": "off", "spellcheck": "false"}),
    )  # fmt: skip
    row = forms.ChoiceField(label=gettext_lazy("Börja på raden"), required=False)
    column = forms.ChoiceField(label=gettext_lazy("I kolumnen"), required=False)

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        rows = [f"{line.name}, {line.small}" if line.small else line.name for line in layout.lines]
        chosen["row"].choices = list(enumerate(rows))
        chosen["column"].choices = list(enumerate(layout.columns))
        lay_out(self, "block", columns("row", "column"))


class StandingCell(CellForm):
    """A box with what stands in the cell. What is typed there instead is a revision."""

    def __init__(self, data: Any, *, due: Due, rows: Sequence[Outcome], **kwargs: Any) -> None:
        self.before = rows[-1] if rows else None
        self.seen = self.seen_by(data, due, rows)
        self.carries = self.before if data is not None else kwargs.pop("carries", self.before)
        """The revision that the next answer is compared with."""
        initial = {"value": box_of(self.before), "count": count_of(self.before)}
        super().__init__(data, due=due, initial=initial | kwargs.pop("initial", {}), **kwargs)
        if data is not None and not self._touched():
            self._show_what_stands()

    @staticmethod
    def seen_by(data: Any, due: Due, rows: Sequence[Outcome]) -> Outcome | None:
        """The revision that the page showed: what is typed is compared with that one."""
        if data is None:
            return rows[-1] if rows else None
        pk = carried_number(data.get(f"{due.name}-seen", ""))
        return next((row for row in rows if row.pk == pk), None)

    def _touched(self) -> bool:
        """Whether a box says something else than it did when the page was opened."""
        typed = self.data.get(self.add_prefix("value"), "").strip(), self.data.get(self.add_prefix("count"), "").strip()
        if typed[0] != box_of(self.seen) and not self._same_number(typed[0]):
            return True
        return "count" in self.fields and typed[1] != count_of(self.seen)

    def _same_number(self, text: str) -> bool:
        try:
            typed = value_of(text)
        except ValidationError:
            return False
        return typed != (None, "") and self.seen is not None and typed == said_of(self.seen)[:2]

    def _show_what_stands(self) -> None:
        """An untouched box never brings back what somebody has revised meanwhile."""
        self.data = {
            self.add_prefix("value"): box_of(self.before), self.add_prefix("count"): count_of(self.before),
        }  # fmt: skip
        self.seen = self.before

    @property
    def note(self) -> str:
        """What a person must know of what stands: that it is preliminary, or hidden from others."""
        if self.before is None:
            return ""
        if hasattr(self.before, "hidden"):
            return _("visas inte för andra")
        preliminary = self.before.status == Outcome.Status.PRELIMINARY
        return str(self.before.get_status_display()) if preliminary else ""

    @property
    def revises(self) -> bool:
        """Whether a standing value is changed."""
        return self.before is not None and self.filled()

    def filled(self) -> bool:
        """Whether something was said that does not stand already."""
        return self.is_bound and self._touched()

    def clean_value(self) -> tuple[Decimal | None, str]:
        """(value, missing code), as people write numbers in spreadsheets too."""
        text = self.cleaned_data["value"]
        if self._touched() and self.seen is not self.before:
            self._refuse_outdated()
        if self.seen is not None and text.strip() == box_of(self.seen):
            return said_of(self.seen)[:2]
        found = value_of(text)
        if found[1] == Missing.SECRET:
            raise ValidationError(_("Sekretess kräver sin paragraf. Lämna det utfallet för sig, på indikatorns sida."))
        if found == (None, "") and self.seen:
            sentence = _("Ett utfall tas inte bort. Skriv varför värdet saknas, eller det som stod: %(was)s.")
            raise ValidationError(sentence % {"was": box_of(self.seen)})
        return found

    def _refuse_outdated(self) -> None:
        sentence = _("Någon annan har lämnat %(theirs)s medan du skrev. Spara igen om ditt värde ska gälla i stället.")
        raise ValidationError(sentence % {"theirs": box_of(self.before)})

    def change(self, together: TogetherForm) -> Change:
        """What was said of the cell, with what holds for all; what the page does not ask for stays as it was."""
        said = together.cleaned_data
        value, missing = self.cleaned_data["value"]
        kept = kept_of(self.before)
        entry = Entry(
            self.due.indicator, self.due.period, self.due.sex, value=value, missing=missing,
            count=self.cleaned_data.get("count"), confirmed=self.cleaned_data["confirmed"],
            status=said["again"] if self.before else said["status"], source=said["source"] or kept.pop("source", None),
            published=said["published"], **kept,
        )  # fmt: skip
        return Change(entry, self.before)


def said_of(row: Outcome | None) -> tuple[Decimal | None, str, int | None]:
    """(value, missing code, count) that the outcome tells those who may enter it."""
    if row is None:
        return None, "", None
    told: Any = getattr(row, "hidden", None)
    return (told.value, "", told.count) if told else (row.value, row.missing, row.count)


def box_of(row: Outcome | None) -> str:
    """What stands in the box."""
    value, missing, _count = said_of(row)
    return words.in_box(value, missing)


def count_of(row: Outcome | None) -> str:
    """The number of answers, as it stands in its box."""
    count = said_of(row)[2]
    return "" if count is None else str(count)


def kept_of(row: Outcome | None) -> dict[str, Any]:
    """What a revision takes over from the outcome before it."""
    if row is None:
        return {}
    told: Any = getattr(row, "hidden", None) or row
    return {"source": row.source, "response_rate": row.response_rate, "margin": told.margin}


class ManyGrid:
    """The page's cells as forms, with what holds for all of them, and the box for a pasted block."""

    def __init__(self, data: QueryDict | None, layout: Layout, standing: Mapping[str, Sequence[Outcome]]) -> None:
        self.layout = layout
        self.saving = data is not None and FILL not in data
        self.filling = data is not None and FILL in data
        self.together = TogetherForm(data if self.saving else None, initial=self._kept(data))
        self.paste = PasteForm(data if self.filling else None, layout=layout)
        self.put, self.left_over = self._placed()
        self.by_name = {due.name: self._cell(data, due, standing.get(due.name, [])) for due in layout.cells}
        if not any(cell.before and cell.before.status == "preliminary" for cell in self.cells):
            del self.together.fields["settle"]
            self.together.helper.layout[0].pop(1)

    @property
    def cells(self) -> list[StandingCell]:
        """The cells, row by row."""
        return list(self.by_name.values())

    def _kept(self, data: QueryDict | None) -> dict[str, Any]:
        names = ("status", "again", "source", "published", "settle")
        return {name: data.get(name, "") for name in names} if data is not None and self.filling else {}

    def _placed(self) -> tuple[dict[str, str], list[str]]:
        if not self.filling or not self.paste.is_valid():
            return {}, []
        said = self.paste.cleaned_data
        return self.layout.placed(said["block"], int(said["row"] or 0), int(said["column"] or 0))

    def _cell(self, data: QueryDict | None, due: Due, rows: Sequence[Outcome]) -> StandingCell:
        if self.saving:
            return StandingCell(data, due=due, rows=rows)
        if data is None:
            return StandingCell(None, due=due, rows=rows)
        typed = {n: data[f"{due.name}-{n}"] for n in ("value", "count") if f"{due.name}-{n}" in data}
        if due.name in self.put:
            typed["value"] = self.put[due.name]
        return StandingCell(None, due=due, rows=rows, initial=typed, carries=StandingCell.seen_by(data, due, rows))

    def is_valid(self) -> bool:
        """Whether everything that was changed can be stored; else the errors stand beside their cells."""
        fine = [self.together.is_valid(), *[cell.is_valid() for cell in self.cells]]
        if not fine[0]:
            return False
        for cell in self._filled():
            if cell.is_valid():
                self._examine(cell)
        self._ask_status()
        return all(fine) and not self.together.errors and not any(cell.errors for cell in self.cells)

    def _ask_status(self) -> None:
        """Asked for, never assumed: of new values, and of those that take the place of others."""
        said, filled = self.together.cleaned_data, list(self._filled())
        if any(cell.before is None for cell in filled) and not said["status"]:
            self.together.add_error("status", _("Ange om de nya värdena är preliminära eller slutliga."))
        changed = sum(1 for cell in filled if cell.before)
        if changed and not said["again"]:
            sentence = _("Det du skrev ändrar utfall som redan finns: %(n)s. Ange status, eller återställ rutorna.")
            self.together.add_error("again", sentence % {"n": changed})

    def _filled(self) -> Iterator[StandingCell]:
        yield from (cell for cell in self.cells if cell.filled())

    def _examine(self, cell: StandingCell) -> None:
        for field, sentence in change_problems(cell.change(self.together)):
            cell.add_error(field if field in cell.fields else "value", sentence)

    def changes(self) -> list[Change]:
        """What is to be written."""
        return [cell.change(self.together) for cell in self._filled()] + list(self._settled())

    def _settled(self) -> Iterator[Change]:
        """Preliminary values that are said to be final as they stand."""
        if not self.together.cleaned_data.get("settle"):
            return
        for cell in self.cells:
            before = cell.before
            if before and before.status == Outcome.Status.PRELIMINARY and not cell.filled():
                yield Change(self._final(cell, before), before)

    def _final(self, cell: StandingCell, before: Outcome) -> Entry:
        value, missing, count = said_of(before)
        said = self.together.cleaned_data
        return Entry(
            cell.due.indicator, cell.due.period, cell.due.sex, value=value, missing=missing, section=before.section,
            count=count, confirmed=True, published=said["published"],
            **kept_of(before) | ({"source": said["source"]} if said["source"] else {}),
        )  # fmt: skip

    @cached_property
    def rows(self) -> list[tuple[Any, list[tuple[str, StandingCell | None]]]]:
        """Each row with its boxes, each under its column's name."""
        return [
            (line, [(name, self.by_name[cell.name] if cell else None)
                    for name, cell in zip(self.layout.columns, line.cells, strict=True)])
            for line in self.layout.lines
        ]  # fmt: skip

    @property
    def forms(self) -> list[Any]:
        """Everything whose errors are summed up on top."""
        return [self.together, *self.cells] if self.saving else [self.paste]
