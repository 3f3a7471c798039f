"""Dated notes on a goal and on single outcomes: beside the figures, for those inside; hidden with a hidden value."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning.base import comments
from burlov_styrning.base.models import Access, Comment
from followup.audit import drafts, sheet
from goals.models import Goal, Target
from indicators import definitions, noted, outcomes
from indicators.models import Indicator, IndicatorVersion, Outcome
from tests.followup.making import made_assessment, made_goal
from tests.indicators.making import by_sex, grouped
from tests.world import CAST, World

pytestmark = pytest.mark.django_db
INSIDE = {"unit_staff", "staff", "manager", "member", "deputy", "chair", "secretary", "controller"}


def page(world: World, who: str, name: str, *args: object) -> str:
    client = Client()
    if who:
        client.force_login(world.users[who])
    answer = client.get(reverse(name, args=args))
    return answer.content.decode() if answer.status_code == 200 else ""


def test_a_note_on_an_outcome_stands_beside_it_where_it_is_read_and_judged(world: World) -> None:
    goal = made_goal(world, exposure="published")
    row = Outcome.objects.get()
    client = Client()
    client.force_login(world.staff)
    notes = reverse("followup:goal-notes", args=[world.term, goal.pk])
    form = client.get(notes, {"om": f"o{row.pk}"}).content.decode()
    assert f'value="o{row.pk}" selected' in form and "utfallet 2027 för" in form
    assert client.post(notes, {"about": f"o{row.pk}", "text": " "}).status_code == 422
    client.post(notes, {"about": f"o{row.pk}", "text": "KÖN I APRIL"})
    client.post(reverse("indicators:outcome-notes", args=[row.pk]), {"text": "NY AVDELNING"})
    client.post(notes, {"about": "", "text": "OM MÅLET"})
    assert {(one.row, one.person) for one in Comment.objects.all()} == {
        (row, world.staff.person), (goal, world.staff.person),
    }  # fmt: skip
    Outcome.objects.create(
        indicator=row.indicator, version=row.version, municipality=row.municipality, period="2027", year=2027,
        value="79", status="revised", published="2028-04", exposure="record",
    )  # fmt: skip
    draft = made_assessment(world, goal=goal)
    places: list[tuple[Any, ...]] = [("pages:indicator", world.indicator.pk), ("pages:goal", world.term, goal.pk),
                                     ("followup:goal-notes", world.term, goal.pk)]  # fmt: skip
    for who in ["", *CAST]:
        for place in places:
            assert ("KÖN I APRIL" in page(world, who, *place)) is (who in INSIDE), (who, place)
    for name in ("followup:assessment-show", "followup:assessment-edit"):
        text = page(world, "staff", name, draft.pk)
        assert "KÖN I APRIL" in text and "NY AVDELNING" in text and "OM MÅLET" in text
    assert "utfallet 2027 för Indikator plats" in page(world, "controller", *places[1])


def test_a_note_on_a_hidden_value_is_hidden_with_it(world: World) -> None:
    indicator = grouped(world)
    for one in by_sex(indicator, T=("6980803", 43), K=("4017301", 40)):
        outcomes.enter(one, by=world.staff)
    women = Outcome.objects.get(indicator=indicator, sex="K")
    comments.write(women, by=world.staff, text="BARA TRE POJKAR")
    assert [one.about for one in noted.of([indicator], world.member)] == ["2025, kvinnor"]
    [men] = by_sex(indicator, M=("2963502", 3))
    outcomes.enter(men, by=world.staff)  # now the women would give the men away
    for who in ["", *CAST]:
        text = page(world, who, "pages:indicator", indicator.pk)
        assert ("BARA TRE POJKAR" in text) is (who in INSIDE - {"member", "deputy", "chair", "secretary"}), who
    assert not page(world, "member", "indicators:outcome-notes", women.pk)
    assert page(world, "staff", "indicators:outcome-notes", women.pk)


def test_an_auditor_reads_notes_on_own_logged_request(world: World) -> None:
    goal = made_goal(world)
    row = Outcome.objects.get()
    comments.write(row, by=world.staff, text="KÖN I APRIL")
    comments.write(goal, by=world.staff, text="OM MÅLET", section=f"i{world.indicator.pk}")

    def paper(who: str, day: date) -> str:
        fresh = Goal.objects.select_related("term", "area", "decision__organ").get(pk=goal.pk)
        return str(sheet.of(fresh, world.users[who], day).paper.blocks)

    today = date(2100, 1, 1)
    assert "KÖN I APRIL" in paper("controller", today) and "KÖN" not in paper("auditor", today)
    assert "KÖN I APRIL" not in paper("controller", date(2020, 1, 1)), "it was not written then"
    text = page(world, "auditor", "followup:audit-goal", goal.pk)
    assert "Anteckningar om målet och utfallen: 2" in text and "Begär att få läsa dem" in text
    drafts.ask(goal, by=world.auditor, comment="Granskning 7")
    assert {(one.kind, one.reason) for one in Access.objects.all()} == {("comment", "Granskning 7")}
    told = paper("auditor", today)
    assert "KÖN I APRIL" in told and "OM MÅLET" in told and "utfallet 2027 för" in told
    later = comments.write(row, by=world.staff, text="SKRIVET SEDAN")
    assert later.text not in paper("auditor", today), "what came later is asked for anew"
    assert drafts.of(goal, world.auditor)[-1].title.endswith(": 1")


def test_opening_the_hidden_values_opens_no_note_by_itself(world: World) -> None:
    indicator = grouped(world)
    outcomes.enter_many(by_sex(indicator, T=("6980803", 43), K=("4017301", 40), M=("2963502", 3)), by=world.staff)
    [note] = [comments.write(row, by=world.staff, text="BARA TRE") for row in Outcome.objects.filter(sex="M")]
    comments.ask_access(note, by=world.auditor, reason="Granskning")
    assert noted.of([indicator], world.auditor) == []
    definitions.ask_access(indicator, by=world.auditor, comment="Granskning")
    assert [one.comment for one in noted.of([indicator], world.auditor)] == [note]


@pytest.mark.alike
def test_notes_are_asked_for_in_one_query_whether_there_are_any_or_not(world: World) -> None:
    indicator = grouped(world)
    outcomes.enter_many(by_sex(indicator, T=("6980803", 43), K=("4017301", 40), M=("2963502", 3)), by=world.staff)
    asked = {"staff": 1, "member": 1, "controller": 1, "auditor": 1, "councillor": 0}

    def count(who: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            noted.of([indicator], world.users[who])
        return len(queries)

    for user in world.users.values():
        noted.of([indicator], user)  # who somebody is is asked for once
    assert {who: count(who) for who in asked} == asked
    for row in Outcome.objects.all():
        comments.write(row, by=world.staff, text="LÄGE")
    assert {who: count(who) for who in asked} == asked
    assert len(noted.of([indicator], world.staff)) == 3 and len(noted.of([indicator], world.member)) == 1


def test_a_computed_value_is_noted_on_what_it_is_computed_of(world: World) -> None:
    goal = made_goal(world)
    part = Outcome.objects.get()
    derived = Indicator.objects.create(key="dubbelt", organ=world.school, formula=f"{world.indicator.key} × 2")
    version = IndicatorVersion.objects.create(
        indicator=derived, name="Dubbelt", unit="%", decimals=0, formula=f"{world.indicator.key} × 2"
    )
    Target.objects.filter(goal=goal).update(indicator=derived, version=version)
    client = Client()
    client.force_login(world.staff)
    notes = reverse("followup:goal-notes", args=[world.term, goal.pk])
    form = client.get(notes).content.decode()
    assert form.index("utfallet för Dubbelt") < form.index(f'value="o{part.pk}"')
    client.post(notes, {"about": f"o{part.pk}", "text": "KÖN I APRIL"})
    assert Comment.objects.get().row == part
    for who in ["", *CAST]:
        text = page(world, who, "pages:goal", world.term, goal.pk)
        assert ("KÖN I APRIL" in text) is (who in INSIDE), who
    assert "1 anteckning om utfallet" in page(world, "member", "pages:goal", world.term, goal.pk)
    assert drafts.of(goal, world.auditor)[-1].title.endswith(": 1")
