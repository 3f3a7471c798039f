"""Indicators and outcomes as tests need them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from burlov_styrning.base.models import Municipality
from indicators import outcomes
from indicators.entries import Entry
from indicators.models import (
    AccountFigure,
    ComparisonGroup,
    CostPerInhabitant,
    Indicator,
    IndicatorUse,
    Outcome,
    PopulationReading,
    ServiceArea,
)
from tests.world import World, make_indicator

D = Decimal


def entry(indicator: Indicator, period: str = "2025", value: str | None = "80", **fields: Any) -> Entry:
    """An entry that the rules let through."""
    return Entry(indicator, period, value=None if value is None else D(value), **fields)


def entered(world: World, period: str = "2025", value: str | None = "80", **fields: Any) -> Outcome:
    """An outcome of the school committee's indicator."""
    return outcomes.enter(entry(world.indicator, period, value, **fields), by=world.staff).rows[0]


def grouped(world: World, key: str = "sma", minimum: int = 5) -> Indicator:
    """An indicator of the school committee by sex that hides groups below the minimum."""
    indicator = make_indicator(key, world.school, unit="antal")
    indicator.by_sex, indicator.minimum_count = True, minimum
    indicator.save()
    return indicator


def by_sex(indicator: Indicator, **cells: tuple[str, int]) -> list[Entry]:
    """Entries of 2025, such as `T=("43", 43), K=("40", 40)`: value and count."""
    return [entry(indicator, "2025", value, sex=sex, count=count) for sex, (value, count) in cells.items()]


def published(row: Outcome) -> Outcome:
    """The outcome as an edition has printed it."""
    Outcome.objects.filter(pk=row.pk).update(exposure="published")
    return Outcome.objects.get(pk=row.pk)


def valued(indicator: Indicator, values: dict[int, str], who: Any, **fields: Any) -> Indicator:
    """The indicator with published outcomes of the years, about a municipality."""
    for year, value in values.items():
        Outcome.objects.create(
            indicator=indicator, version=indicator.current, municipality=who, period=str(year), year=year, value=value,
            exposure="published", **fields,
        )  # fmt: skip
    return indicator


def reckoned(world: World) -> ServiceArea:
    """An activity with a quality that rose and a cost that fell in fixed prices, and the price index for that."""
    own = world.municipality
    quality = valued(make_indicator("nojda", world.school), {2023: "80", 2025: "84"}, own)
    quality.ratio_scale = True
    quality.save()
    cost = valued(make_indicator("kostnad", world.school, unit="kr per barn", direction="lower"),
                  {2023: "100000", 2024: "104000", 2025: "105000"}, own)  # fmt: skip
    prices = valued(make_indicator("pkv", unit="index"), {2023: "100", 2024: "105", 2025: "110"}, own)
    IndicatorUse.objects.create(use="pkv", indicator=prices)
    area: ServiceArea = ServiceArea.objects.create(key="skola", name="Skola", organ=world.school)
    for side, row in (("quality", quality), ("cost", cost)):
        area.pairs.create(indicator=row, side=side)
    return area


def demanding(world: World) -> PopulationReading:
    """A population of 100 in each class of age that grows by two a year in those of six, and what they cost."""
    for organ, code, cost in ((world.school, "6", "120.5"), (world.school, "7-9", "140"), (world.social, "90-", "350")):
        CostPerInhabitant.objects.create(organ=organ, age_class=code, price_year=2026, value=cost)
    ends = {str(year): {str(age): str(100 + (2 * (year - 2025) if age == 6 else 0)) for age in range(101)}
            for year in range(2025, 2030)}  # fmt: skip
    made: PopulationReading = PopulationReading.objects.create(title="Prognos, oktober", counted_to=2025, ends=ends)
    return made


def staffed(world: World) -> None:
    """Full-time equivalents and sick leave, with what the accounts say of the same years."""
    for use, unit, values in (
        ("fte", "årsarbetare", {2024: "1000", 2025: "1010"}), ("sick_leave", "%", {2024: "7.5", 2025: "7.0"})
    ):  # fmt: skip
        row = valued(make_indicator(use, unit=unit, direction="lower"), values, world.municipality)
        IndicatorUse.objects.create(use=use, indicator=row)
    AccountFigure.objects.create(figure="Verksamhetens nettokostnader", year=2025, unit="mnkr", printed="1 212,0",
                                 value="1212.0", report="Årsredovisning 2025")  # fmt: skip


def tax_rates(world: World) -> Indicator:
    """Our own rate as the accounts print it, and those of two neighbours, who are a group."""
    row = make_indicator("skattesats", unit="%", direction="lower")
    others = [Municipality.objects.create(code=f"200{n}", name=f"Granne {n}") for n in range(2)]
    for other, rate in zip(others, ("20.50", "21.00"), strict=True):
        valued(row, {2024: rate, 2025: rate}, other)
    valued(row, {2025: "20.10"}, world.municipality)
    group = ComparisonGroup.objects.create(key="grannarna", title="Grannarna", reason="Samma pendling.")
    group.members.set(others)
    IndicatorUse.objects.create(use="tax_rate", indicator=row)
    AccountFigure.objects.create(figure="Kommunal skattesats", year=2024, unit="%", printed="20,09", value="20.09",
                                 report="Årsredovisning 2024")  # fmt: skip
    return row
