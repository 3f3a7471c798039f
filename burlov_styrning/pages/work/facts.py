"""Everything *Mitt arbete* needs, fetched once: a constant number of queries, none for what concerns others only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery, prefetch_related_objects

from burlov_styrning import rights
from burlov_styrning.base.meetings import coming
from burlov_styrning.base.models import Decision, DecisionDraft, Event, Meeting, Organ
from burlov_styrning.base.people import assignments_of
from burlov_styrning.clock import today
from burlov_styrning.exposure import Exposure
from burlov_styrning.kinds import Kind
from burlov_styrning.pages.kinds import ASSESSMENT, PATH, PROPOSAL
from burlov_styrning.pages.work.activities import with_late
from burlov_styrning.rights import Actor, Role
from burlov_styrning.workflow import Workflow
from followup.figures import OWNERS
from followup.models import Assessment, FollowUpRound
from followup.moves import ASSESSMENTS
from followup.progress import Piece, applies, as_piece, asked, owners_of
from goals import breakdown
from goals.breakdown import Row
from goals.models import (
    Ballot,
    Goal,
    GoalArea,
    GoalOwner,
    GoalProposal,
    Path,
    Phase,
    ProposalVersion,
    Recommendation,
    Term,
)
from goals.moves import PATHS, PROPOSALS
from indicators import due

IN_COMMITTEE = rights.WRITERS | rights.ELECTED | {Role.SECRETARY}
ORGAN: Mapping[str, str] = {"organ": "organ"}
LATEST = 6
SAVED = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number").values("content")[:1]
SAID = Recommendation.objects.filter(proposal=OuterRef("pk"))
MORE: Mapping[Kind, dict[str, Any]] = {PROPOSAL: {"last_saved": Subquery(SAVED), "recommended": Exists(SAID)}}
"""What is fetched with the rows: a proposal's text as it was saved last, to tell what it lacks; whether the executive
board has said its word."""
OPENING = (Decision.Kind.SELECT, Decision.Kind.CHANGE, Decision.Kind.END, Decision.Kind.PATH)
"""Decisions that let everybody read goals and progressions when they are published."""
JOINED: Mapping[Kind, tuple[str | None, ...]] = {
    PROPOSAL: (None,),
    PATH: ("target__version",),
    ASSESSMENT: ("area",),
}
"""What else is fetched with them: not their goals, terms and rounds, which are here already (`_share`)."""
BREAKDOWN = (Phase.Name.BREAKDOWN, Phase.Name.FOLLOW_UP)
Round = FollowUpRound.State


@dataclass(frozen=True)
class Owned:
    """A goal that one of the person's organs answers for."""

    organ: Organ
    goal: Goal


@dataclass
class Facts:
    """What was fetched; rows of a term share one term object, with its phases."""

    user: Any
    actor: Actor
    day: date
    terms: dict[int, Term] = field(default_factory=dict)
    rounds: dict[int, FollowUpRound] = field(default_factory=dict)
    meetings: dict[int, list[Meeting]] = field(default_factory=dict)
    proposals: list[GoalProposal] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    owned: list[Owned] = field(default_factory=list)
    asked: dict[int, list[Piece]] = field(default_factory=dict)
    """The judgements that open rounds ask of the organs the person writes for, by round."""
    breakdown: list[Row] = field(default_factory=list)
    unmeasured: dict[int, list[str]] = field(default_factory=dict)
    """Names of the indicators that lack an outcome, by round."""
    ranked: dict[int, int] = field(default_factory=dict)
    events: list[tuple[Event, Kind, Any]] = field(default_factory=list)
    drafts: list[DecisionDraft] = field(default_factory=list)
    unpublished: list[Decision] = field(default_factory=list)
    """Recorded decisions of the person's secretariats that hold goals and progressions back from everybody."""

    @cached_property
    def live(self) -> list[Term]:
        """Terms in which a phase is open, the latest first."""
        open_ones = [t for t in self.terms.values() if any(p.state == Phase.State.OPEN for p in t.phase_infos())]
        return sorted(open_ones, key=lambda term: -term.first_year)

    @property
    def mine(self) -> frozenset[int]:
        """Organs that the person works in: staff, elected or secretary."""
        return self.actor.organs(IN_COMMITTEE)

    @property
    def writes_in(self) -> frozenset[int]:
        """Organs that the person writes for as a whole, not for one unit."""
        return self.actor.organs(rights.WRITERS)

    def open_rounds(self) -> list[FollowUpRound]:
        """Rounds that can be judged in, the nearest first."""
        rows = [row for row in self.rounds.values() if row.state == Round.OPEN]
        return sorted(rows, key=lambda row: row.period_end)

    def is_open(self, term: Term, *names: str) -> bool:
        """Whether one of the phases is open."""
        return any(info.name in names and info.state == Phase.State.OPEN for info in term.phase_infos())


def gather(user: Any) -> Facts:
    """Fetch for this person."""
    facts = Facts(user, rights.actor_of(user), today())
    terms = with_late(Term.objects.prefetch_related("phases"), user, facts.actor)
    facts.terms = {term.pk: term for term in terms}
    facts.rounds = _rounds(facts)
    facts.proposals = _rows(facts, PROPOSALS, PROPOSAL, Q(term__in=facts.live))
    facts.paths = _rows(facts, PATHS, PATH, Q(target__goal__term__in=facts.live))
    facts.assessments = _rows(facts, ASSESSMENTS, ASSESSMENT, Q(round__in=list(facts.rounds)))
    if facts.writes_in:  # what a draft lacks is told from its values
        prefetch_related_objects([row for row in facts.paths if row.state == Path.State.DRAFT], "values")
    facts.meetings = _meetings(facts)
    shared = _shared_by_all(facts)
    if facts.mine:
        facts.owned = _owned(facts) if shared is None else _owned_of(facts, shared)
    _share(facts, [owned.goal for owned in facts.owned] if shared is None else shared.goals)
    if facts.mine:
        facts.breakdown = _breakdown(facts)
    if facts.writes_in:
        facts.asked = {row.pk: _asked(facts, row, shared) for row in facts.open_rounds()}
        facts.unmeasured = _unmeasured(facts)
    facts.ranked = _ranked(facts)
    facts.events = _events(facts)
    facts.drafts = _drafts(facts)
    facts.unpublished = _unpublished(facts)
    return facts


def _rounds(facts: Facts) -> dict[int, FollowUpRound]:
    if not any(facts.is_open(term, Phase.Name.FOLLOW_UP) for term in facts.live):
        return {}
    own = Min("deadlines__due", filter=Q(deadlines__organ__in=facts.mine or [0]))
    rows = FollowUpRound.objects.filter(term__in=facts.live, state__in=[Round.PLANNED, Round.OPEN])
    found = {row.pk: row for row in rows.annotate(own_due=own).order_by("period_end")}
    for row in found.values():
        row.term = facts.terms[row.term_id]
    return found


def _rows(facts: Facts, flow: Workflow, kind: Kind, where: Q) -> list[Any]:
    """Rows that wait for the person, and all of the organs that they work in, as far as they may read them."""
    wanted = Q(organ__in=facts.mine) if facts.mine else Q(pk__in=[])
    waiting = flow.waiting(facts.actor, ORGAN)
    if not waiting and not facts.mine:
        return []
    for _move, condition in waiting:
        wanted |= condition
    rows = kind.rows(facts.user).filter(where & wanted).annotate(**MORE.get(kind, {}))
    return list(rows.select_related(None).select_related(*JOINED[kind]).order_by("pk"))


def _share(facts: Facts, known: Iterable[Goal]) -> None:
    """One goal object for all that is about a goal, one term object for all rows of a term."""
    goals = {goal.pk: goal for goal in known}
    about = {path.target.goal_id for path in facts.paths} | {row.goal_id for row in facts.assessments if row.goal_id}
    if others := about - goals.keys():  # ended, or another organ's now
        goals |= {goal.pk: _goal(facts, goal) for goal in Goal.objects.filter(pk__in=others)}
    for proposal in facts.proposals:
        proposal.term = facts.terms[proposal.term_id]
    for path in facts.paths:
        path.target.goal = goals[path.target.goal_id]
    for row in facts.assessments:
        row.round = facts.rounds[row.round_id]
        row.goal = goals[row.goal_id] if row.goal_id else None


def _drafts(facts: Facts) -> list[DecisionDraft]:
    """The decisions that the person's secretariats are preparing."""
    if not facts.actor.has(Role.SECRETARY):
        return []
    rows = DecisionDraft.objects.visible_to(facts.user).filter(state=DecisionDraft.State.OPEN)
    return list(rows.select_related("organ"))


def _unpublished(facts: Facts) -> list[Decision]:
    organs = facts.actor.organs({Role.SECRETARY})
    if not organs:
        return []
    rows = Decision.objects.filter(organ__in=organs, exposure=Exposure.RECORD, kind__in=OPENING)
    return list(rows.select_related("organ").order_by("date", "pk"))


def _meetings(facts: Facts) -> dict[int, list[Meeting]]:
    """Coming meetings of the person's organs."""
    found: dict[int, list[Meeting]] = {}
    organs = facts.mine | facts.actor.organs({Role.COUNCILLOR})
    for meeting in coming(organs).select_related("organ") if organs else ():
        found.setdefault(meeting.organ_id, []).append(meeting)
    return found


def _owned(facts: Facts) -> list[Owned]:
    own = {"owners__organ__in": facts.mine, "owners__role": GoalOwner.Role.OWNER}
    rows = Goal.objects.filter(**own, term__in=facts.live, ended=None).annotate(owner=F("owners__organ"))
    organs = {post.organ_id: post.organ for post in assignments_of(facts.user)}
    return [Owned(organs[row.owner], _goal(facts, row)) for row in rows.order_by("pk", "owners__id")]


@dataclass(frozen=True)
class Shared:
    """What the executive board judges among in the live terms: their goals, with owners, and areas."""

    board: Organ
    goals: list[Goal]
    areas: list[GoalArea]


def _shared_by_all(facts: Facts) -> Shared | None:
    """For those who write for the executive board while a round is open; nobody else needs it."""
    boards = (row.organ for row in assignments_of(facts.user) if row.organ.kind == Organ.Kind.EXECUTIVE_BOARD)
    board = next((organ for organ in boards if organ.pk in facts.writes_in), None)
    if board is None or not facts.open_rounds():
        return None
    goals = Goal.objects.filter(term__in=facts.live).prefetch_related(OWNERS)
    areas = GoalArea.objects.filter(term__in=facts.live)
    return Shared(board, [_goal(facts, goal) for goal in goals], list(areas))


def _owned_of(facts: Facts, shared: Shared) -> list[Owned]:
    """The same as is asked for below, of goals that are here already."""
    goals = [goal for goal in shared.goals if goal.ended is None]
    return [Owned(organ, goal) for goal in goals for organ in owners_of(goal) if organ.pk in facts.mine]


def _asked(facts: Facts, row: FollowUpRound, shared: Shared | None) -> list[Piece]:
    """A committee's own goals; of the executive board also areas, shared goals and the whole."""
    if shared is None:
        return [Piece(o.organ, o.goal) for o in facts.owned if o.goal.term_id == row.term_id
                and o.organ.pk in facts.writes_in]  # fmt: skip
    goals = [goal for goal in shared.goals if goal.term_id == row.term_id and applies(goal, row)]
    areas = [area for area in shared.areas if area.term_id == row.term_id]
    organs = {organ.pk: organ for goal in goals for organ in owners_of(goal)} | {shared.board.pk: shared.board}
    of_goals = [(goal.pk, goal.area_id, [organ.pk for organ in owners_of(goal)]) for goal in goals]
    asks = asked(row, of_goals, [area.pk for area in areas], shared.board.pk)
    return [as_piece(ask, organs, {goal.pk: goal for goal in goals}, {area.pk: area for area in areas})
            for ask in asks if ask.organ in facts.writes_in]  # fmt: skip


def _breakdown(facts: Facts) -> list[Row]:
    """How far the paths that the person's organs lay have come, in the terms that are broken down."""
    terms = [term for term in facts.live if facts.is_open(term, *BREAKDOWN)]
    found: dict[Goal, list[Organ]] = {}
    for owned in facts.owned:
        if owned.goal.kind != Goal.Kind.FINANCIAL:  # of these the council decides the values itself
            found.setdefault(owned.goal, []).append(owned.organ)
    return breakdown.rows_of(terms, facts.user, owned=found, paths=facts.paths) if terms and found else []


def _goal(facts: Facts, goal: Goal) -> Goal:
    goal.term = facts.terms[goal.term_id]
    return goal


def _unmeasured(facts: Facts) -> dict[int, list[str]]:
    """What the organs' indicators lack for the year of the nearest open round; by the round."""
    row = next(iter(facts.open_rounds()), None)
    missing = due.missing_names(facts.user, row.year) if row else []
    return {row.pk: missing} if row and missing else {}


def _ranked(facts: Facts) -> dict[int, int]:
    """For a councillor, how many proposals stand on the own list of each term whose lists are open."""
    terms = [term for term in facts.live if facts.is_open(term, Phase.Name.SELECTION)]
    if not terms or not facts.actor.has(Role.COUNCILLOR):
        return {}
    rows = Ballot.objects.filter(term__in=terms, person=facts.actor.person)
    counts = dict(rows.annotate(count=Count("priorities")).values_list("term", "count"))
    return {term.pk: counts.get(term.pk, 0) for term in terms}


def _events(facts: Facts) -> list[tuple[Event, Kind, Any]]:
    """The latest moves on rows that the person may read: of the own organs', else of all proposals."""
    own: list[tuple[Kind, Iterable[Any]]] = [
        (PROPOSAL, facts.proposals), (PATH, facts.paths), (ASSESSMENT, facts.assessments)
    ]  # fmt: skip
    rows = {(kind.model, row.pk): (kind, row) for kind, some in own for row in some}
    where = _either(_of(kind, [row.pk for row in some]) for kind, some in own if some)
    if not rows:
        where = _of(PROPOSAL, PROPOSAL.model.objects.visible_to(facts.user).values("pk"))  # type: ignore[attr-defined]
    latest = Event.objects.filter(where).select_related("person", "decision__organ").order_by("-at", "-id")
    events = list(latest[:LATEST])
    if not rows and events:
        found = PROPOSAL.rows(facts.user).filter(pk__in=[event.object_id for event in events])
        rows = {(PROPOSAL.model, row.pk): (PROPOSAL, row) for row in found}
    pairs = ((event, rows.get((_model(event), event.object_id))) for event in events)
    return [(event, *pair) for event, pair in pairs if pair]


def _model(event: Event) -> Any:
    return ContentType.objects.get_for_id(event.content_type_id).model_class()


def _of(kind: Kind, ids: Any) -> Q:
    return Q(content_type=ContentType.objects.get_for_model(kind.model), object_id__in=ids)


def _either(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found
