"""Closing a term: when its last annual report is adopted and it is decided of each goal whether it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.exposure import Exposure
from burlov_styrning.swedish import listed, sentence
from burlov_styrning.workflow import Act
from followup import onward
from followup.models import FollowUpRound, Onward
from goals import terms
from goals.models import Goal, Phase, Term

NAMED = 3
OVER = (FollowUpRound.State.CLOSED, FollowUpRound.State.ADOPTED)


@dataclass(frozen=True)
class Lack:
    """Something that the closing waits for, and the round that it is about, if it is about one."""

    text: str
    round: FollowUpRound | None = None
    goals: bool = False


def lacks(term: Term) -> list[Lack]:
    """What is missing before the term can be closed, in the order in which it is done."""
    rounds = list(FollowUpRound.objects.filter(term=term))
    for row in rounds:
        row.term = term
    last = next((row for row in rounds if onward.is_last(row, term)), None)
    return [*_open_rounds(rounds, last), *_last_report(last, term), *_undecided(term)]


def _open_rounds(rounds: Iterable[FollowUpRound], last: FollowUpRound | None) -> Iterator[Lack]:
    for row in rounds:
        if row.state == FollowUpRound.State.OPEN and row is not last:
            yield Lack(_("%(round)s är öppen. Stäng uppföljningen först.") % {"round": sentence(str(row))}, row)


def _last_report(row: FollowUpRound | None, term: Term) -> Iterator[Lack]:
    if row is None:
        yield Lack(_("Årsredovisning %(year)s, periodens sista, är inte planerad.") % {"year": term.end_year})
    elif row.state not in OVER:
        yield Lack(_("%(round)s är %(state)s. De slutliga bedömningarna lämnas där.") % _words(row), row)
    elif row.state != FollowUpRound.State.ADOPTED:
        yield Lack(_("%(round)s är %(state)s. Fullmäktige har inte godkänt den.") % _words(row), row)


def _words(row: FollowUpRound) -> dict[str, Any]:
    return {"round": sentence(str(row)), "state": row.get_state_display()}


def _undecided(term: Term) -> Iterator[Lack]:
    goals = onward.undecided(term)
    if goals:
        text = ngettext(
            "Det är inte bestämt vad som händer med %(n)s mål: %(goals)s.",
            "Det är inte bestämt vad som händer med %(n)s mål: %(goals)s.", len(goals),
        )  # fmt: skip
        rest = len(goals) - NAMED
        names = [*map(str, goals[:NAMED]), *([_("%(n)s till") % {"n": rest}] if rest > 0 else [])]
        yield Lack(text % {"n": len(goals), "goals": listed(names)}, goals=True)


@transaction.atomic
def close(term: Term, *, by: Any) -> Act:
    """Close what is open still and open the last phase; what goes on of published goals is told to everybody."""
    Term.objects.select_for_update().get(pk=term.pk)
    phases = {phase.phase: phase for phase in Phase.objects.filter(term=term).select_related("term")}
    last = phases.pop(Phase.Name.CLOSED)
    remarks: list[str] = []
    missing = [lack.text for lack in lacks(term)]
    if not missing:
        for phase in phases.values():
            if phase.state == Phase.State.OPEN:
                remarks += terms.close_phase(phase, by=by).remarks
    act = terms.open_phase(last, by=by, missing=missing)
    _tell(term)
    act.remarks = remarks
    return act


def _tell(term: Term) -> None:
    """Row by row, so that the log has each."""
    published = Goal.objects.filter(term=term, exposure=Exposure.PUBLISHED)
    for row in Onward.objects.filter(goal__in=published).exclude(exposure=Exposure.PUBLISHED):
        row.exposure = Exposure.PUBLISHED
        row.save()


def is_closed(term: Term) -> bool:
    """Whether its last phase is open: everything is there to read, and nothing is done to it any more."""
    return any(info.name == Phase.Name.CLOSED and info.state == Phase.State.OPEN for info in term.phase_infos())


def can_close(term: Term) -> bool:
    """Whether the last phase is still to come."""
    return any(info.name == Phase.Name.CLOSED and info.state == Phase.State.PLANNED for info in term.phase_infos())
