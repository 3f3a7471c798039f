"""Addresses of the auditors' view."""

from __future__ import annotations

from django.urls import path

from followup.views import audit_goals, audit_log

patterns = [
    path("granskning/", audit_goals.audit, name="audit"),
    path("granskning/logg/", audit_log.audit_log, name="audit-log"),
    path("granskning/mal/<int:pk>/", audit_goals.audit_goal, name="audit-goal"),
    path("granskning/mal/<int:pk>.<paper:kind>", audit_goals.audit_goal_paper, name="audit-goal-paper"),
]
