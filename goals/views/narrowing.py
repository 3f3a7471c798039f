"""The catalogue as its reader narrows it, and the way through it one proposal at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning.parts import Filter
from goals.catalogue import handed_in, has_measure, measured_by, with_measure
from goals.models import Term
from goals.titles import titled
from indicators.models import Indicator

FILTERS = {"omrade": "shown_area", "namnd": "organ", "indikator": "indicator"}
"""The filters' names in the address of the screens, and in that of the list of all (where indicators are typed)."""


@dataclass
class Catalogue:
    """The proposals as the address narrows them, and the way through them."""

    request: HttpRequest
    term: Term

    @cached_property
    def all(self) -> Sequence[Any]:
        """Every proposal, with what it is chosen by; the text of one only is fetched.

        The areas stand in the texts as handed in: they are read only where one has chosen an area.
        """
        rows = handed_in(self.term, self.request.user)
        more: list[str] = []
        if "omrade" in self.chosen:
            rows, more = titled(rows, self.request.user), ["shown_area"]
        if "indikator" in self.chosen:
            rows, more = with_measure(rows, self.chosen["indikator"]), [*more, "has_now", "had"]
        return list(rows.values_list("pk", "organ_id", "organ__name", "is_read", *more, named=True))

    @cached_property
    def keys(self) -> set[int]:
        """Their ids."""
        return {p.pk for p in self.all}

    @property
    def read(self) -> set[int]:
        """The ids of those that this person has opened."""
        return {p.pk for p in self.all if p.is_read}

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters that are on."""
        return {name: value for name in FILTERS if (value := self.request.GET.get(name, ""))}

    @cached_property
    def narrowed(self) -> Sequence[Any]:
        """Those that pass the filters."""
        area, organ = self.chosen.get("omrade"), self.chosen.get("namnd")
        rows = [p for p in self.all if organ in (None, str(p.organ_id)) and (area is None or area == p.shown_area)]
        key = self.chosen.get("indikator")
        return rows if key is None else [p for p in rows if has_measure(p, key)]

    @cached_property
    def _measures(self) -> Mapping[int, Mapping[str, str]]:
        return measured_by(handed_in(self.term, self.request.user))

    def read_now(self, pk: int) -> None:
        """It was not read when the catalogue was fetched."""
        self.all = [p._replace(is_read=True) if p.pk == pk else p for p in self.all]
        self.__dict__.pop("narrowed", None)

    def filters(self, near: Mapping[str, str]) -> list[tuple[Filter, str]]:
        """The choices, with what is chosen. Of the indicators those in `near`: the ones of the proposal on screen."""
        areas = self.term.areas.values_list("name", flat=True)
        organs = {str(p.organ_id): p.organ__name for p in self.all}
        measures = {**near, **self._chosen_indicator(near)}
        found = [
            Filter("omrade", _("Målområde"), [(area, area) for area in areas]),
            Filter("namnd", _("Nämnd"), list(organs.items())),
            Filter("indikator", _("Indikator"), list(measures.items())),
        ]
        return [(one, self.chosen.get(one.name, "")) for one in found]

    def _chosen_indicator(self, near: Mapping[str, str]) -> dict[str, str]:
        key = self.chosen.get("indikator", "")
        if not key or key in near:
            return {}
        rows = Indicator.objects.filter(key=key.replace("\x00", "")).select_related("current")
        return {row.key: str(row) for row in rows}

    def indicators_named(self, text: str) -> set[str]:
        """Keys of the indicators in the catalogue whose names have all the words."""
        words = text.casefold().split()
        named = {key: name.casefold() for of_one in self._measures.values() for key, name in of_one.items()}
        return {key for key, name in named.items() if all(word in name for word in words)}

    def of_indicators(self, keys: Collection[str]) -> list[int]:
        """The proposals that have one of them."""
        return [pk for pk, of_one in self._measures.items() if not of_one.keys().isdisjoint(keys)]

    def with_filters(self, url: str, **more: object) -> str:
        """An address under the same filters."""
        query = {**more, **self.chosen}
        return f"{url}?{urlencode(query)}" if query else url

    def address(self, pk: int | None) -> str:
        """The screen of a proposal, under the same filters."""
        return self.with_filters(reverse("goals:selection-read", args=[self.term, pk])) if pk is not None else ""

    def around(self, pk: int) -> tuple[str, str, int]:
        """The addresses before and after, and the place; what the filters leave out stands before the first."""
        keys = [p.pk for p in self.narrowed]
        at = keys.index(pk) if pk in keys else -1
        before, after = (keys[at - 1] if at > 0 else None), (keys[at + 1] if at + 1 < len(keys) else None)
        return self.address(before), self.address(after), at + 1

    def first_unread(self) -> int | None:
        """Where to go on reading; the first when all is read."""
        rows = self.narrowed
        return next((p.pk for p in rows if not p.is_read), rows[0].pk if rows else None)
