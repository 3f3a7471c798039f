"""Dated notes on a goal, on its indicators and on single outcomes of them: one list, beside what is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base import comments
from burlov_styrning.base.models import Comment
from burlov_styrning.rights import Role
from goals.models import Goal, Target
from indicators import noted
from indicators.models import Outcome
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


def of_goal(goal: Goal, targets: Sequence[Target], user: Any, *, until: datetime | None = None) -> list[Note]:
    """All that was noted and this person may read, oldest first; one query, whether something is noted or not."""
    names = {target.indicator_id: str(target.version.name) for target in targets}
    indicators = noted.talked_of({target.indicator_id: target.indicator for target in targets}.values(), user)
    inside, audits = comments.talks(goal, user), rights.actor_of(user).has(Role.AUDITOR)
    wanted: dict[Any, Any] = {Goal: [goal.pk]} if inside or audits else {}
    wanted |= {Outcome: noted.cells_of(indicators, user)} if indicators else {}
    said: dict[Any, list[Any]] = comments.of_kinds(wanted, **noted.asked(user))
    found = [_of_goal(one, names) for one in said.get(Goal, []) if inside or one.was_opened]
    found += [_on_outcome(one, names) for one in noted.told(said.get(Outcome, []), indicators, user)]
    told = [note for note in found if until is None or note.when <= until]
    return sorted(told, key=lambda note: (note.when, note.comment.pk))


def _of_goal(comment: Comment, names: dict[int, str]) -> Note:
    number = comment.section.removeprefix("i")
    indicator = int(number) if number.isdecimal() else None
    about = _("utfallet för %(name)s") % {"name": names[indicator]} if indicator in names else ""
    return Note(comment, about, indicator)


def _on_outcome(one: Noted, names: dict[int, str]) -> Note:
    about = outcome_words(one.about, names[one.outcome.indicator_id])
    return Note(one.comment, about, one.outcome.indicator_id, one.outcome.year)


def outcome_words(which: str, name: str) -> str:
    """`utfallet 2025 för Plats i tid`"""
    return _("utfallet %(which)s för %(name)s") % {"which": which, "name": name}
