"""A term ends: of each goal it is decided whether it goes on, open activities are carried over, the term is closed."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning import clock
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.workflow import writing
from followup import activities, closing, onward
from followup.content import onward as printed
from followup.content import tables
from followup.content.flat import report_json
from followup.content.naming import Edition
from followup.content.report import build
from followup.content.snapshot import collect
from followup.models import Activity, Onward
from goals import terms
from goals.models import Goal, GoalArea, GoalOwner, GoalProposal, Phase, Term
from tests.followup.making import made_activity, made_assessment, made_goal, made_round
from tests.world import World

pytestmark = pytest.mark.django_db


def decided(world: World, goal: Goal, course: str = "goes_on", **more: Any) -> Onward:
    """By the committee's manager, with all that hangs on the goal."""
    said = {
        "reason": "Arbetet är inte klart.",
        "targets": list(goal.targets.all()),
        "activities": [],
        "by": world.manager,
    }
    arguments: dict[str, Any] = said | more
    return onward.decide(goal, course, **arguments)


def page(world: World, who: str, name: str, *args: Any, **data: Any) -> tuple[int, str]:
    client = Client()
    client.force_login(world.users[who])
    address = reverse(f"followup:{name}", args=args)
    answer = client.post(address, data, follow=True) if data else client.get(address)
    return answer.status_code, unescape(answer.content.decode())


def next_term(world: World, phase: str) -> Term:
    """The term after the cast's, with one phase open."""
    term = Term.objects.create(first_year=2031, last_year=2034)
    with writing():
        for order, name in enumerate(Phase.Name.values):
            Phase.objects.create(term=term, order=order, phase=name, state="open" if name == phase else "planned")
    return term


def later_goal(world: World, term: Term, continues: Goal | None = None) -> Goal:
    area = GoalArea.objects.create(term=term, key="a", name="Område")
    made: Goal = Goal.objects.create(term=term, key="n1", area=area, wording="Senast 2034", exposure="record")
    GoalOwner.objects.create(goal=made, organ=world.school)
    if continues:
        with writing():
            proposal = GoalProposal.objects.create(
                term=term, key="p", organ=world.school, area=area, title="Vidare", continues=continues, state="adopted"
            )
        made.proposals.add(proposal)
    return made


def test_its_manager_or_the_controller_decides_with_a_reason(world: World) -> None:
    goal = made_goal(world)
    row = made_activity(world, decided=True, goal=goal)
    first = decided(world, goal, activities=[row])
    assert (first.exposure, first.revision, list(first.activities.all())) == ("record", 1, [row])
    again = onward.decide(goal, "ends", "Klart.", [], [], by=world.controller, seen=1)
    assert (again.pk, again.revision, again.course, again.targets.count()) == (first.pk, 2, "ends", 0)
    with pytest.raises(Conflict):
        onward.decide(goal, "goes_on", "Ändå.", goal.targets.all(), [], by=world.manager, seen=1)
    for who in ("staff", "secretary", "other_manager", "auditor", "chair"):
        with pytest.raises(Refusal) as refused:
            decided(world, goal, by=world.users[who])
        assert refused.value.reason is Reason.RIGHT, who


@pytest.mark.parametrize(("changes", "field"), [({"reason": " "}, "reason"), ({"targets": []}, "targets"),
                                                ({"course": "kanske"}, "course")])  # fmt: skip
def test_what_is_odd_is_said_beside_its_field(world: World, changes: dict[str, Any], field: str) -> None:
    goal = made_goal(world)
    world.phase("follow_up")
    with pytest.raises(Refusal) as refused:
        decided(world, goal, **changes)
    assert [name for name, _sentence in refused.value.fields] == [field]
    assert not Onward.objects.exists()


def test_it_belongs_to_follow_up(world: World) -> None:
    goal = made_goal(world)
    world.phase("breakdown")
    with pytest.raises(Refusal) as refused:
        decided(world, goal)
    assert refused.value.reason is Reason.PHASE


def test_a_term_closes_when_its_last_report_is_adopted_and_each_goal_decided(world: World) -> None:
    goal = made_goal(world, exposure="published")
    world.phase("follow_up")
    said = [lack.text for lack in closing.lacks(world.term)]
    assert said == ["Årsredovisning 2030, periodens sista, är inte planerad.",
                    "Det är inte bestämt vad som händer med 1 mål: Senast 2030 får fler plats."]  # fmt: skip
    status, text = page(world, "controller", "term-close", world.term)
    assert status == 200 and "kan inte avslutas än" in text and all(sentence in text for sentence in said)
    last = world.term.phases.get(phase="closed")
    with pytest.raises(Refusal) as refused:
        closing.close(world.term, by=world.controller)
    assert refused.value.reason is Reason.RULE and list(refused.value.sentences) == said
    with pytest.raises(Refusal, match="Vad går vidare"):
        terms.open_phase(last, by=world.controller)  # nor past the page
    made_round(world, "adopted", year=2030)
    decided(world, goal)
    assert not closing.lacks(world.term)
    with pytest.raises(Refusal) as refused:
        closing.close(world.term, by=world.staff)
    assert refused.value.reason is Reason.RIGHT
    status, text = page(world, "controller", "term-close", world.term, ja="ja")
    states = dict(world.term.phases.values_list("phase", "state"))
    assert (states["follow_up"], states["closed"]) == ("closed", "open")
    assert "Målperioden är avslutad." in text and "Målperioden 2027–2030 är avslutad" in text
    assert Onward.objects.get().exposure == "published"
    assert (
        "Går vidare till nästa period"
        in Client().get(reverse("pages:goal", args=[world.term, goal.pk])).content.decode()
    )
    with pytest.raises(Refusal) as refused:
        decided(world, goal)
    assert refused.value.reason is Reason.PHASE


def test_pages_tell_the_judgement_and_take_the_decision(world: World) -> None:
    goal = made_goal(world)
    made_assessment(world, "approved", made_round(world, year=2030), goal, motivation="Kön växer.")
    status, text = page(world, "manager", "onward-list", world.term)
    assert status == 200 and "Slutlig bedömning" in text and "inte uppfyllt" in text and "Inte bestämt" in text
    wrong = page(world, "manager", "onward-edit", world.term, goal.pk, course="goes_on", reason="")
    assert wrong[0] == 422 and "Skriv varför, så att den som läser förstår." in wrong[1]
    target = goal.targets.get()
    status, text = page(world, "manager", "onward-edit", world.term, goal.pk, course="goes_on", targets=target.pk,
                        reason="Kön är kvar.", seen=0)  # fmt: skip
    assert status == 200 and "Kön är kvar." in text and "Följs vidare" in text
    clash = page(world, "controller", "onward-edit", world.term, goal.pk, course="ends", reason="Nej.", seen=0)
    assert clash[0] == 409 and "Nej." in clash[1] and Onward.objects.get().reason == "Kön är kvar."


def test_an_open_activity_is_carried_over_once_and_says_where_it_went(world: World) -> None:
    goal = made_goal(world)
    row = made_activity(world, decided=True, goal=goal)
    activities.edit(row, by=world.unit_staff, due="2026-01", text=row.text)
    new = later_goal(world, next_term(world, "breakdown"), continues=goal)
    with pytest.raises(Refusal, match="Det är inte bestämt"):
        activities.carry(row, new, by=world.unit_staff)
    decided(world, goal, activities=[row])
    assert activities.overdue(Activity.objects.all()).get() == row
    status, text = page(world, "unit_staff", "activity-carry", new.term)
    assert status == 200 and f'value="{new.pk}" selected' in text  # the goal that continues the old one
    status, text = page(world, "unit_staff", "activity-carry", new.term, **{f"a{row.pk}": ""})
    assert status == 422 and "Välj målet för minst en aktivitet." in text
    page(world, "unit_staff", "activity-carry", new.term, **{f"a{row.pk}": new.pk})
    carried = Activity.objects.get(goal=new)
    assert (carried.continues, carried.unit, carried.due, carried.exposure) == (row, row.unit, "2026-01", "record")
    assert activities.overdue(Activity.objects.all()).get() == carried  # the old one is late no more
    assert "Fortsätter 2031–2034" in page(world, "unit_staff", "activity-list", world.term)[1]
    assert "Överförd från 2027–2030" in page(world, "unit_staff", "activity-list", new.term)[1]
    assert "Överförd till 2031–2034" in page(world, "manager", "onward-list", world.term)[1]
    with pytest.raises(Refusal, match="redan överförd"):
        activities.carry(row, new, by=world.unit_staff)
    with pytest.raises(Refusal, match="senare målperiod"):
        activities.carry(carried, goal, by=world.unit_staff)


def test_mitt_arbete_says_what_waits_at_the_end(world: World) -> None:
    goal, client = made_goal(world), Client()
    made_round(world, "adopted", year=2030)

    def work(who: str, year: int = 2030) -> str:
        client.force_login(world.users[who])
        with clock.at(date(year, 11, 29)):
            return unescape(client.get(reverse("pages:work")).content.decode())

    assert "Bestäm vad som går vidare från 2027–2030" in work("manager")
    assert "Bestäm vad som går vidare" not in work("manager", 2027)
    assert "Bestäm vad som går vidare" not in work("other_manager")
    row = made_activity(world, decided=True, goal=goal)
    decided(world, goal, activities=[row])
    assert "Bestäm vad som går vidare" not in work("manager")
    assert "Avsluta målperioden 2027–2030" in work("controller")
    term = next_term(world, "proposals")
    assert "Ett mål går vidare till 2031–2034" in work("staff")
    client.force_login(world.staff)
    earlier = unescape(client.get(reverse("pages:earlier-goals", args=[term])).content.decode())
    assert "Går vidare." in earlier and "Arbetet är inte klart." in earlier
    with writing():
        Phase.objects.filter(term=term, phase="proposals").update(state="closed")
        Phase.objects.filter(term=term, phase="breakdown").update(state="open")
    later_goal(world, term, continues=goal)
    text = work("unit_staff")
    assert "För över en aktivitet till 2031–2034" in text and "mål går vidare" not in text


def test_the_last_annual_report_tells_it_in_all_its_forms(world: World) -> None:
    goal, other = made_goal(world), made_goal(world, key="m2", wording="Senast 2030 läser fler")
    round_ = made_round(world, year=2030)
    made_assessment(world, "approved", round_, goal, motivation="Kön växer.")
    draft, done = made_activity(world, goal=goal), made_activity(world, decided=True, goal=goal)
    decided(world, goal, activities=[draft, done])
    snapshot = collect(round_, kind="annual")
    view = build(snapshot, Edition(1, "2031-04-01", "0" * 64), {})
    assert view.onward is not None
    assert view.onward.sentence == (
        "Av 2 mål går 1 vidare till nästa målperiod och 0 avslutas. Om 1 är det inte bestämt."
    )
    rows = {row.goal.key: row for row in view.onward.rows}
    assert (rows["m1"].course, rows["m1"].goal.judged.word) == ("Går vidare", "inte uppfyllt")
    assert rows["m1"].activities == ["Öppna en avdelning"]  # once: the other is nobody's decision yet
    assert rows[other.key].course == "Inte bestämt"
    sheet = next(one for one in tables.sheets(snapshot, view) if one.title == "Går vidare")
    assert sheet.rows[0][1:4] == ["■ inte uppfyllt", "Går vidare", "Arbetet är inte klart."]
    (line,) = report_json(snapshot, edition=1, issued="2031-04-01", sha256="0" * 64)["onward"]
    assert line == {"goal": "m1", "assessment": "not_met", "course": "goes_on", "reason": "Arbetet är inte klart.",
                    "indicators": [world.indicator.key], "activities": ["Öppna en avdelning"]}  # fmt: skip
    earlier = collect(made_round(world, "closed", "interim", 2029), kind="interim")
    assert printed.chapter(earlier, []) is None and "onward" not in earlier
