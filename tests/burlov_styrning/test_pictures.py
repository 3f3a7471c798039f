"""A chart to take along: asked of the page that shows it, by the same rights, standing alone."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from burlov_styrning import pictures
from burlov_styrning.charts import Chart, Point, Table
from indicators.charts import Measure, series_chart
from tests.burlov_styrning import samples
from tests.indicators.making import entered, published
from tests.world import World

SVG = "{http://www.w3.org/2000/svg}"


def chart(word: str = "", **more: object) -> Chart:
    made = series_chart([Point(2020, Decimal("-1250.5")), Point(2021, None, "ej mätt")], Measure("kr", 1), name=word)
    return Chart(made.figure, made.finding, made.table, made.unit, True, made.name, "Källa: Kolada")


@pytest.mark.parametrize("make", samples.CHARTS, ids=lambda make: make.__name__)
def test_every_kind_stands_alone(make: object) -> None:
    found: Chart = make()  # type: ignore[operator]
    figure = pictures.standalone(found)
    go.Figure(figure)
    more = figure["layout"]["height"] - found.figure["layout"]["height"]
    top = figure["layout"]["margin"]["t"] - found.figure["layout"]["margin"]["t"]
    assert more >= top > 0  # the drawing keeps its own height
    assert found.figure["layout"].get("annotations", []) == figure["layout"]["annotations"][:-1]


def test_the_picture_says_what_its_page_says() -> None:
    root = ET.fromstring(pictures.svg(chart("Kostnad <b> & annat")))
    words = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert "Kostnad <b> & annat" in words and "Värdet var" in words
    assert "Exempel" in words and "Källa: Kolada" in words
    assert root.get("width") and root.get("height")


def test_the_pixels_are_those_of_the_picture() -> None:
    root = ET.fromstring(pictures.svg(chart()))
    size = Image.open(BytesIO(pictures.png(chart()))).size
    assert size == (2 * int(root.attrib["width"]), 2 * int(float(root.attrib["height"])))


def test_the_table_has_numbers_and_no_formulas() -> None:
    table = Table(("Kommun", "2021"), (("=HYPERLINK()", "−1\u00a0250,5\u00a0kr"), ("Lund", "ej mätt"), ("A", "3–4")))
    text = pictures.csv(Chart({}, "Så är det.", table, "kr")).decode("utf-8-sig")
    assert text.splitlines() == ["Kommun (kr);2021", "'=HYPERLINK();-1250,5", "Lund;ej mätt", "A;3–4"]


@pytest.mark.django_db
def test_a_page_gives_its_charts_to_who_may_see_them(world: World) -> None:
    published(entered(world, "2023", "71"))
    published(entered(world, "2024", "72"))
    hidden = entered(world, "2025", "99")
    client, inside = Client(), Client()
    inside.force_login(world.users["member"])
    address = reverse("pages:indicator", args=[world.indicator.pk])

    def files(reader: Client) -> list[str]:
        text = reader.get(address).content.decode()
        return [part.split('"')[0].replace("&amp;", "&") for part in text.split('href="')[1:] if "diagram=" in part]

    png, svg, csv = files(client)
    assert client.get(png)["Content-Type"] == "image/png" and b"<svg" in client.get(svg).content
    answer = client.get(csv)
    assert "2024" in answer.content.decode() and "99" not in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"] and "private" in answer["Cache-Control"]
    assert client.get(csv, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    theirs = files(inside)
    assert "99" in inside.get(theirs[2]).content.decode() and hidden.pk
    assert client.get(theirs[2]).status_code == 404  # another chart, which this reader's page does not show


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["chart-1.svg", "x.svg", ".svg", "chart-1.exe", "", "9" * 4000 + ".png", "\x00.csv"])
def test_what_no_page_shows_is_not_there(asked: str, world: World) -> None:
    answer = Client().get(reverse("pages:start"), {"diagram": asked})
    assert answer.status_code == (404 if asked.rpartition(".")[2] in pictures.KINDS else 200)
