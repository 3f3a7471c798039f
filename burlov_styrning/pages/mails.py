"""Of which moves a mail tells, and to whom; and the reminders of what is soon to be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from burlov_styrning import kinds
from burlov_styrning.base import mailing
from burlov_styrning.base.models import MailChoice, Notice
from burlov_styrning.clock import today
from burlov_styrning.pages.work.facts import gather
from burlov_styrning.pages.work.tasks import tasks
from burlov_styrning.rights import Who
from burlov_styrning.workflow import Act
from indicators import nightly
from indicators.models import Drift

AHEAD = timedelta(days=7)
"""So far ahead a last day is told of."""
COUNCIL = frozenset({Who.CONTROLLER, Who.COUNCIL_SECRETARY, Who.BOARD_STAFF, Who.BOARD_SECRETARY})
COMMITTEE = frozenset({Who.STAFF, Who.SECRETARY})
HANDED_IN, RETURNED, DECIDED = Notice.Kind.HANDED_IN, Notice.Kind.RETURNED, Notice.Kind.DECIDED

TOLD: Mapping[tuple[str, str], tuple[str, frozenset[Who]]] = {
    ("proposals", "submit"): (HANDED_IN, COMMITTEE | COUNCIL),
    ("proposals", "answer"): (HANDED_IN, COMMITTEE | COUNCIL),
    ("proposals", "answer_decided"): (HANDED_IN, COMMITTEE | COUNCIL),
    ("proposals", "back_to_draft"): (RETURNED, COMMITTEE),
    ("proposals", "ask_supplement"): (RETURNED, COMMITTEE),
    ("proposals", "refer_back"): (RETURNED, COMMITTEE),
    ("paths", "back_to_draft"): (RETURNED, COMMITTEE),
    ("assessments", "back_to_draft"): (RETURNED, COMMITTEE),
    ("assessments", "reopen"): (RETURNED, COMMITTEE),
    ("proposals", "withdraw"): (DECIDED, COMMITTEE | COUNCIL),
    ("proposals", "recommend"): (DECIDED, COMMITTEE | COUNCIL),
    ("proposals", "adopt"): (DECIDED, COMMITTEE | COUNCIL),
    ("proposals", "decline"): (DECIDED, COMMITTEE | COUNCIL),
    ("proposals", "table"): (DECIDED, COMMITTEE | COUNCIL),
    ("goals", "change"): (DECIDED, COMMITTEE | COUNCIL),
    ("goals", "end"): (DECIDED, COMMITTEE | COUNCIL),
    ("goals", "change_own"): (DECIDED, COMMITTEE),
    ("goals", "end_own"): (DECIDED, COMMITTEE),
    ("paths", "decide"): (DECIDED, COMMITTEE | {Who.CONTROLLER}),
    ("assessments", "approve"): (DECIDED, COMMITTEE | {Who.CONTROLLER}),
}
"""Workflow and move → what is told, and to whom of those who want it and may read the row."""


def told_of(act: Act) -> None:
    """A move was made: put up what is to be told of it, in the same transaction."""
    found = TOLD.get((act.flow.name, act.move.name))
    if found:
        address = kinds.KINDS[type(act.row)].address(act.row)
        mailing.tell(found[0], act.row, address, found[1], but=act.actor.person)


def tell_of_fetched(found: nightly.Round) -> None:
    """The night's round brought something: one notice to each controller who wants it."""
    if found.has_news:
        row = next(iter([*found.waiting, *found.drifts]), Drift())
        with transaction.atomic():
            mailing.tell(Notice.Kind.FETCHED, row, "/mitt-arbete/", [Who.CONTROLLER], but=None)


def remind() -> int:
    """Remind those who want it of what has its last day within a week, or had it; how many mails went."""
    wanting = MailChoice.objects.filter(deadlines=True, person__user__is_active=True).exclude(reminded=today())
    return sum(_remind(choice) for choice in wanting.select_related("person__user"))


def _remind(choice: MailChoice) -> bool:
    days = [task.due for task in tasks(gather(choice.person.user)) if task.due and task.due <= today() + AHEAD]
    return bool(days) and mailing.remind(choice.person, days)
