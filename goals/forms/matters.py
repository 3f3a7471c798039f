"""The form of one decision over many matters: which of those that wait, and what the minutes say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from crispy_forms.layout import HTML
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.forms import DecisionForm
from burlov_styrning.forms import lay_out, section
from goals.forms.rows import RowsField

ALL = "alla"
"""`?arende=alla`: every matter that waits."""


class MattersForm(DecisionForm):
    """A decision and the matters it decides: ticked are those that the address asks for, else none."""

    label: str | Promise = gettext_lazy("Förslag som beslutet gäller")
    demanded: str | Promise = gettext_lazy("Kryssa för minst ett förslag.")

    matters = RowsField()

    def __init__(self, *args: Any, rows: Iterable[Any], asked: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["matters"]
        field.label = self.label
        field.offer(rows, self.named)
        self.asked = list(field.rows) if ALL in asked else asked
        field.error_messages["required"] = self.demanded
        to_all = [_tick_all(len(field.rows))] if len(field.rows) > 1 else []
        matters = ["matters"] if field.rows else []
        lay_out(self, section(_("Ärendena"), *to_all, *matters, *self.more_matters()), *self.decision_parts())

    def more_matters(self) -> Sequence[str]:
        """Fields of what else the decision can be about."""
        return ()

    def get_initial_for_field(self, field: Any, field_name: str) -> Any:
        """What the address asks for goes before what a draft of the decision holds."""
        if field_name == "matters" and self.asked:
            return self.asked
        return super().get_initial_for_field(field, field_name)

    @staticmethod
    def named(row: Any) -> str:
        """What a matter is called."""
        return str(row)


def _tick_all(count: int) -> HTML:
    """A link to the page with all of them ticked; the script ticks them where they stand."""
    label = _("Markera alla %(n)s") % {"n": count}
    return HTML(format_html('<p><a href="?arende={}" data-tick="matters">{}</a></p>', ALL, label))
