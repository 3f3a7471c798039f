"""Outcomes as series: whose are read."""

from __future__ import annotations

from typing import Any

import pytest

from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from indicators import outcomes, series
from indicators.models import ComparisonGroup
from tests.indicators.making import entered, entry
from tests.world import World

pytestmark = pytest.mark.django_db


def test_only_those_who_are_named_are_read_beside_our_own(world: World, django_assert_num_queries: Any) -> None:
    entered(world, "2024", "70")
    places = {name: Municipality.objects.create(code=code, name=name)
              for name, code in (("Riket", COUNTRY_CODE), ("Like", "1001"), ("Olik", "1002"))}  # fmt: skip
    for place in places.values():
        outcomes.enter(entry(world.indicator, "2024", "60", municipality=place), by=world.controller)
    ComparisonGroup.objects.create(key="lika", title="Lika").members.add(places["Like"])

    def read(**options: Any) -> set[int]:
        with django_assert_num_queries(2):
            table = series.load([world.indicator.pk], **options)
        return {subject.municipality for subject in table.subjects(world.indicator.pk)} - {world.municipality.pk}

    assert read() == read(brief=True) == set()
    assert read(beside=series.COUNTRY) == {places["Riket"].pk}
    assert read(beside=series.of_group("Lika")) == {places["Like"].pk}
