"""What a formula gives: plain decimal arithmetic, or the reason why there is no value."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, localcontext
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.computing import Fact, Reason, Result, compute, reads
from indicators.rules.formulas import Binary, Formula, Node, Number, Series, parse

YEARS = range(2018, 2026)
few = settings(max_examples=40)
values = st.decimals(-10_000_000, 10_000_000, places=2)
positive = st.decimals("0.01", 10_000_000, places=2)
series_of = st.lists(values, min_size=len(YEARS), max_size=len(YEARS))


def result(formula: str, period: str, said: str = "", **series: Mapping[str, Any]) -> Result:
    """The formula over series given as period → value, code or fact."""

    def fact(key: str, at: str) -> Fact | None:
        found = series[key].get(at)
        if found is None or isinstance(found, Fact):
            return found
        return Fact(missing=found) if isinstance(found, str) else Fact(D(found))

    return compute(parse(formula), period, fact, said)


def same(value: D) -> dict[str, D]:
    return {str(year): value for year in YEARS}


def by_year(some: list[D]) -> dict[str, D]:
    return {str(year): value for year, value in zip(YEARS, some, strict=True)}


# -- what holds whatever the numbers are -----------------------------------------------------------------------------


@few
@given(positive, st.sampled_from(YEARS), st.sampled_from(YEARS))
def test_the_index_of_a_constant_is_100(value: D, base: int, year: int) -> None:
    assert result(f"index(a; {base})", str(year), a=same(value)).value == 100


@few
@given(series_of.map(lambda some: [abs(v) + D("0.01") for v in some]), st.sampled_from(YEARS))
def test_an_index_is_100_in_its_base_year(some: list[D], base: int) -> None:
    assert result(f"index(a; {base})", str(base), a=by_year(some)).value == 100


@few
@given(values.filter(bool))
def test_a_series_is_100_per_cent_of_itself(value: D) -> None:
    assert result("andel(a; a)", "2020", a=same(value)).value == 100


@few
@given(values, st.integers(1, 5))
def test_a_constant_changes_by_0(value: D, years: int) -> None:
    assert result(f"ändring(a; {years})", "2025", a=same(value)).value == 0


@few
@given(positive, st.integers(1, 5))
def test_a_constant_changes_by_0_per_cent(value: D, years: int) -> None:
    assert result(f"ändring_procent(a; {years})", "2025", a=same(value)).value == 0


@few
@given(values, st.integers(2, 6))
def test_the_mean_of_a_constant_is_the_constant(value: D, years: int) -> None:
    assert result(f"medel(a; {years})", "2025", a=same(value)).value == value
    assert result("medel(a; 2018; 2022)", "2025", a=same(value)).value == value


@few
@given(series_of)
def test_the_changes_of_the_years_add_up_to_the_change_over_them(some: list[D]) -> None:
    a = by_year(some)
    single = [result("ändring(a)", str(year), a=a).value or D(0) for year in YEARS[1:]]
    assert sum(single, D(0)) == result("ändring(a; 7)", "2025", a=a).value


leaves: st.SearchStrategy[Node] = st.builds(Series, st.sampled_from("abc")) | st.builds(Number, positive)
trees = st.recursive(leaves, lambda parts: st.builds(Binary, st.sampled_from("+-*"), parts, parts), max_leaves=8)
RULES = {"+": operator.add, "-": operator.sub, "*": operator.mul}


@settings(max_examples=100)
@given(trees, values, values, values)
def test_the_order_of_evaluation_is_that_of_decimals(root: Node, a: D, b: D, c: D) -> None:
    """Written, read again and computed, it is what Python's decimals give for the same tree."""
    of = {"a": a, "b": b, "c": c}

    def plain(node: Any) -> D:
        if isinstance(node, Binary):
            return RULES[node.sign](plain(node.left), plain(node.right))  # type: ignore[no-any-return]
        return of[node.key] if isinstance(node, Series) else node.value  # type: ignore[no-any-return]

    formula = Formula(Binary("+", root, Series("a")))
    with localcontext(Context(prec=400)):
        wanted = plain(formula.root)
    again = parse(str(formula))
    assert compute(again, "2020", lambda key, _at: Fact(of[key])).value == wanted


@few
@given(values, values.filter(bool))
def test_a_quotient_has_28_digits(a: D, b: D) -> None:
    wanted = Context(prec=28, rounding=ROUND_HALF_EVEN).divide(a, b)
    assert result("a / b", "2020", a=same(a), b=same(b)).value == wanted


FORMULAS = [
    "a + b", "a - a + b", "0 × a + b", "andel(b; a)", "index(a; 2018) + 0 × b", "medel(a; 3) × b",
    "b / medel(a; 2018; 2025)", "ändring(a; 2) + b", "a × (b - b)", "i_tkr(a) + b", "per_invånare(b; a)",
]  # fmt: skip


@few
@given(st.sampled_from(FORMULAS), st.sampled_from(["suppressed", "secret"]), series_of, series_of, st.data())
def test_whatever_touches_a_hidden_value_is_hidden(formula: str, code: str, a: list[D], b: list[D], data: Any) -> None:
    """And is the same, whatever the hidden value was: nothing of it reaches the result."""
    touched = sorted({at for key, at in reads(parse(formula).root, "2025") if key == "a"})
    at = data.draw(st.sampled_from(touched))
    one, other = by_year(a), by_year(b)
    hidden: Any = {**one, at: Fact(D(17), code)}
    found = result(formula, "2025", a=hidden, b=other)
    assert (found.value, found.missing) == (None, code)
    assert found.why is not None and (found.why.reason, found.why.key, found.why.period) == (Reason.HIDDEN, "a", at)
    assert found == result(formula, "2025", a={**one, at: code}, b=other)


@few
@given(
    st.sampled_from(FORMULAS), st.sampled_from(["lapse", "not_measured", "not_published", "not_applicable"]), st.data()
)
def test_missing_in_missing_out_with_the_reason(formula: str, code: str, data: Any) -> None:
    touched = sorted({at for key, at in reads(parse(formula).root, "2025") if key == "a"})
    at = data.draw(st.sampled_from(touched))
    found = result(formula, "2025", a={**same(D(2)), at: code}, b=same(D(3)))
    assert found.why is not None and (found.value, found.missing) == (None, code)
    assert (found.why.reason, found.why.key, found.why.period, found.why.missing) == (Reason.MISSING, "a", at, code)


# -- one by one ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("a + b × 2", "14"),
        ("(a + b) × 2", "20"),
        ("a - b - 1", "1"),
        ("a - (b - 1)", "3"),
        ("a / b / 2", "0.75"),
        ("-a + b", "-2"),
        ("andel(b; a)", "66.66666666666666666666666667"),
        ("per_invånare(b; a; 1000)", "666.6666666666666666666666667"),
        ("index(a; 2024)", "120"),
        ("ändring(a)", "1"),
        ("ändring_procent(a)", "20"),
        ("medel(a; 2)", "5.5"),
        ("medel(a; 2024; 2028)", "5.5"),
        ("medel(a; 2020; 2024)", "3"),
        ("index(medel(a; 2); 2024)", "122.2222222222222222222222222"),
    ],
)
def test_values(formula: str, value: str) -> None:
    a = {str(year): D(year - 2019) for year in range(2019, 2026)}
    assert result(formula, "2025", a=a, b=same(D(4))).value == D(value)


def test_a_part_of_the_year_is_held_against_the_same_part() -> None:
    a = {"2024-T1": D(4), "2025-T1": D(5), "2024": D(100), "2025": D(100)}
    assert result("index(a; 2024)", "2025-T1", a=a).value == 125
    assert result("ändring(a)", "2025-T1", a=a).value == 1


@pytest.mark.parametrize(
    ("formula", "reason", "key", "period", "missing"),
    [
        ("a / b", Reason.ZERO, "", "2025", "not_applicable"),
        ("andel(a; b)", Reason.ZERO, "", "2025", "not_applicable"),
        ("index(b; 2024)", Reason.BASE, "", "2025", "not_applicable"),
        ("ändring_procent(c)", Reason.BASE, "", "2025", "not_applicable"),
        ("ändring(a; 3)", Reason.ABSENT, "a", "2022", "not_published"),
        ("medel(a; 2027; 2030)", Reason.BEFORE_WINDOW, "", "2025", "not_applicable"),
    ],
)
def test_why_there_is_none(formula: str, reason: Reason, key: str, period: str, missing: str) -> None:
    a, b, c = ({"2024": D(x), "2025": D(y)} for x, y in ((5, 6), (0, 0), (-5, 5)))
    found = result(formula, "2025", a=a, b=b, c=c)
    assert found.why is not None and found.value is None
    assert (found.why.reason, found.why.key, found.why.period, found.missing) == (reason, key, period, missing)


@pytest.mark.parametrize("formula", ["index(a; 2022)", "ändring(a; 3)", "medel(a; 4)", "medel(a; 2022; 2025)",
                                     "a / index(a; 2023)", "ändring_procent(a; 2)"])  # fmt: skip
def test_nothing_is_computed_over_a_new_definition(formula: str) -> None:
    a = {str(year): Fact(D(5), version=1 if year < 2024 else 2) for year in YEARS}
    found = result(formula, "2025", a=a)
    assert found.why is not None and found.missing == "not_applicable"
    assert (found.why.reason, found.why.key) == (Reason.BREAK, "a") and found.why.period >= "2024"
    assert result("ändring(a)", "2025", a=a).value == 0
    assert result("index(a; 2020)", "2022", a=a).value == 100


def test_preliminary_in_preliminary_out() -> None:
    a = {"2024": Fact(D(4)), "2025": Fact(D(5), preliminary=True)}
    assert result("ändring(a)", "2025", a=a).preliminary
    assert not result("a + 1", "2024", a=a).preliminary


def test_units_are_asked_of_the_values_that_are_read() -> None:
    """A part that is measured in another unit since is not computed with as if it were the old one."""
    a = {"2024": Fact(D(5000), unit="tkr"), "2025": Fact(D(5), unit="mnkr")}
    folk = {at: Fact(D(10), unit="antal invånare") for at in a}
    assert result("a / folk", "2024", "tkr per invånare", a=a, folk=folk).value == 500
    found = result("a / folk", "2025", "tkr per invånare", a=a, folk=folk)
    assert found.why is not None and found.why.reason is Reason.UNIT
    for at in a:
        assert result("i_kr(a) / folk", at, "kr per invånare", a=a, folk=folk).value == 500_000


@few
@given(values)
def test_money_in_another_scale_is_the_same_money(value: D) -> None:
    a = {"2025": Fact(value, unit="tkr")}
    assert result("i_kr(a)", "2025", "kr", a=a).value == value * 1000
    assert result("i_mnkr(a)", "2025", "mnkr", a=a).value == value / 1000
    assert result("i_tkr(i_mnkr(a))", "2025", "tkr", a=a).value == value
