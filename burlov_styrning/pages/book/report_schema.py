"""The schema of `report/1`: a printed report as flat lists that another program can compare."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from burlov_styrning.pages.book.audit_schema import Audit
from burlov_styrning.pages.book.premises_schema import Exact, Premises
from burlov_styrning.pages.book.schema.fields import Amount, Count, Key, PartialDate, Period

FORMAT = "report/1"
Status = Literal["met", "on_course", "not_met", "unknown"]
Judgement = Literal["met", "on_course", "not_met", "not_assessable"]
TermKey = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{4}-[0-9]{4}$")]
Sha256 = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9a-f]{64}$")]
Kind = Literal["annual", "interim", "tertial", "committee", "catalogue", "premises", "audit"]
SOMETIMES = ("proposals", "layout", "changes", "onward", "premises", "compared", "audit", "openings")
STATUSES = ("status", "target_status", "forecast_status")


class ReportPart(BaseModel):
    """Unknown fields are refused; all fields are written, null where there is nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(ReportPart):
    """One goal × owner × indicator × sex × year."""

    goal: Key
    owner: Key | None
    indicator: Key
    period: Period
    read: Period | None
    """The period whose outcome was read for it (a lag)."""
    sex: Literal["T", "K", "M"]
    baseline: Amount | None
    outcome: Amount | None
    missing: Literal["lapse", "not_applicable", "suppressed", "secret", "not_published", "not_measured"] | None
    progression: Amount | None
    status: Status | None
    forecast: Amount | None
    forecast_status: Status | None
    target: Amount | None
    target_status: Status | None
    trend: Literal["better", "same", "worse"] | None
    example: bool
    source: Key | None
    fetched: PartialDate | None

    @model_validator(mode="after")
    def _only_totals_are_judged(self) -> Self:
        if self.sex != "T" and any(getattr(self, name) is not None for name in STATUSES):
            raise PydanticCustomError("report_sex_status", "statuses are null on K and M rows")
        return self


class OwnerJudgement(ReportPart):
    """What one owner judged, beside what its figures suggest."""

    owner: Key | None
    suggestion: Judgement
    measured: Annotated[list[Count], Field(min_length=2, max_length=2)]
    assessment: Judgement | None
    analysis: str | None
    motivation: str | None


class GoalLine(ReportPart):
    """A goal, and each owner's judgement of it."""

    goal: Key
    suggestion: Judgement
    measured: Annotated[list[Count], Field(min_length=2, max_length=2)]
    """How many of how many indicators."""
    assessment: Judgement | None
    by_owner: list[OwnerJudgement]


class AreaLine(ReportPart):
    """A goal area's own judgement."""

    area: Key
    assessment: Judgement | None
    analysis: str | None


class BalanceStep(ReportPart):
    """A line in mnkr: `result`, adjustments and reserves with their sign, `adjusted` and `balance` the sums so far."""

    step: str
    sign: Literal[1, -1]
    amount: Exact | None


class Restored(ReportPart):
    """What a year's balance result restored of a deficit, in mnkr."""

    year: Count
    amount: Exact


class Debt(ReportPart):
    """A deficit that is to be restored, in mnkr."""

    year: Count
    amount: Exact
    left: Exact
    due: Count
    restored: list[Restored]


class BalanceSteps(ReportPart):
    """How the accounts give the balance result, beside the amount that was entered."""

    verdict: str
    version: Literal["actual", "forecast", "budget", "plan"]
    steps: list[BalanceStep]
    debts: list[Debt]
    sources: list[str]


class Whole(ReportPart):
    """God ekonomisk hushållning: met is uppnås, on_course uppnås delvis, not_met uppnås inte."""

    ALWAYS: ClassVar = ("assessment", "analysis")
    assessment: Literal["met", "on_course", "not_met"] | None
    analysis: str | None
    balance: str | None = None
    balance_text: str | None = None
    balance_steps: BalanceSteps | None = None
    group_text: str | None = None

    @model_serializer(mode="wrap")
    def _entered(self, handler: SerializerFunctionWrapHandler) -> Any:
        """Balance result and group stand there where they were entered."""
        return {name: value for name, value in handler(self).items() if value is not None or name in self.ALWAYS}


class ActivityLine(ReportPart):
    """What a unit did for a goal."""

    goal: Key
    unit: Key | None
    text: str
    due: PartialDate | None
    state: Literal["planned", "ongoing", "done", "stopped"]


class NeedLine(ReportPart):
    """What a unit needs."""

    unit: str
    text: str


class HeardLine(ReportPart):
    """Who was heard, and when."""

    name: str
    date: PartialDate | None


class CostLine(ReportPart):
    """What a proposal costs in a year, in tkr."""

    year: Count
    operating: Amount | None
    investment: Amount | None


class CheckLine(ReportPart):
    """The realistic check: improvements over `span` years, and how many peers did at least what is demanded."""

    indicator: Key
    verdict: Literal["within", "ambitious", "beyond", "not_comparable"]
    span: Count
    demanded: Amount | None
    own: Amount | None
    peers: Count
    peers_as_fast: Count


class ProposalLine(ReportPart):
    """A proposal of the catalogue; in `figures` its key stands for the goal's, what it proposes for what is decided."""

    proposal: Key
    number: Annotated[int, Field(strict=True, ge=1)]
    owner: Key
    state: Literal["submitted", "supplement", "referred_back", "adopted", "declined", "lapsed"]
    example: bool
    area: str | None
    title: str
    wording: str | None
    target_group: str | None
    function: str | None
    continues: str | None
    year: Count
    needs: list[NeedLine]
    consulted: list[HeardLine]
    costs: list[CostLine]
    within_frame: bool | None
    checks: list[CheckLine]


class OnwardLine(ReportPart):
    """A goal's final judgement, and what becomes of it when the term ends."""

    goal: Key
    assessment: Judgement | None
    course: Literal["goes_on", "ends"]
    reason: str
    indicators: list[Key]
    activities: list[str]


class Counts(ReportPart):
    """Goals by judgement; `not_judged` counts those that nobody judged."""

    met: Count
    on_course: Count
    not_met: Count
    not_assessable: Count
    not_judged: Count


class LayoutLine(ReportPart):
    """What was chosen for the report and written to it; a report that takes up all, as usual, does not have it."""

    preface: str
    chapters: list[str]
    comments: dict[str, str]
    goals: str
    depth: Literal["full", "short"]
    of: Count
    """So many goals or proposals there were to choose from."""
    by: Literal["organ"] | None = None
    """Where the chapters are the committees' and not the areas'."""

    @model_serializer(mode="wrap")
    def _where_chosen(self, handler: SerializerFunctionWrapHandler) -> Any:
        return {name: value for name, value in handler(self).items() if value is not None}


class DecisionLine(ReportPart):
    """A decision as it is cited."""

    organ: Key
    date: PartialDate | None
    paragraph: str
    registry: str


class OpeningLine(ReportPart):
    """What a committee wrote and decided to open its chapter, printed before its goals."""

    organ: Key
    text: str
    decision: DecisionLine | None
    changed: bool
    """Whether the text was changed after the decision."""
    example: bool


class FetchedOpening(ReportPart):
    """The same in an edition of before committees' openings were decided: from an edition of the committee's report."""

    organ: Key
    text: str
    edition: Annotated[int, Field(strict=True, ge=1)]
    issued: PartialDate
    sha256: Sha256


class GroupLine(ReportPart):
    """Whom the indicators are held against: `alla`, or the key of a comparison group, and why just they."""

    key: str
    title: str
    reason: str


class ComparedLine(ReportPart):
    """One indicator in one year: our final value, the group's median and quartiles (none with fewer than five values),
    our place (1 is best) of so many, shared by so many; `asked`: how many municipalities the group has.
    """

    indicator: Key
    year: Count
    value: Exact
    median: Exact
    lower: Exact | None
    upper: Exact | None
    place: Count
    shared: Count
    of: Count
    asked: Count
    direction: Literal["higher", "lower", "within"]
    bounds: list[Exact | None] | None
    formula: str
    sources: list[Key]
    example: bool


class Compared(ReportPart):
    """Where the municipality stands among others."""

    group: GroupLine
    rows: list[ComparedLine]


class ChangeLine(ReportPart):
    """One thing that differs from the edition before."""

    kind: Literal["scope", "judgement", "figure", "text", "activity"]
    about: str
    what: str
    before: str
    after: str


class ChangesLine(ReportPart):
    """What changed since an earlier edition, in words."""

    since: Annotated[int, Field(strict=True, ge=1)]
    rows: list[ChangeLine]


class Report(ReportPart):
    """One edition."""

    format: Literal["report/1"] = "report/1"
    kind: Kind
    term: TermKey
    round: Key | None
    edition: Annotated[int, Field(strict=True, ge=1)]
    issued: PartialDate
    sha256: Sha256
    figures: list[Figure]
    goals: list[GoalLine]
    areas: list[AreaLine]
    whole: Whole | None
    activities: list[ActivityLine]
    counts: Counts
    proposals: list[ProposalLine] | None = None
    """Of a catalogue only; another report does not have the word."""
    onward: list[OnwardLine] | None = None
    """Of a term's last annual report only."""
    layout: LayoutLine | None = None
    openings: list[OpeningLine | FetchedOpening] | None = None
    """Of a report whose chapters are the committees', and of a committee's own that has one."""
    changes: ChangesLine | None = None
    compared: Compared | None = None
    """Where the report says how the municipality stands among others."""
    premises: Premises | None = None
    """Of a budget's premises only; `goal` in `figures` is a proposal's key before there are goals."""
    audit: Audit | None = None
    """Of what the auditors examine a round by only."""

    @model_serializer(mode="wrap")
    def _where_there_is_one(self, handler: SerializerFunctionWrapHandler) -> Any:
        """Proposals stand there where they are printed, a layout where something was chosen."""
        return {name: value for name, value in handler(self).items() if value is not None or name not in SOMETIMES}

    @model_validator(mode="after")
    def _counts_count_goals(self) -> Self:
        judged: list[str] = [goal.assessment or "not_judged" for goal in self.goals]
        for name, number in self.counts.model_dump().items():
            if judged.count(name) != number:
                raise PydanticCustomError(
                    "report_counts", "counts.{name} is not the number of such goals", {"name": name}
                )
        return self
