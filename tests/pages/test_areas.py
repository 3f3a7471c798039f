"""A goal area in ten seconds: judgements, what has changed, indicators against their path; published things only."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Municipality
from burlov_styrning.pages.areas import finding, small_chart
from burlov_styrning.workflow import writing
from followup import figures
from followup.figures import Occasion
from followup.models import Assessment, FollowUpRound
from goals.models import Goal
from tests.pages.test_goals import goal
from tests.world import World

pytestmark = pytest.mark.django_db


def page(world: World, who: str = "", status: int = 200) -> str:
    client = Client()
    if who:
        client.force_login(world.users[who])
    answer = client.get(reverse("pages:goal-area", args=[world.term, world.area.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def judged(world: World, made: Goal, year: int, code: str, **more: Any) -> Assessment:
    round_ = FollowUpRound.objects.filter(term=world.term, year=year, kind="annual").first()
    with writing():
        round_ = round_ or FollowUpRound.objects.create(
            term=world.term, key=f"ar{year}", year=year, kind="annual", state="adopted", period_end=f"{year}-12-31"
        )
        found: Assessment = Assessment.objects.create(
            round=round_, goal=made, organ=world.school, state="approved", status=code, analysis="Så gick det.",
            **{"exposure": "published", **more},
        )  # fmt: skip
    return found


def test_how_it_goes_is_said_first(world: World) -> None:
    first, second = goal(world, 1), goal(world, 2)
    Assessment.objects.all().delete()
    judged(world, first, 2027, "not_met")
    judged(world, second, 2027, "met")
    judged(world, first, 2028, "on_course")
    judged(world, second, 2028, "not_met")
    text = page(world)
    assert "Två mål." in text and "en bedöms" not in text
    assert "ett på väg att uppfyllas och ett bedöms inte bli uppfyllt" in text
    better, worse = text.index("Bättre:"), text.index("Sämre:")
    assert better < text.index(first.wording, better) < worse < text.index(second.wording, worse)
    assert reverse("pages:goal", args=[world.term, first.pk]) in text


def test_the_areas_own_judgement(world: World) -> None:
    goal(world, 1)
    round_ = Assessment.objects.get().round
    with writing():
        Assessment.objects.create(
            round=round_, area=world.area, organ=world.board, state="approved", status="met",
            analysis="Helheten är god.", exposure="record",
        )  # fmt: skip
    assert "Helheten är god." not in page(world)
    assert "Helheten är god." in page(world, "controller")
    Assessment.objects.filter(area=world.area).update(exposure="published")
    assert "Helheten är god." in page(world)


def test_residents_see_what_is_published(world: World) -> None:
    made, hidden = goal(world, 1), goal(world, 2)
    Goal.objects.filter(pk=hidden.pk).update(exposure="record", wording="OSYNLIGT")
    judged(world, made, 2028, "met", exposure="record", motivation="HEMLIGT")
    text = page(world)
    assert "OSYNLIGT" not in text and "Ett mål." in text and "ett på väg att uppfyllas" in text
    assert "OSYNLIGT" in page(world, "controller")
    Goal.objects.update(exposure="record")
    page(world, status=404)


def test_the_start_and_the_list_lead_there(world: World) -> None:
    goal(world, 1)
    client, address = Client(), reverse("pages:goal-area", args=[world.term, world.area.pk])
    for url in (reverse("pages:start"), reverse("pages:goal-list", args=[world.term])):
        assert address in client.get(url).content.decode()
    assert client.get(reverse("pages:goal-area", args=[(1990, 1993), world.area.pk])).status_code == 404


def test_the_indicators_against_their_path(world: World) -> None:
    made = [goal(world, number) for number in range(1, 4)]
    found = figures.load(made, Occasion(2027))
    lines = [line for row in made for line in found[row.pk].lines]
    chart = small_chart(lines, world.term)
    assert chart is not None and chart.finding == "Tre av tre indikatorer når nivån för 2027."
    assert [row[1:] for row in chart.table.rows] == [("84\u00a0% (2027)", "83\u00a0%", "92\u00a0%")] * 3
    assert chart.figure["layout"]["meta"]["panels"] == 3
    assert finding(lines[:1]) == "En av en indikator når nivån för 2027."
    assert small_chart([], world.term) is None


@pytest.mark.alike
def test_the_queries_are_few_whatever_the_area_holds(world: World, django_assert_max_num_queries: Any) -> None:
    for number in range(1, 6):
        goal(world, number)
    Municipality.objects.get_or_create(code="0000", defaults={"name": "Riket"})
    client = Client()
    client.force_login(world.users["controller"])
    address = reverse("pages:goal-area", args=[world.term, world.area.pk])
    client.get(address)
    with django_assert_max_num_queries(15):
        client.get(address)


def test_a_large_area_shows_twenty_goals_at_a_time_and_counts_them_all(world: World) -> None:
    made = [goal(world, number) for number in range(1, 23)]
    Assessment.objects.all().delete()
    for one in made:
        judged(world, one, 2027, "met")
        judged(world, one, 2028, "not_met")
    first = page(world)
    assert "22 mål." in first and "22 bedöms inte bli uppfyllda" in first
    assert made[19].wording in first and made[20].wording not in first and first.count("Sämre:") == 20
    client = Client()
    second = client.get(reverse("pages:goal-area", args=[world.term, world.area.pk]), {"page": "2"}).content.decode()
    assert made[20].wording in second and made[19].wording not in second and "22 mål." in second
    assert "gäller dem som står på den här sidan" in first and "gäller dem som står på den här sidan" in second
