"""What committees wrote to open their chapters, as a report freezes it: plain values, fetched from their decisions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from followup.content import layout
from followup.content.rows import decision_words
from followup.models import FollowUpRound, Opening

type Plain = dict[str, Any]


def openings(round_: FollowUpRound, chapters: Collection[str]) -> list[Plain]:
    """The openings on the round that their committees have approved, of those with a chapter."""
    rows = Opening.objects.filter(round=round_, state=Opening.State.APPROVED)
    return [
        {"organ": row.organ.key, "text": row.text, "decision": decision_words(row.decision),
         "changed": row.changed_after_decision, "example": row.is_example()}
        for row in rows.select_related("organ", "decision__organ").order_by("organ__key")
        if layout.organ_id(row.organ.key) in chapters
    ]  # fmt: skip
