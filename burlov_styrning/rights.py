"""Who may read and do what: the table of DOMAIN §10 as data.

A right comes from an assignment in force today. `Who` names a relation between a person and a row; the same
relation is asked of one row (`holds`) and of a whole table (`as_query`), so that page, button and refusal agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q

from burlov_styrning.exposure import Exposure

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from burlov_styrning.base.models import User


class Role(StrEnum):
    """The roles that an assignment can give."""

    EMPLOYEE = "employee"
    STAFF = "staff"
    MANAGER = "manager"
    MEMBER = "member"
    DEPUTY = "deputy"
    CHAIR = "chair"
    COUNCILLOR = "councillor"
    SECRETARY = "secretary"
    CONTROLLER = "controller"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


WRITERS = frozenset({Role.STAFF, Role.MANAGER})
ELECTED = frozenset({Role.MEMBER, Role.DEPUTY, Role.CHAIR})
COUNCIL, BOARD = "council", "executive_board"


@dataclass(frozen=True)
class Post:
    """One assignment in force: a role in an organ, perhaps in one of its units."""

    role: Role
    organ: int
    kind: str
    unit: int | None = None
    party: str = ""


@dataclass(frozen=True)
class Actor:
    """A person with the posts that are in force today; without posts a resident."""

    person: int | None = None
    posts: tuple[Post, ...] = ()

    def organs(self, roles: Collection[Role], *, whole: bool = False) -> frozenset[int]:
        """Organs in which the person has one of the roles (`whole`: for the organ, not one unit)."""
        return frozenset(p.organ for p in self.posts if p.role in roles and not (whole and p.unit))

    def units(self, roles: Collection[Role]) -> frozenset[int]:
        """Units in which the person has one of the roles."""
        return frozenset(p.unit for p in self.posts if p.role in roles and p.unit)

    def has(self, *roles: Role, kind: str | None = None) -> bool:
        """Whether the person has one of the roles, in an organ of that kind where one is named."""
        return any(p.role in roles and kind in (None, p.kind) for p in self.posts)


RESIDENT = Actor()


class Who(StrEnum):
    """The relations that rights are given to."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    SELF = "self"
    EMPLOYEE = "employee"
    STAFF = "staff"
    ORGAN_STAFF = "organ_staff"
    MANAGER = "manager"
    MEMBER = "member"
    SECRETARY = "secretary"
    COUNCILLOR = "councillor"
    COUNCIL_SECRETARY = "council_secretary"
    BOARD_STAFF = "board_staff"
    BOARD_MEMBER = "board_member"
    BOARD_SECRETARY = "board_secretary"
    CONTROLLER = "controller"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    OFFICIAL = "official"


OF_THE_ROW: Mapping[Who, frozenset[Role]] = {
    Who.EMPLOYEE: frozenset({Role.EMPLOYEE, *WRITERS}),
    Who.STAFF: WRITERS,
    Who.ORGAN_STAFF: WRITERS,
    Who.MANAGER: frozenset({Role.MANAGER}),
    Who.MEMBER: ELECTED,
    Who.SECRETARY: frozenset({Role.SECRETARY}),
}
"""Relations to the organ or unit that a row belongs to."""

WHOLE = frozenset({Who.ORGAN_STAFF})
"""Relations of those who work for the organ as a whole, not for one of its units."""


def _everywhere(who: Who, actor: Actor) -> bool:
    """Whether a relation that does not depend on the row holds."""
    match who:
        case Who.ANYONE:
            return True
        case Who.SIGNED_IN:
            return bool(actor.posts)
        case Who.COUNCILLOR:
            return actor.has(Role.COUNCILLOR) or actor.has(*ELECTED, kind=COUNCIL)
        case Who.COUNCIL_SECRETARY:
            return actor.has(Role.SECRETARY, kind=COUNCIL)
        case Who.BOARD_STAFF:
            return actor.has(*WRITERS, kind=BOARD)
        case Who.BOARD_MEMBER:
            return actor.has(*ELECTED, kind=BOARD)
        case Who.BOARD_SECRETARY:
            return actor.has(Role.SECRETARY, kind=BOARD)
        case Who.CONTROLLER | Who.AUDITOR | Who.ADMINISTRATOR:
            return actor.has(Role(who.value))
        case Who.OFFICIAL:
            return any(p.role not in (Role.EMPLOYEE, Role.ADMINISTRATOR) for p in actor.posts)
    return False


class Owned(Protocol):
    """What a row tells of whose it is."""

    def organ_ids(self) -> Collection[int]: ...
    def unit_id_of(self) -> int | None: ...
    def person_id_of(self) -> int | None: ...


def holds(who: Who, actor: Actor, row: Owned) -> bool:
    """Whether the person stands in that relation to the row."""
    if who is Who.SELF:
        return actor.person is not None and actor.person == row.person_id_of()
    if who not in OF_THE_ROW:
        return _everywhere(who, actor)
    organs, unit = set(row.organ_ids()), row.unit_id_of()
    whole = who in WHOLE
    return any(
        p.role in OF_THE_ROW[who] and p.organ in organs
        and (p.unit is None or (not whole and unit in (None, p.unit)))
        for p in actor.posts
    )  # fmt: skip


def as_query(who: Who, actor: Actor, lookups: Mapping[str, str]) -> Q | bool:
    """The relation as a condition on a table; `lookups` names its organ, unit and person columns."""
    if who is Who.SELF:
        return Q(**{lookups["person"]: actor.person}) if actor.person and "person" in lookups else False
    if who not in OF_THE_ROW:
        return _everywhere(who, actor)
    roles = OF_THE_ROW[who]
    has_unit = "unit" in lookups
    organs = actor.organs(roles, whole=has_unit or who in WHOLE)
    units = actor.units(roles) if has_unit and who not in WHOLE else frozenset()
    if not organs and not units:
        return False
    condition = Q(**{f"{lookups['organ']}__in": sorted(organs)})
    return condition | Q(**{f"{lookups['unit']}__in": sorted(units)}) if units else condition


ANY_ROW: Mapping[str, str] = {"organ": "organ"}
"""Lookups for the question whether a person has a relation to any row at all."""

INSIDE = frozenset({Who.STAFF})
IN_ORGAN = INSIDE | {Who.MEMBER, Who.SECRETARY, Who.CONTROLLER}
HANDED_IN = IN_ORGAN | {Who.BOARD_STAFF, Who.BOARD_MEMBER, Who.BOARD_SECRETARY, Who.AUDITOR}
BEFORE_COUNCIL = HANDED_IN | {Who.COUNCILLOR, Who.COUNCIL_SECRETARY}
PUBLIC = frozenset({Who.ANYONE})

READ: Mapping[str, Mapping[Exposure, frozenset[Who]]] = {
    "need": {
        Exposure.WORKING: INSIDE,
        Exposure.READY: IN_ORGAN,
        Exposure.RECORD: BEFORE_COUNCIL,
        Exposure.PUBLISHED: PUBLIC,
    },
    "proposal": {
        Exposure.WORKING: INSIDE,
        Exposure.READY: IN_ORGAN,
        Exposure.RECORD: BEFORE_COUNCIL,
        Exposure.PUBLISHED: PUBLIC,
    },
    # A list is its owner's alone until the lists close; then it is a public record (DOMAIN §4.1–2).
    "ballot": {
        Exposure.WORKING: frozenset({Who.SELF}),
        Exposure.READY: frozenset({Who.SELF}),
        Exposure.RECORD: frozenset({Who.SELF}) | (BEFORE_COUNCIL - {Who.STAFF, Who.MEMBER, Who.SECRETARY}),
        Exposure.PUBLISHED: PUBLIC,
    },
    "note": {exposure: frozenset({Who.SELF}) for exposure in Exposure},
    "goal": {
        Exposure.WORKING: INSIDE,
        Exposure.READY: IN_ORGAN,
        Exposure.RECORD: BEFORE_COUNCIL,
        Exposure.PUBLISHED: PUBLIC,
    },
    "path": {
        Exposure.WORKING: INSIDE,
        Exposure.READY: IN_ORGAN,
        Exposure.RECORD: HANDED_IN | {Who.EMPLOYEE},
        Exposure.PUBLISHED: PUBLIC,
    },
    "activity": {
        Exposure.WORKING: INSIDE,
        Exposure.READY: IN_ORGAN,
        Exposure.RECORD: HANDED_IN | {Who.EMPLOYEE},
        Exposure.PUBLISHED: PUBLIC,
    },
    # An entered outcome is a fact, not a draft: who works with the goals reads it at once.
    "outcome": {
        Exposure.WORKING: frozenset({Who.OFFICIAL}),
        Exposure.READY: frozenset({Who.OFFICIAL}),
        Exposure.RECORD: frozenset({Who.OFFICIAL}),
        Exposure.PUBLISHED: PUBLIC,
    },
    # Readable by those who may enter it; to auditors each is opened, logged (Access).
    "hidden_value": dict.fromkeys(Exposure, INSIDE | {Who.CONTROLLER}),
    # Rows of an import may tell what is hidden: they are for who may enter them all.
    "import": dict.fromkeys(Exposure, frozenset({Who.SELF, Who.CONTROLLER})),
    "assessment": {
        Exposure.WORKING: INSIDE,
        Exposure.READY: IN_ORGAN,
        Exposure.RECORD: HANDED_IN,
        Exposure.PUBLISHED: PUBLIC,
    },
    # What a committee writes to open its chapter goes the way of its judgements.
    "opening": {
        Exposure.WORKING: INSIDE,
        Exposure.READY: IN_ORGAN,
        Exposure.RECORD: HANDED_IN,
        Exposure.PUBLISHED: PUBLIC,
    },
    # What goes on into the next term is told to all who prepare it, and to everybody when the report or the end is out.
    "onward": {
        Exposure.WORKING: frozenset({Who.OFFICIAL}),
        Exposure.READY: frozenset({Who.OFFICIAL}),
        Exposure.RECORD: frozenset({Who.OFFICIAL}),
        Exposure.PUBLISHED: PUBLIC,
    },
    "decision": {
        Exposure.WORKING: frozenset({Who.SECRETARY}),
        Exposure.READY: IN_ORGAN,
        Exposure.RECORD: BEFORE_COUNCIL,
        Exposure.PUBLISHED: PUBLIC,
    },
    # What is prepared for a meeting is nobody's decision yet: only those who keep the minutes see it.
    "decision_draft": {exposure: frozenset({Who.SECRETARY}) for exposure in Exposure},
    "meeting": {exposure: frozenset({Who.SIGNED_IN}) for exposure in Exposure},
    "round": dict.fromkeys(Exposure, PUBLIC),
    "edition": {
        Exposure.WORKING: frozenset({Who.CONTROLLER}),
        Exposure.READY: frozenset({Who.CONTROLLER}),
        Exposure.RECORD: frozenset({Who.OFFICIAL}),
        Exposure.PUBLISHED: PUBLIC,
    },
    # What the council has before it, all committees': their own people read their own part of it as proposals.
    "catalogue": {
        Exposure.WORKING: frozenset({Who.CONTROLLER}),
        Exposure.READY: frozenset({Who.CONTROLLER}),
        Exposure.RECORD: (BEFORE_COUNCIL - {Who.STAFF, Who.MEMBER, Who.SECRETARY}),
        Exposure.PUBLISHED: PUBLIC,
    },
    # What the auditors take out is theirs whatever becomes of it.
    "audit_edition": dict.fromkeys(Exposure, frozenset({Who.AUDITOR})),
    # How a report is laid out, and what is written to it, is working material until it is issued.
    "report": dict.fromkeys(Exposure, frozenset({Who.CONTROLLER})),
    "person": {exposure: frozenset({Who.ADMINISTRATOR}) for exposure in Exposure},
    "indicator": dict.fromkeys(Exposure, PUBLIC),
    # The controller decides what is taken over from the sources.
    "drift": dict.fromkeys(Exposure, frozenset({Who.CONTROLLER})),
    "scb_mapping": dict.fromkeys(Exposure, frozenset({Who.CONTROLLER})),
    "comparison_group": dict.fromkeys(Exposure, PUBLIC),
    # What the auditors search, sample and take out is seen by auditors only (DOMAIN §10).
    "examination": dict.fromkeys(Exposure, frozenset({Who.AUDITOR})),
    # What is assumed of the economy is a premise of the proposals, for those who work with them.
    "scenario": dict.fromkeys(Exposure, frozenset({Who.OFFICIAL})),
    # How a survey's file is read: nothing of its figures.
    "survey": dict.fromkeys(Exposure, frozenset({Who.OFFICIAL})),
}
"""Record type × how far out the row has come → who reads it."""


def may_read(kind: str, actor: Actor, row: Any) -> bool:
    """Whether the person may read this row."""
    return any(holds(who, actor, row) for who in READ[kind][Exposure(row.exposure)])


def readable(kind: str, actor: Actor, lookups: Mapping[str, str]) -> Q:
    """The rows of a table that the person may read, as a condition."""
    return _readable(kind, actor, tuple(lookups.items()))


@lru_cache(maxsize=4096)
def _readable(kind: str, actor: Actor, columns: tuple[tuple[str, str], ...]) -> Q:
    """Said by the table and the person's posts alone, and asked for on every page many times."""
    lookups = dict(columns)
    grants: dict[Q | bool, list[Exposure]] = {}
    for exposure, whos in READ[kind].items():
        grants.setdefault(any_of(whos, actor, lookups), []).append(exposure)
    grants.pop(False, None)
    to_all = grants.get(True, [])
    if to_all and ("exposure" not in lookups or len(to_all) == len(Exposure)):
        return Q()
    allowed = Q()  # each condition too many takes time in every list of the house
    for grant, exposures in grants.items():
        far_out = Q(**{f"{lookups['exposure']}__in": exposures}) if "exposure" in lookups else Q()
        allowed |= grant & far_out if isinstance(grant, Q) else far_out
    return allowed or Q(pk__in=[])


def reads_own(kind: str) -> bool:
    """Whether those who write for a row's organ or unit read it however far out it has come."""
    return all(whos & {Who.STAFF, Who.ANYONE} for whos in READ[kind].values())


def any_of(whos: Iterable[Who], actor: Actor, lookups: Mapping[str, str]) -> Q | bool:
    """True, False or the condition under which one of the relations holds."""
    conditions: list[Q] = []
    for who in sorted(whos):
        grant = as_query(who, actor, lookups)
        if grant is True:
            return True
        if isinstance(grant, Q) and grant not in conditions:
            conditions.append(grant)
    if not conditions:
        return False
    merged = conditions[0]
    for condition in conditions[1:]:
        merged |= condition
    return merged


def actor_of(user: User | AnonymousUser | Actor | None) -> Actor:
    """The person behind an account, with the posts in force today (one query, kept on the account)."""
    if isinstance(user, Actor):
        return user
    if user is None or not user.is_authenticated:
        return RESIDENT
    from burlov_styrning.base.people import load_actor  # the models need this module first

    return load_actor(user)
