"""The models of the first floor: what is measured."""

from indicators.models.economy import (
    AccountFigure,
    CostPerInhabitant,
    EconomicScenario,
    Population,
    ScenarioYear,
    ServiceArea,
    ServiceAreaIndicator,
)
from indicators.models.imports import Import, ImportRow
from indicators.models.indicator import ComparisonGroup, Indicator, IndicatorVersion
from indicators.models.outcome import Forecast, HiddenValue, Missing, Outcome, Sex

__all__ = [
    "AccountFigure",
    "ComparisonGroup",
    "CostPerInhabitant",
    "EconomicScenario",
    "Forecast",
    "HiddenValue",
    "Import",
    "ImportRow",
    "Indicator",
    "IndicatorVersion",
    "Missing",
    "Outcome",
    "Population",
    "ScenarioYear",
    "ServiceArea",
    "ServiceAreaIndicator",
    "Sex",
]
