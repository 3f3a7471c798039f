"""Drift as steps: what Kolada says of an indicator beside what was adopted. Found by itself, decided by a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning.clock import today
from burlov_styrning.workflow import acting
from indicators import definitions
from indicators.models import Drift, Indicator, KoladaItem
from indicators.moves import DRIFTS
from indicators.rules.kolada import bare

State = Drift.State


def in_use() -> list[Indicator]:
    """The indicators that come from Kolada, with their adopted version."""
    rows = Indicator.objects.filter(origin_system__iexact="kolada", formula="").exclude(origin_id="")
    return list(rows.exclude(current=None).select_related("current", "organ"))


def look(indicators: Iterable[Indicator] | None = None) -> list[Drift]:
    """Compare with the catalogue; what is new is put down once, what no longer holds is struck. The new ones."""
    rows = in_use() if indicators is None else list(indicators)
    items = {item.code.casefold(): item for item in KoladaItem.objects.filter(kind=KoladaItem.Kind.KPI)}
    if not items:
        return []
    told = {
        (row.indicator_id, row.fingerprint): row for row in Drift.objects.filter(state__in=[State.OPEN, State.KEPT])
    }
    found = []
    for indicator in rows:
        drift = _of(indicator, items.get(indicator.origin_id.casefold()))
        for (whose, fingerprint), old in told.items():
            if whose == indicator.pk and old.state == State.OPEN and (not drift or fingerprint != drift.fingerprint):
                _outdate(old)
        if drift and (indicator.pk, drift.fingerprint) not in told:
            with acting(DRIFTS, "find", drift, by=None) as act:
                act.row.save()
            found.append(drift)
    return found


def _outdate(drift: Drift) -> None:
    with acting(DRIFTS, "outdate", drift, by=None):
        pass


def _of(indicator: Indicator, item: KoladaItem | None) -> Drift | None:
    """What differs, not saved. A definition that nobody adopted here differs from nothing."""
    version: Any = indicator.current
    made = Drift(indicator=indicator, version=version, found=today(), gone=item is None)
    if item and bare(item.title) != bare(version.name):
        made.name = item.title
    if item and bare(version.definition) and bare(item.text) and bare(item.text) != bare(version.definition):
        made.definition = item.text
    if not (made.gone or made.name or made.definition):
        return None
    said = "\n".join([indicator.origin_id, str(made.gone), bare(made.name), bare(made.definition)])
    made.fingerprint = hashlib.sha256(said.encode()).hexdigest()
    return made


def may_reword(drift: Drift) -> bool:
    """Whether the new words can be had without a break: only while no value stands under the old ones."""
    return not drift.gone and not definitions.has_values(drift.indicator)


def take_over(drift: Drift, *, by: Any, until: str = "") -> None:
    """Adopt what Kolada says as a new version, with a break in the series after `until`."""
    with acting(DRIFTS, "take_over", drift, by=by) as act:
        _not_gone(act)
        definitions.redefine(act.row.indicator, by=by, meaning=_meaning(act.row), until=until)
        _decided(act)


def reword(drift: Drift, *, by: Any) -> None:
    """Adopt what Kolada says as other words for the same."""
    with acting(DRIFTS, "reword", drift, by=by) as act:
        _not_gone(act)
        if not may_reword(act.row):
            act.rule([_("Det finns värden med den gamla innebörden. Ta över som ny version, eller behåll vår.")])
        definitions.redefine(act.row.indicator, by=by, meaning=_meaning(act.row))
        _decided(act)


def keep(drift: Drift, *, by: Any, comment: str = "") -> None:
    """What was adopted here stands; the same is not reported again."""
    with acting(DRIFTS, "keep", drift, by=by, comment=comment) as act:
        _decided(act)


def _not_gone(act: Any) -> None:
    if act.row.gone:
        act.rule([_("Nyckeltalet finns inte längre i Kolada. Det finns inget att ta över.")])


def _decided(act: Any) -> None:
    act.row.decided_by_id, act.row.decided_at = act.actor.person, timezone.now()


def _meaning(drift: Drift) -> dict[str, str]:
    said = {"name": drift.name[:300], "definition": drift.definition}
    return {name: text for name, text in said.items() if text}
