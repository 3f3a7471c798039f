"""One click to be somebody of the example; elsewhere no such page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Person
from tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/demo/"


@pytest.fixture
def cast(world: World, settings: Any) -> World:
    settings.DEMO = True
    Person.objects.exclude(key="auditor").update(example=True)
    return world


def test_outside_the_example_there_is_no_such_page_and_no_link_to_it(world: World, client: Client) -> None:
    Person.objects.update(example=True)
    for answer in (client.get(ADDRESS), client.post(ADDRESS, {"person": "staff"})):
        assert answer.status_code == 404
    client.force_login(world.staff)
    assert client.get(ADDRESS).status_code == 404
    assert ADDRESS not in client.get(reverse("pages:work")).content.decode()


def test_a_click_signs_in_and_leads_to_ones_work(cast: World, client: Client) -> None:
    html = client.get(ADDRESS).content.decode()
    assert html.index("Kommunfullmäktige") < html.index("Utbildningsnämnden")
    answer = client.post(ADDRESS, {"person": "unit-staff"})
    assert answer["Location"] == reverse("pages:work")
    assert client.session["_auth_user_id"] == str(cast.unit_staff.pk)
    assert ADDRESS in client.get(reverse("pages:work")).content.decode()


def test_nobody_real_can_be_entered(cast: World, client: Client) -> None:
    assert "Auditor" not in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"person": "auditor"}).status_code == 404
    assert client.post(ADDRESS, {}).status_code == 404


def test_the_click_needs_our_own_form(cast: World) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(ADDRESS, {"person": "staff"}).status_code == 403


def test_the_page_asks_little(cast: World, client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(5):
        client.get(ADDRESS)
