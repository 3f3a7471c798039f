"""Who an account is today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from burlov_styrning.clock import today
from burlov_styrning.rights import RESIDENT, Actor, Post, Role

if TYPE_CHECKING:
    from burlov_styrning.base.models import Assignment, Person, User


def in_force(day: date) -> Q:
    """Assignments in force on a day (a year or month alone means from its first, to its last day)."""
    text = day.isoformat()
    lasting = Q(ends__isnull=True) | Q(ends__gte=text) | Q(ends__in=[text[:4], text[:7]])
    return Q(starts__lte=text) & lasting


def load_actor(user: User) -> Actor:
    """The actor behind an account; kept on the account object for the request."""
    day = today()
    kept: tuple[date, Actor] | None = getattr(user, "_actor", None)
    if kept and kept[0] == day:
        return kept[1]
    actor = _actor(assignments_of(user))
    user._actor = (day, actor)  # type: ignore[attr-defined]
    return actor


def assignments_of(user: User) -> QuerySet[Assignment]:
    """The account's assignments in force today."""
    from burlov_styrning.base.models import Assignment

    rows: QuerySet[Assignment] = Assignment.objects.filter(in_force(today()), person__user=user).select_related(
        "organ", "unit", "person"
    )
    return rows


def _actor(rows: QuerySet[Assignment]) -> Actor:
    posts = tuple(Post(Role(a.role), a.organ_id, a.organ.kind, a.unit_id, a.party) for a in rows)
    people = {a.person_id for a in rows}
    return Actor(people.pop(), posts) if people else RESIDENT


def controllers() -> QuerySet[Person]:
    """The people who are controllers today."""
    from burlov_styrning.base.models import Assignment, Person

    held = Assignment.objects.filter(in_force(today()), role=Role.CONTROLLER)
    rows: QuerySet[Person] = Person.objects.filter(pk__in=held.values("person"))
    return rows
