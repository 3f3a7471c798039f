"""Needs, proposals, ballots and goals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from burlov_styrning.pages.book.schema.fields import (
    Amount,
    Bounds,
    GoalKind,
    GoalLevel,
    Key,
    Line200,
    Line300,
    PartialDate,
    PathState,
    Text,
    Truth,
    Window,
    Year,
    YearValues,
)
from burlov_styrning.pages.book.schema.row import Before, Row

Lag = Annotated[int, Field(strict=True, ge=0, le=2)]
ProposalState = Literal[
    "draft", "ready", "submitted", "supplement", "referred_back", "adopted", "declined", "withdrawn", "lapsed"
]


class Need(Row):
    """What matters most to a unit."""

    REQUIRED = ("unit", "text")
    key: Key
    unit: Key | None = None
    text: Text = ""
    evidence: Text = ""
    indicators: list[Key] = []


class Baseline(Row):
    """The value that a target starts from."""

    IDENTITY = ()
    year: Year | None = None
    value: Amount | None = None


class Statements(Row):
    """A committee's own words on each criterion."""

    IDENTITY = ()
    specific: Text = ""
    measurable: Text = ""
    accepted: Text = ""
    realistic: Text = ""
    time_bound: Text = ""
    responsibility: Text = ""


class Consultation(Row):
    """A unit that was consulted."""

    IDENTITY = ("unit", "date")
    unit: Key
    date: PartialDate | None = None


class Cost(Row):
    """What a proposal costs in a year, tkr."""

    IDENTITY = ("year",)
    year: Year
    operating: Amount | None = None
    investment: Amount | None = None


class ProposalIndicator(Row):
    """An indicator of a proposal, with its proposed target and yearly values."""

    IDENTITY = ("indicator",)
    indicator: Key
    baseline: Baseline | None = None
    target: Amount | None = None
    bounds: Bounds | None = None
    values: YearValues = {}


class Proposal(Row):
    """A committee's proposal to the council."""

    REQUIRED = ("organ",)
    key: Key
    organ: Key | None = None
    area: Key | None = None
    title: Line200 = ""
    wording: Text = ""
    needs: list[Key] = []
    state: ProposalState = "draft"
    reason: Text = ""
    function: Line200 = ""
    target_group: Line300 = ""
    target_year: Year | None = None
    statements: Statements | None = None
    consulted: list[Consultation] = []
    continues: Key | None = None
    committee_decision: Key | None = None
    council_decision: Key | None = None
    cost: list[Cost] = []
    within_frame: Truth | None = None
    indicators: list[ProposalIndicator] = []


class Ballot(Row):
    """One councillor's list, the most important first."""

    IDENTITY = ("person",)
    person: Key
    proposals: list[Key] = []


class PathBefore(Before):
    """A path before a decision."""

    owner: Key | None = None
    state: PathState | None = None
    motivation: Text | None = None
    values: YearValues | None = None


class Path(Row):
    """One value a year, by the owner who decided it; beside it may stand the one that the owner works on."""

    IDENTITY = ("owner",)
    owner: Key
    state: PathState = "decided"
    decision: Key | None = None
    motivation: Text = ""
    earlier: list[PathBefore] = []
    values: YearValues = {}

    @classmethod
    def identity_of(cls, get: Callable[[str], Any]) -> tuple[Any, ...]:
        """An owner has one decided path and one in work."""
        return (get("owner"), get("state") == "decided")

    def counterpart(self, rows: Mapping[tuple[Any, ...], Any]) -> tuple[Any, ...]:
        """A row that does not say its state tells of the owner's only path."""
        mine, other = self.identity(), (self.owner, self.state != "decided")
        return other if "state" not in self.said() and mine not in rows and other in rows else mine


class TargetBefore(Before):
    """A target before a decision."""

    baseline: Baseline | None = None
    target: Amount | None = None
    window: Window | None = None
    bounds: Bounds | None = None
    lag: Lag | None = None
    version: PartialDate | None = None


class Target(Row):
    """An indicator of a goal, with the council's target and the paths to it."""

    IDENTITY = ("indicator",)
    indicator: Key
    baseline: Baseline | None = None
    target: Amount | None = None
    window: Window | None = None
    bounds: Bounds | None = None
    lag: Lag = 0
    version: PartialDate | None = None
    ended: PartialDate | None = None
    earlier: list[TargetBefore] = []
    paths: list[Path] = []


class GoalBefore(Before):
    """A goal before a decision."""

    area: Key | None = None
    level: GoalLevel | None = None
    kind: GoalKind | None = None
    title: Line200 | None = None
    wording: Text | None = None
    owners: list[Key] | None = None
    contributors: list[Key] | None = None
    proposals: list[Key] | None = None
    stewardship: Truth | None = None
    private_providers: Truth | None = None
    ended: PartialDate | None = None


class Goal(Row):
    """A goal that the council, or a committee, adopted."""

    key: Key
    area: Key | None = None
    level: GoalLevel = "council"
    kind: GoalKind = "operational"
    title: Line200 = ""
    wording: Text = ""
    owners: list[Key] = []
    contributors: list[Key] = []
    proposals: list[Key] = []
    decision: Key | None = None
    stewardship: Truth = False
    private_providers: Truth = False
    ended: PartialDate | None = None
    earlier: list[GoalBefore] = []
    indicators: list[Target] = []
