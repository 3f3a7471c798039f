"""An indicator's versions: the current one stands in the indicator's own fields, what applied before in `earlier`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from burlov_styrning.pages.book.rows import tables
from burlov_styrning.pages.book.rows.columns import Keys
from burlov_styrning.pages.book.schema import Indicator, IndicatorBefore
from indicators.models import IndicatorVersion

FIELDS = ("name", "definition", "unit", "decimals", "direction", "bounds", "tolerance")


def read_versions(fields: dict[str, Any], versions: Sequence[IndicatorVersion], keys: Keys) -> dict[str, Any]:
    """The indicator with its versions, newest first; a default that no book said is left out."""
    current = next((version for version in versions if version.until is None), None)
    earlier = sorted((v for v in versions if v.until is not None), key=lambda v: v.until or "", reverse=True)
    whole = fields | (_read(current, keys) if current else {})
    if current is not None and isinstance(current.said, dict):
        told = {name: value for name, value in whole.items() if not _untold(name, value, current.said)}
        whole = current.said | told
    if earlier:
        whole["earlier"] = [_before(version, keys) for version in earlier]
    return whole


def _read(version: IndicatorVersion, keys: Keys) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column in tables.VERSIONED:
        fields |= column.read(version, keys)
    return fields


def _untold(name: str, value: Any, said: dict[str, Any]) -> bool:
    return name not in said and bool(value == Indicator.model_fields[name].default)


def _before(version: IndicatorVersion, keys: Keys) -> dict[str, Any]:
    """What a book said of it; of one that was made here, all that it means."""
    if isinstance(version.said, dict):
        return {**version.said, "until": version.until}
    return {**_read(version, keys), "until": version.until}


def told_defaults(part: Indicator) -> dict[str, Any]:
    """The fields that the book names although they equal their default, as the current version keeps them."""
    dumped = part.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {
        name: dumped[name]
        for name in part.said()
        if name != "key" and getattr(part, name) == Indicator.model_fields[name].default
    }


def earlier_versions(part: Indicator, indicator: Any, keys: Keys) -> list[IndicatorVersion]:
    """The earlier versions, newest first; what one does not say is as it was afterwards."""
    after: Any = part
    made = []
    for before in part.earlier:
        meant = before.model_copy(update={name: _meant(before, after, name) for name in FIELDS})
        attrs: dict[str, Any] = {}
        for column in tables.VERSIONED:
            attrs |= column.write(meant, keys)
        made.append(IndicatorVersion(indicator=indicator, until=before.until, said=_said(before), **attrs))
        after = meant
    return made


def _meant(before: IndicatorBefore, after: Any, name: str) -> Any:
    value = getattr(before, name)
    if name == "bounds" and value is None and before.direction is not None and before.direction != after.direction:
        return None  # bounds belong to the direction
    return getattr(after, name) if value is None else value


def _said(before: IndicatorBefore) -> dict[str, Any]:
    return before.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"until"})
