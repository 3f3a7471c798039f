"""Everything *Mitt arbete* needs, fetched once: a constant number of queries, none for what concerns others only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from burlov_styrning import rights
from burlov_styrning.base.meetings import coming
from burlov_styrning.base.models import Decision, DecisionDraft, Event, Meeting, Organ
from burlov_styrning.base.people import assignments_of
from burlov_styrning.clock import today
from burlov_styrning.exposure import Exposure
from burlov_styrning.kinds import Kind
from burlov_styrning.pages.kinds import ASSESSMENT, PATH, PROPOSAL
from burlov_styrning.pages.work.activities import Late, late_of
from burlov_styrning.pages.work.ending import Ends, ends_of
from burlov_styrning.pages.work.rounds import Round, rounds_of
from burlov_styrning.rights import Actor, Role
from burlov_styrning.workflow import Workflow
from followup.models import Assessment, FollowUpRound
from followup.moves import ASSESSMENTS
from followup.progress import Piece, applies, as_piece, asked
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
    Target,
    Term,
)
from goals.moves import PATHS, PROPOSALS
from indicators import due

IN_COMMITTEE = rights.WRITERS | rights.ELECTED | {Role.SECRETARY}
LATEST = 6
TOLD = ("at", "content_type", "object_id", "flow", "move", "comment", "person__name", "decision__paragraph",
        "decision__organ__name")  # fmt: skip
"""What is told of what happened."""
SAVED = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number").values("content")[:1]
SAID = Recommendation.objects.filter(proposal=OuterRef("pk"))
OPENING = (Decision.Kind.SELECT, Decision.Kind.CHANGE, Decision.Kind.END, Decision.Kind.PATH)
"""Decisions that let everybody read goals and progressions when they are published."""
UNREAD = (
    "untold", "wording", "area", "target_group", "target_year", "function", "specific", "measurable", "accepted",
    "realistic", "time_bound", "responsibility", "union", "union_date", "within_frame", "comparison_group",
    "continues", "continues_key", "committee_decision", "council_decision", "reason", "revision",
)  # fmt: skip
"""Of a proposal what the page says nothing of and no move asks for: so wide rows are dear to fetch."""
TITLED = ("term", "area", "kind", "title", "wording", "ended")
"""What is asked of goals."""
BREAKDOWN = (Phase.Name.BREAKDOWN, Phase.Name.FOLLOW_UP)
"""In these phases paths are laid and activities changed."""
DRAFTING = PROPOSALS.move("edit").phases | PROPOSALS.move("mark_ready").phases
"""In one of these phases a draft can be worked on."""


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
    areas: dict[int, GoalArea] = field(default_factory=dict)
    """The areas that the executive board judges in these rounds."""
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
    late: dict[int, Late] = field(default_factory=dict)
    """Late activities, by term."""
    ends: dict[int, Ends] = field(default_factory=dict)
    """What the end of a term asks of the person, by term."""
    unpublished: list[Decision] = field(default_factory=list)
    """Recorded decisions of the person's secretariats that hold goals and progressions back from everybody."""

    @cached_property
    def live(self) -> list[Term]:
        """Terms in which a phase is open, the latest first."""
        return sorted((t for t in self.terms.values() if t.is_under_way), key=lambda term: -term.first_year)

    @cached_property
    def organs(self) -> dict[int, Organ]:
        """The organs that the person has an assignment in."""
        return {row.organ_id: row.organ for row in assignments_of(self.user)}

    @cached_property
    def mine(self) -> frozenset[int]:
        """Organs that the person works in: staff, elected or secretary."""
        return self.actor.organs(IN_COMMITTEE)

    @cached_property
    def writes_in(self) -> frozenset[int]:
        """Organs that the person writes for as a whole, not for one unit."""
        return self.actor.organs(rights.WRITERS)

    @property
    def only_writes(self) -> bool:
        """Whether they write for every organ that they work in."""
        return self.mine == self.writes_in

    @cached_property
    def board(self) -> Organ | None:
        """The executive board, for those who work in it."""
        boards = (organ for organ in self.organs.values() if organ.kind == Organ.Kind.EXECUTIVE_BOARD)
        return next((organ for organ in boards if organ.pk in self.mine), None)

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
    facts.terms = {term.pk: term for term in Term.with_phases()}
    facts.late = late_of([term for term in facts.live if facts.is_open(term, *BREAKDOWN)], facts.actor)
    facts.ends = ends_of(facts)
    facts.rounds, facts.areas = rounds_of(facts)
    facts.proposals = _rows(facts, PROPOSALS, PROPOSAL, Q(term__in=facts.live))
    facts.paths = _rows(facts, PATHS, PATH, Q(target__goal__term__in=facts.live))
    facts.assessments = _rows(facts, ASSESSMENTS, ASSESSMENT, Q(round__in=list(facts.rounds)))
    if facts.writes_in:  # what a draft lacks is told from its values
        prefetch_related_objects([row for row in facts.paths if row.state == Path.State.DRAFT], "values")
    facts.meetings = _meetings(facts)
    shared = _shared_by_all(facts)
    if facts.mine:
        facts.owned = _owned(facts, _own_goals(facts) if shared is None else shared.goals)
    laid = _laid(facts)
    targets = _targets(facts, laid)
    _share(facts, [owned.goal for owned in facts.owned] if shared is None else shared.goals, targets)
    if laid:
        facts.breakdown = breakdown.rows_of(
            list(facts.terms.values()), user, owned=laid, targets=targets, paths=facts.paths
        )
    if facts.writes_in:
        facts.asked = {row.pk: _asked(facts, row, shared) for row in facts.open_rounds()}
        facts.unmeasured = _unmeasured(facts)
    facts.ranked = _ranked(facts)
    facts.events = _events(facts)
    facts.drafts = _drafts(facts)
    facts.unpublished = _unpublished(facts)
    return facts


def _rows(facts: Facts, flow: Workflow, kind: Kind, where: Q) -> list[Any]:
    """Rows that wait for the person, and all of the organs that they work in, as far as they may read them."""
    states = flow.waiting_anywhere(facts.actor)
    if states or not facts.only_writes:
        rows = kind.rows(facts.user).filter(Q(organ__in=facts.mine) | Q(state__in=states))
    elif facts.mine:
        rows = kind.own_rows(facts.user)
    else:
        return []
    found = rows.filter(where).select_related(None).annotate(**_more(facts, kind))
    found = found.defer(*UNREAD) if kind is PROPOSAL else found
    # To put so wide rows in order in SQL is dear: Django hashes each column.
    return sorted(found.order_by(), key=attrgetter("pk"))


def _more(facts: Facts, kind: Kind) -> dict[str, Any]:
    """What is fetched with a path: its goal. With proposals: for who writes the text as it was saved last, to tell what
    it lacks, while drafts can be worked on; for who keeps the executive board's minutes whether it has said its word.
    """
    if kind is not PROPOSAL:
        return {"of_goal": F("target__goal")} if kind is PATH else {}
    more: dict[str, Any] = {}
    if facts.writes_in and any(facts.is_open(term, *DRAFTING) for term in facts.live):
        more["last_saved"] = Subquery(SAVED)
    if facts.actor.has(Role.SECRETARY, kind=rights.BOARD):
        more["recommended"] = Exists(SAID)
    return more


def _targets(facts: Facts, laid: Collection[Goal]) -> list[Target]:
    """The targets of the goals that paths are laid for, or are there for; narrow unless a draft is judged."""
    goals = {goal.pk for goal in laid} | {path.of_goal for path in facts.paths}  # type: ignore[attr-defined]
    if not goals:
        return []
    rows = Target.objects.filter(goal__in=goals).order_by()
    if facts.writes_in and any(path.state == Path.State.DRAFT for path in facts.paths):
        rows = rows.select_related("version")
    else:
        rows = rows.only("goal", "window_first", "ended")
    return sorted(rows, key=attrgetter("goal_id", "pk"))


def _share(facts: Facts, known: Iterable[Goal], targets: Iterable[Target]) -> None:
    """One goal object for all that is about a goal, one term object for all rows of a term."""
    goals = {goal.pk: goal for goal in known}
    by_pk = {target.pk: target for target in targets}
    about = {row.goal_id for row in by_pk.values()} | {row.goal_id for row in facts.assessments if row.goal_id}
    if others := about - goals.keys():  # ended, or another organ's now
        goals |= {goal.pk: goal for goal in Goal.objects.filter(pk__in=others)}
    for goal in goals.values():
        goal.term = facts.terms[goal.term_id]
    for proposal in facts.proposals:
        proposal.term = facts.terms[proposal.term_id]
    for target in by_pk.values():
        target.goal = goals[target.goal_id]
    for path in facts.paths:
        path.target = by_pk[path.target_id]
    for row in facts.assessments:
        row.round = facts.rounds[row.round_id]
        row.goal = goals[row.goal_id] if row.goal_id else None
        if row.area_id in facts.areas:
            row.area = facts.areas[row.area_id]


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
    for meeting in sorted(coming(organs).order_by(), key=attrgetter("date", "pk")) if organs else ():
        meeting.organ = facts.organs[meeting.organ_id]
        found.setdefault(meeting.organ_id, []).append(meeting)
    return found


type Answered = Mapping[Goal, Sequence[int]]
"""Goals, each with the organs that answer for it."""


def _answered(facts: Facts, rows: QuerySet[Goal]) -> Answered:
    """Goals of the live terms that the person may read, in one query: a row for each goal and organ."""
    found: dict[Goal, list[int]] = {}
    rows = rows.filter(term__in=facts.live)
    rows = rows.annotate(owner=F("owners__id"), organ=F("owners__organ"), role=F("owners__role")).only(*TITLED)
    for row in sorted(rows.order_by(), key=attrgetter("pk", "owner")):
        organs = found.setdefault(row, [])
        organs += [row.organ] if row.role == GoalOwner.Role.OWNER else []
    return found


def _own_goals(facts: Facts) -> Answered:
    if facts.only_writes:
        return _answered(facts, Goal.objects.own_of(facts.user))
    own = {"owners__organ__in": facts.mine, "owners__role": GoalOwner.Role.OWNER}
    return _answered(facts, Goal.objects.visible_to(facts.user).filter(**own))


def _owned(facts: Facts, goals: Answered) -> list[Owned]:
    """Of these what the person's organs answer for now."""
    return [Owned(facts.organs[organ], goal) for goal, organs in goals.items() if goal.ended is None
            for organ in organs if organ in facts.mine]  # fmt: skip


@dataclass(frozen=True)
class Shared:
    """What the executive board judges among in the live terms: their goals, with owners."""

    board: Organ
    goals: Answered


def _shared_by_all(facts: Facts) -> Shared | None:
    """For those who write for the executive board while a round is open; nobody else needs it."""
    if facts.board is None or facts.board.pk not in facts.writes_in or not facts.open_rounds():
        return None
    return Shared(facts.board, _answered(facts, Goal.objects.visible_to(facts.user)))


def _asked(facts: Facts, row: FollowUpRound, shared: Shared | None) -> list[Piece]:
    """A committee's own goals; of the executive board also areas, shared goals and the whole."""
    if shared is None:
        return [Piece(o.organ, o.goal) for o in facts.owned if o.goal.term_id == row.term_id
                and o.organ.pk in facts.writes_in]  # fmt: skip
    goals = {goal.pk: goal for goal in shared.goals if goal.term_id == row.term_id and applies(goal, row)}
    of_term = [area for area in facts.areas.values() if area.term_id == row.term_id]
    areas = {area.pk: area for area in sorted(of_term, key=attrgetter("order", "pk"))}
    of_goals = [(pk, goal.area_id, shared.goals[goal]) for pk, goal in goals.items()]
    asks = asked(row, of_goals, areas, shared.board.pk)
    return [as_piece(ask, facts.organs, goals, areas) for ask in asks if ask.organ in facts.writes_in]


def _laid(facts: Facts) -> dict[Goal, list[Organ]]:
    """The goals whose paths the person's organs lay, in the terms that are broken down, with those organs."""
    terms = {term.pk for term in facts.live if facts.is_open(term, *BREAKDOWN)}
    found: dict[Goal, list[Organ]] = {}
    for owned in facts.owned:
        if owned.goal.term_id in terms and owned.goal.kind != Goal.Kind.FINANCIAL:  # whose values the council decides
            found.setdefault(owned.goal, []).append(owned.organ)
    return found


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
    where = Q()
    for kind, some in own:
        where |= _of(kind, [row.pk for row in some]) if some else Q()
    if not rows:
        where = _of(PROPOSAL, PROPOSAL.model.objects.visible_to(facts.user).values("pk"))  # type: ignore[attr-defined]
    latest = Event.objects.filter(where).select_related("person", "decision__organ").only(*TOLD).order_by("-at", "-id")
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
