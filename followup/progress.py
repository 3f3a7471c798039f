"""How far a round has come: for each goal and owner, area and the whole, the state of its judgement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from burlov_styrning import rights
from burlov_styrning.base.models import Organ
from burlov_styrning.rights import Role, Who
from followup.models import Assessment, FollowUpRound
from goals.models import Goal, GoalArea, GoalOwner

type Text = Any
type Key = tuple[int | None, int | None, bool, int | None]
S = Assessment.State
NOT_STARTED, HIDDEN, REOPENED = "not_started", "hidden", "reopened"
STATES: dict[str, Text] = {
    NOT_STARTED: _("inte påbörjad"),
    **dict(Assessment.State.choices),
    HIDDEN: _("inte lämnad"),
    REOPENED: _("öppnad igen"),
}
SEES_ALL = (
    Who.CONTROLLER, Who.AUDITOR, Who.BOARD_STAFF, Who.BOARD_MEMBER, Who.BOARD_SECRETARY, Who.COUNCILLOR,
    Who.COUNCIL_SECRETARY,
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One judgement that a round asks for: of what, by whom, how far it has come."""

    organ: Organ | None
    goal: Goal | None = None
    area: GoalArea | None = None
    weighed: bool = False
    state: str = NOT_STARTED
    row: Assessment | None = None
    hidden: int | None = None
    """A draft that this person knows of, as controller or auditor, without reading it."""

    @property
    def whole(self) -> bool:
        """Whether it is god ekonomisk hushållning."""
        return self.goal is None and self.area is None

    @property
    def title(self) -> Text:
        """What is judged."""
        return self.goal or self.area or _("God ekonomisk hushållning")

    @property
    def state_word(self) -> Text:
        """How far it has come."""
        return STATES[self.state]

    @property
    def is_done(self) -> bool:
        """Whether the organ has approved it."""
        return self.state == Assessment.State.APPROVED

    def blank(self, round_: FollowUpRound) -> Assessment:
        """The row that would be begun."""
        return Assessment(
            round=round_, organ=self.organ, goal=self.goal, area=self.area, whole=self.whole, weighed=self.weighed
        )


class Ask(NamedTuple):
    """One judgement that a round asks for, by keys alone: there are many of them, and few are shown at a time."""

    organ: int | None
    goal: int | None = None
    area: int | None = None
    weighed: bool = False
    of_area: int | None = None
    """The area that the goal is in."""

    @property
    def key(self) -> Key:
        """What tells its row from the round's others."""
        return (self.goal, self.area, self.weighed, self.organ if self.goal and not self.weighed else None)


type AskedOf = tuple[int, int | None, Sequence[int | None]]
"""A goal, its area and its owners, by keys."""


def asked(round_: FollowUpRound, goals: Iterable[AskedOf], areas: Iterable[int], board: int | None) -> list[Ask]:
    """What is to be judged: each goal by each owner, and by the executive board what is its own to judge."""
    found: list[Ask] = []
    for goal, area, owners in goals:
        found += [Ask(organ, goal, of_area=area) for organ in (owners or [board])]
        found += [Ask(board, goal, weighed=True, of_area=area)] if len(owners) > 1 else []
    found += [Ask(board, area=area) for area in areas]
    return found if round_.kind == FollowUpRound.Kind.TERTIAL else [*found, Ask(board)]


def as_piece(ask: Ask, organs: Mapping[int, Organ], goals: Mapping[int, Goal], areas: Mapping[int, GoalArea]) -> Piece:
    """What is asked for by keys, with its rows."""
    return Piece(organs.get(ask.organ or 0), goals.get(ask.goal or 0), areas.get(ask.area or 0), ask.weighed)


@dataclass(frozen=True)
class Standing:
    """How far an organ, an area or the whole has come: how many of its judgements are approved."""

    name: Text
    done: int
    asks: Sequence[Ask]
    ready: int = 0
    """How many more wait for the organ's decision."""

    @property
    def text(self) -> str:
        """`2 av 5 godkända, 1 klar för beslut`."""
        said = _("%(n)s av %(m)s godkända") % {"n": self.done, "m": len(self.asks)}
        more = ngettext("%(n)s klar för beslut", "%(n)s klara för beslut", self.ready) % {"n": self.ready}
        return f"{said}, {more}" if self.ready else str(said)


class Progress:
    """Everything a round asks for, as far as this person may know of it. Five queries, and those of `pieces`."""

    def __init__(self, round_: FollowUpRound, user: Any) -> None:
        self.round, self.user, self.actor = round_, user, rights.actor_of(user)
        self.organs = {organ.pk: organ for organ in Organ.objects.all()}
        self.areas = list(round_.term.areas.all())
        self.board = max((pk for pk, o in self.organs.items() if o.kind == Organ.Kind.EXECUTIVE_BOARD), default=None)
        sees_all = rights.any_of(SEES_ALL, self.actor, rights.ANY_ROW) is True
        self.mine = None if sees_all else {post.organ for post in self.actor.posts}
        asks = asked(round_, self._goals(), [area.pk for area in self.areas], self.board)
        self.asks = [ask for ask in asks if self.mine is None or ask.organ in self.mine]
        self.states = self._states()

    @property
    def whole(self) -> Standing:
        """The round as a whole."""
        return self._standing(self.round, self.asks)

    def by_organ(self) -> list[Standing]:
        """The committees in their order, the board's own judgements last."""
        names: dict[int | None, Text] = {**self.organs}
        return [self._standing(names.get(pk) or _("utan ansvarig"), asks) for pk, asks in _by(self.asks, "organ")]

    def by_area(self) -> list[Standing]:
        """The goals' judgements by goal area."""
        names: dict[int | None, Text] = {area.pk: area for area in self.areas}
        of_goals = [ask for ask in self.asks if ask.goal]
        return [self._standing(names.get(pk) or _("Utan målområde"), asks) for pk, asks in _by(of_goals, "of_area")]

    def pieces(self, asks: Sequence[Ask] | None = None) -> list[Piece]:
        """Some of what is asked for (all, if none are named), with rows and states. Two queries, three for some."""
        asks = self.asks if asks is None else asks
        rows = Goal.objects.filter(pk__in={ask.goal for ask in asks if ask.goal}).select_related("area")
        goals = {goal.pk: goal for goal in rows}
        for goal in goals.values():
            goal.term = self.round.term
        areas = {area.pk: area for area in self.areas}
        known = _known(self.round, self.user, goals)
        return [known(as_piece(ask, self.organs, goals, areas)) for ask in asks]

    def _standing(self, name: Text, asks: Sequence[Ask]) -> Standing:
        states = [self.states.get(ask.key) for ask in asks]
        return Standing(name, states.count(S.APPROVED), asks, states.count(S.READY))

    def _goals(self) -> list[AskedOf]:
        """The goals with area and owners; for who sees one organ's only, no others."""
        rows = self.round.term.goals.all()
        if self.mine is not None and self.board not in self.mine:
            rows = rows.filter(owners__organ__in=self.mine, owners__role=GoalOwner.Role.OWNER)
        found: dict[int, tuple[int, int | None, list[int | None]]] = {}
        values = ("pk", "ended", "area", "owners__organ", "owners__role")
        for row in rows.order_by("pk", "owners__pk").values_list(*values, named=True):
            if applies(row, self.round):
                owners = found.setdefault(row.pk, (row.pk, row.area, []))[2]
                owners += [row.owners__organ] if row.owners__role == GoalOwner.Role.OWNER else []
        return list(found.values())

    def _states(self) -> dict[Key, str]:
        """What is approved, or ready for it, as far as this person may know."""
        rows = Assessment.objects.filter(round=self.round, state__in=(S.READY, S.APPROVED))
        if not knows_all(self.actor):
            rows = rows.visible_to(self.user)
        if self.mine is not None and self.board not in self.mine:
            rows = rows.filter(organ__in=self.mine)
        values = rows.values_list("organ", "goal", "area", "weighed", "state")
        return {Ask(*row).key: state for *row, state in values}


def _by(asks: Iterable[Ask], name: str) -> Iterable[tuple[int | None, list[Ask]]]:
    """In groups, in the order in which each first comes."""
    found: dict[int | None, list[Ask]] = {}
    for ask in asks:
        found.setdefault(getattr(ask, name), []).append(ask)
    return found.items()


def knows_all(actor: rights.Actor) -> bool:
    """Whether this person knows of every draft that it is there."""
    return actor.has(Role.CONTROLLER, Role.AUDITOR)


def goals_of(round_: FollowUpRound) -> list[Goal]:
    """The goals that apply in the round's year, with area and owners."""
    rows = round_.term.goals.select_related("area").prefetch_related("owners__organ")
    goals = [goal for goal in rows if applies(goal, round_)]
    for goal in goals:
        goal.term = round_.term
    return goals


def applies(goal: Any, round_: FollowUpRound) -> bool:
    """Whether a goal of the term is judged in the round: it has not ended before its year."""
    return not goal.ended or int(goal.ended[:4]) >= round_.year


def owners_of(goal: Goal) -> list[Organ]:
    """The organs that answer for a goal."""
    return [owner.organ for owner in goal.owners.all() if owner.role == GoalOwner.Role.OWNER]


def _known(round_: FollowUpRound, user: Any, goals: Collection[int]) -> Callable[[Piece], Piece]:
    """Fills a piece, of these goals or of none, with what this person may know of its row."""
    about = Q(round=round_) & (Q(goal__in=goals) | Q(goal=None))
    rows: QuerySet[Assessment] = Assessment.objects.visible_to(user).filter(about)
    seen = {key_of(row): row for row in rows.select_related("organ", "written_by", "decision")}
    actor = rights.actor_of(user)
    secret = _existing(about, seen) if knows_all(actor) else {}
    inside = actor.organs(rights.WRITERS)

    def fill(piece: Piece) -> Piece:
        row, (hidden, state) = seen.get(key_of(piece)), secret.get(key_of(piece), (None, ""))
        if row is not None:
            state = REOPENED if row.approved and row.state != Assessment.State.APPROVED else row.state
        elif not state:
            state = NOT_STARTED if knows_all(actor) or _pk(piece.organ) in inside else HIDDEN
        return replace(piece, state=state, row=row, hidden=hidden)

    return fill


def key_of(of: Assessment | Piece) -> Key:
    """What is judged by whom: the same for a judgement and for the piece that asks for it."""
    if isinstance(of, Assessment):
        return Ask(of.organ_id, of.goal_id, of.area_id, of.weighed).key
    return Ask(_pk(of.organ), _pk(of.goal), _pk(of.area), of.weighed).key


def _pk(row: Any) -> int | None:
    return row.pk if row else None


def _existing(about: Q, seen: dict[Key, Assessment]) -> dict[Key, tuple[int, str]]:
    """Of what cannot be read: that it is there and its state."""
    rows = Assessment.objects.filter(about).exclude(pk__in=[row.pk for row in seen.values()])
    return {key_of(row): (row.pk, row.state) for row in rows.only("goal", "area", "organ", "weighed", "state")}
