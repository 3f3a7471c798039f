"""The form of a proposal: parts under headings on one page, saved, checked and kept together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.forms.formsets import BaseFormSet

from goals.forms.proposal_offers import Offered
from goals.forms.proposal_parts import (
    AcceptanceForm,
    AimForm,
    AskedForms,
    EconomyForm,
    LineForms,
    RealismForm,
    ResponsibilityForm,
    WordingForm,
)
from goals.models import GoalProposal
from goals.written import COLUMNS, Asked, Line, Written


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
