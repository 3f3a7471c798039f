"""Rights come from an assignment in force today."""

from __future__ import annotations

from datetime import date

import pytest

from burlov_styrning.base.models import Assignment
from burlov_styrning.base.people import ASKED, assignments_of, in_force
from burlov_styrning.clock import today
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        ("2026", None, True),
        ("2026-11-23", "2026-11-23", True),
        ("2026-11-24", None, False),
        ("2020", "2026", True),
        ("2020", "2026-11", True),
        ("2020", "2026-10", False),
        ("2020", "2025", False),
    ],
)
def test_an_assignment_in_force(world: World, starts: str, ends: str | None, holds: bool) -> None:
    row = Assignment.objects.get(person=world.staff.person)
    row.starts, row.ends = starts, ends
    row.save()
    assert Assignment.objects.filter(in_force(date(2026, 11, 23)), pk=row.pk).exists() is holds


def test_the_prepared_question_finds_what_the_models_say(world: World) -> None:
    """Compiled once: with each account's own values. Its rows are put together by us: each column in its place."""
    seen = 0
    for user in world.users.values():
        rows = Assignment.objects.filter(in_force(today()), person__user=user)
        for found, row in zip(assignments_of(user), rows.order_by("id"), strict=True):
            parts = [(found, row), (found.person, row.person), (found.organ, row.organ), (found.unit, row.unit)]
            for (_model, _lookup, names), (ours, theirs) in zip(ASKED, parts, strict=True):
                assert [getattr(ours, name, None) for name in names] == [getattr(theirs, name, None) for name in names]
            seen += 1
    assert seen > 15 < len(world.users)


def test_what_was_not_asked_for_is_fetched_when_it_is_read(world: World) -> None:
    found = assignments_of(world.staff)[0]
    assert found.example_fields == [] and found.organ.starts == world.school.starts
