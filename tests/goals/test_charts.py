"""What the charts of a goal show and say: the way to the target, its pace, the lists."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.charts import Point
from burlov_styrning.dots import Dot, Row, dot_rows
from burlov_styrning.drawing import ACCENT, GREY
from burlov_styrning.swedish import number
from goals.charts import Aim, finding, progress_chart
from goals.proposed_charts import pace_chart, proposed_chart
from goals.rules.pace import Demand, Pace, pace
from goals.tally_charts import Tallied, spread_chart, tally_chart
from indicators.charts import Measure
from indicators.rules.direction import Direction, Reading

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
        "Inget utfall är publicerat efter utgångsvärdet, 88\u00a0% (2018)."
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


def test_the_pace_so_far_is_grey_and_the_proposed_one_accent() -> None:
    chart = proposed_chart(run(2018, "58", "60"), run(2020, "62", "65"), Aim(2023, "higher", Decimal(70)), PERCENT,
                           baseline=Point(2019, Decimal(60)), own=Decimal(2))  # fmt: skip
    ends = {trace["line"]["color"]: trace["y"][-1] for trace in chart.figure["data"] if "lines" in trace["mode"]}
    assert ends[GREY] == 68 and ends[ACCENT] == 70
    assert chart.finding == (
        "Andelen föreslås öka från 60\u00a0% (2019) till 70\u00a0% (2023). Med hittillsvarande takt blir det 68\u00a0%."
    )
    rows = [row[0] for row in chart.table.rows]
    assert rows == ["Utfall", "Föreslagna värden", "Föreslaget mål", "Hittillsvarande takt"]


def test_no_share_is_led_over_all_and_bounds_have_no_way_of_their_own() -> None:
    over = proposed_chart([], [], Aim(2030, "higher", Decimal(99)), PERCENT,
                          baseline=Point(2025, Decimal(90)), own=Decimal(3))  # fmt: skip
    assert over.finding == "Andelen föreslås öka från 90\u00a0% (2025) till 99\u00a0% (2030)."
    inside = proposed_chart([], [], WITHIN, PERCENT, baseline=Point(2019, Decimal(88)), own=Decimal(1))
    assert inside.finding == "Föreslaget mål 90–95\u00a0% (2022)."


FALLING = Demand(Direction.LOWER, 2025, Decimal(10), 2030, Decimal(5))


def falling(**gains: int) -> Pace:
    own = {2020: Reading(Decimal(12)), 2025: Reading(Decimal(10))}
    return pace(FALLING, own, {who: {2020: Reading(Decimal(20)), 2025: Reading(Decimal(20 - gain))}
                               for who, gain in gains.items()})  # fmt: skip


def test_the_realistic_chart_marks_all_paces_and_who_was_as_fast() -> None:
    chart = pace_chart(falling(Alby=1, Boby=5, Ceby=6, Deby=-2, Enby=0), Measure("dagar", 0))
    marked, own, peers = chart.figure["data"]
    assert (marked["x"], own["x"], marked["marker"]["color"]) == ([1.0], [0.4], ACCENT)
    assert peers["x"] == [1.2, 1.0, 0.2, 0, -0.4]  # to the right is better, although fewer days are
    assert [colour == GREY for colour in peers["marker"]["color"]] == [True, True, False, False, False]
    assert chart.finding == (
        "Målet kräver 1,0\u00a0dagar om året: snabbare än hittills. "
        "2 av 5 jämförbara kommuner har klarat det på lika många år."
    )
    assert chart.table.rows[:3] == (
        ("Målet kräver", "−1,0", ""), ("Hittills 2020–2025", "−0,4", "nej"), ("Ceby", "−1,2", "ja")
    )  # fmt: skip
    shapes = chart.figure["layout"]["shapes"]
    assert {(shape["x0"], "dash" in shape["line"]) for shape in shapes} == {(0.0, False), (1.0, True)}


@pytest.mark.parametrize(
    ("gains", "sentence"),
    [
        ({}, "Ingen jämförbar kommun har värden för lika många år."),
        ({"Alby": 6}, "Bara 1 jämförbar kommun har värden för lika många år; minst 5 behövs."),
        (dict.fromkeys("abcde", 1), "Ingen av 5 jämförbara kommuner har klarat det på lika många år."),
    ],
)
def test_few_and_slow_peers_in_words(gains: dict[str, int], sentence: str) -> None:
    assert pace_chart(falling(**gains), Measure("dagar")).finding.endswith(sentence)


@given(st.lists(st.decimals(-50, 50, places=1), max_size=60))
def test_every_dot_keeps_its_place_and_covers_no_other(values: list[Decimal]) -> None:
    figure = dot_rows([Row("alla", [Dot(value, "") for value in values], GREY)], Decimal(1), "", number, 1)
    if not values:
        assert figure["data"] == []
        return
    trace = figure["data"][0]
    assert trace["x"] == [float(value) for value in values]
    assert len(set(zip(trace["x"], trace["y"], strict=True))) == len(values)
    assert max(trace["y"]) < figure["layout"]["yaxis"]["range"][0]


def test_the_tally_says_who_was_first_and_shows_ties() -> None:
    rows = [Tallied("1", "Fler platser", 1212, 31), Tallied("2", "Tryggt", 80, 20)]
    chart = tally_chart(rows)
    assert chart.finding == "”Fler platser” fick flest poäng, 1\u00a0212. Listorna är rådgivande."
    assert chart.figure["layout"]["xaxis"]["range"][0] == 0
    tied = tally_chart([Tallied("1–2", "A", 80, 20), Tallied("1–2", "B", 80, 20)])
    assert tied.finding.startswith("Två förslag delar första platsen")
    assert tied.table.rows[1] == ("B", "1–2", "80", "20")
    assert tally_chart([]).finding == "Inga listor har lämnats."


def test_the_spread_has_each_groups_points_and_its_ties() -> None:
    rows = [Tallied("1", "Ett", 20, 5, [("A", 9), ("B", 6)]), Tallied("2", "Två", 15, 4, [("A", 9), ("B", 6)]),
            Tallied("3", "Tre", 4, 1, [("A", 0), ("B", 4)])]  # fmt: skip
    chart = spread_chart(rows)
    assert chart.table.headings == ("Förslag", "A", "B", "Övriga")
    assert chart.table.rows[0] == ("Ett", "9", "6", "5")
    assert [sum(xs) for xs in zip(*(trace["x"] for trace in chart.figure["data"]), strict=True)] == [20, 15, 4]
    assert chart.finding == (
        "Flest poäng i varje partigrupp. A: ”Ett” och ”Två”; B: ”Ett” och ”Två”. Listorna är rådgivande."
    )
