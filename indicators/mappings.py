"""Mappings of SCB's tables as steps: saved, fetched again and again, ended."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from burlov_styrning.workflow import acting
from indicators.models import Indicator, ScbMapping
from indicators.moves import MAPPINGS
from indicators.sources.net import Net
from indicators.sources.scb import NAME, Hits, Scb, Table, Wanted

KEPT = 60 * 60
PATIENCE = 8
"""Seconds that a page waits for the service."""


def save(
    *, by: Any, name: str, table: Table, indicator: Indicator | None, selection: dict[str, list[str]],
    mapping: dict[str, Any],
) -> ScbMapping:  # fmt: skip
    """A mapping under a name of its own; without an indicator it is of the population."""
    row = ScbMapping(
        name=" ".join(name.split()), table=table.code, table_title=table.title[:500], indicator=indicator,
        selection=selection, mapping=mapping,
    )  # fmt: skip
    with acting(MAPPINGS, "save", row, by=by) as act:
        if ScbMapping.objects.filter(name__iexact=act.row.name).exists():
            act.rule([("name", _("Det finns redan ett urval med det namnet. Ge det här ett annat."))])
        act.row.person_id = act.actor.person
        act.row.save()
    return row


def end(mapping: ScbMapping, *, by: Any) -> None:
    """It is no longer fetched; what was fetched stands."""
    with acting(MAPPINGS, "end", mapping, by=by):
        pass


def wanted(mapping: ScbMapping) -> Wanted:
    """The mapping as the source takes it."""
    key = mapping.indicator.key if mapping.indicator else ""
    return Wanted(key, mapping.table, mapping.selection, **mapping.mapping)


def of_population() -> QuerySet[ScbMapping]:
    """Those that the population can be read with; whoever may read it in may see that they are there."""
    rows: QuerySet[ScbMapping] = ScbMapping.objects.filter(indicator=None, state=ScbMapping.State.USED)
    return rows


def ends(mapping: ScbMapping) -> dict[int, dict[int, Decimal]]:
    """Year → age → inhabitants as SCB has them now, while a person waits. Raises `Unreadable` with a sentence."""
    return _service().ends(wanted(mapping))


def _service() -> Scb:
    return Scb(Net(NAME, settings.SCB_URL, tries=1, timeout=PATIENCE))


def find(text: str, page: int = 1) -> Hits:
    """Tables that the words fit, while a person waits. Raises `Unreadable` with a sentence."""
    return _service().find(text, page)


def table(code: str) -> Table:
    """What a table consists of, while a person waits; kept for an hour."""
    found: Table | None = cache.get(key := f"scb-{code}")
    if found is None:
        found = _service().table(code)
        cache.set(key, found, KEPT)
    return found
