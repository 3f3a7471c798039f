"""What auditors have searched the change log for: kept by itself, theirs to come back to and to take away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from burlov_styrning.lists import Listing
from burlov_styrning.rights import Role, actor_of
from followup.models import AuditSearch
from followup.models.audit import LONGEST

KEPT = timedelta(days=2 * 365)
"""So long after it was asked last."""


def keep(listing: Listing, user: Any) -> None:
    """That an auditor narrowed the log so, now: once for each way of narrowing it."""
    actor, said = actor_of(user), listing.said
    if not said or actor.person is None or not actor.has(Role.AUDITOR):
        return
    rows = AuditSearch.objects.filter(person=actor.person)
    query, now = listing.narrowing, timezone.now()
    if len(query) > LONGEST:
        return
    found = {"at": now, "words": said, "hits": listing.count}
    if rows.filter(query=query).update(**found):  # not content
        return
    rows.filter(at__lt=now - KEPT).delete()
    mark = AuditSearch(person_id=actor.person, query=query, **found)
    AuditSearch.objects.bulk_create([mark], ignore_conflicts=True)  # not content


def mine(user: Any) -> QuerySet[AuditSearch]:
    """One's own: nobody takes away another's."""
    rows: QuerySet[AuditSearch] = AuditSearch.objects.visible_to(user).filter(person=actor_of(user).person)
    return rows
