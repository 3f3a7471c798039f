"""Writing a judgement: begun, edited, checked while it is typed; what one typed is never lost."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning import rich
from burlov_styrning.base.models import Organ
from burlov_styrning.base.people import assignments_of
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Check, Clash
from burlov_styrning.quantities import entered
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.workflow import require
from followup import assessments, figures, forecasts, grounds
from followup.assessments import missing, title
from followup.figures import GoalFigures, Line
from followup.forms.assessments import Writing, place_of, verdict_word
from followup.models import Activity, Assessment, FollowUpRound
from followup.moves import ASSESSMENTS
from followup.reading import ground_text
from followup.rules.suggestion import Suggestion
from followup.views.assessments import figures_of, notes_on
from followup.views.lines import lines_of, shown
from followup.views.shared import assessment_or_404, round_or_404
from followup.views.weighing import suggestion_words, weighing
from goals.models import Goal, GoalArea, GoalOwner
from indicators.models import Forecast

EARLIER = 3
"""So many earlier judgements are shown beside."""


# Beginning


def assessment_new(request: HttpRequest, pk: int, goal: int, organ: int) -> HttpResponse:
    """An owner's judgement of a goal."""
    round_ = round_or_404(request, pk)
    of = _goal(request, round_, goal)
    owners = [owner.organ for owner in of.owners.all() if owner.organ_id == organ]
    return _begin(request, round_, owners[0] if owners else get_object_or_404(Organ, pk=organ), goal=of)


def assessment_weigh(request: HttpRequest, pk: int, goal: int) -> HttpResponse:
    """The board's judgement of a goal with several owners."""
    round_ = round_or_404(request, pk)
    return _begin(request, round_, _board(request), goal=_goal(request, round_, goal), weighed=True)


def assessment_area(request: HttpRequest, pk: int, area: int) -> HttpResponse:
    """The board's judgement of a goal area."""
    round_ = round_or_404(request, pk)
    return _begin(request, round_, _board(request), area=get_object_or_404(GoalArea, pk=area, term=round_.term_id))


def assessment_whole(request: HttpRequest, pk: int) -> HttpResponse:
    """God ekonomisk hushållning as a whole."""
    return _begin(request, round_or_404(request, pk), _board(request), whole=True)


def _goal(request: HttpRequest, round_: FollowUpRound, pk: int) -> Goal:
    rows = Goal.objects.visible_to(request.user).filter(term=round_.term_id)
    owners = Prefetch("owners", GoalOwner.objects.select_related("organ"))
    found: Goal = get_object_or_404(rows.prefetch_related(owners), pk=pk)
    found.term = round_.term
    return found


def _board(request: HttpRequest) -> Organ:
    """The executive board that is in office: the writer's own, as it was fetched with the right to write."""
    mine = [row.organ for row in assignments_of(request.user)]  # type: ignore[arg-type]
    own = next((organ for organ in mine if organ.kind == Organ.Kind.EXECUTIVE_BOARD), None)
    if own:
        return own
    rows = Organ.objects.filter(kind=Organ.Kind.EXECUTIVE_BOARD).order_by("-id")
    found: Organ = get_object_or_404(rows[:1])
    return found


def _begin(request: HttpRequest, round_: FollowUpRound, organ: Organ, **of: Any) -> HttpResponse:
    row = Assessment(round=round_, organ=organ, **of)
    require(ASSESSMENTS, "start", row, request.user)
    if problems := assessments.not_theirs(row):
        raise Refusal(Reason.RULE, *problems)
    begun = assessments.same(row)
    if begun and request.method != "POST":
        return redirect("followup:assessment-edit" if begun.state == "draft" else "followup:assessment-show", begun.pk)
    return _page(request, row, of)


def assessment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write on a draft."""
    row = assessment_or_404(request, pk)
    require(ASSESSMENTS, "edit", row, request.user)
    return _page(request, row, {})


# The page


def _page(request: HttpRequest, row: Assessment, of: dict[str, Any]) -> HttpResponse:
    page = Page(row, request)
    if request.method != "POST":
        return page.show()
    if request.POST.get("gor") == "kontrollera":
        return page.check() if request.headers.get("HX-Request") else page.checked()
    if not page.writing.is_valid:
        return page.show()
    try:
        saved = _save(request, page.writing, of)
    except Conflict as conflict:
        return _both(request, page, conflict)
    except Refusal as refusal:
        if refusal.reason is not Reason.RULE:
            raise
        page.writing.refuse(refusal.fields)
        return page.show(422)
    tell(request, _("Bedömningen är sparad."), [sentence for field, sentence in page.gaps() if field == "motivation"])
    again = request.POST.get("gor") == "fortsatt"
    return redirect("followup:assessment-edit" if again else "followup:assessment-show", saved.pk)


def _save(request: HttpRequest, writing: Writing, of: dict[str, Any]) -> Assessment:
    row: Any = writing.row
    typed: dict[str, Any] = {"written": writing.written(), "predicted": writing.predicted(), **writing.words()}
    if row.pk is None:
        return assessments.start(row.round, row.organ, by=request.user, **of, **typed)
    revision = writing.judgement.cleaned_data["revision"] or 0
    return assessments.edit(row, by=request.user, revision=revision, **typed)


class Page:
    """The page with its forms and what stands beside them."""

    def __init__(self, row: Assessment, request: HttpRequest, data: Any = None) -> None:
        self.row, self.request = row, request
        posted = request.method == "POST"
        self.typed = data if data is not None else (request.POST if posted else None)
        self.found: GoalFigures | None = figures_of(row, None)
        lines = lines_of(row, self.found) if self.found else []
        self.lines, self.activities = lines, _activities(row)
        self.writing = Writing(
            row, lines if forecasts.has_any(row) else [], self.activities, _stored(row, lines), self.typed,
            request.FILES if posted and data is None else None,
        )  # fmt: skip

    @cached_property
    def suggestion(self) -> Suggestion | None:
        """What the indicators suggest, with the forecasts as they are typed."""
        if self.found is None:
            return None
        typed = forecasts.unsaved(self.row, self._predicted())
        found = figures_of(self.row, None, typed=typed) if typed else self.found
        return figures.suggestion_in(found, self.row) if found else None

    def _predicted(self) -> forecasts.Typed:
        if self.typed is None:
            return {}
        _cleaned = self.writing.is_valid
        return self.writing.predicted()

    def panel(self) -> dict[str, Any]:
        """What is missing, and the suggestion: of what is typed, or of what is stored."""
        gaps = self.gaps()
        departing = bool(self.suggestion and assessments.departs(self.unsaved, self.suggestion))
        return {
            "checks": [Check(sentence, False, url=f"#{place_of(field)}") for field, sentence in gaps],
            "suggestion": suggestion_words(self.row, self.suggestion) if self.suggestion else None,
            "departs": departing and "motivation" not in dict(gaps),
            "preview": self.unsaved.analysis if rich.is_marked(self.unsaved.analysis) else "",
            "unreadable": self.typed is not None and not self.writing.is_valid,
        }

    def gaps(self) -> list[tuple[str, str]]:
        """What is missing before it is ready, by field: of what is typed, or of what is stored."""
        return missing(self.unsaved, self.writing.stored if self.typed is None else self._written(), self.suggestion)

    @cached_property
    def unsaved(self) -> Assessment:
        """The row as it would be with what is typed."""
        if self.typed is None:
            return self.row
        _cleaned = self.writing.is_valid
        row = copy.copy(self.row)
        for name, value in self.writing.words().items():
            setattr(row, name, value)
        return row

    def _written(self) -> list[grounds.Written]:
        _cleaned = self.writing.is_valid
        return self.writing.written()

    def checked(self) -> HttpResponse:
        """The whole page without saving: what is missing stands beside its field as well."""
        if self.writing.is_valid:
            self.writing.refuse([gap for gap in self.gaps() if gap[0] in self.writing.judgement.fields])
        return self.show(200)

    def check(self) -> HttpResponse:
        """The panel alone, while one writes."""
        return render(self.request, "followup/assessments/check.html", self.panel())

    def _file_refused(self) -> bool:
        """Whether a file was at fault itself: then choosing it once more does not help."""
        return any("file" in form.errors for form in self.writing.attachments)

    def show(self, status: int | None = None, **more: Any) -> HttpResponse:
        """The whole page."""
        row, bad = self.row, self.typed is not None and not self.writing.is_valid
        context = {
            "row": row, "round": row.round, "term": row.round.term, "title": title(row), "writing": self.writing,
            "lines": [shown(line) for line in self.lines], "weighing": weighing(row, self.request.user, self.found),
            "earlier": earlier(row, self.request.user), "back": _back(row),
            "revision": more.pop("revision", None) or self.request.POST.get("revision") or row.revision,
            "attached": [ground_text(g) for g in row.grounds.all() if g.file] if row.pk else [],
            "lost_files": bool(self.request.FILES) and (bad or bool(more)) and not self._file_refused(),
            "activities": self.activities, "notes": notes_on(row, self.found, self.request.user),
            **self.panel(), **more,
        }  # fmt: skip
        return render(self.request, "followup/assessments/form.html", context, status=status or (422 if bad else 200))


def _stored(row: Assessment, lines: Sequence[Line]) -> dict[int, Forecast]:
    """Indicator id → the owner's own forecast, as the figures were read with it."""
    found = [line.forecast for line in lines if line.forecast and line.forecast.organ_id == row.organ_id]
    return {forecast.indicator_id: forecast for forecast in found}


def _activities(row: Assessment) -> list[Activity]:
    """The goal's activities, as those who write may read them: an owner's own, all for the board."""
    if row.goal is None:
        return []
    rows = Activity.objects.filter(goal=row.goal)
    return list(rows if row.weighed else rows.filter(organ=row.organ_id))


def _back(row: Assessment) -> str:
    if row.pk is None:
        return reverse("followup:round-show", args=[row.round_id])
    return reverse("followup:assessment-show", args=[row.pk])


def earlier(row: Assessment, user: Any) -> list[tuple[Assessment, str]]:
    """How the same thing was judged in the rounds before."""
    rows = Assessment.objects.visible_to(user).filter(
        state=Assessment.State.APPROVED, goal=row.goal_id, area=row.area_id, whole=row.whole, weighed=row.weighed,
        round__term=row.round.term_id, round__period_end__lt=row.round.period_end,
    )  # fmt: skip
    if row.goal_id and not row.weighed:
        rows = rows.filter(organ=row.organ_id)
    found = list(rows.select_related("round").order_by("-round__period_end")[:EARLIER])
    for one in found:
        one.round.term = row.round.term
    return [(one, verdict_word(one, one.status)) for one in found]


# Two who save


def _both(request: HttpRequest, page: Page, conflict: Conflict) -> HttpResponse:
    """Both texts side by side; the form goes on with mine from the revision that stands."""
    theirs: Any = assessment_or_404(request, conflict.theirs.pk)  # type: ignore[attr-defined]
    if theirs.state != Assessment.State.DRAFT:
        raise Refusal(Reason.STATE, _("Bedömningen är %(state)s. Din text sparades inte; den står nedan.") % {
            "state": theirs.get_state_display()
        })  # fmt: skip
    mine = page.writing.words()
    rows = [
        Clash(page.writing.judgement[name].label, _text(theirs, name, mine[name]),
              _text(theirs, name, getattr(theirs, name)))
        for name in assessments.FIELDS
        if name in page.writing.judgement.fields
    ]  # fmt: skip
    data = request.POST.copy()
    data["revision"] = str(theirs.revision)
    ticked = [str(g.activity_id) for g in theirs.grounds.all() if g.activity_id]
    data.setlist("activities", list(dict.fromkeys([*data.getlist("activities"), *ticked])))
    again = Page(theirs, request, data)
    edit = reverse("followup:assessment-edit", args=[theirs.pk])
    return again.show(409, rows=rows, when=theirs.changed_at, revision=theirs.revision, action=edit)


def _text(row: Assessment, name: str, value: Any) -> str:
    if name == "balance":
        return "" if value is None else entered(value, "mnkr")
    return verdict_word(row, value) if name == "status" else str(value)
