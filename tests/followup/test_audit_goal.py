"""One goal as it stood on a day: what was decided, known and approved by then, with the words of then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from burlov_styrning import papers
from burlov_styrning.base.models import Access, Decision, Organ
from burlov_styrning.papers import Grid, Heading, Points, Text
from followup import assessments, grounds
from followup.audit import known, sheet
from followup.models import Assessment
from goals import goals, paths
from goals.goals import GoalWords
from goals.models import Goal
from goals.models import Path as GoalPath
from goals.targets import TargetWords
from indicators.models import Outcome
from tests.followup.making import GOOD, made_assessment, made_goal, made_round
from tests.verify_pdf import verify_pdf
from tests.world import World

pytestmark = pytest.mark.django_db


def decision(world: World, organ: Organ, kind: str, day: str, paragraph: str) -> Decision:
    row = world.decision(organ, kind, paragraph)
    Decision.objects.filter(pk=row.pk).update(date=day)
    row.refresh_from_db()
    return row


def text_of(goal: Goal, user: Any, day: str) -> str:
    """Everything that the paper says."""
    fresh = Goal.objects.select_related("term", "area", "decision__organ").get(pk=goal.pk)
    paper = sheet.of(fresh, user, date.fromisoformat(day)).paper
    said = [f"{label}: {value}" for label, value in paper.facts]
    for block in paper.blocks:
        if isinstance(block, Text | Heading):
            said.append(block.text)
        elif isinstance(block, Points):
            said += block.items
        elif isinstance(block, Grid):
            said += [" | ".join(row) for row in block.rows]
    return "\n".join([paper.title, *said]).replace("\u00a0", " ")


@pytest.fixture
def goal(world: World) -> Goal:
    """Adopted in January 2026, changed in June."""
    adopted = decision(world, world.council, "select", "2026-01-10", "5")
    return made_goal(world, title="Plats i tid", decision=adopted)


def test_what_was_decided_by_the_day(world: World, goal: Goal) -> None:
    changed = decision(world, world.council, "change", "2026-06-10", "61")
    aim = TargetWords(world.indicator, baseline_year=2026, baseline_value=Decimal(80), value=Decimal(95))
    words = GoalWords(wording="Senast 2030 får alla plats", title="Plats för alla", area=world.area,
                      owners=[world.school, world.social], targets=[aim])  # fmt: skip
    goals.change(goal, words, changed, by=world.council_secretary)
    before, after = text_of(goal, world.auditor, "2026-06-09"), text_of(goal, world.auditor, "2026-06-10")
    assert before.startswith("Plats i tid") and "Senast 2030 får fler plats" in before
    assert "Ansvarig: Utbildningsnämnden\n" in before and "Indikator plats (%) | 80 (2026) | 92" in before
    assert "§ 61" not in before and "räknas därför inte om" in before
    assert after.startswith("Plats för alla") and "Ansvarig: Socialnämnden och Utbildningsnämnden" in after
    assert "Ändrat genom beslut av Kommunfullmäktige, 10 juni 2026, § 61" in after
    assert "Kommunfullmäktige, 10 juni 2026, § 61, dnr 2026/1 | 80 (2026) | 95" in after
    assert "Målet var inte antaget den 9 januari 2026." in text_of(goal, world.auditor, "2026-01-09")


def test_the_path_that_was_fixed_by_the_day(world: World, goal: Goal) -> None:
    row = GoalPath.objects.get(target__goal=goal)
    first, second = (decision(world, world.school, "path", day, day[5:7]) for day in ("2026-03-01", "2026-09-01"))
    GoalPath.objects.filter(pk=row.pk).update(decision=first)
    world.phase("breakdown")
    values = {2027: Decimal(88), 2028: None, 2029: None, 2030: Decimal(92)}
    new = paths.lay(row.target, world.school, by=world.staff, values=values)
    paths.mark_ready(new, by=world.manager)
    paths.decide(new, second, by=world.secretary)
    assert "Ingen progression var fastställd." in text_of(goal, world.auditor, "2026-02-28")
    assert "Utbildningsnämnden, 1 mars 2026, § 03, dnr 2026/1 | 85" in text_of(goal, world.auditor, "2026-08-31")
    assert "Utbildningsnämnden, 1 september 2026, § 09, dnr 2026/1 | 88 | – | – | 92" in text_of(
        goal, world.auditor, "2026-09-01"
    )


def test_the_judgement_with_the_words_that_were_approved(world: World, goal: Goal) -> None:
    def at(day: str, who: str, act: Any) -> None:
        last = LogEntry.objects.latest("pk").pk
        act(world.users[who])
        moment = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
        LogEntry.objects.filter(pk__gt=last).update(timestamp=moment)

    def approve(day: str) -> Any:
        made = decision(world, world.school, "approve", day, day[8:])
        return lambda by: assessments.approve(row, made, by=by)

    round_ = made_round(world)
    kept: list[Assessment] = []
    said = {**GOOD, "analysis": "TEXT A", "written": [grounds.Written("figure", "KÖN I APRIL")]}
    at("2028-02-01", "staff", lambda by: kept.append(assessments.start(round_, world.school, by=by, goal=goal, **said)))
    row = kept[0]
    at("2028-02-02", "manager", lambda by: assessments.mark_ready(row, by=by))
    at("2028-02-20", "secretary", approve("2028-02-10"))  # put down ten days after it was made
    at("2028-03-01", "controller", lambda by: assessments.reopen(row, by=by, comment="Fel siffra."))
    changed = {**GOOD, "analysis": "TEXT B"}
    at("2028-03-05", "staff", lambda by: assessments.edit(row, by=by, revision=row.revision, **changed))
    at("2028-03-06", "manager", lambda by: assessments.mark_ready(row, by=by))
    at("2028-03-15", "secretary", approve("2028-03-15"))
    auditor = world.auditor
    assert "Inget omdöme var godkänt." in text_of(goal, auditor, "2028-02-09")
    late = text_of(goal, auditor, "2028-02-12")
    assert (
        "TEXT A" in late
        and "§ 10" in late
        and "först efter den dag som visas: årsredovisning 2027 (2028-02-20)" in late
    )
    for day in ("2028-02-25", "2028-03-10"):  # approved; and opened again, written anew
        text = text_of(goal, auditor, day)
        assert "TEXT A" in text and "TEXT B" not in text and "KÖN I APRIL" in text and "§ 10" in text
    now = text_of(goal, auditor, "2028-03-15")
    assert "TEXT B" in now and "TEXT A" not in now and "§ 15" in now
    assert "Indikatorerna ensamma" in now


def test_a_judgement_that_was_approved_before_its_period_ended_is_there_from_its_decision(
    world: World, goal: Goal
) -> None:
    row = made_assessment(world, "approved", goal=goal, analysis="FÖRE ÅRETS SLUT")
    assert row.decision and row.round.period_end == "2027-12-31"
    Decision.objects.filter(pk=row.decision.pk).update(date="2027-11-20")
    assert "FÖRE ÅRETS SLUT" in text_of(goal, world.auditor, "2027-11-20")
    assert "FÖRE ÅRETS SLUT" not in text_of(goal, world.auditor, "2027-11-19")
    Decision.objects.filter(pk=row.decision.pk).update(date=None)  # of a book: the day is not known
    assert "FÖRE ÅRETS SLUT" in text_of(goal, world.auditor, "2027-12-31")
    assert "FÖRE ÅRETS SLUT" not in text_of(goal, world.auditor, "2027-12-30")


def test_what_was_known_by_the_day(world: World, goal: Goal) -> None:
    first = Outcome.objects.get()
    Outcome.objects.filter(pk=first.pk).update(published="2028-02")
    revised = Outcome.objects.create(
        indicator=world.indicator, version=world.indicator.current, municipality=world.municipality, period="2027",
        year=2027, value="79", status="revised", exposure="record", published="2028-04-02",
    )  # fmt: skip
    entered = Outcome.objects.create(
        indicator=world.indicator, version=world.indicator.current, municipality=world.municipality, period="2026",
        year=2026, value="80", exposure="record",
    )  # fmt: skip

    def on(day: str) -> set[int]:
        return set(known.by(date.fromisoformat(day)).values_list("pk", flat=True))

    assert on("2028-02-28") == {entered.pk}
    assert on("2028-02-29") == on("2028-04-01") == {entered.pk, first.pk}
    assert on("2028-04-02") == {entered.pk, first.pk, revised.pk}
    assert on("2020-01-01") == set()
    assert "\n2027 | 81 |" in text_of(goal, world.auditor, "2028-04-01")
    assert "\n2027 (reviderat) | 79 |" in text_of(goal, world.auditor, "2028-04-02")


def test_the_page_the_pdf_and_word_say_the_same(world: World, goal: Goal, tmp_path: Path) -> None:
    client = Client()
    client.force_login(world.auditor)
    page = client.get(reverse("followup:audit-goal", args=[goal.pk]), {"per": "2026-02-01"}).content.decode()
    assert "1 februari 2026" in page and "?mal=" in page and 'value="2026-02-01"' in page
    assert client.get(reverse("followup:audit-goal", args=[goal.pk]), {"per": "9999-12-31"}).status_code == 200
    word = client.get(reverse("followup:audit-goal-paper", args=[goal.pk, "docx"]), {"per": "2026-02-01"})
    assert word["Content-Disposition"].startswith('attachment; filename="granskningsunderlag-plats-i-tid')
    file = tmp_path / "underlag.pdf"
    file.write_bytes(papers.as_pdf(sheet.of(Goal.objects.get(pk=goal.pk), world.auditor, date(2026, 2, 1)).paper))
    assert verify_pdf(file, "ua1,2a") == []


def test_drafts_about_the_goal_are_read_on_own_logged_request(world: World, goal: Goal) -> None:
    row = made_assessment(world, goal=goal, analysis="UTKASTETS TEXT")
    world.phase("breakdown", "follow_up")
    target = goal.targets.get()
    path = paths.lay(target, world.school, by=world.staff, values={2027: Decimal(88), 2030: Decimal(92)})
    client = Client()
    client.force_login(world.auditor)
    address, asking = (reverse(f"followup:{name}", args=[goal.pk]) for name in ("audit-goal", "audit-goal-ask"))
    page = client.get(address).content.decode()
    shown = [reverse("followup:assessment-show", args=[row.pk]), reverse("goals:path-show", args=[world.term, path.pk])]
    assert "Utkast och anteckningar" in page and "Omdöme, årsredovisning 2027" in page
    assert not [url for url in shown if url in page or client.get(url).status_code == 200]
    assert client.post(asking, {"comment": ""}).status_code == 422
    assert client.post(asking, {"comment": "Granskning 7"}).status_code == 302
    page = client.get(address).content.decode()
    assert all(url in page and client.get(url).status_code == 200 for url in shown)
    assert {(one.kind, one.reason) for one in Access.objects.all()} == {
        ("assessment", "Granskning 7"), ("path", "Granskning 7"),
    }  # fmt: skip
    assert "UTKASTETS TEXT" not in page  # the paper itself shows what was approved
