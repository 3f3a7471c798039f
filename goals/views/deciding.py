"""Decisions about goals that stand alone: a goal from no proposal, a change, an end, a committee's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning import rights
from burlov_styrning.base.forms import DecisionForm
from burlov_styrning.base.forms.decisions import COUNCIL_KINDS
from burlov_styrning.base.models import Decision
from burlov_styrning.forms import PartialDateField, lay_out, section
from burlov_styrning.middleware import tell
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import Role, Who
from burlov_styrning.views import only, saves
from burlov_styrning.workflow import require
from goals import goals
from goals.catalogue import PARTS, content
from goals.forms.goals import Offered, Writing, proposed, standing
from goals.models import Goal, GoalOwner, GoalProposal, Path, Target
from goals.moves import GOALS
from goals.views.council import NOT_ADOPTED, organ_of
from goals.views.shared import Years, row_of_term, the_term

Kind = Decision.Kind
type Step = Callable[[Decision], Any]


def _council_form(request: HttpRequest, kind: str) -> Any:
    council = organ_of(request, rights.COUNCIL)
    return DecisionForm(request.POST or None, organ=council, kind=kind, kinds=COUNCIL_KINDS)


def _form_of(request: HttpRequest, goal: Goal, kind: str, form: type[DecisionForm] = DecisionForm) -> Any:
    """The decision of the organ whose goal it is: the council, or the committee whose minutes this person keeps."""
    if goal.level == Goal.Level.COUNCIL:
        return form(request.POST or None, organ=organ_of(request, rights.COUNCIL), kind=kind, kinds=COUNCIL_KINDS)
    kept = rights.actor_of(request.user).organs({Role.SECRETARY})
    owner = next(o.organ for o in goal.owners.all() if o.role == GoalOwner.Role.OWNER and o.organ_id in kept)
    return form(request.POST or None, organ=owner, kind=kind)


def _recorded(request: HttpRequest, form: DecisionForm, step: Step, done: str) -> bool:
    """Record the decision and what it decided in one transaction; what is refused is said in the form."""

    def both() -> None:
        with transaction.atomic():
            remarks = step(form.record(by=request.user)).remarks
        tell(request, done, remarks)

    return saves(form, both)


def _goal_page(
    request: HttpRequest, form: DecisionForm, writing: Writing, step: Step, done: str, to: str, **context: Any
) -> HttpResponse:
    """A decision with a goal's words under it."""
    parts = [form, writing.form, writing.targets]
    if request.method == "POST" and all([form.is_valid(), writing.is_valid]) and _recorded(request, form, step, done):
        return redirect(to)
    wrong = request.method == "POST"
    context |= {"form": form, "writing": writing, "parts": parts, "back": to}
    return render(request, "goals/selection/goal.html", context, status=422 if wrong else 200)


def goal_new(request: HttpRequest, term: Years) -> HttpResponse:
    """A goal that the council adopted without a proposal, such as a financial one with its yearly values."""
    only(request, Who.COUNCIL_SECRETARY)
    of = the_term(request, term)
    writing = Writing(Offered(of), request.POST or None, years=range(of.first_year, of.last_year + 1), extra=3)
    return _goal_page(
        request, _council_form(request, Kind.SELECT), writing,
        lambda decision: goals.adopt(of, writing.words(), decision, by=request.user),
        _("Målet är antecknat. Publicera beslutet när protokollet är justerat."),
        reverse("goals:selection-decide", args=[of]), term=of, title=_("Vilket mål antog fullmäktige?"),
        lead=_("För mål som inte kommer från ett förslag. Finansiella mål kommer från budgetberedningen; för dem "
               "beslutar fullmäktige om varje år."),
    )  # fmt: skip


WITH = (
    Prefetch("owners", GoalOwner.objects.select_related("organ")),
    Prefetch("targets", Target.objects.filter(ended=None).select_related("indicator__current")),
)


def goal_change(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """A decision that changes a goal; what applied before stays readable."""
    goal = row_of_term(request, Goal.objects.select_related("area").prefetch_related(*WITH), term, pk)
    require(GOALS, goals.named("change", goal), goal, request.user)
    _refuse_ended(goal)
    of, financial = goal.term, goal.kind == Goal.Kind.FINANCIAL
    years = range(of.first_year, of.last_year + 1) if financial else ()
    form = _form_of(request, goal, Kind.CHANGE)
    shown = standing(goal, _council_values(goal) if financial else {})
    writing = Writing(Offered(of), request.POST or None, years=years, kept=True, **shown)
    return _goal_page(
        request, form, writing,
        lambda decision: goals.change(goal, writing.words(), decision, by=request.user),
        _("Ändringen är antecknad. Det som gällde förut går att läsa på målets sida."), _goal_url(goal),
        term=of, goal=goal, title=_("Vad ändrade %(organ)s?") % {"organ": form.organ},
        lead=_("Ändra det som beslutet ändrar och låt resten stå. "
               "Ett målvärde som upphör finns kvar i målets historia."),
    )  # fmt: skip


def _refuse_ended(goal: Goal) -> None:
    if goal.ended:
        raise Refusal(Reason.STATE, _("Målet har upphört. Det ändras inte, men kan antas på nytt."))


def _council_values(goal: Goal) -> dict[int, dict[int, Decimal | None]]:
    """The council's own yearly values, by target."""
    paths = Path.objects.filter(target__goal=goal, state=Path.State.DECIDED, replaced=False)
    paths = paths.prefetch_related("values")
    return {path.target_id: {value.year: value.value for value in path.values.all()} for path in paths}


def _goal_url(goal: Goal) -> str:
    return reverse("pages:goal", args=[goal.term, goal.pk])


class EndForm(DecisionForm):
    """From when a goal no longer applies."""

    on = PartialDateField(
        label=gettext_lazy("Gäller till och med"), required=False,
        help_text=gettext_lazy("Lämna tomt om målet upphörde den dag beslutet fattades."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, section(_("Målet"), "on"), *self.helper.layout)


def goal_end(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """A decision that ends a goal."""
    goal = row_of_term(request, Goal.objects.prefetch_related("owners__organ"), term, pk)
    require(GOALS, goals.named("end", goal), goal, request.user)
    _refuse_ended(goal)
    form = _form_of(request, goal, Kind.END, EndForm)
    done = _("Det är antecknat att målet upphör. Utfall och bedömningar finns kvar.")
    if _recorded(
        request, form, lambda d: goals.end(goal, d, by=request.user, on=form.cleaned_data["on"]), done
    ):  # fmt: skip
        return redirect(_goal_url(goal))
    lead = _("Utfall, bedömningar och rapporter finns kvar. Målet kan antas på nytt med ett nytt beslut.")
    context = {"title": _("Upphör målet?"), "lead": lead, "facts": [(_("Mål"), str(goal))], "form": form,
               "submit": _("Anteckna beslutet"), "back": _goal_url(goal)}  # fmt: skip
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


# A committee's own


def proposal_own_goal(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """A committee makes a goal of its own of a proposal that the council did not adopt."""
    rows = GoalProposal.objects.select_related("organ", "area", "handed_in").prefetch_related(*PARTS)
    rows = rows.annotate(is_goal=Exists(Goal.objects.filter(proposals=OuterRef("pk"))))
    proposal = row_of_term(request, rows, term, pk)
    posts = rights.actor_of(request.user).posts
    if not any(post.role is Role.SECRETARY and post.organ == proposal.organ_id for post in posts):
        raise Refusal(Reason.RIGHT, _("Nämndens sekreterare antecknar nämndens beslut."))
    if proposal.state not in NOT_ADOPTED:
        raise Refusal(Reason.STATE, _("Ett nämndmål kan antas av ett förslag som fullmäktige inte har antagit."))
    if proposal.is_goal:
        raise Refusal(Reason.STATE, _("Förslaget är redan ett nämndmål. Nämndens ändringar antecknas på målets sida."))
    of, offered = proposal.term, Offered(proposal.term)
    writing = Writing(offered, request.POST or None, **proposed(proposal, content(proposal), offered))
    form = DecisionForm(request.POST or None, organ=proposal.organ, kind=Kind.SELECT)

    def step(decision: Decision) -> Any:
        words = replace(writing.words(), proposals=[proposal])
        return goals.adopt_own(of, words, decision, by=request.user)

    return _goal_page(
        request, form, writing, step, _("Nämndmålet är antecknat."),
        reverse("goals:proposal-show", args=[of, pk]), term=of, title=_("Vilket nämndmål antog nämnden?"),
        lead=_("Nämndens eget mål, av ett förslag som fullmäktige inte antog."),
    )  # fmt: skip
