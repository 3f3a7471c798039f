"""Comparison groups: made with a reason by the controller, changed, ended; proposals read the same ones."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.workflow import writing
from goals.forms.proposal_offers import offered_to
from indicators import groups
from indicators.forms.groups import Choices, MunicipalitiesField
from indicators.models import ComparisonGroup
from tests.house import rows_of_flows
from tests.indicators.test_pages import page, send, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db

FACTS = {"title": "Grannarna", "reason": "De delar arbetsmarknad med oss.", "preferred": False}


def municipalities() -> list[Municipality]:
    names = (("1281", "Lund"), ("1280", "Malmö"), ("1262", "Lomma"))
    return [Municipality.objects.create(code=code, name=name) for code, name in names]


def made(world: World, **other: Any) -> ComparisonGroup:
    return groups.make(by=world.controller, facts=FACTS | other, members=municipalities())


def test_a_group_is_made_with_its_reason_and_read_by_anybody(world: World) -> None:
    group = made(world)
    text = page(world, "", "indicators:group-show", group.pk)
    assert "Grannarna" in text and "De delar arbetsmarknad" in text and "Lomma" in text and "Avsluta" not in text
    assert "Grannarna" in page(world, "", "indicators:groups", q="lund")
    assert "Grannarna" not in page(world, "", "indicators:groups", q="ystad")


@pytest.mark.parametrize(
    ("facts", "codes", "field"),
    [
        ({"reason": " "}, ("1281", "1280"), "reason"),
        ({}, ("1281",), "members"),
        ({}, ("1281", "1280", COUNTRY_CODE), "members"),
    ],
)
def test_a_group_without_reason_or_others_is_refused(
    facts: dict[str, Any], codes: tuple[str, ...], field: str, world: World
) -> None:
    municipalities()
    Municipality.objects.get_or_create(code=COUNTRY_CODE, defaults={"name": "Riket"})
    with pytest.raises(Refusal) as refused:
        groups.make(by=world.controller, facts=FACTS | facts, members=Municipality.objects.filter(code__in=codes))
    assert [name for name, _sentence in refused.value.fields] == [field]
    assert not ComparisonGroup.objects.exists()


def test_a_name_is_never_given_twice_and_only_the_controller_makes_groups(world: World) -> None:
    group = made(world)
    groups.end(group, by=world.controller)
    with pytest.raises(Refusal) as refused:
        groups.make(by=world.controller, facts=FACTS | {"title": "grannarna"}, members=group.members.all())
    assert refused.value.fields[0][0] == "title"
    with pytest.raises(Refusal) as refused:
        groups.make(by=world.staff, facts=FACTS, members=[])
    assert refused.value.reason is Reason.RIGHT


def test_only_one_group_is_shown_first(world: World) -> None:
    first = made(world, preferred=True)
    second = groups.make(
        by=world.controller, facts=FACTS | {"title": "Andra", "preferred": True}, members=first.members.all()
    )
    assert list(ComparisonGroup.objects.filter(preferred=True)) == [second]
    groups.end(second, by=world.controller)
    assert not ComparisonGroup.objects.filter(preferred=True).exists()


def test_an_ended_group_is_not_offered_but_stays_where_it_was_chosen(world: World) -> None:
    group = made(world)
    with writing():
        proposal = rows_of_flows.proposal(world)
    assert group in offered_to(proposal).groups
    groups.end(group, by=world.controller)
    assert group not in offered_to(proposal).groups
    proposal.comparison_group = group
    assert group in offered_to(proposal).groups
    with pytest.raises(Refusal):
        groups.edit(group, by=world.controller, facts=FACTS, members=group.members.all())


def test_who_changes_it_later_sees_that_somebody_was_there_first(world: World) -> None:
    group = made(world)
    stamp = groups.stamp_of(group)
    groups.edit(group, by=world.controller, facts=FACTS | {"reason": "Nytt."}, members=group.members.all(), stamp=stamp)
    with pytest.raises(Conflict):
        groups.edit(group, by=world.controller, facts=FACTS, members=group.members.all(), stamp=stamp)


def test_the_pages_make_change_and_end_it(world: World) -> None:
    rows = municipalities()
    answer = send(world, "controller", "indicators:group-make", title="Nya", reason="Lika stora.",
                  members=["Lund 1281", "malmö, 1262"])  # fmt: skip
    group = ComparisonGroup.objects.get()
    assert answer.url == reverse("indicators:group-show", args=[group.pk])
    assert set(group.members.all()) == set(rows)
    text = page(world, "controller", "indicators:group-edit", group.pk)
    assert 'value="Lomma 1262"' in text and 'value="Nya"' not in text
    send(world, "controller", "indicators:group-edit", group.pk, reason="Lika stora.", members=["1281", "1280"])
    assert group.members.count() == 2
    assert "väljas" in page(world, "controller", "indicators:group-end", group.pk)
    send(world, "controller", "indicators:group-end", group.pk)
    assert ComparisonGroup.objects.get().until
    assert signed_in(world, "controller").get(reverse("indicators:group-edit", args=[group.pk])).status_code == 422


def test_a_municipality_that_is_none_is_said_by_name_and_nothing_typed_is_lost(world: World) -> None:
    municipalities()
    answer = send(world, "controller", "indicators:group-make", title="Nya", reason="Skäl", members=["Lundd", "Ystad"])
    text = answer.content.decode()
    assert "Menade du Lund?" in text and "Ingen kommun heter ”Ystad” här" in text and 'value="Lundd"' in text
    with pytest.raises(ValidationError):
        MunicipalitiesField().clean(["x" * 5000])
    assert Choices().named("Lund") == Choices().named("1281") == Choices().named("lund 1281")
