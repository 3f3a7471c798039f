"""Dated notes on a goal, on its indicators and on single outcomes of them: one list, beside what is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base import comments
from burlov_styrning.base.models import Comment
from burlov_styrning.rights import Role
from goals.models import Goal, Target
from indicators import derived, noted
from indicators.models import Indicator, Outcome
from indicators.noted import Noted


@dataclass(frozen=True)
class Note:
    """A note with what it is about, in words: empty for the goal as a whole."""

    comment: Comment
    about: str
    indicator: int | None = None
    year: int | None = None

    @property
    def who(self) -> str:
        """Who wrote it."""
        return str(self.comment.person.name)

    @property
    def when(self) -> datetime:
        """When."""
        moment: datetime = self.comment.written
        return moment

    @property
    def text(self) -> str:
        """What."""
        return str(self.comment.text)


@dataclass(frozen=True)
class About:
    """An indicator that something can be noted of on a goal: one of its own, or what a formula among them reads."""

    indicator: Indicator
    name: str
    under: int
    """The goal's indicator that its notes stand by."""


def about(targets: Sequence[Target]) -> dict[int, About]:
    """What a goal's indicators are, and what their formulas read in the end: a computed value is noted on its parts.

    One query for each level of formulas, none where there are none.
    """
    found = {row.indicator_id: About(row.indicator, str(row.version.name), row.indicator_id) for row in targets}
    known: set[str] = set()
    left = {name: one.under for one in found.values() for name in _parts(one.indicator)}
    while left:
        known |= left.keys()
        rows = list(Indicator.objects.filter(key__in=left).select_related("current"))
        for row in rows:
            found.setdefault(row.pk, About(row, str(row), left[row.key]))
        left = {name: left[row.key] for row in rows for name in _parts(row) if name not in known}
    return found


def _parts(indicator: Indicator) -> Sequence[str]:
    formula = derived.read(indicator.formula) if indicator.formula else None
    return formula.names if formula else ()


def of_goal(goal: Goal, targets: Sequence[Target], user: Any, *, until: datetime | None = None) -> list[Note]:
    """All that was noted and this person may read, oldest first: one query, whether something is noted or not, and
    those of `about`.
    """
    inside, audits = comments.talks(goal, user), rights.actor_of(user).has(Role.AUDITOR)
    known = about(targets)
    indicators = noted.talked_of((one.indicator for one in known.values()), user)
    wanted: dict[Any, Any] = {Goal: [goal.pk]} if inside or audits else {}
    wanted |= {Outcome: noted.cells_of(indicators, user)} if indicators else {}
    said: dict[Any, list[Any]] = comments.of_kinds(wanted, **noted.asked(user))
    found = [_of_goal(one, known) for one in said.get(Goal, []) if inside or one.was_opened]
    found += [_on_outcome(one, known) for one in noted.told(said.get(Outcome, []), indicators, user)]
    told = [note for note in found if until is None or note.when <= until]
    return sorted(told, key=lambda note: (note.when, note.comment.pk))


def _of_goal(comment: Comment, known: Mapping[int, About]) -> Note:
    number = comment.section.removeprefix("i")
    indicator = int(number) if number.isdecimal() else None
    of = known.get(indicator) if indicator else None
    return Note(comment, _("utfallet för %(name)s") % {"name": of.name} if of else "", indicator)


def _on_outcome(one: Noted, known: Mapping[int, About]) -> Note:
    of = known[one.outcome.indicator_id]
    return Note(one.comment, outcome_words(one.about, of.name), of.under, one.outcome.year)


def outcome_words(which: str, name: str) -> str:
    """`utfallet 2025 för Plats i tid`"""
    return _("utfallet %(which)s för %(name)s") % {"which": which, "name": name}
