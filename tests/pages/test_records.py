"""Public records: each reads what they may, and has it with time and number in one file; what is late; notes."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from burlov_styrning.clock import at
from burlov_styrning.pages.work.facts import gather
from burlov_styrning.pages.work.tasks import tasks
from followup import activities, assessments
from followup.models import Activity
from followup.progress import Progress
from tests.followup.making import made_activity, made_assessment, made_goal
from tests.goals.making import made
from tests.world import World

pytestmark = pytest.mark.django_db


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def test_what_is_handed_over_or_decided_is_had_in_one_file_with_time_and_number(world: World) -> None:
    handed_in = made(world, "submitted")
    row = made_assessment(world, "reopened")
    assessments.edit(row, by=world.staff, revision=row.revision, analysis="Arbetsmaterial")
    made_assessment(world, "draft", row.round, made_goal(world, key="m2"), analysis="Bara ett utkast")
    made_activity(world, decided=True, goal=row.goal)
    page = signed_in(world, "secretary").get("/allmanna-handlingar/?kind=bedomning").content.decode()
    assert "Hämta handlingen" in page and "hamta.zip?kind=bedomning" in page and "2026/1" in page
    for who, reads in (("secretary", True), ("other_member", False), ("auditor", True)):
        answer = signed_in(world, who).get("/allmanna-handlingar/hamta.zip")
        file = zipfile.ZipFile(BytesIO(answer.content))
        texts = "\n".join(file.read(name).decode("utf-8-sig") for name in file.namelist() if name != "register.xlsx")
        assert (handed_in.title in texts) is reads and ("Personalen räckte inte." in texts) is reads
        assert "Arbetsmaterial" not in texts and "Bara ett utkast" not in texts
    sheet = load_workbook(BytesIO(zipfile.ZipFile(BytesIO(answer.content)).read("register.xlsx")))["Register"]
    lines = {line[1]: line for line in sheet.iter_rows(values_only=True, min_row=2)}
    assert {"godkänd bedömning", "inlämnat målförslag", "beslut", "beslutad aktivitet"} <= lines.keys()
    judged = lines["godkänd bedömning"]
    assert judged[4:8] == (
        "2026-12-02",
        timezone.localtime().strftime("%Y-%m-%d") + str(judged[5])[10:],
        "12",
        "2026/1",
    )
    assert signed_in(world, "employee").get("/allmanna-handlingar/").status_code == 404


def test_an_activity_whose_day_has_been_waits_for_those_who_do_it(world: World) -> None:
    row = made_activity(world)
    for due, late in (("2027-06", True), ("2027-06-30", True), ("2027", False), ("2027-07-01", False), (None, False)):
        Activity.objects.filter(pk=row.pk).update(due=due)
        row.refresh_from_db()
        with at(date(2027, 7, 1)):
            assert activities.overdue(Activity.objects.all()).exists() is activities.is_overdue(row) is late
            for who in ("unit_staff", "manager", "other_staff", "controller", "member"):
                titles = [str(task.title) for task in tasks(gather(world.users[who]))]
                mine = late and who in ("unit_staff", "manager")
                assert ("Uppdatera en försenad aktivitet" in titles) is mine, (who, due)
    Activity.objects.filter(pk=row.pk).update(due="2027-06", state="done")
    with at(date(2027, 7, 1)):
        assert not activities.overdue(Activity.objects.all()).exists()
        Activity.objects.filter(pk=row.pk).update(state="ongoing")
        shown = signed_in(world, "unit_staff").get(f"/{world.term.key}/aktiviteter/?sena=ja").content.decode()
        assert "försenad</b>" in shown


def test_a_note_is_dated_says_what_it_is_about_and_stays_inside(world: World) -> None:
    goal = made_goal(world, exposure="published")
    address = f"/{world.term.key}/mal/{goal.pk}/anteckningar/"
    client = signed_in(world, "staff")
    empty = client.post(address, {"text": " "})
    assert empty.status_code == 422 and "Fyll i det här fältet." in empty.content.decode()
    client.post(address, {"text": "Ny avdelning öppnade i maj.", "about": f"i{world.indicator.pk}"})
    said = signed_in(world, "member").get(address).content.decode()
    assert "Ny avdelning öppnade i maj." in said and "utfallet för Indikator plats" in said and "i dag" in said
    assert address in client.get(f"/{world.term.key}/mal/{goal.pk}/").content.decode()
    outside = Client().get(f"/{world.term.key}/mal/{goal.pk}/").content.decode()
    assert "Ny avdelning" not in outside and address not in outside
    assert signed_in(world, "board_member").get(address).status_code == 404


def test_what_is_ready_is_counted_beside_what_is_approved(world: World) -> None:
    row = made_assessment(world, "ready")
    for who, text in (("controller", "0 av 3 godkända, 1 klar för beslut"), ("board_member", "0 av 3 godkända")):
        assert Progress(row.round, world.users[who]).whole.text == text
    page = signed_in(world, "controller").get(f"/uppfoljning/{row.round_id}/").content.decode()
    assert "0 av 1 godkända, 1 klar för beslut" in page and 'hx-trigger="every 60s"' in page
