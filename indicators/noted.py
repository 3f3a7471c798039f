"""Dated notes on single outcomes: read beside the value, by those who talk about it and may read the cell.

A note stands on the outcome that it was written of, and is shown with the cell: also when the value was revised later.
A note may give away what a hidden cell hides, so it is hidden with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from burlov_styrning import rights
from burlov_styrning.base import comments
from burlov_styrning.base.models import Comment
from burlov_styrning.rights import Role
from indicators import words
from indicators.models import HiddenValue, Indicator, Missing, Outcome, Sex

HIDDEN = (Missing.SUPPRESSED, Missing.SECRET)

type Key = tuple[int, int, int | None, int | None, str, str]
"""Indicator, municipality, organ, unit, sex and period: one cell, whatever its revisions."""


@dataclass(frozen=True)
class Noted:
    """A note with the outcome that it is of."""

    comment: Comment
    outcome: Outcome

    @property
    def about(self) -> str:
        """Which outcome, in words."""
        return sentence_of(self.outcome)


def key_of(row: Any) -> Key:
    """The cell of an outcome."""
    return row.indicator_id, row.municipality_id, row.organ_id, row.unit_id, str(row.sex), row.period


def sentence_of(row: Outcome) -> str:
    """`2025`, `tertial 1 2025, Hemtjänsten, kvinnor`."""
    said = [words.period_words(row.period)]
    if row.unit_id or row.organ_id:
        said.append(words.subject_words(row))
    if row.sex != Sex.TOTAL:
        said.append(str(words.SEX_WORDS[row.sex]).lower())
    return ", ".join(said)


def of(indicators: Iterable[Indicator], user: Any) -> list[Noted]:
    """What was noted of these indicators' outcomes, oldest first, as far as this person may read it.

    One query where nothing is noted, none for those who read no notes.
    """
    mine = talked_of(indicators, user)
    return told(comments.of_rows(Outcome, cells_of(mine, user)) if mine else (), mine, user)


def talked_of(indicators: Iterable[Indicator], user: Any) -> dict[int, Indicator]:
    """Those of them whose notes may be for this person."""
    actor = rights.actor_of(user)
    audits = actor.has(Role.AUDITOR)
    return {row.pk: row for row in indicators if audits or comments.talks(row, actor)}


def cells_of(indicators: Collection[int], user: Any) -> Any:
    """The outcomes that notes may be of, as a query that gives their numbers."""
    return Outcome.objects.visible_to(user).filter(indicator__in=indicators).order_by().values("pk")


def told(said: Sequence[Comment], indicators: dict[int, Indicator], user: Any) -> list[Noted]:
    """Of what was said about outcomes what this person may read."""
    if not said:
        return []
    actor = rights.actor_of(user)
    outcomes = _outcomes(said, indicators)
    opened = comments.opened(actor) if actor.has(Role.AUDITOR) else frozenset()
    closed = _closed(outcomes.values(), user)
    found = [Noted(one, outcomes[one.object_id]) for one in said]
    return [
        one for one in found
        if key_of(one.outcome) not in closed and (one.comment.pk in opened or comments.talks(one.outcome, actor))
    ]  # fmt: skip


def _outcomes(said: Sequence[Comment], indicators: dict[int, Indicator]) -> dict[int, Outcome]:
    """What the notes are of; each knows its indicator."""
    rows = Outcome.objects.filter(pk__in={one.object_id for one in said}).select_related("organ", "unit")
    for row in rows:
        row.indicator = indicators[row.indicator_id]
    return {row.pk: row for row in rows}


def _closed(outcomes: Iterable[Outcome], user: Any) -> set[Key]:
    """The cells among these that this person may not read, because one of their values is hidden."""
    rows = list(outcomes)
    like = Outcome.objects.filter(
        indicator__in={row.indicator_id for row in rows}, period__in={row.period for row in rows}, missing__in=HIDDEN
    )
    hidden = list(like.select_related("indicator"))
    if not hidden:
        return set()
    actor = rights.actor_of(user)
    opened = set(HiddenValue.objects.visible_to(user).filter(outcome__in=hidden).values_list("outcome", flat=True))
    return {
        key_of(row) for row in hidden
        if row.pk not in opened and not rights.may_read(HiddenValue.rights_kind, actor, row)
    }  # fmt: skip


def may_note(outcome: Outcome, user: Any) -> bool:
    """Whether this person may read and write notes of an outcome's cell."""
    return comments.talks(outcome, user) and key_of(outcome) not in _closed([outcome], user)
