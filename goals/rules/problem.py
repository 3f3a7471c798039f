"""What a rule finds wrong, as values: the sentence for people is made in `goals.words`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

type Parameter = str | int | Decimal | None


@dataclass(frozen=True)
class Problem:
    """A fault or a gap: the form field to go to, a code, and the numbers and names its sentence needs."""

    field: str
    code: str
    params: Mapping[str, Parameter] = dataclasses.field(default_factory=dict)
