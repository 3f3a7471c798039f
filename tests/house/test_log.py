"""Every content model is in the change log, or says why not; nothing is written in bulk past it."""

from __future__ import annotations

import re
from pathlib import Path

from auditlog.registry import auditlog
from django.apps import apps

from burlov_styrning.trace import UNTRACED

OURS = ("base", "indicators", "goals", "followup")
ROOT = Path(__file__).parent.parent.parent
BULK = re.compile(r"\.(bulk_create|bulk_update)\(|\.update\((?!_or_create)")
ALLOWED = {"trace.py", "abstract.py", "workflow.py"}
"""The log itself, the guard of states, and the copying of a row's own fields."""


def test_every_model_is_logged_or_says_why_not() -> None:
    models = [model for label in OURS for model in apps.get_app_config(label).get_models(include_auto_created=False)]
    assert len(models) > 40
    escaped = [m._meta.label for m in models if not auditlog.contains(m) and m._meta.label not in UNTRACED]
    assert escaped == ["base.User"]  # an account: Django's own fields; its person and assignments are logged


def test_lists_and_notes_never_stand_in_the_log() -> None:
    masked = {
        label: set(auditlog.get_model_fields(apps.get_model(label))["mask_fields"])
        for label in ("goals.Priority", "goals.Note", "indicators.HiddenValue")
    }
    assert masked == {
        "goals.Priority": {"proposal", "place"},
        "goals.Note": {"text", "proposal"},
        "indicators.HiddenValue": {"value", "count", "margin"},
    }


def test_bulk_writes_are_logged() -> None:
    """Signals do not see bulk writes: a module that makes them calls `log_many`."""
    unlogged = []
    for folder in ("burlov_styrning", "indicators", "goals", "followup"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text()
            if "migrations" in path.parts or path.name in ALLOWED or "log_many(" in text:
                continue
            lines = [line for line in text.splitlines() if BULK.search(line) and "# not content" not in line]
            if any("objects." in line or "filter(" in line for line in lines):
                unlogged.append(f"{path.relative_to(ROOT)}: {lines}")
    assert not unlogged
