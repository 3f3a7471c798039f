"""The schema of `goal-book/1`."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import model_validator

from burlov_styrning.pages.book.schema.base import (
    Assignment,
    Decision,
    GoalArea,
    Municipality,
    Organ,
    Person,
    Phase,
    Selection,
    Source,
    Term,
    Unit,
    Vision,
)
from burlov_styrning.pages.book.schema.fields import Line120
from burlov_styrning.pages.book.schema.followup import Activity, Assessment, Ground, Round
from burlov_styrning.pages.book.schema.goals import (
    Ballot,
    Baseline,
    Consultation,
    Cost,
    Goal,
    GoalBefore,
    Need,
    Path,
    PathBefore,
    Proposal,
    ProposalIndicator,
    Statements,
    Target,
    TargetBefore,
)
from burlov_styrning.pages.book.schema.indicators import Forecast, Indicator, IndicatorBefore, Origin, Outcome
from burlov_styrning.pages.book.schema.row import Before, Part, Row

FORMAT = "goal-book/1"

__all__ = [
    "FORMAT",
    "Activity",
    "Assessment",
    "Assignment",
    "Ballot",
    "Baseline",
    "Before",
    "Book",
    "Consultation",
    "Cost",
    "Decision",
    "Forecast",
    "Goal",
    "GoalArea",
    "GoalBefore",
    "Ground",
    "Indicator",
    "IndicatorBefore",
    "Municipality",
    "Need",
    "Organ",
    "Origin",
    "Outcome",
    "Part",
    "Path",
    "PathBefore",
    "Person",
    "Phase",
    "Proposal",
    "ProposalIndicator",
    "Round",
    "Row",
    "Selection",
    "Source",
    "Statements",
    "Target",
    "TargetBefore",
    "Term",
    "Unit",
    "Vision",
]


class Book(Part):
    """One term as a file."""

    IDENTITY = ()
    format: Literal["goal-book/1"]
    municipality: Municipality
    term: Term
    phases: list[Phase] = []
    selection: Selection | None = None
    sources: list[Source] = []
    vision: Vision | None = None
    core_values: list[Line120] = []
    organs: list[Organ]
    units: list[Unit] = []
    people: list[Person] = []
    goal_areas: list[GoalArea]
    indicators: list[Indicator] = []
    decisions: list[Decision] = []
    needs: list[Need] = []
    proposals: list[Proposal] = []
    ballots: list[Ballot] = []
    goals: list[Goal] = []
    outcomes: list[Outcome] = []
    forecasts: list[Forecast] = []
    rounds: list[Round] = []
    assessments: list[Assessment] = []
    activities: list[Activity] = []

    @model_validator(mode="after")
    def _own_area(self) -> Self:
        """An outcome that names no area is about the book's own municipality."""
        for outcome in self.outcomes:
            if outcome.area is None:
                outcome.area = self.municipality.code
        return self

    def dump(self) -> dict[str, Any]:
        """The book as JSON values, as far as it was said."""
        dumped: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return dumped
