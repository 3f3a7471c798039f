"""Needs as the committee sees them: by unit, in its groups, in its order, and those that nobody has answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from burlov_styrning import rights
from burlov_styrning.base.models import Organ
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty, Ranked, Text
from burlov_styrning.rights import Who, actor_of
from burlov_styrning.swedish import sort_key
from burlov_styrning.views import only, saves
from goals import needs
from goals.forms.needs import GroupForm
from goals.models import GoalProposal, Need, Term
from goals.moves import NEEDS
from goals.titles import titled
from goals.views.shared import Years, row_of_term, the_term

UNIT, GROUP, ORDER, UNANSWERED = "enhet", "grupp", "ordning", "obesvarade"
SHAPES: Mapping[str, Text] = {
    "": gettext_lazy("Alla behov"),
    UNIT: gettext_lazy("Per enhet"),
    GROUP: gettext_lazy("I grupper"),
    ORDER: gettext_lazy("I ordning"),
    UNANSWERED: gettext_lazy("Obesvarade"),
}
OF_THE_COMMITTEE = (GROUP, ORDER)
"""How the committee has sorted them is its own working material: those outside it get neither."""


@dataclass(frozen=True)
class Line:
    """A need with the proposals that answer it."""

    need: Need
    answers: Sequence[GoalProposal] = ()


@dataclass(frozen=True)
class Part:
    """Some of the needs under a heading; `ranked` where a person may change their order."""

    title: str
    lines: Sequence[Line]
    text: str = ""
    ranked: Sequence[Ranked] = ()


def asked(request: HttpRequest) -> str:
    """How the address wants the needs sorted; empty: as a list."""
    shape = request.GET.get("visa", "")
    return shape if shape in _offered(request.user) else ""


def shapes(term: Term, user: Any, chosen: str = "") -> list[tuple[Text, str, bool]]:
    """The ways of sorting as links: label, address, whether it is the one shown."""
    address = reverse("goals:needs", args=[term])
    return [(SHAPES[name], f"{address}?visa={name}" if name else address, name == chosen) for name in _offered(user)]


def _offered(user: Any) -> list[str]:
    """What is published is answered: residents get no list of what is not."""
    refused = set() if of_committee(user) is not False else set(OF_THE_COMMITTEE)
    refused |= set() if actor_of(user).posts else {UNANSWERED}
    return [name for name in SHAPES if name not in refused]


def of_committee(user: Any) -> Any:
    """The needs whose committee this person belongs to (or, as the controller, all), as a condition; False for none."""
    return rights.any_of(rights.IN_ORGAN, actor_of(user), rights.ANY_ROW)


def sorted_needs(rows: QuerySet[Need], term: Term, user: Any, shape: str) -> dict[str, Any]:
    """What the page of sorted needs shows, in three queries at most."""
    condition = of_committee(user)
    if shape in OF_THE_COMMITTEE and condition is not True:
        rows = rows.filter(condition)
    if shape == UNANSWERED:
        rows = rows.filter(state=Need.State.OPEN)
    found = needs.in_order(rows) if shape in OF_THE_COMMITTEE else list(rows)
    for need in found:
        need.term = term  # with its phases, which say what may be done
    lines = _lines(found, user)
    parts = {UNIT: _by_unit, GROUP: _by_group, ORDER: _by_order, UNANSWERED: _by_answer}[shape](lines, term, user)
    return {
        "parts": parts,
        "shapes": shapes(term, user, shape),
        "shape": shape,
        "empty": Empty(_("Inget behov är obesvarat.") if shape == UNANSWERED else _("Inga behov är skrivna här ännu.")),
        "may_group": shape == GROUP and any(NEEDS.offers("group", need, user) for need in found),
    }


def _lines(found: Sequence[Need], user: Any) -> list[Line]:
    rows = GoalProposal.objects.visible_to(user).annotate(need_pk=F("needs"))
    answers: dict[int, list[GoalProposal]] = {}
    for proposal in titled(rows.filter(need_pk__in=[need.pk for need in found]), user):
        answers.setdefault(proposal.need_pk, []).append(proposal)  # type: ignore[attr-defined]
    return [Line(need, answers.get(need.pk, ())) for need in found]


def _by_unit(lines: Sequence[Line], term: Term, user: Any) -> list[Part]:
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.need.unit.name, line.need.organ.name), []).append(line)
    ordered = sorted(found.items(), key=lambda pair: (sort_key(pair[0][1]), sort_key(pair[0][0])))
    return [Part(unit, some, organ) for (unit, organ), some in ordered]


def _by_group(lines: Sequence[Line], term: Term, user: Any) -> list[Part]:
    """Groups stand where the first of their needs stands in the committee's order; those without a group last."""
    parts = []
    for organ, some in _by_organ(lines):
        found: dict[str, list[Line]] = {}
        for line in some:
            found.setdefault(line.need.group, []).append(line)
        rest = found.pop("", [])
        parts += [Part(name, group, organ.name) for name, group in found.items()]
        parts += [Part(_("Utan grupp"), rest, organ.name)] if rest else []
    return parts


def _by_order(lines: Sequence[Line], term: Term, user: Any) -> list[Part]:
    return [
        Part(organ.name, some, ranked=[_ranked(line.need, at, len(some), term, user) for at, line in enumerate(some)])
        for organ, some in _by_organ(lines)
    ]


def _ranked(need: Need, at: int, whole: int, term: Term, user: Any) -> Ranked:
    may = NEEDS.offers("place", need, user)
    up, down = (reverse("goals:need-place", args=[term, need.pk, way]) for way in ("upp", "ned"))
    text = " · ".join(filter(None, (need.unit.name, need.group, str(need.get_state_display()))))
    return Ranked(
        need.text[:140], reverse("goals:need-show", args=[term, need.pk]), text,
        up if may and at else "", down if may and at < whole - 1 else "", key=str(need.pk),
    )  # fmt: skip


def _by_answer(lines: Sequence[Line], term: Term, user: Any) -> list[Part]:
    """A draft is no answer yet, but somebody has begun."""
    untouched = [line for line in lines if not line.answers]
    begun = [line for line in lines if line.answers]
    parts = [
        Part(_("Ingen har svarat"), untouched),
        Part(_("Ett förslag är på väg"), begun, _("Behovet är besvarat när förslaget lämnas in.")),
    ]
    return [part for part in parts if part.lines]


def _by_organ(lines: Iterable[Line]) -> list[tuple[Organ, list[Line]]]:
    found: dict[Organ, list[Line]] = {}
    for line in lines:
        found.setdefault(line.need.organ, []).append(line)
    return sorted(found.items(), key=lambda pair: sort_key(pair[0].name))


# What the committee's staff change


@require_POST
def need_place(request: HttpRequest, term: Years, pk: int, way: str) -> HttpResponse:
    """Move a need up or down in its committee's order."""
    need = row_of_term(request, Need, term, pk)
    if way not in ("upp", "ned"):
        raise Http404
    needs.place(need, way == "upp", by=request.user)
    return redirect(f"{reverse('goals:needs', args=[need.term])}?visa={ORDER}#rad-{need.pk}")


def to_group(need: Need, user: Any) -> list[Button]:
    """The way from a need to the page that puts it in a group."""
    if not NEEDS.offers("group", need, user):
        return []
    return [Button(NEEDS.move("group").label, f"{reverse('goals:needs-group', args=[need.term])}?behov={need.pk}")]


def needs_group(request: HttpRequest, term: Years) -> HttpResponse:
    """Put needs that belong together in a group."""
    only(request, Who.ORGAN_STAFF)
    of = the_term(request, term)
    rows = groupable(of, request.user)
    first = [need for need in rows if str(need.pk) in request.GET.getlist("behov")]
    initial = {"needs": first, "name": first[0].group if first else ""}
    form = GroupForm(request.POST or None, rows=rows, initial=initial)
    back = f"{reverse('goals:needs', args=[of])}?visa={GROUP}"
    if saves(form, lambda: needs.group(form.cleaned_data["needs"], form.cleaned_data["name"], by=request.user)):
        tell(request, _("Sparat."))
        return redirect(back)
    context = {
        "term": of, "form": form, "back": back, "rows": rows,
        "groups": sorted({need.group for need in rows if need.group}, key=sort_key),
        "empty": Empty(_("Det finns inga behov att lägga i grupper nu. Det görs medan behov och förslag skrivs."),
                       _("Till behoven"), back),
    }  # fmt: skip
    return render(request, "goals/need/group.html", context)


def groupable(term: Term, user: Any) -> list[Need]:
    """The needs that this person may put in groups now, in the committee's order."""
    rows = Need.objects.visible_to(user).filter(term=term).select_related("unit", "organ")
    found = needs.in_order(rows)
    for need in found:
        need.term = term
    return [need for need in found if NEEDS.offers("group", need, user)]
