"""The pages of needs and proposals: what they show to whom, and that nothing typed is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Decision
from goals import needs, proposals
from goals.models import GoalProposal, Need
from goals.written import content_of
from tests.goals.making import complete_text, made, made_draft, made_need
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def page(world: World, who: str, name: str, *args: Any) -> str:
    answer = signed_in(world, who).get(reverse(f"goals:{name}", args=[world.term, *args]))
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.parametrize(
    "name",
    ["proposal-show", "proposal-edit", "proposal-ready", "proposal-versions", "proposal-compare", "proposal-comment",
     "proposal-invite"],
)  # fmt: skip
def test_each_page_of_a_draft_opens_for_its_manager(world: World, name: str) -> None:
    proposal = made_draft(world, made_need(world))
    assert "Fler barn får plats i tid" in page(world, "manager", name, proposal.pk) or name == "proposal-invite"
