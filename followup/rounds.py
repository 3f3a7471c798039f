"""Follow-up rounds as steps: planned, opened and closed by the controller, adopted by the council."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import Act, acting
from followup.models import FollowUpRound, RoundDeadline
from followup.moves import ROUNDS
from goals.models import Term

type Deadlines = Mapping[Organ, date | None]

PREFIX = {"annual": "ar", "interim": "delar", "tertial": "tertial"}


def plan(
    term: Term, year: int, kind: str, period_end: date, *, by: Any, deadlines: Deadlines | None = None, **fields: Any
) -> FollowUpRound:
    """A round to come: its year, kind, period and deadlines. What law says of the dates is advice, given beside."""
    row = FollowUpRound(term=term, year=year, kind=kind, period_end=period_end.isoformat(), **fields)
    with acting(ROUNDS, "plan", row, by=by) as act:
        Term.objects.select_for_update().get(pk=term.pk)
        act.rule(problems(row))
        row.key = _key(row)
        row.full_clean()
        row.save()
        _set_deadlines(row, deadlines or {})
    return row


def edit(row: FollowUpRound, *, by: Any, deadlines: Deadlines | None = None, **fields: Any) -> FollowUpRound:
    """Change dates and name; the year and kind are what it is."""
    with acting(ROUNDS, "edit", row, by=by) as act:
        for name, value in fields.items():
            setattr(act.row, name, value)
        act.rule(problems(act.row))
        act.row.full_clean()
        _set_deadlines(act.row, deadlines or {})
    return row


def problems(row: FollowUpRound) -> list[tuple[str, str]]:
    """Why there can be no such round, by form field."""
    term, found = row.term, []
    if not term.first_year <= row.year <= term.end_year:
        values = {"first": term.first_year, "last": term.end_year}
        found.append(("year", _("Målperioden följs upp %(first)s till %(last)s. Välj ett av de åren.") % values))
    if row.ends_on.year != row.year:
        found.append(("period_end", _("Perioden slutar under det år som följs upp.")))
    if twin := _twin(row):
        found.append(("kind", _("%(round)s är redan planerad. Ändra den i stället.") % {"round": twin}))
    if row.due and row.due <= row.ends_on:
        found.append(("due", _("Bedömningarna skrivs när perioden är slut. Välj en senare dag.")))
    if row.due and row.hand_over and row.hand_over < row.due:
        found.append(("hand_over", _("Rapporten överlämnas när bedömningarna är klara. Välj en senare dag.")))
    return found


def _twin(row: FollowUpRound) -> FollowUpRound | None:
    """Another round of the same kind and year; tertials of a year differ by their period."""
    rows = FollowUpRound.objects.filter(term=row.term_id, year=row.year, kind=row.kind).exclude(pk=row.pk)
    if row.kind == FollowUpRound.Kind.TERTIAL:
        rows = rows.filter(period_end=row.period_end)
    found: FollowUpRound | None = rows.first()
    return found


def _key(row: FollowUpRound) -> str:
    stem = f"{PREFIX[row.kind]}{row.year}"
    return next_key(row.term.rounds.all(), f"{stem}-") if row.term.rounds.filter(key=stem).exists() else stem


def open_round(row: FollowUpRound, *, by: Any) -> FollowUpRound:
    """Let the owners judge."""
    with acting(ROUNDS, "open", row, by=by):
        pass
    return row


def close(row: FollowUpRound, *, by: Any) -> FollowUpRound:
    """Close for judging; what is not approved is printed as not judged."""
    with acting(ROUNDS, "close", row, by=by):
        pass
    return row


def adopt(row: FollowUpRound, decision: Decision, *, by: Any) -> Act:
    """The council approved the report."""
    with acting(ROUNDS, "adopt", row, by=by, decision=decision) as act:
        if decision.organ.kind != Organ.Kind.COUNCIL:
            sentence = _("Beslutet är ett annat organs. Rapporten godkänns av fullmäktige.")
            raise Refusal(Reason.RULE, fields=[("decision", sentence)])
        act.row.decision = decision
    return act


def _set_deadlines(row: FollowUpRound, deadlines: Deadlines) -> None:
    """An organ's own day; without one the round's own day applies to it."""
    for organ, due in deadlines.items():
        if due is None:
            RoundDeadline.objects.filter(round=row, organ=organ).delete()
        else:
            RoundDeadline.objects.update_or_create(round=row, organ=organ, defaults={"due": due})
