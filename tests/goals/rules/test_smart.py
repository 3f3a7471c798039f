"""The six criteria: each check, what is missing, and what hinders marking ready or handing in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules.content import Consulted, IndicatorContent, ProposalContent, Statements
from goals.rules.pace import PaceVerdict
from goals.rules.smart import check, hinders_ready, hinders_submission, names_year
from goals.words import criterion_name, sentence
from indicators.rules.direction import Direction

PLACE = IndicatorContent("plats", "Plats på datum", "%", Direction.HIGHER, 0, 2025, D(67), D(83))
WHOLE = ProposalContent(
    key="p1",
    term_first=2027,
    term_last=2030,
    organ_key="ukn",
    title="Plats i tid",
    wording="Senast 2030 får 83 procent av barnen plats på önskat datum.",
    target_group="Barn 1–5 år",
    function="förskolechef",
    consulted=(Consulted("forskola", "Förskolan", "2026-10"),),
    union_applies=True,
    union_date="2026-10-05",
    indicators=(PLACE,),
)
NAMES = ["specific", "measurable", "accepted", "realistic", "time_bound", "responsibility"]


def missing(
    verdict: PaceVerdict = PaceVerdict.AMBITIOUS, decision: bool = True, **changes: Any
) -> dict[str, list[str]]:
    found = check(replace(WHOLE, **changes), {"plats": verdict}, decision)
    return {criterion.name: [p.code for p in criterion.missing] for criterion in found if not criterion.done}


def with_indicator(**changes: Any) -> dict[str, Any]:
    return {"indicators": (replace(PLACE, **changes),)}


@pytest.mark.parametrize(
    ("value", "direction", "codes"),
    [("82.9", "higher", ["indicator_end_worse_than_target"]), ("83", "higher", []), ("90", "higher", []),
     ("84", "lower", ["indicator_end_worse_than_target"]), ("80", "lower", [])],
)  # fmt: skip
def test_the_value_of_the_target_year_does_not_contradict_the_target(
    value: str, direction: str, codes: list[str]
) -> None:
    changes = with_indicator(values={2029: D(1), 2030: D(value)}, direction=Direction(direction))
    assert missing(**changes).get("measurable", []) == codes


def test_a_whole_proposal_lacks_nothing() -> None:
    criteria = check(WHOLE, {"plats": PaceVerdict.WITHIN}, committee_decision=True)
    assert [criterion.name for criterion in criteria] == NAMES
    assert all(criterion.done for criterion in criteria)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"wording": " "}, {"specific": ["wording_missing"]}),
        ({"wording": "Senast 20301 är alla nöjda."}, {"specific": ["year_not_in_wording"]}),
        ({"target_group": ""}, {"specific": ["target_group_missing"]}),
        ({"indicators": ()}, {"measurable": ["indicator_missing"], "realistic": ["pace_missing"]}),
        (with_indicator(unit=""), {"measurable": ["indicator_unit_missing"], "realistic": ["pace_missing"]}),
        (with_indicator(baseline=None, baseline_year=None),
         {"measurable": ["indicator_baseline_year_missing", "indicator_baseline_missing"],
          "realistic": ["pace_missing"]}),
        (with_indicator(target=None), {"measurable": ["indicator_target_missing"], "realistic": ["pace_missing"]}),
        (with_indicator(direction=Direction.WITHIN, low=D(1)),
         {"measurable": ["indicator_bounds_missing"], "realistic": ["pace_missing"]}),
        (with_indicator(direction=Direction.WITHIN, target=None, low=D(1), high=D(2)), {}),
        ({"indicators": (PLACE, IndicatorContent("ny"))}, {}),
        ({"consulted": ()}, {"accepted": ["consultation_missing"]}),
        ({"consulted": (Consulted("forskola"),)}, {"accepted": ["consultation_date_missing"]}),
        ({"union_applies": None}, {"accepted": ["union_not_said"]}),
        ({"union_date": None}, {"accepted": ["union_date_missing"]}),
        ({"union_applies": False, "union_date": None}, {}),
        ({"decision": False}, {"accepted": ["committee_decision_missing"]}),
        ({"verdict": PaceVerdict.NOT_COMPARABLE}, {}),
        ({"verdict": PaceVerdict.BEYOND}, {"realistic": ["motivation_missing"]}),
        ({"verdict": PaceVerdict.BEYOND, "statements": Statements(realistic="Två nya förskolor.")}, {}),
        ({"target_year": 2031, "wording": "2031"}, {"time_bound": ["year_outside_term"]}),
        ({"target_year": 2027, "wording": "2027"}, {}),
        ({"function": ""}, {"responsibility": ["function_missing"]}),
        ({"organ_key": ""}, {"responsibility": ["organ_missing"]}),
    ],
)  # fmt: skip
def test_what_is_missing(changes: dict[str, Any], expected: dict[str, list[str]]) -> None:
    assert missing(**changes) == expected


def test_ready_waits_for_all_but_the_committees_decision() -> None:
    criteria = check(WHOLE, {}, committee_decision=False)
    assert hinders_ready(criteria) == []
    assert [p.code for p in hinders_submission(criteria)] == ["committee_decision_missing"]


@pytest.mark.parametrize(
    ("wording", "named"),
    [("till 2030", True), ("2030", True), ("(2030)", True), ("12030", False), ("20305", False), ("år 2029", False)],
)
def test_the_year_stands_as_a_number_of_its_own(wording: str, named: bool) -> None:
    assert names_year(wording, 2030) is named


def test_every_problem_links_to_a_field_and_has_a_sentence() -> None:
    empty = ProposalContent(
        "p", 2027, 2030, target_year=2035, indicators=(IndicatorContent("ny", direction=Direction.WITHIN),)
    )
    problems = hinders_submission(check(empty, {"ny": PaceVerdict.BEYOND}, False))
    assert len(problems) == 14
    assert all(problem.field and sentence(problem).endswith(".") for problem in problems)
    assert [criterion_name(name) for name in NAMES] == [
        "Specifikt", "Mätbart", "Accepterat", "Realistiskt", "Tidsatt", "Ansvar",
    ]  # fmt: skip


FIELDS = ["wording", "target_group", "function", "organ_key", "consulted", "indicators"]
EMPTY: dict[str, Any] = {"consulted": (), "indicators": ()}


@given(st.sets(st.sampled_from(FIELDS)), st.sampled_from(FIELDS))
def test_filling_in_never_adds_a_gap(emptied: set[str], filled: str) -> None:
    less = replace(WHOLE, **{name: EMPTY.get(name, "") for name in emptied})
    more = replace(WHOLE, **{name: EMPTY.get(name, "") for name in emptied - {filled}})
    assert {c.name for c in check(less, {}, True) if c.done} <= {c.name for c in check(more, {}, True) if c.done}
