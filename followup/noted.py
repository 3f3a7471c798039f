"""Dated notes on a goal, on its indicators and on single outcomes of them: one list, beside what is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base import comments
from burlov_styrning.base.models import Comment
from burlov_styrning.rights import Role
from goals.models import Goal, Target
from indicators import noted
from indicators.models import Outcome


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


def there_are() -> Exists:
    """Whether anything is noted of a goal or of its outcomes: most have nothing, and then nothing more is asked."""
    kinds = ContentType.objects.get_for_models(Goal, Outcome)
    outcomes = Outcome.objects.filter(indicator__targets__goal=OuterRef(OuterRef("pk"))).order_by().values("pk")
    about = Q(content_type=kinds[Goal], object_id=OuterRef("pk"))
    return Exists(Comment.objects.filter(about | Q(content_type=kinds[Outcome], object_id__in=outcomes)))


def of_goal(goal: Goal, targets: Sequence[Target], user: Any, *, until: datetime | None = None) -> list[Note]:
    """All that was noted and this person may read, oldest first; at most six queries, none for those outside."""
    names = {target.indicator_id: str(target.version.name) for target in targets}
    found = [*_on_goal(goal, names, user), *_on_outcomes(targets, names, user)]
    told = [note for note in found if until is None or note.when <= until]
    return sorted(told, key=lambda note: (note.when, note.comment.pk))


def _on_goal(goal: Goal, names: dict[int, str], user: Any) -> list[Note]:
    actor = rights.actor_of(user)
    inside, audits = comments.talks(goal, actor), actor.has(Role.AUDITOR)
    said = comments.of_rows(Goal, [goal.pk]) if inside or audits else ()
    if said and not inside:
        opened = comments.opened(actor)
        said = [one for one in said if one.pk in opened]
    return [_of_goal(one, names) for one in said]


def _of_goal(comment: Comment, names: dict[int, str]) -> Note:
    number = comment.section.removeprefix("i")
    indicator = int(number) if number.isdecimal() else None
    about = _("utfallet för %(name)s") % {"name": names[indicator]} if indicator in names else ""
    return Note(comment, about, indicator)


def _on_outcomes(targets: Sequence[Target], names: dict[int, str], user: Any) -> list[Note]:
    indicators = {target.indicator_id: target.indicator for target in targets}
    return [
        Note(one.comment, outcome_words(one.about, names[one.outcome.indicator_id]),
             one.outcome.indicator_id, one.outcome.year)
        for one in noted.of(indicators.values(), user)
    ]  # fmt: skip


def outcome_words(which: str, name: str) -> str:
    """`utfallet 2025 för Plats i tid`"""
    return _("utfallet %(which)s för %(name)s") % {"which": which, "name": name}
