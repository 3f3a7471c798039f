"""The advisory tally: points, ranks, ties, lists that count, spread per party group."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules.tally import Ballot, By, Spread, list_problems, tally


def ballots(*lists: str, party: str | None = None) -> list[Ballot]:
    """`"abc"` is a list with a first, b second, c third."""
    return [Ballot(tuple(text), party) for text in lists]


def result(*args: Any, **more: Any) -> dict[str, tuple[int, int, bool, int]]:
    return {row.proposal: (row.rank, row.points, row.shared, row.lists) for row in tally(*args, **more).rows}


def test_points_fall_from_n_by_place_also_in_a_short_list() -> None:
    assert result(ballots("abc", "ba", "b"), "abcd", places=3) == {
        "b": (1, 8, False, 3), "a": (2, 5, False, 2), "c": (3, 1, False, 1), "d": (4, 0, False, 0),
    }  # fmt: skip


def test_equal_points_share_a_rank_whatever_the_number_of_lists() -> None:
    found = result(ballots("ab", "cb", "d"), "abcd", places=2)
    assert found == {"a": (1, 2, True, 1), "b": (1, 2, True, 2), "c": (1, 2, True, 1), "d": (1, 2, True, 1)}
    assert [row.rank for row in tally(ballots("ab", "ba", "c"), "abcd", 2).rows] == [1, 1, 3, 4]


def test_lists_of_people_no_longer_in_office_are_left_out() -> None:
    found = tally([*ballots("a"), Ballot(("b",), in_force=False)], "ab", 1)
    assert (found.counted, found.left_out) == (1, 1)
    assert [row.points for row in found.rows] == [1, 0]


def test_a_party_groups_list_weighs_its_seats() -> None:
    lists = [Ballot(("a", "b"), "S", seats=12), Ballot(("b", "a"), "M", seats=9)]
    assert result(lists, "ab", places=2, by=By.PARTY) == {"a": (1, 33, False, 2), "b": (2, 30, False, 2)}
    assert result(lists, "ab", places=2) == {"a": (1, 3, True, 2), "b": (1, 3, True, 2)}


def test_the_spread_is_shown_for_groups_of_three_lists_or_more() -> None:
    lists = [*ballots("ab", "a", "b", party="S"), *ballots("a", "a", party="M"), Ballot(("a",), "M", in_force=False)]
    first = tally(lists, "ab", 2).rows[0]
    assert (first.proposal, first.spread) == ("a", (Spread("S", 2, 3, 4),))


def test_a_withdrawn_proposal_keeps_its_place_in_a_list() -> None:
    assert result(ballots("xa"), "a", places=2) == {"a": (1, 1, False, 1)}


lists_of = st.lists(
    st.permutations("abcde").flatmap(lambda p: st.integers(0, 5).map(lambda n: "".join(p[:n]))), max_size=8
)


@given(lists_of, st.integers(1, 5), st.randoms())
def test_the_order_of_the_lists_means_nothing(texts: list[str], places: int, random: Any) -> None:
    shuffled = random.sample(texts, len(texts))
    assert tally(ballots(*texts), "abcde", places) == tally(ballots(*shuffled), "abcde", places)


@given(lists_of, st.integers(1, 5))
def test_all_points_are_handed_out(texts: list[str], places: int) -> None:
    rows = tally(ballots(*texts), "abcde", places).rows
    assert sum(row.points for row in rows) == sum(places - i for text in texts for i in range(len(text[:places])))
    assert sorted(row.proposal for row in rows) == list("abcde")


@given(lists_of, st.integers(1, 5))
def test_ranks_follow_points(texts: list[str], places: int) -> None:
    rows = tally(ballots(*texts), "abcde", places).rows
    for row in rows:
        assert row.rank == 1 + sum(other.points > row.points for other in rows)
        assert row.shared == (sum(other.points == row.points for other in rows) > 1)
    assert [row.rank for row in rows] == sorted(row.rank for row in rows)


@given(lists_of, st.sampled_from("abcde"))
def test_one_more_first_place_never_hurts(texts: list[str], favourite: str) -> None:
    def rank(lists: list[str]) -> int:
        return next(row.rank for row in tally(ballots(*lists), "abcde", 3).rows if row.proposal == favourite)

    assert rank([*texts, favourite]) <= rank(texts)


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [("ab", []), ("abc", ["too_many"]), ("aa", ["chosen_twice"]), ("ax", ["not_offered"]), ("", [])],
)
def test_what_hinders_a_list(chosen: str, codes: list[str]) -> None:
    assert [problem.code for problem in list_problems(chosen, "abc", 2)] == codes
