"""The draw of a sample: the same for the same seed, no goal before another."""

from __future__ import annotations

import random
from collections import Counter
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.rules.sampling import drawn

KEYS = st.lists(st.text(min_size=1, max_size=8), max_size=20)


@given(st.text(max_size=10), KEYS, st.integers(-1, 25), st.randoms())
@settings(max_examples=40)
def test_the_same_seed_draws_the_same(seed: str, keys: list[str], size: int, chance: random.Random) -> None:
    found = drawn(seed, keys, size)
    mixed = list(keys)
    chance.shuffle(mixed)
    assert drawn(seed, mixed, size) == found
    assert len(found) == len(set(found)) == min(max(size, 0), len(set(keys)))
    assert set(found) <= set(keys)
    assert drawn(seed, keys, size + 1)[: len(found)] == found  # a larger sample begins with the smaller


def test_it_can_be_drawn_by_hand() -> None:
    lots = {key: sha256(f"2027/{key}".encode()).hexdigest() for key in ("m1", "m2", "m3")}
    assert drawn("2027", lots, 2) == sorted(lots, key=lambda key: lots[key])[:2]


def test_every_goal_has_the_same_chance() -> None:
    times = Counter(key for seed in range(400) for key in drawn(str(seed), "abcdefgh", 2))
    assert len(times) == 8 and all(70 <= count <= 130 for count in times.values())  # 100 each
