"""Meetings and decisions: entered by the organ's secretary, read by whom they concern."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning import clock
from burlov_styrning.base import decisions, meetings
from burlov_styrning.base.models import Correction, Decision, Event, Meeting
from burlov_styrning.base.moves import DECISIONS
from burlov_styrning.refusals import Reason, Refusal
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 3)


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def test_the_secretary_enters_the_organs_meeting(world: World) -> None:
    client = signed_in(world, "secretary")
    client.post(reverse("base:meeting-add"), {"organ": world.school.pk, "date": "2027-02-03", "papers": "2027-01-27"})
    row = Meeting.objects.get()
    assert (row.organ, row.date, row.papers) == (world.school, DAY, date(2027, 1, 27))


def test_only_own_organs_can_be_chosen(world: World) -> None:
    page = signed_in(world, "secretary").post(
        reverse("base:meeting-add"), {"organ": world.social.pk, "date": "2027-02-03"}
    )
    assert not Meeting.objects.exists()
    assert "Socialnämnden" not in page.content.decode()
    with pytest.raises(Refusal) as refused:
        meetings.plan(world.social, DAY, by=world.secretary)
    assert refused.value.reason is Reason.RIGHT


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"papers": "2027-02-04"}, "Handlingsstoppet kan inte ligga efter sammanträdet."),
        ({"date": "2027-02-30"}, "den ska finnas i almanackan"),
        ({"date": "2027-03-03"}, "Organet har redan ett sammanträde den dagen."),
    ],
)
def test_a_wrong_meeting_is_said_beside_its_field(world: World, typed: dict[str, str], sentence: str) -> None:
    meetings.plan(world.school, date(2027, 3, 3), by=world.secretary)
    given = {"organ": world.school.pk, "date": "2027-02-03", "title": "Budget"} | typed
    html = signed_in(world, "secretary").post(reverse("base:meeting-add"), given).content.decode()
    assert sentence in html and "Budget" in html
    assert Meeting.objects.count() == 1


def test_a_meeting_with_decisions_keeps_its_day(world: World) -> None:
    row = meetings.plan(world.school, DAY, by=world.secretary)
    meetings.edit(row, by=world.secretary, day=date(2027, 2, 10))
    Decision.objects.create(key="x", organ=world.school, kind="submit", meeting=row, exposure="record")
    with pytest.raises(Refusal, match="Dagen kan därför inte ändras"):
        meetings.edit(row, by=world.secretary, day=date(2027, 2, 17))
    meetings.edit(row, by=world.secretary, day=date(2027, 2, 10), title="Budget")
    assert Meeting.objects.get().title == "Budget"


def test_the_list_shows_what_comes_and_on_demand_what_was(world: World) -> None:
    meetings.plan(world.school, date(2026, 11, 2), by=world.secretary, title="Gångna")
    meetings.plan(world.school, date(2026, 12, 2), by=world.secretary, title="Kommande")
    client, address = signed_in(world, "employee"), reverse("base:meetings")
    with clock.at(date(2026, 11, 23)):
        now, been = client.get(address).content.decode(), client.get(address, {"time": "been"}).content.decode()
    assert "Kommande" in now and "Gångna" not in now
    assert "Gångna" in been and "Kommande" not in been


def test_a_published_decision_is_read_by_all_and_what_it_decided_is_told_to_the_floors(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Decision] = []
    monkeypatch.setattr(decisions, "on_publish", [told.append])
    row = decisions.record(world.school, "submit", by=world.secretary, date="2026-12-02", paragraph="112")
    address = reverse("base:decision", args=[row.pk])
    assert client.get(address).status_code == 404
    signed_in(world, "secretary").post(reverse("base:decision-publish", args=[row.pk]))
    assert client.get(address).status_code == 200
    assert told == [row]
    row.refresh_from_db()
    assert row.published_at and row.exposure == "published"
    assert [e.move for e in Event.of(row)] == ["record", "publish"]


def test_a_floor_that_fails_stops_the_publishing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(decision: Decision) -> None:
        raise ValueError

    monkeypatch.setattr(decisions, "on_publish", [fail])
    row = decisions.record(world.school, "submit", by=world.secretary, date="2026-12-02", paragraph="112")
    with pytest.raises(ValueError):
        decisions.publish(row, by=world.secretary)
    assert Decision.objects.get().exposure == "record"


def test_publishing_is_offered_once(world: World) -> None:
    row = decisions.record(world.school, "submit", by=world.secretary, date="2026-12-02", paragraph="112")
    assert [m.name for m in DECISIONS.offered(row, world.secretary)] == ["complete", "correct", "publish"]
    decisions.publish(row, by=world.secretary)
    assert [m.name for m in DECISIONS.offered(row, world.secretary)] == ["complete", "correct"]
    with pytest.raises(Refusal) as refused:
        decisions.publish(row, by=world.secretary)
    assert refused.value.reason is Reason.STATE


def test_the_minutes_are_completed(world: World) -> None:
    row = decisions.record(
        world.school, "submit", by=world.secretary, date="2026-12-02", paragraph="112", reservations=["Parti B"]
    )
    client, address = signed_in(world, "secretary"), reverse("base:decision-complete", args=[row.pk])
    with clock.at(date(2026, 12, 20)):
        assert "Parti B" in client.get(address).content.decode()
        wrong = client.post(address, {"adjusted": "2026-11-30", "notes": "Se bilaga"}).content.decode()
        assert "före sammanträdet" in wrong and "Se bilaga" in wrong
        client.post(address, {"adjusted": "2026-12-08", "registry": "2026/7", "reservations": "Parti B\nParti C"})
    row.refresh_from_db()
    assert (row.adjusted, row.registry, row.reservations) == (date(2026, 12, 8), "2026/7", ["Parti B", "Parti C"])
    assert row.paragraph == "112"


def test_the_lists_ask_as_much_for_many_as_for_few(
    world: World, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    client = signed_in(world, "secretary")
    meeting = meetings.plan(world.school, DAY, by=world.secretary)
    row = world.decision(world.school, "submit")
    pages = [
        reverse("base:meetings"), reverse("base:decisions"), reverse("base:meeting", args=[meeting.pk]),
        reverse("base:decision", args=[row.pk]),
    ]  # fmt: skip
    counts = []
    for page in pages:
        with django_assert_max_num_queries(15) as few:
            client.get(page)
        counts.append(len(few))
    for number in range(3):
        meetings.plan(world.school, date(2027, 3, number + 1), by=world.secretary)
        made = world.decision(world.school, "submit", f"{number}")
        Decision.objects.filter(pk=made.pk).update(meeting=meeting)
    for page, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(page)


# Clerical errors


def test_a_clerical_error_is_put_right_and_both_texts_stand(world: World) -> None:
    decision = world.decision(world.school, "submit")
    old = decision.paragraph
    client = signed_in(world, "secretary")
    address = reverse("base:decision-correct", args=[decision.pk])
    typed = {"date": decision.date, "paragraph": "§ 121 a", "registry": decision.registry, "text": decision.text}
    with clock.at(date(2026, 12, 10)):
        client.post(address, typed | {"reason": "Siffrorna hade kastats om."})
    decision.refresh_from_db()
    assert decision.paragraph == "121 a"
    correction = decision.corrections.get()
    assert (correction.before, correction.after) == ({"paragraph": old}, {"paragraph": "121 a"})
    html = client.get(reverse("base:decision", args=[decision.pk])).content.decode()
    assert "Siffrorna hade kastats om." in html and f"<del>{old or '–'}</del>" in html
    assert [event.move for event in Event.of(decision)][-1] == "correct"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"paragraph": "alla"}, "Skriv paragrafens nummer"),
        ({"paragraph": ""}, "Ange paragrafen i protokollet"),
        ({"reason": ""}, "Skriv vad som var fel."),
        ({"date": "2999-01-01"}, "Den dagen har inte varit."),
        ({}, "Inget är ändrat. Skriv hur det ska stå."),
    ],
)
def test_a_correction_that_says_nothing_is_refused_with_what_was_typed(
    world: World, typed: dict[str, str], sentence: str
) -> None:
    decision = world.decision(world.school, "submit")
    Decision.objects.filter(pk=decision.pk).update(paragraph="12", text="Ordalydelsen")
    given = {"date": decision.date, "paragraph": "12", "registry": decision.registry, "text": "Ordalydelsen"}
    given["reason"] = "Ett skäl"
    address = reverse("base:decision-correct", args=[decision.pk])
    with clock.at(date(2026, 12, 10)):
        answer = signed_in(world, "secretary").post(address, given | typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode() and "Ordalydelsen" in answer.content.decode()
    assert not Correction.objects.exists()


def test_the_list_says_that_it_shows_what_is_to_come(world: World) -> None:
    client = Client()
    client.force_login(world.users["secretary"])
    assert '<option value="">kommande sammanträden</option>' in client.get(reverse("base:meetings")).content.decode()
