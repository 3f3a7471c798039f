"""Goals as steps: adopted from one proposal, several or none; changed and ended by decision; the old stays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning.base.models import Event, Organ
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import writing
from followup.models import Activity
from goals import goals
from goals.goals import GoalWords
from goals.models import EarlierGoal, EarlierTarget, Goal, GoalProposal, Path, PathValue, Target
from goals.targets import TargetWords
from indicators.models import IndicatorVersion
from tests.goals.making import made
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db
D = Decimal


def words(world: World, **said: Any) -> GoalWords:
    """A goal as the council states it."""
    target = TargetWords(world.indicator, 2025, D("67"), D("80"))
    usual: dict[str, Any] = {"wording": "Senast 2030 får minst 80 procent plats.", "area": world.area}
    usual |= {"owners": [world.school], "targets": [target]}
    return GoalWords(**(usual | said))


def adopted(world: World, **said: Any) -> Goal:
    """A goal that the council adopted."""
    decision = world.decision(world.council, "select")
    return goals.adopt(world.term, words(world, **said), decision, by=world.council_secretary).goal


def with_path(world: World, goal: Goal, *, last: str = "80", organ: Organ | None = None) -> Path:
    """A decided path that leads to the target."""
    with writing():
        path = Path.objects.create(
            target=goal.targets.get(), organ=organ or world.school, state="decided", exposure="record"
        )
    values = [(2027, "70"), (2028, "73"), (2029, "76"), (2030, last)]
    PathValue.objects.bulk_create(PathValue(path=path, year=year, value=D(value)) for year, value in values)
    return path


# Adopting


def test_a_goal_has_the_councils_final_words_beside_the_proposals(world: World) -> None:
    proposal = made(world, "submitted")
    goal = adopted(world, proposals=[proposal], contributors=[world.social], stewardship=True, private_providers=True)
    goal = Goal.objects.get(pk=goal.pk)
    assert (goal.key, goal.level, goal.exposure) == ("m1", "council", "record")
    assert {(o.organ.key, o.role) for o in goal.owners.all()} == {("ukn", "owner"), ("sn", "contributor")}
    assert (goal.stewardship, goal.private_providers) == (True, True)
    target = goal.targets.get()
    assert (target.value, target.baseline_year, target.version) == (D(80), 2025, world.indicator.current)
    assert target.decision == goal.decision
    proposal.refresh_from_db()
    assert (proposal.state, proposal.council_decision) == ("adopted", goal.decision)
    assert proposal.indicators.get().target == D(83), "what was proposed stands beside what was decided"
    assert [event.move for event in Event.of(goal)] == ["adopt"]


def test_several_proposals_are_merged_into_one_goal(world: World) -> None:
    rows = [made(world, "submitted"), made(world, "submitted", title="Kortare kö")]
    goal = adopted(world, proposals=rows)
    assert set(goal.proposals.all()) == set(rows)
    assert {p.state for p in GoalProposal.objects.all()} == {"adopted"}


def test_a_missing_owner_or_indicator_is_remarked_on_not_refused(world: World) -> None:
    decision = world.decision(world.council, "select")
    recorded = goals.adopt(world.term, words(world, owners=[], targets=[]), decision, by=world.council_secretary)
    assert len(recorded.remarks) == 2
    assert recorded.goal.pk


def test_a_made_decision_is_recorded_in_any_phase(world: World) -> None:
    for phase in ("needs", "breakdown", "closed"):
        world.phase(phase)
        assert adopted(world).pk


def test_an_operational_goal_stands_in_an_area(world: World) -> None:
    with pytest.raises(Refusal, match="målområde") as refused:
        adopted(world, area=None)
    assert refused.value.reason is Reason.RULE
    assert not Goal.objects.exists()


def test_all_or_nothing(world: World) -> None:
    ready = made(world, "ready")
    with pytest.raises(Refusal) as refused:
        adopted(world, proposals=[ready])
    assert refused.value.reason is Reason.STATE
    assert not Goal.objects.exists()


@pytest.mark.parametrize("who", ["secretary", "board_secretary", "controller", "councillor", "administrator"])
def test_only_the_councils_secretary_records_the_councils_decision(world: World, who: str) -> None:
    decision = world.decision(world.council, "select")
    with pytest.raises(Refusal) as refused:
        goals.adopt(world.term, words(world), decision, by=world.users[who])
    assert refused.value.reason is Reason.RIGHT
    goal = adopted(world)
    for step in (lambda: goals.change(goal, words(world), decision, by=world.users[who]),
                 lambda: goals.end(goal, decision, by=world.users[who])):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            step()
        assert refused.value.reason is Reason.RIGHT


def test_a_committees_own_goal_is_changed_and_ended_by_the_committee(world: World) -> None:
    said = words(world)
    goal = goals.adopt_own(world.term, said, world.decision(world.school, "select"), by=world.secretary).goal
    later = world.decision(world.school, "change")
    for who in ("council_secretary", "other_secretary", "manager"):
        for step in (lambda: goals.change(goal, said, later, by=world.users[who]),  # noqa: B023
                     lambda: goals.end(goal, later, by=world.users[who])):  # noqa: B023  # fmt: skip
            with pytest.raises(Refusal) as refused:
                step()
            assert refused.value.reason is Reason.RIGHT
    goals.change(goal, words(world, wording="Senast 2030 får minst 82 procent plats."), later, by=world.secretary)
    assert goal.earlier.get().fields == {"wording": said.wording}
    goals.end(goal, world.decision(world.school, "end"), by=world.secretary, on="2028-12-31")
    goal.refresh_from_db()
    assert (goal.ended, [event.move for event in Event.of(goal)]) == (
        "2028-12-31", ["adopt_own", "change_own", "end_own"]
    )  # fmt: skip


def test_a_financial_goal_needs_no_area_and_has_the_councils_own_yearly_values(world: World) -> None:
    values = {2027: D(70), 2028: D(74), 2029: D(77), 2030: D(80)}
    target = TargetWords(world.indicator, 2025, D(67), D(80), values=values)
    goal = adopted(world, kind="financial", area=None, owners=[world.board], targets=[target])
    path = Path.objects.get()
    assert (path.organ, path.state, path.exposure, path.decision) == (world.council, "decided", "record", goal.decision)
    assert {v.year: v.value for v in path.values.all()} == values


def test_the_councils_yearly_values_that_miss_its_target_are_remarked_on(world: World) -> None:
    values = {2027: D(70), 2028: D(74), 2029: D(77), 2030: D(79)}
    target = TargetWords(world.indicator, 2025, D(67), D(80), values=values)
    decision = world.decision(world.council, "select")
    said = words(world, kind="financial", targets=[target])
    recorded = goals.adopt(world.term, said, decision, by=world.council_secretary)
    assert any("79" in remark and "80" in remark for remark in recorded.remarks)


def test_a_committee_makes_a_goal_of_its_own_of_what_was_declined(world: World) -> None:
    proposal = made(world, "declined")
    decision = world.decision(world.school, "select")
    recorded = goals.adopt_own(world.term, words(world, proposals=[proposal]), decision, by=world.secretary)
    assert (recorded.goal.level, recorded.remarks) == ("committee", [])
    proposal.refresh_from_db()
    assert proposal.state == "declined"
    with pytest.raises(Refusal) as refused:
        goals.adopt_own(world.term, words(world), decision, by=world.other_secretary)
    assert refused.value.reason is Reason.RIGHT


def test_a_goal_of_what_the_council_has_not_decided_is_remarked_on(world: World) -> None:
    said = words(world, proposals=[made(world, "submitted")])
    recorded = goals.adopt_own(world.term, said, world.decision(world.school, "select"), by=world.secretary)
    assert recorded.remarks == ["Fullmäktige har inte avslutat ”Fler barn får plats i tid”."]


# Changing


def change(world: World, goal: Goal, **said: Any) -> goals.Recorded:
    decision = world.decision(world.council, "change")
    return goals.change(goal, words(world, **said), decision, by=world.council_secretary)


def test_what_applied_before_stays_readable(world: World) -> None:
    goal = adopted(world, title="Plats i tid")
    change(
        world, goal, title="Plats i tid", wording="Ny lydelse", owners=[world.school, world.social], stewardship=True
    )
    goal = Goal.objects.get(pk=goal.pk)
    assert goal.wording == "Ny lydelse"
    earlier = EarlierGoal.objects.get()
    assert earlier.until == "2026-12-02"
    assert earlier.fields == {
        "wording": "Senast 2030 får minst 80 procent plats.", "owners": ["ukn"], "stewardship": False,
    }  # fmt: skip
    assert not EarlierTarget.objects.exists()


def test_a_change_that_changes_nothing_leaves_no_earlier_row(world: World) -> None:
    goal = adopted(world)
    with_path(world, goal)
    assert change(world, goal).remarks == []
    assert not EarlierGoal.objects.exists() and not EarlierTarget.objects.exists()


def test_a_raised_target_leaves_the_path_and_marks_it(world: World) -> None:
    goal = adopted(world)
    path = with_path(world, goal)
    recorded = change(world, goal, targets=[TargetWords(world.indicator, 2025, D(67), D(85))])
    path.refresh_from_db()
    assert (path.state, path.stale) == ("decided", True)
    assert recorded.remarks == ["Utbildningsnämnden behöver besluta en ny progression."]
    earlier = EarlierTarget.objects.get()
    assert goal.decision and earlier.fields == {"target": "80", "decision": goal.decision.key}
    assert Target.objects.get().value == D(85)


def test_a_lowered_target_is_still_reached_by_the_path(world: World) -> None:
    goal = adopted(world)
    path = with_path(world, goal)
    change(world, goal, targets=[TargetWords(world.indicator, 2025, D(67), D(75))])
    path.refresh_from_db()
    assert not path.stale


def test_a_target_decided_anew_is_decided_in_the_indicators_present_meaning(world: World) -> None:
    goal = adopted(world)
    old = world.indicator.current
    assert old
    IndicatorVersion.objects.filter(pk=old.pk).update(until="2027-12-31")
    new = IndicatorVersion.objects.create(indicator=world.indicator, name="Ny", unit="%")
    world.indicator.current = new
    world.indicator.save()
    change(world, goal)
    assert Target.objects.get().version == old, "an untouched target keeps the meaning it was decided in"
    change(world, goal, targets=[TargetWords(world.indicator, 2025, D(67), D(90))])
    assert Target.objects.get().version == new
    assert EarlierTarget.objects.get().fields["version"] == "2027-12-31"


def test_a_new_indicator_is_added_and_those_not_named_stay(world: World) -> None:
    goal = adopted(world)
    change(world, goal, targets=[TargetWords(make_indicator("ko"), value=D(3))])
    assert {t.indicator.key for t in goal.targets.all()} == {"plats", "ko"}


def test_a_new_owner_takes_over_paths_and_activities(world: World) -> None:
    goal = adopted(world)
    path = with_path(world, goal)
    activity = Activity.objects.create(goal=goal, organ=world.school, unit=world.preschool, text="Bygg ut")
    change(world, goal, owners=[world.social])
    path.refresh_from_db()
    activity.refresh_from_db()
    assert (path.organ, path.stale, activity.organ) == (world.social, False, world.social)
    assert {v.value for v in path.values.all()} == {D(70), D(73), D(76), D(80)}


def test_a_successor_takes_over_also_when_another_owner_comes(world: World) -> None:
    heir = Organ.objects.create(key="bun", name="Barn- och ungdomsnämnden", kind="committee")
    world.school.successor = heir
    world.school.save()
    goal = adopted(world)
    path = with_path(world, goal)
    change(world, goal, owners=[world.social, heir])
    path.refresh_from_db()
    assert path.organ == heir


def test_what_a_remaining_owner_has_is_not_overwritten(world: World) -> None:
    goal = adopted(world, owners=[world.school, world.social])
    path, other = with_path(world, goal), with_path(world, goal, last="82", organ=world.social)
    change(world, goal, owners=[world.social])
    path.refresh_from_db()
    other.refresh_from_db()
    assert (path.organ, other.organ) == (world.school, world.social)


# Ending


def test_an_ended_goal_keeps_everything_and_is_not_changed_again(world: World) -> None:
    goal = adopted(world)
    decision = world.decision(world.council, "end")
    goals.end(goal, decision, by=world.council_secretary)
    goal = Goal.objects.get(pk=goal.pk)
    assert (goal.ended, goal.end_decision) == ("2026-12-02", decision)
    assert goal.targets.exists()
    for step in (lambda: change(world, goal), lambda: goals.end(goal, decision, by=world.council_secretary)):
        with pytest.raises(Refusal, match="upphörde 2 december 2026") as refused:
            step()
        assert refused.value.reason is Reason.STATE


def test_a_goal_can_end_on_a_later_day(world: World) -> None:
    goal = adopted(world)
    goals.end(goal, world.decision(world.council, "end"), by=world.council_secretary, on="2027-12-31")
    assert Goal.objects.get().ended == "2027-12-31"
