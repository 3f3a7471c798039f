"""Who an account is today; people, accounts and assignments as steps of the administrator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import HouseModel, key_from
from burlov_styrning.base.models import Assignment, Organ, Person, Unit, User
from burlov_styrning.base.moves import PEOPLE
from burlov_styrning.clock import today
from burlov_styrning.partial_dates import first_day, is_partial_date, last_day
from burlov_styrning.rights import RESIDENT, Actor, Post, Role
from burlov_styrning.workflow import acting

ASKED: tuple[tuple[type[HouseModel], str, tuple[str, ...]], ...] = (
    (Assignment, "", ("id", "person_id", "organ_id", "unit_id", "role", "starts", "ends", "party")),
    (Person, "person__", ("id", "example", "key", "name")),
    (Organ, "organ__", ("id", "key", "name", "kind")),
    (Unit, "unit__", ("id", "key", "name", "organ_id")),
)
"""What pages say of who is signed in, in the order of the models' fields; anything else is fetched when asked for."""
NOBODY, NEVER = -1, date(1, 2, 3)
"""What stands in the prepared question where the account and the day belong."""


def in_force(day: date) -> Q:
    """Assignments in force on a day (a year or month alone means from its first, to its last day)."""
    text = day.isoformat()
    lasting = Q(ends__isnull=True) | Q(ends__gte=text) | Q(ends__in=[text[:4], text[:7]])
    return Q(starts__lte=text) & lasting


def load_actor(user: User) -> Actor:
    """The actor behind an account, from the assignments in force today."""
    return _today_of(user)[1]


def assignments_of(user: User) -> list[Assignment]:
    """The account's assignments in force today."""
    return _today_of(user)[0]


def _today_of(user: User) -> tuple[list[Assignment], Actor]:
    """The assignments and what they make of the person: one query, kept on the account object for the request."""
    day = today()
    kept: tuple[date, list[Assignment], Actor] | None = getattr(user, "_assignments", None)
    if kept is None or kept[0] != day:
        rows = _held(user, day)
        kept = (day, rows, _actor(rows))
        user._assignments = kept  # type: ignore[attr-defined]
    return kept[1:]


def _held(user: User, day: date) -> list[Assignment]:
    """The first question of each page, and the same for all: Django compiles it once, which takes it longer by far
    than the answer takes the database."""
    question, values = _prepared()
    text = day.isoformat()
    with connection.cursor() as cursor:
        cursor.execute(question, [user.pk if value == NOBODY else text[: len(value)] for value in values])
        return [_assignment(row) for row in cursor.fetchall()]


@cache
def _prepared() -> tuple[str, tuple[Any, ...]]:
    names = [lookup + name for _model, lookup, names in ASKED for name in names]
    rows = Assignment.objects.filter(in_force(NEVER), person__user=NOBODY).order_by("id").values_list(*names)
    prepared: tuple[str, tuple[Any, ...]] = rows.query.sql_with_params()
    return prepared


def _assignment(values: Sequence[Any]) -> Assignment:
    """The assignment with its person, organ and unit, as `select_related` gives them."""
    found: list[Any] = []
    for model, _lookup, names in ASKED:
        own, values = values[: len(names)], values[len(names) :]
        found.append(None if own[0] is None else model.from_db(connection.alias, names, own))
    assignment: Assignment
    assignment, assignment.person, assignment.organ, assignment.unit = found
    return assignment


def _actor(rows: list[Assignment]) -> Actor:
    posts = tuple(Post(Role(a.role), a.organ_id, a.organ.kind, a.unit_id, a.party) for a in rows)
    people = {a.person_id for a in rows}
    return Actor(people.pop(), posts) if people else RESIDENT


def controllers() -> QuerySet[Person]:
    """The people who are controllers today."""
    held = Assignment.objects.filter(in_force(today()), role=Role.CONTROLLER)
    rows: QuerySet[Person] = Person.objects.filter(pk__in=held.values("person"))
    return rows


def add(name: str, *, by: Any) -> Person:
    """A new person, without account and assignments."""
    person = Person(name=name.strip())
    with acting(PEOPLE, "add", person, by=by):
        person.key = key_from(name, Person.objects.all())
    return person


def rename(person: Person, name: str, *, by: Any) -> Person:
    """Change a person's name."""
    with acting(PEOPLE, "edit", person, by=by) as act:
        act.row.name = name.strip()
    return person


def give_account(person: Person, email: str, *, by: Any) -> User:
    """Let the person sign in: a new account without a password, or the address of the one there is.

    A password is set through the link that the view mails; with OpenID Connect the address is enough.
    """
    with acting(PEOPLE, "edit", person, by=by) as act:
        address = email.strip().lower()
        taken = User.objects.filter(email__iexact=address).exclude(pk=act.row.user_id or 0).exists()
        act.rule([("email", _("Det finns redan ett konto med den e-postadressen."))] if taken else [])
        if act.row.user:
            act.row.user.email = address
            act.row.user.is_active = True
            act.row.user.save()
        else:
            act.row.user = User.objects.create_user(address)
        user: User = act.row.user
    return user


def close_account(person: Person, *, by: Any) -> Person:
    """The person can no longer sign in; what they did stays theirs."""
    with acting(PEOPLE, "edit", person, by=by) as act:
        act.rule(_own_account(act.row, by))
        if act.row.user:
            act.row.user.is_active = False
            act.row.user.save()
    return person


def assign(
    person: Person, organ: Organ, role: str, starts: str, *, by: Any, unit: Unit | None = None, ends: str | None = None,
    party: str = "",
) -> Assignment:  # fmt: skip
    """Give a person an assignment from a day on."""
    row = Assignment(person=person, organ=organ, unit=unit, role=role, starts=starts, ends=ends, party=party.strip())
    with acting(PEOPLE, "add", row, by=by) as act:
        act.rule([*_not_of_the_organ(row), *_held_already(row)])
        row.full_clean()
    return row


def end(assignment: Assignment, ends: str, *, by: Any) -> Assignment:
    """The assignment's last day; what was done in it stays."""
    with acting(PEOPLE, "end", assignment, by=by) as act:
        act.row.ends = ends
        act.rule(_last_administrator(act.row))
        act.row.full_clean()
    return assignment


def _not_of_the_organ(row: Assignment) -> list[tuple[str, str]]:
    if row.unit is None or row.unit.organ_id == row.organ_id:
        return []
    values = {"unit": row.unit, "organ": row.unit.organ}
    return [("unit", _("%(unit)s hör till %(organ)s. Välj det organet, eller en annan enhet.") % values)]


def _held_already(row: Assignment) -> list[tuple[str, str]]:
    """The same assignment twice at a time would have to be ended twice."""
    same = Assignment.objects.filter(person=row.person, organ=row.organ, unit=row.unit, role=row.role)
    if not is_partial_date(row.starts) or (row.ends and not is_partial_date(row.ends)):
        return []
    until = last_day(row.ends) if row.ends else date.max
    if any(
        first_day(other.starts) <= until and (not other.ends or last_day(other.ends) >= first_day(row.starts))
        for other in same
    ):
        return [("role", _("Personen har redan det uppdraget under den tiden."))]
    return []


def _last_administrator(row: Assignment) -> list[tuple[str, str]]:
    """Somebody must be left who can give assignments."""
    if row.role != Role.ADMINISTRATOR:
        return []
    lasting = Assignment.objects.filter(in_force(today()), role=Role.ADMINISTRATOR, ends=None)
    if lasting.exclude(pk=row.pk).filter(person__user__is_active=True).exists():
        return []
    return [("ends", _("Det är den enda administratören. Ge någon annan uppdraget först."))]


def _own_account(person: Person, by: Any) -> list[str]:
    if person.user_id and person.user_id == getattr(by, "pk", None):
        return [_("Du kan inte stänga ditt eget konto. Be en annan administratör.")]
    return []
