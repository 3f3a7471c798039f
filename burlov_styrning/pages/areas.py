"""A goal area: how it goes, in ten seconds. Judgements counted, the indicators against their path, what has changed.

Everything is read through what the person may see: an area is there for who sees one of its goals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from burlov_styrning.charts import Chart, Point, Table
from burlov_styrning.lists import Column, Listing
from burlov_styrning.multiples import Panel, multiples
from burlov_styrning.pages.goals import GoalRow, Judged, approved, is_last, occasion_of
from burlov_styrning.pages.start import NOT_JUDGED, verdict_counts
from burlov_styrning.parts import Count
from burlov_styrning.quantities import entered
from burlov_styrning.swedish import counted, listed, sentence, spelled
from burlov_styrning.views import public
from followup import figures, judgements
from followup.figures import GoalFigures, Line, Occasion
from followup.models import Assessment, FollowUpRound
from followup.rules.figures import Status
from followup.rules.suggestion import Verdict
from followup.words import assessment_word, measured_word
from goals.history import outcome_points
from goals.models import Goal, GoalArea, GoalOwner, Term
from goals.views.shared import Years
from indicators.models import Outcome, Sex
from indicators.rules.direction import Movement
from indicators.series import new_definitions

BEFORE = 4
"""So many years before the term are drawn."""
RANK = {Verdict.MET.value: 2, Verdict.ON_COURSE.value: 1, Verdict.NOT_MET.value: 0}


@dataclass(frozen=True)
class Changed:
    """A goal whose judgement is another than in the round before."""

    goal: Goal
    before: Judged
    now: Judged
    better: bool


class Light(NamedTuple):
    """What tells which judgement counts as a goal's, and its word: no more is read of an area's hundreds."""

    goal_id: int
    organ_id: int | None
    state: str
    status: str
    weighed: bool
    round_id: int


@dataclass(frozen=True)
class Judgements:
    """The approved judgements of an area's goals in the latest two rounds that have any."""

    latest: FollowUpRound | None
    before: FollowUpRound | None
    of_goal: Mapping[int, Sequence[Light]]

    def code(self, goal: int, owners: Collection[int], in_round: FollowUpRound | None) -> str | None:
        """How a goal was judged in one of the rounds."""
        rows = [row for row in self.of_goal.get(goal, ()) if in_round and row.round_id == in_round.pk]
        row = judgements.final(rows, goal, owners)
        return row.status if row else None


PER_PAGE = 20
"""So many goals are shown at a time, with their indicators."""


@public
def area(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Its judgements, and of the goals on the page what has changed since the last round, indicators and all."""
    rows = GoalArea.objects.select_related("term__vision").prefetch_related("term__phases")
    row = get_object_or_404(rows, pk=pk, term__first_year=term[0], term__last_year=term[1])
    owners = _owners(row, request.user)
    if not owners:
        raise Http404
    request.term = row.term  # type: ignore[attr-defined]
    listing = Listing(request, list(owners), columns=HEADS, per_page=PER_PAGE)
    goals = list(row.goals.filter(pk__in=listing.rows).order_by("pk"))
    for goal in goals:
        goal.area, goal.term = row, row.term
    judged = _judged(row, owners, request.user)
    occasion = Occasion.of(judged.latest) if judged.latest else occasion_of(row.term, [])[0]
    totals = Outcome.objects.filter(sex=Sex.TOTAL)
    found = figures.load(goals, occasion, user=request.user, brief=True, outcomes=totals)
    last = is_last(row.term, judged.latest)
    lines = [_line(goal, found[goal.pk], judged, last) for goal in goals]
    codes = [judged.code(goal, some, judged.latest) for goal, some in owners.items()]
    indicators = [line for goal in goals for line in _first_of_each(found[goal.pk].lines)]
    context = {
        "area": row, "term": row.term, "rows": lines, "round": judged.latest, "year": occasion.year,
        "listing": listing, "lead": lead(codes, judged.latest, last), "counts": counts(codes, last),
        "suggested": counts((line.figures.suggestion.verdict.value for line in lines), last),
        "changes": _changes(lines, owners, judged), "before": judged.before,
        "moved": _moved(indicators), "own": _own(row, judged.latest, request.user),
        "chart": small_chart(indicators, row.term),
    }  # fmt: skip
    return render(request, "pages/goals/area.html", context)


HEADS = [Column(gettext_lazy("Mål")), Column(gettext_lazy("Ansvarig")), Column(gettext_lazy("Bedömning")),
         Column(gettext_lazy("Mätta"))]  # fmt: skip


def _owners(area_: GoalArea, user: Any) -> dict[int, list[int]]:
    """The goals that apply (all of them where none does any more) that this person may see, each with its owners."""
    rows = (
        area_.goals.visible_to(user)
        .order_by("pk", "owners")
        .values_list("pk", "ended", "owners__organ", "owners__role")
    )
    found, ended = dict[int, list[int]](), set[int]()
    for goal, end, organ, role in rows:
        owners = found.setdefault(goal, [])
        if role == GoalOwner.Role.OWNER:
            owners.append(organ)
        if end is not None:
            ended.add(goal)
    return {goal: owners for goal, owners in found.items() if goal not in ended} or found


def _judged(area_: GoalArea, goals: Collection[int], user: Any) -> Judgements:
    approved_ = approved(user).filter(goal__area=area_)
    newest = FollowUpRound.objects.filter(pk__in=approved_.order_by().values("round"))
    latest, before = [*newest.order_by("-year", "-period_end", "-pk")[:2], None, None][:2]
    of_goal: dict[int, list[Light]] = {}
    if latest:
        rows = approved_.filter(round__in=[one for one in (latest, before) if one]).select_related(None).order_by("pk")
        for row in starmap(Light, rows.values_list(*Light._fields)):
            if row.goal_id in goals:
                of_goal.setdefault(row.goal_id, []).append(row)
    return Judgements(latest, before, of_goal)


def _line(goal: Goal, found: GoalFigures, judged: Judgements, last: bool) -> GoalRow:
    owners = [owner.organ for owner in found.owners if owner.organ]
    code = judged.code(goal.pk, [organ.pk for organ in owners], judged.latest)
    return GoalRow(goal, owners, _verdict(code, judged.latest, last), found, measured_word(found.suggestion))


def _verdict(code: str | None, round_: FollowUpRound | None, last: bool) -> Judged | None:
    return Judged(code, assessment_word(code, last_annual=last), round_) if code else None


def counts(codes: Iterable[str | None], last: bool) -> list[Count]:
    """How many goals have which judgement, in the words of the round."""
    return verdict_counts(Counter(code or NOT_JUDGED for code in codes), last)


def lead(codes: Sequence[str | None], latest: FollowUpRound | None, last: bool) -> str:
    """`Sex mål. Årsredovisning 2022: två uppfyllda, ett inte fullt uppfyllt och tre inte uppfyllda.`"""
    goals = counted(len(codes), _("mål"), pgettext("flera", "mål"), neuter=True)
    if latest is None:
        return _("%(goals)s. Inget av dem är bedömt ännu.") % {"goals": goals}
    words = (f"{_('ett') if count.count == 1 else spelled(count.count)} {count.text}" for count in counts(codes, last))
    return f"{goals}. {sentence(str(latest))}: {listed(words)}."


def _first_of_each(lines: Sequence[Line]) -> list[Line]:
    """A goal with several owners has a line for each: that of the first."""
    return list({line.target.pk: line for line in reversed(lines)}.values())[::-1]


# -- what has changed ------------------------------------------------------------------------------------------------


def _changes(rows: Sequence[GoalRow], owners: Mapping[int, Collection[int]], judged: Judgements) -> list[Changed]:
    """Better first; who could not be judged then or now has neither improved nor the opposite."""
    found = []
    for row in rows:
        code = judged.code(row.goal.pk, owners[row.goal.pk], judged.before)
        then = _verdict(code, judged.before, is_last(row.goal.term, judged.before))
        if row.judged and then and {then.code, row.judged.code} <= RANK.keys() and then.code != row.judged.code:
            found.append(Changed(row.goal, then, row.judged, RANK[row.judged.code] > RANK[then.code]))
    return sorted(found, key=lambda change: not change.better)


def _moved(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The indicators that are better or worse than the last comparable year; a change inside the margin is neither."""
    told = [(line.figure.trend, line) for line in lines if line.figure.trend and not line.figure.trend.inside_margin]
    return {
        "better": [line for trend, line in told if trend.movement is Movement.BETTER],
        "worse": [line for trend, line in told if trend.movement is Movement.WORSE],
    }


@dataclass(frozen=True)
class OwnJudgement:
    """The executive board's judgement of the area."""

    row: Assessment
    word: str


def _own(area_: GoalArea, latest: FollowUpRound | None, user: Any) -> OwnJudgement | None:
    if latest is None:
        return None
    rows = Assessment.objects.visible_to(user).filter(area=area_, round=latest, state=Assessment.State.APPROVED)
    row = rows.select_related("decision__organ").first()
    if row is None:
        return None
    return OwnJudgement(row, assessment_word(row.status, last_annual=is_last(area_.term, latest)))


# -- small multiples -------------------------------------------------------------------------------------------------


def small_chart(lines: Sequence[Line], term: Term) -> Chart | None:
    """Every indicator of the area against its path, alike and small; the table has what each panel says."""
    if not lines:
        return None
    rows = tuple(_row(line, term) for line in lines)
    heads = (_("Indikator"), _("Senast"), _("Nivå"), _("Mål"))
    name = _("Indikatorerna mot sin progression")
    example = any(line.is_example() for line in lines)
    figure = multiples([_panel(line, term) for line in lines])
    return Chart(figure, finding(lines), Table(heads, rows), "", example, name)


def finding(lines: Sequence[Line]) -> str:
    """`Tre av sju indikatorer når nivån för 2022; två är på väg; en har inget utfall än.`"""
    status, year = Counter(line.figure.status for line in lines), lines[0].figure.year
    met, course = status[Status.MET], status[Status.ON_COURSE]
    unknown = len(lines) - met - course - status[Status.NOT_MET]
    if unknown == len(lines):
        return _("Ingen indikator kan ännu läsas mot nivån för %(year)s.") % {"year": year}
    words = ngettext(
        "%(n)s av %(of)s indikator når nivån för %(year)s", "%(n)s av %(of)s indikatorer når nivån för %(year)s",
        len(lines),
    )  # fmt: skip
    told = [sentence(words % {"n": _one(met), "of": _one(len(lines)), "year": year})]
    told += [_("%(n)s är på väg") % {"n": _one(course)}] if course else []
    told += [_("%(n)s kan inte läsas än") % {"n": _one(unknown)}] if unknown else []
    return "; ".join(told) + "."


def _one(count: int) -> str:
    return _("ingen") if count == 0 else spelled(count)


def _panel(line: Line, term: Term) -> Panel:
    cells = {year: cell for year, cell in line.cells.items() if term.first_year - BEFORE <= year <= term.end_year}
    values = line.values
    start = [] if values.baseline_year is None else [Point(values.baseline_year, values.baseline)]
    path = [Point(year, value) for year, value in sorted((values.path or {}).items())]
    aim = None if values.value is None else Point(term.last_year, values.value)
    version = line.target.version
    known = [cell.value for _year, cell in sorted(cells.items()) if cell.value is not None]
    return Panel(
        version.name, outcome_points(cells), [*start, *path] if path else [], aim,
        entered(known[-1], version.unit, version.decimals) if known else "",
        entered(values.value, version.unit, version.decimals) if values.value is not None else "",
        new_definitions(cells),
    )  # fmt: skip


def _row(line: Line, term: Term) -> tuple[str, str, str, str]:
    version, figure = line.target.version, line.figure
    cells = sorted((year, cell.value) for year, cell in line.cells.items() if year <= term.end_year)
    known = [(year, value) for year, value in cells if value is not None]

    def said(value: Any) -> str:
        return "–" if value is None else entered(value, version.unit, version.decimals)

    last = f"{said(known[-1][1])} ({known[-1][0]})" if known else "–"
    return version.name, last, said(figure.progression), said(figure.target)
