"""A chart to take along: the page's own figure as SVG, PNG or CSV, asked of the page that shows it.

`?diagram=<id>.svg` after any page's address gives that chart of the page: the same view, the same rights, the same
rows (docs/decisions/0021). The picture stands alone, so its finding, its source and that it is an example are in it.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.text import slugify
from django.utils.translation import gettext as _

from burlov_styrning import painting, raster, sheets
from burlov_styrning.charts import Chart, Figure, plain
from burlov_styrning.drawing import INK, INK_2, PAPER, SMALL, TEXT
from burlov_styrning.quantities import SHORT_UNITS
from burlov_styrning.swedish import NBSP, NotANumber, parse_number

ASKED = "diagram"
KINDS = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}
LETTERS, HEAD, LINE, FOOT = 88, 15, 20, 22
UNIT = re.compile(rf"{NBSP}({'|'.join(map(re.escape, SHORT_UNITS))})$")


class ChartFiles:
    """Middleware: a page that is asked for one of its charts is made as always, and the chart is answered instead."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name, _dot, kind = request.GET.get(ASKED, "").rpartition(".")
        if request.method != "GET" or kind not in KINDS:
            return self.get_response(request)
        drawn: dict[str, Chart] = {}
        request.drawn = drawn  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code != 200:
            return response
        if name not in drawn:
            raise Http404
        return answer(request, drawn[name], kind)


def shown(request: HttpRequest | None, name: str, chart: Chart) -> list[tuple[str, str]]:
    """Remember a chart that a page shows, for who asks for it; (kind, address) of what it can be had as."""
    if request is None or request.method != "GET" or not isinstance(chart, Chart):
        return []
    if (drawn := getattr(request, "drawn", None)) is not None:
        drawn[name] = chart
    query = request.GET.copy()
    found = []
    for kind in KINDS:
        query[ASKED] = f"{name}.{kind}"
        found.append((kind.upper(), f"{request.path}?{query.urlencode()}"))
    return found


def answer(request: HttpRequest, chart: Chart, kind: str) -> HttpResponse:
    """The file; a reader who has it already is told that it is the same."""
    body = MAKERS[kind](chart)
    response = HttpResponse(body, content_type=KINDS[kind])
    name = slugify(chart.name or chart.finding)[:60] or "diagram"
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or ""
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    found: Any = get_conditional_response(request, etag=etag, response=response)
    return found  # type: ignore[no-any-return]


# -- what stands in the file -----------------------------------------------------------------------------------------


def svg(chart: Chart) -> bytes:
    """The picture with its finding over it, sized, for a document or a page of one's own."""
    figure = standalone(chart)
    size = 'width="{width}" height="{height}"'.format(**figure["layout"])
    return painting.paint(figure, chart.alternative).replace("<svg ", f"<svg {size} ", 1).encode()


def png(chart: Chart) -> bytes:
    """The same picture in pixels."""
    return raster.png(svg(chart).decode())


def csv(chart: Chart) -> bytes:
    """The chart's table, its numbers as numbers; the unit stands in the first heading."""
    first = f"{chart.table.headings[0]} ({chart.unit})" if chart.unit else chart.table.headings[0]
    rows = [(row[0], *map(_value, row[1:])) for row in chart.table.rows]
    return sheets.comma_separated(sheets.Sheet(chart.finding, (first, *chart.table.headings[1:]), rows))


MAKERS = {"svg": svg, "png": png, "csv": csv}


def _value(text: str) -> sheets.Value:
    try:
        return parse_number(UNIT.sub("", text))
    except NotANumber:
        return text


def standalone(chart: Chart) -> Figure:
    """The figure with what its page says around it: what is measured, the finding, the source."""
    layout = chart.figure["layout"]
    margin: dict[str, float] = layout["margin"]
    name, finding = (textwrap.wrap(plain(text), LETTERS) for text in (chart.name, chart.finding))
    over = [*name, *(f"<b>{line}</b>" for line in finding)]
    under = " · ".join(filter(None, (_("Exempel") if chart.example else "", chart.source)))
    head, foot = HEAD + LINE * len(over), FOOT if under else 0
    notes = [_note("<br>".join(over), INK, TEXT, margin["l"], 1, "bottom", margin["t"] + 4)]
    if under:
        notes.append(_note(plain(under), INK_2, SMALL, margin["l"], 0, "top", -margin["b"] - 2))
    return {
        "data": chart.figure["data"],
        "layout": layout | {
            "height": layout["height"] + head + foot, "paper_bgcolor": PAPER,
            "margin": margin | {"t": margin["t"] + head, "b": margin["b"] + foot},
            "annotations": [*layout.get("annotations", ()), *notes],
        },
    }  # fmt: skip


def _note(text: str, colour: str, size: int, left: float, y: int, yanchor: str, yshift: float) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "align": "left", "xshift": 4 - left, "y": y, "yref": "paper",
        "yanchor": yanchor, "yshift": yshift, "text": text, "showarrow": False, "font": {"color": colour, "size": size},
    }  # fmt: skip
