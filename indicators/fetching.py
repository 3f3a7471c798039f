"""Fetching as steps: what is asked of the sources over the net. It is read in the background and waits as a preview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import ngettext

from indicators import catalogue, imports
from indicators.models import Import, Indicator, ScbMapping
from indicators.sources.scb import municipality_of


def from_kolada(
    indicators: Sequence[Indicator],
    codes: Sequence[str],
    years: Sequence[int],
    *,
    by: Any,
    background: bool = True,
    night: bool = False,
) -> Import:
    """Ask Kolada for outcomes of these indicators, municipalities and years."""
    catalogue.source()  # what is fetched says where it is from
    request = {
        "indicators": [row.key for row in indicators], "years": sorted(years),
        "municipalities": [row.code for row in catalogue.municipalities(codes)],
        "by_sex": [row.key for row in indicators if row.by_sex],
    }  # fmt: skip
    if night:
        request["night"] = True
    n = len(indicators)
    title = ngettext("%(n)s indikator, %(years)s", "%(n)s indikatorer, %(years)s", n)
    span = f"{min(years)}–{max(years)}" if len(years) > 1 else str(years[0])
    return imports.fetch(Import.Origin.KOLADA, title % {"n": n, "years": span}, request, by=by, background=background)


def from_scb(mapping: ScbMapping, *, by: Any, background: bool = True, night: bool = False) -> Import:
    """Ask SCB for the cells of a saved mapping."""
    regions = mapping.selection.get(mapping.mapping.get("region", ""), [])
    catalogue.municipalities(filter(None, [*map(municipality_of, regions), mapping.mapping.get("subject", "")]))
    request = {"mapping": mapping.pk} | ({"night": True} if night else {})
    return imports.fetch(Import.Origin.SCB, mapping.name, request, by=by, background=background)
