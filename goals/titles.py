"""Lists of proposals: each under the title that this reader may see, searched and sorted by that title only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, When
from django.db.models.fields.json import KeyTextTransform

from burlov_styrning import rights
from burlov_styrning.base.models import Access
from goals.catalogue import SETTLED
from goals.models import GoalProposal
from goals.versions import WORKING_ON

SHOWN = {"title": F("title"), "wording": F("wording"), "area": F("area__name")}


def titled(
    rows: QuerySet[GoalProposal], user: Any, names: Iterable[str] = tuple(SHOWN), *, own: bool = False
) -> QuerySet[GoalProposal]:
    """The rows with `shown_title`, `shown_wording`, `shown_area`: as worked on inside, as handed in outside.

    `own`: they are all of organs that the person writes for.
    """
    if own and reads_own_rows():
        return rows.annotate(**{f"shown_{name}": SHOWN[name] for name in names})
    as_it_stands = Q(state__in=SETTLED) | Q(handed_in__isnull=True) | reads_rows(rights.actor_of(user))
    return rows.annotate(**{f"shown_{name}": _shown(as_it_stands, SHOWN[name], name) for name in names})


def _shown(as_it_stands: Q, column: F, name: str) -> Case:
    handed_in = KeyTextTransform(name, "handed_in__content")
    return Case(When(as_it_stands, then=column), default=handed_in, output_field=TextField())


def reads_rows(actor: rights.Actor) -> Q:
    """`goals.versions.reads_rows` as a condition on the table: one for all states that are read alike."""
    alike: dict[Q | bool, set[str]] = {}
    for state in GoalProposal.State.values:
        whos = WORKING_ON.get(GoalProposal.State(state), rights.IN_ORGAN)
        alike.setdefault(rights.any_of(whos, actor, GoalProposal.rights_lookups), set()).add(state)
    alike.pop(False, None)
    readable = Q()
    for grant, states in alike.items():
        of_states = Q() if len(states) == len(GoalProposal.State) else Q(state__in=sorted(states))
        readable |= grant & of_states if isinstance(grant, Q) else of_states
    if True in alike and len(alike[True]) == len(GoalProposal.State):
        return Q()
    if actor.has(rights.Role.CONTROLLER, rights.Role.AUDITOR):
        opened = Access.objects.filter(kind=GoalProposal.rights_kind, person=actor.person)
        readable |= Q(pk__in=opened.values("row"))
    return readable or Q(pk__in=[])


def reads_own_rows() -> bool:
    """Whether those who write for the organ read the rows in every state."""
    return all(rights.Who.STAFF in whos for whos in (rights.IN_ORGAN, *WORKING_ON.values()))


def existing(user: Any) -> QuerySet[GoalProposal] | None:
    """Drafts whose existence the controller and the auditors know, and no more; None for all others."""
    actor = rights.actor_of(user)
    if not actor.has(rights.Role.CONTROLLER, rights.Role.AUDITOR):
        return None
    rows: QuerySet[GoalProposal] = GoalProposal.objects.exclude(
        pk__in=GoalProposal.objects.visible_to(actor).values("pk")
    )
    return rows
