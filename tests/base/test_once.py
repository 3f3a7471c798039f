"""A form that is sent again does nothing twice, and loses nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Comment, Sent
from goals import proposals
from goals.models import Need
from goals.written import Written
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CARRIED = re.compile(r'name="(once|labels)" value="([^"]*)"')


def carried(client: Client, url: str) -> dict[str, str]:
    """What the page's form carries along."""
    found = dict(CARRIED.findall(client.get(url).content.decode()))
    return {name: value.replace("&quot;", '"') for name, value in found.items()}


@pytest.fixture
def writing(world: World, client: Client) -> tuple[Client, str, dict[str, Any]]:
    """Somebody who has a new need's form open, and what is typed there."""
    world.phase("needs")
    client.force_login(world.unit_staff)
    url = reverse("goals:need-write", args=[world.term])
    return client, url, {"unit": str(world.preschool.pk), "text": "Barnen väntar", **carried(client, url)}


def test_the_same_form_again_leads_to_what_it_made(writing: tuple[Client, str, dict[str, Any]]) -> None:
    client, url, typed = writing
    first, again = (client.post(url, typed) for _time in range(2))
    assert Need.objects.count() == 1
    assert again["Location"] == first["Location"]
    assert "Det här var redan sparat" in client.get(again["Location"]).content.decode()


def test_a_changed_text_is_shown_and_can_be_saved_as_one_more(writing: tuple[Client, str, dict[str, Any]]) -> None:
    client, url, typed = writing
    made = client.post(url, typed)["Location"]
    answer = client.post(url, typed | {"text": "Barnen väntar länge"})
    page = answer.content.decode()
    assert (answer.status_code, Need.objects.count()) == (409, 1)
    assert f'href="{made}"' in page
    assert "Vad är det som behöver bli bättre?" in page  # the box by its name, not `text`
    assert ">Barnen väntar länge</textarea>" in page
    key = re.findall(r'name="once" value="([^"]*)"', page)[0]
    client.post(url, typed | {"text": "Barnen väntar länge", "once": key})
    assert Need.objects.count() == 2


def test_the_same_text_in_a_form_fetched_anew_is_asked_about(writing: tuple[Client, str, dict[str, Any]]) -> None:
    client, url, typed = writing
    client.post(url, typed)
    anew = typed | carried(client, url)
    page = client.post(url, anew).content.decode()
    assert "Du sparade samma sak" in page and Need.objects.count() == 1
    client.post(url, anew | {"once": re.findall(r'name="once" value="([^"]*)"', page)[0], "one_more": "1"})
    assert Need.objects.count() == 2


def test_a_form_with_faults_has_made_nothing_and_keeps_its_key(writing: tuple[Client, str, dict[str, Any]]) -> None:
    client, url, typed = writing
    assert client.post(url, typed | {"text": " "}).status_code == 200
    assert not Sent.objects.exists()
    client.post(url, typed)
    assert Need.objects.count() == 1


def test_a_key_is_its_owners(world: World, writing: tuple[Client, str, dict[str, Any]]) -> None:
    client, url, typed = writing
    client.post(url, typed)
    client.force_login(world.staff)
    client.post(url, typed)
    assert Need.objects.count() == 2


def test_what_is_no_new_thing_goes_on_to_its_own_guard(writing: tuple[Client, str, dict[str, Any]]) -> None:
    """A need that is changed meets the conflict page with both texts, not a page that cannot save."""
    client, url, typed = writing
    edit = f"{client.post(url, typed)['Location']}andra/"
    change = {"text": "Ett", "revision": "1", **carried(client, edit)}
    client.post(edit, change)
    assert "Två har skrivit samtidigt" in client.post(edit, change | {"text": "Två"}).content.decode()


@pytest.mark.parametrize("odd", ["", "x", "[1]", "null", "[" * 5000, '{"text": null}', "\x00", "f" * 32])
def test_odd_keys_and_labels_break_nothing(writing: tuple[Client, str, dict[str, Any]], odd: str) -> None:
    client, url, typed = writing
    client.post(url, typed)
    for name in ("once", "labels"):
        assert client.post(url, typed | {"text": "Annat", name: odd}).status_code < 500


def test_a_comment_is_made_once(world: World, client: Client) -> None:
    world.phase("proposals")
    proposal = proposals.draft(world.term, world.school, Written({"title": "Läsning"}), by=world.staff)
    client.force_login(world.staff)
    typed = {"text": "Bra", **carried(client, reverse("goals:proposal-show", args=[world.term, proposal.pk]))}
    for _time in range(2):
        client.post(reverse("goals:proposal-comment", args=[world.term, proposal.pk]), typed)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("staff", "goals:proposal-new"), ("controller", "goals:term-new"), ("administrator", "base:person-add"),
        ("administrator", "base:organ-add"), ("secretary", "base:meeting-add"), ("council_secretary", "goals:goal-new"),
        ("controller", "indicators:indicator-define"), ("controller", "followup:report-choose"),
    ],
)  # fmt: skip
def test_what_makes_something_new_carries_a_key(world: World, client: Client, who: str, name: str) -> None:
    world.phase("proposals")
    client.force_login(getattr(world, who))
    url = reverse(name, args=[world.term] if name.startswith("goals:") and name != "goals:term-new" else [])
    assert carried(client, url)["once"]
