"""What is sent twice, too late or to an address without a page: a sentence, never an error and nothing lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.base import organs, people
from burlov_styrning.base.models import Assignment, Organ, Person
from burlov_styrning.refusals import Refusal
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    client.force_login(world.administrator)
    return client


def test_two_who_save_the_same_at_the_same_moment(world: World, admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "key_from", lambda _name, _rows: world.staff.person.key)
    answer = admin.post(reverse("base:person-add"), {"name": "Åsa Öberg"})
    assert answer.status_code == 409
    assert "Samma sak sparades nyss" in answer.content.decode()
    assert "Åsa Öberg" in answer.content.decode()
    assert not Person.objects.filter(name="Åsa Öberg").exists()


def test_a_key_is_chosen_inside_the_step(world: World) -> None:
    first, second = (organs.add("Ny nämnd", "committee", by=world.administrator) for _time in range(2))
    assert (first.key, second.key) == ("ny-namnd", "ny-namnd-2")
    assert Organ.objects.filter(name="Ny nämnd").count() == 2


@pytest.mark.parametrize(("starts", "ends"), [("2026", None), ("2029-01-01", "2029")])
def test_the_same_assignment_is_given_once_at_a_time(world: World, starts: str, ends: str | None) -> None:
    held = Assignment.objects.get(person=world.staff.person)
    with pytest.raises(Refusal, match="redan det uppdraget"):
        people.assign(held.person, held.organ, held.role, starts, ends=ends, unit=held.unit, by=world.administrator)


def test_an_assignment_that_has_ended_can_be_given_again(world: World) -> None:
    held = Assignment.objects.get(person=world.staff.person)
    held.starts, held.ends = "2020", "2024"
    held.save()
    again = people.assign(held.person, held.organ, held.role, "2025", unit=held.unit, by=world.administrator)
    assert again.pk != held.pk


def test_a_buttons_address_opened_as_a_page(world: World, admin: Client) -> None:
    answer = admin.get(reverse("base:person-account-close", args=[world.staff.person.pk]))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Här finns ingen sida" in answer.content.decode()


def test_what_is_sent_after_the_sign_in_ended_is_shown(world: World, client: Client) -> None:
    page = "http://testserver/personer/?q=a"
    answer = client.post(
        reverse("base:person-add"), {"name": "Åsa <b>", "password": "hemligt"}, headers={"referer": page}
    )
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Åsa &lt;b&gt;" in text
    assert "hemligt" not in text
    assert "/konto/login/?next=/personer/%3Fq%3Da" in text


@pytest.mark.parametrize("referer", ["https://evil.example/x", "//evil.example", ""])
def test_an_empty_form_goes_to_the_sign_in_and_back_to_a_page(world: World, client: Client, referer: str) -> None:
    answer = client.post(reverse("base:person-add"), headers={"referer": referer})
    assert (answer.status_code, answer["Location"]) == (302, "/konto/login/?next=/")
