"""Fixtures for every test."""

from __future__ import annotations

import gc
import os
from typing import Any
from zlib import crc32

import pytest
from django.contrib.auth import user_logged_in
from django.db import connection
from django.template.base import Template
from django.test.utils import _TestState
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from indicators.sources import net
from tests.photograph import Photograph
from tests.sharing import ON_SQLITE, WHOLE
from tests.world import World

# A slow day must not fail a test: timings are measured in tests/benchmarks alone.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What a change breaks must be the change's: the shared run tries the same examples each time, everybody else new ones.
settings.register_profile("shared", parent=settings.get_profile("house"), derandomize=True)
settings.load_profile("shared" if os.environ.get("CI") else "house")
# What a test makes is gone when it ends; to look for circles in it all the time costs a twentieth of the run.
gc.set_threshold(200_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def plainly_drawn(django_test_environment: None) -> None:
    """Django's test runner notes the context of each piece of a page, a seventh of the run: we read pages alone."""
    Template._render = _TestState.saved_data.template_render  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def nobody_asks_when_one_last_signed_in(django_test_environment: None) -> None:
    """Thousands sign in, and each would be saved for it."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Each table's keys start at a number of its own above a thousand.

    So a key that is printed with a thousands separator, or taken for another table's, shows on the first row.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for number, sequence in enumerate(connection.introspection.sequence_list()):
            start = 2000 + 101 * number
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [sequence["table"]])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [sequence["table"], start])
            elif name := sequence.get("name"):
                cursor.execute("SELECT setval(%s, %s)", [name, start])


@pytest.fixture(scope="session")
def photograph(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Photograph:
    """The cast's municipality, made once for all tests of the process."""
    with django_db_blocker.unblock():
        return Photograph()


@pytest.fixture
def world(db: None, photograph: Photograph) -> World:
    """The cast in its small municipality."""
    return photograph.lay()


@pytest.fixture(autouse=True)
def nobody_is_asked_over_the_net(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that ask a source start a stand-in of it; for all others nobody listens, and it takes no time to know."""
    settings.KOLADA_URL = settings.SCB_URL = "http://127.0.0.1:9"
    monkeypatch.setattr(net, "wait", lambda seconds: None)


DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each test runs on the databases where it can say something of its own (docs/decisions/0027)."""
    left = [item for item in items if not _runs_here(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


def _runs_here(item: pytest.Item) -> bool:
    asks = item.get_closest_marker("django_db") or DATABASE & set(_fixtures(item))
    if not asks or item.get_closest_marker("browser") or (item.get_closest_marker("alike") and not WHOLE):
        return ON_SQLITE
    return WHOLE or bool(item.get_closest_marker("both")) or (crc32(item.nodeid.encode()) % 3 > 0) == ON_SQLITE


def _fixtures(item: pytest.Item) -> list[str]:
    names: list[str] = getattr(item, "fixturenames", [])
    return names
