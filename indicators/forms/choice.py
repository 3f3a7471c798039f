"""Choosing an indicator by name: a text box with the names as suggestions, searchable also without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from burlov_styrning.swedish import listed, sort_key
from indicators.models import Indicator

LIST_ID = "indikatorer"
"""The id of the page's one list of names: `{% include "indicators/choices.html" %}` with `choices`."""
LONGEST = 300
FEW = 4
"""So many names are told when several fit."""


class Choices:
    """The indicators that can be chosen, by the label that is shown and typed; one query, when first asked."""

    @cached_property
    def by_label(self) -> Mapping[str, Indicator]:
        """Label → indicator; the key is added where two have the same name."""
        rows = list(Indicator.objects.select_related("current"))
        names = [row.name for row in rows]
        labels = {(f"{row.name} ({row.key})" if names.count(row.name) > 1 else row.name): row for row in rows}
        return dict(sorted(labels.items(), key=lambda pair: sort_key(pair[0])))

    @cached_property
    def labels(self) -> Mapping[int, str]:
        """Indicator id → label."""
        return {row.pk: label for label, row in self.by_label.items()}

    @cached_property
    def _folded(self) -> Mapping[str, Indicator]:
        return {label.casefold(): row for label, row in self.by_label.items()}

    def find(self, text: str) -> Indicator:
        """The indicator that was typed: its label, its key, or a part that only one label has."""
        typed = " ".join(text.split()).casefold()
        keys = {row.key: row for row in self.by_label.values()}
        if found := self._folded.get(typed) or keys.get(typed):
            return found
        containing = [row for label, row in self._folded.items() if typed in label]
        if len(containing) == 1:
            return containing[0]
        raise ValidationError(
            self._what_instead(typed, [label for label in self.by_label if typed in label.casefold()])
        )

    def _what_instead(self, typed: str, fitting: list[str]) -> str:
        if fitting:
            named = listed(f"”{label}”" for label in fitting[:FEW])
            sentence = _("Flera indikatorer passar: %(labels)s. Skriv mer av namnet.")
            if len(fitting) > FEW:
                sentence = _("%(count)s indikatorer passar, bland dem %(labels)s. Skriv mer av namnet.")
            return sentence % {"labels": named, "count": len(fitting)}
        near = get_close_matches(typed, self._folded, n=2, cutoff=0.5)
        if not near:
            return _("Ingen indikator heter så. Skriv en del av namnet och välj i listan.")
        labels = [f"”{next(label for label in self.by_label if label.casefold() == one)}”" for one in near]
        return _("Ingen indikator heter så. Menade du %(labels)s?") % {"labels": listed(labels)}


class IndicatorField(forms.CharField):
    """One indicator; cleans to the row, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("widget", forms.TextInput({"list": LIST_ID, "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.choices = Choices()

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Each form asks anew: what the first form of a process found is no answer to those after it."""
        result = super().__deepcopy__(memo)
        result.choices = Choices()
        return result

    def clean(self, value: Any) -> Indicator | None:  # type: ignore[override]
        text = super().clean(value)
        return self.choices.find(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """A row or its id is shown by its label."""
        pk = value.pk if isinstance(value, Indicator) else value
        return self.choices.labels.get(pk, "") if isinstance(pk, int) else value


class ManyInput(forms.TextInput):
    """One text box for each, and some empty ones."""

    template_name = "indicators/many_input.html"
    empty = 2

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes, the first with the field's own id."""
        context = super().get_context(name, None, attrs)
        context["values"] = [*(value or []), *[""] * self.empty]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """All boxes that were filled."""
        typed = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        return [text for text in typed if text.strip()]

    def format_value(self, value: Any) -> Any:
        return value


class IndicatorsField(forms.Field):
    """Several indicators; cleans to a list of rows, each once."""

    widget = ManyInput({"list": LIST_ID, "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = Choices()

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Each form asks anew: what the first form of a process found is no answer to those after it."""
        result = super().__deepcopy__(memo)
        result.choices = Choices()
        return result

    def clean(self, value: Iterable[str] | None) -> list[Indicator]:
        found, wrong = [], []
        for text in value or []:
            try:
                found.append(self.choices.find(text[:LONGEST]))
            except ValidationError as error:
                wrong.append(ValidationError(f"{text[:60]}: {error.messages[0]}"))
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(found))

    def prepare_value(self, value: Any) -> Any:
        """Rows are shown by their labels."""
        return [self.choices.labels.get(v.pk, "") if isinstance(v, Indicator) else v for v in value or []]
