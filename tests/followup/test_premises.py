"""The premises of a budget: goals or proposals with room and frames, added up exactly, told anew when they change."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning import pdf
from burlov_styrning.refusals import Refusal
from followup import editions, making
from followup.content.premises.snapshot import collect
from followup.models import Report, ReportEdition
from goals import ballots
from goals.models import GoalProposal, Path
from indicators.models import OrganFrame, Outcome
from tests.followup import reported
from tests.goals.making import made, made_draft
from tests.indicators.making import demanding
from tests.world import World

pytestmark = pytest.mark.django_db
D = Decimal
PARTS = ("last", "indexation", "demography", "changes", "efficiency", "remaining")


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "render", reported.pretended)


def issued(world: World, year: int = 2027) -> ReportEdition:
    found = editions.issue_premises(world.term, year, by=world.controller, background=False)
    making.make(found.edition.pk)
    return ReportEdition.objects.select_related("report__term").get(pk=found.edition.pk)


def test_room_and_frames_add_up_to_the_last_digit(world: World) -> None:
    made(world, "submitted")
    reported.frames(world)
    demanding(world)
    premises = collect(world.term, 2027)["premises"]
    for row in (*premises["frames"], *premises["frame_totals"]):
        last, indexation, demography, changes, efficiency, remaining = (D(row[name]) for name in PARTS)
        assert D(row["new"]) == last + indexation + demography + changes - efficiency + remaining
    for whole, room in zip(premises["frame_totals"], premises["room"], strict=True):
        mine = [row for row in premises["frames"] if row["year"] == whole["year"]]
        assert D(whole["new"]) == sum(D(row["new"]) for row in mine) == D(room["frames"])
        taken = D(room["net_cost"]) + D(room["result_target"])
        assert D(room["room"]) == D(room["taxes"]) + D(room["grants"]) + D(room["financial_net"]) - taken
        assert D(room["left"]) == D(room["net_cost"]) + D(room["room"]) - D(room["frames"])
    assert (premises["room"][0]["cost"], D(premises["room"][0]["after"])) == ("400", D("10527.75") - 400)
    need = premises["demography"]
    for year in need["years"]:
        parts = [row for row in need["parts"] if row["year"] == year]
        assert all(D(row["need"]) == D(row["change"]) * D(row["cost"]) for row in parts)
        mine = [
            [D(row["need"]) for row in need[rows] if row["year"] == year] for rows in ("needs", "by_class", "totals")
        ]
        assert {sum(D(row["need"]) for row in parts)} == {sum(rows) for rows in mine}
    assert (need["base"], need["years"], need["without_cost"][0]) == (2026, [2027, 2028, 2029], "1-5")
    assert "." in json.dumps(premises) and not re.search(r"[:\s]-?\d+\.\d", json.dumps(premises))  # no float


def test_proposals_stand_there_until_goals_are_adopted_and_no_draft(world: World) -> None:
    made_draft(world, title="Bara ett utkast")
    row = made(world, "submitted", title="Det som lämnades in")
    world.phase("selection")
    reported.frames(world)
    before = collect(world.term, 2027)
    ballots.add(GoalProposal.objects.select_related("term").get(pk=row.pk), by=world.councillor)
    assert collect(world.term, 2027) == before  # no list is in it before the lists close
    said = before["premises"]
    assert (said["basis"], [goal["title"] for goal in said["goals"]]) == ("proposals", ["Det som lämnades in"])
    reported.goal(world, 1)
    said = collect(world.term, 2027)["premises"]
    (line,) = said["goals"][0]["lines"]
    assert (said["basis"], line["levels"]) == ("goals", {"2027": "83.5", "2028": "86", "2029": None})


@pytest.mark.alike
def test_the_number_of_queries_does_not_grow(
    world: World, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    reported.frames(world)
    for first, more in (
        (lambda: made(world, "submitted", title="Ett"), lambda: made(world, "submitted", title="Två")),
        (lambda: reported.goal(world, 1), lambda: reported.goal(world, 2)),
    ):
        first()
        with django_assert_max_num_queries(40) as few:
            collect(world.term, 2027)
        more()
        with django_assert_num_queries(len(few)):
            collect(world.term, 2027)


def test_the_controller_issues_it_and_the_next_one_says_what_changed(world: World, client: Any) -> None:
    client.force_login(world.users["controller"])
    there = "/rapporter/budgetforutsattningar/"
    assert "Inget scenario säger något" in client.get(there).content.decode()
    reported.goal(world, 1)
    reported.frames(world)
    assert '<option value="2027" selected>2027' in client.get(there).content.decode()
    answer = client.post(there, {"year": 2027})
    edition = ReportEdition.objects.get()
    assert answer["Location"] == f"/rapporter/{edition.pk}/"
    making.make(edition.pk)
    assert issued(world) == edition  # the same content is the same edition
    OrganFrame.objects.filter(organ=world.social).update(changes=D("1500"))
    second = issued(world)
    assert (second.number, second.report) == (2, Report.objects.get(kind="premises"))
    page = client.get("/rapporter/budgetforutsattningar/2027/").content.decode().replace("\u00a0", " ")
    assert "Ändrat sedan utgåva 1" in page and "Beslutade förändringar" in page
    told = json.loads(second.files.get(format="json").file.read())["changes"]["rows"]
    assert {row["kind"] for row in told} == {"figure"} and len(told) == 7
    client.logout()
    assert client.get("/rapporter/budgetforutsattningar/2027/").status_code == 404
    editions.publish(second, by=world.controller)
    assert {row.exposure for row in Path.objects.all()} == {"published"}
    assert Outcome.objects.get(period="2027", sex="T").exposure == "published"
    assert client.get("/rapporter/budgetforutsattningar/2027/").status_code == 200


def test_it_is_read_and_never_approved_and_not_issued_without_a_room(world: World) -> None:
    with pytest.raises(Refusal, match="Inget scenario som är i bruk säger något om 2027"):
        editions.issue_premises(world.term, 2027, by=world.controller)
    reported.frames(world)
    with pytest.raises(Refusal, match="ligger inte i perioden"):
        editions.issue_premises(world.term, 2031, by=world.controller)
    with pytest.raises(Refusal):
        editions.issue_premises(world.term, 2027, by=world.council_secretary)
    edition = issued(world)  # without goals and proposals too
    with pytest.raises(Refusal, match="Budgetförutsättningar är ett underlag och godkänns inte"):
        editions.approve(edition, world.decision(world.council, "round"), by=world.council_secretary)
