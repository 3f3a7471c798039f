"""Fixtures for every test."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.world import World, make_world

# A slow day must not fail a test: timings are measured in tests/benchmarks alone.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture
def world(db: None) -> World:
    """The cast in its small municipality."""
    return make_world()
