"""The made municipality's economy: accounts, areas, population, staff and scenarios, of the size that one keeps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from burlov_styrning.base.models import Organ, Source
from indicators.models import (
    AccountFigure,
    CostPerInhabitant,
    EconomicScenario,
    Indicator,
    IndicatorUse,
    IndicatorVersion,
    OrganFrame,
    PopulationReading,
    ScenarioYear,
    ServiceArea,
    ServiceAreaIndicator,
)
from indicators.rules.accounts import LINES, Kind, Line
from indicators.rules.demography import CODES

LAST, YEARS = 2025, 10
REPORTS = {"actual": ("Årsredovisning", 3), "forecast": ("Delårsrapport", 1), "budget": ("Budget", 1),
           "plan": ("Flerårsplan", 1)}  # fmt: skip
"""By version: who tells of each year, and how many of them."""
AREAS, VERSIONS, SCENARIOS = 10, 8, 10
COMING = range(2027, 2031)


def make(
    organs: Sequence[Organ], indicators: Sequence[Indicator], mine: int, compared: int, source: Source, times: int
) -> tuple[ServiceArea, EconomicScenario]:
    """All of it; the first `compared` indicators have the outcomes of the whole country. An area and a scenario.

    `times`: so many times what is kept of the economy as the years go: scenarios with their frames, populations, price
    levels; and twice the years of the accounts, which with ten times the committees is nine times the figures. A year
    is told by as many reports as before. What the municipality does and whom it is compared with stays.
    """
    _accounts(organs, source, min(times, 2))
    _population(organs, source, times)
    _uses([indicators[0], *indicators[compared:]])
    return _areas(organs, indicators, mine, compared), _scenarios(organs, source, times)


def _areas(organs: Sequence[Organ], indicators: Sequence[Indicator], mine: int, compared: int) -> ServiceArea:
    """Ten activities, each with a quality and a cost; all municipalities have both of the first one's."""
    pairs = [(indicators[mine], indicators[compared - 1 - mine])]
    pairs += list(zip(indicators[20::2], indicators[21::2], strict=False))[: AREAS - 1]
    Indicator.objects.filter(pk__in=[quality.pk for quality, _cost in pairs]).update(ratio_scale=True)
    costs = [cost.current_id for _quality, cost in pairs]
    IndicatorVersion.objects.filter(pk__in=costs).update(unit="kr per barn", direction="lower")
    areas = ServiceArea.objects.bulk_create(
        ServiceArea(key=f"a{n}", name=f"Verksamhet {n}", organ=organs[mine]) for n in range(len(pairs))
    )
    ServiceAreaIndicator.objects.bulk_create(
        ServiceAreaIndicator(area=area, indicator=row, side=side)
        for area, pair in zip(areas, pairs, strict=True)
        for side, row in zip(("quality", "cost"), pair, strict=True)
    )
    return areas[0]


def _uses(indicators: Sequence[Indicator]) -> None:
    """All municipalities' tax rates, price indices and the staff's figures."""
    uses = [IndicatorUse.Use.TAX_RATE.value, *(use for use in IndicatorUse.Use.values if use != "tax_rate")]
    for use, row in zip(uses, indicators, strict=False):
        IndicatorUse.objects.create(use=use, indicator=row)
    prices = [row.current_id for use, row in zip(uses, indicators, strict=False) if use in IndicatorUse.PRICES]
    IndicatorVersion.objects.filter(pk__in=prices).update(unit="index")


def _accounts(organs: Sequence[Organ], source: Source, times: int) -> None:
    """Every line of each year as some reports print it, one of them another number, and the committees' three."""
    units = {Kind.MONEY: "mnkr", Kind.PEOPLE: "personer", Kind.PERCENT: "%"}
    years = range(LAST - YEARS * times + 1, LAST + 1)
    told: list[tuple[Organ | None, int, Line, int, str, int]] = [
        (None, place, line, year, version, late)
        for place, line in enumerate(LINES) for year in years
        for version, (_who, count) in REPORTS.items() for late in range(count)
    ]  # fmt: skip
    told += [
        (organ, place, line, year, version, 0)
        for organ in organs[3:] for place, line in enumerate(LINES) if line.key in ("income", "cost", "net_cost")
        for year in years for version in REPORTS
    ]  # fmt: skip
    AccountFigure.objects.bulk_create(
        (
            AccountFigure(
                entity="organ" if organ else "municipality", organ=organ, figure=line.printed, year=year,
                version=version, unit=units[line.kind], printed=f"{amount},5", value=amount + Decimal("0.5"),
                report=f"{REPORTS[version][0]} {year + late}", source=source,
            )
            for organ, place, line, year, version, late in told
            for amount in [100 + (place * 37 + year * 11) % 900 + (late == 1)]
        ),
        batch_size=2000,
    )  # fmt: skip


def _population(organs: Sequence[Organ], source: Source, times: int) -> None:
    """Some versions of a forecast, and a cost of each class for each committee at the prices of each year."""
    PopulationReading.objects.bulk_create(
        PopulationReading(
            title=f"Prognos {version}", counted_to=2025, source=source, in_use=not version,
            ends={str(year): {str(age): str(200 + (age * 7 + year * 3 + version) % 50) for age in range(101)}
                  for year in range(2018, 2036)},
        )
        for version in range(VERSIONS * times)
    )  # fmt: skip
    CostPerInhabitant.objects.bulk_create(
        CostPerInhabitant(organ=organ, age_class=code, price_year=2026 - back, value=Decimal("101.5"), source=source)
        for back in range(times)
        for organ in organs[3:12]
        for code in CODES
    )


def _scenarios(organs: Sequence[Organ], source: Source, times: int) -> EconomicScenario:
    """Scenarios of four years, each with the committees' frames."""
    rows = EconomicScenario.objects.bulk_create(
        EconomicScenario(
            name=f"Scenario {n}", version="1", date="2026-10-01", source=source, in_use=not n, base_year=2027,
            wage_cost=900_000, price_base=500_000, tax_base=5_700_000, assumptions="Löner ökar 3 procent. " * 5,
        )
        for n in range(SCENARIOS * times)
    )  # fmt: skip
    ScenarioYear.objects.bulk_create(
        ScenarioYear(scenario=row, year=year, taxes=1_146_200 + n, grants=332_400, financial_net=-6400,
                     net_cost=1_432_100, result_target=29_572)
        for n, row in enumerate(rows) for year in COMING
    )  # fmt: skip
    OrganFrame.objects.bulk_create(
        OrganFrame(scenario=row, organ=organ, year=year, last=100_000, index=Decimal("2.3"), demography=120)
        for row in rows for organ in organs[3:12] for year in COMING
    )  # fmt: skip
    return rows[0]
