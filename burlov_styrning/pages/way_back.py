"""The way back: what became of everything a unit wrote, from the need to its own activities.

Need → proposals (state, decision with § and reason) → goal → progression → how it goes → what the unit does itself.
Each part is shown to those who may read that part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Decision, Unit
from burlov_styrning.pages import goals as goal_pages
from burlov_styrning.pages.kinds import PROPOSAL, of_goal
from burlov_styrning.pages.way import cited, when
from burlov_styrning.parts import Stage, Text
from burlov_styrning.rights import Actor, actor_of
from burlov_styrning.swedish import listed, partial_date, sentence, sort_key
from followup import figures
from followup.figures import GoalFigures
from followup.models import Activity
from followup.words import assessment_word, measured_word
from goals.models import Goal, GoalProposal, Need, Term
from goals.titles import titled
from goals.views.shared import Years, the_term

S = GoalProposal.State


@dataclass(frozen=True)
class Back:
    """A need, what the committee answers, and for each proposal the stages of what became of it."""

    need: Need
    answer: str
    ways: Sequence[Sequence[Stage]]


@dataclass
class Answers:
    """What was fetched for all needs of a unit at once."""

    term: Term
    proposals: dict[int, list[GoalProposal]] = field(default_factory=dict)
    """Need id → proposals that answer it."""
    goals: dict[int, list[Goal]] = field(default_factory=dict)
    """Proposal id → goals that came of it."""
    figures: dict[int, GoalFigures] = field(default_factory=dict)
    judged: dict[int, Any] = field(default_factory=dict)
    activities: dict[int, list[Activity]] = field(default_factory=dict)


def way_back(request: HttpRequest, term: Years) -> HttpResponse:
    """A unit's needs and what became of them: first the reader's own unit, else the one that is chosen."""
    of = the_term(request, term)
    visible = Need.objects.visible_to(request.user).filter(term=of).select_related("unit", "organ")
    needs = list(visible)
    units = offered(needs, actor_of(request.user))
    asked = request.GET.get("enhet", "")
    unit = next((one for one in units if str(one.pk) == asked), units[0] if units else None)
    mine = [need for need in needs if unit and need.unit_id == unit.pk]
    context = {
        "term": of,
        "unit": unit,
        "units": [(str(one.pk), one.name) for one in units],
        "chosen": str(unit.pk) if unit else "",
        "rows": backs(mine, of, request.user),
        "own": unit is not None and unit.pk in own_units(actor_of(request.user)),
    }
    return render(request, "pages/way_back.html", context)


def own_units(actor: Actor) -> set[int]:
    """The units that the reader works in."""
    return {post.unit for post in actor.posts if post.unit}


def offered(needs: Iterable[Need], actor: Actor) -> list[Unit]:
    """The units that can be chosen: the reader's own first, then those of the own organs, then all others."""
    own, organs = own_units(actor), {post.organ for post in actor.posts}
    units = {need.unit_id: need.unit for need in needs}
    if missing := own - set(units):
        units |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=missing)}
    return sorted(units.values(), key=lambda u: (u.pk not in own, u.organ_id not in organs, sort_key(u.name)))


def backs(needs: Sequence[Need], term: Term, user: Any) -> list[Back]:
    """The needs with what became of them, in a fixed number of queries."""
    if not needs:
        return []
    answers = gather(needs, term, user)
    return [
        Back(need, _answer(need), [_way(proposal, answers) for proposal in answers.proposals.get(need.pk, ())])
        for need in needs
    ]


def gather(needs: Sequence[Need], term: Term, user: Any) -> Answers:
    """Proposals, goals, figures, judgements and activities that this person may see."""
    found = Answers(term)
    rows = GoalProposal.objects.visible_to(user).annotate(need_pk=F("needs"))
    rows = rows.filter(need_pk__in=[need.pk for need in needs]).select_related(
        "organ", "term", "committee_decision__organ", "council_decision__organ"
    )
    for proposal in titled(rows, user):
        found.proposals.setdefault(proposal.need_pk, []).append(proposal)  # type: ignore[attr-defined]
    proposals = {proposal.pk for some in found.proposals.values() for proposal in some}
    goals = Goal.objects.visible_to(user).annotate(proposal_pk=F("proposals")).filter(proposal_pk__in=proposals)
    every: dict[int, Goal] = {}
    for goal in goals.select_related("term", "area", "decision__organ") if proposals else ():
        found.goals.setdefault(goal.proposal_pk, []).append(every.setdefault(goal.pk, goal))  # type: ignore[attr-defined]
    if every:
        _go_on(found, list(every.values()), needs[0].unit_id, user)
    return found


def _go_on(found: Answers, goals: Sequence[Goal], unit: int, user: Any) -> None:
    """How the goals go, and what the unit does for them."""
    judged = list(goal_pages.approved(user).filter(round__term=found.term, goal__in=goals))
    occasion, latest = goal_pages.occasion_of(found.term, judged)
    found.figures = figures.load(goals, occasion, user=user)
    found.judged = {goal.pk: goal_pages.judgement(goal, found.figures[goal.pk], judged, latest) for goal in goals}
    for row in Activity.objects.visible_to(user).filter(goal__in=goals, unit=unit):
        found.activities.setdefault(row.goal_id, []).append(row)


# In words


ANSWERS: Mapping[str, Text] = {
    Need.State.OPEN: gettext_lazy("Nämnden har inte svarat ännu."),
    Need.State.ANSWERED: gettext_lazy("Nämnden svarar med förslag till fullmäktige."),
    Need.State.CARRIED: gettext_lazy("Nämnden tar hand om det inom sin verksamhet, utan ett mål."),
    Need.State.SET_ASIDE: gettext_lazy("Nämnden har lagt det åt sidan."),
}


def _answer(need: Need) -> str:
    reason = _("Skäl: %(reason)s") % {"reason": need.reason} if need.reason else ""
    return " ".join(filter(None, (str(ANSWERS[need.state]), reason)))


def _way(proposal: GoalProposal, answers: Answers) -> list[Stage]:
    """What became of a proposal; the last stage is where it is now."""
    found = [_proposed(proposal), *_decided(proposal)]
    for goal in answers.goals.get(proposal.pk, ()):
        found += _goal(goal, answers)
    return [*found[:-1], replace(found[-1], state="now")]


def _proposed(proposal: Any) -> Stage:
    decision = proposal.committee_decision
    words = _("%(title)s. Läge: %(state)s.") % {"title": proposal.shown_title, "state": proposal.get_state_display()}
    text = " ".join(filter(None, (words, _cited(decision))))
    links = [(_("Läs förslaget"), PROPOSAL.address(proposal))]
    title = _("Förslag från %(organ)s") % {"organ": proposal.organ}
    return Stage(title, when(decision), text, links, example=proposal.is_example())


def _cited(decision: Decision | None) -> str:
    """The decision as a sentence of its own; empty for none."""
    return f"{cited(decision)}." if decision else ""


DECIDED = (S.ADOPTED, S.DECLINED, S.REFERRED_BACK)


def _decided(proposal: GoalProposal) -> Iterator[Stage]:
    """What the council decided about the proposal, with its reason."""
    decision = proposal.council_decision
    if decision is None or proposal.state not in DECIDED:
        return
    title = {
        S.ADOPTED: _("Fullmäktige antog förslaget"),
        S.DECLINED: _("Fullmäktige antog inte förslaget"),
        S.REFERRED_BACK: _("Fullmäktige återremitterade förslaget"),
    }[S(proposal.state)]
    reason = _("Skäl: %(reason)s") % {"reason": proposal.reason} if proposal.reason else ""
    text = " ".join(filter(None, (_cited(decision), reason)))
    yield Stage(title, when(decision), text, example=decision.is_example())


def _goal(goal: Goal, answers: Answers) -> Iterator[Stage]:
    by = goal.decision.organ if goal.decision else ""
    title = _("Mål antaget av %(organ)s") % {"organ": by} if by else _("Mål antaget")
    text = " ".join(filter(None, (f"{goal}.", _cited(goal.decision))))
    yield Stage(title, when(goal.decision), text, [(_("Till målet"), of_goal("pages:goal", goal))],
                example=goal.is_example())  # fmt: skip
    found = answers.figures[goal.pk]
    yield from _path(found)
    yield _goes(goal, found, answers)
    yield _does(answers.activities.get(goal.pk, []), goal)


def _path(found: GoalFigures) -> Iterator[Stage]:
    """The decisions by which the way to the goal was fixed, each once."""
    rows = {line.path.row.organ_id: line.path.row for line in found.lines if line.path}
    for row in rows.values():
        title = _("Progression fastställd av %(organ)s") % {"organ": row.organ}
        yield Stage(title, when(row.decision), row.decision.reference if row.decision else "", example=row.is_example())


def _goes(goal: Goal, found: GoalFigures, answers: Answers) -> Stage:
    judged = answers.judged[goal.pk]
    measured = measured_word(found.suggestion)
    if judged is None or judged.row is None:
        verdict = assessment_word(found.suggestion.verdict, last_annual=False)
        text = _("Inte bedömt ännu. Indikatorerna säger: %(verdict)s.") % {"verdict": verdict}
        return Stage(_("Så går det"), text=" ".join(filter(None, (text, _full(measured)))))
    who = str(judged.row.organ or _("styrelsen, sammanvägt"))
    text = _("%(verdict)s enligt %(who)s.") % {"verdict": sentence(judged.word), "who": who}
    text = " ".join(filter(None, (text, _full(measured))))
    return Stage(_("Så går det"), sentence(str(judged.round)), text, example=judged.row.is_example())


def _full(words: str) -> str:
    return f"{sentence(words)}." if words else ""


def _does(rows: Sequence[Activity], goal: Goal) -> Stage:
    """What the unit itself does for the goal."""
    if not rows:
        return Stage(_("Enhetens egna aktiviteter"), text=_("Enheten har inga aktiviteter för målet."))
    text = listed(_activity(row) for row in rows)
    links = [(_("Till aktiviteterna"), of_goal("pages:goal", goal))]
    return Stage(
        _("Enhetens egna aktiviteter"), text=f"{text}.", links=links, example=any(r.is_example() for r in rows)
    )


def _activity(row: Activity) -> str:
    going = row.state in (Activity.State.PLANNED, Activity.State.ONGOING)
    due = _("ska vara klar %(day)s") % {"day": partial_date(row.due)} if row.due and going else ""
    return f"{row.text.rstrip('.')} ({', '.join(filter(None, (str(row.get_state_display()), due)))})"
