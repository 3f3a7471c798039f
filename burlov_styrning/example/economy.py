"""The example's economy: areas with costs and qualities, price indices, staff. Made up but for what has a source."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from burlov_styrning.base.models import COUNTRY_CODE, Municipality, Organ, Source
from burlov_styrning.exposure import Exposure
from indicators.models import (
    CostPerInhabitant,
    Indicator,
    IndicatorUse,
    IndicatorVersion,
    Outcome,
    PopulationReading,
    ServiceArea,
    ServiceAreaIndicator,
)

HERE = Path(__file__).parent
SIDES = [side.value for side in ServiceAreaIndicator.Side]
MADE_UP = "exempel"
"""The key of the source of what is made up; the example's books have told it."""

type Insert = Callable[[Iterable[Any]], None]


def told() -> dict[str, Any]:
    """Indicators with their values, others' values, areas, and what is used as price index and of the staff."""
    found: dict[str, Any] = json.loads((HERE / "efficiency.json").read_text(encoding="utf-8"))
    return found


def fill(insert: Insert, known: dict[str, Municipality]) -> None:
    """All of it; `insert` writes rows with their lines in the log, `known` are the municipalities by code."""
    data = told()
    sources = {row.key: row for row in Source.objects.all()}
    for key, one in data["sources"].items():
        sources[key] = Source.objects.create(key=key, title=one["title"], url=one["url"])
    organs = {row.key: row for row in Organ.objects.all()}
    for one in data["indicators"]:
        _indicator(one, organs, one.get("source") is None)
    indicators = {row.key: row for row in Indicator.objects.select_related("current")}
    insert(_outcomes(data, indicators, known, sources))
    insert(ServiceArea(key=one["key"], name=one["name"], text=one["text"], organ=organs[one["organ"]], example=True)
           for one in data["areas"])  # fmt: skip
    areas = {row.key: row for row in ServiceArea.objects.all()}
    insert(
        ServiceAreaIndicator(area=areas[one["key"]], indicator=indicators[key], side=side, example=True)
        for one in data["areas"] for side in SIDES for key in one.get(side, ())
    )  # fmt: skip
    insert(IndicatorUse(use=use, indicator=indicators[key], example=True) for use, key in data["uses"].items())


def fill_demography(insert: Insert) -> None:
    """A made-up distribution on ages with two forecasts, and another municipality's printed costs."""
    data = json.loads((HERE / "population.json").read_text(encoding="utf-8"))
    source = Source.objects.get(key=MADE_UP)
    insert(
        PopulationReading(
            title=one["title"], date=date.fromisoformat(one["date"]), counted_to=data["counted_to"], source=source,
            ends=_ends(data["ends"] | one["ends"]), in_use=one is data, example=True,
        )
        for one in (*data["others"], data)
    )  # fmt: skip
    costs, organs = Source.objects.create(**data["cost_source"]), {row.key: row for row in Organ.objects.all()}
    insert(
        CostPerInhabitant(organ=organs[key], age_class=code, price_year=data["price_year"], value=Decimal(value),
                          source=costs, example=True)
        for key, of in data["costs"].items() for code, value in of.items()
    )  # fmt: skip


def _ends(told: dict[str, list[int]]) -> dict[str, dict[str, str]]:
    return {year: {str(age): str(number) for age, number in enumerate(row)} for year, row in told.items()}


def _indicator(one: dict[str, Any], organs: dict[str, Organ], example: bool) -> None:
    system, place = one.get("origin", ("own", ""))
    row = Indicator.objects.create(
        key=one["key"], kind=one["kind"], ratio_scale=one["ratio_scale"], organ=organs[one["organ"]],
        function=one["function"], origin_system=system, origin_id=place, example=example,
    )  # fmt: skip
    row.current = IndicatorVersion.objects.create(
        indicator=row, **{name: one[name] for name in ("name", "definition", "unit", "decimals", "direction")}
    )
    row.save()


def _outcomes(
    data: dict[str, Any], indicators: dict[str, Indicator], known: dict[str, Municipality], sources: dict[str, Source]
) -> Iterator[Outcome]:
    own = next(row for row in known.values() if row.own)
    for one in data["indicators"]:
        source = sources[one.get("source", MADE_UP)]
        for who, name in ((own, "values"), (known[COUNTRY_CODE], "country")):
            for year, value in one.get(name, {}).items():
                yield _outcome(indicators[one["key"]], who, year, value, source)
    for key, of in data["others"].items():
        for code, values in of.items():
            for year, value in values.items():
                yield _outcome(indicators[key], known[code], year, value, sources[MADE_UP])


def _outcome(indicator: Indicator, who: Municipality, year: str, value: str, source: Source) -> Outcome:
    return Outcome(
        indicator=indicator, version=indicator.current, municipality=who, period=year, year=int(year),
        value=Decimal(value), source=source, exposure=Exposure.PUBLISHED, example=source.key == MADE_UP,
        published=f"{int(year) + 1}-03-01",
    )  # fmt: skip
