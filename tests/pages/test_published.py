"""Pages for everybody are drawn once until something changes, and never for or from anybody in particular."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning.workflow import writing
from goals.models import Goal
from tests.pages.test_goals import goal
from tests.world import World

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    settings.PUBLIC_PAGES_KEPT = 60
    cache.clear()


def asked(client: Client, address: str) -> tuple[str, int]:
    """The page and how many questions it took."""
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    assert page.status_code == 200
    return page.content.decode(), len(queries)


def test_the_next_reader_gets_the_same_page_by_one_question_with_a_token_of_their_own(world: World) -> None:
    goal(world, 1)
    address = reverse("pages:goal-list", args=[world.term])
    one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    first, many = asked(one, address)
    again, few = asked(other, address)
    assert (many > 3, few) == (True, 1)
    assert TOKEN.sub("", first) == TOKEN.sub("", again) and "når vi mål 1" in again
    token = TOKEN.search(again)[1]  # type: ignore[index]
    assert token not in first
    head = [name for name in one.get(address).headers if name != "Set-Cookie"]
    assert head == [name for name in other.get(address).headers if name != "Set-Cookie"] and "X-Frame-Options" in head
    language = {"language": "en", "next": address}
    assert Client(enforce_csrf_checks=True).post(reverse("set_language"), language).status_code == 403
    assert other.post(reverse("set_language"), language | {"csrfmiddlewaretoken": token}).status_code == 302
    assert 'lang="en"' in asked(other, address)[0] and 'lang="sv"' in asked(one, address)[0].split(">")[1]


def test_whatever_is_written_shows_at_once_and_what_is_closed_is_gone(world: World) -> None:
    row, address = goal(world, 1), reverse("pages:goal-list", args=[world.term])
    assert "når vi mål 1" in asked(Client(), address)[0]
    goal(world, 2)
    assert "når vi mål 2" in asked(Client(), address)[0]
    with writing():
        row.exposure = "working"
        row.save()
    page = asked(Client(), address)[0]
    assert "når vi mål 1" not in page and "når vi mål 2" in page
    Goal.objects.update(exposure="working")  # past the log: kept until its time is out, at most
    cache.clear()
    assert "når vi mål 2" not in Client().get(address).content.decode()


def test_nothing_of_the_signed_in_is_kept_and_nothing_kept_is_given_to_them(world: World) -> None:
    goal(world, 1)
    address, client = reverse("pages:goal-list", args=[world.term]), Client()
    client.force_login(world.controller)
    assert world.controller.person.name in asked(client, address)[0]
    assert world.controller.person.name not in asked(Client(), address)[0]
    assert world.controller.person.name in asked(client, address)[0]


@pytest.mark.parametrize("address", ["/?q=mål", "/finns-inte/", "/konto/login/"])
def test_questions_refusals_and_signing_in_are_answered_each_time(world: World, address: str) -> None:
    assert Client().get(address).content
    assert not [key for key in cache._cache if "published:" in key]  # type: ignore[attr-defined]
