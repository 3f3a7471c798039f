"""The balance result by the law's own steps; what is restored and what is left always make up the deficit."""

from __future__ import annotations

from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.balance import Balance, balance, per_year, restoring, unstated

amounts = st.decimals(-1000, 1000, places=1)


def years(*results: str) -> list[Balance]:
    return [Balance(2020 + n, D(r), D(r), D(r)) for n, r in enumerate(results)]


def test_the_steps_of_the_law() -> None:
    values = {"result": D(563), "capital_gains": D(23), "to_reserve": D(185)}  # Malmö 2015
    found = balance(2015, values)
    assert found is not None and (found.adjusted, found.balance, found.met) == (D(540), D(355), True)
    assert "unrealised" in unstated(values) and balance(2015, {"debt": D(1)}) is None
    used = balance(2014, {"result": D(-149), "capital_gains": D(56), "from_reserve": D(12)})
    assert used is not None and used.balance == D(-193) and used.deficit == D(193)
    excused = balance(2013, {"result": D(-50), "special_reasons": D(20)})
    assert excused is not None and not excused.met and excused.deficit == D(30)


def test_the_oldest_deficit_is_restored_first_and_in_time() -> None:
    first, second = restoring(years("-10", "-5", "8", "4", "9"))
    assert first.restored == ((2022, D(8)), (2023, D(2))) and not first.left and not first.late
    assert second.restored == ((2023, D(2)), (2024, D(3))) and second.due == 2024 and not second.late
    (late,) = restoring(years("-9", "0", "0", "0", "9"))
    assert late.late and not late.left
    (left,) = restoring(years("-9", "3"))
    assert left.left == D(6) and per_year(left, 2021) == D(3) and per_year(left, 2023) is None


@given(st.lists(amounts, min_size=1, max_size=8))
@settings(max_examples=60)
def test_what_is_restored_and_what_is_left_make_up_every_deficit(results: list[D]) -> None:
    found = [Balance(2020 + n, r, r, r) for n, r in enumerate(results)]
    debts = restoring(found)
    assert sum((debt.amount for debt in debts), D(0)) == -sum((r for r in results if r < 0), D(0))
    for debt in debts:
        assert sum((a for _y, a in debt.restored), D(0)) + debt.left == debt.amount and debt.left >= 0
        assert all(year > debt.year for year, _amount in debt.restored)
    for year in found:
        used = sum((a for debt in debts for y, a in debt.restored if y == year.year), D(0))
        assert used <= max(D(0), year.balance)
