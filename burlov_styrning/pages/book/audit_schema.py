"""What the auditors examine a round by, in `report/1`: each goal's origin, who decided and did what, the editions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from burlov_styrning.pages.book.premises_schema import CitedLine, Part
from burlov_styrning.pages.book.schema.fields import Key, PartialDate

Sha256 = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9a-f]{64}$")]


class NeedLine(Part):
    """What a unit needs."""

    unit: str
    text: str


class FromLine(Part):
    """A proposal that the goal came from."""

    proposal: Key
    title: str
    organ: str
    decision: CitedLine | None


class ActLine(Part):
    """What was decided (`adopted`, `path` …), or a move as `workflow.move`: when, by which decision, by whom."""

    day: PartialDate | None
    act: str
    about: str
    decision: CitedLine | None
    who: str
    recorded: PartialDate | None


class GoalLine(Part):
    """What stands behind a goal."""

    goal: Key
    needs: list[NeedLine]
    proposals: list[FromLine]
    acts: list[ActLine]


class EditionLine(Part):
    """A report that has been issued of the round."""

    kind: Literal["annual", "interim", "tertial", "committee"]
    organ: str
    number: Annotated[int, Field(strict=True, ge=1)]
    issued: PartialDate
    sha256: Sha256
    decision: CitedLine | None
    published: bool


class Audit(Part):
    """All of it."""

    goals: list[GoalLine]
    editions: list[EditionLine]
