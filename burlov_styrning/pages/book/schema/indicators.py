"""Indicators, their outcomes and forecasts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from burlov_styrning.pages.book.schema.fields import (
    Amount,
    Bounds,
    Code,
    Count,
    Direction,
    Frequency,
    IndicatorKind,
    Key,
    Line40,
    Line60,
    Line80,
    Line200,
    Line300,
    PartialDate,
    Period,
    Text,
    Truth,
)
from burlov_styrning.pages.book.schema.row import Before, Row

Decimals = Annotated[int, Field(strict=True, ge=0, le=9)]


class Origin(Row):
    """The register it comes from, and its id there."""

    IDENTITY = ()
    system: Line40 = ""
    id: Line80 | None = None


class IndicatorBefore(Before):
    """An earlier version of an indicator."""

    until: PartialDate  # needed here: by it a version is meant
    name: Line300 | None = None
    definition: Text | None = None
    unit: Line60 | None = None
    decimals: Decimals | None = None
    direction: Direction | None = None
    bounds: Bounds | None = None
    tolerance: Amount | None = None
    kind: IndicatorKind | None = None
    frequency: Frequency | None = None
    cumulative: Truth | None = None
    ratio_scale: Truth | None = None
    by_sex: Truth | None = None
    minimum_count: Count | None = None
    organ: Key | None = None
    function: Line200 | None = None
    continues: Key | None = None
    origin: Origin | None = None


class Indicator(Row):
    """A measure: its current version, and what applied before."""

    REQUIRED = ("name",)
    key: Key
    name: Line300 = ""
    definition: Text = ""
    unit: Line60 = ""
    decimals: Decimals = 0
    direction: Direction = "higher"
    bounds: Bounds | None = None
    tolerance: Amount | None = None
    kind: IndicatorKind = "quality"
    frequency: Frequency = "year"
    cumulative: Truth = False
    ratio_scale: Truth = False
    by_sex: Truth = False
    minimum_count: Count | None = None
    organ: Key | None = None
    function: Line200 = ""
    continues: Key | None = None
    origin: Origin | None = None
    earlier: list[IndicatorBefore] = []


class Outcome(Row):
    """One value, or why it is missing. Several for one cell are revisions."""

    IDENTITY = ("indicator", "area", "organ", "unit", "period", "sex", "source", "published", "fetched")
    indicator: Key
    period: Period
    area: Code | None = None
    """Null is the book's own municipality; the book fills it in when it is read."""
    organ: Key | None = None
    unit: Key | None = None
    sex: Literal["T", "K", "M"] = "T"
    version: PartialDate | None = None
    value: Amount | None = None
    missing: Literal["lapse", "not_applicable", "suppressed", "secret", "not_published", "not_measured"] | None = None
    count: Count | None = None
    response_rate: Amount | None = None
    margin: Amount | None = None
    status: Literal["preliminary", "final", "revised"] = "final"
    source: Key | None = None
    published: PartialDate | None = None
    fetched: PartialDate | None = None
    comment: Text = ""

    def cell(self) -> tuple[Any, ...]:
        """What is measured: two outcomes of one cell are revisions of each other."""
        return (self.indicator, self.area, self.organ, self.unit, self.period, self.sex)


class Forecast(Row):
    """A full-year forecast made in a round."""

    IDENTITY = ("indicator", "owner", "round", "period")
    REQUIRED = ("value",)
    indicator: Key
    owner: Key | None = None
    round: Key | None = None
    period: Period
    value: Amount | None = None
    comment: Text = ""
