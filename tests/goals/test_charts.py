"""What the charts of a goal show and say: the way to the target, its pace, the lists."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.charts import Point
from burlov_styrning.drawing import ACCENT, GREY
from goals.charts import Aim, Tallied, finding, pace_finding, progress_chart, realistic_chart, tally_chart
from indicators.charts import Measure

PERCENT = Measure("%")
BASE = Point(2018, Decimal(88))
HIGHER, LOWER = Aim(2022, "higher", Decimal(92)), Aim(2022, "lower", Decimal(84))
WITHIN = Aim(2022, "within", bounds=(Decimal(90), Decimal(95)))


def run(first: int, *values: str | None) -> list[Point]:
    return [Point(first + place, None if value is None else Decimal(value), "" if value else "ej mätt")
            for place, value in enumerate(values)]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "aim", "way"),
    [
        (["90"], HIGHER, "halva vägen till målet är tillryggalagd"),
        (["91"], HIGHER, "mer än halva vägen till målet är tillryggalagd"),
        (["89"], HIGHER, "mindre än halva vägen till målet är tillryggalagd"),
        (["92"], HIGHER, "målet är nått"),
        (["95"], HIGHER, "målet är nått"),
        (["88"], HIGHER, "hela vägen till målet återstår"),
        (["87"], HIGHER, "avståndet till målet har vuxit"),
        (["86"], LOWER, "halva vägen till målet är tillryggalagd"),
        (["83"], LOWER, "målet är nått"),
        (["90"], LOWER, "avståndet till målet har vuxit"),
        (["89"], WITHIN, "halva vägen till målet är tillryggalagd"),
        (["93"], WITHIN, "målet är nått"),
        (["99"], WITHIN, "avståndet till målet har vuxit"),
        (["87", None, "90"], HIGHER, "halva vägen till målet är tillryggalagd"),
    ],
)
def test_how_much_of_the_way(values: list[str | None], aim: Aim, way: str) -> None:
    sentence = finding(run(2019, *values), aim, PERCENT, baseline=BASE)
    assert sentence.split("; ")[1] == way + "."


def test_the_sentence_of_the_sketch() -> None:
    assert finding(run(2019, "87", None, "89", "90"), HIGHER, PERCENT, baseline=BASE) == (
        "Andelen har ökat två procentenheter på fyra år; halva vägen till målet är tillryggalagd."
    )


def test_a_baseline_that_was_as_good_as_the_target() -> None:
    kept = Aim(2022, "higher", Decimal(88))
    assert "målet är inte nått" in finding(run(2019, "87"), kept, PERCENT, baseline=BASE)
    assert "målet är nått" in finding(run(2019, "88"), kept, PERCENT, baseline=BASE)


def test_without_baseline_or_target_nothing_is_said_of_the_way() -> None:
    assert finding(run(2019, "87", "89"), HIGHER, PERCENT) == (
        "Andelen har ökat två procentenheter på ett år; målet är inte nått."
    )
    assert finding(run(2019, "90"), Aim(2022), PERCENT, baseline=BASE) == (
        "Andelen har ökat två procentenheter på ett år."
    )


def test_nothing_published_yet() -> None:
    assert finding(run(2019, None), HIGHER, PERCENT, baseline=BASE) == (
        "Inget utfall är publicerat än; utgångsvärdet 2018 var 88\u00a0%."
    )
    assert finding([], HIGHER, PERCENT) == "Inget utfall är publicerat än."


def test_over_a_new_definition_the_way_is_not_measured() -> None:
    sentence = finding(run(2019, "87", "95", "96"), HIGHER, PERCENT, baseline=BASE, breaks=[2020])
    assert sentence == "Andelen har ökat en procentenhet på ett år."


def test_an_outcome_of_the_baselines_year_or_earlier_is_not_progress() -> None:
    assert finding(run(2016, "80", "85", "88"), HIGHER, PERCENT, baseline=BASE).startswith("Inget utfall")


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_lower_is_higher_turned_round(start: int, now: int, target: int) -> None:
    up = finding(
        run(2019, str(now)), Aim(2022, "higher", Decimal(target)), PERCENT, baseline=Point(2018, Decimal(start))
    )
    down = finding(run(2019, str(-now)), Aim(2022, "lower", Decimal(-target)), PERCENT,
                   baseline=Point(2018, Decimal(-start)))  # fmt: skip
    assert up.split("; ")[1:] == down.split("; ")[1:]


def test_the_path_skips_an_unmeasured_year_but_goes_on() -> None:
    chart = progress_chart([], run(2019, "89", None, "91", "92"), HIGHER, PERCENT, baseline=BASE)
    line, dots = [trace for trace in chart.figure["data"] if trace["name"] == "Progression"]
    assert line["y"] == [88, 89, 90, 91, 92] and line["line"]["dash"] != "solid"
    assert dots["y"] == [89, None, 91, 92] and dots["line"]["width"] == 0


def test_bounds_are_a_band_with_its_own_words() -> None:
    chart = progress_chart(run(2019, "89"), [], WITHIN, PERCENT, baseline=BASE)
    assert [shape["fillcolor"] for shape in chart.figure["layout"]["shapes"] if shape["type"] == "rect"] == [ACCENT]
    assert "KF-mål 90–95\u00a0%" in [note["text"] for note in chart.figure["layout"]["annotations"]]


def test_only_a_baseline_is_not_called_an_outcome() -> None:
    chart = progress_chart([], run(2019, "89"), HIGHER, PERCENT, baseline=BASE)
    assert "Utgångsvärde 88\u00a0%" in [note["text"] for note in chart.figure["layout"]["annotations"]]


@pytest.mark.parametrize(
    ("demanded", "own", "sentence"),
    [
        ("3.2", "1.3", "Målet kräver att andelen ökar 3,2 procentenheter om året. "
         "Indikatorn har ökat 1,3 procentenheter om året sedan 2018."),
        ("-1", "-0.5", "Målet kräver att andelen minskar en procentenhet om året. "
         "Indikatorn har minskat 0,5 procentenheter om året sedan 2018."),
        ("0.25", "0", "Målet kräver att andelen ökar 0,3 procentenheter om året. Hittills har indikatorn stått still."),
        ("0", None, "Målet är att behålla nivån. Indikatorn har ingen egen takt att jämföra med."),
    ],
)  # fmt: skip
def test_both_paces_in_words(demanded: str, own: str | None, sentence: str) -> None:
    assert pace_finding(Decimal(demanded), None if own is None else Decimal(own), PERCENT, 2018) == sentence


def test_own_pace_is_grey_and_the_demanded_one_accent() -> None:
    chart = realistic_chart(run(2018, "58", "60"), Aim(2023, "higher", Decimal(70)), PERCENT,
                            baseline=Point(2019, Decimal(60)), demanded=Decimal("2.5"), own=Decimal(2))  # fmt: skip
    ends = {trace["line"]["color"]: trace["y"][-1] for trace in chart.figure["data"] if "lines" in trace["mode"]}
    assert ends[GREY] == 68 and ends[ACCENT] == 70


def test_the_tally_says_who_was_first_and_shows_ties() -> None:
    rows = [Tallied("1", "Fler platser", 1212, 31), Tallied("2", "Tryggt", 80, 20)]
    chart = tally_chart(rows)
    assert chart.finding == "”Fler platser” fick flest poäng, 1\u00a0212. Listorna är rådgivande."
    assert chart.figure["layout"]["xaxis"]["range"][0] == 0
    tied = tally_chart([Tallied("1–2", "A", 80, 20), Tallied("1–2", "B", 80, 20)])
    assert tied.finding.startswith("Två förslag delar första platsen")
    assert tied.table.rows[1] == ("B", "1–2", "80", "20")
    assert tally_chart([]).finding == "Inga listor har lämnats."
