"""A proposal's content: there and back as JSON, and two versions beside each other."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules.content import (
    Consulted,
    Cost,
    Difference,
    IndicatorContent,
    NeedContent,
    ProposalContent,
    Statements,
    differences,
    from_json,
    to_json,
)
from goals.words import field_label
from indicators.rules.direction import Direction

HME = IndicatorContent(
    "hme", "HME", "index", Direction.HIGHER, 1, 2025, D("77.0"), D("79.5"), values={2027: D("77.50"), 2028: None}
)
CONTENT = ProposalContent(
    key="p1",
    term_first=2027,
    term_last=2030,
    title="Engagerade medarbetare",
    wording="Senast 2030 är index 79,5.",
    statements=Statements(realistic="Nytt ledarskapsprogram."),
    needs=(NeedContent("b1", "hr", "Fler ska stanna."),),
    consulted=(Consulted("hr", "HR", "2026-10"),),
    indicators=(HME,),
    cost=(Cost(2027, D("400"), None),),
    within_frame=True,
)


def test_there_and_back_as_json_keeps_every_digit() -> None:
    data = json.loads(json.dumps(to_json(CONTENT)))
    assert data["indicators"][0]["values"] == {"2027": "77.50", "2028": None}
    assert from_json(data) == CONTENT
    assert str(from_json(data).indicators[0].baseline) == "77.0"


texts = st.text(max_size=40)
decimals = st.none() | st.decimals(-10000, 10000, places=3)


@given(
    st.builds(
        ProposalContent,
        texts,
        st.integers(2000, 2100),
        st.integers(2000, 2100),
        wording=texts,
        statements=st.builds(Statements, specific=texts, realistic=texts),
        consulted=st.lists(st.builds(Consulted, texts, texts, st.none() | texts), max_size=2).map(tuple),
        indicators=st.lists(
            st.builds(
                IndicatorContent,
                texts,
                direction=st.none() | st.sampled_from(Direction),
                baseline=decimals,
                values=st.dictionaries(st.integers(2000, 2100), decimals, max_size=3),
            ),
            max_size=2,
        ).map(tuple),
        cost=st.lists(st.builds(Cost, st.integers(2000, 2100), decimals, decimals), max_size=2).map(tuple),
        within_frame=st.none() | st.booleans(),
        union_applies=st.none() | st.booleans(),
    )
)
def test_any_content_comes_back_equal(content: ProposalContent) -> None:
    assert from_json(json.loads(json.dumps(to_json(content)))) == content
    assert differences(content, content) == []


def test_what_is_no_proposal_is_refused() -> None:
    with pytest.raises(ValueError, match="term_first"):
        from_json({"key": "p1", "term_last": 2030})


def test_numbers_are_shown_old_to_new_and_texts_word_by_word() -> None:
    changed = replace(
        CONTENT,
        wording="Senast 2029 är index 79,5.",
        indicators=(replace(HME, target=D("80"), values={2027: D("77.50"), 2028: D("78")}),),
        cost=(),
    )
    assert differences(CONTENT, changed) == [
        Difference(
            "wording",
            "Senast 2030 är index 79,5.",
            "Senast 2029 är index 79,5.",
            prose=True,
        ),
        Difference("indicators.hme.target", D("79.5"), D("80")),
        Difference("indicators.hme.values.2028", None, D("78")),
        Difference("cost.2027.operating", D("400"), None),
    ]


def test_every_field_that_can_differ_has_a_label() -> None:
    names = {"hme": "HME"}
    empty = ProposalContent("p2", 2027, 2030)
    indicator = replace(HME, low=D(1), high=D(2))
    full = replace(CONTENT, area="a", target_group="b", target_year=2030, organ_name="c", function="d")
    full = replace(full, union_applies=True, union_date="2026", continues="m1", indicators=(indicator,))
    labels = [field_label(difference.field, names) for difference in differences(empty, full)]
    assert len(labels) == len(set(labels)) == 24
    assert "HME, nivå 2027" in labels and "drift, tkr 2027" in labels and "Realistiskt" in labels
