"""Demographic need: exact, its parts its sum, and what a real municipality's printed model gives."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.demography import CODES, Fault, Wrong, age_in, classed, fault, mean, means, need

D = Decimal
DATA = Path(__file__).parent.parent.parent / "data"
NUMBERS = st.fixed_dictionaries({code: st.integers(0, 9000).map(Decimal) for code in CODES})
COSTS = st.dictionaries(
    st.tuples(st.sampled_from(["ukn", "sn", "ks"]), st.sampled_from(CODES)), st.decimals("0.1", "999.9", places=1)
)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("year", ["2018", "2020"])
def test_sjobos_printed_model_gives_the_need_that_was_worked_out_from_it(year: str) -> None:
    """From the printed year-ends, the means of the budget before and the printed costs."""
    printed = [row for row in rows("sjobo-demography.csv") if row["budget_year"] == year and row["age_class"] != "all"]
    now = {row["age_class"]: mean(D(row["population_year_end_before"]), D(row["population_year_end_budget_year"]))
           for row in printed}  # fmt: skip
    then = {row["age_class"]: D(row["mean_previous_budget_printed"]) for row in printed}
    costs = {(row["area"], row["age_class"]): D(row["cost_per_inhabitant_tkr"]) for row in printed}
    found = need(now, then, costs)
    wanted = {(row["area"], row["age_class"]): row for row in rows("sjobo-need.csv") if row["budget_year"] == year}
    for part in found.parts:
        row = wanted[part.organ, part.age_class]
        assert (part.change, part.need) == (D(row["mean_change"]), D(row["own_calculation_need_tkr"]))
    for area in ("pre- and compulsory school", "upper secondary", "elderly care"):
        assert found.of(area) == D(wanted[area, "all"]["own_calculation_need_tkr"])
    assert found.total == D(wanted["total", "all"]["own_calculation_need_tkr"])


@settings(max_examples=40, deadline=None)
@given(NUMBERS, NUMBERS, COSTS)
def test_the_parts_are_the_sum_whichever_way_they_are_added(
    now: dict[str, D], then: dict[str, D], costs: dict[tuple[str, str], D]
) -> None:
    found = need(now, then, costs)
    assert found.total == sum(found.by_class.values()) == sum((found.of(one) for one in ("ukn", "sn", "ks")), D(0))
    assert found.total == -need(then, now, costs).total and need(now, now, costs).total == 0
    assert {*found.without_cost} == {*CODES} - {code for _organ, code in costs}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=91, max_size=111), st.integers(0, 90))
def test_everybody_above_nought_is_in_one_class(numbers: list[int], gone: int) -> None:
    ages = {age: D(number) for age, number in enumerate(numbers)}
    assert fault(ages) is None and sum(classed(ages).values()) == sum(numbers[1:])
    if gone < max(ages):
        del ages[gone]
        assert fault(ages) == Fault(Wrong.MISSING, [gone])


@pytest.mark.parametrize(
    ("change", "wrong"),
    [({7: D(-1)}, Fault(Wrong.NEGATIVE, [7])), ({7: D("1.5")}, Fault(Wrong.BROKEN, [7]))],
)
def test_a_population_that_cannot_be_is_refused(change: dict[int, D], wrong: Fault) -> None:
    ages = {age: D(10) for age in range(101)} | change
    assert fault(ages) == wrong
    with pytest.raises(ValueError, match=wrong.wrong):
        classed(ages)
    assert fault({age: D(10) for age in range(86)}) == Fault(Wrong.OPEN, [85])
    assert fault({}) == Fault(Wrong.OPEN, [-1])


def test_a_mean_needs_both_year_ends() -> None:
    ends = {2024: {"6": D(10)}, 2025: {"6": D(13)}, 2027: {"6": D(1)}}
    assert means(ends) == {2025: {"6": D("11.5")}}
    drivers = need({"6": D(2), "90-": D(5)}, {"6": D(1), "90-": D(9)}, {("a", "6"): D(3), ("b", "90-"): D(2)}).drivers
    assert drivers == [("90-", D(-8)), ("6", D(3))]


@pytest.mark.parametrize(
    ("text", "read"),
    [("7", (7, False)), ("7 år", (7, False)), ("100+ år", (100, True)), ("100+", (100, True)), ("90 år+", (90, True)),
     ("0-4 år", None), ("totalt ålder", None), ("1-w", (1, True)), ("", None)],
)  # fmt: skip
def test_a_one_year_class_is_known_by_what_it_is_called(text: str, read: tuple[int, bool] | None) -> None:
    assert age_in(text) == read
