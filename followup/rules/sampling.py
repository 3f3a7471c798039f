"""A sample that anybody can draw again: the keys in the order of the SHA-256 of seed and key, the first n of them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def drawn(seed: str, keys: Iterable[str], size: int) -> list[str]:
    """The first `size` keys by their draw; the same seed and keys give the same, in whatever order they come."""
    return sorted(set(keys), key=lambda key: (ticket(seed, key), key))[: max(size, 0)]


def ticket(seed: str, key: str) -> str:
    """A key's lot: the SHA-256 of `seed/key` in UTF-8, in hexadecimal digits."""
    return sha256(f"{seed}/{key}".encode()).hexdigest()
