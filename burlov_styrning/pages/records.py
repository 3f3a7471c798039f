"""Public records: what has been handed over or decided, with time and registry number, as its reader may see it.

Collected from the rows themselves, a few queries for all of them; the texts only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Decision, Event
from burlov_styrning.exposure import Exposure
from burlov_styrning.pages.kinds import (
    ASSESSMENT,
    EDITION,
    NAMED,
    OPENING,
    PATH,
    PROPOSAL,
    address,
    assessment_title,
    path_title,
)
from burlov_styrning.swedish import number
from followup.models import Activity, Assessment, Opening, ReportEdition
from followup.reading import text_for
from followup.words import assessment_word, whole_word
from goals.models import Path, PathValue, ProposalVersion

OUT = (Exposure.RECORD, Exposure.PUBLISHED)
KINDS: dict[str, str | Promise] = {
    "beslut": gettext_lazy("beslut"),
    "forslag": gettext_lazy("inlämnat målförslag"),
    "progression": gettext_lazy("fastställd progression"),
    "bedomning": gettext_lazy("godkänd bedömning"),
    "inledning": gettext_lazy("godkänd inledning"),
    "aktivitet": gettext_lazy("beslutad aktivitet"),
    "rapport": gettext_lazy("rapport"),
}
MOVES = Q(flow="paths", move="decide") | Q(flow="assessments", move="approve") | Q(flow="activities", move="decide")
MOVES |= Q(flow="editions", move="finish") | Q(flow="openings", move="approve")
"""The moves that made a row a record, where the row itself does not say when."""


@dataclass(frozen=True)
class Record:
    """A record: whose, what, when it was handed over or decided, by which § and number; its text where asked for."""

    kind: str
    organ: str
    title: str
    date: str
    at: datetime | None
    paragraph: str
    registry: str
    url: str
    text: str = ""
    example: bool = False

    @property
    def word(self) -> str:
        """What kind it is."""
        return str(KINDS[self.kind])

    @property
    def year(self) -> str:
        """The year it is of."""
        return self.date[:4]


def records(user: Any, *, texts: bool = False) -> list[Record]:
    """All of them, the latest first."""
    at = _times()
    found: list[Record] = [
        *_decisions(user), *_proposals(user), *_paths(user, at, texts), *_assessments(user, at, texts),
        *_openings(user, at), *_activities(user, at), *_editions(user, at),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.date, one.organ, one.kind, one.title), reverse=True)


type Times = dict[tuple[int, int], datetime]


def _times() -> Times:
    rows = Event.objects.filter(MOVES).order_by().values_list("content_type", "object_id").annotate(Max("at"))
    return {(kind, pk): at for kind, pk, at in rows}


def _at(times: Times, row: Any) -> datetime | None:
    return times.get((ContentType.objects.get_for_model(type(row)).pk, row.pk))


def _record(
    kind: str, row: Any, organ: Any, title: str, url: str, *, decision: Decision | None = None,
    at: datetime | None = None, text: str = "", date: str = "",
) -> Record:  # fmt: skip
    day = date or (decision.date if decision else None) or (timezone.localdate(at).isoformat() if at else "")
    return Record(kind, str(organ or ""), title, day, at, decision.paragraph if decision else "",
                  decision.registry if decision else "", url, text, row.is_example())  # fmt: skip


def _joined(parts: Iterable[str | None]) -> str:
    return "\n\n".join(part for part in parts if part)


def _decisions(user: Any) -> Iterator[Record]:
    rows = Decision.objects.visible_to(user).filter(exposure__in=OUT).select_related("organ")
    for row in rows:
        parts = [row.text, row.motions, row.votes, row.notes, row.absent_for_bias]
        url = reverse("base:decision", args=[row.pk])
        yield _record("beslut", row, row.organ, str(row.get_kind_display()), url, decision=row, at=row.recorded_at,
                      text=_joined(parts))  # fmt: skip


def _proposals(user: Any) -> Iterator[Record]:
    """Each version that was handed in, as it was handed in."""
    mine = PROPOSAL.model.objects.visible_to(user).filter(exposure__in=OUT)  # type: ignore[attr-defined]
    rows = ProposalVersion.objects.filter(is_handed_in=True, proposal__in=mine)
    for row in rows.select_related("proposal__organ", "proposal__term", "decision"):
        said = row.content
        words = [said.get("wording"), said.get("target_group"), *(said.get("statements") or {}).values()]
        title = _("%(title)s, version %(n)s") % {"title": said.get("title"), "n": row.number}
        yield _record("forslag", row.proposal, row.proposal.organ, title, PROPOSAL.address(row.proposal),
                      decision=row.decision, at=row.saved_at, text=_joined(words))  # fmt: skip


def _paths(user: Any, at: Times, texts: bool) -> Iterator[Record]:
    rows = Path.objects.visible_to(user).filter(state=Path.State.DECIDED, exposure__in=OUT)
    rows = rows.select_related("target__goal__term", "organ", "decision").annotate(indicator_name=NAMED)
    values: dict[int, list[str]] = {}
    if texts:
        for value in PathValue.objects.filter(path__in=rows.values("pk")).order_by("path", "year"):
            shown = "–" if value.value is None else number(value.value)
            values.setdefault(value.path_id, []).append(f"{value.year}: {shown}")
    for row in rows:
        lines = values.get(row.pk, [])
        yield _record("progression", row, row.organ, path_title(row), PATH.address(row), decision=row.decision,
                      at=_at(at, row), text="\n".join([*lines, row.motivation]))  # fmt: skip


def _assessments(user: Any, at: Times, texts: bool) -> Iterator[Record]:
    """What was approved: also of one that is open again, whose new text is no record yet."""
    rows = Assessment.objects.visible_to(user).filter(exposure__in=OUT)
    rows = rows.select_related("goal__term", "area", "round__term", "organ", "decision")
    for row in rows.prefetch_related("grounds__activity") if texts else rows:
        title = f"{assessment_title(row)}, {row.round}"
        yield _record("bedomning", row, row.organ, title, ASSESSMENT.address(row), decision=row.decision,
                      at=_at(at, row), text=_judged(row, user) if texts else "")  # fmt: skip


def _judged(row: Assessment, user: Any) -> str:
    said: Any = row
    if row.state != Assessment.State.APPROVED:
        if not row.approved:
            return ""
        said = _Kept(row.approved)
    word = whole_word(said.status) if row.whole else assessment_word(said.status, last_annual=False)
    grounds = text_for(row, user).grounds if said is row else ()
    rest = [f"{one.kind}: {one.text} {one.detail}".strip() for one in grounds]
    return _joined((word, said.analysis, said.motivation, *rest))


class _Kept:
    """The text as it was approved."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self.status, self.analysis, self.motivation = kept["status"], kept["analysis"], kept["motivation"]


def _openings(user: Any, at: Times) -> Iterator[Record]:
    """What was approved, as it was approved."""
    rows = Opening.objects.visible_to(user).filter(exposure__in=OUT)
    for row in rows.select_related("round__term", "organ", "decision"):
        text = row.text if row.state == Opening.State.APPROVED else row.approved
        yield _record("inledning", row, row.organ, str(row.round), OPENING.address(row), decision=row.decision,
                      at=_at(at, row), text=text)  # fmt: skip


def _activities(user: Any, at: Times) -> Iterator[Record]:
    rows = Activity.objects.visible_to(user).filter(exposure__in=OUT)
    for row in rows.select_related("goal__term", "organ", "unit"):
        url = f"{address('followup:activity-list', term=row.goal.term.key)}?goal={row.goal_id}"
        text = _joined((row.text, row.function, row.effect))
        yield _record("aktivitet", row, row.unit or row.organ, str(row), url, at=_at(at, row), text=text)


def _editions(user: Any, at: Times) -> Iterator[Record]:
    rows = ReportEdition.objects.visible_to(user).filter(exposure__in=OUT)
    for row in rows.select_related("report__term", "report__round__term", "report__organ", "decision"):
        yield _record("rapport", row, row.report.organ, str(row), EDITION.address(row), decision=row.decision,
                      at=_at(at, row), date=row.issued.isoformat(), text=f"SHA-256 {row.sha256}")  # fmt: skip


def organs_in(found: Iterable[Record]) -> list[str]:
    """The organs that have any."""
    return sorted({one.organ for one in found if one.organ})
