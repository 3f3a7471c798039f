"""Secrecy: an attacker who knows every count and can do linear algebra learns no hidden value."""

from __future__ import annotations

import os
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.secrecy import MEN, TOTAL, WHOLE, WOMEN, Cell, Suppression, suppress


def cell(
    sex: str = TOTAL,
    count: int | None = 100,
    subject: str = WHOLE,
    period: str = "2022",
    revision: int = 0,
    out: bool = False,
) -> Cell:
    return Cell(period, sex, subject, revision, Decimal(50), count, out)


def test_nothing_small_hides_nothing() -> None:
    assert suppress([cell(), cell(WOMEN, 5), cell(MEN, 95)], 5) == Suppression()


def test_without_a_minimum_count_nothing_is_hidden() -> None:
    assert suppress([cell(), cell(WOMEN, 1), cell(MEN, 99)], None) == Suppression()


def test_a_small_sex_takes_the_other_with_it_and_leaves_the_total() -> None:
    result = suppress([cell(), cell(WOMEN, 4), cell(MEN, 96)], 5)
    assert result.primary == {cell(WOMEN, 4)}
    assert result.secondary == {cell(MEN, 96)}


def test_a_small_cell_without_its_counterpart_stands_alone() -> None:
    assert suppress([cell(), cell(WOMEN, 4)], 5).cells == {cell(WOMEN, 4)}


def test_the_smallest_other_part_goes_with_a_small_part() -> None:
    parts = [cell(subject="a", count=3), cell(subject="b", count=40), cell(subject="c", count=57)]
    assert suppress([cell(), *parts], 5).cells == {parts[0], parts[1]}


def test_parts_that_leave_enough_over_need_no_second() -> None:
    parts = [cell(subject="a", count=3), cell(subject="b", count=40)]
    assert suppress([cell(), *parts], 5).cells == {parts[0]}


def test_parts_that_leave_too_little_over_do() -> None:
    parts = [cell(subject="a", count=3), cell(subject="b", count=95)]
    assert suppress([cell(), *parts], 5).cells == set(parts)


def test_a_small_tertial_takes_another_with_it_and_leaves_the_year() -> None:
    tertials = [cell(period=f"2022-T{n}", count=c) for n, c in ((1, 2), (2, 40), (3, 58))]
    assert suppress([cell(), *tertials], 5).cells == {tertials[0], tertials[1]}


def test_other_years_are_left_alone() -> None:
    before = [cell(period="2021"), cell(MEN, 96, period="2021"), cell(WOMEN, 9, period="2021")]
    now = [cell(), cell(WOMEN, 4), cell(MEN, 96)]
    assert suppress([*before, *now], 5).cells == set(now[1:])


def test_a_total_and_one_sex_that_were_revised_give_nothing_away() -> None:
    """The other sex was not revised: it keeps its value beside the revised ones."""
    first = [cell(), cell(WOMEN, 4), cell(MEN, 96)]
    revised = [cell(revision=1), cell(MEN, 96, revision=1)]
    assert not is_broken([*first, *revised], suppress([*first, *revised], 5))


def test_a_value_that_grew_out_of_smallness_does_not_open_its_first_version() -> None:
    cells = [cell(), cell(WOMEN, 4), cell(MEN, 96), cell(WOMEN, 9, revision=1), cell(revision=1, count=105)]
    result = suppress(cells, 5)
    assert cells[1] in result.primary
    assert not is_broken(cells, result)


def test_what_is_out_already_is_known_and_named() -> None:
    cells = [cell(out=True), cell(WOMEN, 4), cell(MEN, 96, out=True)]
    result = suppress(cells, 5)
    assert result.cells == {cells[1]}
    assert result.exposed == {cells[1]}


def test_what_its_source_hid_is_protected_too() -> None:
    gap = Cell("2022", WOMEN, hidden_by_source=True)
    assert suppress([cell(), gap, cell(MEN, 96)], 5).secondary == {cell(MEN, 96)}


def test_the_year_of_what_is_counted_together_is_its_last_part() -> None:
    """Women's year is hidden for the men's sake; their last tertial says the same number."""
    year = [cell(), cell(WOMEN, 96), cell(MEN, 4)]
    last = cell(WOMEN, 96, period="2022-T3")
    assert last not in suppress([*year, last], 5).cells
    assert suppress([*year, last], 5, cumulative=True).cells == {*year[1:], last}
    tertials = [cell(period=f"2022-T{n}", count=c) for n, c in ((1, 40), (2, 70), (3, 100))]
    assert suppress([cell(), *tertials, cell(MEN, 2, period="2022-T1")], 5, cumulative=True).secondary == frozenset()


# The attacker

CASES = int(os.environ.get("SECRECY_CASES", "100"))
"""So many tables are tried; ten thousand by hand."""


type Vector = dict[object, Fraction]


def reduced(vector: Vector, basis: list[tuple[object, Vector]]) -> Vector:
    """What is left of a vector when everything that the basis makes is taken off."""
    left = dict(vector)
    for pivot, row in basis:
        if pivot in left:
            factor = left[pivot] / row[pivot]
            left = {k: left.get(k, Fraction(0)) - factor * row.get(k, Fraction(0)) for k in {*left, *row}}
            left = {k: v for k, v in left.items() if v}
    return left


def spans(rows: Iterable[Vector]) -> list[tuple[object, Vector]]:
    """A basis of the rows, by plain elimination."""
    basis: list[tuple[object, Vector]] = []
    for row in rows:
        left = reduced(row, basis)
        if left:
            basis.append((next(iter(left)), left))
    return basis


PIECES = {"2022": ("2022-T1", "2022-T2", "2022-T3")}
SEXES = {TOTAL: (WOMEN, MEN)}


def current(cells: Iterable[Cell], revision: int, at: tuple[str, str, str]) -> Cell | None:
    found = [c for c in cells if (c.period, c.sex, c.subject) == at and c.revision <= revision]
    return max(found, key=lambda c: c.revision, default=None)


def is_broken(cells: list[Cell], result: Suppression, parts: tuple[str, ...] = ()) -> bool:
    """Whether a hidden value (that was not given away before) follows from the ones shown.

    The unknowns are the smallest pieces (tertial × sex × part) at each revision, and each hidden value. A cell is a
    sum of its pieces, weighed by shares of counts; one that was not revised is the same value later too.
    A hidden value is computable exactly when it alone lies in what the shown cells span.
    """
    tertials = {c.period for c in cells} >= set(PIECES["2022"])

    def pieces(c: Cell, revision: int) -> Vector:
        periods = PIECES["2022"] if c.period == "2022" and tertials else (c.period,)
        subjects = parts if c.subject == WHOLE and parts else (c.subject,)
        share = Fraction(1, c.count or 1)
        return {(revision, p, x, s): share for p in periods for x in SEXES.get(c.sex, (c.sex,)) for s in subjects}

    known: list[Vector] = []
    secrets = {c for c in result.cells if not c.published} - result.exposed
    for revision in sorted({c.revision for c in cells}):
        for at in {(c.period, c.sex, c.subject) for c in cells}:
            if c := current(cells, revision, at):
                known.append(pieces(c, revision) | ({c: Fraction(-1)} if c in secrets else {}))
    basis = spans(known)
    return any(not reduced({secret: Fraction(1)}, basis) for secret in secrets)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Cell], tuple[str, ...]]:
    """Tertials × sexes × parts with counts that add up, some cells left out, some revised, some out already."""
    parts = draw(st.sampled_from([(), ("a", "b"), ("a", "b", "c")]))
    periods = draw(st.sampled_from([("2022",), PIECES["2022"]]))
    small = st.integers(0, 12)
    counts = {(p, x, s): draw(small) for p in periods for x in (WOMEN, MEN) for s in parts or (WHOLE,)}
    cells: list[Cell] = []
    for period in {*periods, "2022"}:
        for sex in (TOTAL, WOMEN, MEN):
            for subject in (WHOLE, *parts):
                inside = [
                    n for (p, x, s), n in counts.items()
                    if period in (p, "2022") and sex in (x, TOTAL) and subject in (s, WHOLE)
                ]  # fmt: skip
                for revision in range(draw(st.integers(0, 2))):
                    out = revision == 0 and draw(st.integers(0, 9)) == 0
                    cells.append(cell(sex, sum(inside), subject, period, revision, out))
    return cells, parts


@settings(max_examples=CASES, deadline=None)
@given(tables())
def test_an_attacker_computes_no_hidden_cell(table: tuple[list[Cell], tuple[str, ...]]) -> None:
    cells, parts = table
    result = suppress(cells, 5)
    assert result.primary == {c for c in cells if (c.count or 0) < 5}
    assert not any(c.published for c in result.secondary)
    assert not is_broken(cells, result, parts)


@settings(max_examples=50, deadline=None)
@given(tables())
def test_nothing_is_hidden_when_nothing_is_small(table: tuple[list[Cell], tuple[str, ...]]) -> None:
    large = [cell(c.sex, 5 + (c.count or 0), c.subject, c.period, c.revision, c.published) for c in table[0]]
    assert suppress(large, 5) == Suppression()
