"""The words of status and judgement: a sign for each, and a word that fits the time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from followup.content.summary import tally
from followup.rules.calendar import Breach
from followup.rules.figures import Figure, Reason, Status
from followup.rules.suggestion import Suggestion, Verdict
from followup.words import (
    assessment_word,
    breach_sentence,
    counted_word,
    is_last_annual,
    last_known_word,
    measured_word,
    reason_word,
    sign,
    status_word,
    target_status_word,
    trend_word,
    whole_word,
)
from indicators.rules.direction import Movement, Trend


def test_every_status_and_judgement_has_a_sign_and_words_of_its_own() -> None:
    assert [sign(status) for status in Status] == ["●", "▲", "■", "○"]
    assert [sign(verdict) for verdict in (*Verdict, None)] == ["●", "▲", "■", "○", "○"]
    assert len({status_word(status) for status in Status}) == 4
    assert all(reason_word(reason) for reason in Reason)


def test_counted_judgements_agree_with_their_number_and_stand_in_the_order_of_the_signs() -> None:
    assert [counted_word(verdict, 2, last_annual=True) for verdict in (*Verdict, None)] == [
        "uppfyllda", "inte fullt uppfyllda", "inte uppfyllda", "kan inte bedömas", "inte bedömda"
    ]  # fmt: skip
    assert counted_word("not_met", 2, last_annual=False) == "bedöms inte bli uppfyllda"
    views: list[Any] = [SimpleNamespace(assessment=code) for code in ("on_course", "met", None, "met")]
    found = tally(views, final=True)
    assert [f"{count} {shown.sign} {shown.word}" for shown, count in found.counts] == [
        "2 ● uppfyllda", "1 ▲ inte fullt uppfyllt", "1 ○ inte bedömt"
    ]  # fmt: skip


def test_before_the_last_year_the_target_status_is_a_way_to_go() -> None:
    words = [target_status_word(status, last_year=False) for status in (Status.MET, Status.ON_COURSE, Status.NOT_MET)]
    assert words == ["målet nått", "minst halva vägen", "mindre än halva vägen"]
    assert target_status_word(Status.ON_COURSE, last_year=True) != "minst halva vägen"


def test_burlovs_words_for_a_judgement() -> None:
    assert [assessment_word(verdict, last_annual=False) for verdict in Verdict] == [
        "uppfyllt", "på väg att uppfyllas", "bedöms inte bli uppfyllt", "kan inte bedömas",
    ]  # fmt: skip
    assert [assessment_word(verdict, last_annual=True) for verdict in Verdict] == [
        "uppfyllt", "inte fullt uppfyllt", "inte uppfyllt", "kan inte bedömas",
    ]  # fmt: skip
    assert [whole_word(verdict) for verdict in Verdict][:3] == ["uppnås", "uppnås delvis", "uppnås inte"]
    assert assessment_word("met", last_annual=True) == "uppfyllt"
    assert assessment_word(None, last_annual=True) == whole_word("") == "inte bedömt"


@pytest.mark.parametrize(
    ("kind", "year", "prolonged", "last"),
    [("annual", 2022, None, True), ("interim", 2022, None, False), ("annual", 2021, None, False),
     ("annual", 2022, 2023, False), ("annual", 2023, 2023, True)],
)  # fmt: skip
def test_which_round_is_the_last_annual_one(kind: str, year: int, prolonged: int | None, last: bool) -> None:
    assert is_last_annual(kind, year, 2022, prolonged) is last


def test_a_trend_names_its_year_and_the_margin() -> None:
    assert trend_word(Trend(Movement.BETTER, 2020)) == "bättre än 2020"
    assert trend_word(Trend(Movement.WORSE, 2020, inside_margin=True)) == "sämre än 2020, inom felmarginalen"
    assert trend_word(None) == ""


def test_n_of_m_says_what_is_a_forecast() -> None:
    assert measured_word(Suggestion(Verdict.MET, 2, 3)) == "2 av 3 mätta"
    assert measured_word(Suggestion(Verdict.MET, 2, 3, 1)) == "2 av 3 mätta, varav 1 enligt prognos"


def test_the_last_known_value_has_its_year() -> None:
    known = Figure(2022, last_known=(2020, Decimal("1078.46")))
    assert last_known_word(known, 1, "%") == "senast kända: 1\u00a0078,46\u00a0% (2020)"
    assert last_known_word(Figure(2022), 1) == ""


@pytest.mark.parametrize(
    "code",
    ["interim_period", "annual_period", "tertial_period", "ready_before_end", "ready_after_papers",
     "ready_after_board_papers", "no_meeting_in_time", "handed_over_before_end", "no_board_meeting",
     "no_council_meeting", "interim_handed_over_late", "annual_handed_over_late", "approved_late"],
)  # fmt: skip
def test_every_breach_has_a_sentence(code: str) -> None:
    text = breach_sentence(Breach(code, "Kommunstyrelsen", date(2023, 4, 17), date(2023, 4, 15)))
    assert text.endswith(".") and "2023-04-17" in text
