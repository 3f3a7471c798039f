"""The tables of moves as plain values, for *Om styrningen* and the docs: drawn from what guards the steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import followup.moves
import indicators.moves
from burlov_styrning.parts import Text
from burlov_styrning.rights import Who
from burlov_styrning.swedish import listed, sentence
from burlov_styrning.workflow import WORKFLOWS, Ask, Move, Workflow
from followup.models.round import OPEN_ROUND
from goals.models import Phase

LOADED = (followup.moves, indicators.moves)
"""Modules that put their workflows in `WORKFLOWS` when they are imported."""

WHO: Mapping[Who, Text] = {
    Who.ANYONE: gettext_lazy("alla"),
    Who.SIGNED_IN: gettext_lazy("den som är inloggad"),
    Who.SELF: gettext_lazy("den som skrev"),
    Who.EMPLOYEE: gettext_lazy("medarbetare"),
    Who.STAFF: gettext_lazy("handläggare"),
    Who.ORGAN_STAFF: gettext_lazy("nämndens egna handläggare"),
    Who.MANAGER: gettext_lazy("chef"),
    Who.MEMBER: gettext_lazy("ledamot"),
    Who.SECRETARY: gettext_lazy("organets sekreterare"),
    Who.COUNCILLOR: gettext_lazy("ledamot i fullmäktige"),
    Who.COUNCIL_SECRETARY: gettext_lazy("fullmäktiges sekreterare"),
    Who.BOARD_STAFF: gettext_lazy("styrelsens handläggare"),
    Who.BOARD_MEMBER: gettext_lazy("ledamot i styrelsen"),
    Who.BOARD_SECRETARY: gettext_lazy("styrelsens sekreterare"),
    Who.CONTROLLER: gettext_lazy("controller"),
    Who.AUDITOR: gettext_lazy("revisor"),
    Who.ADMINISTRATOR: gettext_lazy("administratör"),
    Who.OFFICIAL: gettext_lazy("den som har ett uppdrag"),
}
ASKS: Mapping[Ask, Text] = {
    Ask.COMMENT: gettext_lazy("en kommentar"),
    Ask.REASON: gettext_lazy("ett skäl"),
    Ask.DECISION: gettext_lazy("organets beslut"),
}
CHAIN = ("phases", "needs", "proposals", "ballots", "goals", "paths", "activities", "outcomes", "rounds",
         "assessments", "editions", "audit_editions", "decisions")  # fmt: skip
"""The workflows in the order of the chain; the rest is housekeeping."""

GUARDS: Mapping[str, Text] = {**dict(Phase.Name.choices), OPEN_ROUND: gettext_lazy("öppen uppföljning")}
"""What a move waits for: a phase of the term, or the round."""


@dataclass(frozen=True)
class MoveLine:
    """A move as people read it."""

    label: str
    sources: str
    target: str
    who: str
    phases: str
    asks: str


@dataclass(frozen=True)
class FlowTable:
    """A workflow with its states and moves."""

    name: str
    title: str
    states: Sequence[str]
    moves: Sequence[MoveLine]
    edges: Sequence[tuple[str, str, str]]
    """(from, to, move), states by code."""


def tables(names: Iterable[str] = CHAIN) -> list[FlowTable]:
    """The workflows, drawn as tables."""
    return [table(WORKFLOWS[name]) for name in names]


def table(flow: Workflow) -> FlowTable:
    """One workflow as plain values."""
    lines = [_line(flow, move) for move in flow.moves]
    return FlowTable(flow.name, str(flow.title), [str(s) for s in flow.states.values()], lines, list(_edges(flow)))


def _line(flow: Workflow, move: Move) -> MoveLine:
    order = [state for state in flow.states if state in move.sources]
    any_state = _("vilket läge som helst") if flow.states else ""
    sources = "" if move.creates else listed(flow.states[s] for s in order) if order else any_state
    target = str(flow.states[str(move.target)]) if move.target and flow.states else ""
    who = _("klockan") if move.by_clock else listed(WHO[w] for w in Who if w in move.who)
    phases = listed(label for p, label in GUARDS.items() if p in move.phases)
    return MoveLine(str(move.label), sources, target, who, phases, listed(ASKS[a] for a in Ask if a in move.asks))


def _edges(flow: Workflow) -> Iterable[tuple[str, str, str]]:
    for move in flow.moves:
        if not move.target or not flow.states:
            continue
        for source in [""] if move.creates else [s for s in flow.states if s in move.sources]:
            yield source, str(move.target), str(move.label)


def by_phase() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Who does what when: for each phase, kind of matter by kind, the moves that it guards and who makes them."""
    found = []
    for phase in Phase.Name.values:
        rows: dict[tuple[str, str], list[str]] = {}
        for flow in (WORKFLOWS[name] for name in CHAIN):
            for move in flow.moves:
                if phase in move.phases:
                    rows.setdefault((str(flow.title), _line(flow, move).who), []).append(_small(str(move.label)))
        if rows:
            lines = [(title, sentence(listed(labels)), who) for (title, who), labels in rows.items()]
            found.append((str(Phase.Name(phase).label), lines))
    return found


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


# --- the drawing on the page ----------------------------------------------------------------------------------

WIDTH, HEIGHT, GAP, LEFT, TOP = 190, 34, 30, 90, 8


@dataclass(frozen=True)
class Box:
    """A state, placed."""

    label: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """States under each other, moves as lines between them: on are drawn to the right, back to the left."""

    boxes: Sequence[Box]
    on: Sequence[str]
    back: Sequence[str]
    width: int
    height: int
    title: str


def drawing(flow: Workflow) -> Drawing | None:
    """The states and moves as shapes; none for a workflow without states."""
    if not flow.states:
        return None
    place = {state: number for number, state in enumerate(flow.states)}
    boxes = [Box(str(label), LEFT, _y(place[state])) for state, label in flow.states.items()]
    pairs = sorted({(place[a], place[b]) for a, b, _label in _edges(flow) if a and a != b})
    on = [_arc(a, b) for a, b in pairs if b > a]
    back = [_arc(a, b) for a, b in pairs if b < a]
    height = _y(len(boxes)) - GAP + TOP
    words = _("Lägen och vägar mellan dem: %(title)s. Tabellen under säger detsamma.") % {"title": flow.title}
    return Drawing(boxes, on, back, WIDTH + 2 * LEFT, height, words)


def _y(number: int) -> int:
    return TOP + number * (HEIGHT + GAP)


def _arc(a: int, b: int) -> str:
    """A straight line to the next box, else a curve beside the boxes; further out the longer it is."""
    middle = LEFT + WIDTH // 2
    if b == a + 1:
        return f"M{middle} {_y(a) + HEIGHT}V{_y(b) - 2}"
    side, out = (LEFT + WIDTH, 1) if b > a else (LEFT, -1)
    reach = side + out * min(LEFT - 8, 18 + 9 * abs(b - a))
    start, end = _y(a) + HEIGHT // 2 + 4 * out, _y(b) + HEIGHT // 2 - 4 * out
    return f"M{side} {start}C{reach} {start} {reach} {end} {side + 2 * out} {end}"


# --- the drawing in the docs ----------------------------------------------------------------------------------


def markdown() -> str:
    """All workflows for the docs: a mermaid diagram of states, and the table of moves."""
    parts = ["# The tables of moves", "", "Made by `manage.py draw_workflows` from the tables that guard the steps;"
             " a test holds it up to date.", ""]  # fmt: skip
    rest = sorted(set(WORKFLOWS) - set(CHAIN))  # the order of imports is no order
    for flow in (WORKFLOWS[name] for name in (*CHAIN, *rest)):
        parts += [f"## {flow.title} (`{flow.name}`)", "", *_mermaid(flow), *_rows(flow), ""]
    return "\n".join(parts)


def _mermaid(flow: Workflow) -> list[str]:
    if not flow.states:
        return []
    names = [f'    state "{label}" as {state}' for state, label in flow.states.items()]
    edges = [f"    {a or '[*]'} --> {b}: {label}" for a, b, label in _edges(flow)]
    return ["```mermaid", "stateDiagram-v2", *names, *edges, "```", ""]


def _rows(flow: Workflow) -> list[str]:
    head = ["| move | from | to | who | phases | needs |", "|---|---|---|---|---|---|"]
    lines = [(move, _line(flow, move)) for move in flow.moves]
    return head + [
        f"| {line.label} (`{move.name}`) | {line.sources} | {line.target} | {line.who} | {line.phases} | {line.asks} |"
        for move, line in lines
    ]
