"""Fixtures of the first floor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from indicators.sources import net
from tests.indicators.standin import StandIn, running


@pytest.fixture
def standin(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Kolada and SCB on this machine; slow is slow at once."""
    monkeypatch.setattr(net, "TIMEOUT", 0.25)
    with running() as service:
        settings.KOLADA_URL, settings.SCB_URL = service.kolada, service.scb
        yield service
