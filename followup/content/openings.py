"""What a committee wrote to open its own report, as the whole municipality's report freezes it: plain values."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from followup.content import layout
from followup.models import FollowUpRound, ReportEdition

type Plain = dict[str, Any]


def openings(round_: FollowUpRound, chapters: Collection[str]) -> list[Plain]:
    """What committees with a chapter wrote to open their own reports on the round: the preface of each one's latest
    edition.
    """
    rows = ReportEdition.objects.filter(report__kind="committee", report__round=round_, number__isnull=False)
    latest = dict(rows.order_by("number").values_list("report__organ__key", "pk"))
    made = ReportEdition.objects.filter(pk__in=latest.values()).in_bulk()
    told = ((organ, made[pk]) for organ, pk in sorted(latest.items()))
    return [
        {"organ": organ, "text": text, "edition": row.number, "issued": row.issued.isoformat(), "sha256": row.sha256}
        for organ, row in told
        if layout.organ_id(organ) in chapters and (text := layout.preface(json.loads(row.snapshot)).strip())
    ]
