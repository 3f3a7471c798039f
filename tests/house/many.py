"""More of everything in the cast's municipality, tied to whatever stands there: for pages that must not ask more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import batched
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, prefetch_related_objects

from burlov_styrning.base.models import Assignment, Comment, Decision, Event, Meeting, Organ, Person, Unit
from burlov_styrning.workflow import writing
from followup.models import Activity, Assessment, FollowUpRound, Ground, Onward
from goals.models import (
    Consultation,
    Goal,
    GoalArea,
    GoalOwner,
    GoalProposal,
    Need,
    Path,
    PathValue,
    ProposalIndicator,
    ProposalValue,
    ProposalVersion,
    Target,
)
from goals.rules.content import to_json
from goals.written import PARTS, content_of
from indicators.models import Indicator, IndicatorVersion, Outcome
from tests.world import World

STATES = ("draft", "ready", "submitted", "adopted")
UNDER = 3
"""Under so many new proposals and goals, and under the pages' own, as many of each kind are put."""
MORE = Q(key__startswith="mer-")
EXPOSURE = {"draft": "working", "ready": "ready", "submitted": "record", "adopted": "record"}


def grow(world: World, count: int) -> None:
    """So many more of each kind, in the term, for both committees, and under each proposal and goal there is."""
    start = Person.objects.count()
    numbers = range(start, start + count)
    with writing():
        _around(world, numbers)
        indicators = _indicators(world, numbers)
        proposals = _proposals(world, numbers)
        _under_proposals(world, [*GoalProposal.objects.exclude(MORE), *proposals[:UNDER]], indicators)
        goals = _goals(world, numbers, proposals)
        rows = [*Goal.objects.exclude(MORE), *goals[:UNDER]]
        _under_goals(world, rows, indicators)
        _followed_up(world, rows, numbers)


def _organs(world: World) -> tuple[Organ, Organ]:
    return world.school, world.social


def _around(world: World, numbers: range) -> None:
    """People, units, areas, meetings, decisions."""
    people = Person.objects.bulk_create(Person(key=f"mer-{n}", name=f"Person {n}") for n in numbers)
    Assignment.objects.bulk_create(
        Assignment(person=p, organ=organ, role="staff", starts="2024-01-01") for p in people for organ in _organs(world)
    )
    Unit.objects.bulk_create(
        Unit(key=f"mer-{o.key}-{n}", name=f"Enhet {n}", organ=o) for n in numbers for o in _organs(world)
    )
    GoalArea.objects.bulk_create(GoalArea(term=world.term, key=f"mer-{n}", name=f"Område {n}") for n in numbers)
    organs = (*_organs(world), world.council, world.board)
    Meeting.objects.bulk_create(
        Meeting(organ=o, date=date(2025, 1, 1) + timedelta(days=n)) for n in numbers for o in organs
    )
    Decision.objects.bulk_create(
        Decision(
            key=f"mer-{o.key}-{n}", organ=o, kind="submit", date="2026-10-01", paragraph=f"9{n}", exposure="record"
        )
        for n in numbers
        for o in organs
    )


def _indicators(world: World, numbers: range) -> list[Indicator]:
    rows = Indicator.objects.bulk_create(Indicator(key=f"mer-{n}", organ=world.school) for n in numbers)
    versions = IndicatorVersion.objects.bulk_create(
        IndicatorVersion(indicator=row, name=f"Mått {row.key}", unit="%", decimals=0) for row in rows
    )
    for row, version in zip(rows, versions, strict=True):
        row.current = version
    Indicator.objects.bulk_update(rows, ["current"])
    Outcome.objects.bulk_create(
        Outcome(indicator=row, version=row.current, municipality=world.municipality, period=str(year), year=year,
                value=Decimal(60 + year % 10), exposure="published", entered_by=world.staff.person)
        for row in rows for year in range(2022, 2026)
    )  # fmt: skip
    return rows


def _proposals(world: World, numbers: range) -> list[GoalProposal]:
    decided = {o: Decision.objects.filter(organ=o).first() for o in _organs(world)}
    rows = GoalProposal.objects.bulk_create(
        GoalProposal(
            term=world.term, key=f"mer-{o.key}-{n}-{state}", organ=o, area=world.area, title=f"Förslag {n}",
            wording=f"Senast 2030 når vi {n}.", state=state, exposure=EXPOSURE[state],
            committee_decision=decided[o] if state == "submitted" else None,
        )
        for n in numbers for o in _organs(world) for state in STATES
    )  # fmt: skip
    out = [row for row in rows if row.exposure == "record"]
    prefetch_related_objects(out, *PARTS)
    versions = ProposalVersion.objects.bulk_create(
        ProposalVersion(proposal=row, number=1, state="submitted", is_handed_in=True, content=to_json(content_of(row)))
        for row in out
    )
    for row, version in zip(out, versions, strict=True):
        row.handed_in = version
    GoalProposal.objects.bulk_update(out, ["handed_in"])
    return rows


def _under_proposals(world: World, rows: Sequence[GoalProposal], indicators: Sequence[Indicator]) -> None:
    """Under each: needs, indicators with values, units heard, comments, events."""
    prefetch_related_objects(rows, "organ__units")
    needs = Need.objects.bulk_create(
        Need(term=world.term, key=f"b-{row.pk}-{i.key}", unit=row.organ.units.all()[0], organ=row.organ,
             text=f"Behov {i.key}", exposure=row.exposure, written_by=world.unit_staff.person)
        for row in rows for i in indicators
    )  # fmt: skip
    come_of = GoalProposal.needs.through
    come_of.objects.bulk_create(
        come_of(goalproposal=row, need=need)
        for row, own in zip(rows, batched(needs, len(indicators)), strict=True) for need in own
    )  # fmt: skip
    lines = ProposalIndicator.objects.bulk_create(
        ProposalIndicator(proposal=row, indicator=i, baseline_year=2025, baseline_value=65, target=80)
        for row in rows for i in indicators
    )  # fmt: skip
    ProposalValue.objects.bulk_create(ProposalValue(proposal_indicator=line, year=2027, value=70) for line in lines)
    units = list(Unit.objects.filter(MORE).order_by("-pk")[: len(indicators)])
    Consultation.objects.bulk_create(
        Consultation(proposal=row, unit=unit, date="2026-10-01") for row in rows for unit in units
    )
    _noted(world, [row for row in rows for _indicator in indicators])
    kind = ContentType.objects.get_for_model(GoalProposal)
    Event.objects.bulk_create(
        Event(person=world.staff.person, content_type=kind, object_id=row.pk, flow="proposals", move="edit")
        for row in rows for _indicator in indicators
    )  # fmt: skip


def _noted(world: World, rows: Sequence[Any]) -> None:
    """A comment on each."""
    Comment.objects.bulk_create(
        Comment(person=world.staff.person, content_type=ContentType.objects.get_for_model(row), object_id=row.pk,
                text="Bra.")
        for row in rows
    )  # fmt: skip


def _goals(world: World, numbers: range, proposals: Sequence[GoalProposal]) -> list[Goal]:
    decision = Decision.objects.filter(organ=world.council).first()
    rows = Goal.objects.bulk_create(
        Goal(term=world.term, key=f"mer-{o.key}-{n}", area=world.area, wording=f"Mål {n}", exposure="record",
             decision=decision)
        for n in numbers for o in _organs(world)
    )  # fmt: skip
    GoalOwner.objects.bulk_create(GoalOwner(goal=goal, organ=_organs(world)[at % 2]) for at, goal in enumerate(rows))
    came_of = Goal.proposals.through
    adopted = [row for row in proposals if row.state == "adopted"]
    came_of.objects.bulk_create(came_of(goal=goal, goalproposal=row) for goal, row in zip(rows, adopted, strict=True))
    return rows


def _under_goals(world: World, rows: Sequence[Goal], indicators: Sequence[Indicator]) -> None:
    """Under each: targets with paths in every state, notes on the goal and on its indicators' outcomes."""
    prefetch_related_objects(rows, "owners__organ")
    targets = Target.objects.bulk_create(
        Target(goal=goal, indicator=i, version=i.current, baseline_year=2025, baseline_value=65, value=80)
        for goal in rows for i in indicators
    )  # fmt: skip
    states = {"ready": "ready", "draft": "working", "decided": "record"}
    paths = Path.objects.bulk_create(
        Path(target=t, organ=next(iter(t.goal.owners.all())).organ, state=state, exposure=states[state])
        for t, state in zip(targets, [*states] * len(targets), strict=False)
    )
    PathValue.objects.bulk_create(
        PathValue(path=path, year=year, value=70 + year - 2027) for path in paths for year in range(2027, 2031)
    )
    _noted(world, [*rows, *Outcome.objects.filter(indicator__in=indicators)])


def _followed_up(world: World, rows: Sequence[Goal], numbers: range) -> None:
    """Rounds, and in each the goals' judgements with grounds; activities."""
    years = range(2027, 2031)
    rounds = FollowUpRound.objects.bulk_create(
        FollowUpRound(term=world.term, key=f"mer-{n}", year=years[n % 4], kind="annual", state="open",
                      period_end=f"{years[n % 4]}-12-31", name=f"Uppföljning {n}")
        for n in numbers
    )  # fmt: skip
    judged = Assessment.objects.bulk_create(
        Assessment(round=round_, goal=goal, organ=next(iter(goal.owners.all())).organ, state="draft", status="met",
                   analysis="Bra.", written_by=world.staff.person)
        for round_ in rounds for goal in rows
    )  # fmt: skip
    Ground.objects.bulk_create(Ground(assessment=row, kind="figure", text="Siffra") for row in judged)
    Activity.objects.bulk_create(
        Activity(goal=goal, organ=world.school, unit=world.preschool, text=f"Gör {n}") for goal in rows for n in numbers
    )
    new = [goal for goal in rows if not Onward.objects.filter(goal=goal).exists()][-UNDER + 1 :]  # some stay undecided
    for row in Onward.objects.bulk_create(
        Onward(goal=goal, course="goes_on", reason="Skäl", exposure="record") for goal in new
    ):
        row.targets.set(Target.objects.filter(goal=row.goal_id))
        row.activities.set(Activity.objects.filter(goal=row.goal_id))
