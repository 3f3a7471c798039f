"""The nightly round: what is in use is fetched as previews, changes in Kolada are put down. Nothing is applied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from burlov_styrning.base.people import controllers
from indicators import catalogue, drift, fetching, imports
from indicators.due import due_year
from indicators.models import ComparisonGroup, Drift, Import, ImportRow, ScbMapping

YEARS = 5
"""So many years back values are looked for again: sources revise without telling."""
V, S = ImportRow.Verdict, Import.State


@dataclass
class Round:
    """What the night brought."""

    waiting: list[Import] = field(default_factory=list)
    drifts: list[Drift] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    nobody: bool = False
    """There is no controller with an account: nothing can be fetched for anybody."""

    @property
    def has_news(self) -> bool:
        """Whether there is anything to tell the controller."""
        return bool(self.waiting or self.drifts or self.problems)


def go_round() -> Round:
    """Once a night; run again it changes nothing that a person has seen."""
    result = Round()
    person = controllers().filter(user__is_active=True).select_related("user").order_by("pk").first()
    if person is None or person.user is None:
        return Round(nobody=True)
    if indicators := drift.in_use():
        before = set(Drift.objects.filter(state=Drift.State.OPEN).values_list("pk", flat=True))
        if not catalogue.go():
            result.problems.append(catalogue.state().problem)
        years = range(due_year() - YEARS + 1, due_year() + 1)
        _read(result, fetching.from_kolada(
            indicators, _whom(), list(years), by=person.user, background=False, night=True
        ))  # fmt: skip
        result.drifts = list(Drift.objects.filter(state=Drift.State.OPEN).exclude(pk__in=before))
    for mapping in ScbMapping.objects.filter(state=ScbMapping.State.USED).exclude(indicator=None):
        _read(result, fetching.from_scb(mapping, by=person.user, background=False, night=True))
    return result


def _whom() -> list[str]:
    """Our own municipality, the country, and those that we compare with."""
    own = Municipality.ours()
    members = ComparisonGroup.objects.exclude(members=None).values_list("members__code", flat=True)
    return list(dict.fromkeys([*([own.code] if own else []), COUNTRY_CODE, *sorted(set(members))]))


def _read(result: Round, row: Import) -> None:
    """Read it; what brings nothing new is thrown away, and so is an earlier night's preview of the same."""
    imports.go(row.pk)
    row = Import.objects.get(pk=row.pk)
    if row.state == S.FAILED:
        result.problems.append(f"{row.get_origin_display()}: {row.problem}")
        return
    for old in Import.objects.filter(origin=row.origin, state=S.PREVIEWED).exclude(pk=row.pk):
        if _is_same(old.request, row.request):
            imports.discard(old, by=old.person.user)
    counts = imports.counts_of(row)
    if any(counts[verdict] for verdict in V if verdict != V.UNCHANGED):
        result.waiting.append(row)
    else:
        imports.discard(row, by=row.person.user)


def _is_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether both were asked for by night, of the same mapping where it is one."""
    return bool(old.get("night")) and old.get("mapping") == new.get("mapping")
