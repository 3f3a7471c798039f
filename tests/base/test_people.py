"""Rights come from an assignment in force today."""

from __future__ import annotations

from datetime import date

import pytest

from burlov_styrning.base.models import Assignment
from burlov_styrning.base.people import in_force
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
