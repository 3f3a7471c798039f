"""Rounds as steps, how far they have come, and what the calendar says of them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from burlov_styrning.base.models import Meeting
from burlov_styrning.refusals import Reason, Refusal
from followup import assessments, departures, planning, rounds
from followup.models import FollowUpRound
from followup.moves import ROUNDS
from followup.progress import Piece, Progress
from tests.followup.making import GOOD, approval, made_assessment, made_goal, made_round
from tests.world import CAST, World

pytestmark = pytest.mark.django_db


def plan(world: World, **changes: Any) -> FollowUpRound:
    values: dict[str, Any] = {"year": 2027, "kind": "annual", "period_end": date(2027, 12, 31)} | changes
    return rounds.plan(world.term, values.pop("year"), values.pop("kind"), values.pop("period_end"),
                       by=values.pop("by", world.controller), **values)  # fmt: skip


@pytest.mark.parametrize("who", sorted(CAST))
def test_only_the_controller_plans_opens_and_closes(world: World, who: str) -> None:
    world.phase("follow_up")
    user = world.users[who]
    if who == "controller":
        row = plan(world)
        assert (row.key, row.state) == ("ar2027", "planned")
        return
    with pytest.raises(Refusal) as refused:
        plan(world, by=user)
    assert refused.value.reason is Reason.RIGHT
    row = plan(world)
    for step in (rounds.open_round, rounds.close, rounds.edit):
        with pytest.raises(Refusal) as refused:
            step(row, by=user)
        assert refused.value.reason is Reason.RIGHT


@pytest.mark.parametrize("phase", ["needs", "selection", "breakdown", "closed"])
def test_rounds_belong_to_their_phase(world: World, phase: str) -> None:
    world.phase(phase)
    with pytest.raises(Refusal) as refused:
        plan(world)
    assert refused.value.reason is Reason.PHASE
    assert "Uppföljning" in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 2031, "period_end": date(2031, 12, 31)}, "year"),
        ({"period_end": date(2028, 1, 31)}, "period_end"),
        ({"due": date(2027, 12, 1)}, "due"),
        ({"due": date(2028, 2, 1), "hand_over": date(2028, 1, 20)}, "hand_over"),
    ],
)
def test_a_round_that_cannot_be_says_why_beside_its_field(world: World, changes: dict[str, Any], field: str) -> None:
    world.phase("follow_up")
    with pytest.raises(Refusal) as refused:
        plan(world, **changes)
    assert [name for name, _sentence in refused.value.fields] == [field]
    assert not FollowUpRound.objects.exists()


def test_a_double_click_plans_one(world: World) -> None:
    world.phase("follow_up")
    plan(world)
    with pytest.raises(Refusal, match="redan planerad"):
        plan(world)
    assert FollowUpRound.objects.count() == 1


def test_tertials_of_a_year_have_keys_of_their_own(world: World) -> None:
    world.phase("follow_up")
    first = plan(world, kind="tertial", period_end=date(2027, 4, 30))
    second = plan(world, kind="tertial", period_end=date(2027, 8, 31))
    assert (first.key, second.key) == ("tertial2027", "tertial2027-1")


def test_an_added_year_is_followed_up(world: World) -> None:
    world.phase("follow_up")
    world.term.prolonged_to = 2031
    world.term.save()
    row = plan(world, year=2031, period_end=date(2031, 12, 31))
    assert row.in_last_year


def test_deadlines_are_set_changed_and_taken_away(world: World) -> None:
    world.phase("follow_up")
    row = plan(world, deadlines={world.school: date(2028, 1, 20), world.social: None})
    assert [(d.organ, d.due) for d in row.deadlines.all()] == [(world.school, date(2028, 1, 20))]
    rounds.edit(row, by=world.controller, deadlines={world.school: None, world.social: date(2028, 1, 25)})
    assert [(d.organ, d.due) for d in row.deadlines.all()] == [(world.social, date(2028, 1, 25))]


@pytest.mark.parametrize(
    ("state", "offered"),
    [("planned", ["edit", "open"]), ("open", ["edit", "close"]), ("closed", []), ("adopted", [])],
)
def test_what_is_offered_in_each_state(world: World, state: str, offered: list[str]) -> None:
    row = made_round(world, state)
    assert [move.name for move in ROUNDS.offered(row, world.controller)] == offered
    wrong = {rounds.open_round: "open", rounds.close: "close", rounds.edit: "edit"}
    for step, name in wrong.items():
        if name not in offered:
            with pytest.raises(Refusal) as refused:
                step(row, by=world.controller)
            assert refused.value.reason is Reason.STATE


def test_the_council_approves_by_its_own_decision(world: World) -> None:
    row = made_round(world, "closed")
    with pytest.raises(Refusal, match="fullmäktige"):
        rounds.adopt(row, world.decision(world.board, "round"), by=world.council_secretary)
    with pytest.raises(Refusal) as refused:
        rounds.adopt(row, world.decision(world.council, "round"), by=world.secretary)
    assert refused.value.reason is Reason.RIGHT
    rounds.adopt(row, world.decision(world.council, "round"), by=world.council_secretary)
    assert (row.state, row.decision is not None) == ("adopted", True)


# Progress


def states(round_: FollowUpRound, user: Any) -> dict[str, str]:
    return {f"{piece.organ}: {piece.title}": piece.state for piece in Progress(round_, user).pieces()}


def asked_for(world: World, round_: FollowUpRound) -> list[Piece]:
    return Progress(round_, world.controller).pieces()


def test_all_that_is_to_be_judged_is_asked_for(world: World) -> None:
    made_goal(world, world.school, world.social)
    row = made_round(world)
    asked = [(piece.organ, piece.weighed, piece.area is not None, piece.whole) for piece in asked_for(world, row)]
    assert asked == [
        (world.school, False, False, False),
        (world.social, False, False, False),
        (world.board, True, False, False),
        (world.board, False, True, False),
        (world.board, False, False, True),
    ]
    assert not any(piece.whole for piece in asked_for(world, made_round(world, kind="tertial")))


def test_a_goal_that_has_ended_is_not_asked_for(world: World) -> None:
    made_goal(world, ended="2026-12-31")
    assert not [piece for piece in asked_for(world, made_round(world)) if piece.goal]


def test_each_sees_of_a_draft_what_they_may(world: World) -> None:
    row = made_assessment(world)
    name = f"{world.school}: {row.goal}"
    assert states(row.round, world.staff)[name] == "draft"
    assert states(row.round, world.controller)[name] == "draft"
    assert states(row.round, world.auditor)[name] == "draft"
    assert states(row.round, world.member)[name] == "hidden"
    assert states(row.round, world.board_staff)[name] == "hidden"
    assert name not in states(row.round, world.other_staff)
    assert all(piece.row is None for piece in Progress(row.round, world.controller).pieces())
    assessments.mark_ready(row, by=world.manager)
    assert states(row.round, world.member)[name] == "ready"
    assert states(row.round, world.board_staff)[name] == "hidden"
    assessments.approve(row, approval(world), by=world.secretary)
    assert states(row.round, world.board_staff)[name] == "approved"
    assessments.reopen(row, by=world.controller, comment="Rättad")
    assert states(row.round, world.board_staff)[name] == "reopened"


def test_counts_by_organ_and_area(world: World) -> None:
    made_assessment(world, "approved")
    goal = made_goal(world, key="m2")
    found = Progress(FollowUpRound.objects.get(), world.controller)
    school = next(part for part in found.by_organ() if part.name == world.school)
    left = [piece.goal for piece in found.pieces(school.asks) if not piece.is_done]
    assert (school.done, len(school.asks), left) == (1, 2, [goal])
    area = found.by_area()[0]
    assert (area.name, area.done, len(area.asks)) == (world.area, 1, 2)
    assert found.whole.done == 1


# Departures


def test_departures_and_those_brighter_than_the_figures(world: World) -> None:
    round_ = made_round(world)
    made_assessment(world, "approved", round_, made_goal(world, key="a"))
    made_assessment(world, "approved", round_, made_goal(world, key="b"), status="met", motivation="Sent i år")
    made_assessment(world, "approved", round_, made_goal(world, key="c"), status="not_assessable", motivation="Få")
    made_assessment(world, "draft", round_, made_goal(world, key="d"), status="met")
    found = departures.of(round_, world.controller)
    assert [(str(one.row.goal and one.row.goal.key), one.brighter) for one in found.departing] == [
        ("b", True),
        ("c", True),
    ]
    assert found.previous is None
    client = Client()
    client.force_login(world.auditor)
    page = client.get(reverse("followup:round-brighter", args=[round_.pk]), {"q": "sent i år"}).content.decode()
    assert "1 träff" in page and "Sent i år" in page and "Få" not in page
    asked = {"organ": "Utbildningsnämnden", "riktning": "ljusare", "sort": "-goal"}
    page = client.get(reverse("followup:round-departures", args=[round_.pk]), asked).content.decode()
    assert "2 träffar" in page and "avvikelser.xlsx?organ=" in page
    file = client.get(reverse("followup:round-departures-xlsx", args=[round_.pk]), asked | {"q": "sent i år"})
    rows = list(load_workbook(BytesIO(file.content)).worksheets[0].values)
    assert [row[1] for row in rows] == ["Nyckel", "b"] and rows[1][3:5] == ("Utbildningsnämnden", "uppfyllt")
    page = client.get(reverse("followup:round-changes", args=[round_.pk])).content.decode()
    assert "periodens första uppföljning" in page


def test_goals_whose_judgement_changed_since_the_round_before(world: World) -> None:
    goal = made_goal(world)
    before = made_round(world, kind="interim")
    made_assessment(world, "approved", before, goal, status="on_course", motivation="Ny avdelning")
    now = made_round(world)
    made_assessment(world, "approved", now, goal)
    found = departures.of(now, world.controller)
    assert found.previous == before
    assert [(c.goal, c.before.status, c.now.status, c.brighter) for c in found.changed] == [
        (goal, "on_course", "not_met", False)
    ]
    client = Client()
    client.force_login(world.board_staff)
    address = reverse("followup:round-changes", args=[now.pk])
    page, none = (client.get(address, {"riktning": way}).content.decode() for way in ("morkare", "ljusare"))
    assert "1 träff" in page and "Jämfört med delårsrapport 2027" in page and "Inget passar urvalet" in none
    assert reverse("followup:round-brighter", args=[now.pk]) not in page
    assert GOOD["status"] == "not_met"


# The calendar


def meeting(organ: Any, day: date, papers: date | None = None) -> None:
    Meeting.objects.create(organ=organ, date=day, papers=papers)


def test_deadlines_are_counted_back_from_the_meetings(world: World) -> None:
    made_goal(world)
    meeting(world.school, date(2028, 1, 26), date(2028, 1, 17))
    meeting(world.school, date(2028, 2, 23))
    meeting(world.board, date(2028, 3, 15))
    meeting(world.board, date(2028, 5, 3))
    meeting(world.council, date(2028, 4, 24))
    row = FollowUpRound(term=world.term, kind="annual", year=2027, period_end="2027-12-31")
    advice = planning.advise(row, planning.owners_in(world.term))
    assert advice.hand_over_by == date(2028, 4, 15)
    assert advice.ready[world.school.pk] == date(2028, 2, 16)  # a week before 23 February, before the board's papers
    assert advice.breaches == []


def test_what_law_forbids_is_said(world: World) -> None:
    made_goal(world)
    meeting(world.board, date(2028, 5, 3))
    meeting(world.council, date(2028, 7, 3))
    row = FollowUpRound(term=world.term, kind="annual", year=2027, period_end="2027-12-31")
    said = " ".join(planning.advise(row, planning.owners_in(world.term)).breaches)
    assert "2028-04-15" in said and "2028-06-30" in said
    interim = FollowUpRound(term=world.term, kind="interim", year=2027, period_end="2027-09-30")
    assert "sex, sju eller åtta" in " ".join(planning.advise(interim, []).breaches)
    late = FollowUpRound(term=world.term, kind="annual", year=2027, period_end="2027-12-31",
                         hand_over=date(2028, 4, 20))  # fmt: skip
    assert "2028-04-20" in " ".join(planning.advise(late, []).breaches)


# A year in one go


def test_a_years_rounds_are_planned_in_one_go_with_their_days(world: World, client: Any) -> None:
    world.phase("follow_up")
    made_goal(world)
    meeting(world.school, date(2027, 9, 22), date(2027, 9, 13))
    meeting(world.board, date(2027, 10, 20), date(2027, 10, 11))
    client.force_login(world.controller)
    address = f"/{world.term.key}/uppfoljning/planera-ar/"
    text = client.get(f"{address}?ar=2027&delar=8&tertial=4").content.decode()
    assert 'value="2027-09-13"' in text and 'value="2027-10-20"' in text  # counted back from the meetings
    assert "till och med 2027-04-30" in text and 'value="2028-04-15"' in text  # of law, where nobody has a meeting yet
    assert 'class="remark"' not in text.split("interim-8-take")[1].split("annual-12-take")[0]
    school = f"interim-8-due_{world.school.pk}"
    data = {"interim-8-take": "on", "interim-8-due": "2027-10-01", "interim-8-hand_over": "2027-11-03",
            school: "2027-09-14", "gor": "kontrollera"}  # fmt: skip
    said = client.post(f"{address}?ar=2027&delar=8&tertial=4", data).content.decode()
    assert "Det ska ske senast 2027-10-31." in said and "har handlingsstopp 2027-09-13" in said
    assert not FollowUpRound.objects.exists()
    wrong = client.post(f"{address}?ar=2027&delar=8", data | {"interim-8-due": "2027-08-01", "gor": "spara"})
    assert wrong.status_code == 422 and not FollowUpRound.objects.exists()
    saved = client.post(f"{address}?ar=2027&delar=8", data | {"annual-12-take": "on", "gor": "spara"})
    assert saved.status_code == 302
    assert [(row.key, row.hand_over) for row in FollowUpRound.objects.all()] == [
        ("delar2027", date(2027, 11, 3)), ("ar2027", None),
    ]  # fmt: skip
    assert [deadline.due for deadline in FollowUpRound.objects.first().deadlines.all()] == [date(2027, 9, 14)]
    again = client.get(f"{address}?ar=2027&delar=7").content.decode()
    assert "Redan planerat:" in again and "interim-7-take" not in again
