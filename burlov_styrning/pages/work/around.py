"""Beside the tasks: what waits for others, how the committee stands, what has happened, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.kinds import Kind
from burlov_styrning.pages.kinds import ASSESSMENT, PATH, PROPOSAL
from burlov_styrning.pages.work.drafts import is_complete, is_managed
from burlov_styrning.pages.work.facts import Facts
from burlov_styrning.partial_dates import first_day
from burlov_styrning.parts import Text
from burlov_styrning.swedish import short_date
from burlov_styrning.workflow import WORKFLOWS, Workflow
from followup.models import Assessment
from followup.moves import ASSESSMENTS
from goals.breakdown import Stage
from goals.models import GoalProposal, Phase
from goals.moves import PATHS, PROPOSALS

SHOWN = 10
"""So many rows that wait for others are shown."""
ELSEWHERE = frozenset({"draft", "ready", "submitted"})
"""In these states somebody else may have it."""
HANDED_IN = frozenset({"submitted", "supplement", "referred_back", "adopted", "declined", "lapsed"})


@dataclass(frozen=True)
class Elsewhere:
    """Something of ours that somebody else has now."""

    title: str
    url: str
    who: str
    since: datetime
    word: Text
    """What it is: a goal and the proposal that continues it often have the same title."""
    example: bool = False


@dataclass(frozen=True)
class Standing:
    """How far the committee has come with something."""

    label: str
    done: int
    whole: int
    text: str


@dataclass(frozen=True)
class Happened:
    """A move that somebody made."""

    who: str
    what: str
    title: str
    url: str
    at: datetime


def elsewhere(facts: Facts) -> list[Elsewhere]:
    """What the person's organs wrote, and who has it; the latest first, and no more than are shown."""
    kinds: list[tuple[Kind, Workflow, Sequence[Any]]] = [
        (PROPOSAL, PROPOSALS, facts.proposals), (PATH, PATHS, facts.paths), (ASSESSMENT, ASSESSMENTS, facts.assessments)
    ]  # fmt: skip
    found = [
        (kind, row, who) for kind, flow, rows in kinds for row in rows
        if row.state in ELSEWHERE and row.organ_id in facts.writes_in and (who := _at(facts, flow, row))
    ]  # fmt: skip
    latest = sorted(found, key=lambda one: one[1].changed_at, reverse=True)[:SHOWN]
    return [
        Elsewhere(kind.title(row), kind.address(row), who, row.changed_at, kind.word, row.is_example())
        for kind, row, who in latest
    ]


def _at(facts: Facts, flow: Workflow, row: Any) -> str:
    """A draft is with those who write it, then with the manager; what is ready waits for the organ's next meeting."""
    if row.state == "submitted":
        return _("Fullmäktige")
    if row.state == "draft":
        return _draft_at(facts, flow, row)
    meeting = next(iter(facts.meetings.get(row.organ_id, ())), None)
    if meeting is None:
        return _("Nämnden, inget sammanträde är inlagt")
    return _("Nämnden, beslut %(day)s") % {"day": short_date(meeting.date, facts.day)}


def _draft_at(facts: Facts, flow: Workflow, row: Any) -> str:
    if not flow.offers("edit", row, facts.actor):
        return ""
    if is_managed(row, facts.actor):
        return "" if is_complete(row) else _("Handläggarna, under arbete")
    return _("Chefen, att klarmarkera") if is_complete(row) else ""


def standings(facts: Facts) -> list[Standing]:
    """Strips for the organs that the person works in."""
    return [*_proposals(facts), *_paths(facts), *_assessments(facts)]


def _proposals(facts: Facts) -> Iterator[Standing]:
    for term in facts.live:
        if not facts.is_open(term, Phase.Name.NEEDS, Phase.Name.PROPOSALS, Phase.Name.SELECTION):
            continue
        rows = [p for p in facts.proposals if p.term_id == term.pk and p.organ_id in facts.mine]
        rows = [p for p in rows if p.state != GoalProposal.State.WITHDRAWN]
        if rows:
            done = sum(row.state in HANDED_IN for row in rows)
            ready = sum(row.state == GoalProposal.State.READY for row in rows)
            drafts = len(rows) - done - ready
            words = [ngettext("%(n)s inlämnat", "%(n)s inlämnade", done) % {"n": done}]
            words += [_ready(ready)] if ready else []
            words += [_("%(n)s utkast") % {"n": drafts}] if drafts else []
            yield Standing(_("Förslag %(term)s") % {"term": term}, done, len(rows), ", ".join(words))


def _ready(count: int) -> str:
    return ngettext("%(n)s klart för nämnden", "%(n)s klara för nämnden", count) % {"n": count}


def _paths(facts: Facts) -> Iterator[Standing]:
    for term in facts.live:
        if not facts.is_open(term, Phase.Name.BREAKDOWN):
            continue
        rows = [row for row in facts.breakdown if row.goal.term_id == term.pk and row.stage is not Stage.WINDOW]
        if rows:
            goals = {row.goal.pk for row in rows}
            done = len(goals - {row.goal.pk for row in rows if row.decided is None or row.decided.stale})
            text = _("%(done)s av %(all)s mål har fastställd progression") % {"done": done, "all": len(goals)}
            yield Standing(_("Progressioner %(term)s") % {"term": term}, done, len(goals), text)


def _assessments(facts: Facts) -> Iterator[Standing]:
    for row in facts.open_rounds():
        goals = {(o.goal.pk, o.organ.pk) for o in facts.owned if o.goal.term_id == row.term_id}
        if goals:
            done = sum(
                a.round_id == row.pk and (a.goal_id, a.organ_id) in goals and a.state == Assessment.State.APPROVED
                for a in facts.assessments
            )
            text = ngettext("%(done)s av %(all)s godkänd", "%(done)s av %(all)s godkända", done)
            text %= {"done": done, "all": len(goals)}
            yield Standing(_("Bedömningar, %(round)s") % {"round": row}, done, len(goals), text)


def happened(facts: Facts) -> list[Happened]:
    """The latest moves, told as somebody did something with something."""
    return [
        Happened(_who(event), str(_label(event)), kind.title(row), kind.address(row), event.at)
        for event, kind, row in facts.events
    ]


def _who(event: Any) -> str:
    if event.decision:
        return " ".join(filter(None, (str(event.decision.organ), event.decision.reference)))
    return str(event.person or _("Systemet"))


def _label(event: Any) -> Any:
    return WORKFLOWS[event.flow].telling(event.move)


def coming(facts: Facts) -> list[str]:
    """What comes next for who has nothing to do: the next meeting, the next phase."""
    found: list[tuple[date, str]] = []
    for rows in facts.meetings.values():
        day = rows[0].date
        values = {"organ": rows[0].organ, "day": short_date(day, facts.day)}
        found.append((day, _("%(organ)s sammanträder %(day)s.") % values))
    for term in facts.terms.values():
        for info in term.phase_infos():
            if info.state == Phase.State.PLANNED and info.opens and first_day(info.opens) >= facts.day:
                day = first_day(info.opens)
                values = {"phase": info.label, "term": term, "day": short_date(day, facts.day)}
                found.append((day, _("Fasen %(phase)s för %(term)s öppnar %(day)s.") % values))
                break
    return [sentence for _day, sentence in sorted(found)[:4]]
