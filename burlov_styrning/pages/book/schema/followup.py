"""Rounds, assessments and activities."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer, model_validator

from burlov_styrning.pages.book.schema.fields import (
    Amount,
    Count,
    Key,
    Line60,
    Line200,
    Line300,
    PartialDate,
    Text,
    Truth,
    Year,
)
from burlov_styrning.pages.book.schema.row import Row


class Round(Row):
    """An occasion of follow-up."""

    REQUIRED = ("year", "kind")
    key: Key
    year: Year | None = None
    kind: Literal["tertial", "interim", "annual"] | None = None
    period_end: PartialDate | None = None
    state: Literal["planned", "open", "closed", "adopted"] = "closed"


class Ground(Row):
    """What a judgement rests on besides the indicators; one that is only a text is written as that text."""

    IDENTITY = ("kind", "text")
    kind: Literal["indicator", "activity", "figure", "measurement", "attachment"] = "figure"
    text: Text = ""
    value: Amount | None = None
    unit: Line60 = ""
    method: Line300 = ""
    number: Count | None = None
    date: PartialDate | None = None

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else data

    @model_serializer(mode="wrap")
    def _as_written(self, handler: SerializerFunctionWrapHandler) -> Any:
        return self.text if self.model_fields_set == {"text"} else handler(self)


class Assessment(Row):
    """A judgement of a goal by an owner, of an area, or of the whole."""

    IDENTITY = ("round", "goal", "area", "whole", "weighed", "owner")
    round: Key
    goal: Key | None = None
    area: Key | None = None
    whole: Truth = False
    owner: Key | None = None
    status: Literal["met", "on_course", "not_met", "not_assessable"] | None = None
    analysis: Text = ""
    motivation: Text = ""
    balance: Amount | None = None
    balance_text: Text = ""
    group_text: Text = ""
    grounds: list[Ground] = []
    state: Literal["draft", "ready", "approved"] = "approved"
    decision: Key | None = None
    weighed: Truth = False
    source: Key | None = None


class Activity(Row):
    """What a unit does for a goal."""

    IDENTITY = ("goal", "unit", "text")
    goal: Key
    unit: Key | None = None
    text: Text
    function: Line200 = ""
    due: PartialDate | None = None
    state: Literal["planned", "ongoing", "done", "stopped"] = "planned"
    effect: Text = ""
