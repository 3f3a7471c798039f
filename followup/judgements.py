"""Which judgement is a goal's (its one owner's, or what the executive board weighed together), and its word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from followup.models import Assessment
from followup.words import assessment_word, is_last_annual, whole_word


class Counted(Protocol):
    """What tells whether a judgement counts: a row, or plain values of one."""

    @property
    def goal_id(self) -> int | None: ...
    @property
    def organ_id(self) -> int | None: ...
    @property
    def state(self) -> str: ...
    @property
    def weighed(self) -> bool: ...


def final[T: Counted](assessments: Iterable[T], goal: int, owners: Collection[int]) -> T | None:
    """The approved assessment that counts as the goal's among those of one round; None where nobody judged."""
    mine = [row for row in assessments if row.goal_id == goal and row.state == Assessment.State.APPROVED]
    if len(owners) > 1:
        return next((row for row in mine if row.weighed), None)
    by_owner = [row for row in mine if not row.weighed]
    return next((row for row in by_owner if not owners or row.organ_id in owners), None)


def verdict_word(row: Assessment, code: str) -> str:
    """A judgement's word for what is judged in its round."""
    if row.whole:
        return whole_word(code or None)
    term = row.round.term
    last = is_last_annual(row.round.kind, row.round.year, term.last_year, term.prolonged_to)
    return assessment_word(code or None, last_annual=last)
