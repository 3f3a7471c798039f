"""What the chart of an indicator says in words: true for every unit, gap and break."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.charts import Point
from indicators.charts import Measure, change_finding, series_chart

PERCENT = Measure("%")


def run(first: int, *values: str) -> list[Point]:
    return [Point(first + place, Decimal(value)) for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("outcomes", "measure", "sentence"),
    [
        (run(2018, "88", "87", "90"), PERCENT, "Andelen har ökat två procentenheter på två år."),
        (run(2018, "88", "87"), PERCENT, "Andelen har minskat en procentenhet på ett år."),
        (run(2018, "88.2", "85.7"), Measure("%", 1), "Andelen har minskat 2,5 procentenheter på ett år."),
        (run(2018, "88.04", "88.01"), Measure("%", 1), "Andelen har minskat 0,03 procentenheter på ett år."),
        (run(2018, "88", "70", "88"), PERCENT, "Andelen är 88\u00a0%, samma som 2018."),
        (run(2018, "77", "79"), Measure("index"), "Indexet har ökat med 2 på ett år."),
        (run(2018, "77"), Measure("index"), "Indexet var 77 år 2018."),
        (run(2018, "125000", "123000"), Measure("kr per invånare", subject="Kostnaden"),
         "Kostnaden har minskat med 2\u00a0000 kr per invånare på ett år."),
        (run(2018, "-1.5", "3"), Measure("mnkr", 1), "Värdet har ökat med 4,5\u00a0mnkr på ett år."),
        ([], PERCENT, "Inget utfall är publicerat än."),
        ([Point(2022, None, "ej mätt")], PERCENT, "Inget utfall är publicerat än."),
        ([*run(2018, "88", "90"), Point(2020, None, "ej mätt")], PERCENT,
         "Andelen har ökat två procentenheter på ett år. Senaste utfallet är från 2019."),
        ([*run(2018, "88"), Point(2019, Decimal(90), preliminary=True)], PERCENT,
         "Andelen har ökat två procentenheter på ett år. Utfallet 2019 är preliminärt."),
    ],
)  # fmt: skip
def test_the_finding_in_words(outcomes: list[Point], measure: Measure, sentence: str) -> None:
    assert change_finding(outcomes, measure) == sentence


def test_nothing_is_compared_over_a_new_definition() -> None:
    outcomes = run(2018, "50", "52", "70", "71")
    assert change_finding(outcomes, PERCENT, breaks=[2020]) == "Andelen har ökat en procentenhet på ett år."
    assert change_finding(outcomes, PERCENT, breaks=[2030]) == "Andelen har ökat 21 procentenheter på tre år."


@given(st.permutations(run(2015, "50", "53", "51", "58")))
def test_the_order_of_the_points_does_not_matter(outcomes: list[Point]) -> None:
    assert change_finding(outcomes, PERCENT) == "Andelen har ökat åtta procentenheter på tre år."


def test_everything_drawn_is_in_the_table() -> None:
    sexes = {"K": run(2020, "63", "64"), "M": run(2020, "57", "58")}
    country = {"Riket": run(2019, "59", "60")}
    chart = series_chart(run(2020, "60", "61"), PERCENT, by_sex=sexes, comparison=country)
    assert [row[0] for row in chart.table.rows] == ["Utfall", "Kvinnor", "Män", "Riket"]
    assert chart.table.headings == ("Serie", "2019", "2020", "2021")
    assert chart.table.rows[0] == ("Utfall", "–", "60\u00a0%", "61\u00a0%")
    assert {trace["name"] for trace in chart.figure["data"]} == {"Utfall", "Kvinnor", "Män", "Riket"}


def test_women_and_men_differ_by_more_than_colour() -> None:
    chart = series_chart([], PERCENT, by_sex={"K": run(2020, "63", "64"), "M": run(2020, "57", "58")})
    assert len({trace["marker"]["symbol"] for trace in chart.figure["data"][:2]}) == 2
    words = [note["text"] for note in chart.figure["layout"]["annotations"]]
    assert "Kvinnor 64\u00a0%" in words and "Män 58\u00a0%" in words


@pytest.mark.parametrize(
    ("margins", "said"), [(("2", "2"), True), (("1", None), False), ((None, "2"), True), ((None, None), False)]
)  # fmt: skip
def test_a_change_that_the_margins_of_error_explain_says_so(margins: tuple[str | None, str | None], said: bool) -> None:
    points = [Point(2020 + n, Decimal(value), margin=None if margin is None else Decimal(margin))
              for n, (value, margin) in enumerate(zip(("80", "82"), margins, strict=True))]  # fmt: skip
    sentence = change_finding(points, PERCENT)
    assert sentence.startswith("Andelen har ökat två procentenheter på ett år")
    assert sentence.endswith(", inom felmarginalen.") is said
