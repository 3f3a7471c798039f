"""What goes on into the next term: the list of a term's goals, one goal, and the closing of the term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.base.models import Event
from burlov_styrning.lists import Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Check, Clash, Filter
from burlov_styrning.refusals import Conflict
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, take
from burlov_styrning.workflow import require
from followup import closing, onward
from followup.closing import Lack
from followup.forms.onward import OnwardForm
from followup.judgements import verdict_word
from followup.models import Activity, Onward
from followup.moves import ONWARDS
from followup.onward import AtTheEnd
from followup.views import carrying
from goals.models import Goal, Phase, Term
from goals.moves import PHASES
from goals.views.shared import Years, row_of_term, the_term

PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """A goal with its judgement in words, where its activities went, and where it is decided."""

    about: AtTheEnd
    word: str
    went: Sequence[tuple[Activity, Activity | None]]
    url: str


def onward_list(request: HttpRequest, term: Years) -> HttpResponse:
    """Each goal with its final judgement and what becomes of it; what the closing still waits for."""
    only(request, Who.OFFICIAL)
    of = the_term(request, term)
    rows = onward.at_the_end(of, request.user)
    organs = {organ.pk: organ for one in rows for organ in one.owners}
    listing = Listing(
        request, rows, search=_searched, per_page=PER_PAGE,
        filters=[Filter("organ", _("Ansvarig"), [(str(pk), str(organ)) for pk, organ in organs.items()]),
                 Filter("lage", _("Beslut"), [("kvar", _("inte bestämt")), *Onward.Course.choices])],
        narrow={"organ": _of_organ, "lage": _standing},
        empty=_("Inga mål gäller när perioden slutar."),
    )  # fmt: skip
    checks = _checks(of)
    context = {
        "term": of,
        "listing": listing,
        "lines": _lines(listing.rows, of, request.user),
        "done": sum(one.onward is not None for one in rows),
        "all": len(rows),
        "said": _counted(rows),
        "closed": closing.is_closed(of),
        "checks": checks,
        "may_close": all(check.done for check in checks) and may_close(of, request.user),
    }
    return render(request, "followup/onward/list.html", context)


def _counted(rows: Sequence[AtTheEnd]) -> str:
    """`4 går vidare, 6 avslutas, 1 inte bestämt`."""
    courses = [one.onward.course if one.onward else "" for one in rows]
    on, ends, left = (courses.count(course) for course in (Onward.Course.GOES_ON, Onward.Course.ENDS, ""))
    parts = [_("%(n)s går vidare") % {"n": on}, _("%(n)s avslutas") % {"n": ends}]
    parts += [ngettext("%(n)s inte bestämt", "%(n)s inte bestämda", left) % {"n": left}] if left else []
    return ", ".join(parts)


def _searched(one: AtTheEnd) -> str:
    said = one.onward.reason if one.onward else ""
    return " ".join([one.goal.title, one.goal.wording, said, *(str(organ) for organ in one.owners)])


def _of_organ(rows: Sequence[AtTheEnd], organ: str) -> list[AtTheEnd]:
    return [one for one in rows if organ in {str(owner.pk) for owner in one.owners}]


def _standing(rows: Sequence[AtTheEnd], wanted: str) -> list[AtTheEnd]:
    return [one for one in rows if (one.onward.course if one.onward else "kvar") == wanted]


def _lines(rows: Sequence[AtTheEnd], term: Term, user: Any) -> list[Line]:
    went = _went(rows, user)
    return [
        Line(one, verdict_word(one.judged, one.judged.status) if one.judged else "", went.get(one.goal.pk, ()),
             reverse("followup:onward-edit", args=[term, one.goal.pk]) if may_decide(one, user) else "")
        for one in rows
    ]  # fmt: skip


def _went(rows: Sequence[AtTheEnd], user: Any) -> dict[int, list[tuple[Activity, Activity | None]]]:
    """The activities that go on, as far as one may read them, with what became of each in the next term."""
    chosen = [one.onward.pk for one in rows if one.onward]
    found: dict[int, list[tuple[Activity, Activity | None]]] = {}
    activities = Activity.objects.visible_to(user).filter(onwards__in=chosen).select_related("unit", "organ")
    after = {row.continues_id: row for row in carrying.readable(user).filter(continues__onwards__in=chosen)}
    for row in activities:
        found.setdefault(row.goal_id, []).append((row, after.get(row.pk)))
    return found


def may_decide(one: AtTheEnd, user: Any) -> bool:
    """Whether this person can decide of the goal now."""
    if one.onward:
        return ONWARDS.offers("change", one.onward, user)
    return ONWARDS.may_create("decide", Onward(goal=one.goal), user)


# The closing


def _last_phase(term: Term) -> Phase:
    """The phase that is opened by closing the term, as the table of moves is asked of it."""
    state = next((info.state for info in term.phase_infos() if info.name == Phase.Name.CLOSED), Phase.State.CLOSED)
    return Phase(term=term, phase=Phase.Name.CLOSED, state=state)


def may_close(term: Term, user: Any) -> bool:
    """Whether the closing is this person's to do."""
    return PHASES.offers("open", _last_phase(term), user)


def _checks(term: Term) -> list[Check]:
    """What the closing waits for, each with the page where it is done; nothing of a term that is closed."""
    if not closing.can_close(term):
        return []
    found = [Check(lack.text, False, url=_where(lack, term)) for lack in closing.lacks(term)]
    return found or [Check(_("Allt som perioden ska lämna efter sig finns."), True)]


def _where(lack: Lack, term: Term) -> str:
    if lack.round:
        return reverse("followup:round-show", args=[lack.round.pk])
    if lack.goals:
        return f"{reverse('followup:onward-list', args=[term])}?lage=kvar"
    return reverse("followup:round-list", args=[term])


def term_close(request: HttpRequest, term: Years) -> HttpResponse:
    """Close the term; says first what is missing, or what it means."""
    only(request, Who.OFFICIAL)
    of = the_term(request, term)
    require(PHASES, "open", _last_phase(of), request.user)
    back = reverse("followup:onward-list", args=[of])
    if request.method == "POST":
        return take(request, lambda: closing.close(of, by=request.user), _("Målperioden är avslutad."), back)
    checks = [check for check in _checks(of) if not check.done]
    context = {"term": of, "checks": checks, "back": back}
    return render(request, "followup/onward/close.html", context)


# One goal


def onward_edit(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Decide what becomes of a goal; when somebody decided in between, both texts."""
    only(request, Who.OFFICIAL)
    goal: Goal = row_of_term(request, Goal, term, pk)
    of = goal.term
    about = onward.one_at_the_end(goal, request.user)
    require(ONWARDS, "change" if about.onward else "decide", about.onward or Onward(goal=about.goal), request.user)
    form = OnwardForm(request.POST or None, about=about)
    back = reverse("followup:onward-list", args=[of])
    context = {"term": of, "about": about, "form": form, "back": back, "goal": goal,
               "word": verdict_word(about.judged, about.judged.status) if about.judged else "",
               "events": list(Event.of(about.onward).order_by("-at", "-id")[:5]) if about.onward else []}  # fmt: skip

    def step() -> None:
        onward.decide(about.goal, **form.words(), by=request.user, seen=form.cleaned_data["seen"] or 0)

    try:
        saved = request.method == "POST" and saves(form, step)
    except Conflict as conflict:
        return render(request, "conflict.html", context | _both(form, conflict), status=409)
    if saved:
        tell(request, _("Det är antecknat vad som händer med målet."))
        return redirect(back)
    return render(request, "followup/onward/form.html", context, status=422 if form.errors else 200)


def _both(form: OnwardForm, conflict: Conflict) -> dict[str, Any]:
    """Both texts; the form goes on from what stands now."""
    theirs: Any = conflict.theirs
    data: Any = form.data
    form.data = data.copy()
    form.data["seen"] = theirs.revision  # type: ignore[index]
    words = dict(form.fields["course"].choices)  # type: ignore[attr-defined]
    said = form.cleaned_data
    rows = [Clash(form["course"].label, str(words[said["course"]]), str(words[theirs.course])),
            Clash(form["reason"].label, said["reason"], theirs.reason)]  # fmt: skip
    return {"rows": rows, "when": theirs.changed_at, "submit": _("Spara min text")}
