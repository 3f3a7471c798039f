"""How far a round has come: for each goal and owner, area and the whole, the state of its judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from burlov_styrning import rights
from burlov_styrning.base.models import Organ
from burlov_styrning.rights import Role, Who
from followup.models import Assessment, FollowUpRound
from goals.models import Goal, GoalArea

type Text = Any
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


@dataclass(frozen=True)
class Part:
    """Pieces that belong together, such as one committee's."""

    name: Text
    pieces: Sequence[Piece]

    @property
    def done(self) -> int:
        """How many are approved."""
        return sum(piece.is_done for piece in self.pieces)

    @property
    def left(self) -> list[Piece]:
        """What is not approved."""
        return [piece for piece in self.pieces if not piece.is_done]


def pieces(round_: FollowUpRound, user: Any) -> list[Piece]:
    """Everything the round asks for, as far as this person may know of it. Four queries, five for the controller."""
    known = _known(round_, user)
    found = [known(piece) for piece in asked(round_)]
    actor = rights.actor_of(user)
    if rights.any_of(SEES_ALL, actor, rights.ANY_ROW) is True:
        return found
    mine = {post.organ for post in actor.posts}
    return [piece for piece in found if piece.organ and piece.organ.pk in mine]


def asked(round_: FollowUpRound) -> list[Piece]:
    """What is to be judged: each goal by each owner, and by the executive board what is its own to judge."""
    board = Organ.objects.filter(kind=Organ.Kind.EXECUTIVE_BOARD).order_by("-id").first()
    return asked_among(round_, goals_of(round_), round_.term.areas.all(), board)


def asked_among(
    round_: FollowUpRound, goals: Iterable[Goal], areas: Iterable[GoalArea], board: Organ | None
) -> list[Piece]:
    """The same, of goals and areas that were fetched for several rounds at once."""
    found: list[Piece] = []
    for goal in goals:
        owners = owners_of(goal)
        found += [Piece(organ, goal) for organ in owners] if owners else [Piece(board, goal)]
        found += [Piece(board, goal, weighed=True)] if len(owners) > 1 else []
    found += [Piece(board, area=area) for area in areas]
    return found if round_.kind == FollowUpRound.Kind.TERTIAL else [*found, Piece(board)]


def goals_of(round_: FollowUpRound) -> list[Goal]:
    """The goals that apply in the round's year, with area and owners."""
    rows = round_.term.goals.select_related("area").prefetch_related("owners__organ")
    goals = [goal for goal in rows if applies(goal, round_)]
    for goal in goals:
        goal.term = round_.term
    return goals


def applies(goal: Goal, round_: FollowUpRound) -> bool:
    """Whether a goal of the term is judged in the round: it has not ended before its year."""
    return not goal.ended or int(goal.ended[:4]) >= round_.year


def owners_of(goal: Goal) -> list[Organ]:
    """The organs that answer for a goal."""
    return [owner.organ for owner in goal.owners.all() if owner.role == "owner"]


def _known(round_: FollowUpRound, user: Any) -> Callable[[Piece], Piece]:
    """Fills a piece with what this person may know of its row."""
    rows: QuerySet[Assessment] = Assessment.objects.visible_to(user).filter(round=round_)
    seen = {key_of(row): row for row in rows.select_related("organ", "written_by", "decision")}
    actor = rights.actor_of(user)
    knows_all = actor.has(Role.CONTROLLER, Role.AUDITOR)
    secret = _existing(round_, seen) if knows_all else {}
    inside = actor.organs(rights.WRITERS)

    def fill(piece: Piece) -> Piece:
        row, (hidden, state) = seen.get(key_of(piece)), secret.get(key_of(piece), (None, ""))
        if row is not None:
            state = REOPENED if row.approved and row.state != Assessment.State.APPROVED else row.state
        elif not state:
            state = NOT_STARTED if knows_all or _pk(piece.organ) in inside else HIDDEN
        return replace(piece, state=state, row=row, hidden=hidden)

    return fill


def key_of(of: Assessment | Piece) -> tuple[Any, ...]:
    """What is judged by whom: the same for a judgement and for the piece that asks for it."""
    goal, area = (of.goal_id, of.area_id) if isinstance(of, Assessment) else (_pk(of.goal), _pk(of.area))
    organ = of.organ_id if isinstance(of, Assessment) else _pk(of.organ)
    return (goal, area, of.weighed, organ if goal and not of.weighed else None)


def _pk(row: Any) -> int | None:
    return row.pk if row else None


def _existing(round_: FollowUpRound, seen: dict[Any, Assessment]) -> dict[Any, tuple[int, str]]:
    """Of what cannot be read: that it is there and its state."""
    rows = Assessment.objects.filter(round=round_).exclude(pk__in=[row.pk for row in seen.values()])
    return {key_of(row): (row.pk, row.state) for row in rows.only("goal", "area", "organ", "weighed", "state")}


# Together


def by_organ(found: Iterable[Piece]) -> list[Part]:
    """One part for each organ: the committees in their order, the board's own judgements last."""
    parts: dict[Any, list[Piece]] = {}
    for piece in found:
        parts.setdefault(piece.organ, []).append(piece)
    return [Part(organ or _("utan ansvarig"), rows) for organ, rows in parts.items()]


def by_area(found: Iterable[Piece]) -> list[Part]:
    """One part for each goal area: its goals' judgements."""
    parts: dict[Any, list[Piece]] = {}
    for piece in found:
        if piece.goal:
            parts.setdefault(piece.goal.area, []).append(piece)
    return [Part(area or _("Utan målområde"), rows) for area, rows in parts.items()]
