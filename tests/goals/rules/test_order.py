"""An order changed one place at a time stays an order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goals.rules.order import moved

ORDERS = st.lists(st.integers(), min_size=1, max_size=12, unique=True)


@given(st.data(), ORDERS, st.booleans())
def test_a_move_keeps_everyone_and_changes_one_pair(data: st.DataObject, order: list[int], up: bool) -> None:
    one = data.draw(st.sampled_from(order))
    after = moved(order, one, up)
    assert sorted(after) == sorted(order)
    assert [x for x in after if x != one] == [x for x in order if x != one]
    assert abs(after.index(one) - order.index(one)) <= 1


@given(st.data(), ORDERS, st.booleans())
def test_there_and_back(data: st.DataObject, order: list[int], up: bool) -> None:
    one = data.draw(st.sampled_from(order))
    after = moved(order, one, up)
    assert after == order or moved(after, one, not up) == order


def test_the_ends_are_the_ends() -> None:
    assert moved("abc", "a", True) == list("abc")
    assert moved("abc", "c", False) == list("abc")
    assert moved("abc", "c", True) == list("acb")
