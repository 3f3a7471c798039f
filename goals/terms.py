"""Terms as steps: the controller lays them up, opens and closes phases, keeps the areas; the council prolongs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from burlov_styrning.base.models import Decision
from burlov_styrning.clock import today
from burlov_styrning.partial_dates import last_day
from burlov_styrning.workflow import Act, acting, writing
from goals import selection
from goals.models import CoreValue, GoalArea, Phase, Term, Vision
from goals.moves import PHASES, TERMS


@transaction.atomic
def create(first_year: int, last_year: int, *, by: Any, **fields: Any) -> Term:
    """A new term with its six phases, all planned."""
    term = Term(first_year=first_year, last_year=last_year, **fields)
    with acting(TERMS, "create", term, by=by):
        term.full_clean()
    with writing():
        for order, name in enumerate(Phase.Name.values):
            Phase.objects.create(term=term, order=order, phase=name)
    return term


def edit(term: Term, *, by: Any, **fields: Any) -> Term:
    """Change places on the lists, or whether they are a person's or a party's."""
    with acting(TERMS, "edit", term, by=by) as act:
        for name, value in fields.items():
            setattr(act.row, name, value)
        act.row.full_clean()
    return term


def save_area(term: Term, area: GoalArea, *, by: Any) -> GoalArea:
    """Add or change a goal area of the term."""
    with acting(TERMS, "edit_areas", term, by=by):
        area.term = term
        area.full_clean()
        area.save()
    return area


def prolong(term: Term, to_year: int, decision: Decision, *, by: Any) -> Act:
    """The council lets the term's goals apply for some years more (the added year is judged like a last year)."""
    with acting(TERMS, "prolong", term, by=by, decision=decision) as act:
        act.row.prolonged_to, act.row.decision = to_year, decision
        act.row.full_clean()
    return act


def set_vision(term: Term, text: str, words: Sequence[str], decision: Decision, *, by: Any) -> Act:
    """A new vision with its core values; the old one stays as it was."""
    with acting(TERMS, "set_vision", term, by=by, decision=decision) as act:
        if text and (act.row.vision is None or act.row.vision.text != text):
            act.row.vision = Vision.objects.create(text=text, adopted=decision.date, decision=decision)
        for value in act.row.core_values.exclude(word__in=words):
            value.delete()
        for word in words:
            CoreValue.objects.get_or_create(term=term, word=word)
    return act


def plan_phase(phase: Phase, opens: str | None, closes: str | None, *, by: Any) -> Phase:
    """Set the dates that a phase is planned to open and close."""
    with acting(PHASES, "plan", phase, by=by) as act:
        act.row.opens, act.row.closes = opens or None, closes or None
        act.row.full_clean()
    return phase


def open_phase(phase: Phase, *, by: Any) -> Phase:
    """Open a phase, by an act; the planned date becomes today when it was later or missing."""
    with acting(PHASES, "open", phase, by=by) as act:
        day = today().isoformat()
        act.row.opens = min(act.row.opens or day, day)
    return phase


@transaction.atomic
def close_phase(phase: Phase, *, by: Any) -> Phase:
    """Close a phase. When the selection closes, what the council did not decide or table lapses."""
    with acting(PHASES, "close", phase, by=by) as act:
        day = today().isoformat()
        act.row.closes = day if act.row.opens is None or act.row.opens <= day else act.row.opens
    if phase.phase == Phase.Name.SELECTION:
        selection.lapse_undecided(phase.term, by=by)
    return phase


def reopen_phase(phase: Phase, *, by: Any, comment: str) -> Phase:
    """Open a closed phase again, and say why."""
    with acting(PHASES, "reopen", phase, by=by, comment=comment) as act:
        if act.row.closes and act.row.closes <= today().isoformat():
            act.row.closes = None
    return phase


def lists_close(term: Term) -> str:
    """The last day for the lists as the phase plans it; empty where none is planned."""
    phase = next((p for p in term.phase_infos() if p.name == Phase.Name.SELECTION), None)
    return phase.closes if phase else ""


def lists_are_closed(term: Term) -> bool:
    """Whether the lists can be counted: the phase was closed, or its last day has passed."""
    phase = next((p for p in term.phase_infos() if p.name == Phase.Name.SELECTION), None)
    if phase is None or phase.state == Phase.State.PLANNED:
        return False
    return phase.state == Phase.State.CLOSED or bool(phase.closes and last_day(phase.closes) < today())
