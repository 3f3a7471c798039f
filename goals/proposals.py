"""Proposals as steps: drafted by staff, marked ready, handed in by decision, supplemented, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from burlov_styrning.base import asking
from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Decision, Event, Organ, Person
from burlov_styrning.exposure import Exposure
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.swedish import listed
from burlov_styrning.workflow import Act, acting
from goals import needs, words
from goals.criteria import examine
from goals.models import GoalProposal, Need, Term
from goals.moves import PROPOSALS
from goals.rules.content import ProposalContent, differences, from_json
from goals.rules.smart import hinders_ready, hinders_submission
from goals.versions import hand_in, keep_handed_in, snapshot
from goals.written import Written, content_of, store

type Problems = Iterator[tuple[str, str]]


TURNS = [move.name for move in PROPOSALS.moves if move.target is not None]
"""The moves that change its state."""


# Writing


def draft(term: Term, organ: Organ, written: Written, *, by: Any) -> GoalProposal:
    """A committee's new proposal in a term."""
    proposal = GoalProposal(term=term, organ=organ)
    with acting(PROPOSALS, "draft", proposal, by=by) as act:
        proposal.key = next_key(term.proposals.all(), "p")
        _write(act, written)
    return proposal


def edit(proposal: GoalProposal, written: Written, *, by: Any, revision: int) -> GoalProposal:
    """Write on a draft; refused with both texts when somebody saved after `revision`."""
    return _rewrite("edit", proposal, written, by, revision)


def autosave(proposal: GoalProposal, written: Written, *, by: Any, revision: int) -> GoalProposal:
    """What a draft saves by itself while it is written on: no version is kept until its writer saves."""
    return _rewrite("edit", proposal, written, by, revision, version=False)


def complete(proposal: GoalProposal, written: Written, *, by: Any, revision: int) -> GoalProposal:
    """Write on what was sent back: a supplement that was asked for, or a referral."""
    return _rewrite("complete", proposal, written, by, revision)


def _rewrite(
    move: str, proposal: GoalProposal, written: Written, by: Any, revision: int, version: bool = True
) -> GoalProposal:
    with acting(PROPOSALS, move, proposal, by=by) as act:
        if act.row.revision != revision:
            raise Conflict(_("Någon annan sparade förslaget medan du skrev."), mine=written, theirs=act.row)
        if act.row.exposure in (Exposure.RECORD, Exposure.PUBLISHED):
            keep_handed_in(act.row, act.actor.person)
        _keep_anothers(act)
        act.row.revision += 1
        _write(act, written, version)
    return proposal


def _write(act: Act, written: Written, version: bool = True) -> None:
    act.rule(_faults(act.row, written))
    store(act.row, written)
    if version:
        snapshot(act.row, act.actor.person)


def _keep_anothers(act: Act) -> None:
    """What somebody else's draft saved by itself becomes a version before it is written over."""
    last = last_written(act.row)
    if last and last.person_id != act.actor.person:
        snapshot(act.row, last.person_id)


def last_written(proposal: GoalProposal) -> Event | None:
    """Who wrote on it last, and when."""
    return Event.of(proposal).filter(move__in=["draft", "edit", "complete"]).last()


def turn() -> Subquery:
    """What was said when a proposal last changed state: the controller's question, the comment that sent it back."""
    kind = {"content_type__app_label": "goals", "content_type__model": "goalproposal"}
    rows = Event.objects.filter(object_id=OuterRef("pk"), move__in=TURNS, **kind)
    return Subquery(rows.order_by("-pk").values("comment")[:1])


def _faults(proposal: GoalProposal, written: Written) -> Problems:
    """What cannot be stored even in a draft."""
    area = written.columns.get("area")
    if not (written.columns.get("title") or "").strip():
        yield "title", _("Ge förslaget en kort titel. Resten kan vänta.")
    if area and area.term_id != proposal.term_id:
        yield "area", _("Målområdet hör till en annan målperiod. Välj ett av denna.")
    if any(n.term_id != proposal.term_id or n.organ_id != proposal.organ_id for n in written.needs):
        yield "needs", _("Ett förslag svarar på nämndens egna behov i samma målperiod.")
    if len({line.indicator.pk for line in written.lines}) < len(written.lines):
        yield "indicators", _("Samma indikator står två gånger. Ta bort den ena.")


# Towards the committee's decision


def mark_ready(proposal: GoalProposal, *, by: Any) -> GoalProposal:
    """Ready for the committee; refused with everything that is missing, criterion by criterion."""
    with acting(PROPOSALS, "mark_ready", proposal, by=by) as act:
        act.rule(missing(act.row, by))
        snapshot(act.row, act.actor.person)
        needs.raise_to(act.row.needs.all(), Exposure.READY)
    return proposal


def missing(proposal: GoalProposal, by: Any) -> list[tuple[str, str]]:
    """What hinders that the proposal is marked ready: (form field, sentence)."""
    return [(p.field, words.sentence(p)) for p in hinders_ready(examine(proposal, by).criteria)]


def back_to_draft(proposal: GoalProposal, *, by: Any, comment: str) -> GoalProposal:
    """Not ready after all: the comment says what is to be mended."""
    with acting(PROPOSALS, "back_to_draft", proposal, by=by, comment=comment) as act:
        needs.fall_back(act.row)
    return proposal


# Handing in


@dataclass
class Recorded:
    """What was recorded in one decision, with the remarks made on the way."""

    proposals: Sequence[GoalProposal]
    remarks: list[str]


def submit(proposal: GoalProposal, *, by: Any, decision: Decision) -> Act:
    """The committee decided to hand it in: this is the handing in."""
    with acting(PROPOSALS, "submit", proposal, by=by, decision=decision) as act:
        _hand_in(act)
    return act


def answer_decided(proposal: GoalProposal, *, by: Any, decision: Decision) -> Act:
    """The supplement is handed in by a new decision of the committee."""
    with acting(PROPOSALS, "answer_decided", proposal, by=by, decision=decision) as act:
        _hand_in(act)
    return act


def _hand_in(act: Act) -> None:
    proposal = _decided_by_its_organ(act)
    problems = hinders_submission(examine(proposal, act.by, decided=True).criteria)
    act.rule([(p.field, f"{proposal.title}: {words.sentence(p)}") for p in problems])
    dropped = _dropped(proposal)
    hand_in(proposal, act.actor.person, act.decision)
    proposal.committee_decision, proposal.due = act.decision, None
    needs.answered(proposal.needs.all(), by=act.by)
    needs.unanswered(dropped, by=act.by, by_proposal=proposal)


def _dropped(proposal: GoalProposal) -> list[Need]:
    """The needs that the version handed in before answered, and the proposal does no more."""
    if proposal.handed_in is None:
        return []
    before = [need.key for need in from_json(proposal.handed_in.content).needs]
    return list(proposal.term.needs.filter(key__in=before).exclude(proposals=proposal))


def withdraw(proposal: GoalProposal, *, by: Any, decision: Decision) -> Act:
    """The committee decided to withdraw it; what was handed in stays readable."""
    with acting(PROPOSALS, "withdraw", proposal, by=by, decision=decision) as act:
        proposal = _decided_by_its_organ(act)
        keep_handed_in(proposal, act.actor.person)
        needs.unanswered(proposal.needs.all(), by=act.by, by_proposal=proposal)
    return act


def _decided_by_its_organ(act: Act) -> GoalProposal:
    proposal: GoalProposal = act.row
    if act.decision and act.decision.organ_id != proposal.organ_id:
        sentence = _("Beslutet är ett annat organs. Om förslaget beslutar %(organ)s.") % {"organ": proposal.organ}
        raise Refusal(Reason.RULE, fields=[("decision", sentence)])
    return proposal


MANY = {"submit": submit, "withdraw": withdraw, "answer_decided": answer_decided}
"""What one decision of a committee can do with many proposals."""


def submit_many(proposals: Iterable[GoalProposal], *, by: Any, decision: Decision) -> Recorded:
    """One decision hands in many proposals: all of them or none."""
    return record_many("submit", proposals, by=by, decision=decision)


def record_many(move: str, proposals: Iterable[GoalProposal], *, by: Any, decision: Decision) -> Recorded:
    """One decision, the same move for each proposal: all of them or none."""
    rows = list(proposals)
    with transaction.atomic():
        acts = [MANY[move](proposal, by=by, decision=decision) for proposal in rows]
    return Recorded(rows, list(dict.fromkeys(str(remark) for act in acts for remark in act.remarks)))


# Supplements


def ask_supplement(proposal: GoalProposal, *, by: Any, comment: str, due: date | None = None) -> GoalProposal:
    """The controller asks for more; what was handed in stays what others read until the answer comes."""
    with acting(PROPOSALS, "ask_supplement", proposal, by=by, comment=comment) as act:
        keep_handed_in(act.row, act.actor.person)
        act.row.due = due
    return proposal


def answer(proposal: GoalProposal, *, by: Any) -> GoalProposal:
    """Hand in a supplement that changes nothing the committee decided; else its secretary does, with the new §."""
    with acting(PROPOSALS, "answer", proposal, by=by) as act:
        changed = changed_since_decision(act.row)
        act.rule([_needs_decision(changed)] if changed else [])
        dropped = _dropped(act.row)
        hand_in(act.row, act.actor.person, act.row.committee_decision)
        act.row.due = None
        needs.answered(act.row.needs.all(), by=act.by)
        needs.unanswered(dropped, by=act.by, by_proposal=act.row)
    return proposal


def changed_since_decision(proposal: GoalProposal) -> list[str]:
    """What the committee has decided and the text now says otherwise: wording, indicator, baseline, target."""
    if proposal.handed_in is None:
        return []
    return decided_changes(from_json(proposal.handed_in.content), content_of(proposal))


def decided_changes(before: ProposalContent, after: ProposalContent) -> list[str]:
    """The names of the decided things that differ, for people, each once."""
    found = [_decided_name(difference.field) for difference in differences(before, after)]
    return list(dict.fromkeys(name for name in found if name))


def _decided_name(name: str) -> str:
    if name == "wording":
        return _("målets lydelse")
    if name == "target_year":
        return _("målåret")
    if not name.startswith("indicators."):
        return ""
    last = name.rsplit(".", 1)[-1]
    if last in ("baseline", "baseline_year"):
        return _("utgångsvärdet")
    if last in ("target", "low", "high"):
        return _("målvärdet")
    return "" if ".values." in name else _("indikatorn")


def _needs_decision(changed: list[str]) -> str:
    return _(
        "Kompletteringen ändrar %(what)s. Då behövs ett nytt beslut av nämnden: sekreteraren antecknar det och "
        "lämnar in."
    ) % {"what": listed(changed)}


def take_up(proposal: GoalProposal, *, by: Any) -> GoalProposal:
    """A withdrawn proposal is worked on again; what was handed in stays what others read."""
    with acting(PROPOSALS, "take_up", proposal, by=by) as act:
        keep_handed_in(act.row, act.actor.person)
    return proposal


# Opening a draft


def invite(proposal: GoalProposal, *, by: Any, person: Person) -> GoalProposal:
    """Let a controller read the draft; it has then become a public record, and the log says since when."""
    asking.invite(PROPOSALS, proposal, by=by, person=person)
    return proposal


def ask_access(proposal: GoalProposal, *, by: Any, comment: str) -> GoalProposal:
    """An auditor opens a draft on own request, with the reason logged (KL 12:9)."""
    asking.ask_access(PROPOSALS, proposal, by=by, comment=comment)
    return proposal
