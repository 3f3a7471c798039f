"""The catalogue that councillors read: a term's handed-in proposals, each as it was handed in, with the own list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import (
    Case,
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    TextField,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.fields.json import KeyTextTransform

from burlov_styrning import rights
from goals.models import (
    Consultation,
    GoalProposal,
    Need,
    Priority,
    ProposalIndicator,
    Reading,
    Term,
)
from goals.models.ballot import party_of
from goals.rules.content import ProposalContent, from_json
from goals.tally import COUNTED
from goals.written import content_of

PARTS = (
    Prefetch("needs", Need.objects.select_related("unit")),
    Prefetch("indicators", ProposalIndicator.objects.select_related("indicator__current")),
    "indicators__values",
    Prefetch("consultations", Consultation.objects.select_related("unit")),
    "costs",
)
"""What a proposal's text is made of where no version of it was kept; a query each."""


ORDER = ("area_id", "organ_id", "id")
"""The order of the catalogue, on the screen and on paper."""


def handed_in(term: Term, user: Any) -> QuerySet[GoalProposal]:
    """The proposals that the council has before it, decided ones too, in the order of the catalogue."""
    rows: QuerySet[GoalProposal] = GoalProposal.objects.visible_to(user).filter(term=term, state__in=COUNTED)
    read = Reading.objects.filter(person=rights.actor_of(user).person, proposal=OuterRef("pk"))
    return rows.annotate(is_read=Exists(read)).select_related("organ").order_by(*ORDER)


def content(proposal: GoalProposal) -> ProposalContent:
    """The text that was handed in, whoever reads it."""
    if proposal.handed_in:
        return from_json(proposal.handed_in.content)
    prefetch_related_objects([proposal], *PARTS)
    return content_of(proposal)


MOVING = (GoalProposal.State.SUPPLEMENT, GoalProposal.State.REFERRED_BACK)
"""Where the rows may be written on after the handing in, so that only the version tells what was handed in."""

SETTLED = (GoalProposal.State.SUBMITTED, GoalProposal.State.ADOPTED, GoalProposal.State.DECLINED)
"""Where the rows say, word for word, what was handed in."""


def measured_by(rows: QuerySet[GoalProposal]) -> dict[int, dict[str, str]]:
    """Proposal → the indicators that it was handed in with: key → name. Two queries."""
    texts = rows.filter(state__in=MOVING, handed_in__isnull=False).values_list("pk", "handed_in__content")
    found = {pk: {line.key: line.name for line in from_json(text).indicators} for pk, text in texts}
    settled = ProposalIndicator.objects.filter(proposal__in=rows.order_by().values("pk")).exclude(proposal__in=found)
    for pk, key, name in settled.values_list("proposal", "indicator__key", "indicator__current__name"):
        found.setdefault(pk, {})[key] = name or key
    return found


def with_measure(rows: QuerySet[GoalProposal], key: str) -> QuerySet[GoalProposal]:
    """The rows with what `has_measure` reads; no query more."""
    has = ProposalIndicator.objects.filter(proposal=OuterRef("pk"), indicator__key=key.replace("\x00", ""))
    text = KeyTextTransform("indicators", "handed_in__content")
    moving = When(state__in=MOVING, handed_in__isnull=False, then=text)
    return rows.annotate(has_now=Exists(has), had=Case(moving, default=Value(None), output_field=TextField()))


def has_measure(row: Any, key: str) -> bool:
    """Whether a row of `with_measure` was handed in with the indicator."""
    return bool(row.has_now) if row.had is None else any(line["key"] == key for line in json.loads(row.had))


class MyList:
    """The own (or the party group's) list, in one query."""

    def __init__(self, term: Term, user: Any) -> None:
        self.term, self.actor = term, rights.actor_of(user)

    @cached_property
    def rows(self) -> Sequence[Priority]:
        """The places, best first."""
        if self.term.ballots_by == Term.By.PARTY:
            whose: dict[str, Any] = {"ballot__person": None, "ballot__party": party_of(self.actor) or "-"}
        else:
            whose = {"ballot__person": self.actor.person or 0}
        found = Priority.objects.filter(ballot__term=self.term, **whose).order_by("place")
        return list(found.select_related("ballot", "proposal__organ", "proposal__handed_in"))

    @property
    def saved(self) -> datetime | None:
        """When it was last changed."""
        return self.rows[0].ballot.changed_at if self.rows else None

    @property
    def places(self) -> list[int]:
        """Ids of the proposals on it, best first."""
        return [row.proposal_id for row in self.rows]

    @property
    def chosen(self) -> set[int]:
        """Ids of the proposals on it."""
        return set(self.places)

    @property
    def is_full(self) -> bool:
        """Whether every place is taken."""
        return len(self.rows) >= self.term.places


def title(proposal: GoalProposal) -> str:
    """The title that was handed in."""
    return str(proposal.handed_in.content["title"]) if proposal.handed_in else proposal.title
