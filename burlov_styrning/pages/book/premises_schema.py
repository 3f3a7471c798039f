"""The premises of a budget in `report/1`: amounts in tkr, exact decimals as text, keys as in the goal book."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from burlov_styrning.pages.book.schema.fields import Amount, Count, Key, PartialDate

Exact = Annotated[str, StringConstraints(strict=True, pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
"""All the digits that the arithmetic gave."""
Year = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{4}$")]


class Part(BaseModel):
    """Unknown fields are refused; all fields are written, null where there is nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CitedLine(Part):
    """The decision that something stands on."""

    organ: Key
    date: PartialDate | None
    paragraph: str
    registry: str


class WayLine(Part):
    """One indicator on one owner's way: where it begins, the level of each year, where it is to end."""

    owner: Key | None
    indicator: Key
    baseline: Amount | None
    baseline_year: Count | None
    latest: Count | None
    """The year of the latest outcome, which stands among the figures."""
    breaks: list[Count]
    """The years of outcomes from which a value means something else than before."""
    levels: dict[Year, Amount | None]
    """Null: not measured that year."""
    target: Amount | None
    low: Amount | None
    high: Amount | None
    window: list[Count] | None
    decision: CitedLine | None


class CostYear(Part):
    """What it costs in a year, in tkr."""

    year: Count
    operating: Amount | None
    investment: Amount | None


class WantedLine(Part):
    """An adopted goal, or a proposal before there are goals."""

    goal: Key
    number: Annotated[int, Field(strict=True, ge=1)]
    title: str
    wording: str
    area: str
    owners: list[Key]
    decision: CitedLine | None
    year: Count
    costs: list[CostYear]
    within_frame: bool | None
    state: str
    recommended: str
    rank: Count | None
    points: Count | None
    example: bool
    lines: list[WayLine]


class ScenarioLine(Part):
    """What is assumed, from when and from where."""

    name: str
    version: str
    date: PartialDate
    assumptions: str
    source: Key | None
    base_year: Count | None
    example: bool


class RoomLine(Part):
    """room = taxes + grants + financial_net − net_cost − result_target; left = limit − frames; after = room − cost."""

    year: Count
    taxes: Exact | None
    grants: Exact | None
    financial_net: Exact | None
    net_cost: Exact | None
    result_target: Exact | None
    room: Exact | None
    limit: Exact | None
    frames: Exact | None
    left: Exact | None
    cost: Exact | None
    investment: Exact | None
    within: Exact | None
    after: Exact | None
    example: bool


class FrameLine(Part):
    """new = last + indexation + demography + changes − efficiency + remaining, growth = new − last; without an organ
    the sum of all."""

    organ: Key | None
    year: Count
    index: Exact | None
    last: Exact
    indexation: Exact
    demography: Exact
    changes: Exact
    efficiency: Exact
    remaining: Exact
    new: Exact
    growth: Exact
    example: bool


class EffectLine(Part):
    """What a small change means, in tkr."""

    change: str
    base: Exact
    amount: Exact


class AccountPart(Part):
    """A number that a key figure is computed from, as printed."""

    line: str
    printed: str
    unit: str
    report: str
    source: Key | None


class KeyFigureLine(Part):
    """An own calculation of a year; a quotient has 28 digits."""

    figure: str
    year: Count
    version: Literal["actual", "forecast", "budget", "plan"]
    value: Exact
    example: bool
    parts: list[AccountPart]


class NeedPart(Part):
    """need = change × cost: what one class asks of one committee, in tkr."""

    organ: Key
    age_class: str
    year: Count
    change: Exact
    cost: Exact
    need: Exact
    source: Key | None


class NeedSum(Part):
    """A committee's sum of a year."""

    organ: Key
    year: Count
    need: Exact


class NeedOfClass(Part):
    """A class's sum over the committees."""

    age_class: str
    year: Count
    need: Exact


class NeedTotal(Part):
    """All of a year."""

    year: Count
    need: Exact


class Demography(Part):
    """The demographic need against the base year."""

    base: Count
    price_year: Count
    counted_to: Count
    population: str
    source: Key | None
    years: list[Count]
    without_cost: list[str]
    parts: list[NeedPart]
    needs: list[NeedSum]
    totals: list[NeedTotal]
    by_class: list[NeedOfClass]
    example: bool


class StaffCell(Part):
    """A year's outcome."""

    year: Count
    value: Exact | None
    missing: str | None
    source: Key | None


class StaffMeasure(Part):
    """One of the staff's figures."""

    use: str
    indicator: Key
    name: str
    unit: str
    decimals: Count
    example: bool
    cells: list[StaffCell]


class StaffMoney(Part):
    """Net cost and result in mnkr; the net cost per full-time equivalent in tkr."""

    year: Count
    net_cost: Exact | None
    result: Exact | None
    per_employee: Exact | None


class Staff(Part):
    """The staff beside the economy."""

    years: list[Count]
    measures: list[StaffMeasure]
    money: list[StaffMoney]
    sources: list[str]
    lacking: list[str]


class Premises(Part):
    """The budget year, then its plan years."""

    years: list[Count]
    basis: Literal["goals", "proposals", "none"]
    lists: Count | None
    """How many priority lists the ranks are counted from."""
    goals: list[WantedLine]
    scenario: ScenarioLine | None
    room: list[RoomLine]
    frames: list[FrameLine]
    frame_totals: list[FrameLine]
    sensitivity: list[EffectLine]
    key_figures: list[KeyFigureLine]
    demography: Demography | None
    staff: Staff | None
