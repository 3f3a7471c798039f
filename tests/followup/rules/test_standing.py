"""What was on a day, against a history that is played forward."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.rules.standing import Undone, Written, rewound, stood

FIELDS = ("title", "wording", "owners")
START = date(2026, 1, 1)
STEPS = st.lists(
    st.tuples(st.integers(0, 40), st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 3), min_size=1)), max_size=8
)
"""Decisions: days after the start, and what they set."""


def day(number: int) -> date:
    return START + timedelta(days=number)


@given(STEPS, st.integers(-1, 41))
@settings(max_examples=40)
def test_undoing_later_decisions_gives_what_playing_the_earlier_ones_gave(
    steps: list[tuple[int, dict[str, int]]], asked: int
) -> None:
    now: dict[str, int] = dict.fromkeys(FIELDS, 9)
    then, kept = dict(now), []
    for place, (at, said) in enumerate(sorted(steps, key=lambda step: step[0])):
        kept.append(Undone(day(at), place, {name: now[name] for name in said if now[name] != said[name]}))
        now |= said
        if at <= asked:
            then = dict(now)
    assert stood(now, kept, day(asked)) == then
    assert stood(now, reversed(kept), day(asked)) == then


@given(STEPS, st.integers(-1, 41))
@settings(max_examples=40)
def test_a_row_is_rewound_to_what_it_was(steps: list[tuple[int, dict[str, int]]], asked: int) -> None:
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    now: dict[str, int] = dict.fromkeys(FIELDS, 9)
    then, lines = dict(now), [Written(begun, dict.fromkeys(FIELDS, (None, 9)), created=True)]
    for at, said in sorted(steps, key=lambda step: step[0]):
        lines.append(Written(begun + timedelta(days=at), {name: (now[name], value) for name, value in said.items()}))
        now |= said
        if at <= asked:
            then = dict(now)
    assert rewound(now, lines, begun + timedelta(days=asked)) == then


def test_a_decision_without_a_day_counts_as_made() -> None:
    assert stood({"title": "ny"}, [Undone(None, 1, {"title": "gammal"})], START) == {"title": "ny"}
