"""Fixtures for every test."""

from __future__ import annotations

import pytest

from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """The cast in its small municipality."""
    return make_world()
