"""A service area as a paper and as a spreadsheet: the page's own values, taken along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality
from burlov_styrning.charts import Chart
from burlov_styrning.clock import today
from burlov_styrning.papers import Block, Grid, Heading, Paper, Picture, Points, Text
from burlov_styrning.sheets import Sheet, Value
from burlov_styrning.swedish import long_date
from indicators import efficiency_charts, efficiency_words
from indicators.efficiency import Against
from indicators.models import ServiceArea
from indicators.rules.direction import rounded
from indicators.rules.efficiency import Index

PLACES = 2
"""So many decimals an index has in a spreadsheet."""


def paper(area: ServiceArea, shown: Against, charts: Sequence[Chart], facts: Sequence[tuple[str, str]],
          goals: Sequence[str], more: Sequence[Block] = ()) -> Paper:  # fmt: skip
    """The page as a paper: the finding, the charts, every year, how it was reckoned, which goals it touches."""
    own = Municipality.ours()
    about = [(_("Datum"), long_date(today())), *facts]
    blocks = [*_blocks(shown, charts), *more, *_goals(goals)]
    return Paper(_("Kvalitet per krona"), area.name, own.name if own else "", about, blocks, example_line(own))


def _blocks(shown: Against, charts: Sequence[Chart]) -> Iterator[Block]:
    yield Heading(_("Vad siffrorna säger"))
    yield Text(" ".join(filter(None, (efficiency_words.finding(shown), efficiency_words.parts(shown)))))
    yield from map(Picture, charts)
    yield Heading(_("År för år"))
    table = efficiency_charts.year_table(shown)
    yield Grid(f"{shown.quality.name} · {shown.cost.name}", table.headings, table.rows,
               frozenset(range(1, len(table.headings))))  # fmt: skip
    if remarks := efficiency_charts.remarks(shown):
        yield Points(remarks)
    yield Heading(_("Så är det räknat"))
    yield Text(efficiency_words.method(shown))


def _goals(goals: Sequence[str]) -> Iterator[Block]:
    yield Heading(_("Mål som rör området"))
    yield Points(goals) if goals else Text(_("Inget antaget mål använder områdets indikatorer."), "quiet")


def sheets(found: Sequence[Against]) -> list[Sheet]:
    """A sheet for each quality against the cost; numbers are numbers, and why there is none stands in words."""
    return [_sheet(one) for one in found]


def _sheet(one: Against) -> Sheet:
    headings = [
        _("År"), f"{one.quality.name} ({one.quality.unit})", f"{one.cost.name} ({one.cost.unit})",
        *([one.code.upper(), _("Kostnad i %(year)s års priser") % {"year": one.base}] if one.code else []),
        _("Index, löpande priser"), *([_("Index, fasta priser")] if one.code else []), _("Varför index saknas"),
        _("Basår"), _("Exempel"),
    ]  # fmt: skip
    return Sheet(one.quality.name, headings, [_row(one, year) for year in one.years])


def _row(one: Against, year: efficiency_charts.Year) -> list[Value]:
    decimals = one.cost.current.decimals if one.cost.current else 0
    fixed = None if year.fixed is None else rounded(year.fixed, decimals + PLACES)
    reason = year.real.reason or year.nominal.reason
    return [
        year.year, efficiency_charts.plain_value(year.quality), efficiency_charts.plain_value(year.cost),
        *([year.price, fixed] if one.code else []),
        _index(year.nominal), *([_index(year.real)] if one.code else []),
        efficiency_words.reason_words(reason) if reason else "", one.base,
        _("Exempel") if efficiency_charts.is_example(year) else "",
    ]  # fmt: skip


def _index(index: Index) -> Decimal | None:
    return None if index.number is None else rounded(index.number, PLACES)
