"""Addresses of the auditors' view."""

from __future__ import annotations

from django.urls import path

from followup.views import audit_goals, audit_log

patterns = [
    path("granskning/", audit_goals.audit, name="audit"),
    path("granskning/logg/", audit_log.audit_log, name="audit-log"),
]
