"""How a report is laid out: order, choice of goals, depth; a layout that chooses nothing changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.content import layout
from followup.content.layout import Chapter, Layout

USUAL = ["bedoms", "hushallning", "vision", "sammandrag", "omrade-a", "omrade-b", "bilaga"]


@given(st.lists(st.sampled_from([*USUAL, "omrade-borta"])))
@settings(max_examples=60)
def test_the_order_has_each_chapter_once_and_keeps_what_was_placed(placed: list[str]) -> None:
    found = layout.in_order(USUAL, placed)
    assert sorted(found) == sorted(USUAL)
    known = [one for one in dict.fromkeys(placed) if one in USUAL]
    assert [one for one in found if one in known] == known
    assert layout.in_order(USUAL, found) == found


def test_a_chapter_that_nobody_placed_follows_the_one_it_usually_follows() -> None:
    old = ["bilaga", "omrade-a", "bedoms", "hushallning", "vision", "sammandrag"]
    assert layout.in_order(USUAL, old).index("omrade-b") == 2
    assert layout.moved(USUAL, "vision", up=True)[1:3] == ["vision", "hushallning"]
    assert layout.moved(USUAL, "bedoms", up=True) == USUAL


@pytest.mark.parametrize(
    ("goals", "kind", "out", "taken"),
    [
        ("all", "annual", [], "ABW"),
        ("weight", "annual", [], "W"),
        ("area:a", "tertial", [], "AW"),
        ("organ:sn", "tertial", [], "B"),
        ("organ:sn", "annual", [], "BW"),  # the law demands what is of weight
        ("all", "annual", ["omrade-a"], "BW"),
        ("all", "tertial", ["omrade-a"], "B"),
    ],
)
def test_which_goals_are_taken_up(goals: str, kind: str, out: list[str], taken: str) -> None:
    chosen = Layout(goals=goals, chapters=[Chapter(one, left_out=True) for one in out])
    all_ = {"A": ("a", ["ukn"], False), "B": ("b", ["sn"], False), "W": ("a", ["ukn"], True)}
    assert "".join(
        name for name, (area, owners, weight) in all_.items()
        if layout.takes(chosen, kind, area=area, owners=owners, of_weight=weight)
    ) == taken  # fmt: skip


def snapshot() -> dict[str, Any]:
    said = {"assessment": "met", "analysis": "Bra.", "motivation": "Skäl.", "grounds": [{}]}
    return {
        "kind": "annual", "head": {"vision": "Sikt", "core_values": []}, "areas": [{"area": "a"}, {"area": "b"}],
        "names": {"order": {"areas": ["a", "b"], "organs": ["ks", "ukn"]}}, "activities": [{}],
        "goals": [{"area": "a", "owners": ["ukn"], "by_owner": [said], "weighed": None}],
    }  # fmt: skip


def test_nothing_chosen_leaves_the_snapshot_as_it_is() -> None:
    plain = snapshot()
    usual = [Chapter(one) for one in USUAL]
    assert layout.apply(plain, Layout(chapters=usual, preface=" \n"), of=1) == plain
    assert layout.printed(plain) == USUAL


def test_what_was_chosen_stands_in_the_snapshot() -> None:
    chapters = [Chapter("bilaga", left_out=True), Chapter("sammandrag", comment="Så gick det."),
                Chapter("vision", left_out=True), Chapter("hushallning", left_out=True)]  # fmt: skip
    found = layout.apply(snapshot(), Layout("Förord.", chapters, depth="short"), of=3)
    # Neither the annex nor what the law demands can be left out.
    assert layout.printed(found) == ["bedoms", "bilaga", "sammandrag", "omrade-a", "omrade-b", "hushallning"]
    assert layout.comment(found, "sammandrag") == "Så gick det." and layout.preface(found) == "Förord."
    said = found["goals"][0]["by_owner"][0]
    assert (said["analysis"], said["grounds"], said["motivation"]) == ("", [], "Skäl.")
    assert layout.is_short(found) and found["activities"] == [] and found["layout"]["of"] == 3


def test_chapters_by_who_answers_for_the_goals() -> None:
    found = layout.apply(snapshot(), Layout(by="organ"), of=1)
    assert found["layout"]["by"] == "organ"
    assert layout.printed(found)[3:] == ["sammandrag", "malomraden", "namnd-ukn", "bilaga"]
    placed = {owners: layout.chapter_of("organ", "a", owners) for owners in ((), ("ukn",), ("ks", "ukn"))}
    assert list(placed.values()) == ["utan-ansvarig", "namnd-ukn", "flera-ansvariga"]
    chosen = Layout(by="organ", chapters=[Chapter("omrade-a", left_out=True)])
    assert layout.takes(chosen, "tertial", area="a", owners=["ukn"], of_weight=False, chapter="namnd-ukn")
