"""Frames: the parts make the new frame, and the committees' frames make the whole, to the last digit."""

from __future__ import annotations

from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.frames import ENTERED, Frame, frame, total

amounts = st.decimals(-1_000_000, 1_000_000, places=2)
said = st.dictionaries(st.sampled_from(ENTERED), st.none() | amounts)


def test_a_frame() -> None:
    one = frame({"last": D(336551), "index": D("2.1"), "demography": D(3128), "changes": D(1000), "efficiency": D(500)})
    assert (one.indexation, one.new) == (D("7067.571"), D("347246.571"))
    assert frame({}) == Frame() and total([]) == Frame()


@given(st.lists(said, max_size=6))
@settings(max_examples=60)
def test_sums_add_up(rows: list[dict[str, D | None]]) -> None:
    frames = [frame(row) for row in rows]
    whole = total(frames)
    assert whole.new == sum((one.new for one in frames), D(0))
    for one in frames:
        assert one.new - one.last == sum(one.parts[1:], D(0)) - 2 * one.efficiency
