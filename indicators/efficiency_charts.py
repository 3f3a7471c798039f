"""The charts of a service area: its index, its quality, and its cost at current and fixed prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.charts import Chart, Point, Table
from burlov_styrning.drawing import GREY, INK_2, Drawing
from burlov_styrning.swedish import number
from indicators import words
from indicators.charts import Measure, change_finding, draw_outcomes, series_chart, series_table
from indicators.efficiency import Against, Year
from indicators.efficiency_words import OWN, finding, index_words, reason_words
from indicators.models import Indicator, Outcome
from indicators.rules.direction import rounded
from indicators.rules.efficiency import Index
from indicators.series import Cell, new_definitions


def measure_of(indicator: Indicator, subject: str = "") -> Measure:
    """How its values are written."""
    return Measure(indicator.unit, indicator.current.decimals if indicator.current else 0, subject)


def points(cells: Mapping[int, Cell]) -> list[Point]:
    """A series as a chart draws it."""
    return [
        Point(year, cell.value, words.missing_text(cell.outcome.missing) if cell.outcome.missing else "",
              cell.outcome.status == Outcome.Status.PRELIMINARY, cell.outcome.margin)
        for year, cell in cells.items()
    ]  # fmt: skip


def index_chart(one: Against) -> Chart | None:
    """Quality per krona, 100 in the base year: in fixed prices in ink, at current prices in grey beside it."""
    years = one.years
    real = _indices((year.year, year.real) for year in years)
    nominal = _indices((year.year, year.nominal) for year in years)
    if len([point for point in real if point.value is not None]) < 2:
        return None
    drawing = Drawing("index", 1, letters=20)
    if one.code:
        drawing.line(nominal, name=_("Löpande priser"), colour=GREY, width=1.8, size=0)
        _end(drawing, _("Löpande priser"), nominal)
    measure = Measure("index", 1)
    label = _("Fasta priser") if one.code else _("Löpande priser")
    draw_outcomes(drawing, real, measure, word=label)
    rows = {_("Index i fasta priser"): real} if one.code else {}
    table = series_table(rows | {_("Index i löpande priser"): nominal}, measure)
    said = words.source_words(one.sources, str(OWN))
    return Chart(drawing.figure(), finding(one), table, "", one.example,
                 _("Kvalitet per krona, %(name)s") % {"name": one.area.name}, said)  # fmt: skip


def _indices(found: Iterable[tuple[int, Index]]) -> list[Point]:
    return [
        Point(year, None if index.number is None else rounded(index.number, 1))
        for year, index in found
        if index.value is not None or index.reason
    ]


def _end(drawing: Drawing, word: str, line: Sequence[Point], measure: Measure | None = None) -> None:
    known = [point for point in line if point.value is not None]
    if known and (value := known[-1].value) is not None:
        written = number(value, 1) if measure is None else measure.written(value, measure.decimals)
        drawing.label(known[-1].year, value, f"{word} {written}", colour=INK_2)


def quality_chart(one: Against) -> Chart:
    """The quality by year, as on its own page."""
    chart = series_chart(points(one.qualities), measure_of(one.quality), name=one.quality.name,
                         breaks=new_definitions(one.qualities), example=_made_up(one.qualities))  # fmt: skip
    return _sourced(chart, one.qualities)


def cost_chart(one: Against) -> Chart:
    """The cost by year as it was printed, and at the base year's prices where a price index is chosen."""
    measure, breaks = measure_of(one.cost, _("Kostnaden")), new_definitions(one.costs)
    current, fixed = points(one.costs), _fixed(one, measure)
    drawing = Drawing(measure.unit, measure.decimals, letters=20)
    name = _("I %(year)s års priser") % {"year": one.base}
    if fixed:
        drawing.line(fixed, name=name, colour=GREY, width=1.8, size=0, breaks=breaks)
        _end(drawing, name, fixed, measure)
    draw_outcomes(drawing, current, measure, breaks, _("Löpande priser"))
    said = change_finding(current, measure, breaks=breaks)
    if fixed:
        said = f"{said} {_fixed_finding(one, fixed, measure)}"
    table = series_table({_("Löpande priser"): current} | ({name: fixed} if fixed else {}), measure)
    chart = Chart(drawing.figure(), said.strip(), table, measure.unit, _made_up(one.costs), one.cost.name)
    return _sourced(chart, one.costs, _("Fasta priser är en egen beräkning.") if fixed else "")


def _fixed(one: Against, measure: Measure) -> list[Point]:
    return [
        Point(year.year, rounded(year.fixed, measure.decimals)) for year in one.years if year.fixed is not None
    ]  # fmt: skip


def _fixed_finding(one: Against, fixed: Sequence[Point], measure: Measure) -> str:
    real = Measure(measure.unit, measure.decimals, _("I %(year)s års priser") % {"year": one.base})
    first, last = fixed[0].value, fixed[-1].value
    if len(fixed) < 2 or first is None or last is None:
        return ""
    verb = _("lägre") if last < first else _("högre")
    if last == first:
        return _("%(prices)s är den oförändrad.") % {"prices": real.subject}
    return _("%(prices)s är den %(amount)s %(verb)s än då.") % {
        "prices": real.subject, "amount": real.prose(abs(last - first), measure.decimals), "verb": verb,
    }  # fmt: skip


def _made_up(cells: Mapping[int, Cell]) -> bool:
    return any(cell.outcome.is_example("value") for cell in cells.values())


def _sourced(chart: Chart, cells: Mapping[int, Cell], own: str = "") -> Chart:
    titles = [str(cell.outcome.source) for cell in cells.values() if cell.outcome.source]
    return Chart(chart.figure, chart.finding, chart.table, chart.unit, chart.example, chart.name,
                 words.source_words(titles, own))  # fmt: skip


def year_table(one: Against) -> Table:
    """All that the page knows, a row a year: what no index is computed from says why."""
    quality, cost = measure_of(one.quality), measure_of(one.cost)
    headings = [_("År"), _("Kvalitet"), _("Kostnad")]
    if one.code:
        headings += [one.code.upper(), _("Kostnad i %(year)s års priser") % {"year": one.base}]
    headings += [_("Index, löpande priser"), *([_("Index, fasta priser")] if one.code else [])]
    rows = []
    for year in one.years:
        cells = [str(year.year), cell_words(year.quality, quality), cell_words(year.cost, cost)]
        if one.code:
            cells += [words.NO_OUTCOME if year.price is None else number(year.price),
                      words.NO_OUTCOME if year.fixed is None else cost.written(year.fixed, cost.decimals)]  # fmt: skip
        cells += [index_words(year.nominal.number), *([index_words(year.real.number)] if one.code else [])]
        rows.append(tuple(cells))
    return Table(tuple(headings), tuple(rows))


def remarks(one: Against) -> list[str]:
    """Why some years have no index, each reason once."""
    found = [index.reason for year in one.years for index in (year.real,) if index.reason]
    return list(dict.fromkeys(map(reason_words, found)))


def cell_words(cell: Cell | None, measure: Measure) -> str:
    """A value as the table says it."""
    if cell is None:
        return words.NO_OUTCOME
    if cell.value is None:
        return words.missing_sign(cell.outcome.missing)
    return measure.written(cell.value)


def plain_value(cell: Cell | None) -> Decimal | str | None:
    """A value for a spreadsheet: the number, or the sign for why there is none."""
    if cell is None:
        return None
    return cell.value if cell.value is not None else words.missing_sign(cell.outcome.missing)


def is_example(year: Year) -> bool:
    """Whether a value of the year was made up."""
    return any(cell.outcome.is_example("value") for cell in (year.quality, year.cost) if cell)
