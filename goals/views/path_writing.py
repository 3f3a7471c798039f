"""Laying a path: the values of the years beside the history, with help; what one typed is never lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.base.models import Organ
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Clash
from burlov_styrning.quantities import entered
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.rights import Who
from burlov_styrning.views import only
from burlov_styrning.workflow import require
from goals import history, paths
from goals.forms.paths import HELP, CouncilPathForm, PathForm, filled
from goals.models import Goal, Path, Target
from goals.moves import PATHS
from goals.views.paths import aim_words, lag_words, the_path
from goals.views.shared import Years
from goals.views.terms import council


def help_buttons(path: Path) -> list[tuple[str, str]]:
    """The help that can be given: without a target none, without a baseline only the flat."""
    target = path.target
    if target.value is None and history.aim_of(target).bounds is None:
        return []
    flat = [("platt", _("Platt"))]
    if target.baseline_value is None:
        return flat
    return [("jamn", _("Jämn")), ("fram", _("Mest i början")), ("bak", _("Mest i slutet")), *flat]


def the_target(request: HttpRequest, term: Years, pk: int) -> Target:
    """A target of a goal that this person may see, in the address's term."""
    only(request, Who.SIGNED_IN)
    first, last = term
    goals = Goal.objects.visible_to(request.user).filter(term__first_year=first, term__last_year=last)
    rows = Target.objects.filter(goal__in=goals).select_related("goal__term", "goal__area", "version", "indicator")
    found: Target = get_object_or_404(rows.prefetch_related("goal__term__phases", "goal__owners"), pk=pk)
    request.term = found.goal.term  # type: ignore[attr-defined]
    return found


def path_lay(request: HttpRequest, term: Years, target: int, organ: int) -> HttpResponse:
    """A new path of an owner, beside a decided one where there is one."""
    of = the_target(request, term, target)
    if organ not in of.goal.organ_ids():
        raise Http404
    body = Organ.objects.get(pk=organ)
    path = Path(target=of, organ=body)
    require(PATHS, "lay", path, request.user)
    if sentences := paths.not_laid(of, body):
        raise Refusal(Reason.RULE, *sentences)
    begun = paths.in_work(of, body)
    if begun and request.method != "POST":
        return redirect("goals:path-show", of.goal.term, begun.pk)
    return _page(request, path, paths.applying(of, body))


def path_edit(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Change a draft."""
    path = the_path(request, term, pk)
    require(PATHS, "edit", path, request.user)
    return _page(request, path)


def _page(request: HttpRequest, path: Path, begun_from: Path | None = None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, path, PathForm(path=path, begun_from=begun_from), begun_from)
    doing = request.POST.get("gor", "spara")
    if doing in HELP:
        return _form(request, path, _helped(request, path, doing))
    form = PathForm(request.POST, path=path)
    valid = form.is_valid()
    if doing == "rita" or not valid:
        return _form(request, path, form)
    return _save(request, path, form)


def _helped(request: HttpRequest, path: Path, doing: str) -> PathForm:
    """The form with the values of the help, all else as typed."""
    values = HELP[doing](paths.as_rule(path, {}))
    form = PathForm(filled(request.POST, values), path=path)
    form.is_valid()
    return form


def _save(request: HttpRequest, path: Path, form: PathForm) -> HttpResponse:
    said = {"values": form.values(), "motivation": form.cleaned_data["motivation"]}
    try:
        if path.pk is None:
            saved = paths.lay(path.target, path.organ, by=request.user, **said)
        else:
            revision = form.cleaned_data["revision"] or 0
            saved = paths.edit(path, by=request.user, revision=revision, **said)
    except Conflict as conflict:
        return _both(request, path, form, conflict)
    _tell_saved(request, len(paths.problems_of(path, **said)))
    return redirect("goals:path-show", path.target.goal.term, saved.pk)


def _tell_saved(request: HttpRequest, left: int) -> None:
    if not left:
        return tell(request, _("Utkastet är sparat och kan klarmarkeras."))
    many = ngettext(
        "Utkastet är sparat. %(n)s sak återstår innan det kan klarmarkeras.",
        "Utkastet är sparat. %(n)s saker återstår innan det kan klarmarkeras.",
        left,
    )
    return tell(request, many % {"n": left})


def _form(
    request: HttpRequest, path: Path, form: PathForm, begun_from: Path | None = None, **more: Any
) -> HttpResponse:
    """The whole page; asked by htmx while somebody writes, only what stands beside the form."""
    typed, stands = form.is_bound, path if path.pk else begun_from
    known = form.errors if typed else {}
    values = form.values() if typed else _stored(stands)
    motivation = form.cleaned_data.get("motivation", "") if typed else stands.motivation if stands else ""
    problems = paths.problems_of(path, values, motivation) if typed or stands else []
    beside = request.headers.get("HX-Request") == "true" and request.POST.get("gor") == "rita"
    if typed and not beside:
        for field, sentence in problems:
            if field not in known:
                form.add_error(field if field in form.fields else None, sentence)
    context = {
        "path": path, "term": path.target.goal.term, "form": form, "aim": aim_words(path.target),
        "baseline": baseline_words(path.target), "lag": lag_words(path.target),
        "example_baseline": path.target.is_example("baseline"),
        "example_target": path.target.is_example("target"), "help": help_buttons(path), "problems": problems,
        "chart": history.path_chart(path, values, history.cells_of(path, request.user)),
        "action": more.get("action", request.path), "unreadable": bool(known), "back": _back(path),
        "begun_from": begun_from, **more,
    }  # fmt: skip
    status = more.get("status", 422 if known and not beside and request.POST.get("gor", "spara") == "spara" else 200)
    return render(request, "goals/path/beside.html" if beside else "goals/path/form.html", context, status=status)


def _stored(path: Path | None) -> dict[int, Decimal | None]:
    return {row.year: row.value for row in path.values.all()} if path else {}


def baseline_words(target: Target) -> str:
    """`67 % 2025`, or that there is none."""
    if target.baseline_value is None:
        return ""
    value = entered(target.baseline_value, target.version.unit, target.version.decimals)
    return _("%(value)s år %(year)s") % {"value": value, "year": target.baseline_year or "–"}


def _back(path: Path) -> str:
    if path.pk is None:
        return reverse("goals:paths", args=[path.target.goal.term])
    return reverse("goals:path-show", args=[path.target.goal.term, path.pk])


def _both(request: HttpRequest, path: Path, form: PathForm, conflict: Conflict) -> HttpResponse:
    """Both texts side by side; the form goes on with mine from the revision that stands."""
    theirs: Any = conflict.theirs
    theirs.target, theirs.organ = path.target, path.organ
    data: Any = form.data
    form.data = data.copy()
    form.data["revision"] = str(theirs.revision)  # type: ignore[index]
    stand = _stored(theirs)
    rows = [
        Clash(str(year), _value_words(path, form.values(), year), _value_words(path, stand, year))
        for year in (*form.years, *form.added)
    ]
    rows.append(Clash(_("Motivering"), form.cleaned_data["motivation"], theirs.motivation))
    action = reverse("goals:path-edit", args=[path.target.goal.term, theirs.pk])
    return _form(request, theirs, form, rows=rows, when=theirs.changed_at, action=action, status=409)


def _value_words(path: Path, values: Any, year: int) -> str:
    if year not in values:
        return ""
    value, version = values[year], path.target.version
    return _("mäts inte") if value is None else entered(value, version.unit, version.decimals)


# A financial goal


def path_council(request: HttpRequest, term: Years, target: int) -> HttpResponse:
    """Record the values that the council itself has set for a financial goal, year by year."""
    of = the_target(request, term, target)
    body = council()
    path = Path(target=of, organ=body)
    require(PATHS, "set_by_council", path, request.user)
    if of.goal.kind != Goal.Kind.FINANCIAL:
        raise Refusal(Reason.RULE, _("Årsvärdena för ett verksamhetsmål lägger den ansvariga nämnden."))
    standing = paths.applying(of, body)
    if standing:
        standing.target = of
    form = CouncilPathForm(request.POST or None, path=standing or path, organ=body)
    if form.is_valid():
        return _set(request, of, body, form)
    context = {"target": of, "term": of.goal.term, "form": form, "aim": aim_words(of), "baseline": baseline_words(of),
               "lag": lag_words(of)}  # fmt: skip
    return render(request, "goals/path/council.html", context, status=422 if form.errors else 200)


def _set(request: HttpRequest, target: Target, body: Organ, form: CouncilPathForm) -> HttpResponse:
    said = {"values": form.values(), "motivation": form.cleaned_data["motivation"]}
    with transaction.atomic():
        decision = form.record(by=request.user)
        act = paths.set_by_council(target, body, decision=decision, by=request.user, **said)
    tell(request, _("Fullmäktiges årsvärden är antecknade."), act.remarks)
    return redirect("goals:path-show", target.goal.term, act.row.pk)
