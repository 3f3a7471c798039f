"""The values that a goal book is made of: keys, exact decimals, partial dates, periods."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError

from burlov_styrning.partial_dates import is_partial_date

PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""No control characters but tab and line ends: PostgreSQL and XML refuse the others."""

AMOUNT = re.compile(r"-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,12})?")
"""At most 28 digits: what Python's decimals compute with unrounded."""
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
PERIOD = re.compile(r"[0-9]{4}(-(T[1-3]|Q[1-4]|0[1-9]|1[0-2]))?")


def read_amount(value: Any) -> Decimal:
    """An exact decimal, digit for digit as it was printed (`2.0` stays `2.0`)."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticCustomError("book_amount_number", "a number stands as text")
    if not isinstance(value, str) or not AMOUNT.fullmatch(value):
        raise PydanticCustomError("book_amount", "not a decimal number")
    return Decimal(value)


def write_amount(value: Decimal) -> str:
    """The decimal as text, never with an exponent."""
    return format(value, "f")


def check_date(text: str) -> str:
    """A year, a month or a day that exists."""
    if not DATE.fullmatch(text) or not is_partial_date(text):
        raise PydanticCustomError("book_date", "not a date")
    return text


def check_period(text: str) -> str:
    """A year, tertial, quarter or month."""
    if not PERIOD.fullmatch(text) or text < "1000":
        raise PydanticCustomError("book_period", "not a period")
    return text


def read_paragraph(value: Any) -> Any:
    """A paragraph may be printed as a bare number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _text(longest: int) -> Any:
    return StringConstraints(strict=True, pattern=PLAIN, max_length=longest)


Key = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9_-]+$", max_length=80)]
Code = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{4}$")]
Address = Annotated[str, StringConstraints(strict=True, pattern=r"^https?://[^\s]+$", max_length=1000)]
Amount = Annotated[Decimal, PlainValidator(read_amount, str), PlainSerializer(write_amount, str)]
PartialDate = Annotated[str, Field(strict=True), AfterValidator(check_date)]
Period = Annotated[str, Field(strict=True), AfterValidator(check_period)]
Year = Annotated[int, Field(strict=True, ge=1900, le=2200)]
Count = Annotated[int, Field(strict=True, ge=0, le=2_000_000_000)]
Truth = Annotated[bool, Field(strict=True)]
Bounds = Annotated[list[Amount], Field(min_length=2, max_length=2)]
Window = Annotated[list[Year], Field(min_length=2, max_length=2)]
YearValues = dict[Code, Amount | None]
"""Value by year; null says *not measured that year*, a year left out has no value decided."""

Text = Annotated[str, _text(100_000)]
Line40 = Annotated[str, _text(40)]
Line60 = Annotated[str, _text(60)]
Line80 = Annotated[str, _text(80)]
Line120 = Annotated[str, _text(120)]
Line200 = Annotated[str, _text(200)]
Line300 = Annotated[str, _text(300)]

Direction = Literal["higher", "lower", "within"]
IndicatorKind = Literal["quality", "cost", "finance", "volume"]
Frequency = Literal["year", "two_years", "tertial", "quarter", "month"]
GoalKind = Literal["operational", "financial"]
GoalLevel = Literal["council", "committee"]
PathState = Literal["draft", "ready", "decided"]
