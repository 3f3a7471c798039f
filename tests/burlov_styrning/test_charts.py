"""The house's charts: what they show, that they can be trusted to be the same, and that no text breaks them."""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.charts import Chart, Point, spec, svg
from burlov_styrning.drawing import ACCENT, INK, PAPER, Drawing, scale, spread, year_ticks
from tests.burlov_styrning import samples

SVG = "{http://www.w3.org/2000/svg}"
every_chart = pytest.mark.parametrize("make", samples.CHARTS, ids=lambda make: make.__name__)


def drawn(chart: Chart) -> ET.Element:
    return ET.fromstring(svg(chart))


def texts(chart: Chart) -> list[str]:
    return ["".join(text.itertext()) for text in drawn(chart).iter(f"{SVG}text")]


def marks(chart: Chart, colour: str) -> int:
    """The round or other marks filled with a colour."""
    return sum(
        path.get("fill") == colour and "translate" in path.get("transform", "")
        for path in drawn(chart).iter(f"{SVG}path")
    )


@every_chart
def test_plotly_knows_every_attribute(make: Callable[[], Chart]) -> None:
    go.Figure(make().figure)  # raises on a misspelled one


@every_chart
def test_picture_is_small_named_and_obeys_the_content_policy(make: Callable[[], Chart]) -> None:
    chart = make()
    picture, root = svg(chart), drawn(chart)
    assert root.get("role") == "img" and root[0].tag == f"{SVG}title" and root[0].text == chart.finding
    assert root.get("viewBox") == f"0 0 640 {chart.figure['layout']['height']}"
    assert "style" not in picture and "<script" not in picture and len(picture) < 8_000
    assert len(json.dumps(spec(chart))) < 6_000 and "template" not in spec(chart)["layout"]


@pytest.fixture(scope="module")
def others() -> Iterator[list[ThreadPoolExecutor]]:
    """Two other threads, each with an engine of its own: to start one takes longer than to draw."""
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as two:
        yield [one, two]


@every_chart
def test_same_figure_same_bytes_also_in_another_thread(
    make: Callable[[], Chart], others: list[ThreadPoolExecutor]
) -> None:
    pictures: list[str] = []
    for thread in others:
        cache.clear()
        pictures.append(thread.submit(lambda: svg(make())).result())
    cache.clear()
    assert pictures == [svg(make())] * 2


@every_chart
def test_marks_with_ids_are_unique_to_the_chart(make: Callable[[], Chart]) -> None:
    picture = svg(make())
    assert set(re.findall(r"url\(#([^)]+)\)", picture)) == set(re.findall(r'id="([^"]+)"', picture))


def test_labels_and_marks_of_the_sketch() -> None:
    chart = samples.sketch()
    assert texts(chart) == [
        "2018", "2019", "2020", "2021", "2022", "86\u00a0%", "88\u00a0%", "90\u00a0%", "92\u00a0%",
        "ej mätt", "KF-mål 92\u00a0%", "Utfall 90\u00a0%",
    ]  # fmt: skip
    assert marks(chart, INK) == 4 and marks(chart, ACCENT) == 5  # four outcomes; four years' levels and the target


def test_the_line_is_open_where_nothing_was_measured() -> None:
    ink = [path for path in drawn(samples.sketch()).iter(f"{SVG}path") if path.get("stroke") == INK]
    assert len(ink) == 2


def test_a_forecast_and_a_preliminary_value_are_hollow() -> None:
    assert marks(samples.forecast(), PAPER) == 2
    diamonds = [trace for trace in samples.forecast().figure["data"] if trace["marker"]["symbol"] == "diamond"]
    assert [(trace["x"], trace["mode"]) for trace in diamonds] == [([2025], "markers")]  # no line joins it


def test_a_new_definition_is_drawn_and_never_joined_over() -> None:
    chart = samples.series()
    outcomes = chart.figure["data"][-1]
    assert "ny definition" in texts(chart)
    assert None in outcomes["y"][outcomes["x"].index(2017) : outcomes["x"].index(2021)]


def test_a_break_between_two_measured_years_opens_the_line() -> None:
    drawing = Drawing("%")
    drawing.line(samples.points(2019, "1", "2", "3"), name="Utfall", breaks=[2020])
    assert drawing.figure()["data"][0]["y"] == [1.0, None, 2.0, 3.0]


def test_years_in_a_row_without_value_say_why_once() -> None:
    assert texts(samples.series()).count("ej publicerat") == 1


def test_numbers_are_swedish() -> None:
    drawing = Drawing("kr")
    drawing.line([Point(2020, Decimal("-1500.5")), Point(2021, Decimal(12000))], name="x")
    assert "10\u00a0000\u00a0kr" in drawing.figure()["layout"]["yaxis"]["ticktext"]
    assert drawing.figure()["data"][0]["text"][0].startswith("2020: \u22121\u00a050")


def test_words_of_people_are_text_and_not_markup() -> None:
    assert "Trygga <b> & centrala Arlöv" in texts(samples.tally())


def test_an_example_says_so() -> None:
    chart = Chart(samples.sketch().figure, "Andelen ökar.", samples.sketch().table, example=True)
    assert drawn(chart)[0].text == "Exempel: Andelen ökar."


def test_the_table_has_what_the_picture_has() -> None:
    table = samples.sketch().table
    assert table.headings == ("Serie", "2018", "2019", "2020", "2021", "2022")
    assert table.rows[0] == ("Utfall", "88\u00a0%", "87\u00a0%", "ej mätt", "89\u00a0%", "90\u00a0%")
    assert table.rows[2] == ("KF-mål", "–", "–", "–", "–", "92\u00a0%")


numbers = st.decimals(min_value=-10_000, max_value=10_000, places=2)


@given(st.lists(numbers, min_size=1, max_size=12))
def test_the_scale_holds_every_value_with_few_round_lines(values: list[Decimal]) -> None:
    axis = scale(values, 2)
    assert axis.low <= min(values) and max(values) <= axis.high
    assert 2 <= len(axis.ticks) <= 8 and list(axis.ticks) == sorted(set(axis.ticks))
    assert scale(values, 2, zero=True).low <= 0 <= scale(values, 2, zero=True).high


@given(st.lists(st.floats(0, 150), min_size=1, max_size=5))
def test_labels_are_moved_apart_in_their_order(places: list[float]) -> None:
    moved = spread(places, [16.0] * len(places), 160)
    pairs = sorted(zip(places, moved, strict=True))
    gaps = [after[1] - before[1] for before, after in pairwise(pairs)]
    assert all(abs(gap) >= 15.99 for gap in gaps)
    assert all(before[0] == after[0] or gap > 0 for before, after, gap in zip(pairs, pairs[1:], gaps, strict=False))


@given(st.integers(1950, 2050), st.integers(0, 60))
def test_years_are_whole_few_and_end_with_the_last(first: int, span: int) -> None:
    ticks = year_ticks(first, first + span)
    assert len(ticks) <= 6 and ticks[-1] == first + span and ticks[0] >= first


def test_forty_charts_take_seconds() -> None:
    svg(samples.sketch())  # starts the engine
    started = time.perf_counter()
    for step in range(40):
        svg(samples.progress_chart(
            samples.points(2019, "87", None, str(88 + step), "90"), samples.points(2019, "89", "90", "91", "92"),
            samples.Aim(2022, "higher", Decimal(92)), samples.PERCENT, baseline=Point(2018, Decimal(step)),
        ))  # fmt: skip
    assert time.perf_counter() - started < 15  # about 2 s on two quiet cores
