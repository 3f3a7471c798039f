"""The three classes of DOMAIN §8, with *ready* (inside the organ and the controller) as a step between."""

from __future__ import annotations

from enum import StrEnum


class Exposure(StrEnum):
    """How far out a row has come. From public record on it only rises: what was handed in stays so."""

    WORKING = "working"
    READY = "ready"
    RECORD = "record"
    PUBLISHED = "published"

    def at_least(self, other: Exposure) -> Exposure:
        """The farther out of the two."""
        order = list(Exposure)
        return max(self, other, key=order.index)
