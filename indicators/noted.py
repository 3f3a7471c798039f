"""Dated notes on single outcomes: read beside the value, by those who talk about it and may read the cell.

A note stands on the outcome that it was written of, and is shown with the cell: also when the value was revised later.
A note may give away what a hidden cell hides, so it is hidden with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from burlov_styrning import rights
from burlov_styrning.base import comments
from burlov_styrning.base.models import Organ, Unit
from burlov_styrning.rights import Role
from indicators import words
from indicators.models import HiddenValue, Indicator, Missing, Outcome, Sex
from indicators.rules.periods import year_of

HIDDEN = (Missing.SUPPRESSED, Missing.SECRET)

type Key = tuple[int, int, int | None, int | None, str, str]
"""Indicator, municipality, organ, unit, sex and period: one cell, whatever its revisions."""


@dataclass(frozen=True)
class Noted:
    """A note with the outcome that it is of."""

    comment: Any
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

    One query, whether something is noted or not; none for those who read no notes.
    """
    mine = talked_of(indicators, user)
    if not mine:
        return []
    return told(comments.of_kinds({Outcome: cells_of(mine, user)}, **asked(user))[Outcome], mine, user)


def talked_of(indicators: Iterable[Indicator], user: Any) -> dict[int, Indicator]:
    """Those of them whose notes may be for this person."""
    actor = rights.actor_of(user)
    audits = actor.has(Role.AUDITOR)
    return {row.pk: row for row in indicators if audits or comments.talks(row, actor)}


def cells_of(indicators: Collection[int], user: Any) -> Any:
    """The outcomes that notes may be of, as a query that gives their numbers."""
    return Outcome.objects.visible_to(user).filter(indicator__in=indicators).order_by().values("pk")


def asked(user: Any) -> dict[str, Any]:
    """What is asked for with each note: its outcome, whether that is closed to this person, whether it was opened.

    All in the query that the notes come by, so that a page asks no more where there are some.
    """
    outcomes = Outcome.objects.filter(pk=OuterRef("object_id")).order_by()
    return {
        "which": Subquery(outcomes.values(said=JSONObject(**WHICH))),
        "is_closed": Exists(outcomes.filter(_hidden_in_cell(user))),
        "was_opened": comments.was_opened(user),
    }


def told(said: Sequence[Any], indicators: Mapping[int, Indicator], user: Any) -> list[Noted]:
    """Of what was said about outcomes, asked for with `asked`, what this person may read."""
    actor = rights.actor_of(user)
    found = [Noted(one, _outcome(one.which, indicators)) for one in said if not one.is_closed]
    return [one for one in found if one.comment.was_opened or comments.talks(one.outcome, actor)]


WHICH = {
    "indicator": "indicator_id", "municipality": "municipality_id", "organ": "organ_id", "organ_name": "organ__name",
    "unit": "unit_id", "unit_name": "unit__name", "sex": "sex", "period": "period",
}  # fmt: skip
"""What tells which outcome a note is of."""


def _outcome(which: Mapping[str, Any], indicators: Mapping[int, Indicator]) -> Outcome:
    """As much of an outcome as a note needs."""
    organ = Organ(pk=which["organ"], name=which["organ_name"]) if which["organ"] else None
    unit = Unit(pk=which["unit"], name=which["unit_name"]) if which["unit"] else None
    period = which["period"]
    return Outcome(
        indicator=indicators[which["indicator"]], municipality_id=which["municipality"], organ=organ, unit=unit,
        sex=which["sex"], period=period, year=year_of(period),
    )  # fmt: skip


def _hidden_in_cell(user: Any) -> Any:
    """Whether a value of an outcome's cell is hidden to this person, be it an earlier or a later one."""
    actor, lookups = rights.actor_of(user), {"organ": "indicator__organ"}
    readable = rights.readable(HiddenValue.rights_kind, actor, lookups)
    if not readable:  # an empty condition is every row
        return Q(pk__in=[])
    opened = HiddenValue.objects.visible_to(user).values("outcome")
    cell = {name: OuterRef(name) for name in ("indicator", "municipality", "sex", "period")}
    whose = {f"of_{name}": _number(f"{name}_id") for name in ("organ", "unit")}
    same = {f"of_{name}": _number(OuterRef(f"{name}_id")) for name in ("organ", "unit")}
    hidden = Outcome.objects.filter(**cell, missing__in=HIDDEN).alias(**whose).filter(**same)
    return Exists(hidden.exclude(readable).exclude(pk__in=opened))


def _number(column: Any) -> Coalesce:
    """A column that can be empty, as a number that can be compared."""
    return Coalesce(column, 0, output_field=BigIntegerField())


def may_note(outcome: Outcome, user: Any) -> bool:
    """Whether this person may read and write notes of an outcome's cell."""
    return comments.talks(outcome, user) and not Outcome.objects.filter(_hidden_in_cell(user), pk=outcome.pk).exists()
