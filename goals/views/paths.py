"""Paths: where the breakdown of a term stands, one path with its moves, one decision over many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning import rights
from burlov_styrning.base import comments
from burlov_styrning.base.models import Decision, Event, Organ
from burlov_styrning.base.papers import prepares
from burlov_styrning.base.talk import talk_about
from burlov_styrning.base.views.drafts import Drafting
from burlov_styrning.forms import Form
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty, Filter
from burlov_styrning.quantities import entered
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import Role, Who
from burlov_styrning.views import only, take, visible_or_404
from burlov_styrning.workflow import require
from goals import breakdown, history, paths
from goals.breakdown import Row, Stage
from goals.forms.needs import box
from goals.forms.paths import PathsDecisionForm
from goals.forms.proposal_moves import CommentForm
from goals.models import Path, Target, Term
from goals.moves import PATHS
from goals.views.shared import Years, the_term

PAGES = {"edit": "goals:path-edit", "mark_ready": "goals:path-ready", "back_to_draft": "goals:path-back"}
JOINED = (
    "organ",
    "decision__organ",
    "target__goal__term",
    "target__goal__area",
    "target__version",
    "target__indicator",
)


def path_list(request: HttpRequest, term: Years) -> HttpResponse:
    """Every target with every owner: how far its path has come and what waits."""
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    rows = breakdown.Rows.of(of, request.user)
    listing = Listing(
        request, rows, search=["goal", "target__version__name", "organ__name"],
        columns=[
            Column(_("Mål och indikator"), "goal", key=lambda row: str(row.goal)), Column(_("Ansvarig"), "organ__name"),
            Column(_("Mål"), number=True), Column(_("Progression"), "stage"), Column(_("Vad som väntar"), "waits"),
        ],
        filters=[
            Filter("organ", _("Ansvarig"), typed=True),
            Filter("stage", _("Progression"), [(code, word) for code, word in breakdown.stage_words().items()]),
        ],
        narrow={"organ": lambda found, words: found.of_organs_named(words)},
        empty=_no_goals(request, of),
    )  # fmt: skip
    shown = [(row, aim_words(row.target), _action(row, request.user)) for row in listing.rows]
    context = {"term": of, "listing": listing, "rows": shown, "decisions": _decisions(of, request.user)}
    return render(request, "goals/path/list.html", context)


def _no_goals(request: HttpRequest, term: Term) -> Empty:
    text = _("Inga mål är antagna för perioden ännu. Progressionen läggs när målvärdena är satta.")
    if rights.any_of((Who.COUNCIL_SECRETARY,), rights.actor_of(request.user), rights.ANY_ROW) is False:
        return Empty(text)
    return Empty(text, _("Anteckna fullmäktiges beslut"), reverse("goals:selection-decide", args=[term]))


def aim_words(target: Target) -> str:
    """The target as people write it: `83 %`, `40–60 dagar`."""
    version = target.version
    bounds = history.aim_of(target).bounds
    if bounds:
        low = entered(bounds[0], "", version.decimals)
        return f"{low}–{entered(bounds[1], version.unit, version.decimals)}"
    if target.value is None:
        return "–"
    return entered(target.value, version.unit, version.decimals)


def lag_words(target: Target) -> str:
    """Which outcome a year is judged by where it may be an earlier one; empty where it is the same year's."""
    if not target.lag:
        return ""
    last = target.goal.term.last_year
    said = {"year": last, "earliest": last - target.lag}
    return _("Saknas utfall för %(year)s jämförs nivån med det senaste, tidigast från %(earliest)s.") % said


def _action(row: Row, user: Any) -> Button | None:
    """The next thing that this person can do with a row."""
    term, target = row.target.goal.term, row.target
    if row.may_lay(user) and row.stage in (Stage.MISSING, Stage.STALE):
        label = _("Ny progression") if row.stage is Stage.STALE else PATHS.move("lay").label
        return Button(label, reverse("goals:path-lay", args=[term, target.pk, row.organ.pk]))
    if row.by_council and row.stage in (Stage.MISSING, Stage.STALE) and _may_set(target, row.organ, user):
        label = PATHS.move("set_by_council").label
        return Button(label, reverse("goals:path-council", args=[term, target.pk]))
    found = path_moves(row.working, user) if row.working else []
    return found[0] if found else None


def _may_set(target: Target, council: Organ, user: Any) -> bool:
    return PATHS.may_create("set_by_council", Path(target=target, organ=council), user)


def _decisions(term: Term, user: Any) -> list[Button]:
    """Where this person records the decision of an organ with ready paths."""
    mine = rights.actor_of(user).organs({Role.SECRETARY})
    ready = Path.objects.filter(
        organ__in=mine, state=Path.State.READY, target__goal__term=term, target__goal__ended__isnull=True
    )
    waiting = ready.visible_to(user).order_by("organ").values_list("organ", flat=True).distinct() if mine else ()
    label = _("Anteckna beslut om progression")
    return [Button(label, reverse("goals:path-decision", args=[term, organ])) for organ in waiting]


# One path


def the_path(request: HttpRequest, term: Years, pk: int) -> Path:
    """A path that this person may see, in the address's term."""
    first, last = term
    rows = Path.objects.select_related(*JOINED).prefetch_related(
        "values", "target__goal__term__phases", "target__goal__owners"
    )
    found: Path = visible_or_404(
        request, rows, pk=pk, target__goal__term__first_year=first, target__goal__term__last_year=last
    )
    request.term = found.target.goal.term  # type: ignore[attr-defined]
    return found


def path_moves(path: Path, user: Any) -> list[Button]:
    """What this person can do with a path now."""
    term = path.target.goal.term
    found = []
    for move in PATHS.offered(path, user):
        if move.name in PAGES:
            found.append(Button(move.label, reverse(PAGES[move.name], args=[term, path.pk])))
        elif move.name == "decide":
            address = reverse("goals:path-decision", args=[term, path.organ_id])
            found.append(Button(move.label, f"{address}?arende={path.pk}"))
    return found


def path_show(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """One path: values, chart, decision, what is left, what applied before."""
    path = the_path(request, term, pk)
    values = {row.year: row.value for row in path.values.all()}
    inside = may_comment(path, request.user)
    context = {
        "path": path,
        "term": path.target.goal.term,
        "aim": aim_words(path.target),
        "lag": lag_words(path.target),
        "years": _years(path),
        "chart": history.path_chart(path, values, history.cells_of(path, request.user), path.is_example("values")),
        "problems": paths.problems_of(path) if path.state != Path.State.DECIDED else [],
        "earlier": [(row, sorted(row.fields.get("values", {}).items())) for row in path.earlier.all()],
        "moves": [*path_moves(path, request.user), *_beside(path, request.user)],
        "paper": path.state != Path.State.DECIDED and prepares(request.user, path.organ_id),
        "events": _events(path, request.user),
        "comments": talk_about(path, request.user, f"{request.path}#samtal") if inside else None,
        "comment_form": PathCommentForm() if inside else None,
    }
    return render(request, "goals/path/show.html", context)


def _years(path: Path) -> list[tuple[int, str, bool]]:
    version = path.target.version
    return [
        (row.year, _("mäts inte") if row.value is None else entered(row.value, version.unit, version.decimals),
         row.is_example() or path.is_example("values"))
        for row in path.values.all()
    ]  # fmt: skip


def _beside(path: Path, user: Any) -> list[Button]:
    """A new path beside a decided one."""
    if path.state != Path.State.DECIDED or path.replaced or paths.not_laid(path.target, path.organ):
        return []
    found = [row for row in breakdown.rows(path.target.goal.term, user, path.target.goal)
             if row.target == path.target and row.organ == path.organ]  # fmt: skip
    if not found or not found[0].may_lay(user):
        return []
    args = [path.target.goal.term, path.target_id, path.organ_id]
    return [Button(_("Ny progression"), reverse("goals:path-lay", args=args))]


def _events(path: Path, user: Any) -> list[Event]:
    """All of it inside the organ; what was decided to those outside."""
    rows = Event.of(path)
    if rights.holds(Who.STAFF, rights.actor_of(user), path) or rights.holds(Who.SECRETARY, rights.actor_of(user), path):
        return list(rows.exclude(move="edit"))
    return list(rows.filter(decision__isnull=False))


class PathCommentForm(Form):
    """A comment."""

    text = forms.CharField(
        label=gettext_lazy("Kommentera"),
        help_text=gettext_lazy("Läses av nämndens ledamöter, sekreterare och handläggare."),
        widget=box(3),
        max_length=5000,
        error_messages={"required": gettext_lazy("Skriv din kommentar.")},
    )


def may_comment(path: Path, user: Any) -> bool:
    """Whether the person may say something about it: those inside its organ, and the controller."""
    actor = rights.actor_of(user)
    return any(rights.holds(who, actor, path) for who in rights.IN_ORGAN)


def path_comment(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Say something about a path that one reads from inside."""
    path = the_path(request, term, pk)
    if not may_comment(path, request.user):
        raise Http404
    form = PathCommentForm(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        return take(
            request, lambda: comments.write(path, by=request.user, text=text), _("Kommentaren är sparad."),
            "goals:path-show", path.target.goal.term, pk,
        )  # fmt: skip
    context = {"title": _("Kommentera progressionen"), "lead": str(path.target.version), "submit": _("Kommentera")}
    return _confirm(request, path, context, form)


# Moves


def _confirm(request: HttpRequest, path: Path, context: dict[str, Any], form: Form | None = None) -> HttpResponse:
    back = reverse("goals:path-show", args=[path.target.goal.term, path.pk])
    status = 422 if form is not None and form.errors else 200
    return render(request, "confirm.html", {"form": form, "back": back, **context}, status=status)


def _taken(request: HttpRequest, path: Path, step: Callable[[], Any], done: str) -> HttpResponse:
    return take(request, step, done, "goals:path-show", path.target.goal.term, path.pk)


def path_ready(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Review it for the committee; what hinders is listed with the way to each year."""
    path = the_path(request, term, pk)
    require(PATHS, "mark_ready", path, request.user)
    problems = paths.problems_of(path)
    if request.method == "POST" and not problems:
        done = _("Progressionen är klar för nämnden. Nämndens ledamöter kan läsa den.")
        return _taken(request, path, lambda: paths.mark_ready(path, by=request.user), done)
    context = {
        "path": path, "term": path.target.goal.term, "problems": problems, "years": _years(path),
        "aim": aim_words(path.target), "may_edit": PATHS.offers("edit", path, request.user),
    }  # fmt: skip
    return render(request, "goals/path/ready.html", context, status=422 if request.method == "POST" else 200)


def path_back(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Back to draft, with a comment."""
    path = the_path(request, term, pk)
    label = require(PATHS, "back_to_draft", path, request.user).label
    form = CommentForm(request.POST or None)
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        step = lambda: paths.back_to_draft(path, by=request.user, comment=comment)  # noqa: E731
        if rights.holds(Who.STAFF, rights.actor_of(request.user), path):
            return _taken(request, path, step, _("Progressionen är ett utkast igen."))
        done = _("Progressionen är ett utkast igen. Handläggarna ser din kommentar.")
        return take(request, step, done, "goals:paths", path.target.goal.term)  # a draft is not the secretary's to read
    lead = _("Ledamöterna ser den inte längre. Handläggarna ser din kommentar.")
    context = {"title": _("Tillbaka till utkast?"), "lead": lead, "submit": label}
    return _confirm(request, path, context, form)


# Decisions


def path_decision(request: HttpRequest, term: Years, organ: int) -> HttpResponse:
    """Record the committee's decision over the paths that are ticked."""
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    body = get_object_or_404(Organ, pk=organ)
    if body.pk not in rights.actor_of(request.user).organs({Role.SECRETARY}):
        raise Refusal(Reason.RIGHT, _("Nämndens sekreterare antecknar nämndens beslut."))
    rows = breakdown.ready_for(body, of, request.user)
    drafting = Drafting(request, body, _("Beslut om progression %(term)s") % {"term": of})
    if answer := drafting.answer():
        return answer
    form = drafting.filled(PathsDecisionForm(
        drafting.posted, organ=body, kind=Decision.Kind.PATH, rows=rows, earliest=of.first_year - 1,
        asked=request.GET.getlist("arende"), ahead=True,
    ))  # fmt: skip
    if form.is_valid():
        return _record(request, form, drafting)
    context = {"term": of, "organ": body, "form": form, "rows": rows, "drafting": drafting.shown([form])}
    return render(request, "goals/path/decision.html", context, status=422 if form.errors else drafting.status)


def _record(request: HttpRequest, form: PathsDecisionForm, drafting: Drafting) -> HttpResponse:
    matters = form.cleaned_data["matters"]
    with transaction.atomic():
        decision = form.record(by=request.user)
        drafting.record(decision)
        remarks = paths.decide_many(matters, decision, by=request.user)
    many = ngettext("%(n)s progression är fastställd.", "%(n)s progressioner är fastställda.", len(matters))
    tell(request, many % {"n": len(matters)}, remarks)
    return redirect("base:decision", decision.pk)
