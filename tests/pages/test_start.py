"""The public start: counted from what was published, and from nothing else."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Municipality
from burlov_styrning.pages.start import Judged, counts, standing
from burlov_styrning.workflow import writing
from followup.content.snapshot import digest
from followup.models import Assessment, ReportEdition
from goals.models import Goal, GoalOwner
from tests.house import rows_of_flows as rows
from tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/"


def edition(world: World, verdicts: list[str | None], exposure: str = "published") -> ReportEdition:
    snapshot = {
        "head": {"round_name": "årsredovisning 2027", "last_annual": False},
        "goals": [{"goal": f"m{n}", "area": world.area.key, "assessment": v} for n, v in enumerate(verdicts)],
    }
    with writing():
        made = rows.edition(world)
        text = json.dumps(snapshot)
        ReportEdition.objects.filter(pk=made.pk).update(snapshot=text, sha256=digest(text), exposure=exposure)
    return made


def judged_goal(world: World, number: int, status: str, exposure: str) -> None:
    goal = Goal.objects.create(
        term=world.term, key=f"m{number}", area=world.area, wording=f"Mål {number}", exposure="published"
    )
    GoalOwner.objects.create(goal=goal, organ=world.school)
    with writing():
        Assessment.objects.create(
            round=rows.round_(world), goal=goal, organ=world.school, status=status, state="approved", exposure=exposure
        )


def told(client: Client) -> str:
    return client.get(ADDRESS).content.decode()


def test_an_empty_installation_says_what_to_do(client: Client) -> None:
    html = told(client)
    assert "Här är inget inlagt ännu." in html and "Så går det med målen" in html


def test_without_anything_published_it_says_so(world: World, client: Client) -> None:
    edition(world, ["met"], exposure="record")
    html = told(client)
    assert "Så går det med målen för Provköpings kommun" in html
    assert "Ingen uppföljning är publicerad ännu." in html
    assert "uppfyllt" not in html


def test_the_published_edition_is_counted_area_by_area(world: World, client: Client) -> None:
    edition(world, ["met", "met", "not_met", None])
    found = standing()
    assert found and found.goals == 4
    (area,) = found.areas
    assert [(c.code, c.count, c.text) for c in area.counts] == [
        ("met", 2, "uppfyllda"), ("not_met", 1, "bedöms inte bli uppfyllt"), ("not_judged", 1, "inte bedömt"),
    ]  # fmt: skip
    html = told(client)
    assert "Ett målområde, läget i årsredovisning 2027" in html and "Trygga Provköping" in html


def test_later_judgements_change_nothing_in_a_published_edition(world: World) -> None:
    edition(world, ["met"])
    judged_goal(world, 7, "not_met", "record")
    found = standing()
    assert found and [c.code for c in found.areas[0].counts] == ["met"]


def test_published_judgements_stand_in_where_no_edition_is_published(world: World, client: Client) -> None:
    judged_goal(world, 1, "met", "published")
    judged_goal(world, 2, "not_met", "record")
    found = standing()
    assert found
    assert [(c.code, c.count) for c in found.areas[0].counts] == [("met", 1), ("not_judged", 1)]
    assert "bedöms inte bli" not in told(client)


def test_the_last_annual_report_has_its_own_words() -> None:
    some = Counter({Judged("a", "on_course"): 1, Judged("a", "not_met"): 2, Judged("a", "not_assessable"): 1})
    assert [c.text for c in counts(some, True)] == ["inte fullt uppfyllt", "inte uppfyllda", "kan inte bedömas"]
    assert counts(some, False)[0].text == "på väg att uppfyllas"


def test_the_terms_with_published_goals_are_listed(world: World, client: Client) -> None:
    assert "2027–2030</a>" not in told(client)
    judged_goal(world, 1, "met", "published")
    html = told(client)
    assert "2027–2030</a>" in html and "Ett mål" in html
    assert reverse("pages:goal-list", kwargs={"term": "2027-2030"}) in html


@pytest.mark.alike
def test_the_page_asks_as_much_for_many_goals_as_for_few(
    world: World, client: Client, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    judged_goal(world, 1, "met", "published")
    told(client)
    with django_assert_max_num_queries(15) as few:
        told(client)
    for number in range(2, 5):
        judged_goal(world, number, "met", "published")
    with django_assert_num_queries(len(few)):
        told(client)


def test_it_speaks_english_when_asked(world: World, client: Client) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": ADDRESS})
    assert answer["Location"] == ADDRESS
    assert '<html lang="en">' in told(client)
    client.post(reverse("set_language"), {"language": "sv", "next": ADDRESS})
    assert '<html lang="sv">' in told(client)
    assert Municipality.ours()


def test_goals_without_an_area_are_no_area(world: World, client: Client) -> None:
    made = edition(world, ["met"])
    made.refresh_from_db()
    snapshot = json.loads(made.snapshot)
    snapshot["goals"].append({"goal": "loose", "area": None, "assessment": "not_met"})
    text = json.dumps(snapshot)
    ReportEdition.objects.filter(pk=made.pk).update(snapshot=text, sha256=digest(text))
    html = told(client)
    assert "Ett målområde, läget i" in html and "Mål utan målområde" in html
