"""Fixtures for every test."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from tests.world import World, make_world

# A slow day must not fail a test: timings are measured in tests/benchmarks alone.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture
def world(db: None) -> World:
    """The cast in its small municipality."""
    return make_world()


DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database says the same on every one: it runs once, on SQLite."""
    if connection.vendor == "sqlite":
        return
    kept = [item for item in items if item.get_closest_marker("django_db") or DATABASE & set(_fixtures(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _fixtures(item: pytest.Item) -> list[str]:
    names: list[str] = getattr(item, "fixturenames", [])
    return names
