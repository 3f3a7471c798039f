"""The pace of a proposal read from outcomes: own, peers of the chosen group, latest revision, only what one may see."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning.base.models import Municipality
from burlov_styrning.refusals import Refusal
from burlov_styrning.rights import RESIDENT, actor_of
from goals import proposals, titles
from goals.criteria import examine
from goals.models import GoalProposal
from goals.rules.pace import PaceVerdict
from goals.versions import reads_rows
from indicators.models import ComparisonGroup, Outcome
from tests.goals.making import made, made_draft
from tests.world import World

pytestmark = pytest.mark.django_db


def outcome(world: World, place: Municipality, year: int, value: int, **more: Any) -> None:
    Outcome.objects.create(
        indicator=world.indicator, version=world.indicator.current, municipality=place, period=str(year), year=year,
        value=Decimal(value), **more,
    )  # fmt: skip


def group(world: World, gain: int, count: int = 5) -> ComparisonGroup:
    """Peers that improved so much in the five years before the baseline; and one outside the group that did better."""
    made_group: ComparisonGroup = ComparisonGroup.objects.create(key="lik", title="Liknande kommuner")
    for number in range(count + 1):
        place = Municipality.objects.create(code=f"000{number + 1}", name=f"Kommun {number}")
        outcome(world, place, 2020, 50)
        outcome(world, place, 2025, 50 + (gain if number < count else 40))
        if number < count:
            made_group.members.add(place)
    return made_group


def verdict(proposal: GoalProposal, user: Any) -> PaceVerdict:
    return examine(proposal, user).paces["plats"].verdict


def test_faster_than_every_peer_demands_a_motivation_before_it_is_ready(world: World) -> None:
    outcome(world, world.municipality, 2020, 60)
    proposal = made_draft(world, comparison_group=group(world, gain=10))
    assert verdict(proposal, world.staff) is PaceVerdict.BEYOND
    with pytest.raises(Refusal) as refused:
        proposals.mark_ready(proposal, by=world.manager)
    assert [field for field, _sentence in refused.value.fields] == ["realistic"]


def test_no_faster_than_the_best_peer_is_ambitious(world: World) -> None:
    outcome(world, world.municipality, 2020, 60)
    assert verdict(made_draft(world, comparison_group=group(world, gain=16)), world.staff) is PaceVerdict.AMBITIOUS


def test_four_peers_are_too_few_and_those_outside_the_group_do_not_count(world: World) -> None:
    proposal = made_draft(world, comparison_group=group(world, gain=16, count=4))
    assert verdict(proposal, world.staff) is PaceVerdict.NOT_COMPARABLE


def test_the_latest_revision_counts(world: World) -> None:
    outcome(world, world.municipality, 2020, 66, published="2021-04-01")
    outcome(world, world.municipality, 2020, 50, published="2022-04-01", status="revised")
    assert verdict(made_draft(world), world.staff) is PaceVerdict.WITHIN


def test_a_resident_reads_no_outcome_that_is_not_published(world: World) -> None:
    outcome(world, world.municipality, 2020, 50)
    proposal = made_draft(world)
    assert verdict(proposal, world.staff) is PaceVerdict.WITHIN
    assert verdict(proposal, RESIDENT) is PaceVerdict.NOT_COMPARABLE


@pytest.mark.parametrize("state", [state.value for state in GoalProposal.State])
def test_a_list_and_a_page_agree_on_who_reads_the_text_as_it_is_worked_on(world: World, state: str) -> None:
    proposal = made(world, state)
    if state == "draft":
        proposals.invite(proposal, by=world.staff, person=world.controller.person)
        proposals.ask_access(proposal, by=world.auditor, comment="Granskning")
    rows = GoalProposal.objects.filter(pk=proposal.pk)
    for who, user in world.users.items():
        listed = rows.filter(titles.reads_rows(actor_of(user))).exists()
        assert listed == reads_rows(proposal, user), who
