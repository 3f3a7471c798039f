"""Where the municipality stands among others on the indicators of a report, as a snapshot freezes it: plain values.

From the same functions as the compare page, of final values alone: what is preliminary may still change, and what must
not be shown was never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from burlov_styrning.base.abstract import made_up
from burlov_styrning.rights import Actor, Post, Role
from indicators import comparing
from indicators.comparing import ALL, Comparison, Group
from indicators.models import ComparisonGroup, Indicator, Outcome, Sex

type Plain = dict[str, Any]

BACK = 5
"""So many years back the latest year is looked for in which others have values too."""
FINAL = Q(status__in=(Outcome.Status.FINAL, Outcome.Status.REVISED))
READER = Actor(posts=(Post(Role.CONTROLLER, 0, ""),))
"""The report is read by the controller's rights, whoever issues it."""


def group_of(key: str) -> Group | None:
    """The group that was chosen, also one that has ended since; None where none was."""
    if key == ALL:
        return Group(ALL, "")
    row = ComparisonGroup.objects.filter(key=key).first() if key else None
    return Group(row.key, row.title, row) if row else None


def collect(key: str, indicators: Iterable[int], year: int, closed: datetime | None) -> Plain | None:
    """Each indicator with a place in the group, in the latest year up to the report's; None where there is none.

    `closed`: when the round was closed; what came later is not in the report.
    """
    group = group_of(key)
    if group is None:
        return None
    only = FINAL & Q(entered_at__lte=closed) if closed else FINAL
    rows = Indicator.objects.filter(pk__in=set(indicators)).select_related("current").order_by("key")
    found = comparing.standings(rows, group, range(year - BACK + 1, year + 1), user=READER, only=only)
    if not found:
        return None
    origins = _origins(found, only)
    return {
        "group": {"key": group.key, "title": group.title, "reason": group.row.reason if group.row else ""},
        "rows": [_row(one, *origins.get(pk, ([], False))) for pk, one in found.items()],
    }


def _row(found: Comparison, sources: list[str], example: bool) -> Plain:
    place, spread, own = found.place(found.year), found.spread(found.year), found.who.own
    assert place and spread and own
    counted = found.counted(found.year)
    version = found.indicator.current
    return {
        "indicator": found.indicator.key,
        "year": found.year,
        "value": _text(counted.values[own]),
        "median": _text(spread.median),
        "lower": _text(spread.lower),
        "upper": _text(spread.upper),
        "place": place.place,
        "shared": place.shared,
        "of": place.of,
        "asked": counted.asked,
        "direction": version.direction if version else "",
        "bounds": [_text(version.low), _text(version.high)] if version and version.low is not None else None,
        "formula": found.indicator.formula,
        "sources": sources,
        "example": example,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _origins(found: Mapping[int, Comparison], only: Q) -> dict[int, tuple[list[str], bool]]:
    """Where each one's values of its year are from, and whether any of them was made up. One query."""
    members = next(iter(found.values())).who.members
    rows = Outcome.objects.visible_to(READER).filter(
        only, indicator__in=found, year__in={one.year for one in found.values()}, sex=Sex.TOTAL, organ=None, unit=None,
        municipality__in=members, value__isnull=False,
    )  # fmt: skip
    told: dict[int, tuple[dict[str, None], bool]] = {pk: ({}, False) for pk in found}
    names = ("indicator_id", "year", "source__key", "example", "example_fields")
    for row in rows.order_by("source__key").values_list(*names, named=True).distinct():
        if row.year == found[row.indicator_id].year:
            keys, example = told[row.indicator_id]
            keys |= {row.source__key: None} if row.source__key else {}
            told[row.indicator_id] = (keys, example or made_up(row, "value"))
    return {pk: (list(keys), example) for pk, (keys, example) in told.items()}


def source_keys(compared: Plain | None) -> set[str]:
    """The sources that it rests on."""
    return {key for row in (compared["rows"] if compared else ()) for key in row["sources"]}
