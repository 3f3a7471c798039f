"""The municipality's rows: term, phases, sources, vision, organs, units, people, areas, decisions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from burlov_styrning.pages.book.schema.fields import (
    Address,
    Code,
    Key,
    Line40,
    Line60,
    Line80,
    Line120,
    Line200,
    Line300,
    PartialDate,
    Text,
    Year,
    read_paragraph,
)
from burlov_styrning.pages.book.schema.row import Row

DecisionKind = Literal[
    "submit", "withdraw", "propose", "select", "vision", "prolong", "change", "path", "approve", "round", "correction",
    "end",
]  # fmt: skip
RoleWord = Literal[
    "employee", "staff", "manager", "member", "deputy", "chair", "councillor", "secretary", "controller", "auditor",
    "administrator",
]  # fmt: skip


class Municipality(Row):
    """Whose book it is."""

    IDENTITY = ("code",)
    code: Code
    name: Line120 = ""


class Term(Row):
    """Any run of years; `decision` is the one that prolonged it."""

    IDENTITY = ("first_year", "last_year")
    first_year: Year
    last_year: Year
    prolonged_to: Year | None = None
    decision: Key | None = None

    @property
    def years(self) -> range:
        """All years, prolonged ones too."""
        return range(self.first_year, (self.prolonged_to or self.last_year) + 1)


class Phase(Row):
    """One of the term's six phases."""

    IDENTITY = ("phase",)
    phase: Literal["needs", "proposals", "selection", "breakdown", "follow_up", "closed"]
    state: Literal["planned", "open", "closed"] = "planned"
    opens: PartialDate | None = None
    closes: PartialDate | None = None


class Selection(Row):
    """How long the lists are, and whose."""

    IDENTITY = ()
    places: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = None
    by: Literal["person", "party"] = "person"


class Source(Row):
    """Where a fact is printed."""

    REQUIRED = ("title",)
    key: Key
    title: Line300 = ""
    url: Address | None = None


class Vision(Row):
    """What the municipality wanted to become in this term."""

    IDENTITY = ()
    REQUIRED = ("text",)
    text: Text = ""
    adopted: PartialDate | None = None
    decision: Key | None = None
    source: Key | None = None


class Organ(Row):
    """Council, board, committee, company or auditors."""

    REQUIRED = ("name", "kind")
    key: Key
    name: Line200 = ""
    kind: Literal["council", "executive_board", "committee", "company", "auditors"] | None = None
    from_: PartialDate | None = Field(default=None, alias="from")
    to: PartialDate | None = None
    successor: Key | None = None


class Unit(Row):
    """An activity, with the organ it belonged to in this term."""

    REQUIRED = ("organ", "name")
    key: Key
    organ: Key | None = None
    name: Line200 = ""


class Assignment(Row):
    """What a person was where, from when to when."""

    IDENTITY = ("organ", "unit", "role", "from_")
    organ: Key
    unit: Key | None = None
    role: RoleWord
    from_: PartialDate | None = Field(default=None, alias="from")
    to: PartialDate | None = None
    party: Line80 | None = None


class Person(Row):
    """Somebody with assignments."""

    REQUIRED = ("name",)
    key: Key
    name: Line120 = ""
    assignments: list[Assignment] = []


class GoalArea(Row):
    """An area that gathers goals."""

    REQUIRED = ("name",)
    key: Key
    name: Line200 = ""
    text: Text = ""


class Decision(Row):
    """What an organ decided; date, paragraph and registry number may be unknown in history."""

    REQUIRED = ("organ", "kind")
    key: Key
    organ: Key | None = None
    kind: DecisionKind | None = None
    date: PartialDate | None = None
    paragraph: Annotated[Line40, BeforeValidator(read_paragraph)] | None = None
    registry: Line60 | None = None
    text: Text = ""
    reservations: list[Text] = []
    tabled: list[Key] = []
    source: Key | None = None
