"""The change log as controller and auditors search it: by who, which kind, which goal, from and to which day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from auditlog.models import LogEntry
from django.db.models import QuerySet
from django.utils import timezone

from burlov_styrning import rights
from followup.audit.logged import by_type, of_goal
from followup.audit.reach import seen_by
from goals.models import Goal, GoalProposal


def lines(user: Any) -> QuerySet[LogEntry]:
    """The lines that there are for this person, the latest first."""
    rows = seen_by(rights.actor_of(user), LogEntry.objects.filter(content_type__in=list(by_type())))
    found: QuerySet[LogEntry] = rows.select_related("actor__person", "content_type").order_by("-timestamp", "-pk")
    return found


def about_goal(rows: QuerySet[LogEntry], goal: Goal | None) -> QuerySet[LogEntry]:
    """Those about a goal and what hangs on it; none where the goal is not there for the reader."""
    if goal is None:
        return rows.none()
    proposals = list(GoalProposal.objects.filter(goals=goal).values_list("pk", flat=True))
    return rows.filter(of_goal(goal.pk, proposals))


def since(rows: QuerySet[LogEntry], day: date) -> QuerySet[LogEntry]:
    """Those of that day and later."""
    return rows.filter(timestamp__gte=_midnight(day))


def until(rows: QuerySet[LogEntry], day: date) -> QuerySet[LogEntry]:
    """Those of that day and before."""
    return rows.filter(timestamp__lt=_midnight(day + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
