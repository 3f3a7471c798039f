"""What the minutes say of proposals and goals, as it was decided then: plain blocks for the extract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Decision, Event
from burlov_styrning.papers import Block, Grid, Heading, Points, Text
from burlov_styrning.swedish import listed, number, sentence
from goals.adoption import as_adopted, became, changes, first_decision, nearest, organs_named, stated, target_row
from goals.models import EarlierGoal, EarlierTarget, Goal, GoalOwner, GoalProposal, ProposalVersion, Recommendation
from goals.papers import DASH, START, aim, measured
from goals.rules.content import from_json


def minuted(decision: Decision, user: Any) -> Iterator[Block]:
    """All that a decision did with goals and proposals, of what this person may read."""
    goals = Goal.objects.visible_to(user).select_related("area", "term").prefetch_related(*ADOPTED)
    goals = goals.filter(Q(decision=decision) | Q(end_decision=decision)).distinct()
    proposals = GoalProposal.objects.visible_to(user).select_related("organ", "handed_in")
    # A committee makes a goal of its own of what another decision, the council's, did not adopt.
    its = Q(council_decision=decision) | Q(goals__level=Goal.Level.COMMITTEE)
    made_of = proposals.filter(its, goals__in=goals).annotate(goal=F("goals"))
    yield from minuted_goals(goals, decision, made_of if goals else ())
    told = Told.by(decision)
    rows = proposals.filter(told.proposals).exclude(goals__in=goals).distinct().prefetch_related("versions")
    yield from minuted_proposals(rows, decision, told)
    yield from minuted_changes(decision, Goal.objects.visible_to(user))


ADOPTED = ("owners__organ", "targets__version", "targets__indicator", "targets__decision", "targets__earlier",
           "earlier")  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What the log and the rows tell that a decision did with proposals: what was put off keeps no decision itself."""

    proposals: Q
    events: Mapping[int, Event]
    recommended: Mapping[int, Recommendation]

    @classmethod
    def by(cls, decision: Decision) -> Told:
        """Of one decision."""
        kind = ContentType.objects.get_for_model(GoalProposal)
        events = {e.object_id: e for e in Event.objects.filter(decision=decision, content_type=kind)}
        said = Recommendation.objects.filter(decision=decision) if decision.kind == Decision.Kind.PROPOSE else ()
        recommended = {row.proposal_id: row for row in said}
        about = Q(committee_decision=decision) | Q(council_decision=decision) | Q(tablings__decision=decision)
        about |= Q(versions__decision=decision) | Q(pk__in=[*events, *recommended])
        return cls(about, events, recommended)

    def words(self, row: GoalProposal, decision: Decision) -> Iterator[str]:
        """What was decided about the proposal, and why."""
        event, said = self.events.get(row.pk), self.recommended.get(row.pk)
        if said:
            yield _("%(organ)s. Förslag till fullmäktige: %(outcome)s.") % {
                "organ": row.organ, "outcome": said.get_outcome_display()
            }  # fmt: skip
            yield said.text
        elif row.council_decision_id == decision.pk:
            yield _("%(organ)s. %(state)s.") % {"organ": row.organ, "state": sentence(row.get_state_display())}
            yield _("Skäl: %(reason)s") % {"reason": row.reason} if row.reason else ""
        elif event and event.move in PUT_OFF:
            yield _("%(organ)s. %(state)s.") % {"organ": row.organ, "state": sentence(str(event.label))}
            yield _("Skäl: %(reason)s") % {"reason": event.comment} if event.comment else ""


PUT_OFF = ("refer_back", "table", "withdraw")


def minuted_proposals(rows: Iterable[GoalProposal], decision: Decision, told: Told) -> Iterator[Block]:
    """The proposals that a decision was about, as they were handed in: to the council, or what it said of them."""
    for row in rows:
        version = _version(row, decision, told.events.get(row.pk))
        if version is None:
            continue
        content = from_json(version.content)
        yield Heading(content.title, 3)
        for text in told.words(row, decision):
            yield Text(text)
        if content.wording:
            yield Text(content.wording, "quote")
        yield from measured(content, [])


def _version(row: GoalProposal, decision: Decision, event: Event | None) -> ProposalVersion | None:
    """What lay before the organ: the version that this decision handed in, else the one handed in at that time."""
    handed_in = [version for version in row.versions.all() if version.is_handed_in]
    own = [version for version in handed_in if version.decision_id == decision.pk]
    before = [version for version in handed_in if event and version.saved_at <= event.at]
    return next(reversed(own or before), row.handed_in)


def minuted_goals(rows: Iterable[Goal], decision: Decision, proposals: Iterable[Any]) -> Iterator[Block]:
    """The goals that a decision adopted, as it stated them: later changes are other decisions'."""
    made_of = list(proposals)
    for goal in rows:
        if goal.end_decision_id == decision.pk and goal.decision_id != decision.pk:
            yield Text(_("Målet ”%(goal)s” upphör.") % {"goal": goal})
            continue
        said = as_adopted(goal)
        yield Heading(said.get("title") or said["wording"], 3)
        yield Text(_("%(organ)s antar målet.") % {"organ": decision.organ})
        yield Text(said["wording"], "quote")
        yield Points([f"{label}: {value}" for label, value in stated(goal, said) if value])
        targets = [target for target in goal.targets.all() if first_decision(target) == decision.key]
        if targets:
            head = [_("Indikator"), str(START), _("Mål %(year)s") % {"year": goal.term.last_year}]
            yield Grid(_("Målvärden"), head, [target_row(target) for target in targets], frozenset({1, 2}))
        yield from _against([row for row in made_of if row.goal == goal.pk], goal, said)


def _against(proposals: Sequence[GoalProposal], goal: Goal, said: Mapping[str, Any]) -> Iterator[Block]:
    """Which proposals the goal comes from, and what was decided otherwise than they said."""
    if not proposals:
        yield Text(_("Målet kommer inte från ett förslag."), "quiet")
        return
    contents = [from_json(row.handed_in.content) for row in proposals if row.handed_in]
    titles = listed(f"”{content.title}” ({content.organ_name})" for content in contents)
    if len(contents) > 1:
        yield Text(_("Förslagen %(titles)s sammanförs till målet.") % {"titles": titles})
    else:
        yield Text(_("Målet kommer från förslaget %(titles)s.") % {"titles": titles})
    targets = {target.indicator.key: target_row(target) for target in goal.targets.all()}
    compared = [(content, changes(content, said, stated(goal, said), targets)) for content in contents]
    found = nearest(compared)
    if found and found[1]:
        rows = [[one.label, one.proposed or DASH, one.adopted or DASH] for one in found[1]]
        caption = _("Ändrat mot ”%(title)s”") % {"title": found[0].title}
        yield Grid(caption, [_("Vad"), _("Föreslaget"), _("Beslutat")], rows)


def minuted_changes(decision: Decision, goals: QuerySet[Goal]) -> Iterator[Block]:
    """What a decision changed in goals and targets, with what applied before and what it became."""
    rows = EarlierGoal.objects.filter(decision=decision, goal__in=goals)
    for row in rows.select_related("goal").prefetch_related("goal__owners__organ", "goal__earlier"):
        yield Text(_("Målet ”%(goal)s” ändras.") % {"goal": row.goal})
        yield Points(list(_goal_changed(row)))
    changed = EarlierTarget.objects.filter(decision=decision, target__goal__in=goals)
    for change in changed.select_related("target__version", "target__goal").prefetch_related("target__earlier"):
        yield Text(_target_changed(change))


def _goal_changed(row: EarlierGoal) -> Iterator[str]:
    kept = list(row.goal.earlier.all())
    if "owners" in row.fields:
        standing = [o.organ.key for o in row.goal.owners.all() if o.role == GoalOwner.Role.OWNER]
        now = became(row, kept, "owners", standing)
        said = {"before": organs_named(row.fields["owners"]), "now": organs_named(now)}
        yield _("Ansvarig: %(before)s ändras till %(now)s.") % said
    if "wording" in row.fields:
        yield _("Tidigare lydelse: %(text)s") % {"text": row.fields["wording"]}
        yield _("Lydelse: %(text)s") % {"text": became(row, kept, "wording", row.goal.wording)}


def _target_changed(change: EarlierTarget) -> str:
    said = {"indicator": change.target.version.name, "goal": change.target.goal}
    if change.is_end:
        return _("Målvärdet för %(indicator)s (”%(goal)s”) upphör.") % said
    before = change.fields.get("target")
    now = became(change, change.target.earlier.all(), "target", None)
    said |= {"before": DASH if before is None else number(Decimal(before)),
             "now": aim(change.target) if now is None else number(Decimal(now))}  # fmt: skip
    return _("Målvärdet för %(indicator)s (”%(goal)s”): %(before)s ändras till %(now)s.") % said
