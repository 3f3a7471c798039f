"""Two people at one draft that saves itself: no word that either of them typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from goals.models import GoalProposal
from tests.browser.conftest import Contexts
from tests.browser.people import People, SignIn, fill, press, says
from tests.goals.making import made
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = 60_000
"""Milliseconds: the pause before a draft saves itself, and the saving on a busy machine."""


@pytest.fixture
def people(world: World, new_context: Contexts, sign_in: SignIn) -> People:
    return People(world, new_context, sign_in)


def line(page: Page, text: str) -> None:
    """The line under the form says this, before long."""
    expect(page.locator("#sparat")).to_contain_text(text, timeout=SAVED)


def test_two_people_at_one_draft_lose_no_word(people: People, axe: Callable[[Page], list[str]]) -> None:
    proposal = made(people.world, "draft")
    address = f"/2027-2030/forslag/{proposal.pk}/andra/"
    mine, theirs = people.at("staff", address), people.at("manager", address)
    fill(mine, function="Rektor")
    line(mine, "Sparat")
    assert GoalProposal.objects.get().function == "Rektor"
    fill(theirs, target_group="Alla barn")
    line(theirs, "sparas det du skriver inte längre av sig självt")
    fill(theirs, wording="Alla barn får plats 2030.")
    assert theirs.locator("[data-autosave]").count() == 0
    press(theirs, "Spara förslaget")
    says(theirs, "sparade medan du skrev", "Rektor", "Alla barn")
    assert theirs.locator("[name=target_group]").input_value() == "Alla barn"
    assert theirs.locator("[name=wording]").input_value() == "Alla barn får plats 2030."
    assert axe(theirs) == []
    press(theirs, "Spara förslaget")
    says(theirs, "Förslaget är sparat")
    kept = list(GoalProposal.objects.get().versions.order_by("number").values_list("content__function", flat=True))
    assert "Rektor" in kept and kept[-1] == "Förskolechef"


def test_it_saves_while_one_writes_and_a_button_meanwhile_waits(people: People) -> None:
    proposal = made(people.world, "draft")
    page = people.at("staff", f"/2027-2030/forslag/{proposal.pk}/andra/")
    fill(page, function="Rektor")
    with page.expect_request("**/spara-utkast/"):
        pass
    press(page, "Spara förslaget")
    says(page, "Förslaget är sparat")
    assert GoalProposal.objects.get().function == "Rektor"


def test_without_an_answer_it_says_so_and_keeps_the_text(people: People) -> None:
    proposal = made(people.world, "draft")
    page = people.at("staff", f"/2027-2030/forslag/{proposal.pk}/andra/")
    page.route("**/spara-utkast/", lambda route: route.abort())
    fill(page, function="Rektor")
    line(page, "Det gick inte att spara just nu")
    page.unroute("**/spara-utkast/")
    press(page, "Spara förslaget")
    says(page, "Förslaget är sparat")
    assert GoalProposal.objects.get().function == "Rektor"
