"""Terms as steps: the controller lays them up, opens and closes phases, keeps the areas; the council prolongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Decision
from burlov_styrning.clock import today
from burlov_styrning.constraints import check
from burlov_styrning.partial_dates import last_day
from burlov_styrning.swedish import partial_date
from burlov_styrning.workflow import Act, acting
from goals import selection
from goals.models import CoreValue, GoalArea, Phase, Term, Vision
from goals.moves import PHASES, TERMS

FIRST, LAST, LONGEST = 1990, 2100, 20
"""Years that a term can lie in, and how many it can have: what lies outside is a slip of the pen."""


def create(first_year: int, last_year: int, *, by: Any, **fields: Any) -> Term:
    """A new term with its six phases, all planned; vision and core values are those that apply now."""
    term = Term(first_year=first_year, last_year=last_year, **fields)
    with acting(TERMS, "create", term, by=by) as act:
        act.rule(_odd_years(term))
        latest = Term.objects.filter(vision__isnull=False).order_by("-first_year").first()
        term.vision = latest.vision if latest else None
        check(term)
        term.save()
        for order, name in enumerate(Phase.Name.values):
            Phase.objects.create(term=term, order=order, phase=name)
        for value in latest.core_values.all() if latest else ():
            CoreValue.objects.create(term=term, word=value.word)
    return term


def _odd_years(term: Term) -> Iterator[tuple[str, str]]:
    limits = {"first": FIRST, "last": LAST, "most": LONGEST}
    for name in ("first_year", "last_year"):
        if not FIRST <= getattr(term, name) <= LAST:
            yield name, _("Ange ett år mellan %(first)s och %(last)s.") % limits
    if term.last_year < term.first_year:
        yield "last_year", _("Sista året kan inte ligga före det första.")
    elif term.last_year - term.first_year >= LONGEST:
        yield "last_year", _("En målperiod har högst %(most)s år.") % limits


def edit(term: Term, *, by: Any, **fields: Any) -> Term:
    """Change places on the lists, or whether they are a person's or a party's."""
    with acting(TERMS, "edit", term, by=by) as act:
        act.rule(_changed_after_opening(act.row, fields))
        for name, value in fields.items():
            setattr(act.row, name, value)
        check(act.row)
    return term


def _changed_after_opening(term: Term, fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """When lists may have been laid, none may become too long or somebody else's. That any exists is not said."""
    if not selection_has_opened(term):
        return
    if fields.get("places", term.places) < term.places:
        yield (
            "places",
            _("Prioriteringen har öppnat och listor kan vara fyllda. Antalet platser kan höjas men inte sänkas."),
        )
    if fields.get("ballots_by", term.ballots_by) != term.ballots_by:
        yield "ballots_by", _("Prioriteringen har öppnat. Vems listorna är bestäms innan den öppnar.")


def selection_has_opened(term: Term) -> bool:
    """Whether lists can have been laid."""
    found = _selection(term)
    return found is not None and found.state != Phase.State.PLANNED


# Areas


def save_area(term: Term, area: GoalArea, *, by: Any) -> GoalArea:
    """Add or change a goal area of the term; a new one stands last."""
    with acting(TERMS, "edit_areas", term, by=by) as act:
        others = list(act.row.areas.exclude(pk=area.pk))
        if any(other.name.casefold() == area.name.strip().casefold() for other in others):
            act.rule([("name", _("Målområdet finns redan. Välj ett annat namn."))])
        area.term = act.row
        if area.pk is None:
            area.key = area.key or next_key(act.row.areas.all(), "omr")
            area.order = max((other.order for other in others), default=-1) + 1
        check(area)
        area.save()
    return area


def move_area(area: GoalArea, up: bool, *, by: Any) -> GoalArea:
    """Let the area change places with the one before or after it."""
    with acting(TERMS, "edit_areas", area.term, by=by) as act:
        areas = list(act.row.areas.all())
        at = areas.index(area)
        to = max(at - 1, 0) if up else min(at + 1, len(areas) - 1)
        areas.insert(to, areas.pop(at))
        for order, row in enumerate(areas):
            if row.order != order:
                row.order = order
                row.save()
    return area


# The council's decisions


def prolong(term: Term, to_year: int, decision: Decision, *, by: Any) -> Act:
    """The council lets the term's goals apply for some years more (the added year is judged like a last year)."""
    with acting(TERMS, "prolong", term, by=by, decision=decision) as act:
        act.row.prolonged_to, act.row.decision = to_year, decision
        check(act.row)
    return act


def set_vision(term: Term, text: str, words: Sequence[str], decision: Decision, *, by: Any) -> Act:
    """A new vision with its core values; the old one stays as it was."""
    with acting(TERMS, "set_vision", term, by=by, decision=decision) as act:
        if text and (act.row.vision is None or act.row.vision.text != text):
            act.row.vision = Vision.objects.create(text=text, adopted=decision.date, decision=decision)
        stand = {value.word: value for value in act.row.core_values.all()}
        if list(stand) != list(words):
            _write_values(act.row, stand, words)
    return act


def _write_values(term: Term, stand: dict[str, CoreValue], words: Sequence[str]) -> None:
    """Exactly these words in this order; one that stands and comes later is written anew, behind the others."""
    kept = [word for word, want in zip(stand, words, strict=False) if word == want]
    for word, value in stand.items():
        if word not in kept:
            value.delete()
    for word in words:
        if word not in kept:
            CoreValue.objects.create(term=term, word=word)


# Phases


def plan_phase(phase: Phase, opens: str | None, closes: str | None, *, by: Any) -> Phase:
    """Set the dates that a phase is planned to open and close."""
    with acting(PHASES, "plan", phase, by=by) as act:
        act.row.opens, act.row.closes = opens or None, closes or None
        check(act.row)
    return phase


def open_phase(phase: Phase, *, by: Any, missing: Sequence[str] | None = None) -> Act:
    """Open a phase, by an act; the planned date becomes today when it was later or missing.

    The last one closes the term: what that lacks is told by who knows its rounds (`followup.closing`).
    """
    with acting(PHASES, "open", phase, by=by) as act:
        if act.row.phase == Phase.Name.CLOSED:
            act.rule([_("Perioden avslutas på sidan Vad går vidare.")] if missing is None else missing)
        act.remarks += remarks_on_opening(act.row)
        day = today().isoformat()
        act.row.opens = min(act.row.opens or day, day)
        if has_passed(act.row.closes):
            act.row.closes = None
    return act


def remarks_on_opening(phase: Phase) -> list[str]:
    """What is unusual, but allowed: an earlier phase is open still or was passed over, or the last day has been."""
    said = {
        Phase.State.OPEN: _("Fasen %(phase)s är fortfarande öppen. Båda gäller tills du stänger den."),
        Phase.State.PLANNED: _("Fasen %(phase)s har inte varit öppen. Det som hör dit är inte gjort."),
    }
    earlier = phase.term.phases.filter(order__lt=phase.order, state__in=said)
    found = [said[Phase.State(row.state)] % {"phase": row.get_phase_display()} for row in earlier]
    if has_passed(phase.closes):
        found.append(
            _("Den planerade sista dagen, %(day)s, har varit. Fasen öppnar utan slutdag; ange en ny.")
            % {"day": partial_date(phase.closes or "")}
        )
    return found


def has_passed(text: str | None) -> bool:
    """Whether the last day that a date may mean lies behind us."""
    return bool(text) and last_day(str(text)) < today()


@transaction.atomic
def close_phase(phase: Phase, *, by: Any) -> Act:
    """Close a phase. When the selection closes, what the council did not decide or table lapses."""
    with acting(PHASES, "close", phase, by=by) as act:
        day = today().isoformat()
        act.row.closes = day if act.row.opens is None or act.row.opens <= day else act.row.opens
    if phase.phase == Phase.Name.SELECTION:
        lapsed = selection.lapse_undecided(phase.term, by=by)
        many = ngettext("%(n)s förslag förföll.", "%(n)s förslag förföll.", len(lapsed))
        act.remarks += [many % {"n": len(lapsed)}] if lapsed else []
    return act


def reopen_phase(phase: Phase, *, by: Any, comment: str, closes: str | None = None) -> Phase:
    """Open a closed phase again, and say why; with a new last day, or until it is closed."""
    with acting(PHASES, "reopen", phase, by=by, comment=comment) as act:
        if has_passed(closes):
            act.rule([("closes", _("Den dagen har varit. Ange en kommande dag, eller lämna tomt."))])
        act.row.closes = closes or None
        check(act.row)
    return phase


# The lists


def _selection(term: Term) -> Any:
    return next((p for p in term.phase_infos() if p.name == Phase.Name.SELECTION), None)


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
