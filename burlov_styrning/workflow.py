"""Workflows as tables of moves, and the one order inside a step.

A move says from which states, to which state, who may, in which phases, and what must be given. The buttons on
the page (`offered`), the work that waits (`waiting`), the refusal on the server (`acting`) and the drawing in the
docs all read the same table. The order is: lock → right → state → phase → rule → write → log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.exposure import Exposure
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import Actor, Who

if TYPE_CHECKING:
    from burlov_styrning.base.models import Decision, User

type Text = str | Promise


class Ask(StrEnum):
    """What a move must be given besides the row."""

    COMMENT = "comment"
    REASON = "reason"
    DECISION = "decision"


@dataclass(frozen=True)
class Move:
    """One row of a workflow's table. No `sources` means: from any state; no `target`: the state stays."""

    name: str
    label: Text
    sources: frozenset[str]
    target: str | None
    who: frozenset[Who]
    phases: frozenset[str] = frozenset()
    asks: frozenset[Ask] = frozenset()
    todo: Text = ""
    """The sentence in *Mitt arbete* while the move waits for somebody; empty where nobody has to."""
    records: bool = False
    """A decision that an organ has made is recorded: phase and rule only remark (DOMAIN §2)."""
    creates: bool = False
    by_clock: bool = False

    @cached_property
    def waits(self) -> bool:
        """Whether somebody has to make it."""
        return bool(self.todo)

    def fits(self, state: str) -> bool:
        """Whether the move starts in this state."""
        return not self.creates and (not self.sources or state in self.sources)


@dataclass(frozen=True)
class Workflow:
    """The states of one kind of row, how far out each state brings it, and the moves between them."""

    name: str
    title: Text
    states: Mapping[str, Text]
    moves: tuple[Move, ...]
    exposure: Mapping[str, Exposure] = field(default_factory=dict)
    state_field: str = "state"
    told: Mapping[str, Text] = field(default_factory=dict)
    """What the log says of a move that was made (`antaget`): a button's imperative reads there as an order."""

    def __post_init__(self) -> None:
        WORKFLOWS[self.name] = self

    def move(self, name: str) -> Move:
        """The move of that name."""
        return next(move for move in self.moves if move.name == name)

    def telling(self, name: str) -> Text:
        """The words for a move that was made."""
        return self.told.get(name) or self.move(name).label

    def state_of(self, row: Any) -> str:
        """The row's state; empty where the kind has none."""
        return str(getattr(row, self.state_field)) if self.states else ""

    def permitted(self, row: Any, actor: Actor) -> list[Move]:
        """Moves that right and state allow, whatever the phase."""
        return list(self._permitted(self.moves, row, actor))

    def offered(self, row: Any, user: Any, moves: Iterable[Move] | None = None) -> list[Move]:
        """Moves (of these, where some are named) that this person can make on the row now: exactly those that a step
        would let through.
        """
        permitted = self._permitted(self.moves if moves is None else moves, row, rights.actor_of(user))
        return [m for m in permitted if m.records or not _phase_problem(m, row)]

    def waiting(self, row: Any, user: Any) -> list[Move]:
        """Of the moves that are offered those that somebody has to make."""
        return self.offered(row, user, self._to_make[self.state_of(row)])

    @cached_property
    def _to_make(self) -> Mapping[str, Sequence[Move]]:
        """By state: of most there is nothing to ask."""
        return {
            state: [move for move in self.moves if move.waits and move.fits(state)] for state in self.states or [""]
        }

    def offers(self, name: str, row: Any, user: Any) -> bool:
        """Whether that move is offered."""
        return bool(self.offered(row, user, [m for m in self.moves if m.name == name]))

    def _permitted(self, moves: Iterable[Move], row: Any, actor: Actor) -> Iterator[Move]:
        state = self.state_of(row)
        return (m for m in moves if m.fits(state) and not m.by_clock and _right(m, row, actor))

    def may_create(self, name: str, row: Any, user: Any) -> bool:
        """Whether this person can make such a new row now; `row` is unsaved, with what right and phase are asked of."""
        move = self.move(name)
        return _right(move, row, rights.actor_of(user)) and not _phase_problem(move, row)

    def not_now(self, name: str, row: Any, user: Any) -> str:
        """Why somebody who may make such new rows cannot now: which phase it belongs to and when; else empty."""
        move = self.move(name)
        return _phase_problem(move, row) if _right(move, row, rights.actor_of(user)) else ""

    def waiting_anywhere(self, actor: Actor) -> list[str]:
        """The states in which a row waits for this person, whatever organ it belongs to."""
        moves = [m for m in self.moves if m.waits and rights.any_of(m.who, actor, rights.ANY_ROW) is True]
        return sorted({state for move in moves for state in move.sources or self.states})


WORKFLOWS: dict[str, Workflow] = {}


@dataclass(frozen=True)
class PhaseInfo:
    """Where a phase of a term is: its name, label, state and planned dates (ISO text or empty)."""

    name: str
    label: Text
    state: str
    opens: str
    closes: str
    sentence: Text = ""
    """What a refusal says, where the usual words do not fit (a round is the phase of its assessments)."""


class InPhases(Protocol):
    """A row that knows the phases it lives in."""

    def phase_infos(self) -> Sequence[PhaseInfo]: ...


def _right(move: Move, row: Any, actor: Actor) -> bool:
    return any(rights.holds(who, actor, row) for who in move.who)


def _phase_problem(move: Move, row: InPhases) -> str:
    """The sentence that refuses a move outside its phases; empty when one of them is open."""
    if not move.phases:
        return ""
    mine = [info for info in row.phase_infos() if info.name in move.phases]
    if any(info.state == "open" for info in mine):
        return ""
    return " ".join(_phase_sentence(info) for info in mine) or _("Perioden saknar den fas som detta hör till.")


def _phase_sentence(info: PhaseInfo) -> str:
    if info.sentence:
        return str(info.sentence)
    values = {"phase": info.label, "opens": info.opens, "closes": info.closes}
    if info.state == "closed":
        return _("Detta hör till fasen %(phase)s, som stängdes %(closes)s.") % values
    if info.opens:
        return _("Detta hör till fasen %(phase)s, som öppnar %(opens)s.") % values
    return _("Detta hör till fasen %(phase)s, som inte har öppnat.") % values


_writing: ContextVar[bool] = ContextVar("writing", default=False)


def is_writing() -> bool:
    """Whether a step (or the goal book) is writing: only then may a state be stored."""
    return _writing.get()


@contextmanager
def writing() -> Iterator[None]:
    """Open the door for workflow rows; used by `acting` and by the goal book's recording alone."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@dataclass
class Act:
    """A step in progress: the locked row, who acts, and the remarks that were made on the way."""

    flow: Workflow
    move: Move
    row: Any
    actor: Actor
    by: User | None
    comment: str = ""
    decision: Decision | None = None
    remarks: list[str] = field(default_factory=list)

    def rule(self, problems: Iterable[str | tuple[str, str]]) -> None:
        """Refuse for what a rule found, or only remark where a made decision is recorded.

        A problem is a sentence, or (form field, sentence).
        """
        fields = [p if isinstance(p, tuple) else ("", p) for p in problems]
        if not fields:
            return
        if self.move.records:
            self.remarks += [sentence for _field, sentence in fields]
            return
        raise Refusal(Reason.RULE, fields=fields)


on_move: list[Callable[[Act], None]] = []
"""What else is done when somebody has made a move, in the same transaction: the roof puts e-mail here."""


@contextmanager
def acting(
    flow: Workflow,
    name: str,
    row: Any,
    *,
    by: User | Actor | None,
    comment: str = "",
    decision: Decision | None = None,
    target: str | None = None,
) -> Iterator[Act]:
    """One step in one transaction: lock, right, state, phase; the body asks its rules and writes; then state and log.

    `target` names the state where the move itself leaves it open. A new row is given unsaved.
    """
    from burlov_styrning.base.models import Event

    move = flow.move(name)
    with transaction.atomic():
        fresh = row if row.pk is None else type(row)._base_manager.select_for_update().get(pk=row.pk)
        actor = rights.actor_of(by)
        if not _right(move, fresh, actor):
            raise Refusal(Reason.RIGHT, _("Det här får du inte göra: %(label)s.") % {"label": move.label})
        _guard_state(flow, move, fresh)
        act = Act(flow, move, fresh, actor, by if not isinstance(by, Actor) else None, comment.strip(), decision)
        if problem := _phase_problem(move, fresh):
            if not move.records:
                raise Refusal(Reason.PHASE, problem)
            act.remarks.append(problem)
        _guard_given(act)
        before = flow.state_of(fresh) if fresh.pk else ""
        with writing():
            yield act
            _advance(act, target or move.target)
            fresh.save()
            Event.record(act, before, flow.state_of(fresh))
            for tell in on_move:
                tell(act)
    _copy_back(fresh, row)


def _guard_state(flow: Workflow, move: Move, row: Any) -> None:
    if row.pk is None and move.creates:
        return
    if not move.fits(flow.state_of(row)):
        raise Refusal(
            Reason.STATE,
            _("%(label)s går inte nu: läget är %(state)s. Ladda om sidan för att se vad som går att göra.")
            % {"label": move.label, "state": flow.states.get(flow.state_of(row), "")},
        )


def _guard_given(act: Act) -> None:
    """A comment, reason or decision that the move demands must be there, whoever records it."""
    asks = act.move.asks
    if asks & {Ask.COMMENT, Ask.REASON} and not act.comment:
        raise Refusal(Reason.RULE, fields=[("comment", _("Skriv varför, så att den som läser förstår."))])
    if Ask.DECISION in asks and act.decision is None:
        raise Refusal(Reason.RULE, fields=[("decision", _("Ange beslutet: datum och paragraf."))])


def _advance(act: Act, target: str | None) -> None:
    if target is not None:
        setattr(act.row, act.flow.state_field, target)
    if act.flow.exposure:
        reached, now = act.flow.exposure[act.flow.state_of(act.row)], Exposure(act.row.exposure)
        handed_over = now in (Exposure.RECORD, Exposure.PUBLISHED)
        act.row.exposure = now.at_least(reached) if handed_over else reached


def _copy_back(fresh: Any, row: Any) -> None:
    """Let the caller's row show what the step wrote."""
    if fresh is not row:
        row.__dict__.update(fresh.__dict__)


def require(flow: Workflow, name: str, row: Any, user: Any) -> Move:
    """Refuse a page whose move is not offered, with the sentence that the step itself would give."""
    move = flow.move(name)
    if not _right(move, row, rights.actor_of(user)):
        raise Refusal(Reason.RIGHT, _("Det här får du inte göra: %(label)s.") % {"label": move.label})
    _guard_state(flow, move, row)
    if not move.records and (problem := _phase_problem(move, row)):
        raise Refusal(Reason.PHASE, problem)
    return move
