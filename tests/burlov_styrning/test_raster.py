"""A chart's picture as PNG: the same drawing with its words."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from burlov_styrning import raster
from burlov_styrning.charts import Point
from indicators.charts import Measure, series_chart


def picture(word: str) -> Image.Image:
    chart = series_chart([Point(2020, Decimal(88)), Point(2021, None, word), Point(2022, Decimal(91))], Measure("%"))
    return Image.open(BytesIO(raster.png(chart.svg)))


def test_the_picture_has_the_drawing_twice_as_large_on_white_and_its_words() -> None:
    said, silent = picture("ej mätt"), picture("")
    assert said.size == (2 * 640, 2 * 215)
    assert said.getpixel((1279, 0)) == (255, 255, 255, 255)
    dark = [sum(one.convert("L").histogram()[:200]) for one in (said, silent)]
    assert dark[0] > dark[1] + 200  # the words are drawn, with the shipped typeface alone


def test_the_same_drawing_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def drawn(svg: str, zoom: float) -> bytes:
        made.append(svg)
        return b"dots"

    monkeypatch.setattr(raster, "_png", drawn)
    assert [raster.png("<svg>en</svg>"), raster.png("<svg>en</svg>"), raster.png("<svg>två</svg>")] == [b"dots"] * 3
    assert made == ["<svg>en</svg>", "<svg>två</svg>"]
