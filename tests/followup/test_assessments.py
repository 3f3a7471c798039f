"""Assessments as steps: right × state × round × rule, double clicks, conflicts, opened again, what outsiders read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.base.models import Access, Event
from burlov_styrning.refusals import Conflict, Reason, Refusal
from followup import assessments, figures, forecasts, rounds
from followup.models import Assessment
from followup.moves import ASSESSMENTS
from followup.reading import text_for
from followup.rules.suggestion import Suggestion, Verdict
from indicators.models import Forecast
from tests.followup.making import GOOD, approval, made_assessment, made_goal, made_round
from tests.world import CAST, World

pytestmark = pytest.mark.django_db
WRITERS = {"unit_staff", "staff", "manager"}


def refused(reason: Reason, step: Any) -> Refusal:
    with pytest.raises(Refusal) as found:
        step()
    assert found.value.reason is reason, found.value
    return found.value


# Beginning


@pytest.mark.parametrize("who", sorted(CAST))
def test_only_the_owners_staff_begin(world: World, who: str) -> None:
    goal, round_ = made_goal(world), made_round(world)

    def begin() -> Assessment:
        return assessments.start(round_, world.school, by=world.users[who], goal=goal, **GOOD)

    if who in WRITERS:
        row = begin()
        assert (row.state, row.exposure, row.written_by) == ("draft", "working", world.users[who].person)
    else:
        refused(Reason.RIGHT, begin)


@pytest.mark.parametrize("state", ["planned", "closed", "adopted"])
def test_nothing_is_written_outside_an_open_round(world: World, state: str) -> None:
    goal, round_ = made_goal(world), made_round(world, state)
    found = refused(Reason.PHASE, lambda: assessments.start(round_, world.school, by=world.staff, goal=goal))
    assert "Bedömningar skrivs medan den är öppen" in str(found)


def test_a_draft_is_not_offered_when_the_round_has_closed(world: World) -> None:
    row = made_assessment(world)
    rounds.close(row.round, by=world.controller)
    row = Assessment.objects.get(pk=row.pk)
    assert [move.name for move in ASSESSMENTS.offered(row, world.manager)] == ["invite"]
    refused(Reason.PHASE, lambda: assessments.edit(row, by=world.staff, revision=1, analysis="Sent"))


def test_a_round_that_closed_in_between_refuses_a_stale_page(world: World) -> None:
    goal, round_ = made_goal(world), made_round(world)
    stale = type(round_).objects.get(pk=round_.pk)
    rounds.close(round_, by=world.controller)
    refused(Reason.PHASE, lambda: assessments.start(stale, world.school, by=world.staff, goal=goal))
    assert not Assessment.objects.exists()


def test_an_organ_that_does_not_own_the_goal_does_not_judge_it(world: World) -> None:
    goal, round_ = made_goal(world), made_round(world)
    found = refused(Reason.RULE, lambda: assessments.start(round_, world.social, by=world.other_staff, goal=goal))
    assert "Bara den som är ansvarig" in str(found)


def test_a_double_click_keeps_one_judgement_and_both_texts(world: World) -> None:
    row = made_assessment(world)
    with pytest.raises(Conflict) as found:
        assessments.start(row.round, world.school, by=world.unit_staff, goal=row.goal, status="met", analysis="Min")
    assert found.value.mine == {"status": "met", "analysis": "Min"}
    assert (found.value.theirs, Assessment.objects.get().analysis) == (row, GOOD["analysis"])


def test_a_word_that_does_not_exist_is_refused(world: World) -> None:
    goal, round_ = made_goal(world), made_round(world)
    found = refused(
        Reason.RULE, lambda: assessments.start(round_, world.school, by=world.staff, goal=goal, status="splendid")
    )
    assert found.fields[0][0] == "status"


# The board's own


def test_the_board_weighs_a_shared_goal_an_area_and_the_whole(world: World) -> None:
    goal, round_ = made_goal(world, world.school, world.social), made_round(world)
    by = world.board_staff
    assert assessments.start(round_, world.board, by=by, goal=goal, weighed=True).weighed
    assert assessments.start(round_, world.board, by=by, area=world.area).area == world.area
    assert assessments.start(round_, world.board, by=by, whole=True).whole
    for step in (
        lambda: assessments.start(round_, world.board, by=by, goal=goal, weighed=True),
        lambda: assessments.start(round_, world.board, by=by, area=world.area),
        lambda: assessments.start(round_, world.board, by=by, whole=True),
    ):
        with pytest.raises(Conflict):
            step()


def test_committees_do_not_judge_what_is_the_boards(world: World) -> None:
    goal, round_ = made_goal(world, world.school, world.social), made_round(world)
    for of in ({"goal": goal, "weighed": True}, {"area": world.area}, {"whole": True}):
        refused(Reason.RULE, lambda of=of: assessments.start(round_, world.school, by=world.staff, **of))


def test_a_goal_with_one_owner_is_not_weighed(world: World) -> None:
    goal, round_ = made_goal(world), made_round(world)
    refused(Reason.RULE, lambda: assessments.start(round_, world.board, by=world.board_staff, goal=goal, weighed=True))


def test_a_goal_that_nobody_owns_is_the_boards_to_judge(world: World) -> None:
    goal, round_ = made_goal(world), made_round(world)
    goal.owners.all().delete()
    goal = type(goal).objects.get(pk=goal.pk)
    assert assessments.start(round_, world.board, by=world.board_staff, goal=goal).organ == world.board


def test_the_whole_has_three_words_and_no_tertial(world: World) -> None:
    found = refused(
        Reason.RULE,
        lambda: assessments.start(
            made_round(world), world.board, by=world.board_staff, whole=True, status="not_assessable"
        ),
    )
    assert found.fields[0][0] == "status"
    tertial = made_round(world, kind="tertial")
    refused(Reason.RULE, lambda: assessments.start(tertial, world.board, by=world.board_staff, whole=True))


# Writing


def test_two_who_save_lose_nothing(world: World) -> None:
    row = made_assessment(world)
    assessments.edit(row, by=world.unit_staff, revision=1, analysis="Den andras")
    with pytest.raises(Conflict) as found:
        assessments.edit(row, by=world.staff, revision=1, analysis="Min")
    assert found.value.mine == {"analysis": "Min"}
    assert Assessment.objects.get().analysis == "Den andras"


@pytest.mark.parametrize("state", ["ready", "approved"])
def test_what_is_ready_or_approved_is_locked(world: World, state: str) -> None:
    row = made_assessment(world, state)
    refused(Reason.STATE, lambda: assessments.edit(row, by=world.staff, revision=row.revision, analysis="Ändrad"))


def test_forecasts_are_written_with_the_judgement_and_come_as_far_out(world: World) -> None:
    goal, round_ = made_goal(world), made_round(world)
    pk = world.indicator.pk
    row = assessments.start(
        round_, world.school, by=world.staff, goal=goal, predicted={pk: (Decimal("88.5"), "Ny avdelning")}, **GOOD
    )
    forecast = Forecast.objects.get()
    assert (forecast.value, forecast.organ, forecast.round_key, forecast.period) == (
        Decimal("88.5"), world.school, round_.key, "2027",
    )  # fmt: skip
    assert forecast.exposure == "working"
    assessments.mark_ready(row, by=world.manager)
    assessments.approve(row, approval(world), by=world.secretary)
    assert Forecast.objects.get().exposure == "record"
    assessments.reopen(row, by=world.controller, comment="Rättad")
    assessments.edit(row, by=world.staff, revision=row.revision, predicted={pk: (None, "")})
    assert not Forecast.objects.exists()


def test_a_comment_without_a_forecast_is_refused_beside_its_number(world: World) -> None:
    row = made_assessment(world)
    found = refused(
        Reason.RULE,
        lambda: assessments.edit(row, by=world.staff, revision=1, predicted={world.indicator.pk: (None, "Kanske")}),
    )
    assert found.fields[0][0] == f"value_{world.indicator.pk}"


def test_a_forecast_of_another_goals_indicator_is_not_stored(world: World) -> None:
    row = made_assessment(world)
    assessments.edit(row, by=world.staff, revision=1, predicted={world.indicator.pk + 1000: (Decimal(1), "")})
    assert not Forecast.objects.exists()


def test_a_draft_forecast_is_not_read_by_others_through_the_figures(world: World) -> None:
    goal, round_ = made_goal(world, outcome=None), made_round(world, kind="interim")
    row = assessments.start(
        round_, world.school, by=world.staff, goal=goal, predicted={world.indicator.pk: (Decimal(90), "")}
    )
    at = figures.Occasion.of(round_)
    inside, outside = (figures.load([goal], at, user=u)[goal.pk] for u in (world.staff, world.board_staff))
    assert inside.lines[0].figure.forecast == 90
    assert outside.lines[0].figure.forecast is None
    assert figures.suggestion_in(inside, row).by_forecast == 1


# Ready


def test_only_the_manager_marks_ready(world: World) -> None:
    row = made_assessment(world)
    for who in sorted(set(CAST) - {"manager"}):
        refused(Reason.RIGHT, lambda who=who: assessments.mark_ready(row, by=world.users[who]))
    assessments.mark_ready(row, by=world.manager)
    assert (row.state, row.exposure) == ("ready", "ready")


def test_everything_missing_is_listed_at_once(world: World) -> None:
    row = made_assessment(world, status="", analysis=" ")
    found = refused(Reason.RULE, lambda: assessments.mark_ready(row, by=world.manager))
    assert [field for field, _sentence in found.fields] == ["status", "analysis"]


@pytest.mark.parametrize("status", [v.value for v in Verdict])
def test_a_departure_needs_its_motivation(world: World, status: str) -> None:
    row = made_assessment(world, status=status)
    if status == "not_met":
        assert not assessments.departs(row)
    else:
        found = refused(Reason.RULE, lambda: assessments.mark_ready(row, by=world.manager))
        assert [field for field, _sentence in found.fields] == ["motivation"]
        assessments.edit(row, by=world.staff, revision=1, motivation="Avdelningen öppnade i december.")
    assessments.mark_ready(row, by=world.manager)
    assert row.state == "ready"


@given(status=st.sampled_from(["", *Verdict]), suggested=st.sampled_from(list(Verdict)), motivation=st.text(max_size=4))
def test_a_motivation_is_missing_exactly_where_a_chosen_word_departs(
    status: str, suggested: Verdict, motivation: str
) -> None:
    from goals.models import Goal

    row = Assessment(goal=Goal(wording="Mål"), status=status, analysis="Skäl", motivation=motivation)
    found = {field for field, _s in assessments.missing(row, [], Suggestion(suggested, 1, 1))}
    wanted = bool(status) and status != suggested and not motivation.strip()
    assert ("motivation" in found) == wanted
    assert ("status" in found) == (status == "")


def test_back_to_draft_needs_a_comment_and_hides_it_from_the_members(world: World) -> None:
    row = made_assessment(world, "ready")
    refused(Reason.RULE, lambda: assessments.back_to_draft(row, by=world.secretary, comment=" "))
    assessments.back_to_draft(row, by=world.secretary, comment="Räkna om")
    assert (row.state, row.exposure) == ("draft", "working")
    assert not Assessment.objects.visible_to(world.member).exists()


def test_marking_ready_twice_says_the_state(world: World) -> None:
    row = made_assessment(world, "ready")
    refused(Reason.STATE, lambda: assessments.mark_ready(row, by=world.manager))


# Approved


def test_one_decision_approves_many(world: World) -> None:
    round_ = made_round(world)
    rows = [made_assessment(world, "ready", round_, made_goal(world, key=key)) for key in ("a", "b")]
    decision = approval(world)
    assert assessments.approve_many(rows, decision, by=world.secretary) == []
    assert {(row.state, row.exposure, row.decision) for row in Assessment.objects.all()} == {
        ("approved", "record", decision)
    }


def test_one_of_many_refused_takes_all_back(world: World) -> None:
    round_ = made_round(world)
    first = made_assessment(world, "ready", round_, made_goal(world, key="a"))
    draft = made_assessment(world, "draft", round_, made_goal(world, key="b"))
    refused(Reason.STATE, lambda: assessments.approve_many([first, draft], approval(world), by=world.secretary))
    assert Assessment.objects.get(pk=first.pk).state == "ready"


def test_recording_the_decision_twice_is_refused(world: World) -> None:
    row = made_assessment(world, "approved")
    refused(Reason.STATE, lambda: assessments.approve(row, approval(world, paragraph="13"), by=world.secretary))


@pytest.mark.parametrize("who", ["manager", "chair", "controller", "other_secretary", "council_secretary"])
def test_only_its_own_secretary_records(world: World, who: str) -> None:
    row = made_assessment(world, "ready")
    refused(Reason.RIGHT, lambda: assessments.approve(row, approval(world), by=world.users[who]))


def test_another_organs_decision_does_not_approve(world: World) -> None:
    row = made_assessment(world, "ready")
    found = refused(Reason.RULE, lambda: assessments.approve(row, approval(world, world.social), by=world.secretary))
    assert "Utbildningsnämnden" in str(found)


def test_a_decision_after_the_closing_is_recorded_with_a_remark(world: World) -> None:
    row = made_assessment(world, "ready")
    rounds.close(row.round, by=world.controller)
    row = Assessment.objects.get(pk=row.pk)
    assert ASSESSMENTS.offers("approve", row, world.secretary)
    act = assessments.approve(row, approval(world), by=world.secretary)
    assert row.state == "approved"
    assert ["stängd" in str(remark) for remark in act.remarks] == [True]


# Opened again


@pytest.mark.parametrize("who", sorted(set(CAST) - {"controller"}))
def test_only_the_controller_opens_again(world: World, who: str) -> None:
    row = made_assessment(world, "approved")
    refused(Reason.RIGHT, lambda: assessments.reopen(row, by=world.users[who], comment="Skäl"))


def test_opening_again_needs_a_reason_and_an_open_round(world: World) -> None:
    row = made_assessment(world, "approved")
    refused(Reason.RULE, lambda: assessments.reopen(row, by=world.controller, comment=""))
    rounds.close(row.round, by=world.controller)
    row = Assessment.objects.get(pk=row.pk)
    refused(Reason.PHASE, lambda: assessments.reopen(row, by=world.controller, comment="Skäl"))


def test_a_text_changed_after_its_decision_says_so_until_a_new_decision(world: World) -> None:
    row = made_assessment(world, "reopened")
    assert not row.changed_after_decision
    first = row.decision
    assert first is not None
    assessments.edit(row, by=world.staff, revision=row.revision, analysis="Skriven om")
    assert row.changed_after_decision
    assessments.mark_ready(row, by=world.manager)
    assessments.approve(row, first, by=world.secretary)
    assert row.changed_after_decision, "the same decision did not decide the new text"
    assessments.reopen(row, by=world.controller, comment="Igen")
    assessments.mark_ready(row, by=world.manager)
    assessments.approve(row, approval(world, paragraph="40"), by=world.secretary)
    assert (row.changed_after_decision, row.approved) == (False, {})


def test_while_it_is_open_again_others_read_what_was_approved(world: World) -> None:
    row = made_assessment(world, "reopened")
    assessments.edit(row, by=world.staff, revision=row.revision, analysis="Hemligt utkast", status="not_met")
    row = Assessment.objects.get(pk=row.pk)
    assert row.exposure == "record"
    for who in ("board_staff", "board_member", "controller", "auditor", "member"):
        text = text_for(row, world.users[who])
        assert (text.analysis, text.working) == (GOOD["analysis"], False), who
    assert text_for(row, world.staff).analysis == "Hemligt utkast"
    assessments.mark_ready(row, by=world.manager)
    assert text_for(row, world.member).working
    assert not text_for(row, world.board_staff).working


# Who reads, and what is kept of it


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        ("draft", WRITERS),
        ("ready", WRITERS | {"member", "deputy", "chair", "secretary", "controller"}),
        (
            "approved",
            WRITERS
            | {"member", "deputy", "chair", "secretary", "controller", "auditor"}
            | {"board_staff", "board_manager", "board_member", "board_secretary"},
        ),
    ],
)
def test_who_reads_it(world: World, state: str, readers: set[str]) -> None:
    made_assessment(world, state)
    seeing = {name for name, user in world.users.items() if Assessment.objects.visible_to(user).exists()}
    assert seeing == readers


def test_an_auditor_opens_a_draft_with_a_logged_reason(world: World) -> None:
    row = made_assessment(world)
    refused(Reason.RULE, lambda: assessments.ask_access(row, by=world.auditor, comment=""))
    assessments.ask_access(row, by=world.auditor, comment="Granskning 4")
    assessments.ask_access(row, by=world.auditor, comment="En gång till")
    assert Assessment.objects.visible_to(world.auditor).get() == row
    assert Access.objects.get().reason == "Granskning 4"
    assert Event.of(row).filter(move="ask_access").count() == 2


def test_only_a_controller_is_invited(world: World) -> None:
    row = made_assessment(world)
    refused(Reason.RULE, lambda: assessments.invite(row, by=world.staff, person=world.member.person))
    assessments.invite(row, by=world.staff, person=world.controller.person)
    assert text_for(row, world.controller).working
    assert Assessment.objects.visible_to(world.controller).exists()


def test_every_step_leaves_its_line(world: World) -> None:
    row = made_assessment(world, "reopened")
    assert [event.move for event in Event.of(row)] == ["start", "mark_ready", "approve", "reopen"]
    assert forecasts.has_any(row)
