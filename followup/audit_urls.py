"""Addresses of the auditors' view."""

from __future__ import annotations

from django.urls import path

from followup.views import audit_goals, audit_log, audit_reports, audit_samples, audit_searches

patterns = [
    path("granskning/", audit_goals.audit, name="audit"),
    path("granskning/logg/", audit_log.audit_log, name="audit-log"),
    path("granskning/sokningar/", audit_searches.searches, name="audit-searches"),
    path("granskning/sokningar/ta-bort/", audit_searches.searches_forget, name="audit-searches-forget"),
    path("granskning/sokningar/<int:pk>/ta-bort/", audit_searches.search_forget, name="audit-search-forget"),
    path("granskning/mal/<int:pk>/", audit_goals.audit_goal, name="audit-goal"),
    path("granskning/mal/<int:pk>.<paper:kind>", audit_goals.audit_goal_paper, name="audit-goal-paper"),
    path("granskning/mal/<int:pk>/utkast/", audit_goals.audit_goal_ask, name="audit-goal-ask"),
    path("granskning/underlag/", audit_reports.issue, name="audit-report"),
    path("granskning/stickprov/", audit_samples.samples, name="audit-samples"),
    path("granskning/stickprov/dra/", audit_samples.sample_draw, name="audit-sample-draw"),
    path("granskning/stickprov/<int:pk>/", audit_samples.sample, name="audit-sample"),
    path("granskning/stickprov/<int:pk>/underlag.zip", audit_samples.sample_evidence, name="audit-sample-evidence"),
]
