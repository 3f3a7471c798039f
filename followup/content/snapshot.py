"""The snapshot of a follow-up report: everything it prints, as plain values with the goal book's keys.

Collected with a constant number of queries; its canonical JSON is what an edition freezes and hashes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from burlov_styrning.base.models import Event, Municipality, Organ, Person, Source
from burlov_styrning.exposure import Exposure
from followup import figures, judgements
from followup.content import compared, handed_on
from followup.content import layout as layouts
from followup.content.layout import PLAIN, Layout
from followup.content.openings import openings
from followup.content.rows import decision_words, indicator_words, lines, source_keys, text
from followup.content.rows import figures as figure_rows
from followup.figures import GoalFigures, Occasion, OwnerFigures
from followup.models import Activity, Assessment, FollowUpRound
from followup.reading import file_name
from followup.rules.suggestion import Suggestion, Verdict, departs, is_brighter, weigh
from followup.words import is_last_annual
from goals.models import Goal, GoalArea, GoalOwner, Term
from indicators.economy import balance
from indicators.models import Outcome

type Plain = dict[str, Any]

HANDED_OVER = (Exposure.RECORD, Exposure.PUBLISHED)


def canonical(snapshot: Plain) -> str:
    """The snapshot as text that is the same for the same content."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a snapshot's canonical JSON."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class _Fetched:
    """What the report is made of, as fetched."""

    term: Term
    round: FollowUpRound
    goals: list[Goal]
    figures: dict[int, GoalFigures]
    assessments: list[Assessment]
    activities: list[Activity]
    organs: list[Organ]
    areas: list[GoalArea]
    numbers: dict[int, int]
    """A goal's number is the same whichever of them the report takes up."""

    @property
    def last_annual(self) -> bool:
        """Whether its judgements are the term's final ones."""
        return is_last_annual(self.round.kind, self.round.year, self.term.last_year, self.term.prolonged_to)

    def judgement(self, **lookup: Any) -> Assessment | None:
        """The approved assessment of that thing, if any."""
        wanted = {"goal_id": None, "area_id": None, "whole": False, "weighed": False} | lookup
        for row in self.assessments:
            if all(getattr(row, name) == value for name, value in wanted.items()):
                return row
        return None


def collect(round_: FollowUpRound, *, kind: str, organ: Organ | None = None, layout: Layout = PLAIN) -> Plain:
    """The snapshot of a report on a round: all council goals, or one committee's; fewer where the layout says so."""
    fetched = _fetch(round_, organ, kind, layout)
    goals = [_goal(fetched.numbers[goal.pk], goal, fetched) for goal in fetched.goals]
    rows = [row for goal in fetched.goals for row in figure_rows(goal, fetched.figures[goal.pk], round_.year)]
    whole = fetched.judgement(whole=True)
    among = compared.collect(layout.compared, _indicators(fetched), round_.year, _closed(round_))
    snapshot = {
        "format": "snapshot/1",
        "kind": kind,
        "term": fetched.term.key,
        "round": round_.key,
        "organ": organ.key if organ else None,
        "head": _head(fetched, goals, rows),
        "names": _names(fetched),
        "figures": rows,
        "lines": [row for goal in fetched.goals for row in lines(goal, fetched.figures[goal.pk])],
        "goals": goals,
        "areas": [] if organ else [_area(area, fetched) for area in _areas(fetched, layout)],
        "whole": _words(whole) | _balance(whole, round_) if whole and not organ else None,
        "activities": [_activity(row) for row in fetched.activities],
        "counts": vars(weigh(Verdict(g["assessment"]) if g["assessment"] else None for g in goals)),
        "sources": _sources(rows, fetched, compared.source_keys(among)),
        **({"compared": among} if among else {}),
        **_openings(fetched, organ, kind, layout),
        **({"onward": handed_on.collect([goal.pk for goal in fetched.goals])} if fetched.last_annual else {}),
    }
    return layouts.apply(snapshot, layout, of=len(fetched.numbers))


def _openings(fetched: _Fetched, organ: Organ | None, kind: str, layout: Layout) -> Plain:
    """What committees wrote to open their chapters; of a committee's own report where it has."""
    if layout.by == layouts.BY_ORGAN:
        return {"openings": openings(fetched.round, _chapters(fetched, layout))}
    mine = openings(fetched.round, {layouts.organ_id(organ.key)}) if organ and kind == "committee" else []
    return {"openings": mine} if mine else {}


def _chapters(fetched: _Fetched, layout: Layout) -> set[str]:
    return {chapter_of(goal, layout.by) for goal in fetched.goals}


def _areas(fetched: _Fetched, layout: Layout) -> list[GoalArea]:
    """All of them, also one without goals; of a choice those that have some of the goals."""
    used = {goal.area_id for goal in fetched.goals}
    every = layout.goals == layouts.ALL
    out = set() if layout.by == layouts.BY_ORGAN else layout.left_out()
    return [area for area in fetched.areas if area.pk in used or (every and layouts.area_id(area.key) not in out)]


def _fetch(round_: FollowUpRound, organ: Organ | None, kind: str, layout: Layout) -> _Fetched:
    term = round_.term
    every = [goal for goal in _goals_of(term, organ, kind) if not goal.ended or int(goal.ended[:4]) >= round_.year]
    every.sort(key=_own_last if kind == "audit" else _place)
    goals = [goal for goal in every if takes(goal, kind, layout)]
    ids = [goal.pk for goal in goals]
    assessments = Assessment.objects.filter(round=round_, state=Assessment.State.APPROVED)
    activities = Activity.objects.filter(goal__in=ids, exposure__in=HANDED_OVER)
    return _Fetched(
        term,
        round_,
        goals,
        figures.load(goals, Occasion.of(round_), outcomes=_frozen(round_)),
        list(assessments.select_related("organ", "decision__organ", "source").prefetch_related("grounds__activity")),
        list(activities.select_related("unit", "organ", "goal")),
        list(Organ.objects.all()),
        list(term.areas.all()),
        {goal.pk: number for number, goal in enumerate(every, 1)},
    )


def _place(goal: Goal) -> tuple[bool, int, int]:
    return goal.area is None, goal.area.order if goal.area else 0, goal.area_id or 0


def _own_last(goal: Goal) -> tuple[bool, bool, int, int]:
    """The committees' own goals after the council's, whose numbers are then those of every report on the round."""
    return goal.level != Goal.Level.COUNCIL, *_place(goal)


def takes(goal: Goal, kind: str, layout: Layout) -> bool:
    """Whether the report takes the goal up."""
    return layouts.takes(
        layout, kind, area=goal.area.key if goal.area else "", owners=[row.organ.key for row in goal.owners.all()],
        of_weight=goal.stewardship or goal.kind == Goal.Kind.FINANCIAL, chapter=chapter_of(goal, layout.by),
    )  # fmt: skip


def chapter_of(goal: Goal, by: str) -> str:
    """The chapter that the goal stands in, by area or by who answers for it."""
    owners = [row.organ.key for row in goal.owners.all() if row.role == GoalOwner.Role.OWNER]
    return layouts.chapter_of(by, goal.area.key if goal.area else "", owners)


def _frozen(round_: FollowUpRound) -> Any:
    """Closing froze every number (DOMAIN §8): what came later is a revision, shown on live pages only."""
    closed = _closed(round_)
    return Outcome.objects.filter(entered_at__lte=closed) if closed else Outcome.objects.all()


def _closed(round_: FollowUpRound) -> Any:
    return Event.of(round_).filter(move="close").values_list("at", flat=True).last()


def _indicators(fetched: _Fetched) -> list[int]:
    return [line.indicator.pk for found in fetched.figures.values() for line in found.lines]


def _goals_of(term: Term, organ: Organ | None, kind: str) -> Sequence[Goal]:
    """The council's, or all of one committee's; to auditors every decided one."""
    rows = term.goals.select_related("area", "decision__organ", "term").prefetch_related("owners__organ", "earlier")
    if kind == "audit":
        rows = rows.filter(exposure__in=HANDED_OVER)
    elif organ is None:
        return list(rows.filter(level=Goal.Level.COUNCIL))
    if organ is None:
        return list(rows)
    owned = GoalOwner.objects.filter(organ=organ).values("goal")
    return list(rows.filter(pk__in=owned))


def _head(fetched: _Fetched, goals: list[Plain], rows: list[Plain]) -> Plain:
    term, round_, own = fetched.term, fetched.round, Municipality.ours()
    marks = [*(goal["example"] for goal in goals), *(row["example"] for row in rows)]
    return {
        "municipality": own.name if own else "",
        "code": own.code if own else "",
        "first_year": term.first_year,
        "last_year": term.last_year,
        "prolonged_to": term.prolonged_to,
        "year": round_.year,
        "round_kind": round_.kind,
        "round_name": str(round_),
        "period_end": round_.period_end,
        "last_annual": fetched.last_annual,
        "part_year": round_.is_part_year,
        "example": any(marks) or settings.DEMO or Person.objects.filter(example=True).exists(),
        "vision": term.vision.text if term.vision else "",
        "core_values": [value.word for value in term.core_values.all()],
    }


def _names(fetched: _Fetched) -> Plain:
    """What the keys are called."""
    lines = [line for found in fetched.figures.values() for line in found.lines]
    return {
        "order": {"organs": [organ.key for organ in fetched.organs], "areas": [area.key for area in fetched.areas]},
        "organs": {organ.key: organ.name for organ in fetched.organs},
        "areas": {area.key: {"name": area.name, "text": area.text} for area in fetched.areas},
        "indicators": {line.indicator.key: indicator_words(line.target.version) for line in lines},
        "units": {row.unit.key: row.unit.name for row in fetched.activities if row.unit},
    }


# A goal


def _goal(number: int, goal: Goal, fetched: _Fetched) -> Plain:
    found = fetched.figures[goal.pk]
    by_owner = [_by_owner(owner, goal, fetched) for owner in found.owners]
    judged = _final(goal, found, fetched)
    return {
        "goal": goal.key,
        "number": number,
        "area": goal.area.key if goal.area else None,
        "kind": goal.kind,
        "level": goal.level,
        "title": goal.title,
        "wording": goal.wording,
        "owners": [owner.organ.key for owner in found.owners if owner.organ],
        "decision": decision_words(goal.decision),
        "stewardship": goal.stewardship,
        "private_providers": goal.private_providers,
        "example": goal.is_example(),
        **_suggested(found.suggestion),
        "assessment": judged,
        "departs": judged is not None and departs(Verdict(judged), found.suggestion.verdict),
        "brighter": is_brighter(Verdict(judged) if judged else None, found.suggestion.verdict),
        "by_owner": by_owner,
        "weighed": _words(row) if (row := fetched.judgement(goal_id=goal.pk, weighed=True)) else None,
        "forecast_comments": [line.forecast.comment for line in found.lines if line.forecast and line.forecast.comment],
    }


def _by_owner(owner: OwnerFigures, goal: Goal, fetched: _Fetched) -> Plain:
    organ = owner.organ
    lookup = {"goal_id": goal.pk} | ({"organ_id": organ.pk} if organ else {})
    row = fetched.judgement(**lookup)
    return {
        "owner": organ.key if organ else None,
        **_suggested(owner.suggestion),
        **(_words(row) if row else {"assessment": None, "analysis": "", "motivation": ""}),
    }


def _suggested(suggestion: Suggestion) -> Plain:
    return {
        "suggestion": suggestion.verdict.value,
        "measured": [suggestion.measured, suggestion.of],
        "by_forecast": suggestion.by_forecast,
    }


def _final(goal: Goal, found: GoalFigures, fetched: _Fetched) -> str | None:
    row = judgements.final(fetched.assessments, goal.pk, [o.organ.pk for o in found.owners if o.organ])
    return row.status if row else None


def _words(row: Assessment) -> Plain:
    """A judgement as it is printed."""
    return {
        "assessment": row.status,
        "analysis": row.analysis,
        "motivation": row.motivation,
        "by": row.organ.key if row.organ else None,
        "decision": decision_words(row.decision),
        "changed_after_decision": row.changed_after_decision,
        "source": row.source.key if row.source else None,
        "example": row.is_example(),
        "grounds": [
            {
                "kind": ground.kind,
                "text": ground.text or (ground.activity.text if ground.activity else ""),
                "value": text(ground.value),
                "unit": ground.unit,
                "method": ground.method,
                "number": ground.number,
                "date": ground.date,
                "file": file_name(ground),
                "attachment": ground.pk if ground.file else None,
            }
            for ground in row.grounds.all()
        ],
    }


def _balance(row: Assessment, round_: FollowUpRound) -> Plain:
    """What god ekonomisk hushållning as a whole says besides: balance result in mnkr, and the group.

    With an annual report also how the accounts give it, where they are entered.
    """
    steps = balance.frozen(round_.year) if round_.kind == FollowUpRound.Kind.ANNUAL else None
    said = {"balance": text(row.balance), "balance_text": row.balance_text, "group_text": row.group_text}
    return said | ({"balance_steps": steps} if steps else {})


def _area(area: GoalArea, fetched: _Fetched) -> Plain:
    row = fetched.judgement(area_id=area.pk)
    return {"area": area.key, **(_words(row) if row else {"assessment": None, "analysis": "", "motivation": ""})}


def _activity(row: Activity) -> Plain:
    return {
        "goal": row.goal.key,
        "unit": row.unit.key if row.unit else None,
        "text": row.text,
        "function": row.function,
        "due": row.due,
        "state": row.state,
        "effect": row.effect,
        "example": row.is_example(),
    }


def _sources(rows: list[Plain], fetched: _Fetched, more: set[str]) -> Plain:
    """The sources that a printed figure or judgement names."""
    keys = more | source_keys(rows) | {row.source.key for row in fetched.assessments if row.source}
    found = Source.objects.filter(key__in=keys)
    return {row.key: {"title": row.title, "url": row.url, "fetched": row.fetched} for row in found}
