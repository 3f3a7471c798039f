"""Reports that the example's controller has begun to prepare: laid out and written to, not issued."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from burlov_styrning.base.models import Organ
from followup.models import FollowUpRound, Report, ReportChapter


def fill(told: Sequence[Mapping[str, Any]], insert: Callable[[Iterable[Any]], None]) -> None:
    """Those on rounds that have begun when the example is loaded."""
    begun = FollowUpRound.objects.exclude(state=FollowUpRound.State.PLANNED).select_related("term")
    rounds = {(row.term.key, row.key): row for row in begun}
    organs = {organ.key: organ for organ in Organ.objects.all()}
    said = [(rounds[one["term"], one["round"]], one) for one in told if (one["term"], one["round"]) in rounds]
    made = [
        Report(term=round_.term, round=round_, kind=one["kind"], organ=organs.get(one.get("organ")),
               preface=one["preface"], by=one.get("by", Report.By.AREA))
        for round_, one in said
    ]  # fmt: skip
    insert(made)
    insert(
        ReportChapter(report=report, place=place, **chapter)
        for report, (_round, one) in zip(made, said, strict=True)
        for place, chapter in enumerate(one["chapters"], 1)
    )
