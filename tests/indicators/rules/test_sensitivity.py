"""Sensitivity: one multiplication each, linear and exact; what is not stated is not guessed."""

from __future__ import annotations

from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.sensitivity import BASES, CHANGES, effect, effects, together

amounts = st.decimals(0, 10_000_000, places=3)


def test_each_change_in_tkr() -> None:
    bases = {"wage_cost": D(900000), "price_base": D(400000), "income_per_inhabitant": D("66.2"),
             "tax_base": D(4900000), "floating_debt": D(560000)}  # fmt: skip
    assert [one.amount for one in effects(bases)] == [D(-9000), D(-4000), D(6620), D(4900), D(-5600)]
    assert together(effects(bases)) == D(-7080)
    assert [one.amount for one in effects({})] == [None] * len(CHANGES)


@given(st.dictionaries(st.sampled_from(BASES), amounts), st.integers(0, 20))
@settings(max_examples=50)
def test_so_many_times_the_change_is_so_many_times_its_effect(bases: dict[str, D], times: int) -> None:
    for one in effects(bases):
        more = effect(one.change, one.base, D(times)).amount
        assert more is None if one.amount is None else more == one.amount * times
