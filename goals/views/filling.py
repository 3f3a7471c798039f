"""Buttons that fill in the form of a proposal and save nothing: a row more, an indicator that was found, its baseline.

Each takes what was typed and gives it back with something added, so that nothing typed is lost; without JavaScript the
whole page is drawn again, with it only the row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from burlov_styrning.swedish import typed_number
from burlov_styrning.views import carried_number
from goals.evidence import Evidence, evidence_of
from goals.forms.proposal_parts import LineForm
from goals.forms.proposals import Writing
from goals.models import Goal
from goals.picking import Found, search
from goals.views.shared import Years, the_term
from indicators.forms.choice import Choices

MOST_ROWS = 60
NEW_ROWS = {"indikator": "indicator", "hord": "unit"}
"""The kinds of rows, each with its first field."""
SHORTEST = 2
"""So many letters are searched for at least."""

type Filled = tuple[QueryDict, str]
"""What was typed with something added, and the field where the writer goes on."""


def fills(asked: str) -> bool:
    """Whether the button that was pressed fills in the form, in place of saving it."""
    return asked.partition(":")[0] in FILLS


def filled(data: QueryDict, writing: Writing, user: Any) -> Filled:
    """What was typed, with what the pressed button adds."""
    name, _colon, rest = data.get("gor", "").partition(":")
    typed = data.copy()
    for form in writing.lines.forms:
        if form.chosen:  # by a part of its name, or its key: the box says which it was
            typed[f"{form.prefix}-indicator"] = writing.offered.choices.labels[form.chosen.pk]
    return FILLS[name](typed, rest, writing, user)


def _checked(data: QueryDict, _rest: str, writing: Writing, user: Any) -> Filled:
    """The latest outcome as baseline of every row that has none."""
    for form in writing.lines.forms:
        if form.chosen and form.said("baseline") is None and form.said("baseline_year") is None and not form.errors:
            _start(data, form.prefix, evidence_of([form.chosen], user)[0])
    return data, ""


def _longer(data: QueryDict, prefix: str, writing: Writing, user: Any) -> Filled:
    """One more row, for an indicator or a unit."""
    data, _nowhere = _checked(data, "", writing, user)
    if prefix not in NEW_ROWS:
        return data, ""
    count = carried_number(data.get(f"{prefix}-TOTAL_FORMS", ""))
    data[f"{prefix}-TOTAL_FORMS"] = str(min(count + 1, MOST_ROWS))
    return data, f"{prefix}-{count}-{NEW_ROWS[prefix]}"


def _searched(data: QueryDict, number: str, _writing: Writing, _user: Any) -> Filled:
    """Without JavaScript: what the words fit is shown under the box."""
    return data, f"indikator-{carried_number(number)}-indicator"


def _picked(data: QueryDict, rest: str, writing: Writing, user: Any) -> Filled:
    """An indicator that was found fills its row, with its latest outcome as baseline."""
    number, _colon, key = rest.partition(":")
    prefix, choices = f"indikator-{carried_number(number)}", writing.offered.choices
    found = next((row for row in choices.by_label.values() if row.key == key), None)
    if found is None:
        return data, ""
    data[f"{prefix}-indicator"] = choices.labels[found.pk]
    _start(data, prefix, evidence_of([found], user)[0])
    within = found.current is not None and found.current.direction == "within"
    return data, f"{prefix}-{'low' if within else 'target'}"


def _started(data: QueryDict, number: str, writing: Writing, user: Any) -> Filled:
    """The latest outcome as baseline, in place of what stands there."""
    prefix = f"indikator-{carried_number(number)}"
    form = next((form for form in writing.lines.forms if form.prefix == prefix), None)
    if form is None or form.chosen is None:
        return data, ""
    _start(data, prefix, evidence_of([form.chosen], user)[0])
    return data, f"{prefix}-baseline"


def _taken_over(data: QueryDict, _rest: str, writing: Writing, user: Any) -> Filled:
    """Title and wording of the goal that it continues where none is written, and those of its indicators it lacks."""
    _errors = writing.aim.errors  # cleans it
    chosen = writing.aim.cleaned_data.get("continues")
    if chosen is None:
        return data, ""
    goal = Goal.objects.get(pk=chosen.pk)
    for name in ("title", "wording"):
        data[name] = data.get(name, "").strip() or getattr(goal, name)
    there = {form.chosen.pk for form in writing.lines.forms if form.chosen}
    free = [form.prefix for form in writing.lines.forms if not form.typed]
    new = [target.indicator for target in goal.targets.filter(ended=None).select_related("indicator__current")]
    for evidence in evidence_of([row for row in new if row.pk not in there], user):
        prefix = free.pop(0) if free else _one_more(data)
        data[f"{prefix}-indicator"] = writing.offered.choices.labels[evidence.indicator.pk]
        _start(data, prefix, evidence)
    return data, ""


def _one_more(data: QueryDict) -> str:
    """The prefix of a new row of indicators."""
    count = carried_number(data.get("indikator-TOTAL_FORMS", ""))
    data["indikator-TOTAL_FORMS"] = str(count + 1)
    return f"indikator-{count}"


def _start(data: QueryDict, prefix: str, evidence: Evidence) -> None:
    latest = evidence.last
    data[f"{prefix}-baseline_year"] = str(evidence.year) if latest is not None else ""
    data[f"{prefix}-baseline"] = typed_number(latest) if latest is not None else ""


FILLS: dict[str, Callable[[QueryDict, str, Writing, Any], Filled]] = {
    "kontrollera": _checked,
    "fler": _longer,
    "sok": _searched,
    "valj": _picked,
    "utgang": _started,
    "ta-over": _taken_over,
}
"""What stands before the colon of the button's value → what it does."""


# The rows of indicators, as the page shows them


@dataclass(frozen=True)
class LineShown:
    """A row: its form, what is known of the indicator chosen, else what the typed words fit."""

    number: int
    form: LineForm
    chosen: Evidence | None
    found: Found | None

    @property
    def starts_at_latest(self) -> bool:
        """Whether the baseline is the latest outcome."""
        if self.chosen is None or self.chosen.last is None:
            return False
        value: Decimal | None = self.form.said("baseline")
        return value == self.chosen.last and self.form.said("baseline_year") == self.chosen.year


def lines_of(writing: Writing, user: Any) -> Sequence[LineShown]:
    """The rows of the form. One query, and one for each row whose words fit no single indicator."""
    forms = writing.lines.forms
    chosen = {form.chosen.pk: form.chosen for form in forms if form.chosen}
    known = {one.indicator.pk: one for one in evidence_of(list(chosen.values()), user)}
    return [
        LineShown(
            number, form, known.get(form.chosen.pk) if form.chosen else None,
            None if form.chosen else found_for(form.typed, writing.offered.choices, user),
        )
        for number, form in enumerate(forms)
    ]  # fmt: skip


def found_for(text: str, choices: Choices, user: Any) -> Found | None:
    """What the typed words fit; None while too little is typed."""
    return search(text, choices.by_label.values(), user) if len(text.strip()) >= SHORTEST else None


def indicator_search(request: HttpRequest, term: Years) -> HttpResponse:
    """What the words fit, while they are typed: the list under a row's box; nothing under a box that has its name."""
    the_term(request, term)
    number, choices = carried_number(request.GET.get("rad", "")), Choices()
    text = request.GET.get(f"indikator-{number}-indicator", "")
    found = None if text in choices.by_label else found_for(text, choices, request.user)
    return render(request, "goals/proposal/found.html", {"found": found, "number": number})
