"""Terms: the list, one term for everybody signed in, and what the controller and the council's secretary do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning.base.models import Event, Organ
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty
from burlov_styrning.rights import Who, actor_of, as_query
from burlov_styrning.views import only, saves
from burlov_styrning.workflow import require
from goals import terms
from goals.forms.terms import AreaForm, ListsForm, ProlongForm, TermForm, VisionForm
from goals.models import GoalArea, Phase, Term
from goals.moves import PHASES, TERMS
from goals.views.shared import Years, the_term

PAGES = {"edit": "goals:term-edit", "prolong": "goals:term-prolong", "set_vision": "goals:term-vision"}
PHASE_PAGES = {
    "open": "goals:term-phase-open",
    "close": "goals:term-phase-close",
    "reopen": "goals:term-phase-reopen",
    "plan": "goals:term-phase-plan",
}


def term_list(request: HttpRequest) -> HttpResponse:
    """All terms, the latest first."""
    only(request, Who.SIGNED_IN)
    may_create = TERMS.may_create("create", Term(), request.user)
    empty = Empty(_("Ingen målperiod är upplagd ännu. Controllern lägger upp den."))
    listing = Listing(
        request, list(Term.objects.prefetch_related("phases")), search=_words,
        columns=[Column(_("Målperiod"), "first_year"), Column(_("Fas just nu")), Column(_("Förlängd till"))],
        sort="-first_year",
        empty=_first_term() if may_create else empty,
    )  # fmt: skip
    rows = [(term, _now(term)) for term in listing.rows]
    return render(request, "goals/term/list.html", {"listing": listing, "rows": rows, "may_create": may_create})


def _words(term: Term) -> str:
    """What the list is searched by; the years also as they are typed, with a hyphen."""
    return f"{term} {term.key} {_now(term)} {term.prolonged_to or ''}"


def _first_term() -> Empty:
    text = _("Ingen målperiod är upplagd ännu. Allt annat utgår från den.")
    return Empty(text, _("Lägg upp målperiod"), reverse("goals:term-new"))


def _now(term: Term) -> str:
    """The phases that are open, in words."""
    infos = term.phase_infos()
    open_ones = [str(info.label) for info in infos if info.state == Phase.State.OPEN]
    if open_ones:
        return ", ".join(open_ones)
    ended = [info for info in infos if info.name == Phase.Name.CLOSED and info.state == Phase.State.CLOSED]
    return _("avslutad") if ended else _("ingen fas är öppen")


@dataclass(frozen=True)
class PhaseRow:
    """A phase with what this person can do with it."""

    phase: Phase
    moves: list[Button]


def term_show(request: HttpRequest, term: Years) -> HttpResponse:
    """Phases with dates, areas, vision and core values, how lists are made, the prolongation."""
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    phases = [PhaseRow(phase, _phase_moves(phase, request.user)) for phase in of.phases.all()]
    context = {
        "term": of,
        "vision": of.vision,
        "words": [value.word for value in of.core_values.all()],
        "areas": list(of.areas.all()),
        "phases": phases,
        "may_edit_areas": TERMS.offers("edit_areas", of, request.user),
        "moves": [
            Button(move.label, reverse(PAGES[move.name], args=[of]))
            for move in TERMS.offered(of, request.user)
            if move.name in PAGES
        ],
        "official": as_query(Who.OFFICIAL, actor_of(request.user), {}) is True,
        "events": _events(of) if TERMS.offers("edit", of, request.user) else [],
    }
    return render(request, "goals/term/show.html", context)


def _phase_moves(phase: Phase, user: Any) -> list[Button]:
    found = PHASES.offered(phase, user)
    in_order = sorted(found, key=lambda move: list(PHASE_PAGES).index(move.name))
    args = [phase.term, phase.phase]
    return [Button(move.label, reverse(PHASE_PAGES[move.name], args=args)) for move in in_order]


def _events(term: Term) -> list[Event]:
    """The latest that happened to the term, newest first."""
    return list(Event.of(term).order_by("-at", "-id")[:10])


# The controller


def term_new(request: HttpRequest) -> HttpResponse:
    """Lay up a term."""
    only(request, Who.SIGNED_IN)
    require(TERMS, "create", Term(), request.user)
    form = TermForm(request.POST or None)
    made: list[Term] = []
    if saves(form, lambda: made.append(terms.create(by=request.user, **form.cleaned_data))):
        tell(request, _("Målperioden är upplagd. Lägg in målområden och när faserna öppnar och stänger."))
        return redirect("goals:term", made[0])
    lead = _("Perioden får sex faser. Vision och värdegrund är de som gäller i dag, tills fullmäktige beslutar nya.")
    context = {"title": _("Lägg upp en målperiod"), "lead": lead, "form": form, "submit": _("Lägg upp målperioden")}
    return _asked(request, context, reverse("goals:terms"))


def _asked(request: HttpRequest, context: dict[str, Any], back: str) -> HttpResponse:
    """The shared page that asks, 422 when something was typed wrongly."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, "confirm.html", context | {"back": back}, status=status)


def term_edit(request: HttpRequest, term: Years) -> HttpResponse:
    """Change how lists are made."""
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    require(TERMS, "edit", of, request.user)
    stored = Term.objects.get(pk=of.pk)  # a form of its own row: what is refused is not shown in the strip
    form = ListsForm(request.POST or None, instance=stored)
    if saves(form, lambda: terms.edit(of, by=request.user, **form.cleaned_data)):
        tell(request, _("Målperioden är ändrad."))
        return redirect("goals:term", of)
    title = _("Ändra målperioden %(term)s") % {"term": of}
    return _asked(request, {"title": title, "form": form, "submit": _("Spara")}, reverse("goals:term", args=[of]))


def area_new(request: HttpRequest, term: Years) -> HttpResponse:
    """A new goal area."""
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    return _area(request, of, GoalArea(term=of), _("Nytt målområde"))


def area_edit(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Change a goal area."""
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    return _area(request, of, get_object_or_404(GoalArea, term=of, pk=pk), _("Ändra målområdet"))


def _area(request: HttpRequest, term: Term, area: GoalArea, title: str) -> HttpResponse:
    require(TERMS, "edit_areas", term, request.user)
    form = AreaForm(request.POST or None, area=area if area.pk else None)

    def save() -> None:
        area.name, area.text = form.cleaned_data["name"], form.cleaned_data["text"]
        terms.save_area(term, area, by=request.user)

    if saves(form, save):
        tell(request, _("Målområdet är sparat."))
        return redirect("goals:term", term)
    context = {"title": title, "form": form, "submit": _("Spara målområdet")}
    return _asked(request, context, reverse("goals:term", args=[term]))


@require_POST
def area_move(request: HttpRequest, term: Years, pk: int, way: str) -> HttpResponse:
    """Move an area up or down."""
    only(request, Who.SIGNED_IN)
    area = get_object_or_404(GoalArea.objects.select_related("term"), term=the_term(request, term), pk=pk)
    if way not in ("upp", "ned"):
        raise Http404
    terms.move_area(area, way == "upp", by=request.user)
    return redirect(reverse("goals:term", args=[area.term]) + "#omraden")


# The council's secretary


def council() -> Organ:
    """The council; without one there is nothing to record."""
    found: Organ = get_object_or_404(Organ, kind=Organ.Kind.COUNCIL, ends__isnull=True)
    return found


def term_prolong(request: HttpRequest, term: Years) -> HttpResponse:
    """Record that the council lets the term go on."""
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    require(TERMS, "prolong", of, request.user)
    form = ProlongForm(request.POST or None, term=of, organ=council(), initial={"to_year": of.end_year + 1})

    @transaction.atomic
    def step() -> Any:
        return terms.prolong(of, form.cleaned_data["to_year"], form.record(by=request.user), by=request.user)

    if saves(form, step):
        tell(request, _("Målperioden är förlängd. Ett tillagt år bedöms mot målvärdet, som det sista."))
        return redirect("goals:term", of)
    lead = _("Målen gäller vidare. Ett tillagt år bedöms mot målvärdet, som det sista året.")
    context = {"title": _("Vad beslutade fullmäktige?"), "lead": lead, "form": form}
    return _asked(request, context | {"submit": _("Anteckna beslutet")}, reverse("goals:term", args=[of]))


def term_vision(request: HttpRequest, term: Years) -> HttpResponse:
    """Record the council's vision and core values."""
    only(request, Who.SIGNED_IN)
    of = the_term(request, term)
    require(TERMS, "set_vision", of, request.user)
    words = "\n".join(value.word for value in of.core_values.all())
    initial = {"vision": of.vision.text if of.vision else "", "words": words}
    form = VisionForm(request.POST or None, organ=council(), initial=initial)

    @transaction.atomic
    def step() -> Any:
        said = form.cleaned_data
        return terms.set_vision(of, said["vision"], said["words"], form.record(by=request.user), by=request.user)

    if saves(form, step):
        tell(request, _("Visionen och värdegrunden är antecknade."))
        return redirect("goals:term", of)
    lead = _("En ny vision gäller för den här målperioden. Den gamla står kvar för de perioder som hade den.")
    context = {"title": _("Vilken vision beslutade fullmäktige?"), "lead": lead, "form": form}
    return _asked(request, context | {"submit": _("Anteckna beslutet")}, reverse("goals:term", args=[of]))
