"""What the auditors examine a round by, as an edition: whole, of what is decided alone, and theirs alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from burlov_styrning import pdf
from burlov_styrning.refusals import Refusal
from burlov_styrning.workflow import writing
from followup import editions, making
from followup.audit import log
from followup.content.audit.snapshot import collect
from followup.models import Assessment, FollowUpRound, ReportEdition
from goals.models import Goal
from tests.followup import reported
from tests.followup.forms import sheet, text_of
from tests.goals.making import made as made_proposal
from tests.goals.making import made_need
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "render", reported.pretended)


def client_of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def issued(world: World) -> ReportEdition:
    found = editions.issue_audit(reported.closed(world), by=world.auditor, background=False)
    making.make(found.edition.pk)
    return ReportEdition.objects.select_related("report").get(pk=found.edition.pk)


def test_it_has_what_is_decided_with_who_and_when_and_nothing_that_is_worked_on(world: World, tmp_path: Any) -> None:
    goal = reported.goal(world, 1, judged="met")  # better than its figures
    proposal = made_proposal(world, "submitted", made_need(world), title="Fler platser i tid")
    goal.proposals.add(proposal)
    with writing():
        own = reported.goal(world, 0, judged=None)
        Goal.objects.filter(pk=own.pk).update(level="committee")
        Goal.objects.filter(pk=reported.goal(world, 2).pk).update(exposure="working")
        Assessment.objects.create(
            round=reported.closed(world), goal=own, organ=world.school, status="met", analysis="ETT UTKAST"
        )
    edition = issued(world)
    assert "ETT UTKAST" not in edition.snapshot
    said = json.loads(edition.snapshot)
    assert [(row["goal"], row["number"]) for row in said["goals"]] == [("g1", 1), ("g0", 2)]
    acts = [act["act"] for act in said["audit"]["goals"][0]["acts"]]
    assert {"adopted", "proposed", "path", "approved"} <= set(acts) and acts.count("adopted") == 1
    for form in ("html", "docx"):
        file = tmp_path / f"r.{form}"
        file.write_bytes(edition.files.get(format=form).file.open("rb").read())
        text = text_of(file)
        assert "1 mål är bedömt bättre än vad indikatorerna ensamma säger" in text
        assert "1 mål har ingen godkänd bedömning" in text and "Fler platser i tid" in text
        assert "Kön till förskolan växer" in text and "Målet antogs" in text and "Ingen rapport om" in text
    book = tmp_path / "r.xlsx"
    book.write_bytes(edition.files.get(format="xlsx").file.open("rb").read())
    assert sheet(book, "Att granska")[0]["Bättre än siffrorna"] == "ja"
    assert "Målet antogs" in [row["Vad"] for row in sheet(book, "Vem och när")]


def test_the_auditors_alone_make_it_find_it_and_hear_of_it(world: World) -> None:
    reported.goal(world, 1)
    round_ = reported.closed(world)
    address = reverse("followup:audit-report")
    client = client_of(world, "auditor")
    assert "Ta fram underlag som rapport" in client.get(reverse("followup:audit")).content.decode()
    assert client.post(address, {"round": ""}).status_code == 422
    answer = client.post(address, {"round": round_.pk})
    edition = ReportEdition.objects.get()
    assert answer["Location"] == reverse("followup:edition", args=[edition.pk])
    assert "Avbryt framställningen" in client.get(answer["Location"]).content.decode()
    making.make(edition.pk)
    page = client.get(answer["Location"]).content.decode()
    assert "nej, läses bara av revisorerna" in page and "Publicera utgåvan" not in page
    assert (
        "Granskningsunderlag 2027" in page and f"/rapporter/{edition.pk}/" in client.get("/rapporter/").content.decode()
    )
    sha256 = {"sha256": ReportEdition.objects.get().sha256}
    assert "Ja, det är utgåva 1" in client.post(reverse("followup:report-verify"), sha256).content.decode()
    for who in ("controller", "board_secretary", "council_secretary", "administrator"):
        other = client_of(world, who)
        assert other.get(answer["Location"]).status_code == 404
        assert f"/rapporter/{edition.pk}/" not in other.get("/rapporter/").content.decode()
        assert "Nej, den finns inte" in other.post(reverse("followup:report-verify"), sha256).content.decode()
    assert (
        client_of(world, "controller").get(reverse("followup:report-prepare", args=[edition.report_id])).status_code
        == 404
    )
    told = [{row.content_type.model for row in log.lines(user)} for user in (world.auditor, world.controller)]
    assert told[0] - told[1] >= {"report", "reportedition", "editionfile"} and LogEntry.objects.exists()
    with pytest.raises(Refusal):
        editions.issue_audit(round_, by=world.controller)
    with pytest.raises(Refusal):
        editions.publish(ReportEdition.objects.get(), by=world.auditor)


def test_the_next_one_says_what_has_been_decided_and_issued_since(world: World) -> None:
    goal = reported.goal(world, 1)
    with writing():
        FollowUpRound.objects.filter(pk=reported.closed(world).pk).update(state="open")
    first = issued(world)  # while the round is open: what is decided so far
    goal.decision = world.decision(world.council, "select", "131")
    goal.save()
    second = issued(world)
    told = json.loads(second.files.get(format="json").file.read())["changes"]["rows"]
    assert (first.number, second.number) == (1, 2) and "Målet antogs" in {row["what"] for row in told}
    with writing():
        FollowUpRound.objects.update(state="planned")
    with pytest.raises(Refusal, match="Det finns inget att granska än"):
        issued(world)


@pytest.mark.alike
def test_the_number_of_queries_does_not_grow(
    world: World, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    reported.goal(world, 0).proposals.add(made_proposal(world, "submitted", title="Ett"))
    with django_assert_max_num_queries(45) as few:
        collect(reported.closed(world))
    for number in (1, 2, 3):
        reported.goal(world, number).proposals.add(made_proposal(world, "submitted", title=f"Nr {number}"))
    with django_assert_num_queries(len(few)):
        collect(reported.closed(world))
