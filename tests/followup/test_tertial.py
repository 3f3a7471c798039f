"""A tertial round from plan to report: part-year outcomes count, what is annual is read by its forecast."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning import pdf
from burlov_styrning.workflow import writing
from followup import making, rounds
from followup.models import Assessment, FollowUpRound, Report, ReportEdition
from goals.models import Goal, Path, PathValue, Target
from indicators import outcomes
from indicators.entries import Entry
from indicators.models import Indicator, Outcome
from tests.followup import reported
from tests.followup.making import made_goal
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db
TAG = re.compile(r"<[^>]+>")


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDFs of all kinds are tried where the command is."""
    monkeypatch.setattr(pdf, "render", reported.pretended)


@pytest.fixture(autouse=True)
def spring(settings: Any) -> None:
    """The first tertial is over."""
    settings.TODAY = date(2027, 5, 20)


@pytest.fixture
def goal(world: World) -> Goal:
    """A goal with a measure that is taken each tertial (85 wanted in 2027) and an annual one (60 wanted)."""
    made = made_goal(world, outcome=None)
    Indicator.objects.filter(pk=world.indicator.pk).update(frequency="tertial")
    annual = make_indicator("nojda", world.school)
    target = Target.objects.create(
        goal=made, indicator=annual, version=annual.current, baseline_year=2026, baseline_value=Decimal(50),
        value=Decimal(80),
    )  # fmt: skip
    with writing():
        path = Path.objects.create(target=target, organ=world.school, state="decided", exposure="record")
    PathValue.objects.create(path=path, year=2027, value=Decimal(60))
    return made


def act(world: World, who: str, name: str, *args: Any, **data: Any) -> Any:
    """A person fills in a page and sends it."""
    client = Client()
    client.force_login(world.users[who])
    answer = client.post(reverse(f"followup:{name}", args=args), data)
    assert answer.status_code == 302, TAG.sub(" ", answer.content.decode())[:3000]
    return answer


def test_a_tertial_from_plan_to_report(world: World, goal: Goal) -> None:
    world.phase("follow_up")
    plan = {"kind": "tertial", "year": "2027", "period_end": "2027-04-30"}
    act(world, "controller", "round-plan", world.term.key, **plan)
    round_ = FollowUpRound.objects.get()
    assert (round_.key, str(round_)) == ("tertial2027", "tertialrapport 1 2027")
    act(world, "controller", "round-open", round_.pk)

    entry = Entry(Indicator.objects.get(pk=world.indicator.pk), "2027-T1", value=Decimal(86))
    outcomes.enter(entry, by=world.staff)
    forms = {f"{prefix}-{count}_FORMS": str(n) for prefix in ("siffra", "matning", "bilaga")
             for count, n in (("TOTAL", 1), ("INITIAL", 0))}  # fmt: skip
    annual = Indicator.objects.get(key="nojda")
    said = {"status": "on_course", "analysis": "Det går åt rätt håll.", "motivation": "", "revision": "1"}
    forecast = {f"value_{annual.pk}": "57", f"comment_{annual.pk}": "Enkäten i mars"}
    act(world, "staff", "assessment-new", round_.pk, goal.pk, world.school.pk, gor="spara", **said, **forms, **forecast)
    row = Assessment.objects.get()
    act(world, "manager", "assessment-ready", row.pk)
    decided = {"date": "2027-05-20", "paragraph": "44", "registry": "UKN 2027/1", "matters": [row.pk]}
    act(world, "secretary", "assessment-decision", round_.pk, world.school.pk, **decided)
    row.refresh_from_db()
    assert row.state == "approved"
    act(world, "controller", "round-close", round_.pk)
    act(world, "controller", "report-choose", round=round_.pk, kind="tertial")
    act(world, "controller", "report-issue", Report.objects.get().pk)
    edition = ReportEdition.objects.get()
    making.make(edition.pk)
    edition.refresh_from_db()
    assert edition.state == "proposed", edition.problem

    files = {file.format: file.file.open("rb").read() for file in edition.files.all()}
    text = re.sub(r"\s+", " ", unescape(TAG.sub(" ", files["html"].decode().split("</style>")[1])))
    assert "Tertialrapport 1 2027" in text and "Målen till och med 2027-04-30" in text
    assert "utfallet avser en del av året" in text and "(2 av 2 mätta, varav 1 enligt prognos)" in text
    assert "Prognos för helåret: ▲ på väg (57 %)" in text
    assert "God ekonomisk hushållning" not in text.split("Innehåll")[1].split("Sammandrag")[0]
    found = json.loads(files["json"])
    by_key = {row["indicator"]: row for row in found["figures"] if row["period"] == "2027" and row["sex"] == "T"}
    part, whole = by_key[world.indicator.key], by_key["nojda"]
    assert (part["outcome"], part["status"], part["forecast_status"]) == ("86", "met", None)
    assert (whole["outcome"], whole["status"], whole["forecast"]) == (None, "unknown", "57")
    assert (whole["forecast_status"], found["kind"]) == ("on_course", "tertial")
    assert found["goals"][0]["suggestion"] == "on_course"

    first = Outcome.objects.get(period="2027-T1")
    outcomes.revise(first, replace(entry, value=Decimal(87), published="2027-05-19"), by=world.staff)
    client = Client()
    client.force_login(world.staff)
    assert "Reviderat 2027-05-19: 87" in client.get(reverse("followup:edition", args=[edition.pk])).content.decode()


def test_the_tertials_of_a_year_are_told_apart(world: World) -> None:
    term = world.phase("follow_up")
    ends = [date(2027, 4, 30), date(2027, 8, 31), date(2027, 5, 31)]
    made = [rounds.plan(term, 2027, "tertial", end, by=world.controller) for end in ends]
    assert [str(row) for row in made] == [
        "tertialrapport 1 2027", "tertialrapport 2 2027", "tertialrapport maj 2027",
    ]  # fmt: skip
    assert len({row.key for row in made}) == 3
    named = rounds.edit(made[0], by=world.controller, name="Uppföljningsrapport 1")
    assert str(FollowUpRound.objects.get(pk=named.pk)) == "Uppföljningsrapport 1"
