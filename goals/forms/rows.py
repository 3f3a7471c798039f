"""Choices among rows that are fetched already: no query for each form of a formset, and rows come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms


class RowField(forms.ChoiceField):
    """One of the rows that were offered, or None."""

    def __init__(self, *, empty_label: Any = "", **kwargs: Any) -> None:
        self.empty_label = empty_label
        self.rows: dict[str, Any] = {}
        super().__init__(**kwargs)

    def offer(self, rows: Iterable[Any], label: Callable[[Any], str] = str) -> None:
        """Let it choose among these."""
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", self.empty_label), *((pk, label(row)) for pk, row in self.rows.items())]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "pk", value)


class RowsField(forms.MultipleChoiceField):
    """Some of the rows that were offered, as check boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        self.rows: dict[str, Any] = {}
        super().__init__(**kwargs)

    def offer(self, rows: Iterable[Any], label: Callable[[Any], str] = str) -> None:
        """Let it choose among these."""
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [(pk, label(row)) for pk, row in self.rows.items()]

    def clean(self, value: Any) -> list[Any]:
        return [self.rows[pk] for pk in super().clean(value)]

    def prepare_value(self, value: Any) -> Any:
        return [getattr(one, "pk", one) for one in value or []]
