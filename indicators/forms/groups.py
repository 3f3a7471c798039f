"""The form of a comparison group: its name, why just these, and the municipalities by name or code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from burlov_styrning.forms import Form, lay_out
from burlov_styrning.swedish import sort_key
from indicators.forms.choice import ManyInput
from indicators.groups import stamp_of
from indicators.models import ComparisonGroup

LIST_ID = "kommuner"
"""The id of the page's one list of names: `{% include "indicators/choices.html" %}` with `choices` and `list_id`."""
LONGEST = 2000
MOST = 400
"""So many boxes are read: there are 290 municipalities."""
PARTED = re.compile(r"[,;\n\t]+")
CODE = re.compile(r"\b(\d{4})\b")


class Choices:
    """The municipalities by label (`Lund 1281`), one query when first asked."""

    @cached_property
    def by_label(self) -> Mapping[str, Municipality]:
        """Label → municipality, in Swedish order; the country is none."""
        rows = Municipality.objects.exclude(code=COUNTRY_CODE)
        return dict(sorted(((label_of(row), row) for row in rows), key=lambda pair: sort_key(pair[0])))

    @cached_property
    def _known(self) -> Mapping[str, Municipality]:
        rows = self.by_label.values()
        known = {row.name.casefold(): row for row in rows} | {row.code: row for row in rows}
        bare = {re.sub(r"s? kommun$", "", row.name.casefold()): row for row in rows}
        return bare | known | {label.casefold(): row for label, row in self.by_label.items()}

    def named(self, text: str) -> Municipality | None:
        """The municipality of that name, code, or both; None where there is none."""
        typed = " ".join(text.split()).casefold()
        code = CODE.search(typed)
        return self._known.get(typed) or (self._known.get(code[1]) if code else None)

    def find(self, text: str) -> Municipality:
        """The municipality that was typed; raises with a sentence."""
        if found := self.named(text):
            return found
        typed = " ".join(text.split()).casefold()
        if near := get_close_matches(typed, self._known, n=1, cutoff=0.6):
            raise ValidationError(
                _("Ingen kommun heter ”%(typed)s”. Menade du %(name)s?")
                % {"typed": text[:40], "name": self._known[near[0]].name}
            )
        raise ValidationError(
            _("Ingen kommun heter ”%(typed)s” här. Skriv namn eller kommunkod.") % {"typed": text[:40]}
        )


def label_of(row: Municipality) -> str:
    """`Lund 1281`: found by either."""
    return f"{row.name} {row.code}"


class MunicipalitiesField(forms.Field):
    """Several municipalities; cleans to a list of rows, each once. A box may hold several, as pasted from a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", ManyInput({"list": LIST_ID, "autocomplete": "off", "each": gettext_lazy("Kommun"), "grid": True})
        )
        super().__init__(**kwargs)
        self.choices = Choices()

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Each form asks anew: what the first form of a process found is no answer to those after it."""
        result = super().__deepcopy__(memo)
        result.choices = Choices()
        return result

    def clean(self, value: Iterable[str] | None) -> list[Municipality]:
        texts = [part for box in list(value or [])[:MOST] for part in PARTED.split(box[:LONGEST]) if part.strip()]
        found, wrong = [], []
        for text in texts[:MOST]:
            try:
                found.append(self.choices.find(text))
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(found))

    def prepare_value(self, value: Any) -> Any:
        """Rows are shown by their labels."""
        return [label_of(v) if isinstance(v, Municipality) else v for v in value or []]


class GroupForm(Form):
    """A group and its municipalities."""

    title = forms.CharField(
        label=gettext_lazy("Namn"), max_length=200,
        help_text=gettext_lazy("Som det ska stå i diagram och förslag. Namnet kan inte ändras sedan."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Varför just de här?"), widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Det står under varje jämförelse, så att läsaren kan pröva urvalet."),
    )  # fmt: skip
    members = MunicipalitiesField(
        label=gettext_lazy("Kommuner"), required=False,
        help_text=gettext_lazy(
            "Skriv namn eller kommunkod. Flera på en gång går bra, åtskilda av komma. Töm en ruta för att ta bort."
        ),
    )  # fmt: skip
    preferred = forms.BooleanField(
        label=gettext_lazy("Visas först på jämförelsesidorna"), required=False,
    )  # fmt: skip
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, group: ComparisonGroup | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(group) if group else {})
        super().__init__(*args, **kwargs)
        if group:
            del self.fields["title"]
        lay_out(self, *(["title"] if group is None else []), "reason", "members", "preferred", "stamp")

    def written(self) -> dict[str, Any]:
        """What is typed, as the steps take it."""
        said = self.cleaned_data
        return {"facts": said, "members": said["members"]}


def _initial(group: ComparisonGroup) -> dict[str, Any]:
    members = sorted(group.members.all(), key=lambda row: sort_key(row.name))
    return {"reason": group.reason, "preferred": group.preferred, "members": members, "stamp": stamp_of(group)}
