"""Words that live twice (in the pure rules and in the models) agree."""

from __future__ import annotations

import pytest

from followup.models import Assessment, FollowUpRound
from followup.rules.calendar import RoundKind
from followup.rules.suggestion import Verdict
from goals.models import Term
from goals.rules.tally import By
from indicators.models import Indicator, IndicatorVersion, Sex
from indicators.rules import secrecy
from indicators.rules.direction import Direction
from indicators.rules.periods import is_period, periods_of


@pytest.mark.parametrize(
    ("rule", "model"),
    [
        (Direction, IndicatorVersion.Direction),
        (Verdict, Assessment.Status),
        (By, Term.By),
        (RoundKind, FollowUpRound.Kind),
    ],
)
def test_rule_and_model_have_the_same_values(rule: type, model: type) -> None:
    assert {one.value for one in rule} == {one.value for one in model}  # type: ignore[attr-defined]


def test_the_sexes_of_secrecy_are_those_of_outcomes() -> None:
    assert {secrecy.TOTAL, secrecy.WOMEN, secrecy.MEN} == set(Sex.values)


def test_each_frequency_has_periods() -> None:
    for frequency in Indicator.Frequency.values:
        assert all(is_period(period) for period in periods_of(2025, frequency))
    assert len({len(periods_of(2025, frequency)) for frequency in Indicator.Frequency.values}) == 4
