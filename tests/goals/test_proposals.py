"""Proposals as steps: who, in which state and phase, by which rule; and what each leaves behind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning.base.models import Access, Event
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.rights import actor_of
from goals import needs, proposals
from goals.models import GoalProposal, Need
from goals.moves import PROPOSALS
from goals.versions import content_for, versions_for
from goals.written import Asked, Line, Written, content_of
from tests.goals.making import complete_text, made, made_draft, made_need
from tests.sharing import share
from tests.world import CAST, World, make_indicator

pytestmark = pytest.mark.django_db


def seeing(proposal: GoalProposal, world: World) -> set[str]:
    return {name for name, user in world.users.items() if GoalProposal.objects.visible_to(user).filter(pk=proposal.pk)}


# Writing


def test_a_draft_keeps_all_that_was_written_and_is_the_organs_own(world: World) -> None:
    proposal = made_draft(world, made_need(world))
    content = content_of(GoalProposal.objects.get(pk=proposal.pk))
    assert (proposal.key, proposal.state, proposal.exposure) == ("p1", "draft", "working")
    assert content.indicators[0].target == Decimal(83)
    assert content.indicators[0].values == {2027: Decimal(70), 2030: Decimal(83)}
    assert (content.needs[0].unit, content.consulted[0].date) == ("Förskolan", "2026-10-05")
    assert content.cost[0].operating == Decimal(400)
    assert seeing(proposal, world) == {"unit_staff", "staff", "manager"}


def test_a_draft_needs_a_title_and_nothing_more(world: World) -> None:
    term = world.phase("proposals")
    with pytest.raises(Refusal) as refused:
        proposals.draft(term, world.school, Written({"title": "  "}), by=world.staff)
    assert refused.value.fields[0][0] == "title"
    assert proposals.draft(term, world.school, Written({"title": "Något"}), by=world.staff).pk


def test_a_proposal_answers_its_own_committees_needs(world: World) -> None:
    other = needs.write(world.phase("needs"), world.homecare, by=world.other_staff, text="Annat")
    term = world.phase("proposals")
    with pytest.raises(Refusal, match="nämndens egna behov"):
        proposals.draft(term, world.school, complete_text(world, other), by=world.staff)


def test_each_save_is_a_version_and_parts_that_are_gone_are_gone(world: World) -> None:
    proposal = made_draft(world)
    second = Line(make_indicator("ko"), 2025, Decimal(4))
    changed = Written({"title": "Ny titel", "wording": ""}, [], [second], [Asked(world.library)], {})
    proposals.edit(proposal, changed, by=world.staff, revision=1)
    fresh = GoalProposal.objects.get(pk=proposal.pk)
    content = content_of(fresh)
    assert [line.key for line in content.indicators] == ["ko"]
    assert (content.cost, content.consulted[0].unit, content.title) == ((), "bibliotek", "Ny titel")
    assert [v.number for v in versions_for(fresh, world.staff)] == [2, 1]
    assert versions_for(fresh, world.staff)[1].content["title"] == "Fler barn får plats i tid"
    proposals.edit(fresh, changed, by=world.staff, revision=2)
    assert fresh.versions.count() == 2, "the same text is not kept twice"


def test_two_who_save_lose_nothing(world: World) -> None:
    proposal = made_draft(world)
    proposals.edit(proposal, complete_text(world, title="Den enas"), by=world.staff, revision=1)
    with pytest.raises(Conflict) as conflict:
        proposals.edit(proposal, complete_text(world, title="Den andras"), by=world.manager, revision=1)
    assert conflict.value.mine.columns["title"] == "Den andras"  # type: ignore[attr-defined]
    assert GoalProposal.objects.get().title == "Den enas"


def test_outside_its_phase_drafting_says_when_it_was(world: World) -> None:
    proposal = made_draft(world)
    world.phase("selection")
    proposal = GoalProposal.objects.get(pk=proposal.pk)
    with pytest.raises(Refusal, match="Förslag, som stängdes 2026-12-31"):
        proposals.edit(proposal, complete_text(world), by=world.staff, revision=1)


# Ready


def test_marking_an_incomplete_one_ready_lists_everything_missing_with_its_fields(world: World) -> None:
    proposal = proposals.draft(world.phase("proposals"), world.school, Written({"title": "Tomt"}), by=world.staff)
    with pytest.raises(Refusal) as refused:
        proposals.mark_ready(proposal, by=world.manager)
    fields = {field for field, _sentence in refused.value.fields}
    assert {"wording", "target_group", "indicators", "consulted", "union", "function"} <= fields
    assert "committee_decision" not in fields
    assert proposal.state == "draft"


def test_ready_brings_proposal_and_need_to_the_organs_members_and_back_again(world: World) -> None:
    need = made_need(world)
    proposal = made(world, "ready", need)
    inside = {"unit_staff", "staff", "manager", "member", "deputy", "chair", "secretary", "controller"}
    assert seeing(proposal, world) == inside
    assert Need.objects.get().exposure == "ready"
    proposals.back_to_draft(proposal, by=world.secretary, comment="Lydelsen är lång.")
    assert seeing(proposal, world) == {"unit_staff", "staff", "manager"}
    assert Need.objects.get().exposure == "working"


def test_a_need_stays_out_while_another_ready_proposal_answers_it(world: World) -> None:
    need = made_need(world)
    made(world, "ready", need)
    other = made(world, "ready", need)
    proposals.back_to_draft(other, by=world.manager, comment="Vänta.")
    assert Need.objects.get().exposure == "ready"


# Handing in


def test_one_decision_hands_in_many_and_their_needs_are_answered(world: World) -> None:
    need = made_need(world)
    rows = [made(world, "ready", need), made(world, "ready", title="Ett till")]
    decision = world.decision(world.school, "submit", "112")
    recorded = proposals.submit_many(rows, by=world.secretary, decision=decision)
    assert recorded.remarks == []
    for proposal in GoalProposal.objects.all():
        assert (proposal.state, proposal.exposure, proposal.committee_decision) == ("submitted", "record", decision)
        assert proposal.handed_in and proposal.handed_in.decision == decision
    need.refresh_from_db()
    assert (need.state, need.exposure) == ("answered", "record")
    assert [event.move for event in Event.of(need)] == ["write", "answer"]


def test_a_need_is_answered_only_by_a_proposal_that_was_not_taken_back(world: World) -> None:
    need = made_need(world)
    first, second = made(world, "submitted", need), made(world, "submitted", need, title="Ett till")
    proposals.withdraw(first, by=world.secretary, decision=world.decision(world.school, "withdraw", "5"))
    need.refresh_from_db()
    assert need.state == "answered"
    proposals.withdraw(second, by=world.secretary, decision=world.decision(world.school, "withdraw", "6"))
    need.refresh_from_db()
    assert (need.state, need.exposure) == ("open", "record")
    assert [event.move for event in Event.of(need)] == ["write", "answer", "unanswer"]


def test_a_supplement_that_drops_a_need_leaves_it_open(world: World) -> None:
    need = made_need(world)
    proposal = made(world, "supplement", need)
    proposal.needs.clear()
    proposals.answer(proposal, by=world.staff)
    need.refresh_from_db()
    assert need.state == "open"


def test_all_are_handed_in_or_none(world: World) -> None:
    ready, draft = made(world, "ready"), made_draft(world)
    with pytest.raises(Refusal) as refused:
        proposals.submit_many([ready, draft], by=world.secretary, decision=world.decision(world.school, "submit"))
    assert refused.value.reason is Reason.STATE
    assert GoalProposal.objects.get(pk=ready.pk).state == "ready"


def test_a_made_decision_is_recorded_also_outside_the_phase_and_incomplete_with_remarks(world: World) -> None:
    proposal = made(world, "ready")
    GoalProposal.objects.filter(pk=proposal.pk).update(function="")
    world.phase("breakdown")
    proposal = GoalProposal.objects.get(pk=proposal.pk)
    act = proposals.submit(proposal, by=world.secretary, decision=world.decision(world.school, "submit"))
    assert any("ansvarig funktion" in remark for remark in act.remarks)
    assert proposal.state == "submitted"


def test_another_organs_decision_hands_nothing_in(world: World) -> None:
    proposal = made(world, "ready")
    with pytest.raises(Refusal, match="ett annat organs"):
        proposals.submit(proposal, by=world.secretary, decision=world.decision(world.social, "submit"))


# What others read


def test_from_outside_the_handed_in_version_is_read_while_the_committee_works_on(world: World) -> None:
    proposal = made(world, "supplement")
    text = complete_text(world, wording="MARKERORD senast 2030", title="MARKERTITEL")
    proposals.complete(proposal, text, by=world.staff, revision=proposal.revision)
    proposal = GoalProposal.objects.get(pk=proposal.pk)
    reading = {name for name in seeing(proposal, world) if "MARKER" in content_for(proposal, world.users[name]).wording}
    assert reading == {"unit_staff", "staff", "manager", "member", "deputy", "chair", "secretary"}
    assert {"councillor", "board_staff", "controller", "auditor"} <= seeing(proposal, world)
    assert [v.number for v in versions_for(proposal, world.councillor)] == [1]


def test_a_withdrawn_one_taken_up_again_is_working_text_for_its_staff_only(world: World) -> None:
    proposal = made(world, "withdrawn")
    proposals.take_up(proposal, by=world.staff)
    proposals.edit(proposal, complete_text(world, title="MARKERORD"), by=world.staff, revision=proposal.revision)
    proposal = GoalProposal.objects.get(pk=proposal.pk)
    titles = {name: content_for(proposal, world.users[name]).title for name in seeing(proposal, world)}
    assert {name for name, title in titles.items() if title == "MARKERORD"} == {"unit_staff", "staff", "manager"}
    assert titles["member"] == "Fler barn får plats i tid"


# Supplements


def test_a_supplement_that_changes_nothing_decided_is_handed_in_by_staff(world: World) -> None:
    proposal = made(world, "supplement")
    text = complete_text(world, realistic="Kön beror på lokalbrist.")
    proposals.complete(proposal, text, by=world.staff, revision=proposal.revision)
    proposals.answer(proposal, by=world.staff)
    assert proposal.state == "submitted"
    assert content_for(proposal, world.councillor).statements.realistic == "Kön beror på lokalbrist."


@pytest.mark.parametrize(
    ("change", "word"),
    [({"wording": "Senast 2030 får 85 procent plats."}, "lydelse"), ({"target_year": 2029}, "målåret")],
)
def test_new_wording_or_year_needs_a_new_paragraph(world: World, change: dict[str, Any], word: str) -> None:
    proposal = made(world, "supplement")
    proposals.complete(proposal, complete_text(world, **change), by=world.staff, revision=proposal.revision)
    with pytest.raises(Refusal, match=word):
        proposals.answer(proposal, by=world.staff)
    decision = world.decision(world.school, "submit", "130")
    proposals.answer_decided(proposal, by=world.secretary, decision=decision)
    assert (proposal.state, proposal.committee_decision) == ("submitted", decision)
    assert proposal.handed_in is not None and proposal.handed_in.decision == decision


@pytest.mark.parametrize(
    ("values", "word"),
    [((2025, 66, 83), "utgångsvärdet"), ((2024, 67, 83), "utgångsvärdet"), ((2025, 67, 80), "målvärdet")],
)
def test_new_baseline_or_target_needs_a_new_paragraph(world: World, values: tuple[int, int, int], word: str) -> None:
    proposal = made(world, "supplement")
    year, baseline, target = values
    line = Line(world.indicator, year, Decimal(baseline), Decimal(target))
    text = complete_text(world)
    proposals.complete(
        proposal, Written(text.columns, [], [line], text.consulted), by=world.staff, revision=proposal.revision
    )
    assert word in " ".join(proposals.changed_since_decision(GoalProposal.objects.get()))
    with pytest.raises(Refusal, match="nytt beslut av nämnden"):
        proposals.answer(proposal, by=world.staff)


def test_another_indicator_needs_a_new_paragraph(world: World) -> None:
    proposal = made(world, "supplement")
    text = complete_text(world)
    lines = [*text.lines, Line(make_indicator("ny"), 2025, Decimal(1), Decimal(2))]
    proposals.complete(
        proposal, Written(text.columns, [], lines, text.consulted), by=world.staff, revision=proposal.revision
    )
    assert "indikatorn" in proposals.changed_since_decision(GoalProposal.objects.get())


# Opening a draft


def test_an_invited_controller_reads_the_draft_and_the_log_says_so(world: World) -> None:
    proposal = made_draft(world)
    proposals.invite(proposal, by=world.staff, person=world.controller.person)
    assert "controller" in seeing(proposal, world)
    assert content_for(proposal, world.controller).title == proposal.title
    assert Event.of(proposal).last().move == "invite"  # type: ignore[union-attr]
    assert Access.objects.get().person == world.controller.person


def test_only_a_controller_can_be_invited(world: World) -> None:
    with pytest.raises(Refusal, match="Bara en controller"):
        proposals.invite(made_draft(world), by=world.staff, person=world.other_staff.person)


def test_an_auditor_opens_a_draft_with_a_reason(world: World) -> None:
    proposal = made_draft(world)
    with pytest.raises(Refusal, match="Skriv varför"):
        proposals.ask_access(proposal, by=world.auditor, comment=" ")
    proposals.ask_access(proposal, by=world.auditor, comment="Granskning av måluppfyllelse 2026")
    assert "auditor" in seeing(proposal, world)
    assert Access.objects.get().reason.startswith("Granskning")


# Every state × move × role


CALLS = {
    "edit": lambda p, w, by: proposals.edit(p, complete_text(w), by=by, revision=p.revision),
    "complete": lambda p, w, by: proposals.complete(p, complete_text(w), by=by, revision=p.revision),
    "mark_ready": lambda p, w, by: proposals.mark_ready(p, by=by),
    "back_to_draft": lambda p, w, by: proposals.back_to_draft(p, by=by, comment="Om"),
    "submit": lambda p, w, by: proposals.submit(p, by=by, decision=w.decision(w.school, "submit")),
    "answer_decided": lambda p, w, by: proposals.answer_decided(p, by=by, decision=w.decision(w.school, "submit")),
    "withdraw": lambda p, w, by: proposals.withdraw(p, by=by, decision=w.decision(w.school, "withdraw")),
    "ask_supplement": lambda p, w, by: proposals.ask_supplement(p, by=by, comment="Mer"),
    "answer": lambda p, w, by: proposals.answer(p, by=by),
    "take_up": lambda p, w, by: proposals.take_up(p, by=by),
    "invite": lambda p, w, by: proposals.invite(p, by=by, person=w.controller.person),
    "ask_access": lambda p, w, by: proposals.ask_access(p, by=by, comment="Granskning"),
}
STATES = [state.value for state in GoalProposal.State]


@pytest.mark.both
@pytest.mark.parametrize("phase", ["proposals", "selection"])
@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_exactly_what_is_let_through(world: World, state: str, phase: str) -> None:
    from django.db import transaction

    pk = made(world, state).pk
    world.phase(phase)
    wrong = {}
    for who in share(CAST, of=f"{state} {phase}"):
        for move, call in CALLS.items():
            proposal = GoalProposal.objects.get(pk=pk)
            offered = PROPOSALS.offers(move, proposal, actor_of(world.users[who]))
            with transaction.atomic():
                try:
                    call(proposal, world, world.users[who])
                    let_through = True
                except Refusal as refusal:
                    let_through = refusal.reason is Reason.RULE
                transaction.set_rollback(True)
            if offered != let_through:
                wrong[who, move] = (offered, let_through)
    assert not wrong
