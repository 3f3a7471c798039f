"""A committee's own words: written by its staff, decided with its judgements, read by others when they are decided."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Access
from burlov_styrning.refusals import Refusal
from followup import openings
from followup.models import Assessment, Opening
from tests.followup.making import approval, made_assessment, made_goal, made_opening, made_round
from tests.world import World

pytestmark = pytest.mark.django_db


def client_of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def test_it_is_written_marked_ready_and_decided_with_the_judgements(world: World) -> None:
    round_ = made_round(world)
    judged = made_assessment(world, "ready", round_)
    at = [round_.pk, world.school.pk]
    page, write = reverse("followup:opening", args=at), reverse("followup:opening-write", args=at)
    of_round = reverse("followup:round-show", args=[round_.pk])
    staff, member = client_of(world, "staff"), client_of(world, "member")
    assert f'href="{write}"' in staff.get(of_round).content.decode()
    assert staff.get(page)["Location"] == write
    assert "Fyll i" in staff.post(write, {"text": " "}).content.decode() and not Opening.objects.exists()
    staff.post(write, {"text": "## Året\n**Vi** har räckt till."})
    assert "<strong>Vi</strong>" in staff.get(page).content.decode() and member.get(page).status_code == 404
    assert "Inledning till nämndens kapitel: utkast." in client_of(world, "controller").get(of_round).content.decode()
    manager, secretary = client_of(world, "manager"), client_of(world, "secretary")
    manager.post(reverse("followup:opening-ready", args=at))
    assert "<strong>Vi</strong>" in member.get(page).content.decode()
    decide = reverse("followup:assessment-decision", args=at)
    form = secretary.get(decide).content.decode()
    assert "Inledningen till nämndens kapitel" in form and 'id="id_opening" checked' in form.replace("  ", " ")
    told = secretary.post(
        decide, {"matters": [judged.pk], "opening": "on", "date": "2026-11-02", "paragraph": "112"}, follow=True
    ).content.decode()
    assert "1 bedömning är godkänd. Inledningen är godkänd." in told and "Inledning till nämndens kapitel" in told
    row = Opening.objects.get()
    assert row.state == "approved" and row.decision == Assessment.objects.get().decision
    assert "<strong>Vi</strong>" in client_of(world, "auditor").get(page).content.decode()


def test_it_can_be_decided_alone_and_is_in_the_paper_and_the_minutes(world: World) -> None:
    row = made_opening(world, "ready")
    secretary, at = client_of(world, "secretary"), [row.round_id, world.school.pk]
    paper = secretary.get(reverse("followup:assessment-paper", args=[*at, "docx"]))
    assert paper.status_code == 200
    decide = reverse("followup:assessment-decision", args=at)
    nothing = secretary.post(decide, {"date": "2026-11-02", "paragraph": "112"})
    assert nothing.status_code == 422 and Opening.objects.get().state == "ready"
    secretary.post(decide, {"opening": "on", "date": "2026-11-02", "paragraph": "112"})
    row.refresh_from_db()
    assert row.state == "approved"
    extract = secretary.get(reverse("pages:decision-extract", args=[row.decision_id, "docx"]))
    assert extract.status_code == 200


def test_two_writers_lose_nothing_and_what_is_opened_again_is_decided_anew(world: World) -> None:
    row = made_opening(world)
    write = reverse("followup:opening-write", args=[row.round_id, world.school.pk])
    both = client_of(world, "staff").post(write, {"text": "Min text", "revision": "0"})
    text = both.content.decode()
    assert both.status_code == 409 and "Min text" in text and "har räckt till" in text
    openings.mark_ready(row, by=world.manager)
    openings.approve(row, approval(world, paragraph="14"), by=world.secretary)
    openings.reopen(row, by=world.controller, comment="Siffran är rättad.")
    openings.edit(row, by=world.staff, revision=row.revision, text="Ny text")
    assert openings.text_for(row, world.auditor).endswith("räckt till.")
    assert openings.text_for(row, world.staff) == "Ny text" and row.changed_after_decision
    openings.mark_ready(row, by=world.manager)
    openings.approve(row, approval(world, paragraph="21"), by=world.secretary)
    assert openings.text_for(row, world.auditor) == "Ny text" and not row.changed_after_decision


def test_an_auditor_reads_a_draft_on_own_request_and_a_controller_when_invited(world: World) -> None:
    row = made_opening(world)
    at = [row.round_id, world.school.pk]
    page, ask = reverse("followup:opening", args=at), reverse("followup:opening-ask", args=at)
    auditor, controller = client_of(world, "auditor"), client_of(world, "controller")
    of_round = auditor.get(reverse("followup:round-show", args=at[:1])).content.decode()
    assert f'href="{ask}"' in of_round and auditor.get(page).status_code == controller.get(page).status_code == 404
    auditor.post(ask, {"comment": "Granskning 7"})
    invite = reverse("followup:opening-invite", args=at)
    client_of(world, "staff").post(invite, {"person": world.controller.person.pk})
    for client in (auditor, controller):
        assert "har räckt till" in client.get(page).content.decode()
    assert {(one.kind, one.reason) for one in Access.objects.all()} == {("opening", "Granskning 7"), ("opening", "")}


def test_only_who_has_a_chapter_opens_it_and_only_with_own_decision(world: World) -> None:
    made_goal(world, world.social)
    round_ = made_round(world)
    with pytest.raises(Refusal, match="har ett kapitel"):
        openings.start(round_, world.school, by=world.staff, text="Vi")
    row: Any = openings.start(round_, world.social, by=world.other_staff, text="Vi")
    openings.mark_ready(row, by=world.other_manager)
    with pytest.raises(Refusal, match="annat organs"):
        openings.approve(row, approval(world), by=world.other_secretary)


def test_who_closes_the_round_is_told_which_are_not_decided(world: World) -> None:
    row = made_opening(world, "ready")
    client, close = client_of(world, "controller"), reverse("followup:round-close", args=[row.round_id])
    assert re.search(rf"<li>{world.school}: klar", client.get(close).content.decode(), re.IGNORECASE)
    said = client.post(close, follow=True).content.decode()
    assert "1 inledning är inte beslutad och tas inte med i rapporten." in said
