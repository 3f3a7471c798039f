"""The models of the first floor: what is measured."""

from indicators.models.demography import CostPerInhabitant, PopulationReading
from indicators.models.economy import (
    AccountFigure,
    EconomicScenario,
    OrganFrame,
    ScenarioYear,
)
from indicators.models.efficiency import IndicatorUse, ServiceArea, ServiceAreaIndicator
from indicators.models.imports import Import, ImportFact, ImportRow, Verdict
from indicators.models.indicator import ComparisonGroup, Indicator, IndicatorVersion
from indicators.models.outcome import Forecast, HiddenValue, Missing, Outcome, Sex
from indicators.models.sources import Catalogue, Drift, KoladaItem, ScbMapping
from indicators.models.survey import Survey

__all__ = [
    "AccountFigure",
    "Catalogue",
    "ComparisonGroup",
    "CostPerInhabitant",
    "Drift",
    "EconomicScenario",
    "Forecast",
    "HiddenValue",
    "Import",
    "ImportFact",
    "ImportRow",
    "Indicator",
    "IndicatorUse",
    "IndicatorVersion",
    "KoladaItem",
    "Missing",
    "OrganFrame",
    "Outcome",
    "PopulationReading",
    "ScbMapping",
    "ScenarioYear",
    "ServiceArea",
    "ServiceAreaIndicator",
    "Sex",
    "Survey",
    "Verdict",
]
