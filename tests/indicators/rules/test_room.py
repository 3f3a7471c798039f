"""The economic room and what is asked for beside it: the sums always add up, to the last digit."""

from __future__ import annotations

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.room import (
    SIGNS,
    Amounts,
    Premises,
    YearSum,
    apart,
    economic_room,
    in_another_unit,
    sums,
    tightest,
)

amounts = st.decimals(-10_000_000, 10_000_000, places=2)
asked = st.lists(st.tuples(st.integers(2027, 2030), st.none() | amounts, st.none() | amounts))
rooms = st.dictionaries(st.integers(2026, 2031), amounts)


def test_the_room_of_a_year() -> None:
    premises = Premises(D("1146200"), D("332400"), D("-6400"), D("1432100"))
    assert economic_room(premises, D("29572")) == D("10528")
    assert economic_room(premises, D("50000")) == D("-9900")


@given(amounts, amounts, amounts, amounts, amounts)
def test_all_that_is_used_and_the_room_are_all_that_comes_in(taxes: D, grants: D, net: D, cost: D, target: D) -> None:
    room = economic_room(Premises(taxes, grants, net, cost), target)
    assert room + cost + target == taxes + grants + net


@given(asked, asked, rooms)
def test_sums_add_up_however_they_are_split(some: list[Amounts], others: list[Amounts], room: dict[int, D]) -> None:
    parts = [*sums(some, room), *sums(others, room)]
    whole = sums([*others, *some], room)
    for year in whole:
        mine = [part for part in parts if part.year == year.year]
        assert (year.cost, year.investment) == (sum(p.cost for p in mine), sum(p.investment for p in mine))
        if year.room is not None and year.left is not None:
            assert year.cost + year.left == year.room == room[year.year]
    assert sum(year.cost for year in whole) == sum(cost or 0 for _year, cost, _investment in [*some, *others])


@given(asked, rooms)
def test_the_tightest_year_has_least_left(some: list[Amounts], room: dict[int, D]) -> None:
    found = sums(some, room)
    year = tightest(found)
    left = [one.left for one in found if one.left is not None]
    if left:
        assert year is not None and year.left == min(left)
    else:
        assert year is None if not found else year is not None and year.cost == max(one.cost for one in found)


def test_of_equal_years_the_first_is_told() -> None:
    same = [YearSum(year, D(1), D(0), D(5)) for year in (2027, 2028)]
    assert tightest(same) == same[0] and tightest([]) is None


def test_a_year_in_another_unit_is_found() -> None:
    assert in_another_unit({2027: D(1146200), 2028: D("1189.7"), 2029: D(1234900)}) == 2028
    assert in_another_unit({2027: D(1146200), 2028: D(1189700)}) is None
    assert in_another_unit({2027: D(0), 2028: D(5)}) is None


@given(*[st.fixed_dictionaries(dict.fromkeys(SIGNS, amounts))] * 2)
def test_what_scenarios_assume_differently_is_all_that_their_rooms_differ_by(
    here: dict[str, D], there: dict[str, D]
) -> None:
    rooms_ = [economic_room(Premises(**{n: one[n] for n in SIGNS if n != "result_target"}), one["result_target"])
              for one in (here, there)]  # fmt: skip
    assert sum(apart(here, there).values()) == rooms_[0] - rooms_[1]
