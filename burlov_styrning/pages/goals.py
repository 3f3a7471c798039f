"""The goals of a term, and one goal with its whole way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from burlov_styrning.base.comments import talks
from burlov_styrning.base.models import Organ
from burlov_styrning.clock import today
from burlov_styrning.lists import Column, Listing
from burlov_styrning.pages import way
from burlov_styrning.pages.kinds import address, of_goal
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.rights import WRITERS, Who, actor_of, as_query, may_read
from burlov_styrning.views import public
from followup import figures, judgements, noted
from followup.charts import line_chart
from followup.figures import GoalFigures, Line, Occasion
from followup.models import Activity, Assessment, FollowUpRound, Onward, Report, ReportEdition
from followup.moves import ASSESSMENTS
from followup.noted import Note
from followup.rules.suggestion import Verdict, departs
from followup.views.activities import may_plan
from followup.words import (
    assessment_word,
    is_last_annual,
    last_known_word,
    measured_word,
    reason_word,
    status_word,
    target_status_word,
    trend_word,
)
from goals.models import (
    Ballot,
    EarlierGoal,
    EarlierTarget,
    Goal,
    GoalOwner,
    GoalProposal,
    Priority,
    Term,
)
from goals.moves import GOALS
from goals.terms import lists_are_closed
from goals.views.shared import Years, row_of_term
from indicators import words
from indicators.series import Cell


@dataclass(frozen=True)
class Judged:
    """A goal's latest judgement, or what its indicators suggest where nobody judged."""

    code: str
    word: str
    round: FollowUpRound | None = None
    row: Assessment | None = None


@dataclass(frozen=True)
class GoalRow:
    """A goal in the list."""

    goal: Goal
    owners: Sequence[Organ]
    judged: Judged | None
    figures: GoalFigures
    measured: str


def running_term() -> Term | None:
    """The term whose goals apply now; else the last one that has any."""
    year = today().year
    terms = list(Term.objects.filter(goals__isnull=False).distinct())
    running = [term for term in terms if term.first_year <= year <= term.end_year]
    return next(reversed(running or terms), None)


@public
def goals(request: HttpRequest) -> HttpResponse:
    """To the goals that apply now."""
    term = running_term()
    if term is None:
        empty = Empty(_("Inga mål är antagna ännu. Controllern lägger upp målperioden först."))
        return render(request, "pages/goals/none.html", {"empty": empty})
    return redirect("pages:goal-list", term)


@public
def goal_list(request: HttpRequest, term: Years) -> HttpResponse:
    """The goals of a term, with how they were last judged."""
    terms = list(Term.objects.prefetch_related("phases"))
    of = next((one for one in terms if (one.first_year, one.last_year) == term), None)
    if of is None:
        raise Http404
    request.term = of  # type: ignore[attr-defined]
    rows = of.goals.visible_to(request.user).select_related("area")
    areas, organs = _areas_and_owners(rows)
    listing = Listing(
        request, rows, search=["title", "wording", "area__name", "owners__organ__name"],
        columns=[Column(_("Mål"), "wording", words=True), Column(_("Område"), "area__name", words=True),
                 Column(_("Ansvarig")), Column(_("Bedömning")), Column(_("Mätta"))],
        filters=[Filter("area", _("Målområde"), [(str(pk), name) for pk, name in areas]),
                 Filter("owner", _("Ansvarig"), [(str(pk), name) for pk, name in organs])],
        narrow={"owner": lambda found, pk: found.filter(owners__organ=pk).distinct()},
        empty=_no_goals(of, request.user),
    )  # fmt: skip
    shown = goal_rows(list(listing.rows), of, request.user)
    context = {"term": of, "listing": listing, "rows": shown, "areas": areas,
               "terms": [one for one in terms if one != of]}  # fmt: skip
    return render(request, "pages/goals/list.html", context)


type Named = list[tuple[int, str]]


def _areas_and_owners(rows: QuerySet[Goal]) -> tuple[Named, Named]:
    """The areas and owners of the goals that are shown (any other would tell that there is a goal), in one query."""
    named = ("area", "area__name", "area__order", "owners__organ", "owners__organ__name", "owners__role")
    found = list(rows.order_by().values_list(*named).distinct())
    areas = {(order, pk): name for pk, name, order, *_owner in found if pk}
    owners = {pk: name for *_area, pk, name, role in found if role == GoalOwner.Role.OWNER}
    return [(pk, name) for (_order, pk), name in sorted(areas.items())], sorted(owners.items())


def _no_goals(term: Term, user: Any) -> Empty:
    """What comes before the goals; the council's secretary records them."""
    text = _("Inga mål är antagna för perioden ännu. Fullmäktige antar dem när förslagen har prioriterats.")
    if as_query(Who.COUNCIL_SECRETARY, actor_of(user), {}) is not True:
        return Empty(text)
    return Empty(text, _("Anteckna fullmäktiges beslut"), address("goals:selection-decide", term=term.key))


def goal_rows(rows: Sequence[Goal], term: Term, user: Any) -> list[GoalRow]:
    """The rows of a list with figures and judgements, in a few queries for all of them."""
    judged = of_latest(approved(user).filter(round__term=term, goal__in=[goal.pk for goal in rows]))
    occasion, latest = occasion_of(term, judged)
    found = figures.load(rows, occasion, user=user, brief=True)
    return [goal_row(goal, found[goal.pk], judged, latest) for goal in rows]


COUNTED = ("goal", "organ", "state", "status", "weighed")
"""What tells which judgement counts as a goal's, and its word: a list draws none of its texts."""


def of_latest(rows: Any) -> list[Assessment]:
    """Those of the latest round that any of them is in: the others are not even made rows of."""
    ordered = rows.select_related(None).select_related("round").only(*COUNTED, "round")
    ordered = ordered.order_by("-round__year", "-round__period_end", "-round", "pk").iterator()
    return next((list(same) for _round, same in groupby(ordered, key=attrgetter("round_id"))), [])


def goal_row(goal: Goal, found: GoalFigures, judged: Sequence[Assessment], latest: FollowUpRound | None) -> GoalRow:
    """One row: who answers for the goal and how it was judged."""
    owners = [owner.organ for owner in found.owners if owner.organ]
    return GoalRow(goal, owners, judgement(goal, found, judged, latest), found, measured_word(found.suggestion))


def approved(user: Any) -> Any:
    """The approved judgements of goals that this person may see, oldest first."""
    rows = Assessment.objects.visible_to(user).filter(state=Assessment.State.APPROVED, goal__isnull=False)
    return rows.select_related("round", "organ", "decision__organ").order_by("round__year", "round__period_end", "pk")


def occasion_of(term: Term, judged: Sequence[Assessment]) -> tuple[Occasion, FollowUpRound | None]:
    """When a term is looked at: its latest round with a judgement that one may read, else this year."""
    if judged:
        return Occasion.of(judged[-1].round), judged[-1].round
    year = min(max(today().year, term.first_year), term.end_year)
    return Occasion(year), None


def judgement(
    goal: Goal, found: GoalFigures, judged: Sequence[Assessment], latest: FollowUpRound | None
) -> Judged | None:
    """The goal's judgement in the latest round; none where it was not judged there."""
    if latest is None:
        return None
    owners = [owner.organ.pk for owner in found.owners if owner.organ]
    row = judgements.final([a for a in judged if a.round_id == latest.pk], goal.pk, owners)
    if row is None:
        return None
    return Judged(row.status, assessment_word(row.status, last_annual=is_last(goal.term, latest)), latest, row)


def is_last(term: Term, round_: FollowUpRound | None) -> bool:
    """Whether the judgements of the round are the term's final ones."""
    return round_ is not None and is_last_annual(round_.kind, round_.year, term.last_year, term.prolonged_to)


# One goal


@dataclass(frozen=True)
class Shown:
    """A line of the goal page: an indicator's figures in words."""

    line: Line
    status: str
    target_status: str
    why: str
    last_known: str
    trend: str
    cells: Sequence[tuple[int, Any, str, str]]
    """Year, cell, and for a value that is missing its sign and why."""
    signs: Sequence[tuple[str, str]]
    notes: Sequence[Note] = ()
    """What was noted of its outcomes, as far as this person may read it."""

    @property
    def note_of(self) -> str:
        """What a note from here is about first: the latest value, else the indicator."""
        row = max(self.line.cells.items())[1].outcome if self.line.cells else None
        return f"o{row.pk}" if row and row.pk else f"i{self.line.target.indicator_id}"


@public
def goal_show(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """One goal: the judgement first, then figures, then words; its whole way down the side."""
    rows = Goal.objects.select_related("area", "decision__organ", "end_decision__organ", "onward")
    goal = row_of_term(request, rows.annotate(**CHANGED, was_ranked=_ranked(request.user)), term, pk)
    judged = list(approved(request.user).filter(goal=goal))
    occasion, latest = occasion_of(goal.term, judged)
    found = figures.load([goal], occasion, user=request.user)[goal.pk]
    now = judgement(goal, found, judged, latest)
    suggested = found.suggestion.verdict
    proposals, changed = _proposals(goal, request.user), _changed(goal)
    targets = [line.target for line in found.lines]
    notes = noted.of_goal(goal, targets, request.user)
    context = {
        "goal": goal,
        "term": goal.term,
        "occasion": occasion,
        "round": latest,
        "figures": found,
        "owners": [(owner.organ, [shown(line, goal.term, notes) for line in owner.lines]) for owner in found.owners],
        "notes": [note for note in notes if not note.indicator],
        "may_note": talks(goal, request.user),
        "charts": [line_chart(line, until=goal.term.end_year) for line in found.lines if line.cells or line.path],
        "judged": now,
        "suggested": (suggested, assessment_word(suggested, last_annual=is_last(goal.term, latest))),
        "departs": now is not None and departs(Verdict(now.code), suggested),
        "measured": measured_word(found.suggestion),
        "words": [row for row in judged if latest and row.round_id == latest.pk],
        "activities": Activity.objects.visible_to(request.user).filter(goal=goal).select_related("unit", "organ"),
        "way": way.stages(
            goal,
            proposals,
            found,
            judged,
            _editions(goal, request.user),
            changed,
            ranked=goal.was_ranked and lists_are_closed(goal.term),
            onward=_onward(goal, request.user),
        ),
        "against": way.against(goal, proposals, found, changed),
        "decision": way.cited(goal.decision),
        "moves": [*_moves(goal, request.user), *work_on(goal, found, request.user)],
        "official": is_official(request.user),
    }
    return render(request, "pages/goals/show.html", context)


CHANGED = {
    "was_changed": Exists(EarlierGoal.objects.filter(goal=OuterRef("pk"))),
    "targets_changed": Exists(EarlierTarget.objects.filter(target__goal=OuterRef("pk"))),
}
"""Most goals were never changed: then nothing is asked of it."""


def _ranked(user: Any) -> Exists:
    """Whether one of a goal's proposals stands on a list that this person may read."""
    lists = Ballot.objects.visible_to(user)
    return Exists(Priority.objects.filter(proposal__goals=OuterRef("pk"), ballot__in=lists))


def _changed(goal: Any) -> tuple[list[EarlierGoal], list[EarlierTarget]]:
    goals = EarlierGoal.objects.filter(goal=goal).select_related("decision") if goal.was_changed else []
    targets = EarlierTarget.objects.filter(target__goal=goal).select_related("decision", "target__version")
    return list(goals), list(targets) if goal.targets_changed else []


def shown(line: Line, term: Term, notes: Sequence[Note] = ()) -> Shown:
    """An indicator's line in words."""
    figure, version = line.figure, line.target.version
    years = [year for year in sorted(set(line.cells) | {figure.year}) if year <= figure.year][-5:]
    cells = [_shown_cell(year, line.cells.get(year)) for year in years]
    return Shown(
        line,
        status_word(figure.status) if figure.status else "",
        target_status_word(figure.target_status, last_year=figure.year >= term.last_year)
        if figure.target_status
        else "",
        reason_word(figure.reason),
        last_known_word(figure, version.decimals, version.unit),
        trend_word(figure.trend),
        cells,
        list(dict.fromkeys((sign, why) for _year, _cell, sign, why in cells if sign)),
        [note for note in notes if note.indicator == line.target.indicator_id],
    )


def _shown_cell(year: int, cell: Cell | None) -> tuple[int, Cell | None, str, str]:
    if cell is None or not cell.outcome.missing:
        return year, cell, "", ""
    row = cell.outcome
    return year, cell, words.missing_sign(row.missing), words.missing_words(row.missing, row.section)


def _proposals(goal: Goal, user: Any) -> list[GoalProposal]:
    rows = way.with_the_boards_word(GoalProposal.objects.visible_to(user).filter(goals=goal), user)
    return list(rows.select_related("organ", "handed_in", "committee_decision__organ", "term"))


def _editions(goal: Goal, user: Any) -> list[ReportEdition]:
    """The editions that printed it: those of all goals, and its owners' own."""
    about = Q(report__organ=None) | Q(report__organ__in=goal.organ_ids())
    rows = ReportEdition.objects.visible_to(user).filter(about, report__round__term=goal.term, number__isnull=False)
    rows = rows.exclude(report__kind=Report.Kind.AUDIT)
    return list(rows.select_related("report__round", "report__term").defer("snapshot"))


def _onward(goal: Goal, user: Any) -> Onward | None:
    """What was decided of it for the next term, if this person may read it."""
    row: Onward | None = getattr(goal, "onward", None)
    return row if row and may_read("onward", actor_of(user), row) else None


def _moves(goal: Goal, user: Any) -> list[Button]:
    """A decision about it, where it still applies: what has ended is adopted anew."""
    pages = {"change": "goals:goal-change", "end": "goals:goal-end"}
    moves = [] if goal.ended else GOALS.offered(goal, user)
    return [Button(move.label, of_goal(pages[move.name.removesuffix("_own")], goal)) for move in moves]


def is_official(user: Any) -> bool:
    """Whether this person works with the steering."""
    return as_query(Who.OFFICIAL, actor_of(user), {}) is True


def work_on(goal: Goal, found: GoalFigures, user: Any) -> list[Button]:
    """The pages where officials work with the goal: its progressions, activities, the judgement of an open round."""
    if not is_official(user):
        return []
    links = [Button(_("Progressioner"), address("goals:paths", term=goal.term.key))]
    if goal.ended is None and may_plan(goal.term, user):
        links.append(Button(_("Planera aktivitet"), of_goal("followup:activity-plan", goal)))
    if talks(goal, user):
        links.append(Button(_("Anteckningar"), of_goal("followup:goal-notes", goal)))
    return [*links, *_judging(goal, found, user)]


def _judging(goal: Goal, found: GoalFigures, user: Any) -> list[Button]:
    """Where a writer begins or goes on with the judgement of the open round."""
    if goal.ended or not actor_of(user).organs(WRITERS):
        return []
    about = Q(assessments__goal=goal, assessments__weighed=False)
    begun = {"begun": F("mine__pk"), "begun_by": F("mine__organ"), "begun_state": F("mine__state")}
    rows = FollowUpRound.objects.filter(term=goal.term, state=FollowUpRound.State.OPEN).order_by("period_end", "pk")
    # In one query: each round as often as it has judgements of the goal, or once.
    rounds = list(rows.annotate(mine=FilteredRelation("assessments", condition=about)).annotate(**begun))
    if not rounds:
        return []
    round_ = rounds[0]
    round_.term = goal.term
    there = {
        row.begun_by: Assessment(pk=row.begun, round=round_, goal=goal, organ_id=row.begun_by, state=row.begun_state)
        for row in rounds
        if row.pk == round_.pk and row.begun
    }
    return [
        button
        for owner in found.owners
        if owner.organ and (button := _judge(goal, round_, owner.organ, there.get(owner.organ.pk), user))
    ]


def _judge(goal: Goal, round_: FollowUpRound, organ: Organ, row: Assessment | None, user: Any) -> Button | None:
    if row is not None:
        offered = ASSESSMENTS.offers("edit", row, user)
        return Button(_("Skriv på bedömningen"), address("followup:assessment-edit", pk=row.pk)) if offered else None
    if not ASSESSMENTS.may_create("start", Assessment(round=round_, goal=goal, organ=organ), user):
        return None
    url = address("followup:assessment-new", pk=round_.pk, goal=goal.pk, organ=organ.pk)
    return Button(_("Skriv bedömning, %(round)s") % {"round": round_}, url)
